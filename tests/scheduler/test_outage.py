"""A channel that is down for an hour, a day or a week costs nobody their message."""

from collections import Counter
from datetime import datetime, timedelta

import pytest

from content.model import Stage
from dialogs.facts import Reached
from dialogs.flow import Ref
from dialogs.people import Person, PersonId
from scheduler.attempts import MOST_WITHOUT_END
from scheduler.pace import Pace
from scheduler.ports import NotMade, Outcome, Retry, Sent
from scheduler.sender import Drained
from storage.memory import open_memory
from storage.ports import Delivery, DeliveryKey, DeliveryState, Store
from tests.scheduler.living import (
    MONDAY,
    Channel,
    Clock,
    always,
    answering,
    one_owed,
    organization,
    sender,
    sent_facts,
    settle_in,
    states,
)
from tests.scheduler.sending import DEMO, NINE, ends, owing, stage

FIFTY = [Person(PersonId(f"p{number:02}")) for number in range(50)]
DELIVERED = (DeliveryState.DELIVERED, "")
DOWN = [
    Retry("status-503"),
    Retry("status-500"),
    Retry("status-412"),
    Retry("unreachable"),
    Retry("status-429", timedelta(minutes=1)),
]


class Outage(Channel):
    """A channel that takes nothing before an instant, and counts who got what afterwards."""

    def __init__(self, clock: Clock, until: datetime, answer: Retry) -> None:
        self._clock, self._until, self._answer = clock, until, answer
        self.got: Counter[str] = Counter()
        super().__init__({each.id: self._take for each in FIFTY})

    async def _take(self) -> Outcome:
        if self._clock() < self._until:
            return self._answer
        self.got[self.sent[-1][0]] += 1
        return Sent()


async def drains(store: Store, channel: Channel, clock: Clock, minutes: int) -> None:
    """Send every half minute, as a beat does."""
    sending = sender(store, channel, clock, pace=Pace(workers=1, patience=timedelta(seconds=5)))
    for _ in range(2 * minutes):
        await sending.drain()
        clock.forward(seconds=30)


@pytest.mark.parametrize("answer", DOWN, ids=lambda answer: answer.reason)
@pytest.mark.parametrize("source", ["communication", "coi"])
async def test_fifty_people_get_their_message_once_after_an_outage_of_45_minutes(
    answer: Retry, source: str
) -> None:
    store = await (owing(*FIFTY) if source == "communication" else one_owed(*FIFTY))
    clock = Clock(NINE if source == "communication" else MONDAY)
    channel = Outage(clock, clock() + timedelta(minutes=45), answer)
    await drains(store, channel, clock, minutes=60)
    assert channel.got == {each.id: 1 for each in FIFTY}
    assert await states(store, source) == {each.id: DELIVERED for each in FIFTY}
    tried = Counter(who for who, _, _ in channel.sent)
    assert {tried[each.id] <= 46 for each in FIFTY} == {True}, "the back-off still holds"


async def test_a_channel_that_is_down_for_a_week_costs_nobody_their_reminder() -> None:
    store, clock, demo = await one_owed(), Clock(), organization(reminders=[always()])
    channel = Channel({"ana": answering(*[Retry("status-503")] * 1100, Sent())})
    sending = sender(store, channel, clock, organization=demo)
    for _ in range(1100):
        assert await sending.drain() == Drained(again=1)
        clock.forward(minutes=10)
    assert (await store.deliveries.find("coi"))[0].attempts < 8
    assert await sending.drain() == Drained(delivered=1)
    assert await sent_facts(store) == [Reached.DELIVERED]


async def test_a_communication_that_never_gets_through_is_over_with_its_last_day() -> None:
    store, channel = await owing(), Channel({"ana": answering(Retry("status-503"))})
    for day in range(6):
        assert await ends(store, channel, NINE + timedelta(days=day)) == {
            "ana": (DeliveryState.OWED, "status-503" if day not in (4, 5) else "later")
        }
    assert await ends(store, channel, NINE + timedelta(days=7)) == {"ana": (DeliveryState.REFUSED, "over")}


async def test_a_text_that_cannot_be_made_once_after_an_outage_halts_nothing() -> None:
    store, clock = await owing(), Clock(NINE)
    channel = Channel({"ana": answering(*[Retry("unreachable")] * 20, Sent())})
    sending = sender(store, channel, clock, organization=DEMO)
    for _ in range(20):
        await sending.drain()
        clock.forward(minutes=10)
    channel.unmade["ana"] = answering(NotMade())
    assert await sending.drain() == Drained(again=1)
    assert await stage(store, "gifts") is Stage.RUNNING
    del channel.unmade["ana"]
    clock.forward(minutes=10)
    assert await sending.drain() == Drained(delivered=1)


# What has no last day -----------------------------------------------------------------------------


async def note() -> Store:
    store, officer = open_memory(), Person(PersonId("officer"))
    await settle_in(store, officer, facts=())
    key = DeliveryKey("coi.advice-request", "x", 1, officer.id)
    await store.deliveries.owe([Delivery(key, Ref("note", "coi.advice-request"), MONDAY)])
    return store


async def test_a_note_to_an_office_is_given_up_after_a_week_without_a_channel() -> None:
    store, clock = await note(), Clock()
    channel = Channel({"officer": answering(Retry("status-503"))})
    sending = sender(store, channel, clock)
    for _ in range(8 * 144):
        await sending.drain()
        clock.forward(minutes=10)
    assert await states(store, "coi.advice-request") == {"officer": (DeliveryState.REFUSED, "gave-up")}
    assert len(channel.sent) == MOST_WITHOUT_END
    assert timedelta(days=6) < MOST_WITHOUT_END * timedelta(minutes=10) < timedelta(days=8)


async def test_a_note_that_cannot_be_made_once_after_a_long_outage_is_tried_again() -> None:
    store, clock = await note(), Clock()
    channel = Channel({"officer": answering(*[Retry("status-503")] * 20, Sent())})
    sending = sender(store, channel, clock)
    for _ in range(20):
        await sending.drain()
        clock.forward(minutes=10)
    channel.unmade["officer"] = answering(NotMade())
    assert await sending.drain() == Drained(again=1)
    del channel.unmade["officer"]
    clock.forward(minutes=10)
    assert await sending.drain() == Drained(delivered=1)
