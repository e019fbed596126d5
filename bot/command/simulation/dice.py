"""Chance that is the same for the same seed, whoever throws first."""

from collections.abc import Mapping, Sequence
from hashlib import blake2b, shake_256
from itertools import accumulate
from typing import TypeVar

T = TypeVar("T")

WHOLE = 2**64


class Dice:
    """Dice of one thing: a person, a day. Those of another thing fall independently of how often these do.

    So what happens does not depend on the order in which turns that run beside each other end.
    """

    def __init__(self, seed: str) -> None:
        """Take a seed; the same one falls the same way."""
        self._seed = seed.encode()
        self._thrown = 0

    def of(self, *names: object) -> "Dice":
        """Return the dice of something of its own."""
        return Dice("/".join([self._seed.decode(), *map(str, names)]))

    def chance(self, share: float) -> bool:
        """Tell whether something happens that happens in a share of all cases, from 0 to 1."""
        return self._throw() < share * WHOLE

    def between(self, least: int, most: int) -> int:
        """Return a number from `least` to `most`."""
        return least + self._throw() % (most - least + 1)

    def one_of(self, things: Sequence[T]) -> T:
        """Return one of some things."""
        return things[self._throw() % len(things)]

    def by_share(self, shares: Mapping[T, int]) -> T:
        """Return one of some things, each as often as its share of them all."""
        thrown, upto = self.between(1, sum(shares.values())), accumulate(shares.values())
        return next(thing for thing, least in zip(shares, upto, strict=True) if thrown <= least)

    def drawn(self, size: int) -> bytes:
        """Return so many bytes."""
        return shake_256(self._next()).digest(size)

    def _throw(self) -> int:
        return int.from_bytes(blake2b(self._next(), digest_size=8).digest(), "big")

    def _next(self) -> bytes:
        self._thrown += 1
        return b"%d/%b" % (self._thrown, self._seed)
