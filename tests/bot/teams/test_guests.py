"""Who works here and who is only invited: asked of the connector, and closed when in doubt."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from structlog.testing import capture_logs

from bot.teams.entry import activity
from bot.teams.entry.activity import Envelope
from bot.teams.entry.guests import MOST_REMEMBERED, REMEMBERED, Guests, Standing
from bot.teams.service_urls import loopback
from bot.teams.wire.adapter import TeamsAdapter
from bot.teams.wire.connector import Connector
from bot.teams.wire.members import Member
from content.model import Library
from dialogs.people import Person, PersonId
from storage.memory import open_memory
from storage.ports import People
from tests.bot.teams import host, shapes
from tests.bot.teams.conftest import QUICK, FakeConnector
from tests.bot.teams.fakes import SetClock
from tests.bot.teams.hosting import Instant, KeyServer, Setting, Visitor
from tests.bot.teams.shapes import ADA, TENANT
from tests.bot.teams.surfaces.clients import Client, both
from tests.bot.teams.walking import START

ELSEWHERE = "6b1f0c6e-7c1d-4a57-9f0a-2d1f6b1c9e10"


def ada(**more: Any) -> dict[str, Any]:
    """What Teams says of somebody who works here."""
    known = {"id": "29:1ada", "objectId": ADA, "tenantId": TENANT, "userRole": "user", "name": "Ada"}
    return {name: value for name, value in (known | more).items() if value is not None}


@pytest.fixture
def staff() -> People:
    return open_memory().people


@pytest.fixture
def guests(staff: People, session: aiohttp.ClientSession, clock: SetClock) -> Guests:
    return Guests(staff, TeamsAdapter(Connector(session, loopback, QUICK)), clock)


async def asked(guests: Guests, connector: FakeConnector, who: str = ADA) -> Standing:
    return await guests.standing(envelope(connector, who), PersonId(who))


def envelope(connector: FakeConnector, who: str = ADA) -> Envelope:
    body = shapes.message(connector.url)
    return activity.envelope({**body, "from": {**body["from"], "aadObjectId": who}})


MEMBERS: dict[str, tuple[dict[str, Any], Standing]] = {
    "a colleague": (ada(), Standing.BELONGS),
    "a colleague with ids in capitals": (
        ada(objectId=ADA.upper(), tenantId=TENANT.upper()),
        Standing.BELONGS,
    ),
    "a colleague of the document's spelling": (ada(objectId=None, aadObjectId=ADA), Standing.BELONGS),
    "a colleague without a word on the role": (ada(userRole=None), Standing.BELONGS),
    "a colleague without a word on the tenant": (ada(tenantId=None), Standing.BELONGS),
    "a guest": (ada(userRole="guest"), Standing.GUEST),
    "a guest of another tenant": (ada(userRole="guest", tenantId=ELSEWHERE), Standing.GUEST),
    "somebody of another tenant who is called a user": (ada(tenantId=ELSEWHERE), Standing.GUEST),
    "somebody who did not sign in": (ada(userRole="anonymous"), Standing.GUEST),
    "a bot": (ada(userRole="bot"), Standing.GUEST),
    "a role to be invented": (ada(userRole="oracle"), Standing.GUEST),
    "a role in capitals": (ada(userRole="User"), Standing.GUEST),
    "nobody says anything": (ada(userRole=None, tenantId=None), Standing.GUEST),
    "a role that is no word": (ada(userRole=["user"], tenantId=ELSEWHERE), Standing.GUEST),
    "somebody else": (ada(objectId="1" * 8 + ADA[8:]), Standing.UNKNOWN),
    "somebody without an Entra id": (ada(objectId=None), Standing.UNKNOWN),
    "an Entra id that is no word": (ada(objectId=[ADA]), Standing.UNKNOWN),
}


@pytest.mark.parametrize(("member", "standing"), MEMBERS.values(), ids=MEMBERS)
async def test_what_the_connector_says_decides(
    member: dict[str, Any], standing: Standing, guests: Guests, connector: FakeConnector
) -> None:
    await connector.holds(member)
    assert await asked(guests, connector) is standing
    [look] = await connector.seen()
    assert look["method"] == "GET"
    assert look["path"].endswith("/members/29%3A1ada")


async def test_whom_the_staff_list_names_is_asked_about_no_further(
    guests: Guests, staff: People, connector: FakeConnector
) -> None:
    await staff.bring_in([Person(PersonId(ADA))])
    assert await asked(guests, connector) is Standing.BELONGS
    assert await connector.seen() == []


@pytest.mark.parametrize("member", [ada(), ada(userRole="guest")])
async def test_an_answer_counts_for_an_hour(
    member: dict[str, Any], guests: Guests, connector: FakeConnector, clock: SetClock
) -> None:
    await connector.holds(member)
    first = await asked(guests, connector)
    await connector.holds(ada(userRole="guest" if first is Standing.BELONGS else "user"))
    clock.go(REMEMBERED - timedelta(seconds=1))
    assert await asked(guests, connector) is first
    assert len(await connector.seen()) == 1
    clock.go(timedelta(seconds=1))
    assert await asked(guests, connector) is not first


async def test_a_clock_set_back_makes_no_answer_count_longer(
    guests: Guests, connector: FakeConnector, clock: SetClock
) -> None:
    await connector.holds(ada())
    await asked(guests, connector)
    clock.go(timedelta(hours=-3))
    await asked(guests, connector)
    assert len(await connector.seen()) == 2


@pytest.mark.parametrize(
    "rule",
    [{"status": each} for each in (401, 403, 404, 429, 500)] + [{"reset": True, "times": 2}, {"hang": True}],
)
async def test_while_nobody_can_say_nobody_is_let_in_and_it_is_asked_again(
    rule: dict[str, Any], guests: Guests, connector: FakeConnector
) -> None:
    await connector.holds(ada())
    await connector.misbehave(rule, on="members")
    with capture_logs() as logs:
        assert await asked(guests, connector) is Standing.UNKNOWN
    assert [line["event"] for line in logs] == ["member.unknown"]
    assert ADA not in str(logs)
    assert await asked(guests, connector) is Standing.BELONGS


async def test_an_answer_about_somebody_else_is_forgotten_at_once(
    guests: Guests, connector: FakeConnector
) -> None:
    await connector.holds(ada(objectId="1" * 8 + ADA[8:]))
    assert await asked(guests, connector) is Standing.UNKNOWN
    await connector.holds(ada())
    assert await asked(guests, connector) is Standing.BELONGS


async def test_somebody_added_to_the_staff_list_is_let_in_though_they_were_a_guest_a_moment_ago(
    guests: Guests, staff: People, connector: FakeConnector
) -> None:
    await connector.holds(ada(userRole="guest"))
    assert await asked(guests, connector) is Standing.GUEST
    await staff.bring_in([Person(PersonId(ADA))])
    assert await asked(guests, connector) is Standing.BELONGS


class Everybody:
    """A connector's answers without the connector, for very many people."""

    def __init__(self) -> None:
        self.asked = 0

    async def member(self, service_url: str, conversation: str, member: str) -> Member:
        self.asked += 1
        return Member(member, member.removeprefix("29:"), TENANT, "user")


