"""A year to explore: made-up people live with Ethos in a new folder, and counts of it can be read."""

import json
import re
import signal
from pathlib import Path
from typing import Any

import pytest

from storage.tiny import open_tiny
from tests.app.program import ALONE, begun, run, serving
from tests.app.test_serving import Page

DAYS = ("--people", "30", "--days", "20", "--until", "2026-03-27")
LINE = re.compile(r"2026-03-27: 30 people, (\d+) facts kept, \d+\u00a0s")


def lives(folder: Path, *words: str, **more: str) -> tuple[str, str]:
    # Imports of its own: chance must not come from the order in which a process happens to hold things.
    with begun("simulate", *DAYS, "--data", str(folder), *words, begins=ALONE, **more) as process:
        printed, progress = process.communicate(timeout=300)  # Other machines are slower.
    assert process.returncode == 0, progress
    return printed, progress


def report(folder: Path) -> dict[str, Any]:
    done = run("report", "--period", "2026-03", "--by", "path", "--format", "json", "--data", str(folder))
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Have thirty people live for twenty days; the folder lies beside what was said of it."""
    folder = tmp_path_factory.mktemp("lived")
    said = lives(folder / "data", "--seed", "7")
    (folder / "said").write_text(json.dumps(said))
    return folder / "data"


def test_an_operator_sees_how_far_the_year_is_and_how_to_look_at_it(lived: Path) -> None:
    printed, progress = json.loads((lived.parent / "said").read_text())
    (facts,) = LINE.findall(progress)
    assert int(facts) > 100
    assert progress.strip().splitlines()[-1].startswith("2026-03-27"), (
        "nothing else is said, least of all logs"
    )
    assert printed.startswith("Lived until 2026-03-27: 30 people,")
    assert f"serve --data {lived}" in printed


@pytest.fixture(scope="module")
def counted(lived: Path) -> dict[str, Any]:
    return report(lived)


def test_an_operator_can_report_on_the_days_that_were_lived(counted: dict[str, Any]) -> None:
    totals = {each["id"]: each["total"] for each in counted["measures"]}
    assert totals["modules-finished"] > 5
    assert totals["acknowledgements"] > 3
    assert totals["reminders-sent"] >= totals["reminders-answered"] > 3
    assert totals["sessions-attended"] > 0


def test_the_same_seed_makes_the_same_days(counted: dict[str, Any], tmp_path: Path) -> None:
    printed, progress = lives(tmp_path / "again", "--seed", "7", LANG="fr_CA.UTF-8")
    assert re.search("2026-03-27\u00a0: 30 personnes, \\d+ faits conservés", progress)
    assert printed.startswith("Vécu jusqu'au 2026-03-27\u00a0: 30 personnes,")
    assert report(tmp_path / "again") == counted


async def test_nobody_has_a_name_that_somebody_could_have(lived: Path) -> None:
    async with await open_tiny(lived, mark="local") as tiny:
        everyone = await tiny.store.people.everyone()
    assert len(everyone) == 30
    assert all(re.fullmatch(r"(Person|Personne) \d{4}", person.name) for person in everyone)
    roles = {person.role.value for person in everyone}
    assert roles == {"employee", "manager", "senior-official", "ve-officer", "coi-officer", "atip-contact"}


async def test_whoever_serves_the_folder_finds_the_people_as_they_were_left(lived: Path) -> None:
    async with await open_tiny(lived, mark="local") as tiny:
        official = next(
            person for person in await tiny.store.people.everyone() if person.role.value == "senior-official"
        )
    with serving(lived) as program:
        page = Page(program)
        shown = page.post("/local/open", person=official.id)["messages"]
    assert "welcome" not in json.dumps(shown[-1]["card"]).casefold()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_made_up_people_never_mix_with_real_ones(tmp_path: Path, language: str) -> None:
    (tmp_path / "journal-00000001").write_text("")
    done = run("simulate", *DAYS, "--data", str(tmp_path), ETHOS_LANGUAGE=language)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert {"en": "is not empty", "fr": "n'est pas vide"}[language] in done.stderr
    assert [each.name for each in tmp_path.iterdir()] == ["journal-00000001"]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_simulation_never_lives_in_a_database(tmp_path: Path, language: str) -> None:
    words = ("--data", str(tmp_path / "data"), "--database", "postgresql://nowhere.example/ethos")
    done = run("simulate", *words, ETHOS_LANGUAGE=language)
    assert done.returncode == 2
    assert {"en": "never in a database", "fr": "jamais dans une base de données"}[language] in done.stderr
    assert not (tmp_path / "data").exists()


def test_too_few_people_to_count_are_refused(tmp_path: Path) -> None:
    done = run("simulate", "--people", "9", "--data", str(tmp_path / "data"))
    assert done.returncode == 2
    assert not (tmp_path / "data").exists()


async def test_whoever_interrupts_keeps_the_days_that_were_lived(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with begun("simulate", "--people", "100", "--days", "365", "--data", str(folder)) as process:
        assert process.stderr is not None
        assert "100 people" in process.stderr.readline()
        process.send_signal(signal.SIGINT)
        printed, said = process.communicate(timeout=60)
    assert process.returncode == 1
    assert printed == ""
    assert said.strip().splitlines()[-1].startswith("Stopped. What was lived until ")
    assert "Traceback" not in said
    async with await open_tiny(folder, mark="local") as tiny:
        assert len(await tiny.store.people.everyone()) == 100
