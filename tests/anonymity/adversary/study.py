"""What the attacker makes of what was gathered: when and in which period each row came."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tests.anonymity.adversary.anchors import LEAST_ROWS, Needles, Sheet, anchor, kinds
from tests.anonymity.adversary.corpus import Corpus
from tests.anonymity.adversary.digests import Digests
from tests.anonymity.adversary.tables import Row
from tests.anonymity.evidence import Evidence, Kind, Sighting

Floats = NDArray[np.float64]

DAY: Final = 86_400.0
MINUTES: Final = 600.0


@dataclass(frozen=True, slots=True)
class Clock:
    """How a number says when: it is divided by `scale`; `wall` when it is the machine's clock."""

    scale: float
    wall: bool


@dataclass
class Study:
    """One run under study. `digests` are the hashed ids that were found to be in use."""

    evidence: Evidence
    corpus: Corpus
    digests: Digests
    orders: list[tuple[str, NDArray[np.intp], Callable[[str], NDArray[np.float32]]]] = field(
        default_factory=list
    )
    """What shuffles come to that were tried before."""

    @cached_property
    def periods(self) -> list[str]:
        """Those in which something was read, and somebody was seen to answer."""
        return [name for name, texts in self.evidence.released.items() if texts and self.presses[name]]

    @cached_property
    def presses(self) -> Mapping[str, list[Sighting]]:
        """The candidates of each period, in order."""
        return {period: self.evidence.presses(period) for period in self.evidence.released}

    @cached_property
    def among(self) -> Sequence[Mapping[str, tuple[int, NDArray[np.intp]]]]:
        """How many presses each period had, and which are the candidates; also with what else was done.

        First the candidates alone, then with those sent again, then with every turn.
        """
        found: list[dict[str, tuple[int, NDArray[np.intp]]]] = []
        for wanted in ({Kind.ANSWER}, {Kind.ANSWER, Kind.AGAIN}, set(Kind)):
            of: dict[str, tuple[int, NDArray[np.intp]]] = {}
            for period in self.periods:
                seen = [
                    each for each in self.evidence.sightings if each.period == period and each.kind in wanted
                ]
                places = [number for number, each in enumerate(seen) if each.kind is Kind.ANSWER]
                of[period] = (len(seen), np.array(places, dtype=np.intp))
            if not found or any(of[period][0] != found[-1][period][0] for period in of):
                found.append(of)
        return found

    @cached_property
    def at(self) -> Mapping[str, Floats]:
        """When they pressed, by the bot's clock."""
        return {name: np.array([each.at for each in found]) for name, found in self.presses.items()}

    @cached_property
    def wall(self) -> Mapping[str, Floats]:
        """When they pressed, by the machine's."""
        return {name: np.array([each.wall for each in found]) for name, found in self.presses.items()}

    @cached_property
    def person_number(self) -> Mapping[str, int]:
        """The number of each person."""
        return {person: number for number, person in enumerate(self.evidence.people)}

    @cached_property
    def needles(self) -> Needles:
        """What is looked for in every byte."""
        return Needles.of(self.evidence, self.periods, self.digests)

    @cached_property
    def sheets(self) -> list[Sheet]:
        """Every table, also cut into the kinds of rows in it, with what its rows speak of."""
        found = [
            Sheet(part, table.source, rows)
            for name, table in self.corpus.tables.items()
            for part, rows in kinds(name, table)
            if len(rows) >= LEAST_ROWS
        ]
        anchor(found, self.evidence.people, self.needles)
        return found

    # Time ------------------------------------------------------------------------------------------------

    @cached_property
    def spans(self) -> Mapping[str, tuple[tuple[float, float], tuple[float, float]]]:
        """When each period was, by both clocks: from its first sighting to the first of the next."""
        firsts: dict[str, Sighting] = {}
        for each in self.evidence.sightings:
            firsts.setdefault(each.period, each)
        order = sorted(firsts.values(), key=lambda each: each.at)
        ends = [(each.at, each.wall) for each in order[1:]]
        last = max(self.evidence.sightings, key=lambda each: each.at)
        ends.append((last.at + 30 * DAY, last.wall + DAY))
        return {
            each.period: ((each.at, end[0]), (each.wall, end[1]))
            for each, end in zip(order, ends, strict=True)
        }

    def clock(self, values: Floats) -> Clock | None:
        """Return how these numbers say when, if nearly all of them lie within the run by either clock.

        Where both could be meant, the clock by which the run was shorter is.
        """
        known = values[np.isfinite(values)]
        if len(known) < LEAST_ROWS or not self.evidence.sightings:
            return None
        runs = [(each[-1] - each[0], each[0], each[-1], wall) for wall, each in self._ends().items()]
        for length, begin, end, wall in sorted(runs):
            around = min(DAY, max(MINUTES, length / 10))
            for scale in (1.0, 1e3, 1e6, 1e9, 1 / DAY):
                within = (known / scale > begin - around) & (known / scale < end + around)
                if within.mean() > 0.8:
                    return Clock(scale, wall)
        return None

    def _ends(self) -> Mapping[bool, tuple[float, float]]:
        """Return when the run began and ended, by the machine's clock (True) and by the bot's (False)."""
        seen = self.evidence.sightings
        return {False: (seen[0].at, seen[-1].at), True: (seen[0].wall, seen[-1].wall)}

    def periods_of(self, sheet: Sheet) -> Mapping[str, NDArray[np.intp]]:
        """Return the numbers of the rows that may be of each period: by name, by time, by snapshot."""
        if not sheet.of_period:
            sheet.of_period = self._sorted_by_period(sheet)
        return sheet.of_period

    def _sorted_by_period(self, sheet: Sheet) -> Mapping[str, NDArray[np.intp]]:
        names = [period.encode() for period in self.periods]
        found: dict[str, list[int]] = {period: [] for period in self.periods}
        times, wall = self._times(sheet)
        taken = [each.taken for each in self.evidence.snapshots]
        for number, row in enumerate(sheet.rows):
            named = [period for period in self.periods if period in row.file] or [
                period for period, name in zip(self.periods, names, strict=True) if name in row.raw
            ]
            if not named and np.isfinite(times[number]):
                named = self._within(times[number], times[number], wall=wall)
            elif not named and 0 <= row.first < len(taken):
                begin = taken[row.first - 1] if row.first else -np.inf
                named = self._within(begin, taken[row.first], wall=False)
            for period in named or self.periods:
                found[period].append(number)
        return {period: np.array(rows, dtype=np.intp) for period, rows in found.items()}

    def _within(self, begin: float, end: float, *, wall: bool) -> list[str]:
        spans = ((period, self.spans[period][wall]) for period in self.periods)
        return [period for period, (opens, closes) in spans if opens <= end and begin < closes]

    def _times(self, sheet: Sheet) -> tuple[Floats, bool]:
        """Return when each row was, from the first field that says so, and by the machine's clock or not.

        NaN: unknown.
        """
        for name in numeric_names(sheet.rows):
            values = numbers(sheet.rows, name)
            clock = self.clock(values)
            if clock is not None and np.isfinite(values).mean() > 0.9:
                return values / clock.scale, clock.wall
        return np.full(len(sheet.rows), np.nan), False


# Fields as columns --------------------------------------------------------------------------------------


def numeric_names(rows: Sequence[Row]) -> list[str]:
    """Return the names of fields that are numbers in half of the first rows or more."""
    some = rows[:: max(1, len(rows) // 64)]
    counts: dict[str, int] = {}
    for row in some:
        for name, value in row.fields.items():
            counts[name] = counts.get(name, 0) + isinstance(value, float)
    return [name for name, count in counts.items() if 2 * count >= len(some)]


def numbers(rows: Sequence[Row], name: str) -> Floats:
    """Return a field of every row as a number; NaN where it is none."""
    values = (row.fields.get(name) for row in rows)
    return np.array([value if isinstance(value, float) else np.nan for value in values])
