"""Keeps talks that managers and the values and ethics office log: a day, a topic and about how many."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import assert_never

import structlog

from bot.counting import Look
from content.model import Library, Text
from dialogs import conversation_log as flow
from dialogs.conversation_log import DONE, FORM
from dialogs.flow import Answer
from dialogs.request_questions import LogAsked, LogQuery, TalkLogged, TalkUnlogged
from reports.session_requests import logged
from storage.ports import Stale, Store
from storage.written import CONVERSATIONS

LOGGING = (TalkLogged, TalkUnlogged)
"""What writes: the role is asked for anew."""

TAKEN, GONE = "log-conversation.taken", "log-conversation.gone"

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class LogDesk:
    """What somebody logs in one turn; their role was checked a moment ago. Nothing kept says whose it is."""

    library: Library
    store: Store
    look: Look

    async def answer(self, asked: LogQuery) -> Answer:
        """Return the card, or what became of it."""
        match asked:
            case LogAsked(held):
                return self._form(held or {}, "requests.form-again" if held is not None else "")
            case TalkLogged(held):
                return await self._logged(held)
            case TalkUnlogged(id_):
                return await self._unlogged(id_)
            case _:
                assert_never(asked)

    def _form(self, held: Mapping[str, str], note: str = "", remarks: tuple[Text, ...] = ()) -> Answer:
        return Answer({**held, "note": note}, remarks=remarks, state=FORM)

    async def _logged(self, held: Mapping[str, str]) -> Answer:
        """Keep a talk once, however often its button is pressed; one with faults comes back."""
        if faults := flow.faults(self.library, self.look.today, held):
            return self._form(held, "requests.form-faults", faults)
        id_, body = self.look.new, flow.conversation_of(held)
        found = await CONVERSATIONS.line(self.store, id_)
        if found is None:
            try:
                await CONVERSATIONS.keep(self.store, id_, body, 0)
                log.info("register.changed", what=CONVERSATIONS.register, role=self.look.role)
            except Stale:  # The same press in another turn: it is kept.
                found = await CONVERSATIONS.line(self.store, id_)
        if found is not None and body != found.body.model_copy(update={"withdrawn": False}):
            return self._form(held, "requests.form-again")  # Another window of a card that was logged.
        if found is not None and found.body.withdrawn:
            return Answer(state=TAKEN)
        return Answer(state=DONE, options=((id_, logged(self.library, body)),))

    async def _unlogged(self, id_: str) -> Answer:
        found = await CONVERSATIONS.line(self.store, id_)
        if found is None:
            return Answer(state=GONE)
        if not found.body.withdrawn:
            try:
                taken = found.body.model_copy(update={"withdrawn": True})
                await CONVERSATIONS.keep(self.store, id_, taken, found.revision)
                log.info("register.changed", what=CONVERSATIONS.register, role=self.look.role)
            except Stale:
                pass  # The same press in another turn: nothing else changes a talk.
        return Answer(state=TAKEN)
