"""The message budget where it is kept: at the moment a message is about to leave."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest

from content.model import Audience, Cadence, Ladder, Organization, Reminders, Session
from dialogs.facts import (
    Acknowledged,
    Fact,
    MessageSent,
    NoticeSeen,
    Outcome,
    Reached,
    ReminderAnswered,
    ReminderSent,
    Stamped,
)
from dialogs.flow import Ref
from dialogs.people import Person, PersonId, Role
from scheduler.attempts import held_back
from scheduler.legal import still_to_come
from scheduler.sender import Drained
from scheduler.tick import tick
from storage.memory import open_memory
from storage.ports import Delivery, DeliveryKey, DeliveryState, Store
from tests.scheduler.living import ANA, HERE, MONDAY, Channel, Clock, happen, organization, sender, settle_in
from tests.scheduler.sending import communication, files, session

LONG_AGO = date(2026, 1, 5)
TODAY = date(2026, 11, 23)
NEW_YEAR = datetime(2027, 1, 4, 13, 0, tzinfo=UTC)
"""The first working morning of the next quarter in Ottawa."""

QUIET = organization(reminders=[])
"""Nothing legal is to come, so nothing is reserved."""

NEWS = MessageSent("communication", "earlier", Reached.DELIVERED)


async def somebody(*sent: Fact, person: Person = ANA, day: date = date(2026, 10, 5)) -> Store:
    """Return a store in which somebody saw the notice in an earlier quarter and got messages in this one."""
    store = open_memory()
    await settle_in(store, person, facts=())
    await happen(store, person, NoticeSeen(1), day=LONG_AGO)
    await happen(store, person, *sent, day=day)
    return store


async def owe(store: Store, source: str, occurrence: str = "", ref: Ref | None = None) -> DeliveryKey:
    key = DeliveryKey(source, occurrence, 1, ANA.id)
    about = PersonId("new") if source == "talk" else None
    await store.deliveries.owe([Delivery(key, ref or Ref(source, occurrence), MONDAY, about=about)])
    return key


async def ended(store: Store, key: DeliveryKey) -> tuple[DeliveryState, str, datetime]:
    (found,) = [each for each in await store.deliveries.find(key.source) if each.key == key]
    return found.state, found.reason, found.due


TALK = ("talk", "onboarding~new@2026-10-20", Ref("talk", "onboarding~new"))


async def test_a_message_leaves_while_there_is_room_and_counts_from_then_on() -> None:
    store, channel = await somebody(*[NEWS] * 5), Channel()
    await files(store, ("gifts", communication(first_day=TODAY)))
    await owe(store, "communication", "gifts")
    assert await sender(store, channel, Clock(), organization=QUIET).drain() == Drained(delivered=1)
    last = (await store.ledger.life(ANA.id)).facts[-1]
    assert last.fact == MessageSent("communication", "gifts", Reached.DELIVERED)
    late = await owe(store, *TALK)
    assert await sender(store, channel, Clock(), organization=QUIET).drain() == Drained(again=1)
    assert await ended(store, late) == (DeliveryState.OWED, "budget", NEW_YEAR)


async def test_a_talk_waits_for_the_next_quarter_and_leaves_there() -> None:
    store, channel, clock = await somebody(*[NEWS] * 6), Channel(), Clock()
    await owe(store, *TALK)
    await sender(store, channel, clock, organization=QUIET).drain()
    clock.now = NEW_YEAR
    assert await sender(store, channel, clock, organization=QUIET).drain() == Drained(delivered=1)


async def test_a_talk_that_could_only_leave_after_its_sixtieth_day_is_dropped() -> None:
    store = await somebody(*[NEWS] * 6)
    key = await owe(store, "talk", "onboarding~new@2026-10-05", Ref("talk", "onboarding~new"))
    await sender(store, Channel(), Clock(), organization=QUIET).drain()
    assert (await ended(store, key))[:2] == (DeliveryState.REFUSED, "budget")


async def test_a_weekly_reminder_without_room_is_dropped() -> None:
    store = await somebody(*[NEWS] * 6)
    key = await owe(store, "team", "2026-W48")
    await sender(store, Channel(), Clock(), organization=QUIET).drain()
    assert (await ended(store, key))[:2] == (DeliveryState.REFUSED, "budget")
    assert len((await store.ledger.life(ANA.id)).facts) == 7, "nothing left, so nothing is kept"


@pytest.mark.parametrize(
    ("last_day", "state"),
    [(date(2026, 12, 31), DeliveryState.REFUSED), (date(2027, 1, 8), DeliveryState.OWED)],
)
async def test_a_communication_waits_for_room_until_its_last_day(
    last_day: date, state: DeliveryState
) -> None:
    store = await somebody(*[NEWS] * 6)
    await files(store, ("gifts", communication(first_day=TODAY, last_day=last_day)))
    key = await owe(store, "communication", "gifts")
    await sender(store, Channel(), Clock(), organization=QUIET).drain()
    assert (await ended(store, key))[:2] == (state, "budget")


async def test_a_reminder_of_a_session_counts_and_needs_room_too() -> None:
    store = await somebody(*[NEWS] * 5)
    thursday: Session = session(day=date(2026, 11, 24), first_day=TODAY, last_day=TODAY)
    await files(store, ("talk", thursday))
    for nth in (1, 2):
        key = DeliveryKey("session", "talk", nth, ANA.id)
        ref = Ref("session" if nth == 1 else "session-reminder", "talk")
        await store.deliveries.owe([Delivery(key, ref, MONDAY)])
    channel = Channel()
    await sender(store, channel, Clock(), organization=QUIET).drain()
    assert len(channel.sent) == 1


async def test_a_second_message_of_onboarding_waits_seven_days() -> None:
    store, channel, clock = await somebody(), Channel(), Clock()
    await owe(store, *TALK)
    other = await owe(store, "talk", "onboarding~old@2026-10-20", Ref("talk", "onboarding~old"))
    await sender(store, channel, clock, organization=QUIET).drain()
    assert await ended(store, other) == (
        DeliveryState.OWED,
        "budget",
        datetime(2026, 11, 30, 13, 0, tzinfo=UTC),
    )
    clock.forward(days=7)
    assert await sender(store, channel, clock, organization=QUIET).drain() == Drained(delivered=1)
    assert [ref.key for _, ref, _ in channel.sent] == ["onboarding~new", "onboarding~old"]


async def test_a_note_to_an_office_and_a_correction_never_lack_room() -> None:
    store, channel = await somebody(*[NEWS] * 6), Channel()
    for source in ("coi.advice-request", "directory.review"):
        await owe(store, source, "x", Ref("note", "coi.advice-request"))
    facts = (await store.ledger.life(ANA.id)).facts
    assert await sender(store, channel, Clock(), organization=QUIET).drain() == Drained(delivered=2)
    assert (await store.ledger.life(ANA.id)).facts == facts
    for source in ("correction", "rehearsal"):
        sent = Delivery(DeliveryKey(source, "gifts@2", 1, ANA.id), Ref("communication", "gifts"), MONDAY)
        assert held_back(sent, ANA, facts, QUIET, MONDAY) is None


# What the law asks for ------------------------------------------------------------------------------


async def test_even_a_reminder_of_a_duty_has_no_room_beyond_the_budget() -> None:
    store, channel = await somebody(*[NEWS] * 6), Channel()
    await tick(MONDAY, store, organization(), channels=HERE)
    assert await sender(store, channel, Clock()).drain() == Drained(refused=1)
    (found,) = await store.deliveries.find("coi")
    assert (found.state, found.reason, channel.sent) == (DeliveryState.REFUSED, "budget", [])


async def test_a_yearly_duty_waits_for_the_next_quarter_of_its_year() -> None:
    yearly = organization(reminders=[Reminders(duty="coi", cadence=Cadence.YEARLY, spread_days=0)])
    store = await somebody(*[NEWS] * 6, day=date(2026, 7, 6))
    august = datetime(2026, 8, 3, 15, 0, tzinfo=UTC)
    await tick(august, store, yearly, channels=HERE)
    await sender(store, Channel(), Clock(august), organization=yearly).drain()
    (found,) = await store.deliveries.find("coi")
    assert (found.state, found.reason, found.due) == (
        DeliveryState.OWED,
        "budget",
        datetime(2026, 10, 1, 12, 0, tzinfo=UTC),
    )


async def test_a_communication_leaves_the_reminders_that_are_to_come_their_room() -> None:
    ladder = organization(reminders=[Reminders(duty="coi", ladder=Ladder(), spread_days=60)])
    store, channel = await somebody(*[NEWS] * 4), Channel()
    await files(store, ("gifts", communication(first_day=TODAY, last_day=date(2027, 1, 8))))
    key = await owe(store, "communication", "gifts")
    await sender(store, channel, Clock(), organization=ladder).drain()
    assert await ended(store, key) == (DeliveryState.OWED, "budget", NEW_YEAR)
    await happen(store, ANA, ReminderAnswered("coi", "2026-Q4", Outcome.NOTHING_CHANGED), day=TODAY)
    again = await owe(store, *TALK)
    await sender(store, channel, Clock(), organization=ladder).drain()
    assert (await ended(store, again))[0] is DeliveryState.DELIVERED, "nothing is to come any more"


COI = Reminders(duty="coi", spread_days=0)
CODE = Reminders(duty="code", cadence=Cadence.YEARLY, spread_days=0)


@pytest.mark.parametrize(
    ("reminders", "happened", "left"),
    [
        ([COI], [], 1),
        ([COI, CODE], [], 2),
        ([COI.model_copy(update={"ladder": Ladder()})], [], 2),
        (
            [COI.model_copy(update={"ladder": Ladder()})],
            [ReminderSent("coi", "2026-Q4", 1, Reached.TOGETHER)],
            1,
        ),
        ([COI], [ReminderSent("coi", "2026-Q4", 1, Reached.REFUSED)], 0),
        ([COI], [ReminderSent("coi", "2026-Q3", 1, Reached.DELIVERED)], 1),
        ([COI], [ReminderAnswered("coi", "2026-Q4", Outcome.FILED)], 0),
        ([CODE], [Acknowledged("1")], 0),
        ([COI], [Acknowledged("1")], 1),
        ([Reminders(duty="coi", cadence=Cadence.MONTHLY)], [], 2),
        ([COI.model_copy(update={"audience": Audience(roles=("manager",))})], [], 0),
    ],
)
def test_what_is_to_come_is_counted_card_by_card(
    reminders: list[Reminders], happened: Sequence[Fact], left: int
) -> None:
    employer: Organization = organization(reminders=reminders)
    day = TODAY - timedelta(days=3)
    facts = [Stamped(ANA.id, day, ANA.unit, ANA.path, "en", fact) for fact in happened]
    assert still_to_come(ANA, facts, employer, TODAY) == left


def test_a_duty_of_managers_is_to_come_for_managers_only() -> None:
    managers = organization(reminders=[COI.model_copy(update={"audience": Audience(roles=("manager",))})])
    assert still_to_come(Person(ANA.id, role=Role.MANAGER), [], managers, TODAY) == 1
