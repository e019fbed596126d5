"""What an operator types while the program serves: the same answers, and nothing lost when it dies."""

import json
import signal
import stat
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import pytest

from storage.tiny import open_tiny
from tests.app.program import begun, run, serving

HEADER = (
    "id,name,email,unit,manager_id,role,path,start_date,end_date,"
    "leave_from,leave_to,language,province,time_zone"
)
REPORT = ("report", "--period", "2026-Q3")
FRENCH = {"LANG": "fr_CA.UTF-8"}
CALM = ("--tick-seconds", "3600")


def staff_list(folder: Path, first: int, many: int, unit: str = "policy") -> Path:
    file = folder / f"people-{first}.csv"
    rows = (
        f"aaaaaaaa-0000-4000-8000-{number:012x},Somebody {number},s{number}@x.example,{unit},"
        ",employee,employee,,,,,en,ON,"
        for number in range(first, first + many)
    )
    file.write_text("\n".join([HEADER, *rows]) + "\n")
    return file


def told(done: subprocess.CompletedProcess[str]) -> tuple[int, str, str]:
    return done.returncode, done.stdout, done.stderr


async def everyone(data: Path) -> int:
    async with await open_tiny(data, mark="local") as tiny:
        return len(await tiny.store.people.everyone())


async def test_a_report_is_the_same_byte_for_byte_whether_the_program_serves_or_not(tmp_path: Path) -> None:
    data, out = tmp_path / "data", tmp_path / "out.csv"
    book, document = tmp_path / "counts.xlsx", tmp_path / "counts.docx"
    ways: list[tuple[tuple[str, ...], dict[str, str]]] = [
        ((), FRENCH),
        (("--format", "json", "--by", "module"), {}),
        (("--format", "csv", "--by", "language", "--out", str(out)), {}),
        (("--format", "xlsx", "--lang", "fr", "--out", str(book)), {}),
        (("--format", "docx", "--by", "path", "--out", str(document)), {}),
    ]
    files = (out, book, document)
    with serving(data, *CALM):
        served = [told(run(*REPORT, *words, "--data", str(data), **more)) for words, more in ways]
        written = [file.read_bytes() for file in files]
    alone = [told(run(*REPORT, *words, "--data", str(data), **more)) for words, more in ways]
    assert served == alone
    assert [code for code, _, _ in served] == [0] * len(ways)
    assert "Toute l'organisation" in served[0][1]
    assert served[2][1] == ""
    assert written == [file.read_bytes() for file in files]
    assert [body[:2] for body in written[1:]] == [b"PK", b"PK"]
    async with await open_tiny(data, mark="local") as tiny:
        lines = await tiny.store.registers.find("access")
    assert [line.body["role"] for line in lines] == ["operator"] * 2 * len(ways)
    assert sorted(str(line.body.get("format")) for line in lines) == sorted(
        ["None", "json", "csv", "xlsx", "docx"] * 2
    )


async def test_a_staff_list_is_imported_while_the_program_serves_and_stays(tmp_path: Path) -> None:
    data, other = tmp_path / "data", tmp_path / "other"
    good, bad = staff_list(tmp_path, 0, 3), staff_list(tmp_path, 10, 1, unit="nowhere")
    good.write_text(good.read_text() + bad.read_text().splitlines()[1] + "\n")
    with serving(data, *CALM) as program:
        served = [
            told(run("people", "import", str(good), "--data", str(data), **more)) for more in ({}, FRENCH)
        ]
        program.kill()
    alone = [told(run("people", "import", str(good), "--data", str(other), **more)) for more in ({}, FRENCH)]
    assert served == alone
    assert {code for code, _, _ in served} == {1}
    assert served[0][2] != served[1][2]
    assert "3 added" in served[0][1]
    assert await everyone(data) == await everyone(other)


async def test_two_imports_at_once_are_both_carried_out(tmp_path: Path) -> None:
    data = tmp_path / "data"
    files = [staff_list(tmp_path, first, 50) for first in (0, 1000)]
    with serving(data, *CALM):
        before = [("people", "import", str(file), "--data", str(data)) for file in files]
        with begun(*before[0]) as one, begun(*before[1]) as two:
            assert [each.communicate(timeout=30)[1] for each in (one, two)] == ["", ""]
            assert (one.returncode, two.returncode) == (0, 0)
    with_both = await everyone(data)
    assert run(*before[0]).stdout.startswith("Staff list: 0 added, 0 changed, 50 unchanged")
    assert with_both == await everyone(data) > 100


