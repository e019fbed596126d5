"""The Bot Framework door: one request body in, one answer out, whatever was sent."""

from dataclasses import dataclass
from typing import Any

import structlog
from botbuilder.core import TurnContext
from botbuilder.schema import Activity

from bot.logs import trail
from bot.meters import Meters
from bot.teams import outgoing
from bot.teams.company import InCompany
from bot.teams.entry import activity as activities
from bot.teams.entry import meaning
from bot.teams.entry.activity import Envelope
from bot.teams.entry.body import Malformed, read
from bot.teams.entry.gate import Gate
from bot.teams.entry.guests import Guests, Standing
from bot.teams.entry.meaning import (
    Arrived,
    Asked,
    Attached,
    Consented,
    Left,
    NotOffered,
    Removed,
    Said,
    Unheeded,
    What,
    Windowed,
)
from bot.teams.entry.rates import Rates, Verdict
from bot.teams.entry.token_checks import Refused
from bot.teams.private import InPrivate
from bot.teams.replies import Replies
from bot.teams.wire.adapter import TeamsAdapter
from bot.teams.wire.connector import Unsent
from dialogs.people import PersonId

NOBODY = PersonId("")
"""Whoever has no Entra id: all of them together have one person's turns."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class DoorAnswer:
    """An HTTP status and the JSON that goes with it; None means an empty body."""

    status: int
    body: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Door:
    """Who comes in is checked by the `gate`, then by `rates`, then by `guests`; None where all belong.

    `meters` are told how each activity ended.
    """

    adapter: TeamsAdapter
    gate: Gate
    rates: Rates
    guests: Guests | None
    replies: Replies
    private: InPrivate
    company: InCompany
    meters: Meters

    async def receive(self, body: bytes, content_type: str, authorization: str = "") -> DoorAnswer:
        """Answer one POST to /api/messages: 200, 400, 401, 403 or 415. Never raises for what was sent."""
        try:
            raw = read(body, content_type)
            await self.gate.recognize(authorization, raw)
            envelope = activities.envelope(raw)
            what = meaning.what(raw, private=envelope.private)
            activity = activities.activity(raw)
            self.gate.admit(envelope)
        except Malformed as fault:
            log.warning("activity.malformed", reason=str(fault))
            self.meters.received("malformed")
            return DoorAnswer(fault.status)
        except Refused as fault:
            log.warning("activity.refused", reason=str(fault))
            self.meters.received(str(fault))
            return DoorAnswer(fault.status)
        except Exception as fault:  # noqa: BLE001 the other edge: what cannot even be read is let in by nobody
            _failed("activity.failed", fault)
            self.meters.received("failed")
            return DoorAnswer(400)
        return await self._take(activity, envelope, what)

    async def _take(self, activity: Activity, envelope: Envelope, what: What) -> DoorAnswer:
        """Run the turn through the SDK's pipeline; the edge where every fault ends."""

        async def turn(context: TurnContext) -> None:
            await self._turn(context, envelope, what)

        try:
            answer = await self.adapter.process(activity, turn)
        except Unsent as fault:
            log.warning("reply.not-sent", fault=type(fault).__name__)
            self.meters.received("not-sent")
        except Exception as fault:  # noqa: BLE001 the one edge of this door: no fault may reach the client as a 500
            _failed("turn.failed", fault)
            self.meters.received("failed")
            return await self._apologize(activity, what)
        else:
            self.meters.received("answered")
            if answer is not None:
                written: Any = answer.body  # the SDK calls it an object; we wrote it
                return DoorAnswer(answer.status, written)
        return DoorAnswer(200)

    async def _apologize(self, activity: Activity, what: What) -> DoorAnswer:
        """Say that it did not work, in the way that whoever asked waits for."""
        trouble = self.replies.words(outgoing.TROUBLE)
        match what:
            case Said() | Attached() | Consented():

                async def turn(context: TurnContext) -> None:
                    await self.replies.say(context, outgoing.TROUBLE)

                try:
                    await self.adapter.process(activity, turn)
                except Exception as fault:  # noqa: BLE001 whatever broke the turn may break the apology too
                    log.warning("reply.not-sent", fault=type(fault).__name__)
            case Windowed():
                return DoorAnswer(200, outgoing.window_words_body(trouble))
            case Arrived() | Removed() | Left() | Unheeded():
                pass
            case _:
                return DoorAnswer(200, outgoing.error_body(500, "Unavailable", trouble))
        return DoorAnswer(200)

    async def _turn(self, context: TurnContext, envelope: Envelope, what: What) -> None:
        """Answer one thing that was heard or that happened."""
        match what:
            case Unheeded():
                pass
            case NotOffered():
                body = outgoing.error_body(501, "NotSupported", self.replies.words(outgoing.TROUBLE))
                await context.send_activity(outgoing.in_place(body))
            case Left():  # Only ever of a chat with others.
                await self.company.happened(context, envelope, what)
            case Arrived() | Removed() if not envelope.private:
                await self.company.happened(context, envelope, what)
            case Arrived() | Removed():
                await self._came_or_went(context, envelope, what)
            case _:
                await self._asked(context, envelope, what)

    async def _came_or_went(self, context: TurnContext, envelope: Envelope, what: Arrived | Removed) -> None:
        """Greet in private, or forget how somebody is reached; a guest is told whom Ethos is for."""
        person = envelope.person
        if person is None:
            return
        if isinstance(what, Arrived) and (refusal := await self._stranger(envelope, person)):
            await self.replies.say(context, refusal)
            return
        await self.private.talk(context, envelope, person, what)

    async def _asked(self, context: TurnContext, envelope: Envelope, asked: Asked) -> None:
        """Answer somebody who may talk with Ethos, and not too fast."""
        person = envelope.person
        verdict = self.rates.ask(person or NOBODY)
        if verdict is not Verdict.ANSWER:
            # A client that waits gets its answer; a message more would only add to the load.
            if verdict is Verdict.SAY or not isinstance(asked, Said | Attached):
                await self.replies.answer(context, asked, outgoing.TOO_FAST)
            return
        if person is None:
            await self.replies.answer(context, asked, outgoing.GUESTS)
        elif refusal := await self._stranger(envelope, person):
            await self.replies.answer(context, asked, refusal)
        elif isinstance(asked, Attached):
            await self.replies.answer(context, asked, outgoing.NO_ATTACHMENTS)
        elif envelope.private:
            await self.private.talk(context, envelope, person, asked)
        else:
            await self.company.talk(context, envelope, person, asked)

    async def _stranger(self, envelope: Envelope, person: PersonId) -> str:
        """Name the sentence for somebody who is not let in, or nothing."""
        standing = await self.guests.standing(envelope, person) if self.guests else Standing.BELONGS
        if standing is Standing.BELONGS:
            return ""
        log.info("person.refused", reason=standing.value)
        return outgoing.GUESTS if standing is Standing.GUEST else outgoing.TROUBLE


def _failed(event: str, fault: Exception) -> None:
    """Say what kind of fault arose, and where. Its text and a traceback may hold words and names."""
    log.error(event, fault=type(fault).__name__, at=trail(fault.__traceback__)[-1])
