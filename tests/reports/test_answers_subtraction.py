"""Whoever reads every report there may be, and knows the rules, cannot subtract their way to a hidden count.

Every small world is tried: who answered what, and what they said of themselves. Worlds that publish the same
are what a reader cannot tell apart; a hidden count that is the same in all of them is found out.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations_with_replacement, product

import pytest

from content.model import AnswerOption, AskedQuestion, Text
from reports.answers import Figures, Sheet, by_value, sheet, split, tally, with_years

Answer = Mapping[str, str]
World = Sequence[Answer]
Shown = tuple[object, ...]
Secrets = Mapping[str, int]
"""What is not shown, by a name for it."""

FACTOR = "of-me"
QUARTERS = ("2026-Q2", "2026-Q3", "2026-Q4", "2027-Q1")


def text(words: str) -> Text:
    return Text(en=words, fr=words)


def asked(question: str, options: str, *, several: bool = False) -> AskedQuestion:
    found = tuple(AnswerOption(id=option, text=text(option)) for option in options)
    return AskedQuestion(
        id=question, text=text(question), kind="several" if several else "one", options=found
    )


@dataclass(frozen=True)
class Form:
    """A form in a small world: its questions, what may be said of oneself, and the threshold."""

    questions: tuple[AskedQuestion, ...]
    values: str = ""
    least: int = 2

    def answers(self) -> list[Answer]:
        """Return every way to answer. Nobody sends it empty."""
        ways = [["", *_choices(question)] for question in self.questions]
        found: list[Answer] = []
        for value, *chosen in product(["", *self.values], *ways):
            given = {question.id: each for question, each in zip(self.questions, chosen, strict=True) if each}
            if given:
                found.append({**given, **({FACTOR: value} if value else {})})
        return found

    def worlds(self, most: int, fewest: int = 0) -> Iterator[World]:
        for size in range(fewest, most + 1):
            yield from combinations_with_replacement(self.answers(), size)


def _choices(question: AskedQuestion) -> list[str]:
    ids = [option.id for option in question.options]
    if question.kind == "one":
        return ids
    return [" ".join(each) for size in range(1, len(ids) + 1) for each in _subsets(ids, size)]


def _subsets(ids: Sequence[str], size: int) -> Iterator[tuple[str, ...]]:
    return (each for each in product(ids, repeat=size) if list(each) == sorted(set(each)))


@dataclass(frozen=True)
class Batch:
    period: str
    answers: int
    tallies: Mapping[str, Mapping[str, int]]
    by_factor: Mapping[str, Mapping[str, Mapping[str, int]]] = field(default_factory=dict)
    form: str = "form"
    version: int = 1


def released(form: Form, world: World, period: str = QUARTERS[0]) -> Batch | None:
    """Release as the mailbox does; too few wait."""
    if len(world) < form.least:
        return None
    apart = split(world, form.questions, FACTOR, form.values, form.least)
    return Batch(period, len(world), tally(world, form.questions), apart)


# The readers --------------------------------------------------------------------------------------


def sheet_of(form: Form, batch: Batch) -> Sheet:
    several = [each.id for each in form.questions if each.kind == "several"]
    return sheet(batch, [each.id for each in form.questions], several, form.least)


def as_shown(sheets: Iterable[Sheet]) -> Shown:
    return tuple(
        (each.period, each.answers, each.hidden, tuple(figures_shown(found) for found in each.questions))
        for each in sheets
    )


def figures_shown(found: Figures) -> Shown:
    return found.question, found.answers, tuple(sorted(found.counts.items()))


def publish(form: Form, batch: Batch | None) -> Shown:
    """Return all that is shown of one release: the whole, then by what people said of themselves."""
    if batch is None:
        return ()
    cells = [
        (question.id, value, figures_shown(each))
        for question in form.questions
        for value, each in by_value(batch, question.id, form.values, form.least).items()
    ]
    return (*as_shown([sheet_of(form, batch)]), *cells)


def secrets(form: Form, world: World, batch: Batch | None) -> Secrets:
    """Return what the release of a world does not show: how many answered, and how many chose what."""
    found: dict[str, int] = {}
    if batch is None:
        return found
    seen = sheet_of(form, batch)
    if seen.answers is None:
        found["answers"] = len(world)
    for question in form.questions:
        whole = [each[question.id].split() for each in world if question.id in each]
        if seen.of(question.id).answers is None:
            found |= counted(question, "", whole)
        never = {option.id for option in question.options} - {one for each in whole for one in each}
        for value, cell in by_value(batch, question.id, form.values, form.least).items():
            theirs = [
                each[question.id].split()
                for each in world
                if each.get(FACTOR) == value and question.id in each
            ]
            if cell.answers is None:
                hidden = counted(question, value, theirs)
                if seen.of(question.id).answers is not None:  # What nobody chose, nobody of any kind chose.
                    hidden = {
                        name: count for name, count in hidden.items() if name.split("/")[2] not in never
                    }
                found |= hidden
    return found


def hidden_of(form: Form, world: World) -> Secrets:
    return secrets(form, world, released(form, world))


def counted(question: AskedQuestion, value: str, answers: Sequence[Sequence[str]]) -> Secrets:
    chosen = Counter(one for each in answers for one in each)
    of_options = {f"{question.id}/{value}/{option.id}": chosen[option.id] for option in question.options}
    return {f"{question.id}/{value}/": len(answers), **of_options}


def found_out(worlds: Iterable[tuple[Shown, Secrets]]) -> list[tuple[Shown, str]]:
    """Return every hidden count that is the same in all worlds that publish the same."""
    possible: dict[Shown, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    seen: dict[Shown, int] = Counter()
    named: dict[Shown, Counter[str]] = defaultdict(Counter)
    for shown, hidden in worlds:
        seen[shown] += 1
        for name, count in hidden.items():
            possible[shown][name].add(count)
            named[shown][name] += 1
    return [
        (shown, name)
        for shown, counts in possible.items()
        for name, values in counts.items()
        if len(values) == 1 and named[shown][name] == seen[shown]
    ]


def of_release(form: Form, most: int) -> Iterator[tuple[Shown, Secrets]]:
    """Try every world of up to so many answers, as far as no larger one publishes the same."""
    for world in form.worlds(most, form.least):
        batch = released(form, world)
        if not truncated(form, batch, most):
            yield publish(form, batch), secrets(form, world, batch)


ONE = (asked("a", "xy"),)
TWO = (asked("a", "x"), asked("b", "x"))
TWO_WIDE = (asked("a", "xy"), asked("b", "xy"))
SEVERAL = (asked("a", "xy", several=True),)

FORMS = {
    "one question": (Form(ONE, least=3), 9),
    "two questions": (Form(TWO_WIDE, least=3), 8),
    "three questions": (Form((*TWO, asked("c", "x")), least=3), 11),
    "several of a list": (Form(SEVERAL, least=3), 9),
    "one question, two values": (Form(ONE, "mw"), 9),
    "one question, two values, three at least": (Form(ONE, "mw", 3), 11),
    "one question, three values": (Form(ONE, "mwz"), 8),
    "two questions, two values": (Form(TWO, "mw", 3), 9),
    "several of a list, two values": (Form(SEVERAL, "mw"), 7),
}


@pytest.mark.parametrize(("form", "most"), FORMS.values(), ids=FORMS)
def test_nobody_finds_a_hidden_count_of_one_release(form: Form, most: int) -> None:
    assert found_out(of_release(form, most)) == []


# Reports that would give something away -----------------------------------------------------------


def naive_number(form: Form, world: World) -> Shown:
    """Tell how many answered the form, whatever is hidden of its questions."""
    return len(world), publish(form, released(form, world))


def naive_cells(form: Form, world: World) -> Shown:
    """Tell answers apart wherever a cell by itself is large enough."""
    cells = [
        (value, question, tuple(sorted(counts.items())))
        for value in form.values
        for question, counts in tally(
            [each for each in world if each.get(FACTOR) == value], form.questions
        ).items()
        if sum(counts.values()) >= form.least
    ]
    return (*publish(form, released(form, world)), *cells)


@pytest.mark.parametrize(
    ("form", "most", "naive"),
    [(Form(TWO, least=3), 8, naive_number), (Form(ONE, "mw", 3), 9, naive_cells)],
    ids=["the number of answers", "cells that are large enough"],
)
def test_the_reader_of_these_tests_finds_out_what_only_a_threshold_hides(
    form: Form, most: int, naive: Callable[[Form, World], Shown]
) -> None:
    worlds = list(form.worlds(most, form.least))
    assert found_out((naive(form, world), hidden_of(form, world)) for world in worlds) != []


# Years --------------------------------------------------------------------------------------------

Year = tuple[World, ...]


def of_years(
    form: Form, most: int, quarters: int, publish_year: Callable[[Form, Year], Shown]
) -> Iterator[tuple[Shown, Secrets]]:
    """Try every year of so many quarters, as far as no larger world publishes the same."""
    worlds = [
        (world, hidden_of(form, world))
        for world in form.worlds(most)
        if not truncated(form, released(form, world), most)
    ]
    for year in product(worlds, repeat=quarters):
        hidden = {
            f"{quarter} {name}": count
            for quarter, (_, secret) in zip(QUARTERS, year, strict=False)
            for name, count in secret.items()
        }
        yield publish_year(form, tuple(world for world, _ in year)), hidden


def truncated(form: Form, batch: Batch | None, most: int) -> bool:
    seen = sheet_of(form, batch).questions if batch else ()
    return sum(form.least - 1 if each.answers is None else each.answers for each in seen) > most


def year_shown(form: Form, year: Year) -> Shown:
    batches = [released(form, world, quarter) for quarter, world in zip(QUARTERS, year, strict=False)]
    return as_shown(with_years(sheet_of(form, batch) for batch in batches if batch))


def naive_year(form: Form, year: Year) -> Shown:
    """Add up a year from all that was released in it."""
    out = [each for world in year if released(form, world) for each in world]
    return (*year_shown(form, year), publish(form, released(form, out)))


YEARS = {
    "two quarters of two questions": (Form(TWO, least=3), 5, 2),
    "three quarters of two questions": (Form(TWO, least=3), 4, 3),
    "four quarters of one question": (Form((asked("a", "x"),)), 4, 4),
}


@pytest.mark.parametrize(("form", "most", "quarters"), YEARS.values(), ids=YEARS)
def test_nobody_takes_three_quarters_from_a_year(form: Form, most: int, quarters: int) -> None:
    assert found_out(of_years(form, most, quarters, year_shown)) == []


def test_the_reader_of_these_tests_takes_quarters_from_a_year_that_holds_everything() -> None:
    assert found_out(of_years(Form(TWO, least=3), 5, 2, naive_year)) != []
