"""What cannot be corrected is listed with its reason; what was cut off is corrected again."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from dialogs.people import Person, PersonId
from dialogs.sources import CORRECTION
from scheduler.corrections import Corrections
from scheduler.ports import Outcome, Refused, Retry, Uncertain
from scheduler.sender import Drained
from scheduler.tick import AT_A_TIME
from storage.campaigns import corrected_run
from storage.ports import Delivery, DeliveryState, NotSaved, Settlement
from tests.scheduler.correcting import ANA, BEN, CLEO, DONE, LEASE, TODAY, Office
from tests.scheduler.living import sender


@pytest.fixture
async def office() -> Office:
    """Ana and Ben have the wrong text."""
    office = Office()
    await office.has_sent(ANA, BEN)
    return office


# What cannot be corrected -----------------------------------------------------------------------------------


async def test_a_message_that_may_not_have_arrived_or_got_no_id_is_listed_and_not_written_again() -> None:
    office = Office()
    office.chats.trouble["ben"] = [Uncertain("no-answer")]
    await office.has_sent(ANA, BEN)
    office.chats.ids = False
    await office.has(CLEO)
    await office.owes(CLEO)
    await office.drains()
    left = len(office.chats.left)

    await office.corrects("right")
    await office.corrections(office.clock())
    assert await office.drains() == Drained(delivered=1, refused=2)

    listed = ("refused", "no-id")
    assert await office.ended() == {"ana": DONE, "ben": listed, "cleo": listed}
    assert len(office.chats.left) == left + 1


async def test_a_message_that_never_arrived_needs_no_correction() -> None:
    office = Office()
    office.chats.trouble["ben"] = [Refused("blocked")]
    await office.has_sent(ANA, BEN)
    await office.corrects("right")
    await office.corrections(office.clock())
    assert set(await office.ended()) == {"ana"}


async def test_who_left_or_took_the_bot_away_is_listed_with_the_reason(office: Office) -> None:
    await office.corrects("right")
    await office.corrections(office.clock())
    await office.store.people.bring_in([replace(ANA, end=TODAY - timedelta(days=1))])
    await office.store.people.forget(BEN.id)
    assert await office.drains() == Drained(refused=2)
    assert await office.ended() == {"ana": ("refused", "left"), "ben": ("refused", "no-address")}


@pytest.mark.parametrize("reason", ["gone", "blocked", "content", "cannot-update"])
async def test_what_the_channel_refuses_is_listed_with_its_reason(office: Office, reason: str) -> None:
    office.chats.trouble["ana"] = [Refused(reason)]
    await office.corrects("right")
    await office.corrections(office.clock())
    await office.drains()
    assert await office.ended() == {"ana": ("refused", reason), "ben": DONE}


# Crashes ----------------------------------------------------------------------------------------------------


class Failing:
    """Deliveries whose medium is full after so many writes."""

    def __init__(self, kept: Any, writes: int) -> None:
        self._kept, self.writes, self.sizes = kept, writes, list[int]()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._kept, name)

    async def owe(self, deliveries: Sequence[Delivery]) -> int:
        if self.writes == 0:
            raise NotSaved
        self.writes -= 1
        self.sizes.append(len(deliveries))
        new: int = await self._kept.owe(deliveries)
        return new


async def test_a_large_campaign_is_owed_in_parts_and_goes_on_after_a_crash() -> None:
    office, everybody = Office(), [Person(PersonId(f"p{number:04}")) for number in range(2 * AT_A_TIME + 1)]
    await office.writes()
    deliveries = office.store.deliveries
    await office.owes(*everybody)
    for one in await deliveries.claim(office.clock(), len(everybody), LEASE):
        await deliveries.settle(
            one.key, Settlement(DeliveryState.DELIVERED, message=f"1:{one.key.addressee}")
        )
    await office.corrects("right")

    cut_off = Failing(deliveries, writes=1)
    with pytest.raises(NotSaved):
        await Corrections(replace(office.store, deliveries=cut_off))(office.clock())
    assert len(await office.ended()) == AT_A_TIME

    after = Failing(deliveries, writes=99)
    office.clock.forward(minutes=5)
    assert await Corrections(replace(office.store, deliveries=after))(office.clock()) == AT_A_TIME + 1
    assert after.sizes == [AT_A_TIME, AT_A_TIME, 1]
    assert {each.message for each in await deliveries.find(CORRECTION, corrected_run("gifts", 2))} == {
        f"1:{each.id}" for each in everybody
    }


@pytest.mark.parametrize(
    "trouble",
    [Retry("no-answer"), Retry("status-503"), TimeoutError(), RuntimeError("cut off")],
    ids=["no answer", "busy", "too slow", "broken"],
)
async def test_a_correction_without_an_answer_is_made_again(
    office: Office, trouble: Outcome | Exception
) -> None:
    office.chats.trouble["ana"] = [trouble]
    await office.corrects("right")
    await office.corrections(office.clock())
    assert await office.drains() == Drained(delivered=1, again=1)
    office.clock.forward(seconds=30)
    assert await office.drains() == Drained(delivered=1)
    assert office.chats.of(ANA) == ["communication: right"]
    assert await office.ended() == {"ana": DONE, "ben": DONE}


async def test_a_correction_that_never_gets_an_answer_is_given_up_after_eight_times(office: Office) -> None:
    office.chats.trouble["ana"] = [Retry("no-answer")] * 20
    await office.corrects("right")
    await office.corrections(office.clock())
    for _ in range(12):
        await office.drains()
        office.clock.forward(minutes=10)
    assert (await office.ended())["ana"] == ("refused", "gave-up")
    assert len([who for who, _, _ in office.chats.left if who == "ana"]) == 1 + 8


async def test_a_bot_killed_before_it_noted_a_correction_makes_it_again_and_there_is_one_message(
    office: Office,
) -> None:
    await office.corrects("right")
    await office.corrections(office.clock())
    for killed in await office.store.deliveries.claim(office.clock(), 10, LEASE):
        letter = await office.chats.prepare(killed.key.addressee, killed.ref, None, killed.message)
        assert callable(letter)
        await letter()

    office.clock.now += LEASE
    await office.closes_what_lapsed()
    assert await office.ended() == {"ana": ("owed", "lease"), "ben": ("owed", "lease")}
    office.clock.forward(minutes=10)
    assert await office.drains() == Drained(delivered=2)

    assert office.chats.of(ANA) == office.chats.of(BEN) == ["communication: right"]
    assert await office.ended() == {"ana": DONE, "ben": DONE}


async def test_a_bot_that_dies_at_each_attempt_gives_a_correction_up(office: Office) -> None:
    await office.corrects("right")
    await office.corrections(office.clock())
    for _ in range(12):
        await office.store.deliveries.claim(office.clock(), 10, LEASE)
        office.clock.now += LEASE
        await office.closes_what_lapsed()
        office.clock.forward(minutes=10)
    assert await office.ended() == {"ana": ("refused", "gave-up"), "ben": ("refused", "gave-up")}


async def test_a_store_that_fails_while_a_correction_is_looked_at_loses_none(office: Office) -> None:
    await office.corrects("right")
    await office.corrections(office.clock())

    class Broken:
        find = office.store.registers.find

        async def get(self, kind: str, entry: str) -> None:
            raise LookupError(kind, entry)

    registers: Any = Broken()
    broken = replace(office.store, registers=registers)
    assert await sender(broken, office.chats, office.clock).drain() == Drained(again=2)
    office.clock.forward(minutes=10)
    assert await office.drains() == Drained(delivered=2)
