"""A newcomer's first hour in Teams, with nothing stood in for but the connector and the clock."""

import itertools
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property, partial
from typing import Any

import aiohttp
import pytest

from bot.cards import drawn
from bot.teams import channel
from bot.teams.channel import Parts
from bot.teams.door import Door
from bot.turn import Turns
from content.model import Library
from dialogs.facts import (
    LanguageChosen,
    ModuleFinished,
    NoticeSeen,
    Outcome,
    Reached,
    ReminderAnswered,
    ReminderSent,
)
from dialogs.flow import Ref
from dialogs.people import PersonId
from scheduler.beat import Beat
from scheduler.ports import Elsewhere, Messenger
from storage.keys import MemoryKeys
from storage.memory import open_memory
from storage.ports import Store
from tests.bot.teams import shapes
from tests.bot.teams.conftest import OUTCOMES, QUICK, Answer, Doorway, FakeConnector, serving
from tests.bot.teams.fakes import SetClock

ADA = PersonId(shapes.ADA)
REMINDER = Ref("coi", "2026-Q4")


@dataclass
class House:
    """The bot's own parts, wired as for local mode."""

    library: Library
    session: aiohttp.ClientSession
    clock: SetClock
    store: Store = field(default_factory=open_memory)

    def __post_init__(self) -> None:
        count = itertools.count(1)
        keys = MemoryKeys(lambda size: next(count).to_bytes(size, "big"))
        self.turns = Turns(self.library, self.store, keys, self.clock, bytes)
        draw, people = partial(drawn.for_teams, self.library), self.store.people
        turns, words, session = self.turns, self.library, self.session
        self.parts = Parts(turns, draw, people, words, session, self.clock, jitter=lambda: 0.0, waits=QUICK)

    def door(self) -> Door:
        return channel.local(self.parts, OUTCOMES).door

    def messenger(self) -> Messenger:
        return channel.local(self.parts, OUTCOMES).messenger

    @cached_property
    def beat(self) -> Beat:
        return Beat(
            self.store,
            self.messenger(),
            self.clock,
            self.library.organization,
            opening=self.turns.opening,
            served=frozenset({"teams"}),
        )

    async def happened(self) -> list[type]:
        return [type(stamped.fact) for stamped in (await self.store.ledger.life(ADA)).facts]


@dataclass
class Newcomer:
    """Ada in front of Teams: she sees the newest card and presses what is on it."""

    doorway: Doorway
    connector: FakeConnector
    card: dict[str, Any] = field(default_factory=dict)
    said: int = 0

    async def installs(self) -> None:
        await self.doorway.post(shapes.installation(self.connector.url))
        await self.doorway.post(shapes.conversation_update(self.connector.url))
        [sent] = await self.connector.seen()
        self.card = sent["body"]["attachments"][0]["content"]

    async def types(self, text: str) -> None:
        self.said += 1
        answer = await self.doorway.post(shapes.message(self.connector.url, text, id=f"17600{self.said}"))
        assert answer.status == 200
        await self._looks()

    async def presses(self, verb: str) -> None:
        """Press a button as a client of today does: the card is replaced."""
        answer = await self.doorway.post(shapes.execute(self.connector.url, **self._carried(verb)))
        self.card = _card(answer)

    async def reads(self, text: str) -> dict[str, Any]:
        """Type, and return the message that comes, card or not."""
        self.said += 1
        await self.doorway.post(shapes.message(self.connector.url, text, id=f"17600{self.said}"))
        body: dict[str, Any] = (await self.connector.seen())[-1]["body"]
        return body

    async def executes(self, verb: str) -> Answer:
        """Press a button and return what comes in its place."""
        return await self.doorway.post(shapes.execute(self.connector.url, **self._carried(verb)))

    async def presses_on_an_old_phone(self, verb: str) -> None:
        """Press its fallback: a message comes back."""
        assert (
            await self.doorway.post(shapes.submit(self.connector.url, **self._carried(verb)))
        ).status == 200
        await self._looks()

    async def _looks(self) -> None:
        self.card = (await self.connector.seen())[-1]["body"]["attachments"][0]["content"]

    @property
    def offered(self) -> list[str]:
        return [action["data"]["verb"] for action in self.card["actions"]]

    def _carried(self, verb: str) -> dict[str, str]:
        """What a client sends for a button: its data, and the first choice of each question."""
        [action] = [action for action in self.card["actions"] if action["data"]["verb"] == verb]
        asked = (element for element in self.card["body"] if element["type"] == "Input.ChoiceSet")
        chosen = {element["id"]: element["choices"][0]["value"] for element in asked}
        return {**action["data"], **(chosen if action["associatedInputs"] == "auto" else {})}


def _card(answer: Answer) -> dict[str, Any]:
    assert answer.status == 200
    assert answer.body["type"] == "application/vnd.microsoft.card.adaptive"
    card: dict[str, Any] = answer.body["value"]
    return card


@pytest.fixture
def house(library: Library, session: aiohttp.ClientSession, clock: SetClock) -> House:
    whose = library.organization.model_copy(update={"invitations": None})
    return House(library.model_copy(update={"organization": whose}), session, clock)


@pytest.fixture
async def ada(
    house: House, connector: FakeConnector, client: aiohttp.ClientSession
) -> AsyncIterator[Newcomer]:
    async for url in serving(house.door()):
        yield Newcomer(Doorway(url, client), connector)


