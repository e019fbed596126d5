"""A charter and a scenario in a group chat and in a channel of Teams, each person with their own client."""

import os
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest

from bot.team_chats.talk import Talk
from content.model import LANGUAGES, Library
from dialogs.people import Person, PersonId, Role
from dialogs.team_sessions.meeting import Meeting
from storage.keys import MemoryKeys
from storage.memory import open_memory
from storage.team_sessions import TeamSessions
from tests.bot.teams import host
from tests.bot.teams.conftest import FakeConnector, serving
from tests.bot.teams.hosting import Instant, KeyServer, OverHttp, Setting, Visitor
from tests.bot.teams.surfaces.clients import elements, heading, verbs, written
from tests.bot.teams.surfaces.microsoft import Place
from tests.bot.teams.team_chats.readers import CREW, Reader, a_member


@dataclass
class Chat:
    """A chat of Teams with its people, whose manager is the first."""

    talk: Talk
    sessions: TeamSessions
    clock: Instant
    visitor: Visitor
    connector: FakeConnector
    place: Place
    people: list[Reader]

    @property
    def lead(self) -> Reader:
        return self.people[0]

    async def standing(self) -> Meeting:
        """Return the session that is open, beside what waits to come back."""
        found = [await self.talk.sittings.meeting(each) for each in await self.sessions.open_sessions()]
        (meeting,) = [each for each in found if isinstance(each, Meeting)]
        return meeting

    async def shared(self) -> Mapping[str, Any]:
        """Return the card of the step as everybody has it now, a minute later."""
        self.clock.now += timedelta(minutes=1)
        card, standing = (await self.standing()).card, await self.connector.standing()
        [body] = [each for where, each in standing.items() if where.endswith(f" {card}")]
        found: Mapping[str, Any] = body["attachments"][0]["content"]
        return found

    async def all_see(self) -> None:
        """Have each client ask for its own view, as Teams has it do when a card comes or changes."""
        shared = await self.shared()
        for reader in self.people:
            await reader.refreshes(shared)

    async def begins(self, verb: str, **inputs: str) -> None:
        await self.lead.types("<at>Ethos</at> team session")
        await self.lead.refreshes()
        await self.lead.presses(f"begin-{verb}")
        await self.lead.sends(f"{verb}-begin", pace="0", **inputs)

    async def goes_on(self) -> None:
        await self.lead.refreshes(await self.shared())
        await self.lead.presses("session-on")


@pytest.fixture
async def chat(
    connector: FakeConnector, keys: KeyServer, client: aiohttp.ClientSession, library: Library, place: Place
) -> AsyncIterator[Chat]:
    clock, store, secrets = (
        Instant(datetime(2026, 10, 1, 13, tzinfo=UTC)),
        open_memory(),
        MemoryKeys(os.urandom),
    )
    sessions = TeamSessions(store.ledger, secrets, os.urandom)
    talk = Talk(library, store, secrets, sessions, given=(clock, os.urandom))
    async with AsyncExitStack() as until:
        hosts = (connector.url.removeprefix("http://"),)
        setting = Setting(keys.openid, hosts, staff=CREW[:7])
        bot = await until.enter_async_context(host.inside(setting, clock, store, library, secrets, talk=talk))
        talk.serve("teams", bot.chats)
        people = CREW[:7]
        await store.people.bring_in(
            [
                Person(
                    who,
                    name=f"Person {number}",
                    role=Role.EMPLOYEE if number else Role.MANAGER,
                    manager=people[0] if number else None,
                    language=LANGUAGES[number % 2],
                )
                for number, who in enumerate(people)
            ]
        )
        await connector.holds(*(a_member(who) for who in people))
        async for url in serving(bot.door):
            visitor = Visitor(OverHttp(url, client), clock, connector.url)
            readers = [Reader(visitor, connector, who, place) for who in people]
            yield Chat(talk, sessions, clock, visitor, connector, place, readers)


async def makes_a_charter(chat: Chat, library: Library) -> None:
    """Have seven clients make a charter, up to the card on which it is posted."""
    await chat.begins("charter", review_on="2027-01-11")
    await chat.all_see()
    titles = [heading(reader.card) for reader in chat.people[:2]]
    assert titles == [library.cards["charter.my.gathering"].title.of(each) for each in LANGUAGES]
    for reader in chat.people:
        await reader.presses("charter-take-part")
    await chat.goes_on()
    await chat.all_see()
    for number, reader in enumerate(chat.people):
        await reader.presses("charter-write")
        assert reader.window is not None
        await reader.sends("charter-keep", words=f"*we* keep promise {number}", language="en")
        assert f"keep promise {number}" in str(reader.window)
        assert "keep promise" not in str(await chat.shared())
    await chat.goes_on()
    await chat.goes_on()
    await chat.all_see()
    for reader in chat.people:
        dots = ",".join(offers(reader, "lines")[:3])
        await reader.presses("charter-choose", lines=dots)
    await chat.goes_on()
    await chat.lead.refreshes(await chat.shared())
    for number, line in enumerate(offers(chat.lead, "line")):
        await finds_words(chat, line, f"say {number}", f"dire {number}")
    await agrees(chat)


def offers(reader: Reader, name: str) -> list[str]:
    """Return the values of one choice on the card that somebody has."""
    (asked,) = [each for each in elements(reader.card) if each.get("id") == name]
    return [choice["value"] for choice in asked["choices"]]


async def finds_words(chat: Chat, line: str, english: str, french: str) -> None:
    await chat.lead.refreshes(await chat.shared())
    await chat.lead.presses("charter-word", line=line)
    await chat.lead.sends("charter-worded", en=english, fr=french)


