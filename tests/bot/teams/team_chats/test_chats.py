"""Who is in a chat, and a card that is put there and changed, by what is known of the chat alone."""

from dataclasses import replace
from typing import Any

import aiohttp
import pytest
from structlog.testing import capture_logs

from bot.heard import Shown
from bot.team_chats.ports import CardGone, ChatAway, Chats
from bot.teams.chats import TeamsChats, chat_of
from bot.teams.entry import activity
from bot.teams.service_urls import loopback
from bot.teams.wire.adapter import TeamsAdapter
from bot.teams.wire.connector import Connector
from dialogs.views import Button, View
from tests.bot.teams import shapes
from tests.bot.teams.conftest import FakeConnector
from tests.bot.teams.fakes import draw, drawn
from tests.bot.teams.shapes import Body
from tests.bot.teams.surfaces.microsoft import Place
from tests.bot.teams.team_chats.readers import CREW, GUEST, a_member

SHOWN = Shown(View("jar", {}, (Button("session"),), both=True), None, "a.token", own=True)


@pytest.fixture
def chats(session: aiohttp.ClientSession) -> Chats:
    """A channel that knows nothing but what it is told, as after a restart."""
    return TeamsChats(TeamsAdapter(Connector(session, loopback)), draw, "A note waits", patience=30)


@pytest.fixture
def impatient(session: aiohttp.ClientSession) -> Chats:
    return TeamsChats(TeamsAdapter(Connector(session, loopback)), draw, "A note waits", patience=0.3)


def where_of(place: Place, url: str, **more: Any) -> dict[str, str]:
    return dict(chat_of(activity.envelope({**place(shapes.message(url)), **more})).where)


async def test_a_chat_is_named_by_its_whole_conversation_and_knows_how_to_write_there(
    place: Place, connector: FakeConnector
) -> None:
    body = place(shapes.message(connector.url))
    body["conversation"] = {**body["conversation"], "name": "  Policy\u202e \n crew "}
    chat = chat_of(activity.envelope(body))
    assert (chat.id, chat.name) == (body["conversation"]["id"], "Policy crew")
    expected = {
        "via": "teams",
        "service_url": connector.url,
        "conversation": chat.id,
        "bot": shapes.BOT,
        "tenant": shapes.TENANT,
        "channel": "msteams",
    }
    team = {"team": "19:team@thread.tacv2"} if place is shapes.in_channel else {}
    assert chat.where == expected | team


@pytest.mark.parametrize("name", [None, 5, "", ["x"]])
@pytest.mark.parametrize("team", [None, 5, {}, {"id": None}, {"id": "../x\n"}, {"id": "x" * 2_000}])
def test_names_that_make_no_sense_are_none(name: Any, team: Any) -> None:
    body = shapes.in_channel(shapes.message("http://127.0.0.1:9"))
    body["conversation"] = {**body["conversation"], "name": name}
    body["channelData"] = {**body["channelData"], "team": team}
    chat = chat_of(activity.envelope(body))
    assert (chat.name, "team" in chat.where) == ("", False)


async def test_members_are_the_people_of_the_organization_and_nobody_else(
    place: Place, connector: FakeConnector, chats: Chats
) -> None:
    crew = [a_member(who) for who in CREW[:120]]
    others = (
        a_member(GUEST, userRole="guest"),
        a_member(GUEST, tenantId="another"),
        a_member(GUEST, userRole="anonymous"),
        {"id": shapes.BOT, "userRole": "bot", "tenantId": shapes.TENANT},
        {"id": "29:nobody", "userRole": "user", "tenantId": shapes.TENANT},
        a_member(CREW[0]),
    )
    await connector.holds(*crew, *others)

    assert tuple(await chats.members(where_of(place, connector.url))) == CREW[:120]
    [asked] = await connector.seen()
    room = "19%3Ateam%40thread.tacv2" if place is shapes.in_channel else "19%3Ateam-of-nine%40thread.v2"
    assert asked["path"].startswith(f"/v3/conversations/{room}/pagedmembers?")


async def test_a_thread_without_a_team_has_the_members_of_its_channel(
    connector: FakeConnector, chats: Chats
) -> None:
    where = where_of(shapes.in_channel, connector.url)
    del where["team"]
    assert await chats.members(where) == ()
    [asked] = await connector.seen()
    assert asked["path"].startswith("/v3/conversations/19%3Achan%40thread.tacv2/pagedmembers?")


