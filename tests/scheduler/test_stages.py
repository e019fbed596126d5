"""A campaign that is paused waits, one that is stopped or over drops the rest."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from content.model import Audience, DutyRun, Halt, Stage
from dialogs.flow import Ref
from dialogs.people import Person, PersonId, Role
from scheduler.beat import Beat
from scheduler.campaigns import Campaigns
from scheduler.pace import Pace
from scheduler.ports import Outcome, Sent
from storage.campaigns import keep
from storage.memory import open_memory
from storage.ports import Delivery, DeliveryKey, DeliveryState, Entry, Registers, Unavailable
from tests.scheduler.living import (
    ANA,
    HERE,
    MONDAY,
    Channel,
    Clock,
    one_owed,
    organization,
    sender,
    settle_in,
    states,
)
from tests.scheduler.sending import (
    DEMO,
    NINE,
    REFUSED,
    WAITS,
    changes,
    communication,
    ends,
    files,
    lives,
    owed,
    owing,
    session,
    stage,
)


async def test_what_is_owed_by_a_paused_campaign_waits_and_leaves_once_it_goes_on() -> None:
    store, channel = await owing(), Channel()
    await changes(store, "gifts", stage=Stage.PAUSED, halt=Halt.OFFICE)
    assert await ends(store, channel) == {"ana": (WAITS, "paused")}
    (row,) = (await owed(store)).values()
    assert (row.due, row.attempts) == (NINE + timedelta(minutes=30), 0)
    await changes(store, "gifts", stage=Stage.RUNNING)
    assert await ends(store, channel, row.due) == {"ana": (DeliveryState.DELIVERED, "")}


@pytest.mark.parametrize(
    ("standing", "reason"), [(Stage.STOPPED, "stopped"), (Stage.CLOSED, "over"), (Stage.DRAFT, "over")]
)
async def test_what_is_owed_by_a_campaign_that_was_stopped_or_is_over_is_dropped(
    standing: Stage, reason: str
) -> None:
    store, channel = await owing(), Channel()
    await changes(store, "gifts", stage=standing)
    assert await ends(store, channel) == {"ana": (REFUSED, reason)}
    assert channel.sent == []


async def test_what_is_paused_is_not_touched_at_night() -> None:
    store, channel = await owing(), Channel()
    await changes(store, "gifts", stage=Stage.PAUSED)
    assert await ends(store, channel, NINE + timedelta(hours=9)) == {"ana": (WAITS, "paused")}
    assert (await owed(store))["ana"].due == datetime(2026, 11, 25, 13, tzinfo=UTC), "eight in the morning"


async def test_what_cannot_be_looked_up_waits_and_is_never_dropped() -> None:
    store, channel = open_memory(), Channel()
    await settle_in(store, ANA)
    lost = Delivery(DeliveryKey("communication", "lost", 1, ANA.id), Ref("communication", "lost"), NINE)
    await store.deliveries.owe([lost])
    assert await ends(store, channel) == {"ana": (WAITS, "later")}


async def test_when_the_campaigns_cannot_be_read_nothing_is_lost() -> None:
    people = [Person(PersonId(f"p{number:02}")) for number in range(60)]
    store, channel = await owing(*people), Channel()
    failing = replace(store, registers=Away(store.registers, times=1))
    for _ in range(2):
        with suppress(Unavailable):
            await sender(failing, channel, Clock(NINE)).drain()
    assert len(channel.sent) == 60


class Away:
    """Registers that cannot be read so many times."""

    def __init__(self, real: Registers, times: int) -> None:
        self.real, self.times = real, times

    async def find(self, kind: str) -> Sequence[Entry]:
        if self.times:
            self.times -= 1
            raise Unavailable
        return await self.real.find(kind)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)


async def test_a_paused_occurrence_of_a_duty_closes_when_it_is_over() -> None:
    store = await one_owed()
    await keep(store, "coi@2026-Q4", DutyRun(duty="coi", occurrence="2026-Q4", stage=Stage.PAUSED), 0)
    closes = Campaigns(store, organization(), HERE)
    await closes(datetime(2027, 1, 1, 12, tzinfo=UTC))
    assert await stage(store, "coi@2026-Q4") is Stage.PAUSED, "it is still the old year somewhere"
    later = Clock(datetime(2027, 1, 4, 15, tzinfo=UTC))
    await closes(later())
    assert await stage(store, "coi@2026-Q4") is Stage.CLOSED
    await sender(store, Channel(), later).drain()
    assert await states(store) == {"ana": (REFUSED, "over")}


async def test_a_message_that_waited_leaves_in_the_hours_and_days_that_were_meant_or_not_at_all() -> None:
    late = NINE + timedelta(hours=12)
    store, channel = await owing(), Channel()
    assert await ends(store, channel, late) == {"ana": (WAITS, "later")}
    assert (await owed(store))["ana"].due == datetime(2026, 11, 25, 13, tzinfo=UTC)
    assert await ends(store, channel, NINE + timedelta(days=8)) == {"ana": (REFUSED, "over")}


async def test_who_went_on_leave_or_changed_jobs_while_it_waited_is_not_disturbed() -> None:
    people = [Person(PersonId(name), role=Role.MANAGER) for name in ("away", "back", "other")]
    store = open_memory()
    await settle_in(store, *people)
    await files(store, ("gifts", communication(audience=Audience(roles=("manager",)))))
    await Campaigns(store, DEMO, HERE)(NINE)
    away, back, other = people
    await store.people.bring_in(
        [
            Person(away.id, role=Role.MANAGER, leave_from=date(2026, 11, 24)),
            Person(
                back.id,
                role=Role.MANAGER,
                leave_from=date(2026, 11, 24),
                leave_to=date(2026, 11, 25),
            ),
            Person(other.id),
        ]
    )
    assert await ends(store, Channel()) == {
        "away": (REFUSED, "on-leave"),
        "back": (WAITS, "later"),
        "other": (REFUSED, "not-meant"),
    }
    assert (await owed(store))["back"].due == datetime(2026, 11, 26, 13, tzinfo=UTC)


async def test_who_is_no_longer_known_gets_nothing() -> None:
    store, channel = await owing(), Channel()
    key = DeliveryKey("communication", "gifts", 1, PersonId("stranger"))
    await store.deliveries.owe([Delivery(key, Ref("communication", "gifts"), NINE)])
    assert (await ends(store, channel))["stranger"] == (REFUSED, "left")


async def test_a_reminder_of_a_session_that_has_begun_meanwhile_is_dropped() -> None:
    store, channel, clock = open_memory(), Channel(), Clock(MONDAY)
    await settle_in(store, ANA)
    await files(store, ("talk", session()))
    await lives(store, DEMO, clock, datetime(2026, 12, 2, 12, tzinfo=UTC), channel)
    await Campaigns(store, DEMO, HERE)(datetime(2026, 12, 2, 13, tzinfo=UTC))
    await sender(store, channel, Clock(datetime(2026, 12, 3, 18, tzinfo=UTC))).drain()
    second = (await owed(store, "session"))["ana 2"]
    assert (second.state, second.reason) == (REFUSED, "over")


@pytest.mark.parametrize(
    ("standing", "ending"), [(Stage.PAUSED, (WAITS, "paused")), (Stage.STOPPED, (REFUSED, "stopped"))]
)
async def test_a_duty_that_somebody_paused_or_stopped_waits_or_drops_its_reminders(
    standing: Stage, ending: tuple[DeliveryState, str]
) -> None:
    store, channel = await one_owed(), Channel()
    run = DutyRun(duty="coi", occurrence="2026-Q4", stage=standing)
    await keep(store, "coi@2026-Q4", run, 0)
    await sender(store, channel, Clock()).drain()
    assert await states(store) == {"ana": ending}


async def test_a_duty_that_somebody_resumed_goes_on() -> None:
    store, channel = await one_owed(), Channel()
    await keep(store, "coi@2026-Q4", DutyRun(duty="coi", occurrence="2026-Q4"), 0)
    await sender(store, channel, Clock()).drain()
    assert len(channel.sent) == 1


async def test_a_pause_takes_effect_in_the_middle_of_many() -> None:
    people = [Person(PersonId(f"p{number:02}")) for number in range(30)]
    store, channel = await owing(*people), Channel()

    async def pauses() -> Outcome:
        await changes(store, "gifts", stage=Stage.PAUSED)
        return Sent()

    channel.plans["p05"] = pauses
    one_by_one = Pace(workers=1, ready=4)
    await sender(store, channel, Clock(NINE), pace=one_by_one).drain()
    assert len(channel.sent) == 8, "the batch that was claimed ends, and no other one begins"
    waiting = [row for row in (await owed(store)).values() if row.state is WAITS]
    assert {row.reason for row in waiting} == {"paused"}
    assert len(waiting) == 22


async def test_a_pause_of_an_occurrence_holds_what_a_new_path_asks_in_it() -> None:
    store, channel = open_memory(), Channel()
    await settle_in(store, ANA)
    key = DeliveryKey("coi", "2026-Q4-manager", 1, ANA.id)
    await store.deliveries.owe([Delivery(key, Ref("coi", "2026-Q4-manager"), NINE)])
    run = DutyRun(duty="coi", occurrence="2026-Q4", stage=Stage.PAUSED)
    await keep(store, "coi@2026-Q4", run, 0)
    await sender(store, channel, Clock(NINE)).drain()
    assert await states(store) == {"ana": (WAITS, "paused")}


async def test_one_beat_owes_sends_and_closes() -> None:
    store, clock, channel = open_memory(), Clock(NINE), Channel()
    await settle_in(store, ANA)
    await files(store, ("gifts", communication()))
    calm = organization(reminders=())
    beat = Beat(store, channel, clock, calm, opening=lambda _: b"{}", served=HERE)
    await beat()
    assert channel.sent == [("ana", Ref("communication", "gifts"), None)]
    clock.now += timedelta(days=8)
    await beat()
    assert await stage(store, "gifts") is Stage.CLOSED
