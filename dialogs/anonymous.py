"""What is asked without a name: which forms there are now, in which version, and in which period."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from content.model import AskedQuestion, Factor, Library, Module, Questionnaire
from content.model.questionnaires import LEAST
from dialogs.occurrences import last_day
from dialogs.surroundings import zone_named

ROOM = 64
"""Bytes of a small answer, as it is kept: each question, each choice, and one byte in front of either.

A test compares it with the mailbox.
"""

LATE = timedelta(hours=24)
"""For how long after its period an answer is still taken."""

NOT_YET, DOORS, DONE = "talk-not-yet", "doors", "self-check"
"""Taps that are counted: that a talk has not happened yet, which door was opened, a self-check completed."""

PRESSED: Mapping[str, Mapping[str, str]] = {NOT_YET: {"not-yet": "pressed"}, DONE: {"advice": "shown"}}
"""What is kept of a tap; of a door it is the door's id, with `OPENED`."""

OPENED = "opened"

CHOSEN = "option"
"""Under which name the choice in a dilemma is kept."""


class Offered(NamedTuple):
    """A form as it is asked now. Nobody reads it with fewer than `least` answers; `large`: words fit in."""

    version: int
    least: int
    large: bool


def offered(library: Library) -> dict[str, Offered]:
    """Return every form that is answered without a name, by its id."""
    taps = {
        NOT_YET: bool(library.checklists),
        DOORS: bool(library.doors),
        DONE: bool(library.forms),
    }
    found = {form: Offered(1, LEAST, large=False) for form, there in taps.items() if there}
    for module in library.modules.values():
        found |= dict.fromkeys(checks(module), Offered(module.version, LEAST, large=False))
    for form in library.questionnaires.values():
        found[form.id] = Offered(form.version, form.least, large=large(form))
    return found


def large(form: Questionnaire) -> bool:
    """Tell whether the answers to a form need the larger room."""
    return form.wordy or widest(form) > ROOM


# Knowledge checks ---------------------------------------------------------------------------------


def check(module: str, option: str = "") -> str:
    """Name the form of a module's dilemma, or of the situation that one of its options led to."""
    return f"check-{module.lower()}-1" + (f"-{option.lower()}" if option else "")


def checks(module: Module) -> tuple[str, ...]:
    """Name every form of a module, its dilemma first."""
    led = [option.id for option in module.dilemma.options if option.then]
    return (check(module.id), *(check(module.id, option) for option in led))


# How large an answer can be -----------------------------------------------------------------------


def widest(form: Questionnaire) -> int:
    """Return how many bytes the largest answer to a form takes, each character as large as any is."""
    asked = (*form.questions, *((form.factor,) if form.factor else ()))
    return sum(2 + len(question.id.encode()) + _widest(question) for question in asked)


def _widest(question: AskedQuestion | Factor) -> int:
    sizes = sorted((len(option.id.encode()) for option in question.options), reverse=True)
    if isinstance(question, Factor):
        return sizes[0]
    if question.kind == "words":
        return 2 + 4 * question.most
    chosen = sizes[: question.most if question.kind == "several" else 1]
    return sum(chosen) + max(0, len(chosen) - 1)


# Periods ------------------------------------------------------------------------------------------


def period_on(day: date) -> str:
    """Return the period a day lies in, such as 2026-Q4."""
    return f"{day.year:04}-Q{(day.month + 2) // 3}"


def period_at(now: datetime, zone: str) -> str:
    """Return the period at an aware instant, where the organization is."""
    return period_on(now.astimezone(zone_named(zone)).date())


def following(period: str) -> str | None:
    """Return the period after this one; None for words that name none."""
    last = last_day(period)
    return None if last is None else period_on(last + timedelta(days=1))


def ended(period: str, zone: str) -> datetime | None:
    """Return when a period is over where the organization is; None for words that name none."""
    last = last_day(period)
    if last is None:
        return None
    return datetime.combine(last + timedelta(days=1), time.min, zone_named(zone)).astimezone(UTC)


def taken_until(period: str, zone: str) -> datetime | None:
    """Return until when answers of a period are taken; None for words that name none."""
    end = ended(period, zone)
    return None if end is None else end + LATE
