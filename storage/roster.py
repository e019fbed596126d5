"""The roster as a CSV file: every good row becomes a person, every bad one is named by line and column."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path as Folder
from typing import Literal, TypeVar
from zoneinfo import available_timezones

from content import spreadsheet
from content.model import LANGUAGES, Language, Library
from dialogs.people import Path, Person, PersonId, Role, UnitId

COLUMNS = (
    "id",
    "name",
    "email",
    "unit",
    "manager_id",
    "role",
    "path",
    "start_date",
    "end_date",
    "leave_from",
    "leave_to",
    "language",
    "province",
    "time_zone",
)
"""Every column, in the order of the documentation; a file may have them in any order."""

PROVINCES = frozenset(["AB", "BC", "MB", "NB", "NL", "NS", "NT", "NU", "ON", "PE", "QC", "SK", "YT"])

FaultReason = Literal[
    "not-utf-8",
    "empty-file",
    "missing-column",
    "unknown-column",
    "repeated-column",
    "broken-quotes",
    "too-few-columns",
    "too-many-columns",
    "missing-id",
    "not-an-id",
    "duplicate-id",
    "unknown-unit",
    "unknown-manager",
    "unknown-role",
    "unknown-path",
    "not-a-date",
    "end-before-start",
    "unknown-language",
    "unknown-province",
    "unknown-zone",
]

_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
FIRST_YEAR, LAST_YEAR = 1900, 2199
"""What other programs write for "no date", such as 0001-01-01 or 9999-12-31, is no date: days before the one
or after the other cannot be counted. The cell stays empty instead."""

E = TypeVar("E", bound=StrEnum)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong where: the line from 1, the column's name, the reason. Never what the cell holds.

    A column the file should not have is named by its number, because a file without a header has people
    where names of columns should be.
    """

    line: int
    column: str
    reason: FaultReason


@dataclass(frozen=True, slots=True)
class Roster:
    """The people of the good rows, in the order of the file, and every fault."""

    people: tuple[Person, ...]
    faults: tuple[RowFault, ...]


def read_roster(text: str | bytes, units: frozenset[str]) -> Roster:
    """Read a roster; bytes must be UTF-8. `units` are the ids of the organization's units."""
    try:
        rows = spreadsheet.rows(text)
    except spreadsheet.NotUtf8 as error:
        return Roster((), (RowFault(error.line, "", "not-utf-8"),))
    first = next(rows, None)
    if first is None:
        return Roster((), (RowFault(1, "", "empty-file"),))
    header = [cell.strip().casefold() for cell in first[1] or ()]
    faults = [RowFault(first[0], column, reason) for column, reason in _header_faults(header)]
    return Roster((), tuple(faults)) if faults else _read_rows(rows, header, units)


def _header_faults(header: list[str]) -> Iterator[tuple[str, FaultReason]]:
    for column in COLUMNS:
        if column not in header:
            yield column, "missing-column"
        elif header.count(column) > 1:
            yield column, "repeated-column"
    for number, column in enumerate(header, start=1):
        if column not in COLUMNS:
            yield str(number), "unknown-column"


def _read_rows(rows: spreadsheet.Cut, header: list[str], units: frozenset[str]) -> Roster:
    people: dict[PersonId, Person] = {}
    faults: list[RowFault] = []
    zones = available_timezones()
    for line, cells in rows:
        if (shape := _shape_fault(cells, len(header))) is not None:
            faults.append(RowFault(line, "", shape))
            continue
        row = _Row({name: cell.strip() for name, cell in zip(header, cells or (), strict=True)})
        person = _person(row, units, zones)
        if person.id in people:
            row.faults.append(("id", "duplicate-id"))
        if row.faults:
            faults.extend(RowFault(line, column, reason) for column, reason in row.faults)
        else:
            people[person.id] = person
    return Roster(tuple(people.values()), tuple(faults))


def _shape_fault(cells: list[str] | None, columns: int) -> FaultReason | None:
    if cells is None:
        return "broken-quotes"
    if len(cells) < columns:
        return "too-few-columns"
    return "too-many-columns" if len(cells) > columns else None


class _Row:
    """The cells of one row, and what was found wrong with them so far."""

    def __init__(self, cells: Mapping[str, str]) -> None:
        self._cells = cells
        self.faults: list[tuple[str, FaultReason]] = []

    def word(self, column: str) -> str:
        """Return a cell with its white space made single."""
        return " ".join(self._cells[column].split())

    def read(self, column: str, reason: FaultReason, read: Callable[[str], T | None]) -> T | None:
        """Read a cell that may be empty; what `read` cannot read is a fault."""
        word = self.word(column)
        value = read(word) if word else None
        if word and value is None:
            self.faults.append((column, reason))
        return value

    def day(self, column: str) -> date | None:
        """Read a date."""
        return self.read(column, "not-a-date", _date)

    def check_order(self, first: date | None, column: str, last: date | None) -> None:
        """Refuse a time that ends before it starts."""
        if first is not None and last is not None and last < first:
            self.faults.append((column, "end-before-start"))


def _person(row: _Row, units: frozenset[str], zones: set[str]) -> Person:
    """Read one row; what is wrong is noted on it, and then the person does not count."""
    if not row.word("id"):
        row.faults.append(("id", "missing-id"))
    person = Person(
        id=row.read("id", "not-an-id", _id) or PersonId(""),
        name=row.word("name"),
        email=row.word("email"),
        unit=UnitId(row.read("unit", "unknown-unit", _one_of(units)) or ""),
        manager=row.read("manager_id", "unknown-manager", _id),
        role=row.read("role", "unknown-role", _named(Role)) or Role.EMPLOYEE,
        path=row.read("path", "unknown-path", _named(Path)) or Path.EMPLOYEE,
        start=row.day("start_date"),
        end=row.day("end_date"),
        leave_from=row.day("leave_from"),
        leave_to=row.day("leave_to"),
        language=row.read("language", "unknown-language", _language),
        province=row.read("province", "unknown-province", lambda word: _one_of(PROVINCES)(word.upper())),
        zone=row.read("time_zone", "unknown-zone", _one_of(zones)),
    )
    row.check_order(person.start, "end_date", person.end)
    row.check_order(person.leave_from, "leave_to", person.leave_to)
    return person


def _id(word: str) -> PersonId | None:
    word = word.lower()
    return PersonId(word) if _ID.fullmatch(word) else None


def _date(word: str) -> date | None:
    # fromisoformat alone also takes 20261101 and 2026-W45-1, which nobody means in a spreadsheet.
    try:
        day = date.fromisoformat(word) if _DATE.fullmatch(word) else None
    except ValueError:
        return None
    return day if day and FIRST_YEAR <= day.year <= LAST_YEAR else None


def _language(word: str) -> Language | None:
    return next((language for language in LANGUAGES if language == word.casefold()), None)


def _one_of(known: frozenset[str] | set[str]) -> Callable[[str], str | None]:
    return lambda word: word if word in known else None


def _named(kind: type[E]) -> Callable[[str], E | None]:
    return lambda word: next((member for member in kind if member.value == word.casefold()), None)


def shipped(content: Folder, library: Library) -> tuple[Person, ...]:
    """Read the people that ship with an organization of a content folder, if any do."""
    file = content / "organizations" / library.organization.id / "people.csv"
    return read_roster(file.read_bytes(), units_of(library)).people if file.exists() else ()


def units_of(library: Library) -> frozenset[str]:
    """Return the ids of the organization's units, against which a staff list is read."""
    return frozenset(unit.id for unit in library.organization.units)