async def test_of_very_many_people_the_newest_are_remembered(staff: People, clock: SetClock) -> None:
    looks = Everybody()
    guests = Guests(staff, looks, clock)

    async def visits(number: int) -> None:
        who = f"{number:08x}{ADA[8:]}"
        body = shapes.message("http://127.0.0.1:9")
        body["from"] = {"id": f"29:{who}", "aadObjectId": who}
        assert await guests.standing(activity.envelope(body), PersonId(who)) is Standing.BELONGS

    for number in range(MOST_REMEMBERED + 10):
        await visits(number)
    before = looks.asked
    for number in range(MOST_REMEMBERED, MOST_REMEMBERED + 10):
        await visits(number)
    assert looks.asked == before
    await visits(0)
    assert looks.asked == before + 1


# At the door --------------------------------------------------------------------------------------------


@pytest.fixture
async def stranger(connector: FakeConnector, keys: KeyServer) -> AsyncIterator[Client]:
    clock, setting = Instant(START), Setting(keys.openid, (connector.url.removeprefix("http://"),), staff=())
    async with host.inside(setting, clock) as bot:
        visitor = Visitor(bot, clock, connector.url)
        assert await visitor.comes_in()
        yield Client(visitor.post, connector)


async def test_a_guest_is_told_whom_the_bot_is_for_on_every_surface(
    stranger: Client, library: Library, connector: FakeConnector
) -> None:
    words = both(library, "not-for-guests")

    async def says(body: dict[str, Any]) -> Any:
        await connector.clear()
        await connector.holds(ada(userRole="guest"))
        reply = await stranger.posts(body)
        sent = [each["body"] for each in await connector.seen() if each["method"] == "POST"]
        return reply.body, [each.get("text") for each in sent]

    url = connector.url
    assert await says(shapes.message(url)) == (None, [words])
    assert await says(shapes.installation(url)) == (None, [words])
    assert await says(shapes.in_group(shapes.message(url, "<at>Ethos</at> help"))) == (None, [words])
    pressed, sent = await says(shapes.execute(url))
    assert (pressed["value"], sent) == (words, [])
    opened, sent = await says(shapes.window(url, "task/fetch", {"verb": "self-check"}))
    assert (opened["task"]["value"], sent) == (words, [])
    assert await says(shapes.file_consent(url, "accept", {"file": "2026-Q3"}, f"{url}/up")) == (None, [words])


async def test_somebody_nobody_signed_in_who_floods_a_group_is_answered_only_so_often(
    stranger: Client, connector: FakeConnector, library: Library
) -> None:
    await connector.clear()
    body = shapes.in_group(shapes.message(connector.url, "<at>Ethos</at> help"))
    body["from"] = {"id": "29:anonymous", "name": "Somebody"}
    for _ in range(80):
        assert (await stranger.posts(body)).status == 200
    said = [each["body"]["text"] for each in await connector.seen()]
    assert said.count(both(library, "not-for-guests")) == 30
    assert said.count(both(library, "too-fast")) == 1
    assert len(said) == 31
