"""What may be shown of answers without a name: by form, period and question, and nothing more; pure.

Two sums are left out because subtraction would tell what is hidden. How many answered a form is told only
where every one of its questions is, for nobody sends it empty. A fiscal year is the sum of what its quarters
show, and of nothing else. `split` decides what may be told apart before it is stored; what is told apart is
shown by quarter, one thing at a time, and never with a second one.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from content.model import AskedQuestion
from reports.periods import current_year, parse
from reports.privacy import ANSWERS_LEAST, FACTOR_LEAST, THEME_LEAST, told_apart

ANSWERED = "*"
"""Stands among the options where several may be chosen: how many answered the question at all. No option has
this id."""

Tallies = Mapping[str, Mapping[str, int]]
"""Question → option → how many."""


class Released(Protocol):
    """What was released of a form in a period, as far as counts go. There are no words here."""

    @property
    def form(self) -> str:
        """Return which form."""

    @property
    def version(self) -> int:
        """Return which version of it."""

    @property
    def period(self) -> str:
        """Return the quarter, such as 2026-Q4."""

    @property
    def answers(self) -> int:
        """Return how many answered."""

    @property
    def tallies(self) -> Tallies:
        """Return how many chose what."""

    @property
    def by_factor(self) -> Mapping[str, Tallies]:
        """Return the same by what people said of themselves, where `split` allowed it."""


# At the release -----------------------------------------------------------------------------------


def tally(
    answers: Iterable[Mapping[str, str]], asked: Collection[AskedQuestion]
) -> dict[str, dict[str, int]]:
    """Count the answers to the questions that are asked; words, and what is no option, are not counted."""
    found: dict[str, Counter[str]] = {question.id: Counter() for question in asked if question.options}
    options = {question.id: {option.id for option in question.options} for question in asked}
    several = {question.id for question in asked if question.kind == "several"}
    for answer in answers:
        for question, counts in found.items():
            chosen = options[question].intersection(answer.get(question, "").split())
            counts.update(chosen)
            if chosen and question in several:
                counts[ANSWERED] += 1
    return {question: dict(counts) for question, counts in found.items() if counts}


def split(
    answers: Sequence[Mapping[str, str]],
    asked: Collection[AskedQuestion],
    factor: str,
    values: Collection[str],
    least: int = FACTOR_LEAST,
) -> dict[str, dict[str, dict[str, int]]]:
    """Tell counts apart by one thing people said of themselves: value → question → option → how many.

    `factor` is the id under which they said it, `values` everything that could be said. What is not in here
    may not be stored either: how many said each value is left out, and so is every cell that is too small or
    that would give one away. Of fewer than `least` answers to a question nothing is told apart.
    """
    whole = tally(answers, asked)
    apart = {value: tally([each for each in answers if each.get(factor) == value], asked) for value in values}
    found: dict[str, dict[str, dict[str, int]]] = {}
    for question, counts in whole.items():
        cells = {value: tallies.get(question, {}) for value, tallies in apart.items()}
        sizes = {value: _answered(cell) for value, cell in cells.items()}
        for value in sorted(told_apart(cells, sizes, counts, _answered(counts), least)):
            found.setdefault(value, {})[question] = cells[value]
    return found


def _answered(counts: Mapping[str, int]) -> int:
    """Return how many answered a question."""
    return counts[ANSWERED] if ANSWERED in counts else sum(counts.values())


# What is shown ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Figures:
    """What is shown of one question: how many answered, and how many chose what; None for too few."""

    question: str
    answers: int | None
    counts: Mapping[str, int]

    def share(self, option: str) -> int | None:
        """Return the share of those who answered that chose an option, in whole percent; None for too few."""
        return percent(self.counts.get(option, 0), self.answers) if self.answers else None


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is shown of one version of a form in one period: a quarter or a fiscal year.

    `answers` is None where it would tell a hidden count. `hidden` is how many counts of a question are not
    shown; of a year, how many counts of its quarters it is without.
    """

    form: str
    version: int
    period: str
    answers: int | None
    questions: tuple[Figures, ...]
    hidden: int

    def of(self, question: str) -> Figures:
        """Return the figures of a question; nothing is shown of one that nobody answered."""
        empty = Figures(question, None, {})
        return next((each for each in self.questions if each.question == question), empty)


