"""What says who we are goes to nobody else, and is replaced once when it is refused."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import aiohttp
import pytest

from bot.teams.messenger import Outcomes, TeamsMessenger
from bot.teams.service_urls import loopback
from bot.teams.wire.adapter import TeamsAdapter
from bot.teams.wire.connector import Connector, Declined, Forbidden, NoIdentity
from bot.teams.wire.retries import Retries
from scheduler.ports import Elsewhere, Messenger, Outcome, Refused, Retry, Sent, Uncertain
from tests.bot.teams.conftest import QUICK, FakeConnector
from tests.bot.teams.fakes import SENTENCES, Directory, NoNames, ScriptedTurns, SetClock, draw
from tests.bot.teams.test_faults import reply
from tests.bot.teams.test_messenger import ADA, NOTE, lives_at
from tests.bot.teams.test_service_urls import HOSTILE


@dataclass
class Badge:
    """Tokens in the order they are given out."""

    headers: Iterator[str]
    refusals: list[str] = field(default_factory=list)
    current: str = ""

    async def header(self) -> str:
        self.current = self.current or next(self.headers, "")
        if not self.current:
            raise NoIdentity
        return self.current

    def refused(self, header: str) -> None:
        self.refusals.append(header)
        self.current = ""


def adapter(session: aiohttp.ClientSession, badge: Badge) -> TeamsAdapter:
    return TeamsAdapter(Connector(session, loopback, QUICK, badge, Retries(lambda: 0.0)))


async def test_every_request_says_who_we_are(
    session: aiohttp.ClientSession, connector: FakeConnector
) -> None:
    await connector.expects("Bearer one")

    assert await reply(adapter(session, Badge(iter(["Bearer one"]))), connector.url)
    assert [seen["authorization"] for seen in await connector.seen()] == ["Bearer one"]


async def test_a_token_refused_once_is_replaced_once(
    session: aiohttp.ClientSession, connector: FakeConnector
) -> None:
    await connector.expects("Bearer two")
    badge = Badge(iter(["Bearer one", "Bearer two"]))

    assert await reply(adapter(session, badge), connector.url)
    assert [seen["authorization"] for seen in await connector.seen()] == ["Bearer one", "Bearer two"]
    assert badge.refusals == ["Bearer one"]


async def test_a_bot_that_is_refused_for_ever_stops_after_the_second_token(
    session: aiohttp.ClientSession, connector: FakeConnector
) -> None:
    await connector.expects("Bearer of somebody else")

    with pytest.raises(Declined, match="401"):
        await reply(
            adapter(session, Badge(iter(["Bearer one", "Bearer two", "Bearer three"]))), connector.url
        )
    assert [seen["authorization"] for seen in await connector.seen()] == ["Bearer one", "Bearer two"]


async def test_without_an_identity_nothing_leaves(
    session: aiohttp.ClientSession, connector: FakeConnector
) -> None:
    with pytest.raises(NoIdentity):
        await reply(adapter(session, Badge(iter([]))), connector.url)
    assert await connector.seen() == []


@dataclass
class Writer:
    """Writes to Ada first, with a badge of one's own."""

    people: Directory
    turns: ScriptedTurns
    clock: SetClock
    session: aiohttp.ClientSession
    connector: FakeConnector

    async def write(self, badge: Badge, replaces: str = "") -> Outcome:
        """Write to Ada, or change what she has."""
        self.people.addresses[ADA] = lives_at(self.connector.url)
        messenger: Messenger = TeamsMessenger(
            self.turns,
            draw,
            self.people,
            SENTENCES,
            adapter=adapter(self.session, badge),
            clock=self.clock,
            outcomes=Outcomes[Outcome](Sent, Refused, Retry, Uncertain, Elsewhere),
        )
        letter = await messenger.prepare(ADA, NOTE, None, replaces)
        return await letter() if callable(letter) else letter


@pytest.fixture
def writer(
    people: Directory,
    turns: ScriptedTurns,
    clock: SetClock,
    session: aiohttp.ClientSession,
    connector: FakeConnector,
) -> Writer:
    return Writer(people, turns, clock, session, connector)


@pytest.mark.parametrize("replaces", ["", "1:1"])
async def test_a_note_and_a_correction_without_an_identity_wait_for_one(
    replaces: str, writer: Writer, connector: FakeConnector
) -> None:
    assert await writer.write(Badge(iter([])), replaces) == Elsewhere("no-identity")
    assert await connector.seen() == []


async def test_a_correction_is_made_with_a_fresh_token_and_waits_when_that_is_refused_too(
    writer: Writer, connector: FakeConnector
) -> None:
    await connector.expects("Bearer two")
    note = await writer.write(Badge(iter(["Bearer two"])))
    assert isinstance(note, Sent)

    assert await writer.write(Badge(iter(["Bearer one", "Bearer two"])), note.message) == note
    badge = Badge(iter(["Bearer three", "Bearer four", "Bearer two"]))
    assert await writer.write(badge, note.message) == Elsewhere("unauthorized")

    assert [(each["method"], each["authorization"]) for each in await connector.seen()] == [
        ("POST", "Bearer two"),
        ("PUT", "Bearer one"),
        ("PUT", "Bearer two"),
        ("PUT", "Bearer three"),
        ("PUT", "Bearer four"),
    ]


@pytest.mark.parametrize("url", HOSTILE)
async def test_no_token_is_even_fetched_for_a_host_we_do_not_write_to(
    url: str, session: aiohttp.ClientSession, names: NoNames
) -> None:
    badge = Badge(iter(["Bearer one"]))

    with pytest.raises(Forbidden):
        await reply(adapter(session, badge), url.format(port=9))
    assert badge.current == ""
    assert names.asked == []


async def test_a_token_does_not_follow_a_redirect(
    session: aiohttp.ClientSession, connector: FakeConnector
) -> None:
    await connector.misbehave({"status": 307, "headers": {"Location": f"{connector.url}/v3/conversations"}})

    with pytest.raises(Declined, match="307"):
        await reply(adapter(session, Badge(iter(["Bearer one"]))), connector.url)
    assert len(await connector.seen()) == 1
