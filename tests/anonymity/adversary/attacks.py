"""The adversary: every attack by its name, which of its guesses it trusts, and which attack wins."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from tests.anonymity.adversary.corpus import gathered
from tests.anonymity.adversary.digests import found_in
from tests.anonymity.adversary.guided import guided
from tests.anonymity.adversary.nearby import near
from tests.anonymity.adversary.opening import opened
from tests.anonymity.adversary.study import Study
from tests.anonymity.adversary.trained import learned
from tests.anonymity.adversary.views import FAMILIES, View, views
from tests.anonymity.evidence import Evidence
from tests.anonymity.scoring import (
    Accomplices,
    Figure,
    Half,
    Scores,
    Tally,
    betrayed,
    figure,
    pooled,
    scored,
    told,
)
from tests.anonymity.subjects import Played

TAUGHT: Final = 16
"""The classifier learns from so many guesses, those that do best on the accomplices."""

TRAINED: Final = "trained"
ALL: Final = "all"
ATTACKS: Final = (*FAMILIES, TRAINED)


@dataclass(frozen=True, slots=True)
class Guess:
    """What an attack says of every answer: `view` names the way, `told` how well it did on accomplices."""

    attack: str
    view: str
    scores: Scores
    told: Figure


@dataclass(frozen=True, slots=True)
class Result:
    """How an attack did on answers whose truth it was not told, both halves together."""

    attack: str
    views: tuple[str, ...]
    figure: Figure


class Adversary:
    """All attacks on the evidence of one run, which is read once. `patience`: how many keys it tries."""

    def __init__(self, evidence: Evidence, patience: int = 1) -> None:
        """Take the evidence; nothing is read yet."""
        self._evidence = evidence
        self._patience = patience

    @cached_property
    def study(self) -> Study:
        """Return what was made of everything."""
        corpus = gathered(self._evidence)
        opened(corpus, self._patience)
        return Study(self._evidence, corpus, found_in(corpus, self._patience))

    @cached_property
    def views(self) -> Sequence[View]:
        """Return every guess that needs no accomplices."""
        return [*views(self.study), *near(self.study)]

    def guesses(self, accomplices: Accomplices, seed: int = 0) -> Mapping[str, Guess]:
        """Return for each attack the guess that does best on the accomplices, and `all`: the best of all."""
        halves = {
            period: half
            for period, half in told(self._evidence, accomplices).items()
            if period in self.study.periods
        }
        every = [*self.views, *guided(self.study, accomplices, self._patience)]
        known = [(view, figure(_scores(view, halves), halves, seed)) for view in every]
        known.sort(key=lambda each: -pull(each[1]))
        found = {attack: self._guess(attack, _best(known, tags)) for attack, tags in FAMILIES.items()}
        taught = learned(self.study, [view for view, _ in known[:TAUGHT]], halves, seed)
        found[TRAINED] = self._guess(TRAINED, taught)
        best = max(found.values(), key=lambda guess: pull(guess.told))
        return {**found, ALL: Guess(ALL, best.view, best.scores, best.told)}

    def best(self, accomplices: Accomplices, seed: int = 0) -> Guess:
        """Return the guess that does best on the accomplices, whichever attack it is from."""
        return self.guesses(accomplices, seed)[ALL]

    def _guess(self, attack: str, chosen: tuple[View, Figure] | None) -> Guess:
        """Return a guess for every period; where an attack has nothing to say, all candidates are alike."""
        scores = {
            period: np.zeros((len(texts), len(self._evidence.presses(period))), dtype=np.float32)
            for period, texts in self._evidence.released.items()
        }
        if chosen is None:
            return Guess(attack, "", scores, pooled([]))
        view, did = chosen
        return Guess(attack, view.name, {**scores, **_scores(view, self.study.periods)}, did)


def pull(did: Figure) -> float:
    """Return how far from chance a guess was, in standard errors, in links or in the game."""
    if not did.answers:
        return 0.0
    return max((did.linked - did.chance) / max(did.spread, 1e-9), (did.game - 0.5) / did.game_spread)


def _scores(view: View, periods: Mapping[str, Half] | Sequence[str]) -> Scores:
    return {period: view.matrix(period) for period in periods}


def _best(known: Sequence[tuple[View, Figure]], tags: frozenset[str]) -> tuple[View, Figure] | None:
    return next((each for each in known if each[0].tags & tags), None)


def tried(played: Played, seed: int, patience: int = 1) -> Mapping[str, Result]:
    """Return how each attack did, and all together, by name.

    Each half of the answers is scored once, by an attacker who was told the truth of the other half.
    """
    adversary = Adversary(played.evidence, patience)
    tallies: dict[str, list[tuple[str, Tally]]] = {}
    for accomplices, others in _folds(played, seed):
        for attack, guess in adversary.guesses(accomplices, seed).items():
            tally = Tally.of(guess.scores, others, seed)
            tallies.setdefault(attack, []).append((guess.view, tally))
    return {
        attack: Result(attack, tuple(view for view, _ in both), pooled([tally for _, tally in both]))
        for attack, both in tallies.items()
    }


def _folds(played: Played, seed: int) -> Iterator[tuple[Accomplices, Mapping[str, Half]]]:
    for accomplices in betrayed(played.evidence, played.truth, seed):
        yield accomplices, scored(played.evidence, played.truth, accomplices)
