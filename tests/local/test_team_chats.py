"""The chats of teams themselves: who is in each, the cards everybody sees, and who waits for them."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import aiohttp
import pytest

from bot.local.chat import REMEMBERED
from bot.local.team_chats import TeamChats
from bot.team_chats.ports import CardGone, ChatAway, Chats
from dialogs.people import Person, PersonId
from storage.ports import Unavailable
from tests.local.conftest import post
from tests.local.office import AMIRA, LUC, NOOR, Roster, shown
from tests.local.team_talk import CHAT, MANAGER, MORNING, NEWCOMER, REPORT, TEAM, WORDS, team_office

WHERE = {"via": "local", "chat": CHAT}
ELSEWHERE = {"via": "local", "chat": "local:nobody"}


def of(*people: Person) -> TeamChats:
    return TeamChats(Roster(people), WORDS, lambda: MORNING)


async def first(events: aiohttp.ClientResponse) -> Any:
    """Read a stream up to its first card; None when it ends without."""
    async for line in events.content:
        if line.startswith(b"data:"):
            return json.loads(line.removeprefix(b"data:"))
    return None


# Who is where -------------------------------------------------------------------------------------------


async def test_a_team_is_its_manager_and_who_reports_to_them() -> None:
    chats: Chats = of(*TEAM)
    assert list(await chats.members(WHERE)) == [LUC.id, AMIRA.id, NOOR.id]


async def test_somebody_who_leads_a_team_and_works_in_another_is_in_both_chats() -> None:
    lead = replace(REPORT, id=PersonId("lea"), name="Léa Roy")
    own = replace(NEWCOMER, manager=lead.id)
    chats = of(MANAGER, lead, own)
    assert [chat.id for chat in await chats.chats(lead.id)] == [CHAT, "local:lea"]
    assert [chat.id for chat in await chats.chats(own.id)] == ["local:lea"]


async def test_a_chat_is_called_after_its_manager_and_their_unit_in_both_languages() -> None:
    policy = replace(MANAGER, unit=AMIRA.unit)
    nowhere = replace(MANAGER, unit=NOOR.unit)
    assert [chat.name for chat in await of(policy, REPORT).chats(LUC.id)] == [
        "Luc Tremblay, Policy / Politiques"
    ]
    assert [chat.name for chat in await of(nowhere, REPORT).chats(LUC.id)] == [
        "Luc Tremblay, No unit / Sans unité"
    ]
    assert (await of(nowhere, REPORT).chats(LUC.id))[0].where == WHERE


async def test_who_has_left_is_in_no_chat_and_the_team_goes_on() -> None:
    gone = replace(REPORT, end=date(2026, 11, 20))
    assert await of(MANAGER, gone).chats(LUC.id) == [], "nobody is left to talk with"
    assert list(await of(MANAGER, gone, NEWCOMER).members(WHERE)) == [LUC.id, NOOR.id]
    last_day = replace(REPORT, end=date(2026, 11, 23))
    assert AMIRA.id in await of(MANAGER, last_day).members(WHERE)
    boss = replace(MANAGER, end=date(2026, 11, 20))
    assert list(await of(boss, REPORT, NEWCOMER).members(WHERE)) == [AMIRA.id, NOOR.id]


async def test_somebody_who_stands_as_their_own_manager_is_no_team() -> None:
    assert await of(replace(MANAGER, manager=LUC.id)).chats(LUC.id) == []


@pytest.mark.parametrize("where", [ELSEWHERE, {}])
async def test_a_chat_that_does_not_exist_is_away(where: Mapping[str, str]) -> None:
    chats = of(*TEAM)
    with pytest.raises(ChatAway):
        await chats.members(where)
    with pytest.raises(ChatAway):
        await chats.post(where, shown("card"))
    with pytest.raises(ChatAway):
        await chats.change(where, "1", shown("card"))


async def test_a_chat_is_away_while_the_staff_list_cannot_be_read() -> None:
    class Away(Roster):
        async def everyone(self) -> tuple[Person, ...]:
            raise Unavailable

    with pytest.raises(ChatAway):
        await TeamChats(Away(), WORDS, lambda: MORNING).members(WHERE)


# What everybody sees ------------------------------------------------------------------------------------


async def cards(chats: TeamChats) -> Sequence[tuple[int, str, int]]:
    found = await chats.news(CHAT, 0, 0)
    return [(each.id, each.shown.view.card, each.changed) for each in found]


async def test_a_card_changes_in_its_place() -> None:
    chats = of(*TEAM)
    one = await chats.post(WHERE, shown("one"))
    await chats.post(WHERE, shown("two"))
    await chats.change(WHERE, one, shown("one again"))
    assert await cards(chats) == [(2, "two", 0), (1, "one again", 3)]


async def test_a_card_of_an_earlier_run_is_gone_and_so_is_one_that_fell_off() -> None:
    before = TeamChats(Roster(TEAM), WORDS, lambda: MORNING - timedelta(hours=1))
    name = await before.post(WHERE, shown("before"))
    chats = of(*TEAM)
    first = await chats.post(WHERE, shown("first"))
    assert first != name
    for _ in range(REMEMBERED):
        await chats.post(WHERE, shown("other"))
    for gone in (name, first, "", "nonsense"):
        with pytest.raises(CardGone):
            await chats.change(WHERE, gone, shown("after"))
    assert len(await cards(chats)) == REMEMBERED


async def test_each_press_knows_what_it_did_itself_to_the_card_of_all() -> None:
    chats = of(*TEAM)

    async def press(turn: asyncio.Event, then: asyncio.Event) -> int:
        with chats.pressing() as own:
            await turn.wait()
            await chats.post(WHERE, shown("card"))
            then.set()
        return own.at

    one, two, end = (asyncio.Event() for _ in range(3))
    one.set()
    second, at_first = await asyncio.gather(press(two, end), press(one, two))
    assert (at_first, second) == (1, 2)
    with chats.pressing() as nothing:
        pass
    await chats.post(WHERE, shown("later"))
    assert nothing.at == 0


# News ---------------------------------------------------------------------------------------------------


async def test_everybody_who_watches_sees_the_card_of_all_change(stranger: aiohttp.ClientSession) -> None:
    async with team_office() as team:
        here = team.page
        await (await stranger.get(here.entrance)).read()
        address = f"{here.address}/local/chat/events"
        watching = [
            await stranger.get(address, params={"person": person, "chat": CHAT, "after": "0"})
            for person in ("amira", "noor")
        ]
        body = {"person": "luc", "chat": CHAT, "verb": "begin-counting"}
        assert (await post(stranger, here, "/local/chat/press", body))[0] == 200
        async with asyncio.timeout(5):
            for events in watching:
                assert events.content_type == "text/event-stream"
                assert ((await first(events))["id"], events.status) == (1, 200)
        await post(stranger, here, "/local/chat/press", body | {"verb": "session-on", "message": 1})
        async with asyncio.timeout(5):
            for events in watching:
                message = await first(events)
                assert (message["id"], message["changed"]) == (1, 2)
                assert "All of you: 1" in json.dumps(message)


@pytest.mark.parametrize("after", ["x", "-1"])
async def test_a_strange_position_has_no_stream(stranger: aiohttp.ClientSession, after: str) -> None:
    async with team_office() as team:
        await (await stranger.get(team.page.entrance)).read()
        asked = {"person": "amira", "chat": CHAT, "after": after}
        async with stranger.get(f"{team.page.address}/local/chat/events", params=asked) as answer:
            assert answer.status == 400


async def test_news_of_one_chat_wakes_nobody_in_another() -> None:
    lead = replace(REPORT, id=PersonId("lea"))
    chats = of(MANAGER, lead, replace(NEWCOMER, manager=lead.id))
    await chats.post({"via": "local", "chat": "local:lea"}, shown("theirs"))
    assert await chats.news(CHAT, 0, 0) == ()


async def test_stopping_does_not_wait_for_windows_in_chats(stranger: aiohttp.ClientSession) -> None:
    async with asyncio.timeout(1.5):
        async with team_office() as team, stranger.get(team.page.entrance):
            asked = {"person": "amira", "chat": CHAT}
            events = await stranger.get(f"{team.page.address}/local/chat/events", params=asked)
            assert events.status == 200
        assert await first(events) is None
