"""A reader who lays all published tables side by side, and looks for the counts that they do not show.

It shares no code with what hides them. What is known of the world are whole numbers within bounds and sums of
them; a count is safe when there is another such world, written out and checked, in which it differs.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from reports.periods import Period

ENDS = {
    "few": (Fraction(0), Fraction(1, 3)),
    "about-half": (Fraction(1, 3), Fraction(2, 3)),
    "most": (Fraction(2, 3), Fraction(9, 10)),
    "nearly-all": (Fraction(9, 10), Fraction(2)),
}
"""What the words mean, as the card explains them."""

Name = tuple[str, str]
"""A count by its period and its key."""


@dataclass(frozen=True)
class Sight:
    """One published table: what is shown of each key, beside what is true and how many people there are."""

    period: Period
    banded: bool
    total: int
    shown: Mapping[str, int | str | None]
    true: Mapping[str, int]
    members: Mapping[str, int]

    def may_be(self, key: str) -> tuple[int, int]:
        said, members = self.shown[key], self.members[key]
        if isinstance(said, int):
            return said, said
        possible = range(min(members, self.total) + 1)
        if said is not None:
            low, end = ENDS[said]
            possible_too = [count for count in possible if low <= Fraction(count, members) < end]
            return possible_too[0], possible_too[-1]
        return possible[0], possible[-1]

    def must_stay(self, key: str) -> bool:
        """Tell whether a count may not be found out: a hidden one, or one of few that shows as a word."""
        if isinstance(self.shown[key], int) or self.total in {0, sum(self.members.values())}:
            return False
        few = any(0 < count < 5 for count in (self.true[key], self.members[key] - self.true[key]))
        return not self.banded or few or self.members[key] < 10


@dataclass(frozen=True)
class Sum:
    """A sum of counts that lies between two numbers; each count is added or taken away."""

    parts: Mapping[Name, int]
    least: int
    most: int

    def of(self, world: Mapping[Name, int]) -> int:
        return sum(sign * world[name] for name, sign in self.parts.items())


@dataclass
class Reader:
    """All that somebody knows from some tables.

    `apart`: everybody counts under one key only. `covered`: everybody counts under some key.
    """

    sights: Sequence[Sight]
    apart: bool
    covered: bool = True
    bounds: dict[Name, tuple[int, int]] = field(default_factory=dict)
    sums: list[Sum] = field(default_factory=list)
    about: dict[Name, list[Sum]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        keys = sorted({key for sight in self.sights for key in sight.shown})
        for sight in self.sights:
            for key in keys:
                known = sight.may_be(key) if key in sight.shown else (0, 0)
                self.bounds[sight.period.id, key] = known
            column = {(sight.period.id, key): 1 for key in keys}
            least = sight.total if self.covered else 0
            self._knows(column, least, sight.total if self.apart else len(keys) * sight.total)
        for sight in self.sights:
            inner = [part for part in self.sights if just_within(self.sights, sight.period, part.period)]
            for key in keys:
                names = [(part.period.id, key) for part in inner]
                adds_up = self.apart and sight.total == sum(part.total for part in inner)
                self._nests((sight.period.id, key), names, adds_up=adds_up)
        for each in self.sums:
            for name in each.parts:
                self.about[name].append(each)

    def _knows(self, parts: Mapping[Name, int], least: int, most: int) -> None:
        self.sums.append(Sum(parts, least, most))

    def _nests(self, around: Name, inner: Sequence[Name], *, adds_up: bool) -> None:
        """Know that whoever counts in a part counts in the whole, and the other way round.

        Where the totals add up nobody counts in two parts, so every count adds up too.
        """
        high = 10**6
        for part in inner:
            self._knows({around: 1, part: -1}, 0, high)
        if inner:
            self._knows({**dict.fromkeys(inner, 1), around: -1}, 0, 0 if adds_up else high)

    # What is true, and what else may be -------------------------------------------------------------

    def truth(self) -> dict[Name, int]:
        true = {sight.period.id: sight.true for sight in self.sights}
        return {(period, key): true[period].get(key, 0) for period, key in self.bounds}

    def fits(self, world: Mapping[Name, int]) -> bool:
        """Tell whether a world would have been published in just this way."""
        inside = all(low <= world[name] <= high for name, (low, high) in self.bounds.items())
        return inside and all(each.least <= each.of(world) <= each.most for each in self.sums)

    def secrets(self) -> Iterator[Name]:
        told = set(self._told())
        for sight in self.sights:
            for key in sight.shown:
                if sight.must_stay(key) and (sight.period.id, key) not in told:
                    yield sight.period.id, key

    def _told(self) -> Iterator[Name]:
        """Name what was said openly: nobody in all of a longer period, or everything in its parts."""
        for sight in self.sights:
            inner = [part for part in self.sights if just_within(self.sights, sight.period, part.period)]
            deep = [part for part in self.sights if _within(sight.period, part.period)]
            for key in sight.shown:
                if sight.may_be(key)[1] == 0:
                    yield from ((part.period.id, key) for part in deep)
                bounds = [self.bounds[part.period.id, key] for part in inner]
                adds_up = bool(inner) and sum(part.total for part in inner) == sight.total
                if adds_up and all(low == high for low, high in bounds):
                    yield sight.period.id, key

    def found_out(self) -> list[Name]:
        """Return what may not be found out and has no other value in any world that could be found."""
        safe: set[Name] = set()
        truth = self.truth()
        assert self.fits(truth)
        found = []
        for name in self.secrets():
            if name in safe:
                continue
            other = self._another(truth, name)
            if other is None:
                found.append(name)
            else:
                assert self.fits(other)
                safe |= {each for each, count in other.items() if count != truth[each]}
        return found

    def _another(self, truth: Mapping[Name, int], name: Name) -> Mapping[Name, int] | None:
        for depth in (4, 6, 8, 10):
            for sign in (1, -1):
                world = dict(truth)
                world[name] += sign
                low, high = self.bounds[name]
                if low <= world[name] <= high and self._mended(world, {name}, depth, [3_000]):
                    return world
        return None

    def _mended(self, world: dict[Name, int], touched: set[Name], depth: int, tries: list[int]) -> bool:
        """Change other counts by one each until everything fits; where nothing does, the world stays."""
        broken = next((each for each in self._near(touched) if not self._holds(each, world)), None)
        if broken is None:
            return True
        tries[0] -= 1
        if depth == 0 or tries[0] < 0:
            return False
        more = 1 if broken.of(world) < broken.least else -1
        for name, sign in broken.parts.items():
            low, high = self.bounds[name]
            if name in touched or not low <= world[name] + more * sign <= high:
                continue
            world[name] += more * sign
            touched.add(name)
            if self._mended(world, touched, depth - 1, tries):
                return True
            touched.discard(name)
            world[name] -= more * sign
        return False

    def _near(self, touched: Collection[Name]) -> Iterator[Sum]:
        for name in touched:
            yield from self.about[name]

    @staticmethod
    def _holds(each: Sum, world: Mapping[Name, int]) -> bool:
        return each.least <= each.of(world) <= each.most

    def worked_out(self) -> list[Name]:
        """Return what may not be found out and follows from bounds and sums alone, which proves it."""
        bounds = dict(self.bounds)
        changed = True
        while changed:
            changed = False
            for each in self.sums:
                for name, sign in each.parts.items():
                    tight = _tightened(each, name, sign, bounds)
                    changed = changed or tight != bounds[name]
                    bounds[name] = tight
        return [name for name in self.secrets() if bounds[name][0] == bounds[name][1]]


def _tightened(each: Sum, name: Name, sign: int, bounds: Mapping[Name, tuple[int, int]]) -> tuple[int, int]:
    """Return what a sum leaves possible for one of its parts, given the bounds of the others."""
    ends = [
        (way * bounds[other][0], way * bounds[other][1]) for other, way in each.parts.items() if other != name
    ]
    least = each.least - sum(max(pair) for pair in ends)
    most = each.most - sum(min(pair) for pair in ends)
    low, high = (least, most) if sign > 0 else (-most, -least)
    return max(low, bounds[name][0]), min(high, bounds[name][1])


def _within(around: Period, inside: Period) -> bool:
    return around != inside and around.first <= inside.first and inside.last <= around.last


def just_within(sights: Sequence[Sight], around: Period, inside: Period) -> bool:
    between = [
        each.period for each in sights if _within(around, each.period) and _within(each.period, inside)
    ]
    return _within(around, inside) and not between
