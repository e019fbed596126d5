"""A time away, through the real turns: what comes afterwards, and what can be read then."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from content.model import Ladder, Library, Text
from dialogs.facts import MessageSent, Reached, ReminderSent, Snoozed
from dialogs.people import PersonId, Role
from storage.campaigns import keep
from storage.ports import DeliveryState
from tests.bot.office import Office, person
from tests.bot.walk_messages import ANA, AWAY, NEWS, back
from tests.scheduler.sending import session


@pytest.fixture
def office(library: Library) -> Office:
    return Office(library)


def cards(office: Office) -> list[str]:
    return [shown.view.card for shown in office.came.get(ANA, [])]


async def test_the_card_lists_what_was_missed_and_each_thing_opens(office: Office) -> None:
    await back(office, "en")
    assert cards(office) == ["welcome-back"]
    card = office.came[ANA][-1]
    assert card.view.values["due"] == date(2026, 12, 4)
    missed = card.view.values["missed"]
    assert isinstance(missed, tuple)
    assert Text(en="Gifts", fr="Cadeaux") in missed
    read = await office.presses("ana", "read", on=card, what="communication/gifts")
    assert (read.view.card, read.view.values["title"]) == ("communication", Text(en="Gifts", fr="Cadeaux"))
    again = await office.presses("ana", "read", on=card, what="nothing")
    assert (again.view.card, again.view.values["missed"]) == ("welcome-back", missed)
    assert (await office.presses("ana", "coi", on=card)).view.card == "coi.ask-first"
    assert (await office.presses("ana", "nothing-changed")).view.card == "coi.answered.nothing-changed"
    office.later(days=3)
    await office.ticks()
    assert cards(office) == ["welcome-back"]
    record = str((await office.types("ana", "my record")).view.tables)
    assert "What came while you were away, message: delivered" in record
    assert "Gifts, message: delivered with others, on your return" in record


async def test_a_card_with_nothing_left_to_say_does_not_leave(office: Office) -> None:
    away = replace(AWAY, leave_to=date(2026, 11, 22))
    await office.hires(away)
    await office.settles_in("ana")
    await keep(office.store, "gifts", NEWS, 0)
    await office.returns(office.at)
    assert await office.ahead.missed(away, "2026-11-01") == ()
    shown = await office.turns.present(ANA, (await office.store.deliveries.find("welcome-back"))[0].ref, None)
    assert shown is not None
    await office.store.people.bring_in([replace(away, leave_from=None, leave_to=None)])
    await office.ticks()
    (card,) = await office.store.deliveries.find("welcome-back")
    assert (card.state, card.reason) == (DeliveryState.REFUSED, "answered")
    assert "welcome-back" not in cards(office)
    gone = await office.turns.present(ANA, card.ref, None)
    assert gone is None


async def test_peace_is_asked_for_kept_to_and_ends_with_one_card(office: Office) -> None:
    office.at = datetime(2026, 11, 9, 15, 0, tzinfo=UTC)
    await office.hires(person("ana", "policy"))
    await office.settles_in("ana")
    shown = await office.types("ana", "my messages")
    assert "Conflict of interest reminder, October to December 2026: November 9, 2026" in str(shown.view)
    without_a_date = await office.types("ana", "snooze")
    assert without_a_date.view.note == "messages.date-required"
    assert without_a_date.view.values["upcoming"] == shown.view.values["upcoming"]
    shown = await office.types("ana", "2026-11-24")
    assert (shown.view.card, shown.view.values["until"]) == ("messages.peace", date(2026, 11, 24))
    assert "November 24, 2026" in str(shown.view.values["upcoming"])
    await keep(office.store, "gifts", NEWS, 0)
    for _ in range(16):
        office.later(days=1)
        await office.ticks()
        assert cards(office) == ([] if office.at.date() < date(2026, 11, 24) else ["welcome-back"])
    shown = await office.types("ana", "my messages")
    assert (shown.view.card, shown.view.values["count"]) == ("messages", 1)
    assert "December 8, 2026" in str(shown.view.values["upcoming"]), "ten days without an answer"


async def test_a_second_card_that_comes_with_others_still_says_what_follows(library: Library) -> None:
    reminders = library.organization.reminders[0].model_copy(update={"ladder": Ladder(second_after=3)})
    organization = library.organization.model_copy(update={"reminders": (reminders,)})
    office = Office(library.model_copy(update={"organization": organization}))
    office.at = datetime(2026, 11, 9, 15, 0, tzinfo=UTC)
    await office.hires(person("ana", "policy"))
    await office.settles_in("ana")
    await office.ticks()
    await office.types("ana", "my messages")
    await office.types("ana", "2026-11-24")
    await keep(office.store, "gifts", NEWS, 0)
    for _ in range(16):
        office.later(days=1)
        await office.ticks()
    assert cards(office) == ["coi.ask-first", "welcome-back"]
    (said,) = office.came[ANA][-1].view.remarks
    assert said.en.startswith("After December 8, 2026 your name joins")
    facts = [each.fact for each in (await office.store.ledger.life(ANA)).facts]
    assert ReminderSent("coi", "2026-Q4", 2, Reached.TOGETHER) in facts


async def test_peace_taken_back_at_once_changes_nothing(office: Office) -> None:
    await office.hires(person("ana", "policy"))
    await office.settles_in("ana")
    await office.types("ana", "my messages")
    await office.types("ana", "2026-11-30")
    assert (await office.presses("ana", "wake")).view.card == "messages"
    facts = [each.fact for each in (await office.store.ledger.life(ANA)).facts]
    assert [fact.until for fact in facts if isinstance(fact, Snoozed)] == [
        date(2026, 11, 30),
        date(2026, 11, 23),
    ]
    await office.ticks()
    assert cards(office) == ["coi.ask-first"]


async def test_what_comes_next_is_named_by_its_title_and_never_names_anybody(office: Office) -> None:
    boss = person("boss", "policy", Role.MANAGER)
    new = replace(person("ana", "policy"), manager=boss.id, start=date(2026, 10, 20))
    await office.hires(boss, new)
    await office.settles_in("ana", "boss")
    soon = {"first_day": date(2026, 11, 23), "last_day": date(2026, 11, 30)}
    await keep(office.store, "gifts", NEWS.model_copy(update=soon), 0)
    await keep(office.store, "talk", session(**soon), 0)
    lines = (await office.types("ana", "my messages")).view.values["upcoming"]
    assert isinstance(lines, tuple)
    assert sorted(text.en.partition(":")[0] for text in lines if isinstance(text, Text)) == [
        "Conflict of interest reminder, October to December 2026",
        "Gifts",
        "Gifts",
        "The onboarding talk",
        "Three questions, without your name",
    ]
    team = str((await office.types("boss", "my messages")).view.values["upcoming"])
    assert "My team" in team
    assert "Ana" not in team


async def test_who_never_saw_the_notice_has_nothing_to_come(office: Office) -> None:
    stranger = person("eve", "policy")
    await office.hires(stranger)
    assert await office.ahead.upcoming(stranger) == ()


async def test_a_return_without_anybody_who_knows_what_is_ahead_is_silent(library: Library) -> None:
    from bot.turn import Turns  # noqa: PLC0415

    office = Office(library)
    await back(office, "en", ticks=0)
    await office.returns(office.at)
    (card,) = await office.store.deliveries.find("welcome-back")
    turns = Turns(library, office.store, office.keys, lambda: office.at, office.chance)
    assert await turns.present(ANA, card.ref, None) is None
    assert MessageSent("welcome-back", "2026-11-21", Reached.DELIVERED) not in [
        each.fact for each in (await office.store.ledger.life(PersonId("ana"))).facts
    ]
