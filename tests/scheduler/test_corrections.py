"""A wrong text is replaced wherever it stands: once, and in its place."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from content.model import Session, Stage, Text
from dialogs.flow import Ref
from dialogs.sources import COMMUNICATION, SESSION, SOURCES
from scheduler.attempts import settled
from scheduler.corrections import LOOKED_AT_AGAIN, Corrections
from scheduler.ports import Sent
from scheduler.sender import Drained
from storage.campaigns import keep
from storage.ports import (
    Delivery,
    DeliveryKey,
    DeliveryState,
)
from tests.scheduler.correcting import ANA, BEN, CLEO, DONE, TODAY, Office, written
from tests.scheduler.living import MONDAY


@pytest.fixture
async def office() -> Office:
    """Ana and Ben have the wrong text."""
    office = Office()
    await office.has_sent(ANA, BEN)
    return office


# What is kept of a message ----------------------------------------------------------------------------------


@pytest.mark.parametrize("source", [COMMUNICATION, SESSION])
async def test_the_id_of_a_message_that_can_be_corrected_is_kept(source: str) -> None:
    office = Office()
    await office.has(ANA)
    await office.writes()
    await office.owes(ANA, source=source)
    await office.drains()
    (sent,) = await office.store.deliveries.find(source)
    assert (sent.state, sent.message) == (DeliveryState.DELIVERED, "1:1")


@pytest.mark.parametrize(
    "source", ["coi", "coi.advice-request", *sorted(SOURCES.keys() - {COMMUNICATION, SESSION})]
)
def test_the_id_of_any_other_message_is_not_kept_for_it_looks_like_a_time(source: str) -> None:
    other = Delivery(DeliveryKey(source, "2026-Q4", 1, ANA.id), Ref(source, "2026-Q4"), MONDAY)
    settlement, _ = settled(other, Sent("1:1732374000000"), MONDAY)
    assert (settlement.state, settlement.message) == (DeliveryState.DELIVERED, "")


# In its place -----------------------------------------------------------------------------------------------


async def test_everybody_who_has_the_wrong_text_has_the_right_one_in_its_place(office: Office) -> None:
    await office.corrects("right")
    assert await office.corrections(office.clock()) == 2
    assert await office.drains() == Drained(delivered=2)

    assert office.chats.of(ANA) == office.chats.of(BEN) == ["communication: right"]
    assert await office.ended() == {"ana": DONE, "ben": DONE}
    assert sorted(office.chats.left[2:]) == [
        ("ana", "communication: right", "1:1"),
        ("ben", "communication: right", "1:2"),
    ]


async def test_a_correction_leaves_no_fact_and_opens_nothing(office: Office) -> None:
    before = await office.store.ledger.life(ANA.id)
    await office.corrects("right")
    await office.corrections(office.clock())
    await office.drains()
    assert await office.store.ledger.life(ANA.id) == before


async def test_a_correction_disturbs_nobody_and_leaves_at_night_on_leave_and_on_a_holiday(
    office: Office,
) -> None:
    away = replace(BEN, leave_from=date(2026, 12, 1), leave_to=None)
    await office.store.people.bring_in([away])
    office.clock.now = datetime(2026, 12, 25, 8, 0, tzinfo=UTC)  # 03:00 on Christmas Day in Ottawa
    await office.corrects("right")
    await office.corrections(office.clock())
    assert await office.drains() == Drained(delivered=2)


async def test_whoever_was_not_written_to_yet_gets_the_right_text_at_once(office: Office) -> None:
    await office.has(CLEO)
    await office.owes(CLEO)
    await office.corrects("right")
    assert await office.corrections(office.clock()) == 2
    await office.drains()
    assert office.chats.of(CLEO) == ["communication: right"]
    assert set(await office.ended()) == {"ana", "ben"}


@pytest.mark.parametrize("stage", [Stage.PAUSED, Stage.STOPPED, Stage.CLOSED])
async def test_a_campaign_that_sends_no_more_is_corrected_too(office: Office, stage: Stage) -> None:
    await office.corrects("right", stage=stage)
    await office.corrections(office.clock())
    await office.drains()
    assert office.chats.of(ANA) == ["communication: right"]


async def test_an_invitation_and_its_reminder_are_corrected_each() -> None:
    office = Office()
    await office.has(ANA)
    fields = written().model_dump(exclude={"kind"})
    talk = Session(
        **fields,
        day=TODAY,
        opens=time(13),
        zone="America/Toronto",
        place=Text(en="Here", fr="Ici"),
        code="1234",
    )
    await keep(office.store, "talk", talk, 0)
    await office.owes(ANA, id_="talk", source=SESSION)
    await office.drains()
    await office.owes(ANA, id_="talk", source=SESSION, nth=2, flow="session-reminder")
    await office.drains()

    await office.corrects("right", "talk")
    assert await office.corrections(office.clock()) == 2
    await office.drains()

    assert office.chats.of(ANA) == ["session: right", "session-reminder: right"]


async def test_other_campaigns_and_a_text_that_only_changed_before_it_was_sent_are_left_alone(
    office: Office,
) -> None:
    await office.writes("elections", text_version=4)
    await office.owes(ANA, id_="elections")
    await office.drains()
    assert await office.corrections(office.clock()) == 0
    await office.corrects("right")
    assert await office.corrections(office.clock()) == 2
    await office.drains()
    assert office.chats.of(ANA) == ["communication: right", "communication: wrong"]


# Again ------------------------------------------------------------------------------------------------------


async def test_two_corrections_in_a_row_leave_the_last_text_in_one_message(office: Office) -> None:
    for words in ("nearly", "right"):
        await office.corrects(words)
        assert await office.corrections(office.clock()) == 2
        await office.drains()
    assert office.chats.of(ANA) == ["communication: right"]
    assert await office.ended(2) == await office.ended(3) == {"ana": DONE, "ben": DONE}


async def test_a_correction_that_a_newer_one_overtook_does_not_leave(office: Office) -> None:
    await office.corrects("nearly")
    await office.corrections(office.clock())
    office.clock.forward(minutes=1)
    await office.corrects("right")
    await office.corrections(office.clock())
    await office.drains()
    assert await office.ended(2) == {"ana": ("refused", "over"), "ben": ("refused", "over")}
    assert await office.ended(3) == {"ana": DONE, "ben": DONE}
    assert [text for _, text, _ in office.chats.left[2:]] == ["communication: right"] * 2


async def test_looking_again_owes_nothing_again_not_even_after_a_restart(office: Office) -> None:
    await office.corrects("right")
    assert await office.corrections(office.clock()) == 2
    assert await office.corrections(office.clock()) == 0
    assert await Corrections(office.store)(office.clock()) == 0
    await office.drains()
    office.clock.forward(days=40)
    assert await Corrections(office.store)(office.clock()) == 0
    assert await office.drains() == Drained()


async def test_a_bot_that_slept_for_months_still_corrects(office: Office) -> None:
    await office.corrects("right")
    office.clock.forward(days=90)
    assert await office.corrections(office.clock()) == 2


class Counting:
    """Deliveries of which each reading of a whole campaign is counted."""

    def __init__(self, kept: Any) -> None:
        self._kept, self.readings = kept, 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._kept, name)

    async def find(self, source: str, occurrence: str | None = None) -> Sequence[Delivery]:
        self.readings += 1
        found: Sequence[Delivery] = await self._kept.find(source, occurrence)
        return found


async def test_a_campaign_is_read_once_for_each_text_and_an_old_one_not_at_all(office: Office) -> None:
    counting = Counting(office.store.deliveries)
    watched = replace(office.store, deliveries=counting)
    corrections = Corrections(watched)
    for expected in (1, 2):
        await office.corrects("right")
        for _ in range(5):
            await corrections(office.clock())
        assert counting.readings == expected
    office.clock.forward(days=31)
    await Corrections(watched)(office.clock())
    assert counting.readings == 2


async def test_what_was_under_way_with_the_wrong_text_is_corrected_once_it_has_arrived(
    office: Office,
) -> None:
    await office.has(CLEO)
    await office.owes(CLEO)

    async def corrected_meanwhile() -> None:
        await office.corrects("right")
        assert await office.corrections(office.clock()) == 2

    office.chats.meanwhile = corrected_meanwhile
    await office.drains()
    assert office.chats.of(CLEO) == ["communication: wrong"]
    office.clock.forward(minutes=1)
    assert await office.corrections(office.clock()) == 0, "its time has not come"
    office.clock.now += LOOKED_AT_AGAIN
    assert await office.corrections(office.clock()) == 1
    await office.drains()
    assert office.chats.of(CLEO) == ["communication: right"]
    assert set(await office.ended()) == {"ana", "ben", "cleo"}


async def test_whoever_got_the_right_text_days_after_the_correction_is_not_corrected_after_a_restart(
    office: Office,
) -> None:
    await office.corrects("right")
    await office.corrections(office.clock())
    office.clock.forward(days=3)
    await office.has(CLEO)
    await office.owes(CLEO)
    await office.drains()
    assert await Corrections(office.store)(office.clock()) == 0
