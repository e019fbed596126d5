"""Who is in a conversation, as far as the bot needs to know."""

from typing import Any

import aiohttp
import pytest

from bot.teams.service_urls import loopback
from bot.teams.wire.adapter import TeamsAdapter
from bot.teams.wire.connector import Connector, Declined, Forbidden, NoAnswer, Unreadable
from bot.teams.wire.members import MOST_PAGES, Member, Team
from tests.bot.teams.conftest import QUICK, FakeConnector
from tests.bot.teams.shapes import ADA, TENANT

THREAD = "19:team-of-nine@thread.v2"


@pytest.fixture
def adapter(session: aiohttp.ClientSession) -> TeamsAdapter:
    return TeamsAdapter(Connector(session, loopback, QUICK))


def listed(number: int) -> dict[str, Any]:
    """A member as Teams lists them."""
    return {
        "id": f"29:{number}",
        "objectId": f"{number:08X}-0000-4000-8000-000000000000",
        "name": "Ada Tremblay",
        "givenName": "Ada",
        "email": "ada@ethos.example",
        "userPrincipalName": "ada@ethos.example",
        "tenantId": TENANT,
        "userRole": "user",
    }


def known(number: int) -> Member:
    return Member(f"29:{number}", f"{number:08x}-0000-4000-8000-000000000000", TENANT, "user")


async def test_everybody_is_listed_page_after_page(adapter: TeamsAdapter, connector: FakeConnector) -> None:
    await connector.holds(*map(listed, range(120)))

    assert await adapter.members(connector.url, THREAD, 50) == tuple(map(known, range(120)))

    paths = [seen["path"] for seen in await connector.seen()]
    where = "/v3/conversations/19%3Ateam-of-nine%40thread.v2/pagedmembers?pageSize=50"
    assert paths == [where, f"{where}&continuationToken=50", f"{where}&continuationToken=100"]


async def test_an_empty_conversation_is_one_page(adapter: TeamsAdapter, connector: FakeConnector) -> None:
    assert await adapter.members(connector.url, THREAD) == ()
    assert len(await connector.seen()) == 1


async def test_a_list_without_end_is_given_up(adapter: TeamsAdapter, connector: FakeConnector) -> None:
    await connector.misbehave(
        {"status": 200, "text": '{"members":[],"continuationToken":"again & again"}', "times": 1_000},
        on="members",
    )

    with pytest.raises(Unreadable):
        await adapter.members(connector.url, THREAD)
    seen = await connector.seen()
    assert len(seen) == MOST_PAGES
    assert seen[1]["path"].endswith("&continuationToken=again%20%26%20again")


UNREADABLE: dict[str, dict[str, Any]] = {
    "nothing": {"text": ""},
    "a list": {"text": "[]"},
    "an object without members": {"text": "{}"},
    "a page for people": {"text": "<html>"},
    "members that are no list": {"text": '{"members":{}}'},
    "a number for a member": {"text": '{"members":[5]}'},
    "a member without id": {"text": '{"members":[{"name":"Ada"}]}'},
    "two megabytes": {"text": '{"members":[]}', "padding": 2_000_000},
}


@pytest.mark.parametrize("rule", UNREADABLE.values(), ids=UNREADABLE)
async def test_a_list_that_cannot_be_read_is_not_taken_for_a_short_one(
    rule: dict[str, Any], adapter: TeamsAdapter, connector: FakeConnector
) -> None:
    await connector.misbehave({"status": 200, **rule}, on="members")

    with pytest.raises(Unreadable):
        await adapter.members(connector.url, THREAD)


async def test_a_list_that_drips_is_not_waited_for(adapter: TeamsAdapter, connector: FakeConnector) -> None:
    await connector.misbehave({"drip": True}, on="members")

    with pytest.raises(Unreadable):
        await adapter.members(connector.url, THREAD)


async def test_one_member_is_looked_up_by_either_id(adapter: TeamsAdapter, connector: FakeConnector) -> None:
    guest = {"id": "29:9", "aadObjectId": ADA, "userRole": "guest", "tenantId": 5}
    await connector.holds(listed(1), guest)

    assert await adapter.member(connector.url, THREAD, "29:1") == known(1)
    assert await adapter.member(connector.url, THREAD, "29:9") == Member("29:9", ADA, "", "guest")


async def test_somebody_who_is_not_there_is_told_apart_from_silence(
    adapter: TeamsAdapter, connector: FakeConnector
) -> None:
    with pytest.raises(Declined, match="404"):
        await adapter.member(connector.url, THREAD, "29:1")

    await connector.misbehave({"status": 200, "text": "{}"}, on="members")
    with pytest.raises(Unreadable):
        await adapter.member(connector.url, THREAD, "29:1")

    await connector.misbehave({"hang": True}, on="members")
    with pytest.raises(NoAnswer):
        await adapter.member(connector.url, THREAD, "29:1")


async def test_a_team_says_how_entra_calls_it(adapter: TeamsAdapter, connector: FakeConnector) -> None:
    assert await adapter.team(connector.url, "19:team@thread.tacv2") == Team("19:team@thread.tacv2", "AB-1")

    await connector.misbehave({"status": 200, "text": '{"name":"x"}'}, on="teams")
    with pytest.raises(Unreadable):
        await adapter.team(connector.url, "19:team@thread.tacv2")


async def test_nobody_is_asked_on_a_host_we_do_not_write_to(adapter: TeamsAdapter) -> None:
    with pytest.raises(Forbidden):
        await adapter.members("https://smba.trafficmanager.net.evil.example", THREAD)
