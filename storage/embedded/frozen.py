"""Values that stay as they were written until somebody asks for them: a start reads them, nothing more."""

from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Thawing(Generic[K, V]):
    """A map whose values were read as text and become themselves when they are first looked at."""

    def __init__(self, thaw: Callable[[K, str], V], empty: Callable[[], V]) -> None:
        """Take how text becomes a value, and what a missing one is."""
        self._thaw = thaw
        self._empty = empty
        self._frozen: dict[K, str] = {}
        self._values: dict[K, V] = {}

    def load(self, frozen: dict[K, str]) -> None:
        """Start from these, and nothing else."""
        self._frozen, self._values = frozen, {}

    def get(self, key: K) -> V | None:
        """Return a value, or None."""
        if (text := self._frozen.pop(key, None)) is not None:
            self._values[key] = self._thaw(key, text)
        return self._values.get(key)

    def as_it_is(self, key: K) -> str | V | None:
        """Return a value and thaw nothing: text, or the value where somebody has looked at it, or None."""
        return self._frozen.get(key) or self._values.get(key)

    def thawed(self, key: K, text: str, value: V) -> None:
        """Take in what somebody thawed in their own time, unless it was thawed or changed meanwhile."""
        if self._frozen.get(key) is text:
            del self._frozen[key]
            self._values[key] = value

    def make(self, key: K) -> V:
        """Return a value to change, an empty one when there was none."""
        found = self.get(key)
        if found is None:
            found = self._values[key] = self._empty()
        return found

    def drop(self, key: K) -> None:
        """Take a value away; an unknown one is no error."""
        self._frozen.pop(key, None)
        self._values.pop(key, None)

    def __iter__(self) -> Iterator[K]:
        """Go through the keys."""
        yield from list(self._frozen)
        yield from list(self._values)

    def as_they_are(self) -> Iterator[str | V]:
        """Go through everything there is now and thaw nothing: text, or a value somebody has looked at.

        What thaws meanwhile does not come a second time.
        """
        texts, values = list(self._frozen.values()), list(self._values.values())
        yield from texts
        yield from values

    def frozen(self, freeze: Callable[[V], str]) -> dict[K, str]:
        """Return everything as text."""
        return {**self._frozen, **{key: freeze(value) for key, value in self._values.items()}}