async def agrees(chat: Chat, people: int = 7) -> None:
    """Ask whether the team agrees, have those who take part approve both versions, and post the charter."""
    await chat.goes_on()
    for language in LANGUAGES:
        await chat.all_see()
        for reader in chat.people[:people]:
            await reader.presses(f"charter-approve-{language}")
    await chat.goes_on()
    await chat.all_see()


async def test_a_charter_is_made_by_seven_clients_and_reviewed_up_to_its_new_words(
    chat: Chat, library: Library
) -> None:
    await makes_a_charter(chat, library)
    for reader in chat.people:
        said = written(reader.card)
        assert ("dire 0" in said) is (reader.card["lang"] == "fr")
        assert "charter-file" in verbs(reader.card)
    await chat.lead.presses("session-on")
    (waiting,) = await chat.sessions.open_sessions()
    assert not isinstance(await chat.talk.sittings.meeting(waiting), Meeting), "it waits for its review"
    assert "dire 0" in written(await chat.people[1].refreshes())

    await chat.begins("review", review_on="2027-06-01")
    await chat.all_see()
    for reader in chat.people[:6]:
        await reader.presses("review-vote", **{"verdict-1": "change", "verdict-2": "drop"})
    await chat.goes_on()
    await chat.goes_on()
    await chat.lead.refreshes(await chat.shared())
    await finds_words(chat, offers(chat.lead, "line")[0], "tell early", "en parler tôt")
    await agrees(chat, 6)
    for reader in chat.people:
        said, french = written(reader.card), reader.card["lang"] == "fr"
        assert ("en parler tôt" if french else "tell early") in said
        assert not any(gone in said for gone in ("say 0", "say 1", "dire 0", "dire 1"))
        assert ("dire 2" if french else "say 2") in said


async def test_a_scenario_is_answered_alone_and_revealed_to_all(chat: Chat, library: Library) -> None:
    await chat.begins("scenario", subject="M03")
    calls = len(await chat.connector.seen())
    for number, reader in enumerate(chat.people):
        await reader.refreshes(await chat.shared())
        options = library.modules["M03"].dilemma.options
        await reader.presses("scenario-pick", option=options[number % 2].id)
        assert options[number % 2].feedback.of(LANGUAGES[number % 2]) in written(reader.card)
    assert len(await chat.connector.seen()) == calls, "an answer is told to nobody else"
    await chat.goes_on()
    titles = {written(await reader.refreshes(await chat.shared())) for reader in chat.people[1:3]}
    assert len(titles) == len(LANGUAGES), "the split, in each language"


def posted(reader: Reader) -> list[Mapping[str, Any]]:
    """Return the cards that everybody got by somebody's last act, none of them in the place of another."""
    said = [sent for sent in reader.came if sent["body"]]
    assert {sent["method"] for sent in said} <= {"POST"}
    return [sent["body"]["attachments"][0]["content"] for sent in said]


async def a_while(chat: Chat) -> None:
    """Let some minutes go by, each with its round."""
    for _ in range(3):
        chat.clock.now += timedelta(minutes=1)
        await chat.talk.rounds(chat.clock())


async def sent(chat: Chat) -> int:
    """Return how many cards were sent to the chat so far; looks at who is in it do not count."""
    return sum(1 for each in await chat.connector.seen() if each["body"])


async def test_a_card_that_teams_gives_no_name_is_posted_once_for_each_step(chat: Chat) -> None:
    await chat.connector.misbehave({"times": 99, "status": 201, "text": "{}"})
    await chat.begins("charter")
    (card,) = posted(chat.lead)
    cards = await sent(chat)
    await a_while(chat)
    for reader in chat.people:
        await reader.refreshes(card)
        await reader.presses("charter-take-part")
    await a_while(chat)
    assert await sent(chat) == cards
    await chat.lead.presses("session-on")
    (card,) = posted(chat.lead)
    cards = await sent(chat)
    for number, reader in enumerate(chat.people):
        await reader.refreshes(card)
        await reader.presses("charter-write")
        await reader.sends("charter-keep", words=f"we keep promise {number}", language="en")
        await a_while(chat)
    assert await sent(chat) == cards


async def test_a_card_that_somebody_deleted_is_posted_again_and_one_that_is_only_late_is_not(
    chat: Chat,
) -> None:
    await chat.begins("charter")
    await chat.all_see()
    for reader in chat.people:
        await reader.presses("charter-take-part")
    await chat.goes_on()
    await chat.all_see()
    for number, reader in enumerate(chat.people[:6]):
        await reader.presses("charter-write")
        if number == 4:
            await chat.connector.misbehave({"times": 9, "status": 503})
        if number == 5:
            await chat.connector.misbehave({"status": 404})
        await reader.sends("charter-keep", words=f"we keep promise {number}", language="en")
        methods = [sent["method"] for sent in reader.came]
        if number == 4:
            assert set(methods) == {"PUT"}
            await chat.connector.clear()
            await chat.connector.holds(*(a_member(each.who) for each in chat.people))
        else:
            assert methods == (["PUT", "POST"] if number == 5 else [])
    assert "6 of 7" in written(await chat.shared())


async def test_somebody_of_another_chat_reaches_nothing_with_a_forwarded_card(chat: Chat) -> None:
    await chat.begins("charter")
    before = await chat.standing()
    outsider = Reader(chat.visitor, chat.connector, PersonId(CREW[6]), chat.place)
    outsider.place = lambda body: {
        **(moved := chat.place(body)),
        "conversation": {**moved["conversation"], "id": "19:another@thread.v2"},
    }
    await outsider.refreshes(await chat.shared())
    assert "charter-take-part" not in verbs(outsider.card)
    assert await chat.standing() == before
