"""Teams waits 15 seconds for an answer: what comes before it is given up in time, and the answer comes."""

import asyncio
from typing import Any

import aiohttp
import pytest
from botbuilder.schema import Activity, ActivityTypes

from bot.teams.entry import activity
from bot.teams.entry.guests import Guests, Standing
from bot.teams.entry.meaning import Consented
from bot.teams.files import Files
from bot.teams.replies import Replies
from bot.teams.wire.members import Member
from content.model import Library
from dialogs.people import PersonId
from tests.bot.teams import shapes
from tests.bot.teams.fakes import Directory, ScriptedTurns, SetClock, draw

SOMEBODY = PersonId("9d3c8a52-0f4e-4c55-8a4b-6f2f7b1d3e22")


class NoWord:
    """A connector that never says who somebody is."""

    async def member(self, service_url: str, conversation: str, member: str) -> Member:
        await asyncio.Event().wait()
        raise AssertionError(service_url, conversation, member)


class Stuck:
    """A conversation in which messages arrive and none can be taken back."""

    def __init__(self) -> None:
        self.sent: list[Activity] = []

    async def send_activity(self, said: Activity) -> None:
        self.sent.append(said)

    async def delete_activity(self, _asked_by: str) -> None:
        await asyncio.Event().wait()


async def test_a_connector_that_says_nothing_of_somebody_new_does_not_hold_up_the_answer(
    people: Directory, clock: SetClock
) -> None:
    guests = Guests(people, NoWord(), clock, patience=0.01)
    envelope = activity.envelope(shapes.message("http://127.0.0.1/teams"))
    async with asyncio.timeout(10):
        assert await guests.standing(envelope, SOMEBODY) is Standing.UNKNOWN


@pytest.mark.parametrize("asked_by", ["1:7", ""])
async def test_a_question_that_cannot_be_taken_back_does_not_hold_up_the_answer(
    asked_by: str, turns: ScriptedTurns, session: aiohttp.ClientSession, library: Library
) -> None:
    replies = Replies(draw, library.sentences, hands_over=True)
    files = Files(turns, replies, session, lambda _: False, patience=1.0, tidying=0.01)
    stuck: Any = Stuck()  # of the SDK's context, what a file needs
    async with asyncio.timeout(10):
        await files.take(stuck, SOMEBODY, Consented("2026-Q4", None, asked_by))
    answer, declined = stuck.sent
    assert answer.type == ActivityTypes.invoke_response
    assert declined.text == library.sentences["file-declined"].fr
