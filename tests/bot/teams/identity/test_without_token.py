"""F62 at the door: for lack of a token a reply is not sent, and that is all that happens."""

from dataclasses import replace
from datetime import timedelta

import aiohttp
import pytest
from structlog.testing import capture_logs

from bot.teams.door import Door
from bot.teams.identity.credentials import Bearer
from bot.teams.service_urls import loopback
from bot.teams.wire.adapter import TeamsAdapter
from bot.teams.wire.connector import Connector
from tests.bot.teams import shapes
from tests.bot.teams.conftest import QUICK, Doorway, FakeConnector
from tests.bot.teams.fakes import ScriptedTurns, SetClock
from tests.bot.teams.identity.entra import Entra


@pytest.fixture
def door(door: Door, bearer: Bearer, session: aiohttp.ClientSession) -> Door:
    """The door, with somebody to say who we are."""
    return replace(door, adapter=TeamsAdapter(Connector(session, loopback, QUICK, authorize=bearer)))


async def test_a_reply_without_a_token_is_not_sent_and_the_turn_ends_well(
    doorway: Doorway,
    connector: FakeConnector,
    turns: ScriptedTurns,
    entra: Entra,
    clock: SetClock,
) -> None:
    entra.always = (503, "down")
    with capture_logs() as logs:
        answer = await doorway.post(shapes.message(connector.url))
    assert (answer.status, answer.body) == (200, None)
    assert [(line["event"], line.get("fault", "")) for line in logs] == [
        ("token.missing", ""),
        ("reply.not-sent", "NoIdentity"),
    ]
    assert len(turns.heard) == 1
    assert await connector.seen() == []

    executed = await doorway.post(shapes.execute(connector.url))
    assert executed.body["statusCode"] == 200, "an answer in place needs no token"

    entra.always = None
    clock.go(timedelta(seconds=2))
    assert (await doorway.post(shapes.message(connector.url))).status == 200
    assert len(await connector.seen()) == 1


async def test_replies_go_on_with_the_token_at_hand_while_the_service_is_down(
    doorway: Doorway, connector: FakeConnector, entra: Entra, clock: SetClock
) -> None:
    await doorway.post(shapes.message(connector.url))
    entra.always = (503, "down")
    clock.go(timedelta(minutes=59))
    await doorway.post(shapes.message(connector.url))
    assert len(await connector.seen()) == 2


async def test_a_connector_that_takes_no_token_is_not_stormed_and_neither_is_the_service(
    doorway: Doorway, connector: FakeConnector, entra: Entra
) -> None:
    await connector.misbehave({"status": 401, "times": 1000})
    for _ in range(20):
        assert (await doorway.post(shapes.message(connector.url))).status == 200
    assert len(entra.asked) == 2
    assert len(await connector.seen()) == 3
