"""Says in words what a line of the three registers says: when, of which sort, under which name; pure."""

from datetime import date
from typing import Any, assert_never

from content.model import CodeStep, Evidence, Library, Own, Span, Text, TrainingPlan, When
from content.wording import day, filled, period_in_words, tame

Body = Evidence | TrainingPlan | CodeStep


def own_words(library: Library, words: Own) -> Text:
    """Return an office's words for both readers; whoever reads them in the other language is told so."""
    found: dict[str, str] = {}
    (found["en"], in_), (found["fr"], dans) = words.of("en"), words.of("fr")
    own = tame(Text(en=found["en"], fr=found["fr"]))
    marked = filled(library.sentences["registers.in-other"], {"words": own})
    return Text(en=own.en if in_ == "en" else marked.en, fr=own.fr if dans == "fr" else marked.fr)


def when_words(when: When) -> Text:
    """Return a day, a month or a fiscal year in words."""
    if when.startswith("FY") or when.count("-") == 1:
        return period_in_words(when)
    exact = date.fromisoformat(when)
    return Text(en=day(exact, "en"), fr=day(exact, "fr"))


def span_words(library: Library, span: Span) -> Text:
    """Return when something was, in words."""
    begins = when_words(span.begins)
    if span.ends is None:
        return begins
    return filled(library.sentences["registers.span"], {"first": begins, "last": when_words(span.ends)})


def days_of(library: Library, body: Body) -> Text:
    """Return when it was, or by when it is to be."""
    words = library.sentences
    match body:
        case Evidence():
            said = span_words(library, body.when)
            return filled(words["registers.planned"], {"when": said}) if body.planned else said
        case CodeStep(when=Span() as when):
            return span_words(library, when)
        case TrainingPlan() | CodeStep():
            if body.target is None:
                return words["registers.no-day"]
            return filled(words["registers.by"], {"when": when_words(body.target)})
        case _:
            assert_never(body)


def sort_of(library: Library, body: Body) -> Text:
    """Return the kinds of a piece of evidence, how far a plan is, or which step it is."""
    words = library.sentences
    match body:
        case Evidence():
            return _listed(words[f"registers.kinds.{each}"] for each in body.kinds)
        case TrainingPlan():
            return words[f"registers.implemented.{body.implemented}" if body.exists else "registers.no-plan"]
        case CodeStep():
            return words[f"registers.step.{body.step}"]
        case _:
            assert_never(body)


def named(library: Library, body: Body) -> Text:
    """Return what a line is called."""
    match body:
        case Evidence():
            return own_words(library, body.title)
        case TrainingPlan():
            return own_words(library, body.unit)
        case CodeStep():
            return own_words(library, body.nature) if body.nature else library.sentences["registers.no-words"]
        case _:
            assert_never(body)


def _listed(texts: Any) -> Text:
    found = list(texts)
    return Text(en=", ".join(each.en for each in found), fr=", ".join(each.fr for each in found))


def first_day(body: Body) -> date | None:
    """Return the day by which lines are put in order; None for a plan without a target."""
    match body:
        case Evidence():
            return body.when.first
        case CodeStep(when=Span() as when):
            return when.first
        case TrainingPlan() | CodeStep():
            return Span(begins=body.target).first if body.target else None
        case _:
            assert_never(body)


def newest_first(id_: str, body: Body) -> tuple[int, str]:
    """Return what puts a line in its place: the newest first, and those without a day at the end."""
    day = first_day(body)
    return (-day.toordinal() if day else 0, id_)
