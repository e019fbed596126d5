"""Answers two offices about evidence, training plans and the review of the code; one of them writes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, assert_never

import structlog

from bot.counting import Look, write_down
from bot.named_people import naming
from content.model import Entered, Library, Text
from content.wording import filled
from dialogs import register_lines
from dialogs.flow import Answer
from dialogs.register_cards import FORM
from dialogs.register_form import fits
from dialogs.register_questions import (
    EntryAsked,
    EntryFormAsked,
    EntryTaken,
    EntryWritten,
    HistoryAsked,
    RegisterAsked,
    RegisterQuery,
    YearsAsked,
)
from dialogs.register_shapes import SHAPES
from dialogs.views import Value
from reports import register_tables as tables
from reports.parts import parts
from storage.ports import Stale, Store
from storage.written import BOOKS, Book, Line, same, stamped

LOOKED_AT = "evidence"
"""What the access list calls each look at one of the three registers."""

ROOM = 5_000
"""Characters for the lines of one part, which stand once in the table and once in the list to open from."""

NAMED = ("title_en", "title_fr", "note_en", "note_fr", "audience_en", "audience_fr")
NAMED_TOO = ("unit_en", "unit_fr", "nature_en", "nature_fr")
"""Fields of words, in which no person is to be named."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Registers:
    """What one official sees and does in one turn; the role was checked a moment ago."""

    library: Library
    store: Store
    look: Look

    async def answer(self, asked: RegisterQuery) -> Answer:
        """Answer, once the look is written down; what is not there any more leads to the list."""
        await write_down(
            self.store, self.look, {"what": LOOKED_AT, "register": SHAPES[asked.register].register}
        )
        return await self._answer(asked) or await self._lines(RegisterAsked(asked.register), "registers.gone")

    async def _answer(self, asked: RegisterQuery) -> Answer | None:
        match asked:
            case RegisterAsked():
                return await self._lines(asked)
            case YearsAsked(register):
                return await self._years(register)
            case EntryAsked(register, entry):
                return await self._line(register, entry)
            case HistoryAsked(register, entry, part):
                return await self._history(register, entry, part)
            case EntryFormAsked(register, entry):
                return await self._form(register, entry)
            case EntryWritten():
                return await self._write(asked)
            case EntryTaken():
                return await self._take(asked)
            case _:
                assert_never(asked)

    # Looking --------------------------------------------------------------------------------------

    async def _lines(self, asked: RegisterAsked, note: str = "") -> Answer:
        """List the lines of a year and a kind, newest first, in parts."""
        every = await _book(asked.register).everything(self.store)
        narrowed = tables.narrowed(
            [(id_, line.body) for id_, line in every.items()], asked.year, asked.kind, asked.withdrawn
        )
        rows = tables.lines(self.library, [body for _, body in narrowed])
        found = parts([rows] if narrowed else [], self.library, ROOM)
        number = min(max(asked.part, 1), len(found))
        before = sum(len(table.rows) for part in found[: number - 1] for table in part)
        shown = narrowed[before : before + sum(len(table.rows) for table in found[number - 1])]
        options = tuple(
            (id_, tables.option(self.library, place, body))
            for place, (id_, body) in enumerate(shown, start=1)
        )
        values: dict[str, Value] = {
            "year": asked.year,
            "kind": asked.kind,
            "withdrawn": "yes" if asked.withdrawn else "",
            "count": len(narrowed),
            "part": number,
            "of": len(found),
            "note": note,
            "which": tables.which(self.library, asked.year, asked.kind, withdrawn=asked.withdrawn),
        }
        state = "registers" if narrowed else "registers.none"
        return Answer(values, tables.numbered(found[number - 1]), state=state, options=options)

    async def _years(self, register: str) -> Answer:
        every = await _book(register).lines(self.store)
        years = tables.years([line.body for line in every.values()])
        return Answer({"years": " ".join(years)}, state="registers.narrow")

    async def _line(self, register: str, entry: str, note: str = "") -> Answer | None:
        """Return one line as it is now."""
        found = await _book(register).line(self.store, entry)
        if found is None:
            return None
        shape, body = SHAPES[register], found.body
        values: dict[str, Value] = {
            "entry": entry,
            "revision": found.revision,
            "note": note,
            "withdrawn": "yes" if body.withdrawn else "",
            "title": register_lines.named(self.library, body),
            "state": tables.standing(self.library, body, self.look.today),
        }
        table = tables.fields(self.library, shape, body)
        return Answer(values, (table,), state="registers.entry")

    async def _history(self, register: str, entry: str, part: int) -> Answer | None:
        """Return every version of a line, newest first, in parts."""
        versions = await _book(register).history(self.store, entry)
        if not versions:
            return None
        found = parts(
            tables.history(self.library, SHAPES[register], [line.body for line in versions]), self.library
        )
        number = min(max(part, 1), len(found))
        title = register_lines.named(self.library, versions[-1].body)
        values: dict[str, Value] = {"entry": entry, "title": title, "part": number, "of": len(found)}
        return Answer(values, found[number - 1], state="registers.history")

    # Writing --------------------------------------------------------------------------------------

    async def _form(self, register: str, entry: str) -> Answer | None:
        """Return the form of a line; one whose words find no room on a card is changed by file."""
        if not entry:
            return _asked("", 0, {})
        found = await _book(register).line(self.store, entry)
        if found is None:
            return None
        held = SHAPES[register].cells(found.body)
        if not fits(SHAPES[register], held):
            return await self._line(register, entry, "registers.too-large")
        return _asked(entry, found.revision, held)

    async def _write(self, asked: EntryWritten) -> Answer | None:
        """Keep a form, or return it as it was written with what stands against that."""
        shape, book = SHAPES[asked.register], _book(asked.register)
        body, _ = shape.read(asked.held)
        if body is None:
            return _asked(asked.entry, asked.revision, asked.held, "registers.form-faults")
        id_ = asked.entry or self.look.new
        found = await book.line(self.store, id_)
        revision = found.revision if found else 0
        if found is not None and revision != asked.revision:
            return await self._meanwhile(asked, found, body)
        if not asked.sure and (doubts := await self._doubts(asked.held)):
            values = {"doubted": "yes", "note": "registers.form-names"}
            return _asked(asked.entry, asked.revision, {**asked.held, **values}, remarks=doubts)
        withdrawn = bool(found and found.body.withdrawn)
        kept = self._stamped(body, withdrawn=withdrawn)
        if found is not None and same(kept, found.body):  # Nothing is new.
            return await self._line(asked.register, id_, "registers.saved")
        try:
            await book.keep(self.store, id_, kept, revision)
        except Stale:
            newest = await book.line(self.store, id_)
            return await self._meanwhile(asked, newest, body) if newest else None
        log.info("register.changed", what=asked.register, role=self.look.role)
        return await self._line(asked.register, id_, "registers.saved")

    async def _meanwhile(self, asked: EntryWritten, now: Line[Any], body: Entered) -> Answer | None:
        """Return the form as it was written beside what somebody else wrote; nothing is lost of either."""
        shape = SHAPES[asked.register]
        if shape.cells(now.body) == shape.cells(body):  # This turn kept it when it was decided first.
            return await self._line(asked.register, now.id, "registers.saved")
        again = _asked(now.id, now.revision, asked.held, "registers.form-changed")
        newest = tables.changed(self.library, shape, body, now.body)
        return replace(again, tables=(newest,) if newest.rows else ())

    async def _take(self, asked: EntryTaken) -> Answer | None:
        """Take a line back, or bring it back, unless somebody was faster: then it is shown as it is."""
        found = await _book(asked.register).line(self.store, asked.entry)
        if found is None:
            return None
        did = "registers.taken" if asked.withdrawn else "registers.brought"
        if found.body.withdrawn is asked.withdrawn:
            return await self._line(asked.register, asked.entry, did)
        changed = self._stamped(found.body, withdrawn=asked.withdrawn)
        try:
            if found.revision != asked.revision:
                raise Stale  # noqa: TRY301 one answer to both
            await _book(asked.register).keep(self.store, asked.entry, changed, found.revision)
        except Stale:
            return await self._line(asked.register, asked.entry, "registers.changed")
        log.info("register.changed", what=asked.register, role=self.look.role)
        return await self._line(asked.register, asked.entry, did)

    def _stamped(self, body: Entered, *, withdrawn: bool) -> Any:
        return stamped(body.model_copy(update={"withdrawn": withdrawn}), self.look.today, self.look.role)

    async def _doubts(self, held: Mapping[str, str]) -> tuple[Text, ...]:
        """Say in which fields somebody seems to be named."""
        found = await naming(self.store, held, (*NAMED, *NAMED_TOO))
        words = self.library.sentences
        return tuple(
            filled(words["registers.doubt"], {"field": words[f"registers.name.{field}"]}) for field in found
        )


def _book(register: str) -> Book[Any]:
    return BOOKS[register]


def _asked(
    entry: str, revision: int, held: Mapping[str, Value], note: str = "", remarks: tuple[Text, ...] = ()
) -> Answer:
    values: dict[str, Value] = {"note": note, **held, "entry": entry, "revision": revision}
    return Answer(values, remarks=remarks, state=FORM)
