"""After a session in a chat has ended, nobody reads back who wrote and who chose what."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from content.model import Library
from dialogs.people import PersonId
from tests.bot.team_chats.team import CHAT, LEAD, Team, options, with_charter
from tests.storage.reading_back import Lying, lying_on, read_back
from tests.storage.sitting import keys_in

in_each = pytest.mark.parametrize("medium", ["folder", "database"], indirect=True)


@pytest.fixture
async def medium(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Lying]:
    async with lying_on(request.param, tmp_path) as lying:
        yield lying


async def seats_of(team: Team) -> tuple[list[str], bytes]:
    """Return every seat of the open session, and the secret of its key."""
    session = await team.sessions.of_thread(CHAT.id)
    assert session is not None
    assert team.keys is not None
    key = await team.keys.sessions.found(session)
    assert key is not None
    return [str(await team.sessions.seat(session, PersonId(who))) for who in team.people], key.secret


@in_each
async def test_of_a_charter_only_what_everybody_saw_is_left(
    library: Library, medium: Lying, tmp_path: Path
) -> None:
    team = await Team(library, store=await medium.open(), keys=keys_in(tmp_path)).gathers()
    await with_charter(team, review_on="2027-02-22")
    texts = [f"we keep promise {number}" for number in range(len(team.people))]
    seats, secret = await seats_of(team)
    before, keys_before = await medium.taken(tmp_path / "before"), tmp_path / "keys-before"
    shutil.copytree(tmp_path / "keys", keys_before)

    await team.goes_on()
    after = await medium.taken(tmp_path / "after")

    hidden: list[str | bytes] = [*texts, *seats, secret]
    notes = tmp_path / "notes"
    assert read_back([before, after, tmp_path / "keys"], hidden, notes) == set()
    assert {*texts, *seats} <= read_back([before, keys_before], hidden, notes), (
        "the same reader, with the key"
    )
    (told,) = await team.held()
    assert told.people == len(team.people)


@in_each
async def test_of_a_scenario_no_answer_is_left_with_whoever_gave_it(
    library: Library, medium: Lying, tmp_path: Path
) -> None:
    team = await Team(library, 12, store=await medium.open(), keys=keys_in(tmp_path)).gathers()
    await team.begins("scenario", subject="M03")
    for number, who in enumerate(team.people):
        found = options(await team.looks(who), "option")
        await team.presses(who, "scenario-pick", option=found[number % len(found)])
    seats, secret = await seats_of(team)
    await team.goes_on()
    await team.fresh(LEAD, "session-on")
    after = await medium.taken(tmp_path / "after")

    assert read_back([after, tmp_path / "keys"], [*seats, secret], tmp_path / "notes") == set()
