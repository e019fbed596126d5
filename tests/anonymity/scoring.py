"""How well somebody guessed: the share of answers linked, and the game of two candidates, against chance."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tests.anonymity.evidence import Evidence
from tests.anonymity.script import Truth

Matrix = NDArray[np.float32]
"""Released answers, in the order shown, by presses, in the order of time; more is likelier."""

Scores = Mapping[str, Matrix]
"""By period."""

LINKED_AT_MOST: Final = 0.002
"""The long form: so much above chance, as a share of answers."""

GAME: Final = (0.49, 0.51)
"""The long form: the share of games won lies between these."""

LEAST: Final = 0.95
"""A system that leaks is caught when this share of its answers is linked."""


@dataclass(frozen=True, slots=True)
class Accomplices:
    """People who told the attacker what they wrote: by period, the text of a press by its number."""

    texts: Mapping[str, Mapping[int, bytes]]


@dataclass(frozen=True, slots=True)
class Half:
    """Some answers of a period and the people they may be from: rows and columns of a matrix.

    `right[i, j]`: that person wrote what that answer says. Two who wrote the same are both right for both.
    """

    rows: NDArray[np.intp]
    columns: NDArray[np.intp]
    right: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Figure:
    """How well an attack did: shares of 1, and how many answers it was scored on.

    `spread` is the standard error that `linked` has under chance, `game_spread` that of `game`.
    """

    linked: float
    chance: float
    game: float
    answers: int
    spread: float
    game_spread: float

    @property
    def bound(self) -> float:
        """Chance and three standard errors: what a guess stays under in the short form."""
        return self.chance + 3 * self.spread

    @property
    def game_bounds(self) -> tuple[float, float]:
        """One half, less and more three standard errors."""
        return 0.5 - 3 * self.game_spread, 0.5 + 3 * self.game_spread


def betrayed(evidence: Evidence, truth: Truth, seed: int) -> tuple[Accomplices, Accomplices]:
    """Split the presses of every period by chance: of one half or the other the attacker learns the truth."""
    chance = np.random.default_rng(seed)
    halves: tuple[dict[str, dict[int, bytes]], dict[str, dict[int, bytes]]] = ({}, {})
    for period in evidence.released:
        texts = truth.texts[period]
        order = chance.permutation(len(texts))
        for half, part in zip(halves, np.array_split(order, 2), strict=True):
            half[period] = {int(press): texts[press] for press in sorted(part)}
    return Accomplices(halves[0]), Accomplices(halves[1])


def half(evidence: Evidence, period: str, known: Mapping[int, bytes], *, others: bool = False) -> Half:
    """Return the accomplices' own answers and presses; with `others` the rest, whose truth is not known here.

    In the rest `right` is empty: nobody but scoring can fill it.
    """
    left = Counter(known.values())
    mine, rest = [], []
    for row, text in enumerate(evidence.released[period]):
        if left[text] > 0:
            left[text] -= 1
            mine.append(row)
        else:
            rest.append(row)
    presses = len(evidence.presses(period))
    columns = [each for each in range(presses) if (each in known) != others]
    rows = np.array(rest if others else mine, dtype=np.intp)
    right = np.zeros((len(rows), len(columns)), dtype=np.bool_)
    if not others:
        right = _right(evidence, period, rows, [known[each] for each in columns])
    return Half(rows, np.array(columns, dtype=np.intp), right)


def scored(evidence: Evidence, truth: Truth, accomplices: Accomplices) -> dict[str, Half]:
    """Return what is scored: the answers and people that the attacker was told nothing of, with the truth."""
    found = {}
    for period, known in accomplices.texts.items():
        rest = half(evidence, period, known, others=True)
        texts = [truth.texts[period][each] for each in rest.columns]
        found[period] = Half(rest.rows, rest.columns, _right(evidence, period, rest.rows, texts))
    return found


def told(evidence: Evidence, accomplices: Accomplices) -> dict[str, Half]:
    """Return what the attacker can score itself on: the accomplices' own half."""
    return {period: half(evidence, period, known) for period, known in accomplices.texts.items()}


def _right(
    evidence: Evidence, period: str, rows: NDArray[np.intp], texts: Sequence[bytes]
) -> NDArray[np.bool_]:
    released = evidence.released[period]
    numbers: dict[bytes, int] = {}
    wrote = np.array([numbers.setdefault(text, len(numbers)) for text in texts], dtype=np.intp)
    reads = np.array([numbers.get(released[row], -1) for row in rows], dtype=np.intp)
    found: NDArray[np.bool_] = reads[:, None] == wrote[None, :]
    return found


def figure(scores: Scores, halves: Mapping[str, Half], seed: int = 0) -> Figure:
    """Score a guess on some halves; a tie at the top is broken by the seed, in the game it counts ½."""
    return pooled([Tally.of(scores, halves, seed)])


@dataclass(frozen=True, slots=True)
class Tally:
    """What can be added up: for each answer whether its top candidate is right, its chance, and its games."""

    hits: NDArray[np.float64]
    chances: NDArray[np.float64]
    games: NDArray[np.float64]

    @classmethod
    def of(cls, scores: Scores, halves: Mapping[str, Half], seed: int = 0) -> "Tally":
        """Play every answer of every half. An answer that nobody there wrote is left out."""
        chance = np.random.default_rng(seed)
        parts = [part for period, half in halves.items() for part in _played(scores[period], half, chance)]
        hits, chances, games = zip(*parts, strict=True) if parts else ((), (), ())
        return cls(*(np.concatenate([[], *each]) for each in (hits, chances, games)))


def _played(
    matrix: Matrix, half: Half, chance: np.random.Generator
) -> Iterator[tuple[NDArray[np.float64], ...]]:
    """Give hits, chances and games won of one half; games against everybody who is not right."""
    answered = half.right.any(axis=1)
    right = half.right[answered]
    if not right.size or right.shape[1] < 2:
        return
    given = matrix[np.ix_(half.rows[answered], half.columns)]
    marks = np.where(np.isnan(given), -np.inf, given)
    best = marks == marks.max(axis=1, keepdims=True)
    top = np.argmax(best * (1 + chance.random(marks.shape)), axis=1)
    truly = np.where(right, marks, -np.inf).max(axis=1, keepdims=True)
    others = ~right
    count = others.sum(axis=1)
    won = ((marks < truly) & others).sum(axis=1) + 0.5 * ((marks == truly) & others).sum(axis=1)
    games = np.where(count > 0, won / np.maximum(count, 1), 0.5)
    rows = np.arange(len(right))
    yield right[rows, top].astype(np.float64), right.mean(axis=1), games


def pooled(tallies: Sequence[Tally]) -> Figure:
    """Put tallies together to one figure; nothing scored is chance itself."""
    hits = np.concatenate([[], *(each.hits for each in tallies)])
    chances = np.concatenate([[], *(each.chances for each in tallies)])
    games = np.concatenate([[], *(each.games for each in tallies)])
    count = len(hits)
    if count == 0:
        return Figure(0.0, 0.0, 0.5, 0, 0.0, 0.0)
    chance = float(chances.mean())
    return Figure(
        linked=float(hits.mean()),
        chance=chance,
        game=float(games.mean()),
        answers=count,
        spread=sqrt(float((chances * (1 - chances)).sum())) / count,
        game_spread=sqrt(1 / 12 / count),
    )


def bound(chance: float, answers: int) -> float:
    """Return chance and three standard errors of a share of so many answers."""
    return chance + 3 * sqrt(chance * (1 - chance) / max(1, answers))
