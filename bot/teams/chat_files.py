"""Hands over in private what a card in the chat of a team offers: Teams takes a file nowhere else."""

import asyncio
from dataclasses import dataclass

import structlog
from botbuilder.core import TurnContext

from bot.heard import Shown
from bot.teams import outgoing
from bot.teams.chats import PATIENCE
from bot.teams.entry.activity import Envelope
from bot.teams.replies import Replies
from bot.teams.wire.adapter import TeamsAdapter, reference
from bot.teams.wire.connector import Unsent
from storage.ports import Address

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Hands:
    """Asks somebody in private whether the file of a chat may be handed over; `Files` hears the answer."""

    replies: Replies
    adapter: TeamsAdapter

    async def __call__(self, envelope: Envelope, shown: Shown) -> str:
        """Ask about the file that a view offers; return the sentence that says how that went."""
        if not self.replies.hands_over:
            return outgoing.NOT_HANDED

        async def turn(context: TurnContext) -> None:
            await self.replies.offer(context, shown, envelope.conversation)

        try:
            async with asyncio.timeout(PATIENCE):
                conversation = await self.adapter.open_conversation(envelope.address)
                if not conversation:
                    return outgoing.ADD_ME
                where = {**envelope.address.reference, "conversation": conversation}
                await self.adapter.continue_conversation(reference(Address("teams", where)), turn)
        except (Unsent, TimeoutError) as fault:
            log.warning("private.not-opened", fault=type(fault).__name__)
            return outgoing.ADD_ME
        return outgoing.WROTE
