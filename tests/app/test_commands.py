"""What an operator types, what is answered, in which language, and how it ends."""

import csv
import json
from io import StringIO
from pathlib import Path

import pytest

from content.loader import load
from storage.tiny import open_tiny
from tests.app.program import copy_of_content, journals, run, started

HEADER = (
    "id,name,email,unit,manager_id,role,path,start_date,end_date,"
    "leave_from,leave_to,language,province,time_zone"
)
GOOD = "aaaaaaaa-0000-4000-8000-00000000000{n},Ana,ana@x.example,policy,,employee,employee,,,,,en,ON,"


@pytest.fixture
def data(tmp_path: Path) -> str:
    return str(tmp_path / "data")


def test_the_shipped_content_is_sound_and_sealed() -> None:
    done = run("check")
    assert (done.returncode, done.stderr) == (0, "")
    assert "No faults" in done.stdout


def test_broken_content_is_told_all_at_once_with_file_and_line_in_both_languages(tmp_path: Path) -> None:
    content = copy_of_content(tmp_path)
    module = content / "modules" / "M01.yaml"
    module.write_text(
        module.read_text().replace("minutes: 5", "minutes: five").replace("support: weak", "support: bad")
    )
    cards = content / "cards" / "home.yaml"
    cards.write_text(cards.read_text().replace('fr: "Accueil"', 'fr: ""', 1))
    english, french = run("check", str(content)), run("check", str(content), "--lang", "fr")
    for done in (english, french):
        assert done.returncode == 1
        assert "modules/M01.yaml:" in done.stderr
        assert "cards/home.yaml:" in done.stderr
        assert len(done.stderr.splitlines()) >= 4
    assert english.stderr != french.stderr


def test_a_changed_sentence_is_sealed_with_a_new_version(tmp_path: Path) -> None:
    content = copy_of_content(tmp_path)
    module = content / "modules" / "M04.yaml"
    version = load(content, "demo").modules["M04"].version
    words = module.read_text().replace("Saturday coach", "Saturday coaching")
    module.write_text(words.replace("Le soccer du samedi", "Le soccer de fin de semaine"))
    assert run("check", str(content)).returncode == 1
    module.write_text(module.read_text().replace(f"version: {version}", f"version: {version + 1}", 1))
    assert run("check", str(content), "--seal").returncode == 0
    assert run("check", str(content)).returncode == 0
    assert (content / "archive" / f"M04-v{version + 1}.yaml").exists()


def test_people_are_imported_and_every_bad_row_is_named(tmp_path: Path, data: str) -> None:
    file = tmp_path / "people.csv"
    rows = [GOOD.format(n=1), GOOD.format(n=2).replace("policy", "nowhere"), GOOD.format(n=3)]
    file.write_text("\n".join([HEADER, *rows]) + "\n")
    done = run("people", "import", str(file), "--data", data)
    assert done.returncode == 1
    assert "3" in done.stderr.splitlines()[0]
    assert "Ana" not in done.stderr + done.stdout
    file.write_text("\n".join([HEADER, rows[0], rows[2]]) + "\n")
    again = run("people", "import", str(file), "--data", data)
    assert again.returncode == 0


