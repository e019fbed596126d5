"""The card of a return is looked for once an hour, and owed to whoever came back and is reached here."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest

from content.model import Library
from dialogs.flow import Ref
from storage.ports import Address
from tests.scheduler.away import AWAY, BACK, FRIDAY, NEWS, Life
from tests.scheduler.living import (
    MONDAY,
    settle_in,
)
from tests.scheduler.sending import files


@pytest.fixture
async def life(library: Library) -> Life:
    made = Life(library)
    await settle_in(made.store, AWAY)
    return made


async def test_it_looks_once_an_hour_and_owes_one_card(life: Life) -> None:
    await files(life.store, ("gifts", NEWS))
    life.clock.now = MONDAY
    look = partial(life.returns, MONDAY)
    assert (await look(), await look()) == (1, 0)
    assert await life.returns(MONDAY + timedelta(hours=1)) == 0
    life.restart()
    assert await life.returns(MONDAY) == 0


@pytest.mark.parametrize(
    ("days", "owed"), [(0, 1), (13, 1), (14, 0)], ids=["first day", "two weeks", "too late"]
)
async def test_it_is_owed_within_two_weeks_of_the_return(life: Life, days: int, owed: int) -> None:
    await files(life.store, ("gifts", NEWS.model_copy(update={"last_day": date(2026, 12, 30)})))
    at = datetime(2026, 11, 21, 15, 0, tzinfo=UTC) + timedelta(days=days)
    assert await life.returns(at) == owed


async def test_nobody_is_owed_a_card_who_left_or_is_reached_elsewhere(life: Life) -> None:
    await files(life.store, ("gifts", NEWS))
    await life.store.people.learn(AWAY.id, Address("terminal"))
    assert await life.returns(MONDAY) == 0
    await life.store.people.learn(AWAY.id, Address("local"))
    await life.store.people.bring_in([replace(AWAY, end=date(2026, 11, 20))])
    assert await life.returns(MONDAY + timedelta(hours=1)) == 0


async def test_a_card_of_an_earlier_return_is_dropped(life: Life) -> None:
    await files(life.store, ("gifts", NEWS))
    life.clock.now = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)
    await life.owes()
    longer = replace(AWAY, leave_to=date(2026, 11, 25))
    await settle_in(life.store, longer, facts=())
    await life.until(FRIDAY)
    assert life.came() == [Ref("welcome-back", "2026-11-26")]
    cards = {each.key.occurrence: each.reason for each in await life.store.deliveries.find("welcome-back")}
    assert cards == {BACK: "answered", "2026-11-26": ""}
