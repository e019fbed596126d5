"""Talks with one person in private: words, buttons, windows, files, and the first hello."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Protocol, assert_never

import structlog
from botbuilder.core import TurnContext

from bot.heard import Arrival, File, Heard, Shown
from bot.teams import outgoing
from bot.teams.entry.activity import Envelope
from bot.teams.entry.meaning import Arrived, Consented, Executed, Removed, Said, Windowed
from bot.teams.files import Files
from bot.teams.greeted import Greeted
from bot.teams.replies import Replies
from bot.teams.waiting import typing
from content.model import Language
from dialogs.people import PersonId
from storage.ports import Address, NotSaved, People, Unavailable

log = structlog.get_logger()


class Hears(Protocol):
    """The turns: what a person said, and what they see next."""

    async def hear(self, person: PersonId, heard: Heard) -> Shown:
        """Take one turn; what it kept is durable when it returns."""
        ...

    async def in_company(self, person: PersonId | None) -> Shown:
        """Show what everybody in a chat may read, to all or to one person."""
        ...

    async def file(self, person: PersonId, key: str) -> File | None:
        """Make the file a card offered; None when it is not theirs."""
        ...

    async def spoken(self, person: PersonId) -> Language | None:
        """Return the language a person is spoken to in; None when nobody knows yet."""
        ...


class InPrivate:
    """Every answer here is for one person, in their language."""

    def __init__(
        self, turns: Hears, replies: Replies, people: People, files: Files, clock: Callable[[], datetime]
    ) -> None:
        self._turns = turns
        self._replies = replies
        self._people = people
        self._files = files
        self._greeted = Greeted(clock)

    async def talk(
        self,
        context: TurnContext,
        envelope: Envelope,
        person: PersonId,
        what: Said | Executed | Windowed | Consented | Arrived | Removed,
    ) -> None:
        """Answer one thing a person did."""
        match what:
            case Said(heard):
                async with typing(context):
                    shown = await self._turns.hear(person, heard)
                await self._replies.show(context, shown)
                await self.learn(person, envelope.address, shown)
            case Executed(press):
                shown = await self._turns.hear(person, press)
                await self._replies.show_in_place(context, shown)
                await self.learn(person, envelope.address, shown)
            case Windowed():
                await self._window(context, envelope, person, what)
            case Consented():
                await self._files.take(context, person, what)
            case Arrived():
                await self._welcome(context, envelope, person)
            case Removed():
                self._greeted.forget(envelope.conversation)
                await self._people.forget(person)
            case _:
                assert_never(what)

    async def _window(
        self, context: TurnContext, envelope: Envelope, person: PersonId, windowed: Windowed
    ) -> None:
        """Stay in the window while nothing leaves a trace; all else closes it and goes on in the chat.

        A window that is just being opened cannot be closed by its answer; so it shows what there is.
        """
        shown = await self._turns.hear(person, windowed.press)
        if windowed.opens or shown.view.passing or shown.view.both:
            drawn = self._replies.draw(replace(shown, dialog=True))
            title = self._replies.words(outgoing.TITLE, shown.language)
            body = (
                outgoing.window_words_body(drawn)
                if isinstance(drawn, str)
                else outgoing.window_body(title, drawn)
            )
            await context.send_activity(outgoing.in_place(body))
        else:
            await context.send_activity(outgoing.in_place(None))
            await self._replies.show(context, shown)
        await self.learn(person, envelope.address, shown)

    async def _welcome(self, context: TurnContext, envelope: Envelope, person: PersonId) -> None:
        """Welcome once, however often the arrival is announced."""
        if not self._greeted.first(envelope.conversation):
            return
        welcomed = False
        try:
            shown = await self._turns.hear(person, Arrival())
            await self._replies.show(context, shown)
            welcomed = True
        finally:
            if not welcomed:
                self._greeted.forget(envelope.conversation)
        await self.learn(person, envelope.address, shown)

    async def learn(self, person: PersonId, address: Address, shown: Shown) -> None:
        """Keep where the person is reached, once first contact is over. Failing costs no answer."""
        if shown.view.both:
            return
        try:
            await self._people.learn(person, address)
        except (NotSaved, Unavailable) as fault:
            log.warning("address.not-kept", fault=type(fault).__name__)