async def test_a_newcomer_is_welcomed_once_chooses_french_and_finishes_a_module(
    house: House, ada: Newcomer
) -> None:
    await ada.installs()
    assert await house.happened() == []

    await ada.presses("language-fr")
    assert await house.happened() == [NoticeSeen, LanguageChosen]
    assert ada.card["lang"] == "fr"

    await ada.types("M01")
    # The first button is the way forward; every other page is read on a phone that cannot replace cards.
    for press in itertools.islice(itertools.cycle((ada.presses, ada.presses_on_an_old_phone)), 30):
        if ModuleFinished in await house.happened():
            break
        await press(ada.offered[0])
    assert (await house.happened()).count(ModuleFinished) == 1


async def test_an_old_card_is_answered_with_one_kind_sentence_and_the_current_one(
    house: House, ada: Newcomer
) -> None:
    await ada.installs()
    await ada.presses("language-en")
    await ada.types("M01")
    await ada.presses(ada.offered[0])
    await ada.presses(ada.offered[0])
    old = ada.card
    await ada.presses("next")
    current = ada.card

    ada.card = old
    await ada.presses("back")
    note, *body = ada.card["body"]
    assert house.library.sentences["old-card"].en in str(note)
    assert body == current["body"]


async def test_nonsense_buttons_get_a_card_and_no_error(house: House, ada: Newcomer) -> None:
    for value in ({}, {"verb": "no-such-button"}, {"verb": "acknowledge", "token": "v1.forged.token.x"}):
        body = shapes.execute(ada.connector.url)
        action = {"type": "Action.Execute", "data": value}
        assert _card(await ada.doorway.post(body | {"value": {"action": action}}))["actions"]
    assert await house.happened() == []


async def test_a_reminder_reaches_the_chat_and_is_answered_in_it(house: House, ada: Newcomer) -> None:
    await ada.installs()
    await ada.presses("language-en")

    await house.beat()
    [owed] = await house.store.deliveries.find("coi")
    house.clock.now = max(house.clock.now, owed.due)
    await house.beat()

    _, sent = await ada.connector.seen()
    assert sent["path"].endswith("/activities")
    assert sent["body"]["summary"] == house.library.sentences["note-for-you"].en
    ada.card = sent["body"]["attachments"][0]["content"]
    await ada.presses("nothing-changed")
    occurrence = owed.key.occurrence
    facts = [stamped.fact for stamped in (await house.store.ledger.life(ADA)).facts]
    assert facts[-2:] == [
        ReminderSent("coi", occurrence, 1, Reached.DELIVERED),
        ReminderAnswered("coi", occurrence, Outcome.NOTHING_CHANGED),
    ]
    assert "nothing-changed" not in ada.offered

    house.clock.go(timedelta(days=1))
    await house.beat()
    assert len(await ada.connector.seen()) == 2


async def test_who_asked_for_text_only_gets_text_in_answers_and_reminders(
    house: House, ada: Newcomer
) -> None:
    await ada.installs()
    await ada.presses("language-en")
    card = ada.card
    assert "attachments" not in await ada.reads("text only")
    assert "1. Home" in (await ada.reads("help"))["text"]

    before = len(await ada.connector.seen())
    ada.card = card
    answer = await ada.executes("help")
    assert answer.body["value"] == house.library.sentences["answered-below"].en
    sent = (await ada.connector.seen())[before:]
    assert [each["body"]["text"].splitlines()[0] for each in sent] == ["Help"]

    await house.beat()
    [owed] = await house.store.deliveries.find("coi")
    house.clock.now = max(house.clock.now, owed.due)
    await house.beat()
    reminder = (await ada.connector.seen())[-1]["body"]
    assert "attachments" not in reminder
    assert reminder["summary"] == house.library.sentences["note-for-you"].en
    assert "1. Nothing changed" in reminder["text"]
    await ada.reads("nothing changed")
    await ada.reads("yes")
    assert (await house.happened())[-1] is ReminderAnswered

    assert "attachments" in await ada.reads("cards")


async def test_who_asked_for_text_only_still_gets_a_form_as_labelled_inputs(
    house: House, ada: Newcomer
) -> None:
    await ada.installs()
    await ada.presses("language-fr")
    await ada.reads("texte seulement")
    [sent] = (await ada.reads("autoévaluation"))["attachments"]
    [button] = [each for each in sent["content"]["actions"] if each["id"] == "self-check"]
    opened = await ada.doorway.post(shapes.window(ada.connector.url, "task/fetch", button["data"]))
    form = opened.body["task"]["value"]["card"]["content"]
    inputs = [each for each in form["body"] if each["type"].startswith("Input.")]
    assert len(inputs) > 1
    assert all(each["label"] for each in inputs)


async def test_a_text_that_cannot_be_sent_is_said_in_place_of_the_button_pressed(
    house: House, ada: Newcomer
) -> None:
    await ada.installs()
    await ada.presses("language-en")
    await ada.reads("text only")
    await ada.connector.misbehave({"status": 403})
    answer = await ada.executes("help")
    assert answer.body["type"] == "application/vnd.microsoft.activity.message"
    assert answer.body["value"].startswith("Help\n")


async def test_nobody_is_reminded_who_took_the_bot_away(house: House, ada: Newcomer) -> None:
    await ada.installs()
    await ada.presses("language-en")
    await ada.doorway.post(shapes.installation(ada.connector.url, "remove"))

    assert await house.messenger().prepare(ADA, REMINDER, None) == Elsewhere("no-address")
