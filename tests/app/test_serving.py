"""The running program: its doors, its refusals, and what a kill or a full disk cannot take away."""

import json
import resource
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

from tests.app.program import ROOT, Serving, environment, journals, run, serving

GRAHAM = "00000003-de30-4000-8000-000000000003"


def fetch(address: str, body: bytes | None = None, **headers: str) -> tuple[int, bytes]:
    request = urllib.request.Request(
        address, data=body, headers={k.replace("_", "-"): v for k, v in headers.items()}
    )
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read()


class Page:
    """What the page's script does, without a browser."""

    def __init__(self, program: Serving) -> None:
        self.program = program
        self.browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        self.browser.open(program.entrance, timeout=20).close()
        self.last: dict[str, Any] = {}

    def post(self, path: str, **body: Any) -> dict[str, Any]:
        headers = {"Content-Type": "application/json", "Origin": self.program.address}
        request = urllib.request.Request(
            self.program.address + path, json.dumps({"person": GRAHAM, **body}).encode(), headers
        )
        with self.browser.open(request, timeout=20) as answer:
            found: dict[str, Any] = json.loads(answer.read())
            return found

    def open(self) -> list[dict[str, Any]]:
        messages: list[dict[str, Any]] = self.post("/local/open")["messages"]
        self.last = messages[-1]
        return messages

    def press(self, verb: str) -> str:
        action = next(each for each in self.last["card"]["actions"] if each["id"] == verb)
        data = action["data"]
        self.last = self.post(
            "/local/press", verb=verb, token=data["token"], inputs={}, message=self.last["id"]
        )
        return self.title()

    def title(self) -> str:
        texts = [
            element["text"] for element in self.last["card"]["body"] if element.get("style") == "heading"
        ]
        return str(texts[0]) if texts else ""


def test_a_killed_program_keeps_what_it_acknowledged(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with serving(data, "--tick-seconds", "3600") as program:
        page = Page(program)
        page.open()
        page.press("language-en")
        page.press("open-M01")
        page.press("next")
        at = page.press("next")
        program.kill()
    with serving(data, "--tick-seconds", "3600") as program:
        page = Page(program)
        page.open()
        assert page.title() == "Home"
        assert page.press("open-M01") == at


def test_a_full_disk_is_said_kindly_and_heals_by_itself(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with serving(data, "--tick-seconds", "3600") as program:
        page = Page(program)
        page.open()
        page.press("language-en")
        page.press("open-M01")
        opening = page.title()
        size = journals(data)[-1].stat().st_size
        unlimited = resource.prlimit(
            program.process.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY)
        )
        assert page.press("next") == opening
        note = page.last["card"]["body"][0]["items"][0]["text"]
        assert note
        resource.prlimit(program.process.pid, resource.RLIMIT_FSIZE, unlimited)
        assert page.press("next") != opening


def test_a_second_program_on_the_same_folder_is_refused(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with serving(data):
        for words in (("serve", "--port", "0"), ("play", "--as", "Graham")):
            done = run(*words, "--data", str(data))
            assert done.returncode == 1
            assert "Traceback" not in done.stderr
            assert len(done.stderr.splitlines()) == 1


def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    with serving(tmp_path / "data") as program:
        done = run("serve", "--port", program.port, "--data", str(tmp_path / "other"))
    assert done.returncode == 2
    assert program.port in done.stderr


def test_the_program_stops_when_asked_and_says_nothing(tmp_path: Path) -> None:
    with serving(tmp_path / "data") as program:
        Page(program).open()
        began = time.monotonic()
        program.process.send_signal(signal.SIGTERM)
        assert program.process.wait(15) == 0
        assert time.monotonic() - began < 10


def test_the_boxes_for_answers_without_a_name_are_there_before_anybody_answers(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with serving(data, "--tick-seconds", "1") as program:
        until = time.monotonic() + 30
        while not list(data.glob("mailboxes/doors@*.0")) and time.monotonic() < until:
            fetch(program.address + "/healthz")

    boxes = [file for file in (data / "mailboxes").iterdir() if not file.name.startswith(".")]
    assert len(boxes) > 10
    assert {file.stat().st_size for file in boxes} <= {256 * 128, 256 * 4096}
    assert (tmp_path / "data.keys" / "boxes").is_dir()


def test_health_and_readiness_are_told_in_words(tmp_path: Path) -> None:
    with serving(tmp_path / "data") as program:
        assert fetch(program.address + "/healthz") == (200, b'{"status":"ok"}')
        status, body = fetch(program.address + "/readyz")
        assert (status, set(json.loads(body)["checks"].values())) == (200, {"ok"})


def test_the_bot_framework_door_refuses_what_it_must(tmp_path: Path) -> None:
    with serving(tmp_path / "data") as program:
        door = program.address + "/api/messages"
        as_json = {"Content_Type": "application/json"}
        assert fetch(door, b"{", **as_json)[0] == 400
        assert fetch(door, b" " * (257 * 1024), **as_json)[0] == 413
        assert fetch(door, b"{}", Host="evil.example", **as_json)[0] == 403
        assert fetch(door, b"{}", Origin="http://evil.example", **as_json)[0] == 403
        assert fetch(door)[0] == 405


def test_what_is_typed_and_who_types_it_is_in_no_log(tmp_path: Path) -> None:
    with serving(tmp_path / "data") as program:
        page = Page(program)
        page.open()
        page.press("language-en")
        page.post("/local/say", text="my private dilemma about a mug", id="m1")
        page.post("/local/say", text="report", id="m2")
        fetch(
            program.address + "/api/messages",
            b'{"type": "message", "text": "a mug"}',
            Content_Type="application/json",
        )
        program.process.terminate()
        out, err = program.process.communicate(timeout=20)
    for secret in ("mug", "dilemma about", "Graham", GRAHAM, "m1"):
        assert secret not in out + err
    assert journals(tmp_path / "data")
    for file in (tmp_path / "data").iterdir():
        assert b"mug" not in file.read_bytes()


def test_the_first_page_is_there_before_the_slow_imports(tmp_path: Path) -> None:
    """Not a timed test: the SDK is simply not needed for the page."""
    code = (
        "import sys, app; print(any(name.startswith(('botbuilder', 'botframework')) for name in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, env=environment(), check=True
    )
    assert done.stdout.strip() == "False"


def test_broken_content_stops_the_start_with_every_fault_named(tmp_path: Path) -> None:
    house = tmp_path / "house"
    leave_out = shutil.ignore_patterns(
        "__pycache__", "node_modules", ".venv", ".git", "tests", "data*", "build"
    )
    shutil.copytree(ROOT, house, ignore=leave_out)
    verbs, cards = house / "content" / "verbs" / "everywhere.yaml", house / "content" / "cards" / "home.yaml"
    verbs.write_text(verbs.read_text().replace('fr: "Suivant"', 'fr: ""'))
    cards.write_text(cards.read_text().replace('fr: "Accueil"', 'fr: ""', 1))
    done = run("serve", "--data", str(tmp_path / "data"), root=house)
    assert (done.returncode, done.stdout) == (1, "")
    assert "content/verbs/everywhere.yaml:" in done.stderr
    assert "content/cards/home.yaml:" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "data").exists()
