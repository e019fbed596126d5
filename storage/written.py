"""What officials write by hand, as the registers keep it: every version, checked on the way in and out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

import structlog

from content.model import (
    Answered,
    CodeStep,
    Conversation,
    Entered,
    Evidence,
    Frozen,
    Goal,
    Recommendation,
    Scenario,
    SessionRequest,
    TeamSessionHeld,
    TrainingPlan,
)
from storage.ports import Entry, Store

T = TypeVar("T", bound=Frozen)
E = TypeVar("E", bound=Entered)

log = structlog.get_logger()


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
        """Return an entry as it is now, withdrawn or not; None where there is none, or nobody can read it."""
        entry = await store.registers.get(self.register, id_)
        return self._read(entry) if entry else None

    async def lines(self, store: Store) -> Mapping[str, Line[T]]:
        """Return every entry that stands, by id."""
        found = await self.everything(store)
        return {id_: line for id_, line in found.items() if not _withdrawn(line.body)}

    async def bodies(self, store: Store, *, withdrawn: bool = False) -> dict[str, T]:
        """Return what stands in every entry, by id, or in every one that was withdrawn."""
        found = await self.everything(store)
        return {id_: line.body for id_, line in found.items() if _withdrawn(line.body) is withdrawn}

    async def everything(self, store: Store) -> Mapping[str, Line[T]]:
        """Return every entry, withdrawn or not. One that cannot be read must not hold up all the others."""
        read = map(self._read, await store.registers.find(self.register))
        return {line.id: line for line in read if line is not None}

    async def history(self, store: Store, id_: str) -> tuple[Line[T], ...]:
        """Return every version of an entry that can be read, oldest first."""
        read = map(self._read, await store.registers.history(self.register, id_))
        return tuple(line for line in read if line is not None)

    def _read(self, entry: Entry) -> Line[T] | None:
        """Return a version; None where it is of a shape that nobody here knows."""
        try:
            return Line(entry.id, entry.revision, self.shape.model_validate(entry.body))
        except ValueError:
            log.warning("register.unreadable", what=self.register)
            return None

    async def keep(self, store: Store, id_: str, body: T, revision: int) -> Line[T]:
        """Keep a new version; `revision` is what was read, 0 for a new one. Raises Stale, NotSaved."""
        entry = await store.registers.put(self.register, id_, body.model_dump(mode="json"), revision)
        return Line(id_, entry.revision, body)


def stamped(body: E, day: date, role: str) -> E:
    """Return a line with the day of this version and the role that keeps it."""
    return body.model_copy(update={"kept_on": day, "kept_by": role})


def same(one: Entered, other: Entered) -> bool:
    """Tell whether two versions say the same, whoever kept them when."""
    unstamped = {"kept_on": None, "kept_by": None}
    return one.model_copy(update=unstamped) == other.model_copy(update=unstamped)


def _withdrawn(body: Frozen) -> bool:
    return isinstance(body, Entered) and body.withdrawn


EVIDENCE = Book("evidence", Evidence)
TRAINING_PLANS = Book("training-plan", TrainingPlan)
CODE_REVIEW = Book("code-review", CodeStep)
PLAN = Book("plan", Goal)
RECOMMENDATIONS = Book("recommendation", Recommendation)
SCENARIOS = Book("scenario", Scenario)
REQUESTS = Book("session-request", SessionRequest)
CONVERSATIONS = Book("conversation", Conversation)
ANSWERS = Book("self-assessment", Answered)
TEAM_SESSIONS = Book("team-sessions", TeamSessionHeld)

BOOKS: Mapping[str, Book[Any]] = {
    "evidence": EVIDENCE,
    "training-plans": TRAINING_PLANS,
    "code-review": CODE_REVIEW,
}
"""What is filled by form and by file, by the name of its commands."""
