"""Five hundred service URLs that a good token vouches for, and that nobody may be led to."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot.teams.clouds import PUBLIC, US_GOVERNMENT
from tests.bot.teams import host, hostile, shapes
from tests.bot.teams.conftest import FakeConnector
from tests.bot.teams.hosting import Instant, KeyServer, Setting, Visitor
from tests.bot.teams.traps import trap, watching
from tests.conftest import Figure

ALLOWED = [
    "https://smba.trafficmanager.net",
    "https://smba.trafficmanager.net/ca/",
    "https://smba.trafficmanager.net/amer/5b1f0c6e-7c1d-4a57-9f0a-2d1f6b1c9e10/",
    "https://smba.trafficmanager.net:443/emea/",
    "https://SMBA.trafficmanager.net/ca/",
]


@pytest.fixture
async def visitor(connector: FakeConnector, keys: KeyServer) -> AsyncIterator[Visitor]:
    clock = Instant(datetime(2026, 10, 1, 13, tzinfo=UTC))
    setting = Setting(keys.openid, (connector.url.removeprefix("http://"),))
    async with host.inside(setting, clock) as bot:
        yield Visitor(bot, clock, connector.url)


async def test_no_hostile_service_url_leads_a_connection_or_a_question_anywhere(
    visitor: Visitor, connector: FakeConnector, figure: Figure
) -> None:
    assert await visitor.comes_in()
    await connector.clear()
    kinds = (shapes.message, shapes.execute, shapes.installation, shapes.conversation_update)

    async with trap() as trapped:
        every = hostile.urls(connector.url.removeprefix("http://"), trapped.port)
        with watching() as watch:
            for number, url in enumerate(every):
                reply = await visitor.post(kinds[number % 4](url))
                assert reply.status in (400, 403), url
        assert trapped.caught == []

    assert len(every) >= 500
    assert watch.asked == set()
    assert watch.connected == set()
    assert await connector.seen() == []
    figure(f"hostile service URLs: {len(every)} refused, no connection, no name asked for")


async def test_the_watch_would_have_seen_a_connection(visitor: Visitor, connector: FakeConnector) -> None:
    with watching() as watch:
        await visitor.post(shapes.message(connector.url))

    assert f"127.0.0.1:{connector.url.rpartition(':')[2]}" in {
        f"{name}:{port}" for name, port in watch.connected
    }


@pytest.mark.parametrize("url", ALLOWED)
def test_microsofts_own_addresses_are_allowed(url: str) -> None:
    assert PUBLIC.allows(url)


def test_no_hostile_spelling_of_microsofts_address_is_allowed() -> None:
    for cloud in (PUBLIC, US_GOVERNMENT):
        for good in cloud.hosts:
            found = [url for url in hostile.urls(good, 3978) if cloud.allows(url)]
            # The address itself over https is the one that is not hostile.
            assert set(found) <= {f"https://{good}/"}
