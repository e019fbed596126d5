"""A sign that an answer is on its way: only when somebody would wonder, and never after the answer."""

import asyncio
from dataclasses import dataclass, field

import aiohttp
import pytest
from botbuilder.core import TurnContext

from bot.heard import Heard, Shown
from bot.teams import outgoing
from bot.teams.entry import activity
from bot.teams.service_urls import loopback
from bot.teams.waiting import PATIENCE, typing
from bot.teams.wire.adapter import TeamsAdapter
from bot.teams.wire.connector import Connector
from dialogs.people import PersonId
from tests.bot.teams import shapes
from tests.bot.teams.conftest import QUICK, Doorway, FakeConnector
from tests.bot.teams.fakes import ScriptedTurns


@dataclass
class SlowTurns(ScriptedTurns):
    """Turns that wait for a sign to have gone out, or for nothing."""

    goes_on: asyncio.Event = field(default_factory=asyncio.Event)

    async def hear(self, person: PersonId, heard: Heard) -> Shown:
        await self.goes_on.wait()
        return await super().hear(person, heard)


@pytest.fixture
def turns() -> SlowTurns:
    return SlowTurns()


async def kinds(connector: FakeConnector) -> list[str]:
    return [each["body"]["type"] for each in await connector.seen()]


async def until_seen(connector: FakeConnector, many: int) -> None:
    async with asyncio.timeout(10):
        while len(await connector.seen()) < many:  # noqa: ASYNC110 the connector is another process
            await asyncio.sleep(0)


async def test_an_answer_that_is_there_at_once_needs_no_sign(
    doorway: Doorway, connector: FakeConnector, turns: SlowTurns
) -> None:
    turns.goes_on.set()
    await doorway.post(shapes.message(connector.url))
    assert await kinds(connector) == ["message"]


async def test_somebody_who_waits_sees_one_sign_and_then_the_answer(
    doorway: Doorway, connector: FakeConnector, turns: SlowTurns
) -> None:
    asked = asyncio.create_task(doorway.post(shapes.message(connector.url)))
    await until_seen(connector, 1)
    turns.goes_on.set()
    assert (await asked).status == 200
    assert await kinds(connector) == ["typing", "message"]


async def test_a_button_waits_by_itself_and_gets_no_sign(
    doorway: Doorway, connector: FakeConnector, turns: SlowTurns
) -> None:
    asyncio.get_running_loop().call_later(PATIENCE + 0.1, turns.goes_on.set)
    answer = await doorway.post(shapes.execute(connector.url))
    assert answer.body["statusCode"] == 200
    assert await connector.seen() == []


@pytest.mark.parametrize("rule", [{"status": 403}, {"status": 429}, {"reset": True}, {"hang": True}])
async def test_a_sign_that_cannot_be_sent_costs_no_answer(
    rule: dict[str, object], doorway: Doorway, connector: FakeConnector, turns: SlowTurns
) -> None:
    await connector.misbehave(rule)
    asked = asyncio.create_task(doorway.post(shapes.message(connector.url)))
    await until_seen(connector, 1)
    turns.goes_on.set()
    assert (await asked).status == 200
    assert (await kinds(connector))[-1] == "message"


# The same with the patience of a test ---------------------------------------------------------------------


async def signs(
    session: aiohttp.ClientSession, connector: FakeConnector, patience: float, *, fails: bool = False
) -> list[str]:
    """Answer once a sign has left, if one is to leave."""

    async def turn(context: TurnContext) -> None:
        async with typing(context, patience):
            if patience == 0:
                await until_seen(connector, 1)
            if fails:
                raise LookupError
        await context.send_activity(outgoing.sentence("Bonjour"))

    adapter = TeamsAdapter(Connector(session, loopback, QUICK))
    await adapter.process(activity.activity(shapes.message(connector.url)), turn)
    return await kinds(connector)


async def test_the_sign_comes_before_the_answer(
    session: aiohttp.ClientSession, connector: FakeConnector
) -> None:
    assert await signs(session, connector, 0) == ["typing", "message"]


async def test_no_sign_comes_after_the_answer(
    session: aiohttp.ClientSession, connector: FakeConnector
) -> None:
    assert await signs(session, connector, 3_600) == ["message"]
    assert [task for task in asyncio.all_tasks() if "_later" in repr(task)] == []


@pytest.mark.parametrize("patience", [0, 3_600])
async def test_no_sign_outlives_a_turn_that_fails(
    patience: int, session: aiohttp.ClientSession, connector: FakeConnector
) -> None:
    with pytest.raises(LookupError):
        await signs(session, connector, patience, fails=True)
    assert [task for task in asyncio.all_tasks() if "_later" in repr(task)] == []
