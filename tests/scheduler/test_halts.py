"""A campaign that fails for everybody halts by itself, and the office hears of it, once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from structlog.testing import capture_logs

from content.model import DutyRun, Halt, Stage
from dialogs.flow import Ref
from dialogs.people import Person, PersonId, Role
from scheduler.pace import Pace
from scheduler.ports import Elsewhere, Outcome, Refused, Retry
from scheduler.stages import TRIES, Stages
from storage.campaigns import Filed, campaign
from storage.memory import open_memory
from storage.ports import Delivery, DeliveryKey, DeliveryState, NotSaved, Settlement, Stale, Store
from tests.scheduler.living import (
    ANA,
    Channel,
    Clock,
    answering,
    one_owed,
    sender,
    settle_in,
    states,
)
from tests.scheduler.sending import (
    DEMO,
    NINE,
    REFUSED,
    VERA,
    WAITS,
    changes,
    ends,
    lives,
    owed,
    owing,
    stage,
)


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
        await sender(store, channel, Clock(NINE), pace=Pace(workers=1, ready=5)).drain()
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
    return replace(store, registers=registers)  # type: ignore[arg-type]


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
