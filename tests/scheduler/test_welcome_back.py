"""Whoever was away gets one card for everything that was missed, or each thing by itself; never both."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from content.model import Library, Reminders
from dialogs.facts import (
    MessageSent,
    NoticeSeen,
    Outcome,
    Reached,
    ReminderAnswered,
    ReminderSent,
    Snoozed,
)
from dialogs.flow import Ref
from dialogs.people import Person, PersonId, Role
from scheduler.calendar import turn_on
from scheduler.due import spread_of
from scheduler.ports import Outcome as Ended
from scheduler.ports import Refused, Uncertain
from scheduler.welcome_back import Missing
from storage.memory import open_memory
from storage.ports import Delivery, DeliveryState, Settlement
from tests.scheduler.away import AWAY, BACK, CARD, FRIDAY, NEWS, OVER, TODAY, Life
from tests.scheduler.living import (
    ANA,
    MONDAY,
    answering,
    happen,
    organization,
    settle_in,
    states,
)
from tests.scheduler.sending import communication, files


@pytest.fixture
async def life(library: Library) -> Life:
    made = Life(library)
    await settle_in(made.store, AWAY)
    return made


async def test_two_things_that_were_missed_come_on_one_card_and_never_again(life: Life) -> None:
    await files(life.store, ("gifts", NEWS))
    await life.until(FRIDAY)
    assert life.came() == [CARD]
    assert await life.facts() == [
        MessageSent("welcome-back", BACK, Reached.DELIVERED),
        ReminderSent("coi", "2026-Q4", 1, Reached.TOGETHER),
        MessageSent("communication", "gifts", Reached.TOGETHER),
    ]
    (card,) = await life.store.deliveries.find("welcome-back")
    assert card.due == datetime(2026, 11, 23, 13, 0, tzinfo=UTC), "Monday morning"
    place = next(kept for kept in (await life.store.ledger.life(ANA.id)).conversations if kept.arrived)
    assert (place.conversation.flow, place.conversation.key) == ("welcome-back", BACK)


async def test_one_thing_comes_by_itself_as_on_any_other_day(life: Life) -> None:
    await life.until(FRIDAY)
    assert life.came() == [Ref("coi", "2026-Q4")]
    assert await life.facts() == [ReminderSent("coi", "2026-Q4", 1, Reached.DELIVERED)]
    assert await states(life.store, "welcome-back") == {}


async def test_whoever_was_never_away_gets_each_by_itself(life: Life) -> None:
    await settle_in(life.store, ANA, facts=())
    await files(life.store, ("gifts", NEWS))
    await life.until(FRIDAY)
    assert life.came() == [Ref("coi", "2026-Q4"), Ref("communication", "gifts")]


async def test_peace_that_is_over_ends_with_one_card_too(life: Life) -> None:
    await settle_in(life.store, ANA, facts=())
    await happen(life.store, ANA, Snoozed(date(2026, 11, 24)), day=date(2026, 11, 9))
    await files(life.store, ("gifts", NEWS))
    await life.until(FRIDAY)
    assert life.came() == [Ref("welcome-back", "2026-11-24")]


async def test_peace_that_was_taken_back_ends_on_that_day(life: Life) -> None:
    await settle_in(life.store, ANA, facts=())
    await happen(life.store, ANA, Snoozed(date(2026, 11, 24)), day=date(2026, 11, 9))
    await files(life.store, ("gifts", NEWS))
    await life.until(datetime(2026, 11, 12, 15, 0, tzinfo=UTC))
    assert life.came() == []
    await happen(life.store, ANA, Snoozed(date(2026, 11, 12)), day=date(2026, 11, 12))
    await life.until(FRIDAY)
    assert life.came() == [Ref("welcome-back", "2026-11-12")]


# Nobody gets both -----------------------------------------------------------------------------------


@pytest.mark.parametrize("first", ["single", "card"])
async def test_a_process_that_has_not_looked_yet_makes_the_card_itself(life: Life, first: str) -> None:
    """One beat owes the single messages and sends, before any has looked who is back."""
    await files(life.store, ("gifts", NEWS))
    life.clock.now = MONDAY
    await life.owes(returns=first == "card")
    await life.sends()
    assert life.came() == [CARD]
    waiting = await states(life.store, "coi")
    life.clock.forward(minutes=20)
    await life.owes()
    await life.sends()
    assert life.came() == [CARD]
    assert waiting["ana"][1] == "together"
    assert await states(life.store, "coi") == {"ana": (DeliveryState.REFUSED, "together")}
    assert await states(life.store, "communication") == {"ana": (DeliveryState.REFUSED, "together")}


async def test_what_was_owed_before_somebody_went_away_is_on_the_card(life: Life) -> None:
    await settle_in(life.store, ANA, facts=())
    await files(life.store, ("gifts", NEWS))
    life.clock.now = datetime(2026, 11, 10, 12, 59, tzinfo=UTC)
    await life.owes()
    await settle_in(life.store, AWAY, facts=())
    await life.until(FRIDAY)
    assert life.came() == [CARD]


async def test_a_card_that_is_refused_holds_nothing_up(life: Life) -> None:
    await files(life.store, ("gifts", NEWS))
    blocked: list[Ended] = [Refused("blocked")]
    life.channel.plans["ana"] = answering(*blocked, *[Refused("blocked")])
    life.clock.now = MONDAY
    await life.owes()
    await life.sends()
    assert await life.facts() == [MessageSent("welcome-back", BACK, Reached.REFUSED)]
    del life.channel.plans["ana"]
    await life.until(FRIDAY)
    assert life.came() == [CARD, Ref("coi", "2026-Q4"), Ref("communication", "gifts")]


async def test_a_card_of_which_nobody_knows_whether_it_arrived_is_not_followed_by_its_parts(
    life: Life,
) -> None:
    await files(life.store, ("gifts", NEWS))
    life.channel.plans["ana"] = answering(Uncertain("time-out"))
    await life.until(FRIDAY)
    assert life.came() == [CARD]
    assert (await life.facts())[0] == MessageSent("welcome-back", BACK, Reached.UNCERTAIN)


async def test_a_card_whose_sender_never_came_back_counts_with_its_parts(life: Life) -> None:
    await files(life.store, ("gifts", NEWS))
    life.clock.now = MONDAY
    await life.owes()
    while [each.key.source for each in await claimed(life)] != ["welcome-back"]:
        pass
    life.clock.forward(minutes=6)
    await life.owes()
    assert await life.facts() == [
        MessageSent("welcome-back", BACK, Reached.UNCERTAIN),
        ReminderSent("coi", "2026-Q4", 1, Reached.TOGETHER),
        MessageSent("communication", "gifts", Reached.TOGETHER),
    ]
    life.clock.forward(minutes=60)
    await life.sends()
    assert life.came() == []


async def claimed(life: Life) -> Sequence[Delivery]:
    """Take one message, as a sender that is killed then; anything but a card goes back for later."""
    (taken,) = await life.store.deliveries.claim(life.clock.now, 1, timedelta(minutes=5))
    if taken.key.source != "welcome-back":
        back = Settlement(DeliveryState.OWED, due=life.clock.now + timedelta(minutes=30))
        await life.store.deliveries.settle(taken.key, back)
    return [taken]


async def test_whoever_answered_meanwhile_gets_the_rest_by_itself(life: Life) -> None:
    await files(life.store, ("gifts", NEWS))
    life.clock.now = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)
    await life.owes()
    await happen(life.store, ANA, ReminderAnswered("coi", "2026-Q4", Outcome.FILED), day=date(2026, 11, 22))
    await life.until(FRIDAY)
    assert life.came()[-1] == Ref("communication", "gifts")
    assert await states(life.store, "welcome-back") == {"ana": (DeliveryState.REFUSED, "answered")}


async def test_a_card_without_room_is_dropped_with_its_time_and_so_is_the_rest(life: Life) -> None:
    long_ago = date(2026, 1, 5)
    store = open_memory()
    life.store = store
    life.restart()
    await settle_in(store, AWAY, facts=())
    await happen(store, AWAY, NoticeSeen(1), day=long_ago)
    await happen(store, AWAY, *[MessageSent("team", "", Reached.DELIVERED)] * 6, day=date(2026, 10, 5))
    await files(store, ("gifts", NEWS))
    life.clock.now = MONDAY
    await life.owes()
    for _ in range(3):
        await life.sends()
        life.clock.forward(minutes=20)
    assert life.came() == []
    assert await states(store, "welcome-back") == {"ana": (DeliveryState.REFUSED, "budget")}


async def test_a_card_of_communications_leaves_what_the_law_asks_for_its_room(library: Library) -> None:
    """The reminder that is still to come this quarter keeps the last place."""
    late = Reminders(duty="coi", spread_days=80)
    life = Life(library, organization(reminders=[late], budget={"per_quarter": 6}))
    people = [replace(AWAY, id=PersonId(f"p{number}")) for number in range(200)]
    for each in people:
        await settle_in(life.store, each, facts=())
        await happen(life.store, each, NoticeSeen(1), day=date(2026, 1, 5))
        if await life.missed(each) == ():
            break
    await happen(life.store, each, *[MessageSent("team", "", Reached.DELIVERED)] * 5, day=date(2026, 10, 5))
    await files(life.store, ("gifts", NEWS), ("over", OVER))
    life.clock.now = MONDAY
    await life.returns(MONDAY)
    await life.sends()
    found = await states(life.store, "welcome-back")
    assert found[each.id] == (DeliveryState.REFUSED, "budget")


async def test_a_legal_reminder_that_is_not_on_the_card_does_not_wait_for_its_room(library: Library) -> None:
    """Back on September 22; the one place left this quarter is the reminder's, whose day comes after that."""
    late = Reminders(duty="coi", spread_days=90)
    life = Life(library, organization(reminders=[late]))
    away = replace(AWAY, leave_from=date(2026, 9, 1), leave_to=date(2026, 9, 21))
    ids = (PersonId(f"p{number}") for number in range(5000))
    own = next(
        each
        for each in ids
        if spread_of(each, "2026-Q3", turn_on(date(2026, 9, 22), late).spread(90)) in (83, 84)
    )
    person = replace(away, id=own)
    await settle_in(life.store, person, facts=())
    await happen(life.store, person, NoticeSeen(1), day=date(2026, 1, 5))
    await happen(life.store, person, *[MessageSent("team", "", Reached.DELIVERED)] * 5, day=date(2026, 7, 6))
    news = communication(first_day=date(2026, 9, 8), last_day=date(2026, 10, 30), spread_days=0)
    await files(life.store, ("gifts", news), ("trips", news))
    life.clock.now = datetime(2026, 9, 22, 12, 0, tzinfo=UTC)
    await life.until(datetime(2026, 9, 30, 23, 0, tzinfo=UTC))
    assert life.came(own) == [Ref("coi", "2026-Q3")]


async def test_a_message_waits_for_its_card_without_everybody_being_read(life: Life) -> None:
    await files(life.store, ("gifts", NEWS))
    life.clock.now = MONDAY
    await life.owes()

    class Roster:
        person, address = life.store.people.person, life.store.people.address

        async def everyone(self) -> Sequence[Person]:
            raise AssertionError

    roster: Any = Roster()
    life.store = replace(life.store, people=roster)
    await life.sends()
    assert life.came() == [CARD]


async def test_managers_who_come_back_share_one_look_at_the_teams(life: Life) -> None:
    looked: list[datetime] = []
    people = life.store.people
    boss = replace(AWAY, role=Role.MANAGER)
    await people.bring_in([boss])
    assert "team" in boss.may(TODAY)

    class Roster:
        async def everyone(self) -> Sequence[Person]:
            looked.append(life.clock())
            return await people.everyone()

    roster: Any = Roster()
    missing = Missing(replace(life.store, people=roster), life.organization, life.library.checklists)
    facts = (await life.store.ledger.life(boss.id)).facts
    for seconds in (0, 30, 59, 60, 61):
        now = MONDAY + timedelta(seconds=seconds)
        assert await missing.missed(boss, facts, TODAY, now=now) is not None
    assert len(looked) == 2
