"""The Senior Official's month on one card: a few totals, what ran, and what the plan waits for."""

import re
from dataclasses import dataclass

from content.model import Library
from dialogs.flow import Ask, Flow, Learned, Next, Nothing, Opened, Said, Show
from dialogs.plan_questions import MonthAsked
from dialogs.views import Button, View

KEY = re.compile(r"(?:[0-9]{4}-(?:0[1-9]|1[0-2]))?")
"""A month such as 2026-10; nothing means the one that ended last."""

WAYS = (Button("plan"), Button("recommendations"), Button("report"), Button("home"))
NOT_ALLOWED = View("month.not-allowed", {}, (Button("home"), Button("help")))


@dataclass(frozen=True, slots=True)
class Month:
    """Which month."""

    id: str


@dataclass(frozen=True, slots=True)
class AtMonth:
    """There is only one place; the month is counted each time."""


def script(_library: Library, key: str) -> Month | None:
    """Return the month of a key; None for one that is none."""
    return Month(key) if KEY.fullmatch(key) else None


def here(month: Month, known: Nothing, place: AtMonth) -> View:
    """Show the ways on; figures are never shown from memory."""
    return View("month.closed", {}, (Button("month"), *WAYS))


def step(month: Month, known: Nothing, place: AtMonth, said: Said) -> Next[AtMonth]:
    """Ask the shell, which checks the role each time; anything else is answered by saying where we are."""
    match said:
        case Opened():
            return Next(place, (Ask(MonthAsked(month.id)),))
        case Learned(None):
            return Next(place, (Show(NOT_ALLOWED),))
        case Learned(answer) if answer is not None:
            view = View("month", answer.values, WAYS, tables=answer.tables, remarks=answer.remarks)
            return Next(place, (Show(view),))
        case _:
            return Next(place, (Show(here(month, known, place).noted("here-again")),))


FLOW: Flow[Month, Nothing, AtMonth] = Flow(
    name="month",
    version=1,
    places=(AtMonth,),
    script=script,
    know=lambda _month, _past: Nothing(),
    begin=lambda _month, _known: AtMonth(),
    here=here,
    step=step,
    edition=lambda _month: "1",
    looks_up=True,
)
