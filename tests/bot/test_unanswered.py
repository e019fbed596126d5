"""The ladder as people live it: two cards, a line in one office's list, and nobody else is told."""

from dataclasses import replace
from datetime import date

import pytest

from bot.heard import Shown
from content.model import Audience, Ladder, Library, Text
from content.wording import written
from dialogs.people import Role
from storage.ports import Address, DeliveryState
from tests.bot.office import Office, person, staff
from tests.bot.walk_unanswered import OFFICER, with_ladder

BOSS = person("boss", "policy", Role.MANAGER)
ANA = replace(person("ana", "policy"), manager=BOSS.id)
BEN = person("ben", "services")
EVERYBODY_ELSE = sorted(set(Role) - {Role.COI_OFFICER})


@pytest.fixture
async def office(library: Library) -> Office:
    found = Office(with_ladder(library, ladder=Ladder(second_after=10, listed_after=10)))
    found.later(days=-49)  # October 5, 2026, a Monday
    await found.hires(OFFICER, BOSS, ANA, BEN)
    await found.settles_in("officer", "boss", "ana", "ben")
    return found


async def passes(office: Office, days: int) -> None:
    for _ in range(days):
        await office.ticks()
        office.later(days=1)


async def unanswered(office: Office, who: str = "officer") -> Shown:
    return await office.types(who, "unanswered")


def names(shown: Shown, title: str = "Two reminders without an answer") -> list[tuple[str, ...]]:
    return [
        tuple(written(cell, "en") for cell in row if cell is not None)
        for table in shown.view.tables
        if table.title.en == title
        for row in table.rows
    ]


async def everybody_but_ana_answers(office: Office) -> None:
    await office.ticks()
    for who in ("officer", "boss", "ben"):
        await office.types(who, "coi")
        await office.presses(who, "nothing-changed")


async def test_who_leaves_two_cards_unanswered_joins_the_officers_list_after_the_day_the_card_named(
    office: Office,
) -> None:
    await everybody_but_ana_answers(office)
    await passes(office, 16)
    first, second = office.came[ANA.id]
    assert (first.view.card, second.view.card) == ("coi.ask-first", "coi.ask-first")
    assert first.view.remarks == ()
    assert second.view.remarks == (
        Text(
            en="After November 3, 2026 your name joins the COI officer's list of unanswered reminders.",
            fr="Après le 3 novembre 2026, votre nom figurera sur la liste des rappels sans réponse.",
        ),
    )
    await passes(office, 14)
    assert office.at.date() == date(2026, 11, 4)
    office.later(days=-1)
    assert (await unanswered(office)).view.card == "unanswered.none"
    office.later(days=1)
    shown = await unanswered(office)
    assert shown.view.card == "unanswered"
    assert names(shown) == [("Ana", "Policy and Research", "October 20, 2026")]


async def test_an_answer_takes_the_name_off_the_list_at_once(office: Office) -> None:
    await everybody_but_ana_answers(office)
    await passes(office, 32)
    assert len(names(await unanswered(office))) == 1
    await office.types("ana", "coi")
    shown = await office.presses("ana", "will-declare")
    assert shown.view.remarks == ()
    assert (await unanswered(office)).view.card == "unanswered.none"


async def test_the_manager_and_everybody_else_are_told_nothing(office: Office) -> None:
    await everybody_but_ana_answers(office)
    await office.presses("boss", "home")
    before = {who: len(cards) for who, cards in office.came.items()}
    await passes(office, 40)
    after = {who: len(cards) for who, cards in office.came.items()}
    assert {who for who, count in after.items() if count != before.get(who)} == {ANA.id}
    every = [
        each for source in ("coi", "team", "talk") for each in await office.store.deliveries.find(source)
    ]
    assert {each.key.addressee for each in every if each.key.nth == 2} == {ANA.id}
    for word in ("home", "more", "my team", "my record", "unanswered"):
        shown = await office.types("boss", word)
        assert "Ana" not in str(shown.view.tables), word
        assert "nanswered" not in str(shown.view.buttons), word


@pytest.mark.parametrize("role", EVERYBODY_ELSE)
async def test_nobody_else_can_open_the_list_even_with_the_officers_buttons(
    office: Office, role: Role
) -> None:
    await everybody_but_ana_answers(office)
    await passes(office, 32)
    await office.hires(person("eve", "policy", role))
    await office.settles_in("eve")
    officers = await unanswered(office)
    for shown in (await unanswered(office, "eve"), await office.presses("eve", "unanswered", on=officers)):
        assert (shown.view.card, shown.view.tables) == ("unanswered.not-allowed", ())
    shown = await office.presses("eve", "part-1", on=officers)
    assert "Ana" not in str(shown.view)


async def test_an_officer_who_left_the_role_sees_the_list_no_more(office: Office) -> None:
    await everybody_but_ana_answers(office)
    await passes(office, 32)
    officers = await unanswered(office)
    await office.store.people.bring_in([replace(OFFICER, role=Role.EMPLOYEE)])
    shown = await office.presses("officer", "unanswered", on=officers)
    assert shown.view.card == "unanswered.not-allowed"


async def test_each_look_is_kept_by_role_and_day_without_the_names(office: Office) -> None:
    await everybody_but_ana_answers(office)
    await passes(office, 32)
    await unanswered(office)
    await office.presses("officer", "unanswered")
    await unanswered(office, "boss")
    lines = [dict(entry.body) for entry in await office.store.registers.find("access")]
    assert lines == [{"what": "unanswered", "role": "coi-officer", "day": "2026-11-06"}] * 2