def test_a_report_is_printed_as_table_json_and_spreadsheet(tmp_path: Path, data: str) -> None:
    table = run("report", "--period", "2026-Q3", "--data", data, ETHOS_LANGUAGE="fr")
    assert table.returncode == 0
    assert "Toute l'organisation" in table.stdout
    body = json.loads(run("report", "--period", "2026-Q3", "--format", "json", "--data", data).stdout)
    assert set(body) == {"organization", "period", "measures", "you_said_we_did"}
    assert [measure["id"] for measure in body["measures"]] == [
        "modules-finished",
        "acknowledgements",
        "reminders-sent",
        "reminders-answered",
        "onboarding-finished",
        "talks-confirmed",
        "courses-reported",
        "sessions-attended",
        "messages-arrived",
        "messages-undelivered",
        "files-answered",
    ]
    for measure in body["measures"]:
        assert set(measure) == {"id", "definition", "total", "hidden_cells", "by"}
        assert set(measure["definition"]) == {"en", "fr"}
        assert {key for cell in measure["by"]["unit"] for key in cell} == {"key", "count"}
    out = tmp_path / "counts.csv"
    words = ("report", "--period", "FY2025-26", "--by", "language", "--format", "csv", "--out", str(out))
    assert run(*words, "--data", data).returncode == 0
    assert len(list(csv.reader(StringIO(out.read_text("utf-8-sig"))))) >= 5


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("report", "--period", "last week"), 2),
        (("report",), 2),
        (("report", "--period", "2026-Q3", "--format", "docx"), 2),
        (("play", "--as", "Nobody At All"), 2),
        (("serve", "--app-id", "11111111-2222-4333-8444-555555555555"), 2),
        (("serve", "--host", "0.0.0.0"), 2),
        (("serve", "--host", "::1"), 2),
        (("--host", "0.0.0.0"), 2),
        (("serve", "--organization", "nowhere"), 1),
        (("serve", "--port", "-1"), 2),
        (("dance",), 2),
    ],
)
def test_a_wrong_call_ends_with_one_sentence_and_its_code(
    words: tuple[str, ...], code: int, data: str
) -> None:
    more = () if words[0] == "dance" else ("--data", data)
    done = run(*words, *more)
    assert (done.returncode, done.stdout) == (code, "")
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr


def test_errors_speak_the_language_of_the_terminal(data: str) -> None:
    english = run("report", "--period", "x", "--data", data)
    french = run("report", "--period", "x", "--data", data, LANG="fr_CA.UTF-8")
    assert english.stderr != french.stderr
    assert run("--help", LANG="fr_CA.UTF-8").stdout != run("--help").stdout


def test_a_conversation_in_the_terminal_comes_out_as_a_test(tmp_path: Path) -> None:
    file = tmp_path / "talk.yaml"
    done = run("play", "--as", "Graham", "--transcript", str(file), said="2\nM01\n1\nenglish\n")
    assert done.returncode == 0, done.stderr
    assert "Cinq valeurs" in done.stdout
    lines = file.read_text().splitlines()
    assert lines[4:6] == ["- open: true", "  shows: both welcome"]
    assert "  keeps: [notice-seen, language-chosen]" in lines


def test_what_is_said_in_the_terminal_is_kept_for_the_next_time(data: str) -> None:
    run("play", "--as", "Graham", "--data", data, said="1\nM01\n1\n")
    again = run("play", "--as", "graham.tettenborn@demo.example", "--data", data, said="my record\n")
    assert "Privacy notice" in again.stdout
    assert "Welcome" not in again.stdout


def test_keys_may_not_lie_inside_the_data(tmp_path: Path, data: str) -> None:
    done = run("play", "--as", "Graham", "--data", data, "--keys", f"{data}/keys", said="1\n")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


def test_a_folder_that_served_teams_is_refused_in_local_mode(tmp_path: Path, data: str) -> None:
    Path(data).mkdir(mode=0o700)
    (Path(data) / "ethos.json").write_text('{"format": 1, "mark": "teams"}\n')
    done = run("play", "--as", "Graham", "--data", data, said="1\n")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


def test_without_a_command_every_setting_counts_as_with_serve(tmp_path: Path) -> None:
    for words, port in (((), "0"), (("--port", "0"), "1")):
        more = {"ETHOS_DATA": str(tmp_path / "data"), "ETHOS_KEYS": str(tmp_path / "k")}
        with started(*words, ETHOS_PORT=port, **more):
            assert journals(tmp_path / "data")
            assert (tmp_path / "k").is_dir()
    for more in ({"ETHOS_HOST": "0.0.0.0"}, {"ETHOS_APP_ID": "1"}, {"ETHOS_PORT": "x"}):
        bare, served = run(**more), run("serve", **more)
        assert (bare.returncode, bare.stderr) == (served.returncode, served.stderr)
        assert bare.returncode == 2


