"""What a reply does when the network, the channel or our identity fails it."""

import socket
from typing import Any

import aiohttp
import pytest
from botbuilder.core import TurnContext

from bot.teams import outgoing
from bot.teams.entry import activity
from bot.teams.service_urls import loopback
from bot.teams.wire.adapter import TeamsAdapter
from bot.teams.wire.connector import (
    Connector,
    Declined,
    NoAnswer,
    NotReached,
    Unsent,
)
from bot.teams.wire.retries import Retries
from scheduler.ports import Messenger, Sent
from storage.ports import Address
from tests.bot.teams import shapes
from tests.bot.teams.conftest import QUICK, Doorway, FakeConnector
from tests.bot.teams.fakes import Directory, NoNames
from tests.bot.teams.test_messenger import ADA, NOTE, lives_at


@pytest.fixture
def replies(session: aiohttp.ClientSession) -> TeamsAdapter:
    return TeamsAdapter(Connector(session, loopback, QUICK, retries=Retries(lambda: 0.0)))


async def reply(replies: TeamsAdapter, service_url: str) -> str | None:
    """Answer a message; return the id of the answer, or what kept it from being one."""
    found: list[str | None] = []

    async def turn(context: TurnContext) -> None:
        sent = await context.send_activity(outgoing.sentence("Bonjour"))
        found.append(sent.id if sent else None)

    await replies.process(activity.activity(shapes.message(service_url)), turn)
    return found[0]


# F50, F51: what was not taken ----------------------------------------------------------------------------

PASSING: dict[str, dict[str, Any]] = {
    "busy without a word": {"status": 429},
    "busy for no time": {"status": 429, "headers": {"Retry-After": "0"}},
    "busy, absurdly": {"status": 429, "headers": {"Retry-After": "soon"}, "text": "slow down"},
    "precondition failed": {"status": 412},
    "bad gateway": {"status": 502, "text": "<html>"},
    "unavailable": {"status": 503},
    "slow gateway": {"status": 504},
}


@pytest.mark.parametrize("rule", PASSING.values(), ids=PASSING)
async def test_a_reply_survives_a_channel_that_is_busy_twice(
    rule: dict[str, Any], replies: TeamsAdapter, connector: FakeConnector
) -> None:
    await connector.misbehave(rule | {"times": 2})

    assert (await reply(replies, connector.url) or "").startswith("1:")

    first, second, third = await connector.seen()
    assert first == second == third


@pytest.mark.parametrize("rule", PASSING.values(), ids=PASSING)
async def test_a_channel_that_stays_busy_is_left_alone_after_three_tries(
    rule: dict[str, Any], replies: TeamsAdapter, connector: FakeConnector
) -> None:
    await connector.misbehave(rule | {"times": 9})

    with pytest.raises(Declined, match=str(rule["status"])):
        await reply(replies, connector.url)
    assert len(await connector.seen()) == 3


@pytest.mark.parametrize("wait", ["9", "600", "999999999999", "Fri, 01 Oct 2100 13:00:00 GMT"])
async def test_a_channel_that_wants_to_be_left_alone_for_long_is(
    wait: str, replies: TeamsAdapter, connector: FakeConnector
) -> None:
    await connector.misbehave({"status": 429, "headers": {"Retry-After": wait}})

    with pytest.raises(Declined, match="429"):
        await reply(replies, connector.url)
    assert len(await connector.seen()) == 1


# F51 to F53, F58 to F60: what may have been taken, or never will be --------------------------------------

FINAL: dict[str, tuple[dict[str, Any], type[Unsent]]] = {
    "broken inside": ({"status": 500}, Declined),
    "accepted, then silent": ({"hang": True}, NoAnswer),
    "cut off after the bytes": ({"reset": True}, NoAnswer),
    "bad card": ({"status": 400, "text": "Bad format"}, Declined),
    "nobody we know, and no identity": ({"status": 401}, Declined),
    "blocked": ({"status": 403, "text": '{"error":{"subCode":"MessageWritesBlocked"}}'}, Declined),
    "gone": ({"status": 404}, Declined),
    "too large": ({"status": 413}, Declined),
    "moved": ({"status": 302, "headers": {"Location": "https://elsewhere.example"}}, Declined),
}


@pytest.mark.parametrize(("rule", "ending"), FINAL.values(), ids=FINAL)
async def test_a_reply_that_may_have_arrived_or_never_will_is_not_repeated(
    rule: dict[str, Any], ending: type[Unsent], replies: TeamsAdapter, connector: FakeConnector
) -> None:
    await connector.misbehave(rule)

    with pytest.raises(ending):
        await reply(replies, connector.url)
    assert len(await connector.seen()) == 1


# F53 to F56, F61: before the bytes, and after a success --------------------------------------------------


async def test_a_machine_where_nobody_listens_is_tried_three_times(
    replies: TeamsAdapter, names: NoNames
) -> None:
    with pytest.raises(NotReached):
        await reply(replies, "http://localhost:9")
    # The name is looked up at each try.
    assert names.asked == ["localhost"] * 3

    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        with pytest.raises(NotReached):
            await reply(replies, f"http://127.0.0.1:{unused.getsockname()[1]}")


async def test_a_machine_that_speaks_no_tls_is_never_written_to_in_the_clear(
    replies: TeamsAdapter, connector: FakeConnector
) -> None:
    with pytest.raises(NotReached):
        await reply(replies, connector.url.replace("http:", "https:"))
    assert await connector.seen() == []


TAKEN: dict[str, dict[str, Any]] = {
    "garbage": {"status": 200, "text": "<html>fine</html>"},
    "a list": {"status": 200, "text": "[1]"},
    "no id": {"status": 201, "text": "{}"},
    "an id that is none": {"status": 201, "text": '{"id": 5}'},
    "nothing": {"status": 202},
    "no end": {"status": 200, "text": "x" * 1_000_000},
    "a drip": {"drip": True},
}


@pytest.mark.parametrize("rule", TAKEN.values(), ids=TAKEN)
async def test_a_success_is_a_success_whatever_it_says(
    rule: dict[str, Any], replies: TeamsAdapter, connector: FakeConnector
) -> None:
    await connector.misbehave(rule)

    assert await reply(replies, connector.url) == ""
    assert len(await connector.seen()) == 1


# F64: the address changes --------------------------------------------------------------------------------


@pytest.fixture
def moved(connector: FakeConnector, people: Directory) -> Address:
    """Ada's last message came from a machine that is gone."""
    people.addresses[ADA] = lives_at("http://127.0.0.1:9")
    return lives_at(connector.url)


async def test_a_note_goes_where_the_last_message_came_from(
    moved: Address, doorway: Doorway, messenger: Messenger, connector: FakeConnector, people: Directory
) -> None:
    assert (await doorway.post(shapes.message(connector.url))).status == 200

    kept = people.addresses[ADA].reference
    assert {**kept, "channel": ""} == {**moved.reference, "channel": ""}
    letter = await messenger.prepare(ADA, NOTE, None)
    assert callable(letter)
    assert await letter() == Sent("1:2")
