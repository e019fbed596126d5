"""Plays a script through a subject, lets the adversary at what it left, and says how it did."""

import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from tests.anonymity.adversary.attacks import ALL, Result, tried
from tests.anonymity.registry import SUBJECTS
from tests.anonymity.scoring import GAME, LINKED_AT_MOST, Figure
from tests.anonymity.script import LONG, Sizes, script
from tests.anonymity.subjects import Subject

SEED: Final = 20_260_701
PATIENCE: Final = 20
"""In the long form so many times as many keys, seeds and tables are tried."""

TOLD_BY_LENGTH: Final = 80
"""Periods of a long form in which answers are told apart by their length: 125 answers in each."""


def attempt(name: str, seed: int = SEED, *, long: bool = False) -> Mapping[str, Result]:
    """Return how every attack did on a subject, by the name of the attack. Raises KeyError: no such subject.

    The long form of a subject that is looked at after every answer has more of them, and still is. Where
    answers are told apart by how long they are, there are no more in a period than in the short form, else
    several of them would be of the same length.
    """
    subject = SUBJECTS[name]
    sizes = _at_length(subject) if long else subject.sizes
    with tempfile.TemporaryDirectory() as folder:
        played = subject.play(script(sizes, seed), Path(folder))
        return tried(played, seed, PATIENCE if long else 1)


def _at_length(subject: Subject) -> Sizes:
    sizes = subject.sizes
    if sizes.every:
        return replace(sizes, answers=400, periods=5, people=300, others=2_000)
    if getattr(subject, "attack", "") == "sizes":
        return replace(LONG, periods=TOLD_BY_LENGTH, longest=sizes.longest)
    return replace(LONG, longest=sizes.longest)


def keeps_its_promise(results: Mapping[str, Result]) -> bool:
    """Tell whether the whole adversary did no better than guessing: in the long form within fixed bounds."""
    did = results[ALL].figure
    return within(did, fixed=did.answers >= LONG.answers)


def within(did: Figure, *, fixed: bool) -> bool:
    """Tell whether a figure lies within the bounds: fixed ones, or three standard errors of its own size."""
    low, high = GAME if fixed else did.game_bounds
    most = did.chance + LINKED_AT_MOST if fixed else did.bound
    return did.linked <= most and low <= did.game <= high
