"""Guesses that need accomplices first: a shuffle undone, hashes of a person and an answer together."""

import random
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tests.anonymity.adversary.digests import KEYED, MARK, UNKEYED, Hash
from tests.anonymity.adversary.study import Study
from tests.anonymity.adversary.views import View
from tests.anonymity.scoring import Accomplices, Half, Matrix, told

SEEDS: Final = 160
SURE: Final = 0.3
"""An order that is right for so many of the accomplices is the one that was used."""

PAIRS: Final = 30
LIKELY: Final = 6

Order = NDArray[np.intp]
"""For each place in the release, the number of the press it is from."""

Shuffle = Callable[[object, int], Order]
Seeding = Callable[[str | int, str, int], object]


def guided(study: Study, accomplices: Accomplices, patience: int) -> Iterator[View]:
    """Give what the accomplices' own answers show to be right."""
    halves = told(study.evidence, accomplices)
    yield from _undone(study, halves, patience)
    yield from _together(study, accomplices)


# A shuffle undone ---------------------------------------------------------------------------------------


def _undone(study: Study, halves: Mapping[str, Half], patience: int) -> Iterator[View]:
    period = next((each for each in study.periods if _even(study, each)), None)
    if period is None:
        return
    if not study.orders:
        study.orders.extend(_orders(study, period, patience))
    for name, order, placed in study.orders:
        if _fits(order, halves[period]) > SURE:
            yield View(name, frozenset({"seed"}), placed)


def _even(study: Study, period: str) -> bool:
    return len(study.evidence.released[period]) == len(study.presses[period])


def _orders(study: Study, period: str, patience: int) -> Iterator[tuple[str, Order, Callable[[str], Matrix]]]:
    """Give how every seed that was found shuffles a period, in every way, and how it shuffles any other."""
    number, count = study.periods.index(period), len(study.presses[period])
    for seed in islice(dict.fromkeys(_seeds(study)), SEEDS * patience):
        for said, seeding in SEEDINGS.items():
            for way, shuffle in SHUFFLES.items():
                order = _order(shuffle, seeding(seed, period, number), count)
                if order is not None:
                    yield f"{way} from {said} undone", order, _placed(study, shuffle, seeding, seed)


def _order(shuffle: Shuffle, seed: object, count: int) -> Order | None:
    try:
        return shuffle(seed, count)
    except (ValueError, TypeError, OverflowError):
        return None


def _fits(order: Order, half: Half) -> float:
    """Return for how many of the accomplices' answers an order is right."""
    if not half.right.size:
        return 0.0
    wrote = half.columns[half.right.argmax(axis=1)]
    return float((order[half.rows] == wrote).mean())


def _placed(study: Study, shuffle: Shuffle, seeding: Seeding, seed: str | int) -> Callable[[str], Matrix]:
    def matrix(period: str) -> Matrix:
        count = len(study.presses[period])
        found = np.zeros((len(study.evidence.released[period]), count), dtype=np.float32)
        order = _order(shuffle, seeding(seed, period, study.periods.index(period)), count)
        if order is not None and len(order) == len(found):
            found[np.arange(count), order] = 1
        return found

    return matrix


def _shuffled(seed: object, count: int) -> Order:
    places = list(range(count))
    random.Random(seed).shuffle(places)  # type: ignore[arg-type]
    return np.array(places)


def _sampled(seed: object, count: int) -> Order:
    return np.array(random.Random(seed).sample(range(count), count))  # type: ignore[arg-type]


def _permuted(seed: object, count: int) -> Order:
    return np.random.default_rng(abs(seed) if isinstance(seed, int) else None).permutation(count)


SHUFFLES: Final[Mapping[str, Shuffle]] = {"shuffle": _shuffled, "sample": _sampled, "permutation": _permuted}
SEEDINGS: Final[Mapping[str, Seeding]] = {
    "a seed": lambda seed, _period, _number: seed,
    "its letters": lambda seed, _period, _number: str(seed),
    "its bytes": lambda seed, _period, _number: str(seed).encode(),
    "a seed and the period": lambda seed, period, _number: f"{seed}{period}",
    "a seed, a colon and the period": lambda seed, period, _number: f"{seed}:{period}",
    "a seed, a dash and the period": lambda seed, period, _number: f"{seed}-{period}",
    "a seed and the number of the period": lambda seed, _period, number: (
        seed + number if isinstance(seed, int) else f"{seed}{number}"
    ),
}


def _seeds(study: Study) -> Iterator[str | int]:
    yield from study.periods
    yield from range(16)
    for key in study.digests.keys[:LIKELY]:
        if key.isascii():
            yield int(key) if key.isdigit() else key.decode()
    for table in sorted(study.corpus.tables.values(), key=lambda each: len(each.rows)):
        for row in table.rows[:20]:
            for value in row.fields.values():
                if isinstance(value, str) and len(value) <= 64:
                    yield value
                elif isinstance(value, float) and value.is_integer():
                    yield int(value)


# A person and an answer, hashed together ------------------------------------------------------------------


def _together(study: Study, accomplices: Accomplices) -> Iterator[View]:
    known = [
        (study.presses[period][press].person.encode(), text, period.encode())
        for period in study.periods
        for press, text in accomplices.texts[period].items()
    ][:PAIRS]
    marks = study.digests.marks
    ways = [(b"", each) for each in UNKEYED.values()]
    ways += [(key, each) for key in study.digests.keys[:LIKELY] for each in KEYED.values()]
    for sign in (b"", b":", b"|", b"\n"):
        for turned in (False, True):
            for key, way in ways:
                hits = sum(way(key, _said(*each, sign, turned=turned))[:MARK] in marks for each in known)
                if hits > SURE * len(known):
                    yield View(
                        "hash of person and answer",
                        frozenset({"hash"}),
                        _hashed(study, key, way, sign, turned=turned),
                    )


def _said(person: bytes, text: bytes, _period: bytes, sign: bytes, *, turned: bool) -> bytes:
    return sign.join((text, person) if turned else (person, text))


def _hashed(study: Study, key: bytes, way: Hash, sign: bytes, *, turned: bool) -> Callable[[str], Matrix]:
    def matrix(period: str) -> Matrix:
        marks = study.digests.marks
        people = [each.person.encode() for each in study.presses[period]]
        found = [
            [way(key, _said(person, text, b"", sign, turned=turned))[:MARK] in marks for person in people]
            for text in study.evidence.released[period]
        ]
        return np.array(found, dtype=np.float32)

    return matrix
