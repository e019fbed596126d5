"""What officials write by hand, as the registers keep it: every version, checked on the way in and out."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from content.model import (
    Answered,
    CodeStep,
    Entered,
    Evidence,
    Frozen,
    Goal,
    Recommendation,
    Scenario,
    TrainingPlan,
)
from storage.ports import Store

T = TypeVar("T", bound=Frozen)


@dataclass(frozen=True, slots=True)
class Line(Generic[T]):
    """One entry with its id and the revision of the register that was read."""

    id: str
    revision: int
    body: T


@dataclass(frozen=True, slots=True)
class Book(Generic[T]):
    """One register of one shape."""

    register: str
    shape: type[T]

    async def line(self, store: Store, id_: str) -> Line[T] | None:
        """Return an entry as it is now, withdrawn or not; None where there is none."""
        entry = await store.registers.get(self.register, id_)
        return Line(id_, entry.revision, self.shape.model_validate(entry.body)) if entry else None

    async def lines(self, store: Store) -> Mapping[str, Line[T]]:
        """Return every entry that stands, by id."""
        found = await self.everything(store)
        return {id_: line for id_, line in found.items() if not _withdrawn(line.body)}

    async def everything(self, store: Store) -> Mapping[str, Line[T]]:
        """Return every entry, withdrawn or not. One that cannot be read must not hold up all the others."""
        found: dict[str, Line[T]] = {}
        for entry in await store.registers.find(self.register):
            with suppress(ValueError):
                line = Line(entry.id, entry.revision, self.shape.model_validate(entry.body))
                found[entry.id] = line
        return found

    async def history(self, store: Store, id_: str) -> tuple[Line[T], ...]:
        """Return every version of an entry, oldest first."""
        return tuple(
            Line(id_, entry.revision, self.shape.model_validate(entry.body))
            for entry in await store.registers.history(self.register, id_)
        )

    async def keep(self, store: Store, id_: str, body: T, revision: int) -> Line[T]:
        """Keep a new version; `revision` is what was read, 0 for a new one. Raises Stale, NotSaved."""
        entry = await store.registers.put(self.register, id_, body.model_dump(mode="json"), revision)
        return Line(id_, entry.revision, body)


def _withdrawn(body: Frozen) -> bool:
    return isinstance(body, Entered) and body.withdrawn


EVIDENCE = Book("evidence", Evidence)
TRAINING_PLANS = Book("training-plan", TrainingPlan)
CODE_REVIEW = Book("code-review", CodeStep)
PLAN = Book("plan", Goal)
RECOMMENDATIONS = Book("recommendation", Recommendation)
SCENARIOS = Book("scenario", Scenario)
ANSWERS = Book("self-assessment", Answered)

BOOKS: Mapping[str, Book[Any]] = {
    "evidence": EVIDENCE,
    "training-plans": TRAINING_PLANS,
    "code-review": CODE_REVIEW,
}
"""What is filled by form and by file, by the name of its commands."""
