"""The Bot Framework door: one request body in, one answer out, whatever was sent."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from traceback import walk_tb
from typing import Any, Protocol, assert_never

import aiohttp
import structlog
from botbuilder.core import TurnContext
from botbuilder.schema import Activity

from bot.heard import Arrival, Heard, Shown
from bot.teams import activity as activities
from bot.teams import outgoing
from bot.teams.activity import Arrived, Envelope, Executed, NotOffered, Removed, Said, Unheeded, What
from bot.teams.adapter import TeamsAdapter
from bot.teams.body import Malformed, read
from bot.teams.connector import Connector, Unsent, Waits
from bot.teams.greeted import Greeted
from content.model import Text
from dialogs.people import PersonId
from storage.ports import NotSaved, People, Unavailable

log = structlog.get_logger()


class Hears(Protocol):
    """A turn: what a person said, and what they see next."""

    async def hear(self, person: PersonId, heard: Heard) -> Shown:
        """Take one turn; what it kept is durable when it returns."""
        ...


@dataclass(frozen=True, slots=True)
class DoorAnswer:
    """An HTTP status and the JSON that goes with it; None means an empty body."""

    status: int
    body: dict[str, Any] | None = None


class Door:
    """Local mode: no token is asked for, so `allowed` must hold for loopback only.

    `draw` draws what a turn shows; `sentences` are the library's, looked up here once so that a missing one
    stops the start and not a conversation.
    """

    def __init__(
        self,
        turns: Hears,
        draw: Callable[[Shown], outgoing.Drawn],
        people: People,
        sentences: Mapping[str, Text],
        *,
        session: aiohttp.ClientSession,
        allowed: Callable[[str], bool],
        clock: Callable[[], datetime],
        waits: Waits | None = None,
    ) -> None:
        self._turns = turns
        self._draw = draw
        self._people = people
        self._allowed = allowed
        self._notification = sentences[outgoing.NOTIFICATION]
        self._below = sentences[outgoing.BELOW]
        self._private = outgoing.spoken(sentences[outgoing.PRIVATE], None)
        self._trouble = outgoing.spoken(sentences[outgoing.TROUBLE], None)
        self._greeted = Greeted(clock)
        self._adapter = TeamsAdapter(Connector(session, allowed, waits or Waits()))

    async def receive(self, body: bytes, content_type: str) -> DoorAnswer:
        """Answer one POST to /api/messages. Never raises for what was sent; statuses are 200, 400 and 403."""
        try:
            raw = read(body, content_type)
            envelope = activities.envelope(raw)
            what = activities.what(raw, private=envelope.private)
            activity = activities.activity(raw)
        except Malformed as fault:
            log.warning("activity.malformed", reason=str(fault))
            return DoorAnswer(400)
        if reason := self._unwelcome(envelope, what):
            log.warning("activity.refused", reason=reason)
            return DoorAnswer(403)
        return await self._take(activity, envelope, what)

    def _unwelcome(self, envelope: Envelope, what: What) -> str:
        """Say why nothing can be answered here, or nothing."""
        if not self._allowed(envelope.service_url):
            return "service-url"
        if envelope.private and envelope.person is None and isinstance(what, Said | Executed):
            return "no-entra-id"
        return ""

    async def _take(self, activity: Activity, envelope: Envelope, what: What) -> DoorAnswer:
        """Run the turn through the SDK's pipeline; the edge where every fault ends."""

        async def turn(context: TurnContext) -> None:
            await self._turn(context, envelope, what)

        waits_for_body = isinstance(what, Executed | NotOffered)
        try:
            answer = await self._adapter.process(activity, turn)
        except Unsent as fault:
            log.warning("reply.not-sent", fault=type(fault).__name__)
        except Exception as fault:  # noqa: BLE001 the one edge of this door: no fault may reach the client as a 500
            log.error("turn.failed", fault=type(fault).__name__, at=_place(fault))  # noqa: TRY400 see _place
            if waits_for_body:
                return DoorAnswer(200, outgoing.error_body(500, "Unavailable", self._trouble))
            await self._apologize(activity, what)
        else:
            if answer is not None:
                written: Any = answer.body  # the SDK calls it an object; we wrote it
                return DoorAnswer(answer.status, written)
        return DoorAnswer(200)

    async def _apologize(self, activity: Activity, what: What) -> None:
        """Say that it did not work, to somebody who said something and waits."""

        async def turn(context: TurnContext) -> None:
            await context.send_activity(outgoing.sentence(self._trouble))

        if isinstance(what, Said):
            try:
                await self._adapter.process(activity, turn)
            except Unsent as fault:
                log.warning("reply.not-sent", fault=type(fault).__name__)

    async def _turn(self, context: TurnContext, envelope: Envelope, what: What) -> None:
        """Answer one thing that was heard."""
        if isinstance(what, NotOffered):
            body = outgoing.error_body(501, "NotSupported", self._trouble)
            await context.send_activity(outgoing.in_place(body))
        elif not envelope.private:
            await self._in_company(context, what)
        elif envelope.person is not None:
            await self._in_private(context, envelope, envelope.person, what)

    async def _in_company(self, context: TurnContext, what: What) -> None:
        """Others read along: nothing about anybody, only where to talk."""
        if isinstance(what, Said):
            await context.send_activity(outgoing.sentence(self._private))
        elif isinstance(what, Executed):
            await context.send_activity(outgoing.in_place(outgoing.words_body(self._private)))

    async def _in_private(
        self, context: TurnContext, envelope: Envelope, person: PersonId, what: What
    ) -> None:
        """Talk with one person."""
        match what:
            case Said(heard):
                shown = await self._turns.hear(person, heard)
                await self._reply(context, shown)
                await self._learn(person, envelope, shown)
            case Executed(press):
                shown = await self._turns.hear(person, press)
                await context.send_activity(outgoing.in_place(await self._in_place(context, shown)))
                await self._learn(person, envelope, shown)
            case Arrived():
                await self._welcome(context, envelope, person)
            case Removed():
                self._greeted.forget(envelope.conversation)
                await self._people.forget(person)
            case NotOffered() | Unheeded():
                pass
            case _:
                assert_never(what)

    async def _welcome(self, context: TurnContext, envelope: Envelope, person: PersonId) -> None:
        """Welcome once, however often the arrival is announced."""
        if not self._greeted.first(envelope.conversation):
            return
        welcomed = False
        try:
            shown = await self._turns.hear(person, Arrival())
            await self._reply(context, shown)
            welcomed = True
        finally:
            if not welcomed:
                self._greeted.forget(envelope.conversation)
        await self._learn(person, envelope, shown)

    async def _reply(self, context: TurnContext, shown: Shown) -> None:
        """Send a card, or a text, as a new message."""
        await self._write(context, self._draw(shown), shown)

    async def _in_place(self, context: TurnContext, shown: Shown) -> dict[str, Any]:
        """Answer a button with the card that takes the old one's place; a text comes below it."""
        drawn = self._draw(shown)
        if not isinstance(drawn, str):
            return outgoing.card_body(drawn)
        try:
            await self._write(context, drawn, shown)
        except Unsent as fault:
            log.warning("reply.not-sent", fault=type(fault).__name__)
            return outgoing.words_body(drawn)
        return outgoing.words_body(outgoing.spoken(self._below, shown.language))

    async def _write(self, context: TurnContext, drawn: outgoing.Drawn, shown: Shown) -> None:
        notification = outgoing.spoken(self._notification, shown.language)
        await context.send_activity(outgoing.message(drawn, notification))

    async def _learn(self, person: PersonId, envelope: Envelope, shown: Shown) -> None:
        """Keep where the person is reached, once first contact is over. Failing costs no answer."""
        if shown.view.both:
            return
        try:
            await self._people.learn(person, envelope.address)
        except (NotSaved, Unavailable) as fault:
            log.warning("address.not-kept", fault=type(fault).__name__)


def _place(fault: BaseException) -> str:
    """Say where a fault arose, as module:line. Its text and a traceback may hold words and names."""
    frames = list(walk_tb(fault.__traceback__))
    return f"{frames[-1][0].f_globals.get('__name__', '')}:{frames[-1][1]}" if frames else ""