async def test_the_staff_list_of_a_large_department_is_imported(tmp_path: Path) -> None:
    data, file = tmp_path / "data", staff_list(tmp_path, 0, 25_000)
    with serving(data, *CALM):
        done = run("people", "import", str(file), "--data", str(data))
    assert (done.returncode, done.stderr) == (0, "")
    assert "25,000 added" in done.stdout
    assert await everyone(data) > 25_000


def test_a_killed_program_stands_in_nobodys_way(tmp_path: Path) -> None:
    data = tmp_path / "data"
    socket = data / "control.sock"
    words = (*REPORT, "--data", str(data))
    with serving(data, *CALM) as program:
        assert stat.S_IMODE(data.stat().st_mode) == 0o700
        assert stat.S_IMODE(socket.stat().st_mode) == 0o600
        program.kill()
    assert socket.exists()
    assert run(*words).returncode == 0
    with serving(data, *CALM):
        assert run(*words).returncode == 0
    assert not socket.exists()


def reached(folder: Path) -> bool:
    """Tell whether somebody has connected to the folder's socket: one line for it, one for each caller."""
    lines = Path("/proc/net/unix").read_text().splitlines()
    return sum(f"{folder}/" in line for line in lines) > 1


@pytest.mark.parametrize("more", [{}, FRENCH], ids=["en", "fr"])
def test_a_program_that_dies_in_the_middle_is_told_in_one_sentence(
    tmp_path: Path, more: dict[str, str]
) -> None:
    data = tmp_path / "data"
    with serving(data, *CALM) as program:
        program.process.send_signal(signal.SIGSTOP)
        with begun(*REPORT, "--data", str(data), **more) as command:
            until = time.monotonic() + 20
            while not reached(data):
                assert time.monotonic() < until, "it never asked"
                with suppress(subprocess.TimeoutExpired):  # a short wait that ends early if the command does
                    command.wait(0.05)
            program.kill()
            out, err = command.communicate(timeout=20)
        assert (command.returncode, out) == (1, "")
        assert len(err.splitlines()) == 1
        assert ("Relancez" if more else "again") in err
    assert run(*REPORT, "--data", str(data)).returncode == 0


def test_a_folder_deep_in_others_is_reached_too(tmp_path: Path) -> None:
    data = tmp_path.joinpath(*["a-long-name"] * 10) / "data"
    with serving(data, *CALM):
        assert run(*REPORT, "--data", str(data)).returncode == 0
    assert run(*REPORT, "--data", str(data)).returncode == 0


def test_a_command_for_another_organization_is_a_wrong_call(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with serving(data, *CALM):
        words = (*REPORT, "--data", str(data), "--organization", "other")
        english, french = run(*words), run(*words, **FRENCH)
    for done in (english, french):
        assert (done.returncode, done.stdout) == (2, "")
        assert "demo" in done.stderr
    assert english.stderr != french.stderr


async def test_a_campaign_is_looked_after_the_same_whether_the_program_serves_or_not(tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert run("people", "import", str(staff_list(tmp_path, 0, 3)), "--data", str(data)).returncode == 0
    ways: list[tuple[tuple[str, ...], dict[str, str]]] = [
        (("list", "--format", "json"), {}),
        (("list",), FRENCH),
        (("status", "coi@"), FRENCH),
        (("rehearse", "coi@", "--who"), {}),
        (("start", "nothing"), FRENCH),
    ]
    with serving(data, *CALM):
        served = [told(run("campaign", *words, "--data", str(data), **more)) for words, more in ways]
        (turn, *_) = [row["id"] for row in json.loads(served[0][1])]
        assert told(run("campaign", "pause", turn, "--data", str(data)))[0] == 0
        assert told(run("campaign", "pause", turn, "--data", str(data)))[0] == 1
    assert told(run("campaign", "start", turn, "--data", str(data)))[0] == 0
    alone = [told(run("campaign", *words, "--data", str(data), **more)) for words, more in ways]
    assert served == alone
    assert [code for code, _, _ in served] == [0, 0, 2, 2, 2]
    assert "campaign list" in served[4][2]
