"""Ids and answers that lie near each other in raw bytes: also in what was deleted or torn."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tests.anonymity.adversary.corpus import general
from tests.anonymity.adversary.study import Floats, Study
from tests.anonymity.adversary.views import View, apart, ranks
from tests.anonymity.scoring import Matrix

REACH: Final = 16_384
"""Bytes within which two things lie near each other."""

NEIGHBOURS: Final = 2
FAR: Final = np.float32(-1e9)

Hits = list[tuple[int, int]]


def near(study: Study) -> Iterator[View]:
    """Give guesses from raw bytes: whose id is nearest before an answer, or after it; how answers lie."""
    scores = {way: _blank(study) for way in ("before", "after")}
    columns = {period: _columns(study, period) for period in study.periods}
    found = False
    offsets: dict[str, dict[str, Floats]] = {}
    for name, data in study.corpus.blobs():
        hits = [*study.needles.hits(data)]
        _place(study, offsets, general(name.partition("@")[0], study.periods), hits)
        people = [(at, number) for at, how, _, number in hits if how != "text"]
        if people and len(people) < len(hits):
            found = True
            texts = [(at, (period, number)) for at, how, period, number in hits if how == "text"]
            _fill(scores, columns, people, texts)
    if found:
        for way, matrices in scores.items():
            yield View(f"whose id stands {way} the answer", frozenset({"near"}), _kept(matrices))
    for name, placed in offsets.items():
        for way, sign in (("in order", 1), ("backwards", -1)):
            yield View(f"bytes of {name}, {way}", frozenset({"raw", "order"}), _ordered(study, placed, sign))


def _place(
    study: Study, offsets: dict[str, dict[str, Floats]], name: str, hits: Sequence[tuple[int, str, str, int]]
) -> None:
    """Note where in a file answers stand, in the version of it that has the most of a period."""
    for period in {period for _, how, period, _ in hits if how == "text"}:
        placed = np.full(len(study.evidence.released[period]), np.nan)
        for at, how, of, number in reversed(hits):
            if how == "text" and of == period:
                placed[number] = at
        known = offsets.setdefault(name, {})
        if period not in known or np.isfinite(placed).sum() > np.isfinite(known[period]).sum():
            known[period] = placed


def _ordered(study: Study, placed: Mapping[str, Floats], sign: int) -> Callable[[str], Matrix]:
    def matrix(period: str) -> Matrix:
        none = np.full(len(study.evidence.released[period]), np.nan)
        return apart(ranks(sign * placed.get(period, none)), np.linspace(0, 1, len(study.presses[period])))

    return matrix


def _kept(matrices: Mapping[str, Matrix]) -> Callable[[str], Matrix]:
    return lambda period: matrices[period]


def _blank(study: Study) -> dict[str, Matrix]:
    return {
        period: np.full((len(study.evidence.released[period]), len(study.presses[period])), FAR)
        for period in study.periods
    }


def _columns(study: Study, period: str) -> Mapping[int, int]:
    return {study.person_number.get(each.person, -1): n for n, each in enumerate(study.presses[period])}


def _fill(
    scores: Mapping[str, Mapping[str, Matrix]],
    columns: Mapping[str, Mapping[int, int]],
    people: Sequence[tuple[int, int]],
    texts: Sequence[tuple[int, tuple[str, int]]],
) -> None:
    places: NDArray[np.int64] = np.array([at for at, _ in people], dtype=np.int64)
    for at, (period, answer) in texts:
        middle = int(np.searchsorted(places, at))
        for number in range(max(0, middle - NEIGHBOURS), min(len(people), middle + NEIGHBOURS)):
            where, person = people[number]
            column = columns[period].get(person)
            if column is None or abs(where - at) > REACH:
                continue
            matrix = scores["before" if where < at else "after"][period]
            matrix[answer, column] = max(matrix[answer, column], -abs(where - at))
