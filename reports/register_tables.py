"""The lines of a register as tables: a list, one line field by field, its versions; pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from content.model import Entered, Evidence, Library, Text
from content.wording import filled, number, period_in_words, tame
from dialogs.people import Role
from dialogs.register_form import OPTIONS, SEVERAL
from dialogs.register_form import option as named_option
from dialogs.register_lines import Body, days_of, first_day, named, newest_first, sort_of, when_words
from dialogs.register_shapes import Shape
from dialogs.views import Table, Value
from reports.periods import current_year
from reports.tables import weight

MOST_OF_A_TITLE = 80
"""Characters of a title in a list to open from; the table beside it has all of it."""

MOST_KINDS = 3
"""Named in a list; the line itself names them all."""

BESIDE_A_FORM = 1_000
"""Characters of a card that what somebody else wrote may take beside a form."""

DAYS = frozenset({"begins", "ends", "target"})
NUMBERS = frozenset({"number", "reach"})

Filed = tuple[str, Body]


def year_of(body: Body) -> str:
    """Return the fiscal year of a line, such as FY2026-27; empty for one without a day."""
    day = first_day(body)
    return current_year(day).id if day else ""


def years(bodies: Iterable[Body]) -> tuple[str, ...]:
    """Return the fiscal years of lines, newest first."""
    return tuple(sorted({year_of(body) for body in bodies} - {""}, reverse=True))


def narrowed(lines: Iterable[Filed], year: str, kind: str, withdrawn: bool) -> list[Filed]:  # noqa: FBT001 a filter
    """Return the lines of a year and a kind, newest first."""
    found = [
        (id_, body)
        for id_, body in lines
        if body.withdrawn is withdrawn
        and year in ("", year_of(body))
        and (not kind or (isinstance(body, Evidence) and kind in body.kinds))
    ]
    return sorted(found, key=lambda each: newest_first(*each))


def which(library: Library, year: str, kind: str, *, withdrawn: bool) -> Text:
    """Say in words which lines are shown."""
    words = library.sentences
    from_ = period_in_words(year) if year else words["registers.every-year"]
    of = words[f"registers.kinds.{kind}"] if kind else words["registers.every-kind"]
    name = "registers.which-withdrawn" if withdrawn else "registers.which-lines"
    return filled(words[name], {"year": from_, "kind": of})


def lines(library: Library, bodies: Iterable[Body]) -> Table:
    """Return a list; the numbers in front of its lines are given by `numbered`."""
    words = library.sentences
    header = tuple(words[f"registers.column.{each}"] for each in ("number", "when", "sort", "title"))
    rows = tuple((0, days_of(library, body), _few(library, body), named(library, body)) for body in bodies)
    return Table(words["registers.list"], header, rows)


def numbered(found: Sequence[Table]) -> tuple[Table, ...]:
    """Return the table of one part with a number in front of each line, from 1: what is typed to open it."""
    return tuple(
        replace(table, rows=tuple((place, *row[1:]) for place, row in enumerate(table.rows, start=1)))
        for table in found
    )


def _few(library: Library, body: Body) -> Text:
    if isinstance(body, Evidence) and len(body.kinds) > MOST_KINDS:
        few = sort_of(library, body.model_copy(update={"kinds": body.kinds[:MOST_KINDS]}))
        more: dict[str, Value] = {"kinds": few, "more": len(body.kinds) - MOST_KINDS}
        return filled(library.sentences["registers.more-kinds"], more)
    return sort_of(library, body)


def option(library: Library, place: int, body: Body) -> Text:
    """Name a line in the list from which it is opened."""
    title = named(library, body)
    short = Text(en=_cut(title.en), fr=_cut(title.fr))
    return filled(library.sentences["registers.numbered"], {"number": place, "title": short})


def _cut(words: str) -> str:
    return (
        words if len(words) <= MOST_OF_A_TITLE else words[: MOST_OF_A_TITLE - 1] + "\N{HORIZONTAL ELLIPSIS}"
    )


def standing(library: Library, body: Body, today: date) -> Text:
    """Say how a line stands: taken back, planned, planned and over, or counted."""
    words = library.sentences
    if body.withdrawn:
        return words["registers.is-withdrawn"]
    if not isinstance(body, Evidence) or not body.planned:
        return words["registers.stands"]
    return words["registers.planned-over" if body.when.last < today else "registers.is-planned"]


# Field by field -----------------------------------------------------------------------------------


def _value(library: Library, field: str, cell: str) -> Value:
    """Return what a field holds, in words."""
    if field in SEVERAL:
        return tuple(named_option(library, field, key) for key in cell.split())
    if field in OPTIONS or field == "withdrawn":
        return named_option(library, field if field in OPTIONS else "planned", cell)
    if field in DAYS:
        return when_words(cell)
    if field in NUMBERS:
        return Text(en=number(int(cell), "en"), fr=number(int(cell), "fr"))
    return tame(Text(en=cell, fr=cell))


def _rows(library: Library, cells: Mapping[str, str]) -> tuple[tuple[Value, ...], ...]:
    words = library.sentences
    return tuple(
        (words[f"registers.name.{field}"], _value(library, field, cell) if cell else words["registers.empty"])
        for field, cell in cells.items()
    )


def _header(library: Library) -> tuple[Text, ...]:
    return tuple(library.sentences[f"registers.column.{each}"] for each in ("field", "value"))


def fields(library: Library, shape: Shape[Any], body: Entered) -> Table:
    """Return what a line says, without what is empty."""
    cells = {field: cell for field, cell in shape.cells(body).items() if cell and field != "withdrawn"}
    return Table(library.sentences["registers.line"], _header(library), _rows(library, cells))


def changed(library: Library, shape: Shape[Any], before: Entered, now: Entered) -> Table:
    """Return what a line says now where it differs from another version, as far as a form has room for it."""
    rows: list[tuple[Value, ...]] = []
    for field, cell in _between(shape, before, now).items():
        row = _rows(library, {field: _cut(cell)} if field not in OPTIONS else {field: cell})
        table = Table(library.sentences["registers.now"], _header(library), (*rows, *row))
        if weight(table, library) <= BESIDE_A_FORM:
            rows += row
    return Table(library.sentences["registers.now"], _header(library), tuple(rows))


def _between(shape: Shape[Any], before: Entered | None, now: Entered) -> dict[str, str]:
    was = shape.cells(before) if before else {}
    return {field: cell for field, cell in shape.cells(now).items() if cell != was.get(field, "")}


def history(library: Library, shape: Shape[Any], versions: Sequence[Entered]) -> list[Table]:
    """Return a table for each version, newest first: its day, the role that kept it, what it changed."""
    words, header = library.sentences, _header(library)
    known = {role.value for role in Role}
    tables: list[Table] = []
    for place in range(len(versions), 0, -1):
        now, before = versions[place - 1], versions[place - 2] if place > 1 else None
        role = words[f"role.{now.kept_by}" if now.kept_by in known else "who-looked.operator"]
        day: Value = now.kept_on or words["registers.unknown"]
        title = filled(words["registers.version"], {"version": place, "day": day, "role": role})
        nothing = ((words["registers.nothing"], ""),)
        tables.append(Table(title, header, _rows(library, _between(shape, before, now)) or nothing))
    return tables
