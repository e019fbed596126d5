"""A reply is tried again while that makes sense, and never so that something could be said twice."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from bot.teams.wire.connector import Declined, Forbidden, NoAnswer, NoIdentity, NotReached, Unsent
from bot.teams.wire.retries import Retries, pause
from tests.bot.teams.fakes import START

MINUTES = timedelta(minutes=10)


@dataclass
class Channel:
    """Ends every try as it is told to, and remembers the pauses between them."""

    endings: list[Unsent | None]
    pauses: list[float] = field(default_factory=list)

    async def attempt(self) -> str:
        ending = self.endings.pop(0)
        if ending:
            raise ending
        return "taken"

    async def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)


def insisting(channel: Channel, jitter: Iterable[float] = (0.5, 0.5)) -> Retries:
    return Retries(iter(jitter).__next__, sleep=channel.sleep)


@pytest.mark.parametrize(
    "ending", [Declined(status) for status in (412, 429, 502, 503, 504)] + [NotReached()]
)
async def test_what_was_not_taken_is_tried_three_times_at_most(ending: Unsent) -> None:
    lucky = Channel([ending, ending, None])
    assert await insisting(lucky).insist(lucky.attempt) == "taken"
    assert lucky.pauses == [0.5, 1.0]

    unlucky = Channel([ending] * 4)
    with pytest.raises(type(ending)):
        await insisting(unlucky).insist(unlucky.attempt)
    assert len(unlucky.endings) == 1


@pytest.mark.parametrize(
    "ending",
    [
        *(Declined(status) for status in (400, 401, 403, 404, 413, 418, 500)),
        NoAnswer(),
        Forbidden(),
        NoIdentity(),
    ],
)
async def test_what_may_have_been_taken_or_never_will_be_is_tried_once(ending: Unsent) -> None:
    channel = Channel([ending, None])

    with pytest.raises(type(ending)):
        await insisting(channel).insist(channel.attempt)
    assert channel.endings == [None]


async def test_the_pauses_are_anything_between_none_and_twice_the_last() -> None:
    channel = Channel([NotReached(), NotReached(), None])

    await insisting(channel, jitter=[0.0, 0.999]).insist(channel.attempt)

    assert channel.pauses == [0.0, 1.998]


@pytest.mark.parametrize(
    ("header", "date", "waited"),
    [
        ("", "", 0.5),
        ("soon", "", 0.5),
        ("-1", "", 0.5),
        ("0", "", 0.5),
        ("3", "", 3.5),
        ("Thu, 01 Oct 2026 13:00:04 GMT", "Thu, 01 Oct 2026 13:00:00 GMT", 4.5),
        # A date says nothing to somebody without a clock.
        ("Thu, 01 Oct 2026 13:00:04 GMT", "", 0.5),
    ],
)
async def test_a_channel_that_asks_for_a_pause_gets_it(header: str, date: str, waited: float) -> None:
    channel = Channel([Declined(429, header, date), None])

    await insisting(channel).insist(channel.attempt)

    assert channel.pauses == [waited]


@pytest.mark.parametrize("header", ["8", "60", "999999999999", "9" * 5_000])
async def test_a_pause_longer_than_a_person_waits_is_not_begun(header: str) -> None:
    channel = Channel([Declined(429, header), None])

    with pytest.raises(Declined, match="429"):
        await insisting(channel).insist(channel.attempt)
    assert channel.pauses == []


async def test_the_pauses_together_stay_within_the_budget() -> None:
    channel = Channel([Declined(503, "4"), Declined(503, "4"), None])

    with pytest.raises(Declined):
        await insisting(channel).insist(channel.attempt)
    assert channel.pauses == [4.5]


async def test_time_that_runs_out_in_a_pause_ends_as_the_last_try_did() -> None:
    async def for_ever(_seconds: float) -> None:
        await asyncio.Event().wait()

    channel = Channel([Declined(503), None])
    with pytest.raises(Declined, match="503"):
        await Retries(lambda: 0.0, budget=0.01, sleep=for_ever).insist(channel.attempt)


async def test_time_that_runs_out_in_a_try_leaves_open_whether_it_was_taken() -> None:
    channel = Channel([Declined(503)])

    async def attempt() -> str:
        if channel.endings:
            await channel.attempt()
        await asyncio.Event().wait()
        return "never"

    with pytest.raises(NoAnswer):
        await Retries(lambda: 0.0, budget=0.01, sleep=channel.sleep).insist(attempt)
    assert channel.endings == []


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", None),
        ("-1", None),
        ("1.5", None),
        ("\u0663", None),
        ("0", timedelta(0)),
        (" 30 ", timedelta(seconds=30)),
        ("601", MINUTES),
        ("9" * 5_000, MINUTES),
        ("Thu, 01 Oct 2026 12:59:00 GMT", None),
        ("Thu, 01 Oct 2026 13:01:00 -0000", timedelta(minutes=1)),
        ("Fri, 01 Oct 2027 13:00:00 GMT", MINUTES),
        ("Thu, 99 Oct 2026 13:00:00 GMT", None),
        (f"Thu, {'9' * 30} Oct 2026 13:00:00 GMT", None),
    ],
)
def test_a_pause_is_honoured_when_it_makes_sense_and_never_beyond_ten_minutes(
    header: str, expected: timedelta | None
) -> None:
    assert pause(header, START) == expected
