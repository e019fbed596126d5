"""Who sees what: every role before every door of an office, and no name where none belongs."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

import pytest

from bot.cards.text import text
from bot.heard import Shown
from content.model import Library, Title
from content.wording import fold
from dialogs.people import ALLOWED, Person, Role
from dialogs.ways import OFFICES
from storage.batches import keep
from storage.roster import read_roster
from storage.written import PLAN, RECOMMENDATIONS
from tests.bot.crawl import Crawl
from tests.bot.office import Office, person
from tests.bot.plan_office import follow_up, goal
from tests.bot.test_recommendations import recommendation
from tests.bot.voices_office import batch, with_form
from tests.conftest import CONTENT

SEES: Mapping[str, frozenset[Role]] = {
    "report": frozenset({Role.SENIOR_OFFICIAL}),
    "records": frozenset({Role.ATIP_CONTACT}),
    "team": frozenset({Role.MANAGER}),
    "unanswered": frozenset({Role.COI_OFFICER}),
    "campaigns": frozenset({Role.VE_OFFICER}),
    "voices": frozenset({Role.SENIOR_OFFICIAL, Role.VE_OFFICER}),
    "evidence": frozenset({Role.SENIOR_OFFICIAL, Role.VE_OFFICER}),
    "assessment": frozenset({Role.SENIOR_OFFICIAL}),
    "plan": frozenset({Role.SENIOR_OFFICIAL, Role.VE_OFFICER}),
    "month": frozenset({Role.SENIOR_OFFICIAL}),
    "recommendations": frozenset({Role.SENIOR_OFFICIAL, Role.VE_OFFICER}),
    "scenarios": frozenset({Role.VE_OFFICER}),
    "requests": frozenset({Role.VE_OFFICER}),
    "log-conversation": frozenset({Role.MANAGER, Role.VE_OFFICER}),
    "ask-session": frozenset({Role.MANAGER}),
    "lead": frozenset({Role.MANAGER, Role.VE_OFFICER}),
}
"""Each door of an office, and the roles that are answered there; whoever else knocks is told kindly."""

TURNED_AWAY = {door: f"{door}.not-allowed" for door in SEES} | {"evidence": "registers.not-allowed"}
ROLES = [*Role]


def test_every_door_of_an_office_stands_in_the_table() -> None:
    assert set(OFFICES) == set(SEES)
    for role in Role:
        may = ALLOWED.get(role, frozenset())
        assert {door for door, roles in SEES.items() if role in roles} == may & set(OFFICES), role


@pytest.mark.parametrize("role", ROLES, ids=str)
async def test_each_role_is_answered_at_its_own_doors_and_turned_away_kindly_at_the_others(
    library: Library, role: Role
) -> None:
    office = Office(library)
    await office.hires(person("who", "policy", role), person("other", "policy"))
    await office.settles_in("who")
    for door, roles in SEES.items():
        shown = await office.types("who", library.verbs[door].label.en)
        away = shown.view.card == TURNED_AWAY[door]
        assert away is (role not in roles), f"{role} at {door}: {shown.view.card}"
        assert shown.view.buttons, door
        if away:
            assert {"home"} <= {button.verb for button in shown.view.buttons}
            assert len(text(library, shown)) > 80, "a way on is said, not a bare no"


@pytest.mark.parametrize("role", ROLES, ids=str)
async def test_a_person_finds_at_home_and_in_the_menu_no_door_that_is_closed_to_them(
    library: Library, role: Role
) -> None:
    office = Office(library)
    await office.hires(person("who", "policy", role))
    await office.settles_in("who")
    shown = await office.types("who", "menu")
    listed = {key for key, _ in shown.view.inputs[0].options}  # type: ignore[union-attr]
    assert listed & set(SEES) == {door for door, roles in SEES.items() if role in roles}


async def test_whoever_has_left_is_turned_away_everywhere(library: Library) -> None:
    office = Office(library)
    for role in Role:
        gone = replace(person(f"x-{role}", "policy", role), end=date(2026, 11, 1))
        await office.hires(gone)
        await office.settles_in(gone.id)
        for door in SEES:
            shown = await office.types(gone.id, library.verbs[door].label.en)
            assert shown.view.card == TURNED_AWAY[door], f"{role} at {door}"


# Names --------------------------------------------------------------------------------------------


def roster(library: Library) -> tuple[Person, ...]:
    units = frozenset(unit.id for unit in library.organization.units)
    return read_roster((CONTENT / "organizations" / "demo" / "people.csv").read_bytes(), units).people


OWN = frozenset({"record", "checklist", "talk", "talk.guide"})
"""Cards about the official's own work, which name their own manager."""


def named(shown: Iterable[Shown], library: Library, people: Iterable[Person]) -> set[str]:
    """Return whose names, e-mail addresses or ids stand on cards."""
    said = fold(" ".join(text(library, each) + each.view.file for each in shown))
    return {each.name for each in people if fold(each.name) in said or fold(each.email) in said}


async def test_the_senior_official_opens_every_card_there_is_and_reads_nobodys_name(library: Library) -> None:
    library = with_form(library)
    office = Office(library)
    everyone = roster(library)
    await office.hires(*everyone)
    await keep(office.store.registers, batch())
    line = goal("2026-10-31", follow_ups=(follow_up("2026-11-02", 3, "N1"),), title=Title(en="G1", fr="G1"))
    await PLAN.keep(office.store, "g1", line, 0)
    await RECOMMENDATIONS.keep(office.store, "r1", recommendation("R1"), 0)
    (official,) = [each for each in everyone if each.role is Role.SENIOR_OFFICIAL]
    others = [each for each in everyone if each.id != official.id]
    asker, *_ = [each for each in others if each.role is Role.EMPLOYEE and each.here_on(date(2026, 11, 23))]
    await office.settles_in(asker.id, official.id)
    await office.ticks()
    await office.types(asker.id, "coi")
    for verb in ("change", "need-advice", "send-name"):
        await office.presses(asker.id, verb)
    crawl = Crawl(office, official.id)
    met = list((await crawl.run(await office.presses(official.id, "home"))).values())
    doors = {each.view.card.partition(".")[0] for each in met}
    assert {"report", "voices", "plan", "month", "recommendations", "signals", "who-looked"} <= doors
    own, offices = (
        [each for each in met if each.view.card in OWN],
        [each for each in met if each.view.card not in OWN],
    )
    assert named(offices, library, others) == set()
    assert named(own, library, others) <= {_manager(official, everyone)}, "their own manager, at most"
    (officer,) = [each for each in everyone if each.role is Role.COI_OFFICER]
    await office.settles_in(officer.id)
    listed = await office.types(officer.id, "unanswered")
    assert named([listed], library, others) == {asker.name}, "who asks for advice wants to be called"


def _manager(who: Person, everyone: Iterable[Person]) -> str:
    return next((each.name for each in everyone if each.id == who.manager), "")
