"""Keeps a draft as it stood on a day, so that it can be printed again although everything moved on; pure."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from content.model import Answered, Own, QuestionSet, Text
from reports.material import Draft, Drafted, Fact, Line, Offer

VERSION = 1


class FrozenUnreadable(ValueError):
    """A kept draft that no released version wrote."""


def to_frozen(draft: Draft) -> dict[str, Any]:
    """Return a draft as plain JSON: the questions and every sentence are in it."""
    return {
        "v": VERSION,
        "organization": draft.organization.model_dump(),
        "asked": draft.asked.model_dump(mode="json"),
        "period": draft.period,
        "day": draft.day.isoformat(),
        "questions": [_question(each) for each in draft.questions],
    }


def from_frozen(kept: Mapping[str, Any]) -> Draft:
    """Return the draft as it was. Raises FrozenUnreadable for anything else."""
    if kept.get("v") != VERSION:
        raise FrozenUnreadable(f"version {kept.get('v')}")
    try:
        asked = QuestionSet.model_validate(kept["asked"])
        questions = {question.id: question for question in asked.questions}
        drafted = tuple(_drafted(questions[each["id"]], each) for each in kept["questions"])
        return Draft(
            Text(**kept["organization"]), asked, kept["period"], date.fromisoformat(kept["day"]), drafted
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise FrozenUnreadable(type(error).__name__) from error


def _question(drafted: Drafted) -> dict[str, Any]:
    return {
        "id": drafted.question.id,
        "facts": [_fact(each) for each in drafted.facts],
        "suggestion": [_line(each) for each in drafted.suggestion],
        "gaps": [each.model_dump() for each in drafted.gaps],
        "offers": [
            {"box": each.box.id, "facts": [_fact(fact) for fact in each.facts]} for each in drafted.offers
        ],
        "answer": drafted.answer.model_dump(mode="json") if drafted.answer else None,
    }


def _fact(fact: Fact) -> dict[str, Any]:
    return {
        "holding": fact.holding,
        "says": _line(fact.says),
        "source": fact.source.model_dump(),
        "brief": _line(fact.brief),
        "since": fact.since.isoformat() if fact.since else None,
        "kinds": list(fact.kinds),
    }


def _line(line: Line) -> list[dict[str, Any]]:
    return [{"en": each.en, "fr": each.fr, "own": isinstance(each, Own)} for each in line]


def _drafted(question: Any, kept: Mapping[str, Any]) -> Drafted:
    boxes = {box.id: box for box in question.boxes}
    return Drafted(
        question,
        tuple(_fact_of(each) for each in kept["facts"]),
        tuple(_line_of(each) for each in kept["suggestion"]),
        tuple(Text(**each) for each in kept["gaps"]),
        tuple(
            Offer(boxes[each["box"]], tuple(_fact_of(fact) for fact in each["facts"]))
            for each in kept["offers"]
        ),
        Answered.model_validate(kept["answer"]) if kept["answer"] else None,
    )


def _fact_of(kept: Mapping[str, Any]) -> Fact:
    return Fact(
        kept["holding"],
        _line_of(kept["says"]),
        Text(**kept["source"]),
        _line_of(kept["brief"]),
        date.fromisoformat(kept["since"]) if kept["since"] else None,
        tuple(kept["kinds"]),
    )


def _line_of(kept: Sequence[Mapping[str, Any]]) -> Line:
    return tuple((Own if each["own"] else Text)(en=each["en"], fr=each["fr"]) for each in kept)
