"""What an operator does with what officials write: brings a file in, lists the lines, writes them out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import click

from bot.command.operator import Operator
from bot.command.options import Settings, over_a_store
from bot.counting import Look, write_down
from bot.registers import LOOKED_AT
from content.model import HEADINGS, KINDS, Entered, Library
from dialogs.register_lines import Body, days_of, named, newest_first, sort_of
from dialogs.register_shapes import CARRIED_OUT, LEVELS, SHAPES, STEPS, UNITS, Shape
from dialogs.themes import THEMES
from reports import registers
from reports.registers import Row, RowFault
from reports.tables import aligned
from storage.ports import Stale, Store
from storage.written import BOOKS, Book

ACTS = ("import", "list", "export")
ADDED, CHANGED, SAME, STALE = "added", "changed", "same", "changed-meanwhile"


KNOWN: Mapping[str, str] = {
    "kinds": ", ".join(KINDS),
    "units": ", ".join(UNITS),
    "topics": ", ".join(THEMES),
    "headings": ", ".join(HEADINGS),
    "levels": ", ".join(LEVELS),
    "states": ", ".join(CARRIED_OUT),
    "steps": ", ".join(STEPS),
}
"""The words of a file, as its sentences name them."""


class Actions(Protocol):
    """What the commands do; app.py wires it."""

    def register(self, settings: Settings, command: str, file: Path | None, out: Path | None) -> None:
        """Bring a file into a register, list it, or write it out."""


def add_commands(group: click.Group, operator: Operator, actions: Actions) -> None:
    """Add one group for each register, with the same three commands."""
    speaker = operator.knowing("registers.yaml")
    for name in SHAPES:
        _add_group(group, speaker, actions, name)


def _add_group(group: click.Group, operator: Operator, actions: Actions, name: str) -> None:
    @group.group(name, help=operator.says(f"registers.help.{name}"))
    def register() -> None:
        pass

    columns = " ".join(registers.columns(SHAPES[name]))

    @register.command("import", help=operator.says("registers.help.import", columns=columns))
    @click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
    @over_a_store(operator)
    def imported(settings: Settings, file: Path) -> None:
        actions.register(settings, f"{name} import", file, None)

    @register.command("list", help=operator.says("registers.help.list"))
    @over_a_store(operator)
    def listed(settings: Settings) -> None:
        actions.register(settings, f"{name} list", None, None)

    @register.command("export", help=operator.says("registers.help.export"))
    @click.option(
        "--out",
        type=click.Path(dir_okay=False, path_type=Path),
        callback=operator.writable,
        help=operator.says("help.out"),
    )
    @over_a_store(operator)
    def exported(settings: Settings, out: Path | None) -> None:
        actions.register(settings, f"{name} export", None, out)


@dataclass(frozen=True, slots=True)
class Registrar:
    """Carries out one order of an operator with one register."""

    store: Store
    library: Library
    operator: Operator
    look: Look
    name: str

    async def imported(self, raw: bytes) -> tuple[str, tuple[str, ...]]:
        """Bring the good rows of a file in; return what changed and a sentence for everything that is wrong.

        A row without an id that is there already stays as it is, also where somebody has changed it since.
        """
        read = registers.read(self._shape, raw)
        done = dict.fromkeys((ADDED, CHANGED, SAME), 0)
        faults = list(read.faults)
        for row in read.rows:
            outcome = await self._kept(row)
            if outcome == STALE:
                faults.append(RowFault(row.line, registers.ID, STALE))
            else:
                done[outcome] += 1
        title = self.operator.says(f"registers.title.{self.name}")
        said = self.operator.says("registers.imported", register=title, **done) + "\n"
        if not faults:
            return said, ()
        lines = [self._named(fault) for fault in sorted(faults, key=lambda fault: fault.line)]
        last = "registers.refused" if read.refused else "registers.faults"
        return said, (*lines, self.operator.says(last, count=len(lines)))

    async def _kept(self, row: Row[Any]) -> str:
        """Keep one row; return what that did to the register."""
        found = await self.store.registers.get(self._book.register, row.id)
        if found is not None and (not row.named or self._same(found.body, row.body)):
            return SAME
        stamp = {"kept_on": self.look.today, "kept_by": self.look.role}
        try:
            await self._book.keep(
                self.store, row.id, row.body.model_copy(update=stamp), found.revision if found else 0
            )
        except Stale:
            return STALE
        return CHANGED if found else ADDED

    def _same(self, before: Mapping[str, Any], body: Entered) -> bool:
        """Tell whether what is kept says the same; one that cannot be read does not."""
        try:
            kept = self._book.shape.model_validate(before)
        except ValueError:
            return False
        return self._shape.cells(kept) == self._shape.cells(body)

    def _named(self, fault: RowFault) -> str:
        reason = self.operator.says(
            f"registers.slip.{fault.reason}",
            most=fault.most,
            count=fault.count,
            columns=", ".join(registers.columns(self._shape)),
            **KNOWN,
        )
        where = "registers.fault" if fault.column else "registers.fault-of-line"
        return self.operator.says(where, line=str(fault.line), column=fault.column, reason=reason)

    async def listed(self) -> str:
        """Return a table of every line that stands, newest first; the look is written down before."""
        lines = await self._lines()
        language = self.operator.language
        header = [self.operator.says(f"registers.column.{each}") for each in ("id", "when", "sort", "title")]
        rows: list[Sequence[str]] = [header]
        for id_, body in lines:
            if not body.withdrawn:
                sort, title = sort_of(self.library, body), named(self.library, body)
                days = days_of(self.library, body)
                rows.append((id_, *(each.of(language) for each in (days, sort, title))))
        return "".join(f"{line}\n" for line in aligned(rows))

    async def exported(self) -> str:
        """Return every line as a file, withdrawn ones too; the look is written down before."""
        return registers.as_csv(self._shape, await self._lines())

    async def _lines(self) -> list[tuple[str, Body]]:
        await write_down(self.store, self.look, {"what": LOOKED_AT, "register": self._book.register})
        found = await self._book.everything(self.store)
        lines = [(id_, line.body) for id_, line in found.items()]
        return sorted(lines, key=lambda each: newest_first(*each))

    @property
    def _book(self) -> Book[Any]:
        return BOOKS[self.name]

    @property
    def _shape(self) -> Shape[Any]:
        return SHAPES[self.name]
