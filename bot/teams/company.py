"""Answers where others read along: nothing about anybody, and where to talk instead."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import assert_never

import structlog
from botbuilder.core import TurnContext

from bot.heard import Arrival, Message, Press, Shown
from bot.team_chats.ports import TeamTalk
from bot.teams import outgoing
from bot.teams.chat_files import Hands
from bot.teams.chats import SESSION
from bot.teams.entry.activity import Envelope
from bot.teams.entry.meaning import Arrived, Consented, Executed, Left, Removed, Said, Windowed
from bot.teams.greeted import Greeted
from bot.teams.private import Hears, InPrivate
from bot.teams.replies import Replies
from bot.teams.together import Together
from bot.teams.wire.adapter import TeamsAdapter, reference
from bot.teams.wire.connector import Unsent
from dialogs.people import PersonId
from dialogs.views import Button
from storage.ports import Address

REFRESH = "company"
"""What each reader's client asks for by itself: their own view of a shared card."""

TALK = "company-private"

log = structlog.get_logger()


class InCompany:
    """A group chat or a channel. `understood` returns the verb that words mean, or None.

    Without `talk` no team has a session here.
    """

    def __init__(
        self,
        turns: Hears,
        replies: Replies,
        adapter: TeamsAdapter,
        private: InPrivate,
        *,
        understood: Callable[[str], str | None],
        clock: Callable[[], datetime],
        talk: TeamTalk | None = None,
    ) -> None:
        self._turns = turns
        self._replies = replies
        self._adapter = adapter
        self._private = private
        self._understood = understood
        self._greeted = Greeted(clock)
        hands = Hands(replies, adapter)
        self._together = Together(talk, replies, hands, self._introduce) if talk else None

    async def talk(
        self,
        context: TurnContext,
        envelope: Envelope,
        person: PersonId,
        what: Said | Executed | Windowed | Consented,
    ) -> None:
        """Answer what somebody does in front of others; only what belongs to their team is answered here."""
        if self._together and await self._together.takes(context, envelope, person, what):
            return
        match what:
            case Said(Message(text)) if not text or self._understood(text) == "help":
                await self._introduce(context)
            case Executed(Press(verb)) if verb == REFRESH:
                await self._replies.show_in_place(context, await self._card(person))
            case Executed(Press(verb)) if verb == TALK:
                wrote = await self._write(envelope, person)
                shown = await self._card(person)
                note = outgoing.WROTE if wrote else outgoing.ADD_ME
                await self._replies.show_in_place(context, replace(shown, view=shown.view.noted(note)))
            case Said(Press(verb)) if verb == TALK:
                # Nobody saw the press of an old client, so nobody is told of it when it worked.
                if not await self._write(envelope, person):
                    await self._replies.say(context, outgoing.ADD_ME)
            case _:
                await self._replies.answer(context, what, outgoing.PRIVATE)

    async def happened(
        self, context: TurnContext, envelope: Envelope, what: Arrived | Removed | Left
    ) -> None:
        """Introduce ourselves once where we were added, and hear who is no longer there."""
        match what:
            case Arrived():
                if self._greeted.first(envelope.conversation):
                    await self._introduce(context)
            case Removed():
                self._greeted.forget(envelope.conversation)
            case Left():
                if self._together:
                    await self._together.parted(envelope, what)
            case _:
                assert_never(what)

    async def _card(self, person: PersonId | None) -> Shown:
        """Show what everybody may read; where teams have sessions, with the way into them."""
        shown = await self._turns.in_company(person)
        if self._together is None:
            return shown
        return replace(shown, view=replace(shown.view, buttons=(Button(SESSION), *shown.view.buttons)))

    async def _introduce(self, context: TurnContext, asks: str = REFRESH) -> None:
        """Show everybody one card in both languages; each client then asks for what its reader may see."""
        shown = await self._card(None)
        drawn = self._replies.draw(shown)
        if isinstance(drawn, dict):
            drawn = outgoing.shared(drawn, asks)
        await context.send_activity(outgoing.message(drawn, self._replies.words(outgoing.NOTIFICATION)))

    async def _write(self, envelope: Envelope, person: PersonId) -> bool:
        """Begin a private conversation; False when Teams does not let us."""
        try:
            conversation = await self._adapter.open_conversation(envelope.address)
            if not conversation:
                return False
            address = Address("teams", {**envelope.address.reference, "conversation": conversation})
            shown = await self._turns.hear(person, Arrival())

            async def turn(context: TurnContext) -> None:
                await self._replies.show(context, shown)

            await self._adapter.continue_conversation(reference(address), turn)
        except Unsent as fault:
            log.warning("private.not-opened", fault=type(fault).__name__)
            return False
        await self._private.learn(person, address, shown)
        return True
