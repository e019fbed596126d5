"""How the answers to a scenario may be shown: never one person's answer, never that all agreed.

Under five answers there is too little to show. Under ten, the two options chosen most are named without a
number. From ten on each option has its number, but not where that would say that everybody chose the same.

That all agreed is everybody's answer, so no picture may mean it. Where only one option was chosen, a second
one is named all the same: the words say that these two come first, not that each was chosen. From ten on the
two are named without numbers whenever fewer than three answers lie outside the first option. One that did so
only when all agreed would say it by doing so; with three, not even somebody who differed alone learns that
all the others agree. The two stand in the order of the scenario, which does not tell the first from the
second. We give up the numbers of a team that is nearly of one mind.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from dialogs.team_sessions.room import keyed
from dialogs.team_sessions.seats import FEW

NUMBERS = 10
"""Answers from which numbers may be shown."""

APART = 3
"""Answers that must lie outside the option chosen most before numbers are shown."""


@dataclass(frozen=True, slots=True)
class TooFew:
    """Too few to show; discuss instead."""


@dataclass(frozen=True, slots=True)
class InWords:
    """The two options that come first, in the order of the scenario. One may have been chosen by nobody."""

    two: tuple[str, str]


@dataclass(frozen=True, slots=True)
class InNumbers:
    """How often each option was chosen, in the order of the scenario."""

    counts: tuple[tuple[str, int], ...]


Split = TooFew | InWords | InNumbers


def split(seed: bytes, counts: Mapping[str, int]) -> Split:
    """Return what may be shown of counts, which name every option in the order of the scenario.

    Which of equal options comes second is an order that only the seed knows.
    """
    everything, most = sum(counts.values()), max(counts.values())
    if everything < FEW:
        return TooFew()
    if everything >= NUMBERS and everything - most >= APART:
        return InNumbers(tuple(counts.items()))
    ranked = sorted(counts, key=lambda option: (-counts[option], keyed(seed, f"tie {option}")))
    first, second = (option for option in counts if option in ranked[:2])
    return InWords((first, second))
