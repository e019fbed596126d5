"""What happens to a message between being owed and being settled."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, date, datetime, timedelta

import pytest

from dialogs.facts import LanguageChosen, NoticeSeen, Reached
from dialogs.flow import Ref
from dialogs.people import Person, PersonId
from scheduler.attempts import back_off
from scheduler.pace import Pace
from scheduler.ports import Outcome, Refused, Retry, Sent, Uncertain
from scheduler.sender import Drained
from scheduler.tick import tick
from storage.memory import open_memory
from storage.ports import (
    Conversation,
    Delivery,
    DeliveryKey,
    DeliveryState,
)
from tests.scheduler.living import (
    ANA,
    COI,
    HERE,
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


async def test_a_delivered_reminder_opens_its_conversation_and_is_in_the_record() -> None:
    store, channel = await one_owed(), Channel()
    assert await sender(store, channel, Clock()).drain() == Drained(delivered=1)
    assert channel.sent == [("ana", COI, None)]
    assert await states(store) == {"ana": (DeliveryState.DELIVERED, "")}
    assert await sent_facts(store) == [Reached.DELIVERED]
    life = await store.ledger.life(ANA.id)
    (place,) = [kept for kept in life.conversations if kept.conversation.flow == "coi"]
    assert place.conversation == Conversation(ANA.id, "coi", "2026-Q4")
    assert place.place == b"coi 2026-Q4"
    assert place.arrived > place.acted == 0


async def test_a_second_drain_sends_nothing_again() -> None:
    store, channel = await one_owed(), Channel()
    await sender(store, channel, Clock()).drain()
    assert await sender(store, channel, Clock()).drain() == Drained()
    assert len(channel.sent) == 1


@pytest.mark.parametrize(
    ("person", "chosen", "language"),
    [
        (Person(PersonId("ana")), (LanguageChosen("en"), LanguageChosen("fr")), "fr"),
        (Person(PersonId("ana"), language="fr"), (), "fr"),
        (Person(PersonId("ana"), language="fr"), (LanguageChosen("en"),), "en"),
        (Person(PersonId("ana")), (), "en"),
    ],
)
async def test_a_reminder_is_stamped_with_the_language_and_the_local_day_of_its_person(
    person: Person, chosen: Sequence[LanguageChosen], language: str
) -> None:
    store = open_memory()
    await settle_in(store, person, facts=(NoticeSeen(1), *chosen))
    tonight = Clock(datetime(2026, 11, 24, 4, 0, tzinfo=UTC))  # 23:00 on the 23rd in Ottawa
    demo = organization(reminders=[always()])
    await tick(tonight.now, store, demo, channels=HERE)
    await sender(store, Channel(), tonight, organization=demo).drain()
    stamped = (await store.ledger.life(person.id)).facts[-1]
    assert (stamped.language, stamped.day) == (language, date(2026, 11, 23))


async def test_a_refused_reminder_is_not_tried_again() -> None:
    store, channel = await one_owed(), Channel({"ana": answering(Refused("blocked"))})
    assert await sender(store, channel, Clock()).drain() == Drained(refused=1)
    assert await states(store) == {"ana": (DeliveryState.REFUSED, "blocked")}
    assert await sent_facts(store) == [Reached.REFUSED]


@pytest.mark.parametrize("outcome", [Refused("blocked"), Uncertain("time-out"), Retry("busy")])
async def test_only_a_message_that_arrived_opens_its_conversation(outcome: Outcome) -> None:
    store, channel = await one_owed(), Channel({"ana": answering(outcome)})
    await sender(store, channel, Clock()).drain()
    life = await store.ledger.life(ANA.id)
    assert [kept.conversation.flow for kept in life.conversations] == ["welcome"]


async def test_a_person_who_answered_meanwhile_has_no_reminder_in_the_record() -> None:
    store, channel = await one_owed(), Channel({"ana": answering(Refused("answered"))})
    await sender(store, channel, Clock()).drain()
    assert await states(store) == {"ana": (DeliveryState.REFUSED, "answered")}
    assert await sent_facts(store) == []


async def test_an_uncertain_reminder_is_kept_and_not_repeated() -> None:
    store, channel = await one_owed(), Channel({"ana": answering(Uncertain("time-out"))})
    clock = Clock()
    assert await sender(store, channel, clock).drain() == Drained(uncertain=1)
    clock.forward(days=1)
    assert await sender(store, channel, clock).drain() == Drained()
    assert await sent_facts(store) == [Reached.UNCERTAIN]


async def test_a_busy_channel_is_asked_again_later() -> None:
    store, clock = await one_owed(), Clock()
    channel = Channel({"ana": answering(Retry("busy"), Sent())})
    assert await sender(store, channel, clock).drain() == Drained(again=1)
    clock.forward(seconds=29)
    assert await sender(store, channel, clock).drain() == Drained()
    clock.forward(seconds=1)
    assert await sender(store, channel, clock).drain() == Drained(delivered=1)
    assert await sent_facts(store) == [Reached.DELIVERED]


async def test_a_person_whose_message_never_goes_through_is_given_up_after_eight_attempts() -> None:
    store, clock = await one_owed(), Clock()
    channel = Channel({"ana": answering(Retry("odd"))})
    for _ in range(12):
        await sender(store, channel, clock).drain()
        clock.forward(minutes=10)
    assert len(channel.sent) == 8
    assert await states(store) == {"ana": (DeliveryState.REFUSED, "gave-up")}
    assert await sent_facts(store) == [Reached.REFUSED]


def test_the_wait_doubles_honours_the_channel_and_ends_at_ten_minutes() -> None:
    ten = timedelta(minutes=10)
    assert [back_off(n, None).total_seconds() for n in (1, 2, 3, 6)] == [30, 60, 120, 600]
    assert back_off(1, timedelta(minutes=3)) == timedelta(minutes=3)
    assert back_off(3, timedelta(seconds=1)) == timedelta(minutes=2)
    assert back_off(1, timedelta(days=400)) == ten
    assert back_off(1000, None) == ten


async def explode() -> Outcome:
    raise RuntimeError("a name that must not be logged")


async def never() -> Outcome:
    await asyncio.Event().wait()
    raise AssertionError


async def test_one_persons_failure_never_holds_the_rest() -> None:
    people = [Person(PersonId(f"p{number:02}")) for number in range(20)]
    store = await one_owed(*people)
    plans: dict[str, Callable[[], Awaitable[Outcome]]] = {"p03": explode, "p05": never}
    pace = Pace(workers=2, ready=3, patience=timedelta(0))
    assert await sender(store, Channel(plans), Clock(), pace=pace).drain() == Drained(
        delivered=18, uncertain=2
    )
    found = await states(store)
    assert found["p03"] == (DeliveryState.UNCERTAIN, "error")
    assert found["p05"] == (DeliveryState.UNCERTAIN, "time-out")


async def test_a_failure_is_logged_without_its_words(capsys: pytest.CaptureFixture[str]) -> None:
    store = await one_owed()
    await sender(store, Channel({"ana": explode}), Clock()).drain()
    logged = capsys.readouterr().out
    assert "RuntimeError" in logged
    assert "a name" not in logged
    assert "ana" not in logged


async def test_no_more_messages_are_under_way_than_there_are_workers() -> None:
    store = await one_owed(*(Person(PersonId(f"p{number}")) for number in range(10)))
    under_way: list[int] = [0, 0]

    async def slow() -> Outcome:
        under_way[0] += 1
        under_way[1] = max(under_way)
        await asyncio.sleep(0)
        under_way[0] -= 1
        return Sent()

    channel = Channel({f"p{number}": slow for number in range(10)})
    await sender(store, channel, Clock(), pace=Pace(workers=3)).drain()
    assert under_way == [0, 3]


async def test_a_note_to_an_office_is_in_nobodys_record() -> None:
    store, channel = open_memory(), Channel()
    await settle_in(store, Person(PersonId("officer")), facts=())
    ref = Ref("coi-advice", "2026-Q4")
    key = DeliveryKey("coi-advice", "x", 1, PersonId("officer"))
    await store.deliveries.owe([Delivery(key, ref, MONDAY, about=ANA.id)])
    assert await sender(store, channel, Clock()).drain() == Drained(delivered=1)
    assert channel.sent == [("officer", ref, "ana")]
    life = await store.ledger.life(PersonId("officer"))
    assert life.facts == ()
    assert [kept.conversation.flow for kept in life.conversations] == ["welcome"]