def one_sentence(words: tuple[str, ...], **more: str) -> tuple[int, str]:
    """Run a command that must be refused, in both languages, and return its code and the English words."""
    english, french = run(*words, **more), run(*words, **more, LANG="fr_CA.UTF-8")
    assert "Traceback" not in english.stderr + french.stderr
    assert english.returncode == french.returncode
    assert english.stderr != french.stderr
    assert len(english.stderr.splitlines()) == len(french.stderr.splitlines()) == 1
    assert english.stdout == french.stdout == ""
    return english.returncode, english.stderr


def test_a_file_that_cannot_be_written_is_named_before_anything_is_done(tmp_path: Path, data: str) -> None:
    nowhere = str(tmp_path / "nowhere" / "x")
    for words in (
        ("report", "--period", "2026-Q3", "--out", nowhere),
        ("play", "--as", "Graham", "--transcript", nowhere),
    ):
        code, said = one_sentence((*words, "--data", data))
        assert code == 2
        assert nowhere in said
    assert not Path(data).exists()


def test_a_refused_report_leaves_no_empty_file(tmp_path: Path, data: str) -> None:
    out = tmp_path / "out"
    assert run("report", "--period", "x", "--out", str(out), "--data", data).returncode == 2
    assert not out.exists()


@pytest.mark.parametrize(
    "command", [("report", "--period", "2026-Q3"), ("play", "--as", "Graham"), ("serve",)]
)
def test_a_data_folder_that_cannot_be_made_is_named(tmp_path: Path, command: tuple[str, ...]) -> None:
    file = tmp_path / "file"
    file.touch()
    code, said = one_sentence((*command, "--data", str(file / "data"), "--keys", str(tmp_path / "keys")))
    assert code == 1
    assert str(file / "data") in said
    code, said = one_sentence((*command, "--data", str(file / "data")))
    assert code == 1
    assert str(file / "data.keys") in said


async def test_figures_that_another_organization_published_are_not_printed(data: str) -> None:
    async with await open_tiny(Path(data), mark="local") as tiny:
        kept = {"v": 1, "organization": "other", "period": "2026-Q3", "by": "unit", "measures": []}
        await tiny.store.registers.put("snapshot", "2026-Q3.unit", kept, 0)
    code, said = one_sentence(("report", "--period", "2026-Q3", "--data", data))
    assert code == 1
    assert "--organization" in said


def test_time_zone_rules_that_are_too_old_are_refused_by_their_version(tmp_path: Path, data: str) -> None:
    rules = tmp_path / "packages" / "tzdata"
    rules.mkdir(parents=True)
    (rules / "__init__.py").write_text('IANA_VERSION = "2025b"\n')
    code, said = one_sentence(("report", "--period", "2026-Q3", "--data", data), PYTHONPATH=str(rules.parent))
    assert code == 1
    assert "2025b" in said
    assert "2026f" in said


async def test_one_report_is_one_line_of_the_access_list(data: str) -> None:
    assert run("report", "--period", "2026-Q3", "--by", "language", "--data", data).returncode == 0
    async with await open_tiny(Path(data), mark="local") as tiny:
        [line] = await tiny.store.registers.find("access")
    assert (line.body["role"], line.body["by"], line.body["period"]) == ("operator", "language", "2026-Q3")


@pytest.mark.parametrize(("words", "more"), [(("--send-rate", "49"), {}), ((), {"ETHOS_SEND_RATE": "0"})])
def test_a_rate_that_teams_does_not_allow_is_refused(words: tuple[str, ...], more: dict[str, str]) -> None:
    refused = run("serve", *words, **more)
    assert refused.returncode == 2
    assert "--send-rate" in refused.stderr
    assert "48" in refused.stderr
