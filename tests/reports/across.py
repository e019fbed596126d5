"""A reader who lays the cuts of a measure over each other, and may even know who works where.

The unknowns are how many of each unit, path and language count in each period; what is published says sums of
them. A count is safe when a library that solves for whole numbers finds another world with the very same
publications in which it differs; every such world is checked before it is believed.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix

from reports.cuts import Dimension
from reports.measures import Tally
from reports.periods import Period
from tests.reports.departments import World, of_period, reader
from tests.reports.reader import Sight, just_within

WAYS = (Dimension.UNIT, Dimension.PATH, Dimension.LANGUAGE)
"""The cuts in which everybody is in one cell. Others share only their totals with these, which are known."""

PATIENCE = 20.0
"""Seconds for one world."""

Group = tuple[str, str, str]
"""A unit, a path and a language."""

Cell = tuple[Dimension, str, str]
"""A count by its cut, its period and its key."""

Vector = NDArray[np.float64]


@dataclass(frozen=True)
class Crowd:
    """What is true: how many of a group count in a period, and how many a unit has of a path."""

    counts: Mapping[tuple[Group, str], int]
    staff: Mapping[tuple[str, str, str], int]


def crowd(world: World, kept: Tally, measure: str, periods: Sequence[Period]) -> Crowd:
    """Count a department by unit, path and language at once."""
    counts: dict[tuple[Group, str], int] = defaultdict(int)
    staff: dict[tuple[str, str, str], int] = defaultdict(int)
    for period in periods:
        asked = of_period(kept, period, Dimension.UNIT)
        for person in asked.staff.values():
            staff[person.unit, person.path, period.id] += 1
        for who, stamped in asked.first[measure].items():
            counts[(stamped.unit, stamped.path, stamped.language), period.id] += 1
            there = asked.staff.get(who)
            if there is None or (there.unit, there.path) != (stamped.unit, stamped.path):
                staff[stamped.unit, stamped.path, period.id] += 1
    return Crowd(counts, staff)


@dataclass
class Across:
    """All that somebody knows from the tables of a measure, cut in every way; `told`: and who works where."""

    sights: Mapping[Dimension, Sequence[Sight]]
    crowd: Crowd
    told: bool
    sums: list[tuple[Mapping[int, int], int, int]] = field(default_factory=list)
    cells: dict[Cell, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Write down every sum that is known."""
        self.tables = {sight.period.id: sight for sight in self.sights[Dimension.UNIT]}
        groups = self._groups()
        self.places = {
            (group, period): number
            for number, (group, period) in enumerate(
                (each, period) for each in groups for period in self.tables
            )
        }
        self.most = np.array([self._most(*each) for each in self.places], dtype=np.float64)
        for way, by in enumerate(WAYS):
            for sight in self.sights[by]:
                for key in sight.shown:
                    mine = [self.places[each, sight.period.id] for each in groups if each[way] == key]
                    self.cells[by, sight.period.id, key] = mine
                    self._knows(dict.fromkeys(mine, 1), *sight.may_be(key))
        tables = [*self.tables.values()]
        for sight in tables:
            everybody = [self.places[each, sight.period.id] for each in groups]
            self._knows(dict.fromkeys(everybody, 1), sight.total, sight.total)
            inner = [part for part in tables if just_within(tables, sight.period, part.period)]
            for group in groups:
                self._nests(
                    self.places[group, sight.period.id],
                    [self.places[group, part.period.id] for part in inner],
                    sight.total,
                )
        for unit, path, period in self.crowd.staff if self.told else ():
            both = [self.places[each, period] for each in groups if each[:2] == (unit, path)]
            self._knows(dict.fromkeys(both, 1), 0, self.crowd.staff[unit, path, period])
        self._matrix()

    def _groups(self) -> list[Group]:
        keys = [sorted({key for sight in self.sights[by] for key in sight.shown}) for by in WAYS]
        units, paths, languages = keys
        there = {(unit, path) for unit, path, _ in self.crowd.staff}
        return [
            (unit, path, language)
            for unit in units
            for path in paths
            for language in languages
            if not self.told or (unit, path) in there
        ]

    def _most(self, group: Group, period: str) -> int:
        sights = ({each.period.id: each for each in self.sights[by]}[period] for by in WAYS)
        listed = all(key in sight.shown for key, sight in zip(group, sights, strict=True))
        return self.tables[period].total if listed else 0

    def _knows(self, parts: Mapping[int, int], least: int, most: int) -> None:
        self.sums.append((parts, least, most))

    def _nests(self, around: int, inner: Sequence[int], most: int) -> None:
        """Know that whoever counts in a part counts in the whole, and the other way round."""
        for part in inner:
            self._knows({around: 1, part: -1}, 0, most)
        if inner:
            self._knows({**dict.fromkeys(inner, 1), around: -1}, 0, len(inner) * most)

    def _matrix(self) -> None:
        entries = [(row, at, sign) for row, (parts, *_) in enumerate(self.sums) for at, sign in parts.items()]
        rows, columns, signs = zip(*entries, strict=True)
        self.matrix = csr_matrix((signs, (rows, columns)), shape=(len(self.sums), len(self.places)))
        self.low = np.array([least for _, least, _ in self.sums])
        self.high = np.array([most for *_, most in self.sums])

    # What is true, and what else may be -------------------------------------------------------------

    def truth(self) -> Vector:
        return np.array([self.crowd.counts.get(each, 0) for each in self.places], dtype=np.float64)

    def fits(self, world: Vector) -> bool:
        """Tell whether a world would have been published in just this way."""
        said = self.matrix @ world
        inside = (self.low <= said).all() and (said <= self.high).all()
        return bool(inside and (world >= 0).all() and (world <= self.most).all())

    def secrets(self, measure: str) -> Iterator[Cell]:
        for by in WAYS:
            yield from ((by, *name) for name in reader(self.sights[by], by, measure).secrets())

    def found_out(self, secrets: Iterable[Cell]) -> list[Cell]:
        """Return what is the same in every world there can be."""
        truth = self.truth()
        assert self.fits(truth)
        left = {cell: truth[self.cells[cell]].sum() for cell in secrets}
        chance = np.random.default_rng(1867)
        for _ in range(6):  # A world in which much differs at once settles much at once.
            wish = np.zeros(len(truth))
            for cell in left:
                wish[self.cells[cell]] += chance.normal()
            self._settle(left, wish)
        for cell in [*left]:
            for sign in (1, -1):
                wish = np.zeros(len(truth))
                wish[self.cells[cell]] = sign
                if cell in left:
                    self._settle(left, wish)
        return [*left]

    def _settle(self, left: dict[Cell, float], wish: Vector) -> None:
        """Strike out what differs in the world that is best by a wish."""
        if not left:
            return
        found = milp(
            wish,
            constraints=LinearConstraint(self.matrix, self.low, self.high),
            bounds=Bounds(0, self.most),
            integrality=np.ones(len(wish)),
            options={"time_limit": PATIENCE},
        )
        assert found.x is not None, found.message
        world = np.round(found.x)
        assert self.fits(world)
        for cell in [*left]:
            if world[self.cells[cell]].sum() != left[cell]:
                del left[cell]