async def test_who_answers_between_owing_and_sending_gets_no_second_card(office: Office) -> None:
    await everybody_but_ana_answers(office)
    await passes(office, 14)
    await office.store.people.learn(ANA.id, Address("here"))
    await office.follow_ups(office.at.replace(hour=4))
    office.later(days=1)
    await office.follow_ups(office.at)
    (owed,) = [each for each in await office.store.deliveries.find("coi") if each.key.nth == 2]
    assert owed.state is DeliveryState.OWED
    await office.types("ana", "coi")
    await office.presses("ana", "nothing-changed")
    await office.ticks()
    (ended,) = [each for each in await office.store.deliveries.find("coi") if each.key.nth == 2]
    assert (ended.state, ended.reason) == (DeliveryState.REFUSED, "answered")
    assert len(office.came[ANA.id]) == 1
    await passes(office, 30)
    assert (await unanswered(office)).view.card == "unanswered.none"


async def test_whoever_opens_the_question_after_a_second_card_reads_the_same_day_again(
    office: Office,
) -> None:
    await everybody_but_ana_answers(office)
    await passes(office, 10)
    assert (await office.types("ana", "coi")).view.remarks == ()
    await passes(office, 10)
    shown = await office.types("ana", "coi")
    assert shown.view.remarks == office.came[ANA.id][-1].view.remarks
    assert "November 3, 2026" in shown.view.remarks[0].en


async def test_a_leave_after_the_second_card_gives_the_days_again(office: Office) -> None:
    await everybody_but_ana_answers(office)
    await passes(office, 18)
    away = replace(ANA, leave_from=date(2026, 10, 26), leave_to=date(2026, 11, 6))
    await office.store.people.bring_in([away])
    await passes(office, 14)
    assert (await unanswered(office)).view.card == "unanswered.none", "away"
    await passes(office, 14)
    assert office.at.date() == date(2026, 11, 20)
    assert (await unanswered(office)).view.card == "unanswered.none", "back, with ten working days"
    await passes(office, 4)
    assert len(names(await unanswered(office))) == 1


async def test_who_left_or_is_not_asked_any_more_is_not_listed(office: Office, library: Library) -> None:
    await everybody_but_ana_answers(office)
    await passes(office, 32)
    others = with_ladder(library, ladder=Ladder(), audience=Audience(units=("services",)))
    elsewhere = Office(others, store=office.store, at=office.at)
    assert (await unanswered(elsewhere)).view.card == "unanswered.none"
    await office.store.people.bring_in([replace(ANA, end=date(2026, 11, 5))])
    assert (await unanswered(office)).view.card == "unanswered.none"


async def test_who_sent_their_name_for_advice_stands_on_the_same_card_with_the_day(office: Office) -> None:
    await office.hires(person("second-officer", "policy", Role.COI_OFFICER))
    await everybody_but_ana_answers(office)
    office.later(days=1)
    await office.types("ana", "coi")
    await office.presses("ana", "need-advice")
    await office.presses("ana", "send-name")
    shown = await unanswered(office)
    assert names(shown, "Asked that you get in touch") == [("Ana", "Policy and Research", "October 6, 2026")]
    assert names(shown) == []
    office.later(days=200)
    assert (await unanswered(office)).view.card == "unanswered.none", "long settled"


async def test_a_long_list_comes_in_parts_and_each_part_is_a_look(office: Office) -> None:
    people = [replace(each, name=f"Person {each.id}") for each in staff(["policy", "services"], 30)]
    await office.hires(*people)
    await office.settles_in(*(each.id for each in people))
    await everybody_but_ana_answers(office)
    await passes(office, 32)
    found: list[tuple[str, ...]] = []
    shown = await unanswered(office)
    found += names(shown)
    parts = shown.view.remarks[-1].en
    while any(button.verb == f"part-{_part(parts) + 1}" for button in shown.view.buttons):
        shown = await office.presses("officer", f"part-{_part(parts) + 1}")
        parts = shown.view.remarks[-1].en
        found += names(shown)
    assert len(found) == len(set(found)) == 61
    assert _part(parts) > 1
    looks = await office.store.registers.find("access")
    assert len(looks) == _part(parts)
    last = await office.presses("officer", "part-99")
    assert last.view.remarks[-1].en == parts, "a part that there is not any more is the last"


def _part(remark: str) -> int:
    return int(remark.split()[1])


async def test_an_organization_with_one_card_only_says_that_nobody_is_listed(library: Library) -> None:
    office = Office(with_ladder(library, ladder=None))
    await office.hires(OFFICER, ANA)
    await office.settles_in("officer", "ana")
    await passes(office, 36)
    shown = await unanswered(office)
    assert (shown.view.card, shown.view.remarks) == (
        "unanswered.none",
        (library.sentences["unanswered.no-ladder"],),
    )
    assert len(office.came[ANA.id]) == 1


async def test_an_organization_without_the_reminder_still_lists_who_asked_for_advice(
    library: Library,
) -> None:
    organization = library.organization.model_copy(update={"reminders": ()})
    office = Office(library.model_copy(update={"organization": organization}))
    await office.hires(OFFICER)
    await office.settles_in("officer")
    assert (await unanswered(office)).view.card == "unanswered.none"


async def test_a_person_on_the_list_reads_in_their_record_that_two_reminders_left(office: Office) -> None:
    await everybody_but_ana_answers(office)
    await passes(office, 32)
    record = str((await office.types("ana", "my record")).view.tables)
    assert record.count("reminder") > 1 or record.count("Reminder") > 1