def percent(count: int, of: int) -> int:
    """Return a share in whole percent, a half rounded up."""
    return (200 * count + of) // (2 * of)


def sheet(
    released: Released,
    asked: Collection[str] = (),
    several: Collection[str] = (),
    least: int = ANSWERS_LEAST,
    about: str = "",
) -> Sheet:
    """Return what is shown of one release. `asked` are the questions there are, if that is known.

    How many said what of themselves, under the id `about`, is never shown by itself.

    Where several may be chosen and nobody counted who answered at all, nothing can be shown.
    """
    questions = tuple(dict.fromkeys((*asked, *sorted(released.tallies.keys() - {about}))))
    figures = tuple(
        _figures(each, released.tallies.get(each, {}), least, several=each in several) for each in questions
    )
    hidden = sum(each.answers is None for each in figures)
    answers = None if hidden or released.answers < least else released.answers
    return Sheet(released.form, released.version, released.period, answers, figures, hidden)


def _figures(question: str, counts: Mapping[str, int], least: int, *, several: bool) -> Figures:
    known = ANSWERED in counts or not several
    answers = _answered(counts) if known else 0
    if answers < least:
        return Figures(question, None, {})
    return Figures(
        question, answers, {option: count for option, count in counts.items() if option != ANSWERED}
    )


def with_years(sheets: Iterable[Sheet]) -> tuple[Sheet, ...]:
    """Return the sheets of quarters, each fiscal year after its last one: sums of what the quarters show.

    A year of which there is one quarter would say the same twice, and is left out.
    """
    by_year: dict[tuple[str, int, str], list[Sheet]] = {}
    for each in sorted(sheets, key=lambda each: (each.form, each.version, each.period)):
        year = current_year(parse(each.period).first).id
        by_year.setdefault((each.form, each.version, year), []).append(each)
    years = [
        (*found, _sum(year, found)) if len(found) > 1 else found for (_, _, year), found in by_year.items()
    ]
    return tuple(each for found in years for each in found)


def _sum(year: str, sheets: Sequence[Sheet]) -> Sheet:
    """Return a fiscal year of a form, made of nothing but what its quarters show."""
    questions = dict.fromkeys(figures.question for each in sheets for figures in each.questions)
    figures = tuple(_added(question, [each.of(question) for each in sheets]) for question in questions)
    known = [each.answers for each in sheets if each.answers is not None]
    answers = sum(known) if len(known) == len(sheets) else None
    hidden = sum(each.hidden for each in sheets)
    return Sheet(sheets[0].form, sheets[0].version, year, answers, figures, hidden)


def _added(question: str, parts: Sequence[Figures]) -> Figures:
    shown = [each for each in parts if each.answers is not None]
    counts: Counter[str] = Counter()
    for each in shown:
        counts.update(each.counts)
    return Figures(question, sum(each.answers or 0 for each in shown) or None, dict(counts))


# Told apart ---------------------------------------------------------------------------------------


def by_value(
    released: Released, question: str, values: Iterable[str], least: int = FACTOR_LEAST
) -> dict[str, Figures]:
    """Return what is shown of a question by what people said of themselves, for each value there is."""
    stored = released.by_factor
    cells = {value: stored.get(value, {}).get(question, {}) for value in values}
    return {value: _figures(question, cell, least, several=False) for value, cell in cells.items()}


# Themes -------------------------------------------------------------------------------------------


def told(counts: Mapping[str, int], every: Collection[str]) -> tuple[dict[str, int], int]:
    """Return how many texts belong to each theme or door, and of how many of `every` one that is not told."""
    shown = {key: counts[key] for key in every if counts.get(key, 0) >= THEME_LEAST}
    return shown, len(every) - len(shown)
