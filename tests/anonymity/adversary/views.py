"""Guesses: each lays what is known of answers beside what is known of presses in one way."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from tests.anonymity.adversary.columns import Column, different
from tests.anonymity.adversary.of_answers import answer_columns, joined
from tests.anonymity.adversary.of_presses import person_orders, press_columns
from tests.anonymity.adversary.study import Floats, Study
from tests.anonymity.adversary.values import Value
from tests.anonymity.scoring import Matrix

MOST_PAIRS: Final = 60
"""So many pairs of columns, those that agree best, are laid beside each other."""

OFTEN: Final = 0.05
"""A value that more of a column have than this says nothing."""

LONG_AGO: Final = -1e9
"""Seconds."""

FAMILIES: Final[Mapping[str, frozenset[str]]] = {
    "times": frozenset({"time"}),
    "order": frozenset({"order"}),
    "sizes": frozenset({"size"}),
    "hashes": frozenset({"hash"}),
    "bytes": frozenset({"bytes", "near", "raw"}),
    "differences": frozenset({"blocks", "interval"}),
    "joined": frozenset({"equal", "joined"}),
    "places": frozenset({"person"}),
    "log": frozenset({"log"}),
    "files": frozenset({"folder"}),
    "keys": frozenset({"opened"}),
    "seeds": frozenset({"seed"}),
}
"""The attacks by name: each has the guesses that bear one of its tags."""


@dataclass(frozen=True, slots=True)
class View:
    """One guess. `matrix` gives the scores of a period, answers by presses."""

    name: str
    tags: frozenset[str]
    matrix: Callable[[str], Matrix]


def views(study: Study) -> Iterator[View]:
    """Give every guess from columns."""
    answers = different(answer_columns(study))
    answers = different([*answers, *joined(study, answers)])
    presses = different(press_columns(study))
    for column in answers:
        yield from _alone(study, column)
    for own in answers:
        if "own" in own.tags and "release" not in own.name:
            for column in presses:
                yield from _by_size(study, own, column)
    for placed in answers:
        if "own" in placed.tags and "release" in placed.name:
            for column in person_orders(study):
                yield View(f"sorted by {column.name}", column.tags | {"order"}, _by_rank(placed, column))
    for first, second in _agreeing(study, answers, presses):
        yield View(
            f"{first.name} = {second.name}", first.tags | second.tags | {"equal"}, _equal(first, second)
        )


# One column of answers against the presses --------------------------------------------------------------


def _alone(study: Study, column: Column) -> Iterator[View]:
    if column.clock is not None:
        yield View(f"{column.name}, nearest", column.tags | {"time"}, _nearest(study, column))
        yield View(f"{column.name}, just before", column.tags | {"time"}, _just_before(study, column))
    tags = column.tags | {"order"}
    if "letters" not in column.name:
        yield View(f"{column.name}, in order", tags, _in_order(study, column, 1))
        yield View(f"{column.name}, backwards", tags, _in_order(study, column, -1))
    if "@first" in column.name:
        yield View(f"{column.name}, same look", column.tags | {"interval"}, _same_look(study, column))


def _nearest(study: Study, column: Column) -> Callable[[str], Matrix]:
    return lambda period: apart(*_times(study, column, period))


def _just_before(study: Study, column: Column) -> Callable[[str], Matrix]:
    """Take the last press before the time that was noted: a slow machine notes it late, and never early."""

    def matrix(period: str) -> Matrix:
        said, times = _times(study, column, period)
        late = said[:, None] - times[None, :]
        return np.where(late >= 0, -late, LONG_AGO).astype(np.float32)

    return matrix


def _times(study: Study, column: Column, period: str) -> tuple[Floats, Floats]:
    """Return when each answer was, as the column says, and when each press was by the same clock."""
    clock = column.clock
    times = (study.wall if clock and clock.wall else study.at)[period]
    return column.numbers[period] / (clock.scale if clock else 1), times


def _in_order(study: Study, column: Column, sign: int) -> Callable[[str], Matrix]:
    def matrix(period: str) -> Matrix:
        said = ranks(sign * column.numbers[period])
        return apart(said, np.linspace(0, 1, len(study.presses[period])))

    return matrix


def _same_look(study: Study, column: Column) -> Callable[[str], Matrix]:
    taken = np.array([each.taken for each in study.evidence.snapshots])

    def matrix(period: str) -> Matrix:
        return apart(column.numbers[period], np.searchsorted(taken, study.at[period]).astype(float))

    return matrix


# Two columns --------------------------------------------------------------------------------------------


def _by_size(study: Study, own: Column, column: Column) -> Iterator[View]:
    """Lay the length of answers beside numbers that are most often the same multiple and so much more."""
    best, factor, more = 0, 1.0, 0.0
    for times in (1.0, 2.0, 4 / 3):
        apart = np.concatenate(
            [
                (column.numbers[period][None, :] - np.ceil(times * own.numbers[period])[:, None]).ravel()
                for period in study.periods
            ]
        )
        values, counts = np.unique(apart[np.isfinite(apart)], return_counts=True)
        if len(counts) and counts.max() > best:
            best, factor, more = int(counts.max()), times, float(values[counts.argmax()])
    if best:
        name, tags = f"{own.name} x {factor:.2f} + {more:g} ~ {column.name}", column.tags | {"size"}
        yield View(name, tags, _by_length(own, column, factor, more))
        yield View(f"{own.name} in the order of {column.name}", tags, _by_rank(own, column))


def _by_length(first: Column, second: Column, factor: float, more: float) -> Callable[[str], Matrix]:
    return lambda period: apart(factor * first.numbers[period] + more, second.numbers[period])


def _by_rank(first: Column, second: Column) -> Callable[[str], Matrix]:
    return lambda period: apart(ranks(first.numbers[period]), ranks(second.numbers[period]))


def _equal(first: Column, second: Column) -> Callable[[str], Matrix]:
    def matrix(period: str) -> Matrix:
        codes: dict[Value, int] = {}
        mine = _coded(first.values[period], codes, -1)
        theirs = _coded(second.values[period], codes, -2)
        return np.asarray(mine[:, None] == theirs[None, :], dtype=np.float32)

    return matrix


def _coded(values: Sequence[Value | None], codes: dict[Value, int], none: int) -> Floats:
    return np.array(
        [none if value is None else codes.setdefault(value, len(codes)) for value in values], float
    )


def _agreeing(
    study: Study, answers: Sequence[Column], presses: Sequence[Column]
) -> Iterator[tuple[Column, Column]]:
    """Give the pairs of columns that share most values, each of them rare in its column."""
    total = np.zeros((len(answers), len(presses)))
    for period in study.periods:
        codes: dict[Value, int] = {}
        both = [_rare(columns, period, codes) for columns in (answers, presses)]
        held = [np.zeros((len(columns), len(codes)), dtype=np.float32) for columns in (answers, presses)]
        for matrix, places in zip(held, both, strict=True):
            if places:
                matrix[tuple(np.array(places).T)] = 1
        total += held[0] @ held[1].T
    least = 0.1 * sum(len(study.evidence.released[period]) for period in study.periods)
    order = np.argsort(-total, axis=None, kind="stable")
    yielded = 0
    for number in order.tolist():
        if yielded == MOST_PAIRS:
            return
        first, second = divmod(number, max(1, len(presses)))
        if total[first, second] >= least and _comparable(answers[first], presses[second]):
            yielded += 1
            yield answers[first], presses[second]


def _comparable(first: Column, second: Column) -> bool:
    """Tell whether equal values mean something: where a row lies is compared with the same row only.

    A table that was laid beside both says no more than that it was.
    """
    if first.whole == second.whole and "beside" in first.tags | second.tags:
        return False
    if first.place and second.place:
        return first.place == second.place == "@seen" and first.sheet == second.sheet
    return {first.place, second.place} <= {"", "@place"}


def _rare(columns: Sequence[Column], period: str, codes: dict[Value, int]) -> list[tuple[int, int]]:
    found = []
    for number, column in enumerate(columns):
        counts: dict[Value, int] = {}
        for value in column.values[period]:
            if value is not None:
                counts[value] = counts.get(value, 0) + 1
        most = max(2, OFTEN * len(column.values[period]))
        found += [
            (number, codes.setdefault(value, len(codes))) for value, count in counts.items() if count <= most
        ]
    return found


# Numbers ------------------------------------------------------------------------------------------------


def apart(said: Floats, other: Floats) -> Matrix:
    """Return how near numbers are, each to each; NaN where one is unknown."""
    return np.asarray(-np.abs(said[:, None] - other[None, :]), dtype=np.float64).astype(np.float32)


def ranks(values: Floats) -> Floats:
    """Return ranks between 0 and 1, ties in their middle; NaN stays."""
    known = np.isfinite(values)
    found = np.full(len(values), np.nan)
    if known.sum() < 2:
        return found
    _, which, counts = np.unique(values[known], return_inverse=True, return_counts=True)
    middles = np.cumsum(counts) - (counts + 1) / 2
    found[known] = middles[which] / (known.sum() - 1)
    return found
