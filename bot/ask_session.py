"""Keeps a session that a manager asks for, and lets the values and ethics office know."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import assert_never

import structlog

from bot.counting import Look
from bot.named_people import naming
from bot.offices import note_to
from content.model import Library, Text
from dialogs import request_form
from dialogs.ask_session import FORM, SENT
from dialogs.flow import Answer
from dialogs.notes import asked_for
from dialogs.people import Office, UnitId
from dialogs.request_questions import AskFormAsked, AskQuery, AskWritten
from dialogs.views import Value
from storage.ports import Stale, Store
from storage.written import REQUESTS, same, stamped

ASKING = (AskWritten,)
"""What writes: the role is asked for anew."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class AskDesk:
    """What a manager does in one turn; their role was checked a moment ago. `unit` is where they work.

    What is kept names a unit. Nothing in it says who asked: the staff list says who manages the unit.
    """

    library: Library
    store: Store
    look: Look
    unit: UnitId

    async def answer(self, asked: AskQuery) -> Answer:
        """Return the form, or what became of it."""
        match asked:
            case AskFormAsked(None):
                listed = {unit.id for unit in self.library.organization.units}
                return self._form({"unit": self.unit if self.unit in listed else "", "spoken": "both"})
            case AskFormAsked(held):
                return self._form(held or {}, "requests.form-again")
            case AskWritten():
                return await self._written(asked)
            case _:
                assert_never(asked)

    def _form(
        self,
        held: Mapping[str, str],
        note: str = "",
        remarks: tuple[Text, ...] = (),
        *,
        anyway: bool = False,
    ) -> Answer:
        values: dict[str, Value] = {**held, "note": note, "anyway": anyway}
        return Answer(values, remarks=remarks, state=FORM)

    async def _written(self, asked: AskWritten) -> Answer:
        """Keep a form once, and owe the note about it once; one with faults or doubts comes back."""
        held, id_ = asked.held, self.look.new
        if faults := request_form.faults(self.library, self.look.today, held):
            return self._form(held, "requests.form-faults", faults)
        if not asked.anyway and await naming(self.store, held, ("wish",)):
            doubt = (self.library.sentences["requests.names"],)
            return self._form(held, "requests.look", doubt, anyway=True)
        body = stamped(request_form.request_of(held, self.look.today), self.look.today, self.look.role)
        found = await REQUESTS.line(self.store, id_)
        if found is None:
            try:
                await REQUESTS.keep(self.store, id_, body, 0)
                log.info("register.changed", what=REQUESTS.register, role=self.look.role)
            except Stale:  # The same press in another turn: it is kept.
                found = await REQUESTS.line(self.store, id_)
        if found is not None and not same(body, request_form.reopened(found.body)):
            return self._form(held, "requests.form-again")  # Another window of a form that was sent.
        told = await note_to(
            Office.VE, asked_for(), id_, self.look.now, store=self.store, library=self.library
        )
        return Answer({"note": "requests.told" if told else "requests.nobody"}, state=SENT)
