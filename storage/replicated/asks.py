"""Requests on their way to the writer, and their answers on the way back."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, Generic, TypeVar

from storage.decisions import Decision, State
from storage.ports import Stale
from storage.replicated.sheet import Needs, Sheet

A = TypeVar("A")


class At(Enum):
    """Where a request is."""

    WAITING = auto()
    UNDERWAY = auto()
    IN_DOUBT = auto()  # A commit was asked for and never answered.
    DONE = auto()


class Ask(Generic[A]):
    """A request to keep something: what it looks at, and how it decides.

    `big` takes long and goes `alone`; alone goes also a claim, which looks at more than it takes, and what
    may have spoilt a batch.
    """

    __slots__ = ("alone", "at", "big", "claims", "decide", "done", "late", "needs", "since", "timer")

    def __init__(
        self,
        needs: Needs,
        decide: Callable[[State], Decision[A]],
        done: asyncio.Future[A],
        *,
        big: bool,
        since: float,
    ) -> None:
        self.needs = needs
        self.since = since
        self.decide = decide
        self.done = done
        self.big = big
        self.claims = needs.owed is not None
        self.alone = big or self.claims
        self.at = At.WAITING
        self.late = False
        self.timer: asyncio.TimerHandle | None = None

    def answer(self, answer: A) -> None:
        """Give the answer, unless whoever asked has gone."""
        self._end()
        if not self.done.done():
            self.done.set_result(answer)

    def fail(self, error: Exception) -> None:
        """Give the error, unless whoever asked has gone."""
        self._end()
        if not self.done.done():
            self.done.set_exception(error)

    def _end(self) -> None:
        self.at = At.DONE
        if self.timer is not None:
            self.timer.cancel()


@dataclass(frozen=True, slots=True)
class Answers:
    """What a batch says to those who asked, once it is committed."""

    given: Sequence[tuple[Ask[Any], Any]]
    refused: Sequence[tuple[Ask[Any], Exception]]

    def give(self) -> None:
        """Tell everybody."""
        for ask, answer in self.given:
            ask.answer(answer)
        for ask, error in self.refused:
            ask.fail(error)


def decide(sheet: Sheet, batch: Sequence[Ask[Any]]) -> Answers:
    """Let each request decide on what the ones before it left."""
    given: list[tuple[Ask[Any], Any]] = []
    refused: list[tuple[Ask[Any], Exception]] = []
    for ask in batch:
        try:
            decision = ask.decide(sheet)
            if decision.entry is not None:
                sheet.apply(decision.entry)
        except (Stale, ValueError, TypeError) as error:
            refused.append((ask, error))
        else:
            given.append((ask, decision.answer))
    return Answers(given, refused)
