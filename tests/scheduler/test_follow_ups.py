"""What follows a first card: a second one, and the question for a new path."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from content.model import Audience, Ladder, Organization, Reminders
from dialogs.facts import Outcome, Reached, ReminderAnswered, ReminderSent
from dialogs.people import Path, PersonId, UnitId
from scheduler.follow_ups import FollowUps
from scheduler.ports import Refused, Uncertain
from scheduler.tick import tick
from storage.memory import open_memory
from storage.ports import Delivery, DeliveryState, Store
from tests.scheduler.living import (
    ANA,
    HERE,
    Channel,
    Clock,
    answering,
    happen,
    organization,
    sender,
    sent_facts,
    settle_in,
)

OCTOBER = datetime(2026, 10, 5, 15, 0, tzinfo=UTC)  # a Monday, 11:00 in Ottawa
SECOND = date(2026, 10, 20)
LADDER = Ladder(second_after=10, listed_after=10)
BEN = replace(ANA, id=PersonId("ben"))
MANAGER = replace(ANA, path=Path.MANAGER)


def climbing(**changes: object) -> Organization:
    return organization(
        reminders=[Reminders.model_validate({"duty": "coi", "spread_days": 0, "ladder": LADDER, **changes})]
    )


class Life:
    """A store that lives hour by hour: what is owed, what follows, and what leaves."""

    def __init__(self, store: Store, whose: Organization, channel: Channel | None = None) -> None:
        self.store, self.whose = store, whose
        self.clock = Clock(OCTOBER)
        self.channel = channel or Channel()
        self.follow_ups = FollowUps(store, whose, HERE)
        self.sender = sender(store, self.channel, self.clock, organization=whose)

    async def beats(self) -> None:
        await tick(self.clock.now, self.store, self.whose, channels=HERE)
        await self.follow_ups(self.clock.now)
        await self.sender.drain()

    async def until(self, end: date) -> None:
        while self.clock.now.date() < end:
            await self.beats()
            self.clock.forward(hours=1)

    async def cards(self, turn: str | None = None) -> list[Delivery]:
        return list(await self.store.deliveries.find("coi", turn))

    async def left(self) -> list[tuple[str, int, str]]:
        """Return each card with its turn, its number, and the day it was due."""
        return [
            (each.key.occurrence, each.key.nth, each.due.date().isoformat())
            for each in await self.cards()
            if each.state is DeliveryState.DELIVERED
        ]


@pytest.fixture
async def life() -> Life:
    store = open_memory()
    await settle_in(store, ANA)
    return Life(store, climbing())


FIRST_CARD = ("2026-Q4", 1, "2026-10-05")


async def test_whoever_does_not_answer_gets_a_second_card_ten_working_days_later_and_no_third(
    life: Life,
) -> None:
    await life.until(SECOND)
    assert await life.left() == [FIRST_CARD]
    await life.until(date(2026, 12, 31))
    assert await life.left() == [FIRST_CARD, ("2026-Q4", 2, "2026-10-20")]
    (_, second) = await life.cards()
    assert second.due == datetime(2026, 10, 20, 12, 0, tzinfo=UTC), "at eight in Ottawa"
    facts = (await life.store.ledger.life(ANA.id)).facts
    assert facts[-1].fact == ReminderSent("coi", "2026-Q4", 2, Reached.DELIVERED)


async def test_whoever_answers_gets_no_second_card(life: Life) -> None:
    await life.until(date(2026, 10, 19))
    await happen(life.store, ANA, ReminderAnswered("coi", "2026-Q4", Outcome.FILED), day=date(2026, 10, 19))
    await life.until(date(2026, 12, 31))
    assert await life.left() == [FIRST_CARD]


async def test_whoever_answers_between_owing_and_sending_gets_no_second_card(life: Life) -> None:
    await life.until(SECOND)
    life.clock.now = datetime(2026, 10, 20, 5, 0, tzinfo=UTC)  # one in the morning
    await life.follow_ups(life.clock.now)
    assert (await life.cards())[-1].state is DeliveryState.OWED
    await happen(life.store, ANA, ReminderAnswered("coi", "2026-Q4", Outcome.FILED), day=SECOND)
    life.channel.unmade["ana"] = answering(Refused("answered"))
    await life.until(date(2026, 12, 31))
    assert await life.left() == [FIRST_CARD]
    assert (await life.cards())[-1].reason == "answered"
    assert await sent_facts(life.store) == [Reached.DELIVERED], "of the second card nothing is kept"


async def test_a_second_card_that_may_have_arrived_is_not_repeated(life: Life) -> None:
    await life.until(SECOND)
    life.channel.plans["ana"] = answering(Uncertain("time-out"))
    await life.until(date(2026, 12, 31))
    assert len(life.channel.sent) == 2
    assert await sent_facts(life.store) == [Reached.DELIVERED, Reached.UNCERTAIN]


async def test_whoever_blocked_the_first_card_is_on_no_ladder(life: Life) -> None:
    life.channel.plans["ana"] = answering(Refused("blocked"))
    await life.until(date(2026, 12, 31))
    assert len(life.channel.sent) == 1
    assert await sent_facts(life.store) == [Reached.REFUSED]


async def test_a_bot_that_slept_over_the_day_sends_the_second_card_when_it_wakes(life: Life) -> None:
    await life.beats()
    life.clock.now = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
    await life.beats()
    assert await life.left() == [FIRST_CARD, ("2026-Q4", 2, "2026-11-23")]


async def test_a_bot_that_slept_into_the_next_quarter_begins_anew(life: Life) -> None:
    await life.beats()
    life.clock.now = datetime(2027, 1, 4, 15, 0, tzinfo=UTC)
    await life.beats()
    assert await life.left() == [FIRST_CARD, ("2027-Q1", 1, "2027-01-04")]


async def test_a_second_card_that_could_only_leave_after_its_quarter_does_not(life: Life) -> None:
    life.clock.now = datetime(2026, 12, 15, 15, 0, tzinfo=UTC)
    await life.beats()
    life.clock.now = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)  # the tenth working day, after six in Ottawa
    await life.until(date(2027, 1, 3))
    assert await life.left() == [("2026-Q4", 1, "2026-12-15")]
    assert [each.key.nth for each in await life.cards("2026-Q4")] == [1]


# Away -------------------------------------------------------------------------------------------------------


async def test_no_second_card_reaches_anybody_who_is_away_and_the_days_begin_anew(life: Life) -> None:
    await life.beats()
    away = replace(ANA, leave_from=date(2026, 10, 14), leave_to=date(2026, 10, 30))
    await life.store.people.bring_in([away])
    await life.until(date(2026, 12, 31))
    # Back on October 31, a Saturday; ten working days later is November 16, over Remembrance Day.
    assert await life.left() == [FIRST_CARD, ("2026-Q4", 2, "2026-11-16")]


async def test_a_leave_that_begins_between_owing_and_sending_gives_the_days_again(life: Life) -> None:
    await life.until(SECOND)
    await life.follow_ups(datetime(2026, 10, 20, 4, 0, tzinfo=UTC))
    life.clock.now = datetime(2026, 10, 20, 5, 0, tzinfo=UTC)
    away = replace(ANA, leave_from=SECOND, leave_to=date(2026, 10, 30))
    await life.store.people.bring_in([away])
    await life.until(date(2026, 12, 31))
    assert await life.left() == [FIRST_CARD, ("2026-Q4", 2, "2026-11-16")]


async def test_who_left_gets_no_second_card(life: Life) -> None:
    await life.beats()
    await life.store.people.bring_in([replace(ANA, end=date(2026, 10, 16))])
    await life.until(date(2026, 12, 31))
    assert await life.left() == [FIRST_CARD]


# A new path -------------------------------------------------------------------------------------------------


async def answered(*, path_changes: bool) -> Life:
    store = open_memory()
    await settle_in(store, ANA)
    life = Life(store, climbing(on_path_change=path_changes))
    await life.beats()
    await happen(store, ANA, ReminderAnswered("coi", "2026-Q4", Outcome.NOTHING_CHANGED), day=OCTOBER.date())
    life.clock.forward(hours=1)
    return life


async def test_whoever_changes_path_is_asked_once_more_and_climbs_a_ladder_of_its_own() -> None:
    life = await answered(path_changes=True)
    await life.until(date(2026, 10, 7))
    assert await life.left() == [FIRST_CARD]
    await life.store.people.bring_in([MANAGER])
    await life.until(date(2026, 12, 31))
    assert await life.left() == [
        FIRST_CARD,
        ("2026-Q4-manager", 1, "2026-10-07"),
        ("2026-Q4-manager", 2, "2026-10-22"),
    ]


async def test_a_path_that_changes_back_and_forth_asks_once() -> None:
    life = await answered(path_changes=True)
    await life.store.people.bring_in([MANAGER])
    await life.follow_ups(datetime(2026, 10, 6, 5, 0, tzinfo=UTC))  # owed, at eight in the morning
    for hour, path in enumerate((Path.EXECUTIVE, Path.EMPLOYEE, Path.MANAGER), start=6):
        await life.store.people.bring_in([replace(ANA, path=path)])
        await life.follow_ups(datetime(2026, 10, 6, hour, 0, tzinfo=UTC))
    await life.until(date(2026, 10, 9))
    await life.store.people.bring_in([replace(ANA, path=Path.EXECUTIVE)])
    await life.until(date(2026, 10, 16))
    assert [turn for turn, _, _ in await life.left()] == ["2026-Q4", "2026-Q4-manager"]


async def test_a_new_path_asks_nobody_where_the_organization_does_not_wish_it() -> None:
    life = await answered(path_changes=False)
    await life.store.people.bring_in([MANAGER])
    await life.until(date(2026, 12, 31))
    assert await life.left() == [FIRST_CARD]


async def test_a_new_path_asks_without_a_ladder_too() -> None:
    store = open_memory()
    await settle_in(store, ANA)
    life = Life(store, climbing(on_path_change=True, ladder=None))
    await life.beats()
    await happen(store, ANA, ReminderAnswered("coi", "2026-Q4", Outcome.FILED), day=OCTOBER.date())
    await store.people.bring_in([MANAGER])
    await life.until(date(2026, 12, 31))
    assert [(turn, nth) for turn, nth, _ in await life.left()] == [("2026-Q4", 1), ("2026-Q4-manager", 1)]


# Whom it means ----------------------------------------------------------------------------------------------


async def test_only_the_audience_is_asked_and_followed() -> None:
    store = open_memory()
    services = replace(BEN, unit=UnitId("services"))
    await settle_in(store, replace(ANA, unit=UnitId("policy")), services)
    life = Life(store, climbing(audience=Audience(units=("policy",))))
    await life.until(date(2026, 12, 31))
    assert [(each.key.addressee, each.key.nth) for each in await life.cards()] == [("ana", 1), ("ana", 2)]


async def test_whoever_leaves_the_audience_gets_nothing_more() -> None:
    store = open_memory()
    here, there = replace(ANA, unit=UnitId("policy")), replace(ANA, unit=UnitId("services"))
    await settle_in(store, here)
    life = Life(store, climbing(audience=Audience(units=("policy",))))
    await life.beats()
    await store.people.bring_in([there])
    await life.until(date(2026, 12, 31))
    assert await life.left() == [FIRST_CARD]


async def test_whoever_leaves_the_audience_between_owing_and_sending_gets_nothing() -> None:
    store = open_memory()
    here, there = replace(ANA, unit=UnitId("policy")), replace(ANA, unit=UnitId("services"))
    await settle_in(store, here)
    life = Life(store, climbing(audience=Audience(units=("policy",))))
    await tick(OCTOBER, store, life.whose, channels=HERE)
    await store.people.bring_in([there])
    await life.sender.drain()
    (card,) = await life.cards()
    assert (card.state, card.reason) == (DeliveryState.REFUSED, "audience")
    assert life.channel.sent == []


async def test_a_person_reached_on_a_channel_of_another_process_gets_nothing_from_here(life: Life) -> None:
    await life.beats()
    await life.store.people.forget(ANA.id)
    await life.until(date(2026, 12, 31))
    assert await life.left() == [FIRST_CARD]
