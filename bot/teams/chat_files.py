"""Hands over in private what a card in the chat of a team offers: Teams takes no file anywhere else."""

import asyncio
from collections import OrderedDict
from dataclasses import replace

import structlog
from botbuilder.core import TurnContext

from bot.heard import File, Shown
from bot.team_chats.ports import Chat, TeamTalk
from bot.teams import outgoing
from bot.teams.chats import PATIENCE, chat_of
from bot.teams.entry.activity import Envelope
from bot.teams.files import Makes
from bot.teams.replies import Replies
from bot.teams.wire.adapter import TeamsAdapter, reference
from bot.teams.wire.connector import Unsent
from content.model import Language
from dialogs.people import PersonId
from storage.ports import Address

MOST_OFFERED = 1_000

log = structlog.get_logger()


class ChatFiles:
    """Asks in private whether a file of a chat may be handed over, and makes it when it may.

    Which chat a file is from is remembered here, and not asked of the client that agrees: only somebody who
    pressed in a chat gets what belongs there. After a restart they press again. Files of no chat are made by
    `turns`.
    """

    def __init__(self, turns: Makes, replies: Replies, adapter: TeamsAdapter, talk: TeamTalk | None) -> None:
        self._turns = turns
        self._replies = replies
        self._adapter = adapter
        self._talk = talk
        self._offered: OrderedDict[tuple[PersonId, str], tuple[Chat, str]] = OrderedDict()
        self._last = 0

    async def hand(self, envelope: Envelope, person: PersonId, shown: Shown) -> str:
        """Ask somebody in private about the file that a view offers; return the sentence that says so."""
        if not self._replies.hands_over:
            return outgoing.NOT_HANDED
        ticket = self._keep(chat_of(envelope), person, shown.view.file)
        asking = replace(shown, view=replace(shown.view, file=ticket))

        async def turn(context: TurnContext) -> None:
            await self._replies.offer(context, asking, outgoing.TEAM_FILE)

        try:
            async with asyncio.timeout(PATIENCE):
                conversation = await self._adapter.open_conversation(envelope.address)
                if not conversation:
                    return outgoing.ADD_ME
                where = {**envelope.address.reference, "conversation": conversation}
                await self._adapter.continue_conversation(reference(Address("teams", where)), turn)
        except (Unsent, TimeoutError) as fault:
            log.warning("private.not-opened", fault=type(fault).__name__)
            return outgoing.ADD_ME
        return outgoing.WROTE

    async def file(self, person: PersonId, key: str) -> File | None:
        """Make the file that was offered to a person, here or in private; None when it is not theirs."""
        offered = self._offered.get((person, key))
        if offered is None or self._talk is None:
            return await self._turns.file(person, key)
        chat, of_chat = offered
        return await self._talk.file(chat, person, of_chat)

    async def spoken(self, person: PersonId) -> Language | None:
        """Return the language a person is spoken to in; None when nobody knows yet."""
        return await self._turns.spoken(person)

    def _keep(self, chat: Chat, person: PersonId, key: str) -> str:
        """Remember what was offered, and name it. The name is of use to nobody else."""
        self._last += 1
        ticket = f"chat-{self._last}"
        self._offered[person, ticket] = (chat, key)
        if len(self._offered) > MOST_OFFERED:
            self._offered.popitem(last=False)
        return ticket
