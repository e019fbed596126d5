"""What officials write as a CSV file, out and in again: every good row is read, every bad one named; pure."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Generic, TypeVar

from content import spreadsheet
from content.model import Entered
from dialogs.register_cells import Slip
from dialogs.register_shapes import Shape
from dialogs.writing import clean
from reports.spreadsheets import BYTE_ORDER_MARK, FORMULA_STARTS, csv_line

T = TypeVar("T", bound=Entered)

ID, WITHDRAWN = "id", "withdrawn"
KNOWN_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,63}")
QUOTED = re.compile(rf"'+[{re.escape(''.join(FORMULA_STARTS))}]")
"""What begins with apostrophes before what a spreadsheet would take for a formula."""

DIGITS = 32
"""Of the digest that names a row without an id."""


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong where: the line from 1, the column's name, or its number if it has none of ours.

    `most` is a limit that the sentence names, `count` how much there is. Never what the cell holds.
    """

    line: int
    column: str
    reason: str
    most: int = 0
    count: int = 0


@dataclass(frozen=True, slots=True)
class Row(Generic[T]):
    """One good row; `named` tells whether the file gave it its id."""

    line: int
    id: str
    named: bool
    body: T


@dataclass(frozen=True, slots=True)
class Rows(Generic[T]):
    """The good rows in the order of the file, and every fault; with `refused`, none was read."""

    rows: tuple[Row[T], ...] = ()
    faults: tuple[RowFault, ...] = ()
    refused: bool = False


def columns(shape: Shape[T]) -> tuple[str, ...]:
    """Return every column of a file, in their order; it may have them in any order, and not all of them."""
    return (ID, *shape.fields, WITHDRAWN)


# Out ----------------------------------------------------------------------------------------------


def as_csv(shape: Shape[T], lines: Iterable[tuple[str, T]]) -> str:
    """Return lines, each with its id, as a file that `read` reads back to the same."""
    written = [csv_line(columns(shape))]
    for id_, body in lines:
        cells = {ID: id_, **shape.cells(body)}
        written.append(csv_line([_kept_apart(cells[column]) for column in columns(shape)]))
    return BYTE_ORDER_MARK + "".join(written)


def _kept_apart(cell: str) -> str:
    """Put one more apostrophe where somebody wrote one themselves, so that only ours is taken away again."""
    return f"'{cell}" if QUOTED.match(cell) else cell


# In -----------------------------------------------------------------------------------------------


def read(shape: Shape[T], raw: bytes) -> Rows[T]:
    """Read a file of one register, UTF-8, with commas or semicolons.

    A row without an id gets one that follows from what it says, so that the same file means the same lines.
    """
    try:
        cut = spreadsheet.rows(raw)
    except spreadsheet.NotUtf8 as error:
        return Rows(faults=(RowFault(error.line, "", "not-utf-8"),), refused=True)
    first = next(cut, None)
    if first is None:
        return Rows(faults=(RowFault(1, "", "empty-file"),), refused=True)
    header = [cell.strip().casefold() for cell in first[1] or ()]
    faults = tuple(RowFault(first[0], *fault) for fault in _header_faults(shape, header))
    return Rows(faults=faults, refused=True) if faults else _read(shape, cut, header)


def _header_faults(shape: Shape[T], header: Sequence[str]) -> Iterator[tuple[str, str]]:
    for either in shape.needed:
        if not any(column in header for column in either.split("|")):
            yield either.partition("|")[0], "missing-column"
    for number, column in enumerate(header, start=1):
        if column not in columns(shape):
            yield str(number), "unknown-column"
        elif column in header[: number - 1]:
            yield column, "repeated-column"


def _read(shape: Shape[T], cut: spreadsheet.Cut, header: Sequence[str]) -> Rows[T]:
    found: dict[str, Row[T]] = {}
    faults: list[RowFault] = []
    for line, cells in cut:
        if (wrong := _shape_fault(cells, len(header))) is not None:
            faults.append(RowFault(line, "", wrong))
            continue
        given = {name: _cell(cell) for name, cell in zip(header, cells or (), strict=True)}
        row, slips = _row(shape, line, given)
        if row is None:
            faults += [RowFault(line, slip.field, slip.reason, slip.most, slip.count) for slip in slips]
        elif row.id in found:
            faults.append(RowFault(line, ID, "repeated-id" if row.named else "repeated-row"))
        else:
            found[row.id] = row
    return Rows(tuple(found.values()), tuple(faults))


def _shape_fault(cells: Sequence[str] | None, count: int) -> str | None:
    if cells is None:
        return "broken-quotes"
    if len(cells) < count:
        return "too-few-columns"
    return "too-many-columns" if len(cells) > count else None


def _cell(cell: str) -> str:
    """Return what a cell says, without the apostrophe that keeps it from being a formula."""
    return clean(cell.removeprefix("'") if QUOTED.match(cell) else cell)


def _row(shape: Shape[T], line: int, given: Mapping[str, str]) -> tuple[Row[T] | None, tuple[Slip, ...]]:
    body, slips = shape.read(given)
    id_ = given.get(ID, "")
    if id_ and not KNOWN_ID.fullmatch(id_):
        slips = (Slip(ID, "no-id"), *slips)
    if slips or body is None:
        return None, slips
    return Row(line, id_ or id_of(shape, body), bool(id_), body), ()


def id_of(shape: Shape[T], body: T) -> str:
    """Return the id that follows from what a row says; the order and number of columns do not count."""
    said: Mapping[str, Any] = {field: cell for field, cell in shape.cells(body).items() if cell}
    return sha256(repr(sorted(said.items())).encode()).hexdigest()[:DIGITS]
