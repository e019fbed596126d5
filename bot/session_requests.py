"""Answers the values and ethics office about sessions that units ask for, and keeps what became of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import assert_never

import structlog

from bot.counting import Look
from content.model import Library, SessionRequest, Text
from content.wording import filled
from dialogs import planning, request_form, themes
from dialogs.flow import Answer
from dialogs.request_form import OPEN
from dialogs.request_questions import (
    RequestAnswered,
    RequestAsked,
    RequestFormAsked,
    RequestQuery,
    RequestReopened,
    RequestsAsked,
    StepTaken,
)
from dialogs.session_requests_cards import FORM
from dialogs.views import Value
from reports import session_requests as words
from storage.ports import Stale, Store
from storage.written import EVIDENCE, REQUESTS, Line, same, stamped

ANSWERING = (RequestAnswered, RequestReopened)
"""What writes: the role is asked for anew."""

IN_A_PART = 12
"""What a card has room for."""

WAYS: Mapping[str, tuple[str, ...]] = {
    "asked": ("plan-request", "agree-request", "hold-request", "decline-request"),
    "agreed": ("plan-request", "agree-request", "hold-request", "decline-request"),
    "held": ("evidence", "reopen-request"),
    "declined": ("reopen-request",),
}
"""The verbs that lead on from each state."""

KEPT: Mapping[StepTaken, str] = {
    "agree": "requests.agreed",
    "hold": "requests.held",
    "decline": "requests.declined",
}

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class RequestDesk:
    """What the office does in one turn; its role was checked a moment ago."""

    library: Library
    store: Store
    look: Look

    async def answer(self, asked: RequestQuery) -> Answer:
        """Answer; what is not there any more leads to the queue."""
        return await self._answer(asked) or await self._all(RequestsAsked(), "requests.gone")

    async def _answer(self, asked: RequestQuery) -> Answer | None:
        match asked:
            case RequestsAsked():
                return await self._all(asked)
            case RequestAsked(id_):
                return await self._one(id_)
            case RequestFormAsked():
                return await self._form(asked)
            case RequestAnswered():
                return await self._answered(asked)
            case RequestReopened():
                return await self._reopened(asked)
            case _:
                assert_never(asked)

    async def _all(self, asked: RequestsAsked, note: str = "") -> Answer:
        ordered = words.closed if asked.answered else words.queue
        lines = ordered(await REQUESTS.bodies(self.store))
        of = max(1, -(-len(lines) // IN_A_PART))
        part = min(max(asked.part, 1), of)
        shown = lines[(part - 1) * IN_A_PART : part * IN_A_PART]
        options = tuple((id_, words.line(self.library, each)) for id_, each in shown)
        values: dict[str, Value] = {"answered": asked.answered, "part": part, "of": of, "note": note}
        full = "requests" if options else "requests.none"
        return Answer(values, state="requests.answered" if asked.answered else full, options=options)

    async def _one(self, id_: str, note: str = "") -> Answer | None:
        found = await REQUESTS.line(self.store, id_)
        if found is None:
            return None
        body, sentences = found.body, self.library.sentences
        day = next((each for each in (body.agreed, body.first) if each), body.first)
        proof = await EVIDENCE.line(self.store, proof_of(id_))
        counts = proof is not None and not proof.body.withdrawn
        values: dict[str, Value] = {
            "id": id_,
            "revision": found.revision,
            "ways": " ".join(WAYS[body.state]),
            "plan": planning.for_request(body.unit, body.topic, body.spoken, day),
            "unit": words.unit(self.library, body),
            "topic": themes.named(self.library, body.topic),
            "spoken": sentences[f"sessions.spoken.{body.spoken}"],
            "day": body.day,
            "first": body.first,
            "second": body.second,
            "wish": body.wish or sentences["requests.no-wish"],
            "state": words.state(self.library, body),
            "proof": sentences["requests.proof" if counts else "requests.no-proof"],
            "note": note,
        }
        return Answer(values, state="requests.one")

    # Steps ----------------------------------------------------------------------------------------

    async def _form(self, asked: RequestFormAsked) -> Answer | None:
        found = await REQUESTS.line(self.store, asked.id)
        if found is None:
            return None
        if found.body.state not in OPEN:
            return await self._one(asked.id, "requests.changed")
        if asked.held is not None:
            return self._asked(found, asked.step, asked.held, "requests.form-again", revision=0)
        held = request_form.begins(found.body, asked.step, self.look.today)
        return self._asked(found, asked.step, held)

    def _asked(
        self,
        found: Line[SessionRequest],
        step: StepTaken,
        held: Mapping[str, str],
        note: str = "",
        remarks: tuple[Text, ...] = (),
        *,
        revision: int | None = None,
    ) -> Answer:
        values: dict[str, Value] = {
            **held,
            "id": found.id,
            "revision": found.revision if revision is None else revision,
            "step": step,
            "asked_on": found.body.day.isoformat(),
            "line": words.line(self.library, found.body),
            "note": note,
        }
        return Answer(values, remarks=remarks, state=FORM)

    async def _answered(self, asked: RequestAnswered) -> Answer | None:
        """Keep what became of a request; one with faults, or that somebody was faster than, comes back."""
        found = await REQUESTS.line(self.store, asked.id)
        if found is None:
            return None
        again = partial(self._asked, found, asked.step, asked.held)
        faults = request_form.faults_of_step(
            self.library, self.look.today, found.body.day, asked.step, asked.held
        )
        if faults:
            return again("requests.form-faults", faults, revision=asked.revision)
        body = request_form.answered(found.body, asked.step, asked.held)
        if same(body, found.body):  # Somebody did the same, or this turn is decided anew.
            return await self._became(asked.id, body, KEPT[asked.step])
        if found.body.state not in OPEN:
            return await self._one(asked.id, "requests.changed")
        if found.revision != asked.revision:
            now = filled(
                self.library.sentences["plan.says-now"], {"line": words.line(self.library, found.body)}
            )
            return again("requests.form-changed", (now,))
        if not await self._kept(asked.id, body, found.revision):
            return await self._one(asked.id, "requests.changed")
        return await self._became(asked.id, body, KEPT[asked.step])

    async def _reopened(self, asked: RequestReopened) -> Answer | None:
        """Open a request again; what counted as evidence of it does so no longer."""
        found = await REQUESTS.line(self.store, asked.id)
        if found is None:
            return None
        body = request_form.reopened(found.body)
        if not same(body, found.body) and not (
            found.revision == asked.revision and await self._kept(asked.id, body, found.revision)
        ):
            return await self._one(asked.id, "requests.changed")
        return await self._became(asked.id, body, "requests.reopened")

    async def _became(self, id_: str, body: SessionRequest, note: str) -> Answer | None:
        """Have the evidence say what the request says, and show it."""
        await self._prove(id_, body)
        return await self._one(id_, note)

    async def _prove(self, id_: str, body: SessionRequest) -> None:
        """Keep one line of evidence for a session that was held, and take it back where it was not.

        One that stands stays as it is: the office may have written more into it.
        """
        proof, wanted = await EVIDENCE.line(self.store, proof_of(id_)), words.evidence(self.library, body)
        stands = proof is not None and not proof.body.withdrawn
        if stands is (wanted is not None):
            return
        line = wanted or (proof.body.model_copy(update={"withdrawn": True}) if proof else None)
        if line is not None:
            revision = proof.revision if proof else 0
            try:
                await EVIDENCE.keep(
                    self.store, proof_of(id_), stamped(line, self.look.today, self.look.role), revision
                )
            except Stale:
                return  # The same press in another turn, or the office's own form: that one counts.
            log.info("register.changed", what=EVIDENCE.register, role=self.look.role)

    async def _kept(self, id_: str, body: SessionRequest, revision: int) -> bool:
        """Keep a version; False when somebody was faster."""
        try:
            await REQUESTS.keep(self.store, id_, stamped(body, self.look.today, self.look.role), revision)
        except Stale:
            return False
        log.info("register.changed", what=REQUESTS.register, role=self.look.role)
        return True


def proof_of(id_: str) -> str:
    """Return the one id that the evidence of a request can have."""
    return f"request-{id_}"
