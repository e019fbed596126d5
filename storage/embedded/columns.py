"""Facts as columns: sixteen bytes each, whatever their number, and a chain through those of one person."""

from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from content.model import Language
from dialogs.facts import Fact, Stamped
from dialogs.people import Path, PersonId, UnitId

Stamp = tuple[UnitId, Path, Language, Fact]
"""What many facts share: everything but the person and the day."""

GONE = 0xFFFF_FFFF
"""The stamp of a fact that was disposed of, until the columns are written again without it."""


@dataclass(frozen=True, slots=True)
class Frozen:
    """Columns as they can be written: bytes of 32-bit numbers in the order of this machine."""

    people: list[PersonId]
    stamps: list[Stamp]
    columns: list[bytes]


class _Days(dict[int, date]):
    """Dates by their ordinal, each made once."""

    def __missing__(self, ordinal: int) -> date:
        day = self[ordinal] = date.fromordinal(ordinal)
        return day


class FactColumns:
    """Facts in the order they were kept. A row is a person, a day and a stamp, each by number."""

    def __init__(self) -> None:
        self._people: list[PersonId] = []
        self._stamps: list[Stamp] = []
        self._person_numbers: dict[PersonId, int] = {}
        self._stamp_numbers: dict[Stamp, int] = {}
        self._who = array("I")
        self._day = array("I")
        self._what = array("I")
        # The row before this one of the same person, and each person's newest row; one more than the row, so
        # that 0 is none.
        self._earlier = array("I")
        self._newest = array("I")

    def add(self, stamped: Stamped) -> None:
        """Take one fact in."""
        who = self._person(stamped.person)
        self._who.append(who)
        self._day.append(stamped.day.toordinal())
        self._what.append(self._stamp((stamped.unit, stamped.path, stamped.language, stamped.fact)))
        self._earlier.append(self._newest[who])
        self._newest[who] = len(self._who)

    def of(self, person: PersonId) -> tuple[Stamped, ...]:
        """Return the facts of one person, oldest first."""
        number = self._person_numbers.get(person)
        rows: list[int] = []
        at = 0 if number is None else self._newest[number]
        while at:
            rows.append(at - 1)
            at = self._earlier[at - 1]
        return tuple(self._rows(reversed(rows)))

    def between(self, since: date, until: date) -> Iterator[Stamped]:
        """Go through the facts kept by now whose day lies in [since, until], in the order they were kept."""
        first, last = since.toordinal(), until.toordinal()
        return self._rows(iter([row for row, day in enumerate(self._day) if first <= day <= last]))

    def people(self) -> list[PersonId]:
        """Return everybody who has a fact, in the order of their first."""
        return [person for person in self._people if self.of(person)]

    def older(self, kind: str, before: date) -> int:
        """Count the facts of a kind whose day is before a date."""
        return len(self._older(kind, before))

    def remove(self, kind: str, before: date) -> None:
        """Forget the facts of a kind whose day is before a date."""
        for row in self._older(kind, before):
            self._what[row] = GONE

    def packed(self) -> "FactColumns":
        """Return the same without a trace of what was removed."""
        if GONE not in self._what:
            return self
        packed = FactColumns()
        for stamped in self._rows(iter(range(len(self._who)))):
            packed.add(stamped)
        return packed

    def frozen(self) -> Frozen:
        """Return everything as it can be written: people, stamps, and the columns as bytes."""
        columns = (self._who, self._day, self._what, self._earlier, self._newest)
        return Frozen(list(self._people), list(self._stamps), [column.tobytes() for column in columns])

    def load(self, frozen: Frozen) -> None:
        """Start from what was written, and nothing else."""
        self._people, self._stamps = frozen.people, frozen.stamps
        self._person_numbers = {person: number for number, person in enumerate(frozen.people)}
        self._stamp_numbers = {stamp: number for number, stamp in enumerate(frozen.stamps)}
        columns = [array("I", column) for column in frozen.columns]
        self._who, self._day, self._what, self._earlier, self._newest = columns

    def _older(self, kind: str, before: date) -> list[int]:
        stamps = {number for number, stamp in enumerate(self._stamps) if stamp[3].kind == kind}
        first = before.toordinal()
        return [
            row
            for row, (day, what) in enumerate(zip(self._day, self._what, strict=True))
            if day < first and what in stamps
        ]

    def _rows(self, rows: Iterator[int]) -> Iterator[Stamped]:
        days = _Days()
        for row in rows:
            if (what := self._what[row]) != GONE:
                yield Stamped(self._people[self._who[row]], days[self._day[row]], *self._stamps[what])

    def _person(self, person: PersonId) -> int:
        number = self._person_numbers.get(person)
        if number is None:
            number = self._person_numbers[person] = len(self._people)
            self._people.append(person)
            self._newest.append(0)
        return number

    def _stamp(self, stamp: Stamp) -> int:
        number = self._stamp_numbers.get(stamp)
        if number is None:
            number = self._stamp_numbers[stamp] = len(self._stamps)
            self._stamps.append(stamp)
        return number
