"""Somebody who wants nothing before a day: what waits, and what does not."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from content.model import Reminders
from dialogs.facts import NoticeSeen, Reached, Snoozed
from dialogs.flow import Ref
from dialogs.people import Person, PersonId
from scheduler.sender import Drained
from scheduler.tick import tick
from storage.memory import open_memory
from storage.ports import Delivery, DeliveryKey, DeliveryState, Store
from tests.scheduler.living import ANA, HERE, MONDAY, Channel, Clock, happen, organization, sender, settle_in
from tests.scheduler.sending import communication, files

MONDAY_8 = datetime(2026, 11, 30, 13, 0, tzinfo=UTC)
TODAY, NEXT_MONDAY = date(2026, 11, 23), date(2026, 11, 30)


async def at_peace(until: date = NEXT_MONDAY, person: Person = ANA) -> Store:
    store = open_memory()
    await settle_in(store, person, facts=(NoticeSeen(1),))
    await happen(store, person, Snoozed(until), day=TODAY)
    return store


async def owes(store: Store, source: str, occurrence: str, ref: Ref | None = None) -> None:
    key = DeliveryKey(source, occurrence, 1, ANA.id)
    await store.deliveries.owe([Delivery(key, ref or Ref(source, occurrence), MONDAY)])


async def only(store: Store, source: str) -> Delivery:
    (found,) = await store.deliveries.find(source)
    return found


async def test_everything_unasked_waits_for_the_day_and_leaves_then() -> None:
    store, channel, clock = await at_peace(), Channel(), Clock()
    await files(store, ("gifts", communication(first_day=TODAY, last_day=NEXT_MONDAY)))
    await owes(store, "communication", "gifts")
    assert await sender(store, channel, clock, organization=organization(reminders=[])).drain() == Drained(
        again=1
    )
    waiting = await only(store, "communication")
    assert (waiting.due, waiting.reason, waiting.attempts) == (MONDAY_8, "later", 0)
    clock.now = MONDAY_8
    await sender(store, channel, clock, organization=organization(reminders=[])).drain()
    assert [ref for _, ref, _ in channel.sent] == [Ref("communication", "gifts")]


async def test_what_is_over_by_then_does_not_come() -> None:
    store = await at_peace()
    await owes(store, "team", "2026-W48")
    await sender(store, Channel(), Clock()).drain()
    weekly = await only(store, "team")
    assert (weekly.state, weekly.reason) == (DeliveryState.REFUSED, "over")


async def test_what_an_office_is_told_about_a_person_is_not_delayed_but_what_can_wait_waits() -> None:
    store, channel = await at_peace(), Channel()
    await owes(store, "coi.advice-request", "x", Ref("note", "coi.advice-request"))
    await owes(store, "directory.review", "x", Ref("note", "directory.review-soon/2026-12-28"))
    await sender(store, channel, Clock()).drain()
    assert [ref.key for _, ref, _ in channel.sent] == ["coi.advice-request"]
    assert (await only(store, "directory.review")).due == MONDAY_8


async def test_whoever_takes_it_back_is_written_to_again() -> None:
    store, channel = await at_peace(), Channel()
    await happen(store, ANA, Snoozed(TODAY), day=TODAY)
    await tick(MONDAY, store, organization(), channels=HERE)
    assert await sender(store, channel, Clock()).drain() == Drained(delivered=1)


@pytest.mark.parametrize(
    ("asked", "until", "leaves"),
    [
        # The day after the peace lies in the quarter: the reminder waits for it.
        (TODAY, date(2026, 12, 15), datetime(2026, 12, 15, 13, 0, tzinfo=UTC)),
        # It does not: the reminder comes a week before the quarter ends.
        (date(2026, 12, 5), date(2027, 1, 4), datetime(2026, 12, 24, 13, 0, tzinfo=UTC)),
        # Nor when the day itself does, but no working day after it.
        (date(2026, 12, 5), date(2027, 1, 1), datetime(2026, 12, 24, 13, 0, tzinfo=UTC)),
    ],
)
async def test_a_reminder_of_a_duty_waits_as_long_as_its_quarter_allows(
    asked: date, until: date, leaves: datetime
) -> None:
    store, channel = await at_peace(until), Channel()
    clock = Clock(datetime.combine(asked, MONDAY.timetz()))
    await tick(clock.now, store, organization(), channels=HERE)
    await sender(store, channel, clock).drain()
    clock.now = (await only(store, "coi")).due
    await sender(store, channel, clock).drain()
    assert (await only(store, "coi")).due == leaves
    clock.now = leaves
    await sender(store, channel, clock).drain()
    assert [ref.flow for _, ref, _ in channel.sent] == ["coi"]


async def test_a_reminder_that_peace_would_push_out_of_its_quarter_still_comes_in_the_last_week() -> None:
    late = datetime(2026, 12, 29, 15, 0, tzinfo=UTC)
    store, channel = await at_peace(date(2027, 1, 20)), Channel()
    await tick(late, store, organization(), channels=HERE)
    assert await sender(store, channel, Clock(late)).drain() == Drained(delivered=1)


async def test_leave_is_kept_to_even_where_peace_is_not() -> None:
    away = replace(ANA, leave_from=date(2026, 12, 20), leave_to=date(2026, 12, 29))
    store, channel = await at_peace(date(2027, 1, 4), away), Channel()
    december = Clock(datetime(2026, 12, 18, 15, 0, tzinfo=UTC))
    await tick(december.now, store, organization(), channels=HERE)
    await sender(store, channel, december).drain()
    december.now = datetime(2026, 12, 24, 13, 0, tzinfo=UTC)
    await sender(store, channel, december).drain()
    assert channel.sent == []
    assert (await only(store, "coi")).due == datetime(2026, 12, 30, 13, 0, tzinfo=UTC)


async def test_peace_beyond_a_leave_without_end_drops_the_reminder_as_before() -> None:
    store = await at_peace(person=replace(ANA, leave_from=date(2026, 11, 1)))
    key = DeliveryKey("coi", "2026-Q4", 1, ANA.id)
    await store.deliveries.owe([Delivery(key, Ref("coi", "2026-Q4"), MONDAY)])
    await sender(store, Channel(), Clock()).drain()
    assert (await only(store, "coi")).reason == "on-leave"


async def test_a_lapsed_message_is_in_the_record_as_uncertain() -> None:
    store = open_memory()
    officer = Person(PersonId("officer"))
    await settle_in(store, ANA, officer)
    await owes(store, "communication", "gifts")
    note = DeliveryKey("coi.advice-request", "x", 1, officer.id)
    await store.deliveries.owe([Delivery(note, Ref("note", "coi.advice-request"), MONDAY)])
    clock = Clock()
    await store.deliveries.claim(MONDAY, 1, MONDAY_8 - MONDAY)
    await store.deliveries.claim(MONDAY, 1, MONDAY_8 - MONDAY)
    clock.now = MONDAY_8
    nothing = organization(reminders=[Reminders(duty="code")])
    assert (await tick(clock.now, store, nothing, channels=frozenset())).expired == 2
    facts = [
        each.fact for each in (await store.ledger.life(ANA.id)).facts if not isinstance(each.fact, NoticeSeen)
    ]
    assert len((await store.ledger.life(officer.id)).facts) == 1
    assert [(fact.kind, getattr(fact, "reached", None)) for fact in facts] == [
        ("message-sent", Reached.UNCERTAIN)
    ]
