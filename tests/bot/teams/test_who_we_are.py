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


async def test_a_note_without_an_identity_waits_for_one(
    people: Directory,
    turns: ScriptedTurns,
    clock: SetClock,
    session: aiohttp.ClientSession,
    connector: FakeConnector,
) -> None:
    people.addresses[ADA] = lives_at(connector.url)
    messenger: Messenger = TeamsMessenger(
        turns,
        draw,
        people,
        SENTENCES,
        adapter=adapter(session, Badge(iter([]))),
        clock=clock,
        outcomes=Outcomes[Outcome](Sent, Refused, Retry, Uncertain, Elsewhere),
    )

    letter = await messenger.prepare(ADA, NOTE, None)
    assert callable(letter)
    assert await letter() == Elsewhere("no-identity")
    assert await connector.seen() == []


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
