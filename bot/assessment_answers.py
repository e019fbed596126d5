"""Turns the form of an answer to the self-assessment into what is kept of it, and back."""

from collections.abc import Mapping
from dataclasses import dataclass

from content.model import Answered, Note, OfficialQuestion, QuestionSet
from dialogs.assessment_cards import BOXES
from reports.years import Years
from storage.written import Line


@dataclass(frozen=True, slots=True)
class About:
    """A question of a set for some years."""

    asked: QuestionSet
    years: Years
    question: OfficialQuestion


def held_by(line: Line[Answered] | None) -> dict[str, str]:
    """Return what the form of an answer holds."""
    if line is None:
        return {}
    words = {"words_en": line.body.words.en, "words_fr": line.body.words.fr} if line.body.words else {}
    return {BOXES: ",".join(line.body.chosen), **words}


def body_of(about: About, held: Mapping[str, str]) -> Answered:
    """Return the answer that a form gives: boxes that there are, one of them where only one may be chosen."""
    ticked = held.get(BOXES, "").replace(",", " ").split()
    chosen = [box.id for box in about.question.boxes if box.id in ticked]
    en, fr = held.get("words_en", ""), held.get("words_fr", "")
    return Answered(
        set_id=about.asked.id,
        version=about.asked.version,
        question=about.question.id,
        period=about.years.id,
        chosen=tuple(chosen if about.question.several else chosen[:1]),
        words=Note(en=en, fr=fr) if en or fr else None,
    )
