"""Writes in the chats of teams: who is there, and the card that everybody sees."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace

import structlog
from botbuilder.core import TurnContext
from botbuilder.schema import Activity, ChannelAccount, ConversationAccount, ConversationReference

from bot.heard import Shown
from bot.team_chats.ports import CardGone, Chat, ChatAway
from bot.teams import outgoing
from bot.teams.entry.activity import Envelope, entra
from bot.teams.entry.guests import belongs
from bot.teams.wire.adapter import TeamsAdapter
from bot.teams.wire.connector import Declined, Unsent
from dialogs.people import PersonId

VIA = "teams"
SESSION = "session"
"""What each reader's client asks for by itself: their own view of the session."""

PATIENCE = 4.0
"""Seconds for anything that is done in a chat: a press may wait for three such things, and Teams for 15."""

NEEDED = ("service_url", "conversation", "bot", "tenant", "channel")
THREAD = ";messageid="
"""What comes between a channel and one thread of it."""
NOT_THERE = 404
"""What the connector answers about a message that was deleted."""

log = structlog.get_logger()


def chat_of(envelope: Envelope) -> Chat:
    """Name the chat that an activity comes from, with all that is needed to write there later.

    A thread of a channel is a chat of its own, whose people are those of the team.
    """
    address = envelope.address.reference
    where = {"via": VIA, **{name: address[name] for name in NEEDED}}
    if envelope.team:
        where["team"] = envelope.team
    return Chat(envelope.conversation, where, envelope.called)


def before_everybody(draw: Callable[[Shown], outgoing.Drawn], shown: Shown, notification: str) -> Activity:
    """Make the message of a card that everybody sees.

    Where each reader has a view of their own, their client asks for it by itself; what is over stays as it
    is. What somebody else reads as text is a card here too.
    """
    drawn = draw(replace(shown, plain=False))
    if shown.own and isinstance(drawn, dict):
        drawn = outgoing.shared(drawn, SESSION, shown.token)
    return outgoing.message(drawn, notification)


class TeamsChats:
    """Does in group chats and channels what `bot.team_chats.ports.Chats` asks for, within its `patience`."""

    def __init__(
        self,
        adapter: TeamsAdapter,
        draw: Callable[[Shown], outgoing.Drawn],
        notification: str,
        patience: float = PATIENCE,
    ) -> None:
        self._adapter = adapter
        self._draw = draw
        self._notification = notification
        self._patience = patience

    async def members(self, where: Mapping[str, str]) -> Sequence[PersonId]:
        """List who is in a chat. Guests and bots are left out, and people without an Entra id."""
        async with self._reaching(where):
            # A thread has no members of its own.
            room = where.get("team") or where["conversation"].partition(THREAD)[0]
            listed = await self._adapter.members(where["service_url"], room)
            ours = (entra(each.object_id) for each in listed if belongs(each, where["tenant"]))
            return tuple(dict.fromkeys(each for each in ours if each is not None))

    async def post(self, where: Mapping[str, str], shown: Shown) -> str:
        """Put a card before everybody; each reader's client then asks for their own view of it."""
        sent: list[str] = []

        async def turn(context: TurnContext) -> None:
            answer = await context.send_activity(self._message(shown))
            sent.append(answer.id if answer and answer.id else "")

        async with self._reaching(where):
            await self._adapter.continue_conversation(_reference(where), turn)
        return sent[0]

    async def change(self, where: Mapping[str, str], card: str, shown: Shown) -> None:
        """Put another card in the place of one; its readers' clients then ask again."""
        if not card:  # Teams never said what it is called.
            raise ChatAway
        message = self._message(shown)
        message.id = card

        async def turn(context: TurnContext) -> None:
            try:
                await context.update_activity(message)
            except Declined as declined:
                if declined.status == NOT_THERE:
                    raise CardGone from declined
                raise

        async with self._reaching(where):
            await self._adapter.continue_conversation(_reference(where), turn)

    def _message(self, shown: Shown) -> Activity:
        return before_everybody(self._draw, shown, self._notification)

    @asynccontextmanager
    async def _reaching(self, where: Mapping[str, str]) -> AsyncIterator[None]:
        """Turn every way in which a chat is not reached into one. No id and no name is logged."""
        if any(name not in where for name in NEEDED):
            raise ChatAway
        try:
            async with asyncio.timeout(self._patience):
                yield
        except (Unsent, TimeoutError) as fault:
            log.warning("chat.away", fault=type(fault).__name__)
            raise ChatAway from fault


def _reference(where: Mapping[str, str]) -> ConversationReference:
    """Turn where a chat is into the SDK's reference. Nobody in particular is written to."""
    thread = "team" in where or THREAD in where["conversation"]
    kind = "channel" if thread else "groupChat"
    conversation = ConversationAccount(id=where["conversation"], conversation_type=kind, is_group=True)
    conversation.additional_properties["tenantId"] = where["tenant"]
    return ConversationReference(
        bot=ChannelAccount(id=where["bot"]),
        conversation=conversation,
        channel_id=where["channel"],
        service_url=where["service_url"],
    )
