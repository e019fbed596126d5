"""A classifier: it learns from accomplices which pairs of an answer and a press belong together."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from threadpoolctl import threadpool_limits

from tests.anonymity.adversary.study import Study
from tests.anonymity.adversary.views import View
from tests.anonymity.scoring import Figure, Half, Matrix, Tally, pooled

OTHERS: Final = 12
"""So many wrong pairs are learned from for each right one."""

ROUNDS: Final = 40
NONE: Final = -1e9
"""Where a guess says nothing of a pair."""

LEAST: Final = 20
"""Fewer right pairs teach nothing."""

Limits: Any = threadpool_limits
Model: Any = HistGradientBoostingClassifier

Features = NDArray[np.float32]


def learned(
    study: Study, chosen: Sequence[View], halves: Mapping[str, Half], seed: int
) -> tuple[View, Figure] | None:
    """Learn on two thirds of the accomplices' answers; return the guess, and how it did on the last third.

    The guess is for pairs that were not learned from. None when there is too little to learn from.
    """
    if sum(int(half.right.sum()) for half in halves.values()) < LEAST:
        return None
    chance = np.random.default_rng(seed)
    features = {period: _features(study, chosen, period) for period in halves}
    taught, held = {}, {}
    for period, half in halves.items():
        taught[period], held[period] = _split(half, chance)
    pairs, right = [], []
    for period, half in taught.items():
        picked, said = _picked(half, chance)
        pairs.append(features[period][picked[:, 0], picked[:, 1]])
        right.append(said)
    labels = np.concatenate(right)
    if labels.sum() < LEAST or labels.all():
        return None
    model = Model(max_iter=ROUNDS, max_depth=4, random_state=seed)
    with Limits(1):  # More threads than free cores wait for each other longer than they work.
        model.fit(np.concatenate(pairs), labels)
        scores = {
            period: _judged(model, each, (held[period], _rest(each, halves[period])))
            for period, each in features.items()
        }
    view = View("a trained classifier", frozenset({"trained"}), _kept(scores))
    return view, pooled([Tally.of(scores, held, seed)])


def _kept(scores: Mapping[str, Matrix]) -> Callable[[str], Matrix]:
    return lambda period: scores[period]


def _judged(model: Any, features: Features, parts: Sequence[Half]) -> Matrix:
    """Return what the model says of the pairs within each part; of others nothing."""
    found = np.full(features.shape[:2], np.nan, dtype=np.float32)
    for part in parts:
        asked = features[np.ix_(part.rows, part.columns)]
        rows, columns, count = asked.shape
        if rows and columns:
            given = model.decision_function(asked.reshape(rows * columns, count))
            found[np.ix_(part.rows, part.columns)] = np.asarray(given).reshape(rows, columns)
    return found


def _rest(features: Features, half: Half) -> Half:
    """Return the answers and people of whom the accomplices know nothing."""
    rows = np.setdiff1d(np.arange(features.shape[0]), half.rows)
    columns = np.setdiff1d(np.arange(features.shape[1]), half.columns)
    return Half(rows, columns, np.zeros((len(rows), len(columns)), dtype=np.bool_))


def _features(study: Study, chosen: Sequence[View], period: str) -> Features:
    """Return for each pair what each guess says, how it ranks among the candidates, and where both lie."""
    rows, columns = len(study.evidence.released[period]), len(study.presses[period])
    place = np.broadcast_to(np.linspace(0, 1, rows)[:, None], (rows, columns))
    press = np.broadcast_to(np.linspace(0, 1, columns)[None, :], (rows, columns))
    length = np.array([len(text) for text in study.evidence.released[period]], dtype=float)
    layers = [place, press, place - press, np.broadcast_to(length[:, None], (rows, columns))]
    for view in chosen:
        matrix = np.nan_to_num(view.matrix(period), nan=NONE)
        layers += [matrix, _ranked(matrix)]
    return np.stack(layers, axis=-1).astype(np.float32)


def _ranked(matrix: Matrix) -> Matrix:
    """Return for each row how candidates rank, between 0 and 1; those tied at the top are alike."""
    best = matrix.max(axis=1, keepdims=True)
    order = np.argsort(np.argsort(matrix, axis=1), axis=1) / max(1, matrix.shape[1] - 1)
    return np.where(matrix == best, 1.0, order).astype(np.float32)


def _split(half: Half, chance: np.random.Generator) -> tuple[Half, Half]:
    """Part an accomplices' half: two thirds of its people with their answers, and the rest."""
    taught = chance.random(len(half.columns)) < 2 / 3
    rows: NDArray[np.bool_] = np.asarray((half.right & taught[None, :]).any(axis=1), dtype=np.bool_)
    return _part(half, rows, taught), _part(half, ~rows, ~taught)


def _part(half: Half, rows: NDArray[np.bool_], columns: NDArray[np.bool_]) -> Half:
    return replace(
        half, rows=half.rows[rows], columns=half.columns[columns], right=half.right[np.ix_(rows, columns)]
    )


def _picked(half: Half, chance: np.random.Generator) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Return right pairs and some wrong ones, as places in the whole matrix, and which are right."""
    mine = np.argwhere(half.right)
    wrong = np.argwhere(~half.right)
    some = wrong[chance.permutation(len(wrong))[: OTHERS * max(1, len(mine))]]
    both = np.concatenate([mine, some])
    whole = np.stack([half.rows[both[:, 0]], half.columns[both[:, 1]]], axis=1)
    return whole, half.right[both[:, 0], both[:, 1]]
