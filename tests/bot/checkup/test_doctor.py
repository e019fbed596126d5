"""What an operator reads about an installation that is broken on purpose, in both languages."""

import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from bot.command.checkup.findings import State
from bot.command.doctor import add_commands
from bot.command.operator import Operator
from content.faults import spoken
from content.model import Language
from content.proofreading import proofread
from tests.bot.checkup import breakages_of_teams
from tests.bot.checkup.breakages import BREAKAGES, OFFICIALS, held_by_a_running_ethos
from tests.bot.checkup.breakages_of_teams import REFUSED
from tests.bot.checkup.clinic import APP, SECRET, TENANT, Clinic, given, ids, said, speaker
from tests.conftest import CONTENT
from tests.storage.postgres_server import stop_server_for_all

SENTENCES = spoken(CONTENT / "sentences" / "doctor.yaml")
FRAME = {"doctor.well", "doctor.ill", *(f"doctor.state.{state}" for state in State)}
"""Sentences around the findings."""

UNBREAKABLE = {
    "port.not-allowed",  # The tests may listen on any port.
    "app-id.missing",  # Without an app id it is local mode.
}

assert breakages_of_teams


@pytest.fixture(scope="module", autouse=True)
def _no_server_is_left_running() -> Iterator[None]:
    yield
    stop_server_for_all()


@pytest.fixture
async def clinic(tmp_path: Path) -> AsyncIterator[Clinic]:
    clinic = Clinic(tmp_path)
    async with clinic.until_the_end:
        yield clinic


def test_everything_the_doctor_can_say_is_found_by_a_test() -> None:
    assert set(BREAKAGES) | UNBREAKABLE == {id_.removeprefix("doctor.") for id_ in set(SENTENCES) - FRAME}


@pytest.mark.parametrize("id_", BREAKAGES)
async def test_an_operator_reads_what_is_wrong_and_how_to_mend_it(id_: str, clinic: Clinic) -> None:
    state, breakage = BREAKAGES[id_]
    await breakage(clinic)
    findings = await clinic.finds()
    found = [finding for finding in findings if finding.id == id_]
    assert found, ids(findings)
    assert {finding.state for finding in found} == {state}
    english, french = said(found, "en"), said(found, "fr")
    assert english != french
    for words in (english, french, said(findings, "en"), said(findings, "fr")):
        assert "{" not in words
        for secret in (SECRET, APP, TENANT, "Quibble", "-----BEGIN", str(clinic.folder)):
            assert secret.lower() not in words.lower()
    for line in said(findings, "fr").splitlines():
        assert list(proofread({"fr": line})) == [], line


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("id_", REFUSED)
async def test_the_doctor_says_what_serve_would_say_in_the_same_words(
    id_: str, language: Language, clinic: Clinic
) -> None:
    breakage, values = REFUSED[id_]
    await clinic.settles(*OFFICIALS, mark="teams")
    clinic.host, clinic.language = "0.0.0.0", language
    breakage(clinic)
    told = [finding for finding in await clinic.finds() if finding.state is State.MEND]
    assert [(finding.id, finding.values) for finding in told] == [
        ("settings.refused", {"said": speaker(language).says(id_, **values)})
    ]
    for line in said(told, language).splitlines():
        assert list(proofread({language: line})) == [], line


async def test_a_sound_installation_has_nothing_to_mend(clinic: Clinic) -> None:
    await clinic.settles(*OFFICIALS)
    assert [finding for finding in await clinic.finds() if finding.state is not State.GOOD] == []


async def test_a_sound_installation_for_teams_has_nothing_to_mend(clinic: Clinic) -> None:
    await clinic.settles(*OFFICIALS, mark="teams")
    clinic.teams, clinic.host, clinic.online = given(), "0.0.0.0", True
    await breakages_of_teams.answers(clinic)
    assert [finding.id for finding in await clinic.finds() if finding.state is not State.GOOD] == []


async def test_a_running_ethos_looks_at_its_own_staff_list(clinic: Clinic) -> None:
    await clinic.settles(*OFFICIALS[1:])
    await held_by_a_running_ethos(clinic, "demo")
    found = ids(await clinic.finds())
    assert "data.held" in found
    assert "staff.no-senior-official" in found
    assert "staff.here" in found


async def test_looking_changes_nothing(clinic: Clinic) -> None:
    await clinic.settles(*OFFICIALS)

    def lies() -> dict[str, bytes]:
        return {str(file): file.read_bytes() for file in clinic.folder.rglob("*") if file.is_file()}

    await clinic.finds()
    before = lies()
    await clinic.finds()
    assert lies() == before


async def test_looking_where_nothing_is_makes_nothing(clinic: Clinic) -> None:
    await clinic.finds()
    assert list(clinic.folder.iterdir()) == []


# The command ----------------------------------------------------------------------------------------------


def ran(clinic: Clinic, language: Language, *words: str, **variables: str) -> tuple[int, str, str]:
    """Run the command and return how it exits, what it prints, and what it prints as an error."""
    group = click.Group()
    add_commands(group, Operator(CONTENT, {"ETHOS_LANGUAGE": language}), clinic.instruments)
    folder = ("--data", str(clinic.data), "--port", "0")
    done = CliRunner(env={**variables}).invoke(group, ["doctor", *folder, *words])
    return done.exit_code, done.stdout, done.stderr


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_is_to_be_mended_is_told_by_the_exit_code_too(language: Language, tmp_path: Path) -> None:
    clinic = Clinic(tmp_path)
    clinic.data.touch()
    code, out, err = ran(clinic, language)
    assert code == 1
    assert {"en": "To mend: ", "fr": "À corriger\N{NO-BREAK SPACE}: "}[language] in out
    assert err.strip() == speaker(language).says("doctor.ill")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_where_all_is_well_it_says_so(language: Language, tmp_path: Path) -> None:
    code, out, err = ran(Clinic(tmp_path), language)
    assert (code, err) == (0, "")
    assert out.splitlines()[-1] == speaker(language).says("doctor.well")
    assert len(out.splitlines()) > 8


def test_the_settings_come_from_options_and_variables(tmp_path: Path) -> None:
    clinic = Clinic(tmp_path)
    variables = {"ETHOS_APP_ID": APP, "ETHOS_TENANT": "nobody", "ETHOS_SERVICE_HOSTS": "smba.example.ca, a b"}
    code, out, _ = ran(clinic, "en", "--app-type", "UserAssignedMSI", "--host", "0.0.0.0", **variables)
    assert code == 1
    wrong = [line for line in out.splitlines() if line.startswith("To mend")]
    assert len(wrong) == 2
    assert "ETHOS_TENANT" in wrong[0]
    assert re.search(r"number 2 of ETHOS_SERVICE_HOSTS", wrong[1])
