"""A record for a request is whole on both sides of a talk; the person's own shows nothing too early."""

import pytest

from content.model import Library, Text
from dialogs.people import Role
from tests.bot.office import person
from tests.bot.team_office import BOSS, LEAVER, NEW, TeamOffice, record

ATI = person("ati", "policy", Role.ATIP_CONTACT)


@pytest.fixture
async def team(library: Library) -> TeamOffice:
    team = TeamOffice(library)
    await team.hired(BOSS, NEW, LEAVER, ATI)
    return team


async def asked_for(team: TeamOffice, who: str) -> str:
    """Return what the record for a request says about somebody, in English."""
    await team.types("ati", "records")
    await team.presses("ati", "record-of")
    await team.presses("ati", "next", None, request="A-2026-1")
    tables = (await team.presses("ati", "show-record", None, who=f"{who}@example.org")).view.tables
    cells = (cell for table in tables for row in table.rows for cell in row)
    return "\n".join(cell.en for cell in cells if isinstance(cell, Text))


async def test_a_request_about_a_manager_lists_what_employees_confirmed_with_them(team: TeamOffice) -> None:
    await team.opens_talk("new")
    await team.presses("new", "talked")
    said = "New confirmed as employee, with you: The onboarding talk"
    assert said in await asked_for(team, "boss")
    assert "New confirmed" not in await record(team, "boss"), "not before both have confirmed"
    await team.types("boss", "team")
    await team.presses("boss", "talked", None, who="onboarding~new")
    assert said in await record(team, "boss")


async def test_a_request_lists_the_messages_to_others_that_name_the_person(team: TeamOffice) -> None:
    await team.ticks()
    assert "Message to Boss that names you: The talk" in await asked_for(team, "new")
    assert "Message to New that names you: The talk" in await asked_for(team, "boss")
    assert "that names you" not in await record(team, "new") + await record(team, "boss")


async def test_a_request_lists_the_places_of_a_manager_that_name_the_person(team: TeamOffice) -> None:
    team_card = "My team, with Boss, whose place there names you (the button is theirs)"
    talk_card = "The talk, with Boss, whose place there names you (the button is theirs)"
    assert "names you" not in await asked_for(team, "new")
    await team.types("boss", "team")
    await team.types("boss", "1")
    for who in ("new", "leaver"):
        assert team_card in await asked_for(team, who)
    opened = [talk_card in await asked_for(team, who) for who in ("new", "leaver")]
    assert opened.count(True) == 1, "one question was opened"
    assert "names you" not in await record(team, "new") + await record(team, "leaver")


async def test_nobody_learns_from_their_own_record_what_the_other_one_did(team: TeamOffice) -> None:
    await team.ticks()
    for who in ("new", "leaver", "boss"):
        await record(team, who)  # From now on, the record lists its own place too.
    before = [await record(team, who) for who in ("new", "leaver")]
    for key in ("onboarding~new", "departure~leaver"):
        await team.types("boss", "team")
        await team.presses("boss", "talked", None, who=key)
    assert [await record(team, who) for who in ("new", "leaver")] == before
    before_boss = await record(team, "boss")
    await team.opens_talk("new")
    assert await record(team, "boss") == before_boss