async def test_a_card_is_put_there_and_changed_in_its_place(
    place: Place, connector: FakeConnector, chats: Chats
) -> None:
    where = where_of(place, connector.url)
    card = await chats.post(where, SHOWN)
    await chats.change(where, card, replace(SHOWN, view=replace(SHOWN.view, card="fuller"), token="newer"))

    [(at, body)] = (await connector.standing()).items()
    assert at == f"{where['conversation']} {card}"
    content = body["attachments"][0]["content"]
    assert drawn(content) == "fuller"
    assert content["refresh"]["action"]["data"] == {"verb": "session", "token": "newer"}
    assert body["conversation"]["tenantId"] == shapes.TENANT
    assert body["conversation"]["isGroup"] is True


TROUBLE: dict[str, Body] = {
    "refused": {"status": 403},
    "gone": {"status": 404},
    "too large": {"status": 413},
    "busy": {"status": 429, "headers": {"Retry-After": "1"}},
    "broken": {"status": 500},
    "a time-out": {"hang": True},
    "a reset": {"reset": True},
}


@pytest.mark.parametrize("rule", TROUBLE.values(), ids=TROUBLE)
async def test_whatever_is_wrong_the_chat_is_away_and_no_log_says_which(
    rule: Body, connector: FakeConnector, impatient: Chats
) -> None:
    where = where_of(shapes.in_group, connector.url)
    await connector.misbehave({"times": 9, **rule})
    await connector.misbehave({"times": 9, **rule}, on="members")
    with capture_logs() as logs:
        with pytest.raises(ChatAway):
            await impatient.post(where, SHOWN)
        with pytest.raises(ChatAway):
            await impatient.change(where, "1:1", SHOWN)
        with pytest.raises(ChatAway):
            await impatient.members(where)
    assert {line["event"] for line in logs} == {"chat.away"}
    assert {frozenset(line) for line in logs} == {frozenset({"event", "log_level", "fault"})}
    assert "19:" not in str(logs)


async def test_of_what_is_wrong_only_a_card_that_is_not_there_is_gone(
    connector: FakeConnector, impatient: Chats
) -> None:
    where, gone = where_of(shapes.in_group, connector.url), set()
    for name, rule in TROUBLE.items():
        await connector.misbehave({"times": 9, **rule})
        with pytest.raises(ChatAway) as away:
            await impatient.change(where, "1:1", SHOWN)
        if isinstance(away.value, CardGone):
            gone.add(name)
        await connector.clear()
    assert gone == {"gone"}


async def test_a_chat_that_is_not_there_is_away_and_none_of_its_cards_is_gone(
    connector: FakeConnector, impatient: Chats
) -> None:
    where = where_of(shapes.in_group, connector.url)
    await connector.misbehave({"status": 404})
    await connector.misbehave({"status": 404}, on="members")
    for doing in (impatient.post(where, SHOWN), impatient.members(where)):
        with pytest.raises(ChatAway) as away:
            await doing
        assert not isinstance(away.value, CardGone)


async def test_members_that_cannot_be_read_are_not_taken_for_few(
    connector: FakeConnector, chats: Chats
) -> None:
    await connector.misbehave({"status": 200, "text": '{"members":[5]}'}, on="members")
    with pytest.raises(ChatAway):
        await chats.members(where_of(shapes.in_group, connector.url))


@pytest.mark.parametrize("change", [{"service_url": "https://elsewhere.example"}, {"conversation": None}])
async def test_nothing_leaves_for_an_address_that_is_none_of_ours(
    change: dict[str, str | None], connector: FakeConnector, chats: Chats
) -> None:
    found = {**where_of(shapes.in_group, connector.url), **change}
    where = {name: value for name, value in found.items() if value is not None}
    for doing in (chats.post(where, SHOWN), chats.change(where, "1:1", SHOWN), chats.members(where)):
        with pytest.raises(ChatAway):
            await doing
    assert await connector.seen() == []


async def test_a_card_whose_name_nobody_knows_is_changed_by_nobody(
    connector: FakeConnector, chats: Chats
) -> None:
    where = where_of(shapes.in_group, connector.url)
    await connector.misbehave({"status": 201, "text": "{}"})
    assert await chats.post(where, SHOWN) == ""
    with pytest.raises(ChatAway):
        await chats.change(where, "", SHOWN)
    assert len(await connector.seen()) == 1


async def test_a_card_without_the_button_for_ones_own_view_makes_no_client_ask(
    connector: FakeConnector, chats: Chats
) -> None:
    await chats.post(where_of(shapes.in_group, connector.url), Shown(View("over", both=True), None, "t"))
    [sent] = await connector.seen()
    assert "refresh" not in sent["body"]["attachments"][0]["content"]
