"""Writes to a person first, and says in the sender's words how it ended.

Bot and scheduler are siblings that never meet, so the sender's outcomes come in from above: `Outcomes` holds
its constructors, and the type checker sees that what a letter returns is what the sender expects.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Generic, Protocol, TypeVar

import structlog
from botbuilder.core import TurnContext
from botbuilder.schema import Activity

from bot.heard import Shown
from bot.roles import Unconfirmed
from bot.teams import outgoing
from bot.teams.wire.adapter import TeamsAdapter, reference
from bot.teams.wire.connector import Declined, Forbidden, NoAnswer, NoIdentity, NotReached, Unsent
from bot.teams.wire.retries import pause
from content.model import Text
from dialogs.flow import Ref
from dialogs.people import PersonId
from storage.ports import Address, NotSaved, People, Unavailable

log = structlog.get_logger()

O = TypeVar("O")  # noqa: E741 the outcome type of whoever sends

GONE = 404
"""The conversation, or the message in it."""
CANNOT_UPDATE = frozenset({405, 501})
"""What a channel answers that changes no message."""


@dataclass(frozen=True)  # no slots: Python 3.11 cannot make a subscripted generic that has them and is frozen
class Outcomes(Generic[O]):
    """How the sender names the endings, each but `sent` with a reason; `retry` with a pause too.

    `sent` takes the channel's own id of the message, empty when it gave none.
    """

    sent: Callable[[str], O]
    refused: Callable[[str], O]
    retry: Callable[[str, timedelta | None], O]
    uncertain: Callable[[str], O]
    elsewhere: Callable[[str], O]


class Presents(Protocol):
    """What a reference looks like at this moment."""

    async def present(self, addressee: PersonId, ref: Ref, about: PersonId | None) -> Shown | None:
        """Render for the addressee, or None when there is nothing to say any more."""
        ...


class TeamsMessenger(Generic[O]):
    """Meets the sender's `Messenger` structurally. The reasons it gives are words for logs and tables."""

    def __init__(
        self,
        turns: Presents,
        draw: Callable[[Shown], outgoing.Drawn],
        people: People,
        sentences: Mapping[str, Text],
        *,
        adapter: TeamsAdapter,
        clock: Callable[[], datetime],
        outcomes: Outcomes[O],
    ) -> None:
        self._turns = turns
        self._draw = draw
        self._people = people
        self._notification = sentences[outgoing.NOTIFICATION]
        self._adapter = adapter
        self._clock = clock
        self._outcomes = outcomes

    async def prepare(
        self,
        addressee: PersonId,
        ref: Ref,
        about: PersonId | None,
        replaces: str = "",
    ) -> Callable[[], Awaitable[O]] | O:
        """Render, and return what sends it. Raises what the store, the turn or the drawing raises.

        With `replaces`, the activity's id as Teams gave it, what leaves takes that one's place. While nobody
        can say whether the addressee holds their role, it waits: it may be a name for an office.
        """
        address = await self._people.address(addressee)
        if address is None:
            return self._outcomes.elsewhere("no-address")
        if address.channel != "teams":
            return self._outcomes.elsewhere("other-channel")
        try:
            shown = await self._turns.present(addressee, ref, about)
        except Unconfirmed:
            return self._outcomes.elsewhere("unconfirmed")
        if shown is None:
            return self._outcomes.refused("answered")
        notification = outgoing.spoken(self._notification, shown.language)
        message = outgoing.message(self._draw(shown), notification)
        if replaces:
            return partial(self._replace, address, message, replaces)
        return partial(self._send, addressee, address, message)

    async def _send(self, addressee: PersonId, address: Address, message: Activity) -> O:
        try:
            return self._outcomes.sent(await self._deliver(addressee, address, message))
        except Unsent as fault:
            return self._ending(fault)

    async def _replace(self, address: Address, message: Activity, replaces: str) -> O:
        """Change what stands in the conversation; where that is gone, nothing new is written.

        Its id stays what it is, whatever the answer says.
        """
        message.id = replaces

        async def turn(context: TurnContext) -> None:
            await context.update_activity(message)

        try:
            await self._adapter.continue_conversation(reference(address), turn)
        except NoAnswer:
            # It may have been taken, and doing it again changes nothing.
            return self._outcomes.retry("no-answer", None)
        except Declined as declined:
            if declined.status in CANNOT_UPDATE:
                return self._outcomes.refused("cannot-update")
            return self._ending(declined)
        except Unsent as fault:
            return self._ending(fault)
        return self._outcomes.sent(replaces)

    async def _deliver(self, addressee: PersonId, address: Address, message: Activity) -> str:
        """Write to the known conversation; when it is gone, make it once anew. Return the message's id."""
        try:
            return await self._write(address, message)
        except Declined as declined:
            if declined.status != GONE:
                raise
        renewed = await self._renewed(address)
        sent = await self._write(renewed, message)
        try:
            await self._people.learn(addressee, renewed)
        except (NotSaved, Unavailable) as fault:
            # The message has arrived; raising here would send it twice.
            log.warning("address.not-kept", fault=type(fault).__name__)
        return sent

    async def _write(self, address: Address, message: Activity) -> str:
        """Send a message that answers nothing, and return its id; empty when the channel names none."""
        sent: list[str] = []

        async def turn(context: TurnContext) -> None:
            answer = await context.send_activity(message)
            sent.append(answer.id if answer and answer.id else "")

        await self._adapter.continue_conversation(reference(address), turn)
        return sent[0]

    async def _renewed(self, address: Address) -> Address:
        """Make the conversation again. No answer counts as not reached: making it twice does no harm."""
        try:
            conversation = await self._adapter.open_conversation(address)
        except NoAnswer as error:
            raise NotReached from error
        if not conversation:
            raise Declined(GONE)
        return Address(address.channel, {**address.reference, "conversation": conversation})

    def _ending(self, fault: Unsent) -> O:
        """Name how it ended, by the status first; bodies vary too much to be asked."""
        match fault:
            case Forbidden():
                return self._outcomes.refused("service-url")
            case NotReached():
                return self._outcomes.retry("unreachable", None)
            # Who we are is not the addressee's fault: nothing was taken, it stays owed and counts for no try.
            case NoIdentity():
                return self._outcomes.elsewhere("no-identity")
            case Declined(status=401):
                return self._outcomes.elsewhere("unauthorized")
            case Declined(status=400 | 413):
                return self._outcomes.refused("content")
            case Declined(status=403):
                return self._outcomes.refused("blocked")
            case Declined(status=404):
                return self._outcomes.refused("gone")
            case Declined(status=status) if status in (412, 429) or status >= 500:  # noqa: PLR2004 HTTP's own
                return self._outcomes.retry(f"status-{status}", pause(fault.retry_after, self._clock()))
            case Declined(status=status):
                return self._outcomes.refused(f"status-{status}")
            case _:
                return self._outcomes.uncertain("no-answer")
