"""The program in Teams mode, with made-up ids: what it refuses, what it serves, and that nothing leaves."""

import json
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from storage.tiny import open_tiny
from tests.app.program import Serving, begun, environment, run, serving
from tests.app.test_commands import GOOD, HEADER, one_sentence
from tests.app.test_serving import fetch
from tests.bot.teams import minting, shapes

APP, TENANT = "0c7e5a9e-2f60-4c0c-b7d2-1f9f5f7f8a11", shapes.TENANT
SECRET, METRICS_KEY = "made~up.secret-of-nobody", "a key for figures that nobody else has"
SETTINGS = {"ETHOS_APP_ID": APP, "ETHOS_TENANT": TENANT, "ETHOS_APP_SECRET": SECRET}
JSON = {"Content_Type": "application/json"}

LOOKOUT = """
import os, sys

def notice(event, arguments):
    if event in ("socket.connect", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname"):
        with open(os.environ["LOOKOUT"], "a") as notes:
            notes.write(f"{event} {arguments[-1] if 'addr' not in event else arguments[0]}\\n")

sys.addaudithook(notice)
"""
"""Writes down every connection and every name that is looked up, below every library."""


@contextmanager
def in_teams(data: Path, *words: str, **more: str) -> Iterator[Serving]:
    """Serve Teams on a free port."""
    with begun("serve", "--port", "0", "--data", str(data), *words, **{**SETTINGS, **more}) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.fullmatch(r"\D+(http://[0-9.]+:\d+)/\n", line)
        assert found, line + (process.stderr.read() if process.stderr else "")
        yield Serving(process, found[1])


@pytest.fixture
def lookout(tmp_path: Path) -> dict[str, str]:
    """Settings under which a program notes where it connects to."""
    (tmp_path / "sitecustomize.py").write_text(LOOKOUT)
    (tmp_path / "notes").touch()
    return {"PYTHONPATH": str(tmp_path), "LOOKOUT": str(tmp_path / "notes")}


# What it refuses ----------------------------------------------------------------------------------------

NO_SECRET = {"ETHOS_APP_SECRET": ""}
# The rest of what can be wrong with a registration is in tests/bot/teams/identity.
WRONG: dict[str, tuple[tuple[str, ...], dict[str, str], str]] = {
    "no id of an app": (("--app-id", "our bot"), {}, "--app-id"),
    "no tenant": ((), {"ETHOS_TENANT": ""}, "--tenant"),
    "no proof": ((), NO_SECRET, "ETHOS_APP_SECRET"),
    "a cloud to be invented": (("--cloud", "moon"), {}, "us-government"),
    "a host that is an address": (("--service-host", "https://gate.example.ca/"), {}, "--service-host"),
    "a file host that is an ending": (("--file-host", ".sharepoint.com"), {}, "--file-host"),
    "a short key for figures": ((), {"ETHOS_METRICS_KEY": "short"}, "32"),
}


