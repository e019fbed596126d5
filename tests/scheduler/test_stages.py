"""A campaign that is paused waits, one that is stopped or over drops the rest, and one that fails halts."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from structlog.testing import capture_logs

from content.model import Audience, DutyRun, Halt, Stage
from dialogs.flow import Ref
from dialogs.people import Person, PersonId, Role
from scheduler.campaigns import Campaigns
from scheduler.ports import Elsewhere, Outcome, Refused, Retry, Sent
from scheduler.sender import Pace
from scheduler.stages import TRIES, Stages
from storage.campaigns import Filed, campaign, keep
from storage.memory import open_memory
from storage.ports import Delivery, DeliveryKey, DeliveryState, NotSaved, Settlement, Stale, Store
from tests.scheduler.living import (
    ANA,
    HERE,
    MONDAY,
    Channel,
    Clock,
    answering,
    one_owed,
    organization,
    sender,
    settle_in,
    states,
)
from tests.scheduler.sending import changes, communication, files, lives, owed, session, stage

DEMO = organization()
NINE = datetime(2026, 11, 24, 14, tzinfo=UTC)
VERA = Person(PersonId("vera"), role=Role.VE_OFFICER)
REFUSED, WAITS = DeliveryState.REFUSED, DeliveryState.OWED


async def owing(*people: Person) -> Store:
    """Return an office in which a message is owed to everybody on Tuesday at nine."""
    store = open_memory()
    await settle_in(store, *(people or (ANA,)))
    await files(store, ("gifts", communication()))
    await Campaigns(store, DEMO, HERE)(NINE)
    return store


async def ends(store: Store, channel: Channel, at: datetime = NINE) -> dict[str, tuple[DeliveryState, str]]:
    await sender(store, channel, Clock(at)).drain()
    return await states(store, "communication")


async def test_what_is_owed_by_a_paused_campaign_waits_and_leaves_once_it_goes_on() -> None:
    store, channel = await owing(), Channel()
    await changes(store, "gifts", stage=Stage.PAUSED, halt=Halt.OFFICE)
    assert await ends(store, channel) == {"ana": (WAITS, "paused")}
    (row,) = (await owed(store)).values()
    assert (row.due, row.attempts) == (NINE + timedelta(minutes=10), 0)
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


async def test_what_nobody_knows_any_more_is_dropped() -> None:
    store, channel = open_memory(), Channel()
    await settle_in(store, ANA)
    lost = Delivery(DeliveryKey("communication", "lost", 1, ANA.id), Ref("communication", "lost"), NINE)
    await store.deliveries.owe([lost])
    assert await ends(store, channel) == {"ana": (REFUSED, "over")}


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
    one_by_one = Pace(workers=1, batch=4)
    await sender(store, channel, Clock(NINE), pace=one_by_one).drain()
    assert len(channel.sent) == 8, "the batch that was claimed ends, and no other one begins"
    waiting = [row for row in (await owed(store)).values() if row.state is WAITS]
    assert {row.reason for row in waiting} == {"paused"}
    assert len(waiting) == 22


# Halting by itself ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("outcome", "halt", "ending"),
    [
        (Refused("content"), Halt.CONTENT, (REFUSED, "content")),
        (Elsewhere("unauthorized"), Halt.IDENTITY, (WAITS, "unauthorized")),
        (Elsewhere("no-identity"), Halt.IDENTITY, (WAITS, "no-identity")),
    ],
)
async def test_a_campaign_that_fails_for_everybody_halts_at_the_first_message(
    outcome: Outcome, halt: Halt, ending: tuple[DeliveryState, str]
) -> None:
    people = [Person(PersonId(f"p{number}")) for number in range(5)]
    store = await owing(*people)
    channel = Channel({"p0": answering(outcome)})
    with capture_logs() as lines:
        await sender(store, channel, Clock(NINE), pace=Pace(workers=1, batch=5)).drain()
    found = await campaign(store, "gifts")
    assert found is not None
    assert (found.campaign.stage, found.campaign.halt) == (Stage.PAUSED, halt)
    rows = await owed(store)
    assert (rows["p0"].state, rows["p0"].reason) == ending
    assert {(rows[f"p{number}"].state, rows[f"p{number}"].reason) for number in range(1, 5)} == {
        (WAITS, "paused")
    }
    assert [(line["event"], line["source"], line["reason"]) for line in lines] == [
        ("campaign.halted", "communication", halt.value)
    ]


@pytest.mark.parametrize("outcome", [Refused("blocked"), Retry("status-429"), Elsewhere("other-channel")])
async def test_what_meets_one_person_only_halts_nothing(outcome: Outcome) -> None:
    store = await owing()
    await ends(store, Channel({"ana": answering(outcome)}))
    assert await stage(store, "gifts") is Stage.RUNNING


async def test_a_duty_halts_too_and_its_occurrence_alone() -> None:
    store = await one_owed(ANA, Person(PersonId("bob")))
    channel = Channel({"ana": answering(Refused("content"))})
    await sender(store, channel, Clock(), pace=Pace(workers=1)).drain()
    found = await campaign(store, "coi@2026-Q4")
    assert found == Filed(
        "coi@2026-Q4",
        1,
        DutyRun(duty="coi", occurrence="2026-Q4", stage=Stage.PAUSED, halt=Halt.CONTENT),
    )
    assert (await states(store))["bob"] == (WAITS, "paused")


async def test_what_no_campaign_sends_halts_none() -> None:
    store, channel = open_memory(), Channel({"ana": answering(Refused("content"))})
    await settle_in(store, ANA)
    note = Delivery(DeliveryKey("directory.review", "x@30", 1, ANA.id), Ref("note", "directory"), NINE)
    await store.deliveries.owe([note])
    await sender(store, channel, Clock(NINE)).drain()
    assert await store.registers.find("campaign") == ()


async def test_somebody_who_stopped_it_meanwhile_has_the_last_word() -> None:
    store, channel = await owing(), Channel()

    async def stops() -> Outcome:
        await changes(store, "gifts", stage=Stage.STOPPED)
        return Refused("content")

    channel.plans["ana"] = stops
    await ends(store, channel)
    assert await stage(store, "gifts") is Stage.STOPPED


class Busy:
    """A register in which somebody else is always faster, or whose disk is full."""

    def __init__(self, store: Store, fault: Exception) -> None:
        self.store, self.fault, self.tried = store, fault, 0

    def __getattr__(self, name: str) -> object:
        return getattr(self.store.registers, name)

    async def put(self, *_: object) -> object:
        self.tried += 1
        raise self.fault


@pytest.mark.parametrize(("fault", "tried"), [(Stale(), TRIES), (NotSaved(), 1)])
async def test_a_halt_that_cannot_be_kept_harms_no_message(fault: Exception, tried: int) -> None:
    store = await owing()
    registers = Busy(store, fault)
    (row,) = (await owed(store)).values()
    stages = Stages(_with(store, registers), DEMO)
    with capture_logs() as lines:
        await stages.heed(row, Settlement(REFUSED, reason="content"))
    assert registers.tried == tried
    assert await stage(store, "gifts") is Stage.RUNNING
    assert [line["event"] for line in lines] == (["campaign.not-halted"] if tried == 1 else [])


def _with(store: Store, registers: Busy) -> Store:
    return Store(store.ledger, store.people, store.deliveries, registers, store.records)  # type: ignore[arg-type]


# The office hears of it ------------------------------------------------------------------------------------


def notes(channel: Channel) -> Sequence[tuple[str, str]]:
    return [(who, ref.key) for who, ref, _ in channel.sent if ref.flow == "note"]


async def test_the_office_is_told_once_for_each_halt_and_whoever_can_be_reached() -> None:
    unreached = Person(PersonId("otto"), role=Role.VE_OFFICER)
    gone = Person(PersonId("gone"), role=Role.VE_OFFICER, end=date(2026, 11, 1))
    store, clock, channel = await owing(ANA, VERA, gone), Clock(NINE), Channel()
    await store.people.bring_in([unreached])
    channel.plans["ana"] = answering(Refused("content"))
    await lives(store, DEMO, clock, NINE + timedelta(hours=3), channel)
    assert notes(channel) == [("vera", "campaign.halted/gifts")]
    await changes(store, "gifts", stage=Stage.RUNNING, halt=None)
    await lives(store, DEMO, clock, NINE + timedelta(hours=4), channel)
    assert len(notes(channel)) == 1
    await changes(store, "gifts", stage=Stage.PAUSED, halt=Halt.IDENTITY)
    await lives(store, DEMO, clock, NINE + timedelta(hours=5), channel)
    assert len(notes(channel)) == 2
    refused = (await owed(store))["ana"]
    assert (refused.state, refused.reason) == (REFUSED, "content"), "it is listed, and not sent again"


async def test_nobody_is_told_of_a_pause_that_somebody_asked_for() -> None:
    store, channel = await owing(VERA), Channel()
    await changes(store, "gifts", stage=Stage.PAUSED, halt=Halt.OFFICE)
    await lives(store, DEMO, Clock(NINE), NINE + timedelta(hours=2), channel)
    assert notes(channel) == []
