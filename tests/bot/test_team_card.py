"""The manager's card, what moves when the manager changes, and what a record says of a talk."""

from dataclasses import replace
from datetime import date

import pytest

from content.model import Library
from dialogs.people import PersonId, Role
from tests.bot.office import person
from tests.bot.team_office import ALONE, BOSS, LEAVER, NEW, OTHER_BOSS, TeamOffice, record


@pytest.fixture
def team(library: Library) -> TeamOffice:
    return TeamOffice(library)


# The team card ----------------------------------------------------------------------------------------------


async def test_a_manager_sees_who_is_new_and_only_their_own_tap_until_both_confirmed(
    team: TeamOffice,
) -> None:
    await team.hired(BOSS, NEW, LEAVER)
    before = (await team.types("boss", "team")).view
    await team.opens_talk("new")
    await team.presses("new", "talked")
    assert (await team.types("boss", "team")).view == before, "nothing of the employee's tap"
    assert {button.verb for button in before.buttons} >= {"talked", "guide", "book-a-charter"}
    shown = (await team.presses("boss", "talked", None, who="onboarding~new")).view
    new, leaving = shown.tables
    assert [row[0] for row in (*new.rows, *leaving.rows)] == ["New", "Leaver"]
    assert "both" in str(new.rows)
    assert [key for key, _ in shown.inputs[0].options] == ["departure~leaver"]  # type: ignore[union-attr] # a choice


async def test_long_since_settled_people_and_those_of_others_are_not_listed(team: TeamOffice) -> None:
    old = replace(person("old", "policy"), manager=BOSS.id, start=date(2026, 1, 5))
    soon = replace(person("soon", "policy"), manager=BOSS.id, start=date(2026, 12, 14))
    gone = replace(person("gone", "policy"), manager=BOSS.id, start=date(2026, 10, 5), end=date(2026, 11, 20))
    await team.hired(BOSS, old, soon, gone, ALONE)
    tables = (await team.types("boss", "team")).view.tables
    assert [[row[0] for row in table.rows] for table in tables] == [["Soon"]]


async def test_many_new_people_fit_on_a_card_and_the_rest_is_counted(team: TeamOffice) -> None:
    many = [replace(NEW, id=PersonId(f"new-{number:02}"), name=f"New {number:02}") for number in range(14)]
    await team.hired(BOSS)
    await team.hires(*many)
    shown = (await team.types("boss", "team")).view
    assert len(shown.tables[0].rows) == 10
    assert shown.remarks[0].en.startswith("And 4 more")
    await team.presses("boss", "talked", None, who="onboarding~new-00")
    assert "New 10" in str((await team.types("boss", "team")).view.tables)


@pytest.mark.parametrize("chosen", [{}, {"who": ""}])
async def test_we_talked_with_nobody_chosen_says_so_and_keeps_nothing(
    team: TeamOffice, chosen: dict[str, str]
) -> None:
    await team.hired(BOSS, NEW)
    listed = (await team.types("boss", "team")).view
    before = await team.store.ledger.life(BOSS.id)
    shown = (await team.presses("boss", "talked", None, **chosen)).view
    assert (shown.note, shown.tables) == ("option-required", listed.tables)
    assert await team.store.ledger.life(BOSS.id) == before


async def test_we_talked_with_nobody_left_to_choose_asks_for_nothing(team: TeamOffice) -> None:
    await team.hired(BOSS, OTHER_BOSS, NEW)
    listed = await team.types("boss", "team")
    await team.reports_to(OTHER_BOSS)
    shown = (await team.presses("boss", "talked", on=listed)).view
    assert (shown.card, shown.note) == ("team.none", "")


# When the manager changes -----------------------------------------------------------------------------------


async def test_an_open_talk_moves_to_the_new_manager_and_a_confirmed_one_stays(team: TeamOffice) -> None:
    await team.hired(BOSS, OTHER_BOSS, NEW)
    await team.opens_talk("new")
    await team.presses("new", "talked")
    await team.reports_to(OTHER_BOSS)
    assert (await team.types("boss", "team")).view.card == "team.none"
    await team.types("chief", "team")
    shown = await team.presses("chief", "talked", None, who="onboarding~new")
    assert "both" not in str(shown.view.tables), "the tap about the former manager says nothing of this one"
    assert (await team.opens_talk("new")).view.card == "talk.ask", "it is open again, with the new manager"
    assert (await team.presses("new", "talked")).view.card == "talk.both"
    await team.reports_to(BOSS)
    assert (await team.types("boss", "team")).view.card == "team.none"
    kept = (await team.opens_talk("new")).view
    assert (kept.card, kept.values["name"]) == ("talk.both", "Chief")
    assert "with the manager you had then" in str((await team.types("new", "checklist")).view.tables)


async def test_a_talk_confirmed_with_somebody_whose_row_is_gone_is_still_shown(team: TeamOffice) -> None:
    await team.hired(BOSS, NEW)
    await team.opens_talk("new")
    await team.presses("new", "talked")
    await team.types("boss", "team")
    await team.presses("boss", "talked", None, who="onboarding~new")
    await team.reports_to(None)
    kept = (await team.opens_talk("new")).view
    assert (kept.card, kept.values["name"]) == ("talk.both", "Boss")


# Records ----------------------------------------------------------------------------------------------------


async def test_a_managers_tap_is_in_the_employees_record_only_once_both_confirmed(team: TeamOffice) -> None:
    ati = person("ati", "policy", Role.ATIP_CONTACT)
    await team.hired(BOSS, NEW, ati)
    await team.types("boss", "team")
    await team.presses("boss", "talked", None, who="onboarding~new")
    assert "Talk confirmed as manager, with New" in await record(team, "boss")
    assert "Boss confirmed" not in await record(team, "new")
    await team.types("ati", "records")
    await team.presses("ati", "record-of")
    await team.presses("ati", "next", None, request="A-2026-1")
    for_the_request = await team.presses("ati", "show-record", None, who="new@example.org")
    assert "Boss confirmed as manager, with you: The onboarding talk" in str(for_the_request.view.tables)
    await team.opens_talk("new")
    await team.presses("new", "talked")
    assert "Boss confirmed as manager, with you: The onboarding talk" in await record(team, "new")


async def test_messages_about_talks_are_in_the_record_of_whoever_got_them(team: TeamOffice) -> None:
    await team.hired(BOSS, NEW)
    await team.ticks()
    team.later(days=8)  # Tuesday of the next week: there is one message about talks in seven days
    await team.ticks()
    assert "The talk" in await record(team, "new")
    boss = await record(team, "boss")
    assert "The talk" in boss
    assert "My team" in boss