@pytest.mark.parametrize(("words", "more", "named"), WRONG.values(), ids=WRONG)
def test_a_wrong_setting_is_one_sentence_in_both_languages_and_makes_no_data(
    words: tuple[str, ...], more: dict[str, str], named: str, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    code, said = one_sentence(("serve", "--port", "0", "--data", str(data), *words), **{**SETTINGS, **more})
    assert code == 2
    assert named in said
    assert SECRET not in said
    assert not data.exists()


@pytest.mark.parametrize("option", ["--app-secret-file", "--app-certificate", "--metrics-key-file"])
def test_a_secret_that_others_can_read_is_refused(option: str, tmp_path: Path) -> None:
    file = tmp_path / "proof.txt"
    file.write_text(METRICS_KEY)
    file.chmod(0o640)
    more = SETTINGS if option == "--metrics-key-file" else {**SETTINGS, **NO_SECRET}
    code, said = one_sentence(
        ("serve", "--port", "0", "--data", str(tmp_path / "data"), option, str(file)), **more
    )
    assert code == 2
    assert "chmod 600" in said
    assert file.name in said
    assert str(tmp_path) not in said


def test_a_folder_serves_one_mode_for_ever(tmp_path: Path) -> None:
    of_teams, of_local = tmp_path / "teams", tmp_path / "local"
    with in_teams(of_teams):
        pass
    with serving(of_local):
        pass
    for words, more in (
        (("serve", "--port", "0", "--data", str(of_local)), SETTINGS),
        (("serve", "--port", "0", "--data", str(of_teams)), {}),
        (("play", "--as", "Graham", "--data", str(of_teams)), {}),
    ):
        code, said = one_sentence(words, **more)
        assert code == 1
        assert "teams" in said
        assert "local" in said
    with in_teams(of_teams):
        pass


def test_a_staff_list_imported_before_the_first_start_is_for_teams(tmp_path: Path) -> None:
    data, file = tmp_path / "data", tmp_path / "people.csv"
    file.write_text(f"{HEADER}\n{GOOD.format(n=1)}\n")
    assert run("people", "import", str(file), "--data", str(data), **SETTINGS).returncode == 0
    with in_teams(data):
        pass


# What it serves -----------------------------------------------------------------------------------------


def test_there_is_no_local_page_and_no_way_in_without_a_token(tmp_path: Path) -> None:
    with in_teams(tmp_path / "data") as program:
        for path in ("/", "/?key=x", "/local/open", "/static/page.js", "/metrics", "/nothing"):
            assert fetch(program.address + path)[0] == 404, path
        assert fetch(f"{program.address}/local/open", b"{}", **JSON)[0] == 404

        door = f"{program.address}/api/messages"
        body = json.dumps(shapes.message("https://smba.trafficmanager.net/ca/")).encode()
        assert fetch(door, body, **JSON) == (401, b"")
        assert fetch(door, body, **JSON, Authorization="Bearer x.y.z") == (401, b"")
        assert fetch(door, body, **JSON, Authorization=f"Basic {SECRET}")[0] == 401
        assert fetch(door, b"{", **JSON)[0] == 400
        assert fetch(door, b" " * (257 * 1024), **JSON)[0] == 413
        assert fetch(door)[0] == 405

        assert fetch(f"{program.address}/healthz") == (200, b'{"status":"ok"}')
        status, ready = fetch(f"{program.address}/readyz")
        assert (status, set(json.loads(ready)["checks"].values())) == (200, {"ok"})
        # Behind a proxy the name in front is another one.
        assert fetch(f"{program.address}/healthz", Host="ethos.example.ca")[0] == 200
        assert fetch(door, body, **JSON, Host="ethos.example.ca")[0] == 401


def test_figures_are_for_whoever_shows_the_key(tmp_path: Path) -> None:
    with in_teams(tmp_path / "data", ETHOS_METRICS_KEY=METRICS_KEY) as program:
        figures = f"{program.address}/metrics"
        assert fetch(figures)[0] == 404
        assert fetch(figures, Authorization="Bearer wrong")[0] == 404
        assert fetch(figures, Authorization=METRICS_KEY)[0] == 404
        status, body = fetch(figures, Authorization=f"Bearer {METRICS_KEY}")
        assert status == 200
        assert b"ethos_" in body
        for secret in (SECRET, METRICS_KEY, APP, TENANT):
            assert secret.encode() not in body


async def test_commands_reach_the_running_program_and_no_demonstration_is_loaded(tmp_path: Path) -> None:
    data, file = tmp_path / "data", tmp_path / "people.csv"
    file.write_text("\n".join([HEADER, *(GOOD.format(n=number) for number in (1, 2, 3))]) + "\n")
    with in_teams(data) as program:
        before = run("report", "--period", "2026-Q3", "--format", "json", "--data", str(data))
        assert before.returncode == 0
        brought = run("people", "import", str(file), "--data", str(data))
        assert (brought.returncode, brought.stderr) == (0, "")
        assert "3" in brought.stdout
        # Without the settings of the other program too: the folder says whom it serves.
        assert run("report", "--period", "2026-Q3", "--data", str(data), **SETTINGS).returncode == 0
        program.process.send_signal(signal.SIGTERM)
        assert program.process.wait(15) == 0
    async with await open_tiny(data, mark="teams") as tiny:
        assert len(await tiny.store.people.everyone()) == 3
        assert [look.body["role"] for look in await tiny.store.registers.find("access")] == ["operator"] * 2


def test_it_may_listen_where_others_reach_it_and_local_mode_may_not(tmp_path: Path) -> None:
    with in_teams(tmp_path / "data", "--host", "0.0.0.0") as program:
        assert program.address.startswith("http://0.0.0.0:")
        assert fetch(f"http://127.0.0.1:{program.port}/healthz")[0] == 200
    code, said = one_sentence(
        ("serve", "--port", "0", "--host", "0.0.0.0", "--data", str(tmp_path / "other"))
    )
    assert code == 2
    assert "127.0.0.1" in said


def test_it_stops_within_ten_seconds_though_somebody_holds_a_connection(tmp_path: Path) -> None:
    with in_teams(tmp_path / "data") as program, socket.socket() as slow:
        slow.connect(("127.0.0.1", int(program.port)))
        slow.sendall(b"POST /api/messages HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{")
        assert fetch(f"{program.address}/healthz")[0] == 200
        began = time.monotonic()
        program.process.send_signal(signal.SIGTERM)
        out, err = program.process.communicate(timeout=15)
        assert time.monotonic() - began < 10
        assert program.process.returncode == 0
        assert "Traceback" not in out + err


def test_starting_refusing_and_stopping_connect_to_nobody_and_print_no_secret(
    tmp_path: Path, lookout: dict[str, str]
) -> None:
    notes = tmp_path / "notes"
    more = {**lookout, "ETHOS_METRICS_KEY": METRICS_KEY}
    with in_teams(tmp_path / "data", "--tick-seconds", "0.05", **more) as program:
        door = f"{program.address}/api/messages"
        body = json.dumps(shapes.message("https://smba.trafficmanager.net/ca/")).encode()
        forged = minting.good(APP, "https://smba.trafficmanager.net/ca/", int(time.time()), "stranger")
        for _ in range(20):
            assert fetch(door, body, **JSON)[0] == 401
            assert fetch(door, body, **JSON, Authorization=f"Bearer {forged.rpartition('.')[0]}.")[0] == 401
        assert fetch(f"{program.address}/metrics", Authorization=f"Bearer {METRICS_KEY}")[0] == 200
        program.process.send_signal(signal.SIGTERM)
        out, err = program.process.communicate(timeout=15)
    for secret in (SECRET, METRICS_KEY, "eyJ", "Ada Tremblay"):
        assert secret not in out + err
    names = [line for line in notes.read_text().splitlines() if "127.0.0.1" not in line]
    assert names == []


def test_the_lookout_would_have_seen_it(lookout: dict[str, str], tmp_path: Path) -> None:
    knocks = "import socket; socket.socket().connect_ex(('127.0.0.1', 9)); socket.getaddrinfo('127.0.0.2', 9)"
    subprocess.run([sys.executable, "-c", knocks], env=environment(**lookout), check=True)
    notes = (tmp_path / "notes").read_text()
    assert "socket.connect ('127.0.0.1', 9)" in notes
    assert "socket.getaddrinfo 127.0.0.2" in notes
