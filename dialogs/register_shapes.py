"""The three registers that offices fill by form or by file: their fields, read and written; pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from content.model import (
    HEADINGS,
    KINDS,
    CodeStep,
    Entered,
    Evidence,
    Name,
    Note,
    Own,
    Span,
    Title,
    TrainingPlan,
)
from content.model.evidence import MOST_IN_A_NAME, MOST_IN_A_NOTE, MOST_IN_A_TITLE
from dialogs.register_cells import Cells, Slip
from dialogs.themes import THEMES

T = TypeVar("T", bound=Entered)

UNITS = ("sessions", "messages", "forms", "courses", "documents", "hours", "answers", "percent")
"""What a number of a piece of evidence can be of."""

LEVELS = ("organization", "branch", "division", "individual")
CARRIED_OUT = ("no", "partly", "fully")
STEPS = ("started", "consultation", "draft", "approved", "published", "no-update")

ALL = 100
"""Per cent."""


@dataclass(frozen=True, slots=True)
class Shape(Generic[T]):
    """One register: the name of its commands and of its sentences, its fields, how they are read and written.

    `needed` are fields of which a file has to have one each; alternatives have a bar between them.
    """

    name: str
    register: str
    fields: tuple[str, ...]
    needed: tuple[str, ...]
    made: Callable[[Cells], T | None]
    held: Callable[[T], Mapping[str, Any]]

    def read(self, given: Mapping[str, str]) -> tuple[T | None, tuple[Slip, ...]]:
        """Return the line that fields say, or None and what is wrong with them."""
        cells = Cells(given)
        body = self.made(cells)
        return (None if cells.slips else body), tuple(cells.slips)

    def cells(self, body: T) -> dict[str, str]:
        """Return what the fields of a line hold, those of a form and of a file alike."""
        held = self.held(body)
        found = {field: _written(held.get(field)) for field in self.fields}
        return found | {"withdrawn": "yes" if body.withdrawn else ""}


def _written(value: Any) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case tuple():
            return " ".join(value)
        case None:
            return ""
        case _:
            return str(value)


def _own(name: str, words: Own | None) -> dict[str, str]:
    return {f"{name}_en": words.en, f"{name}_fr": words.fr} if words else {}


def _days(span: Span | None) -> dict[str, str | None]:
    return {"begins": span.begins, "ends": span.ends} if span else {}


# Evidence -----------------------------------------------------------------------------------------


def _evidence(cells: Cells) -> Evidence | None:
    kinds: Any = cells.several("kinds", KINDS)
    if not cells.word("kinds"):
        cells.slip("kinds", "kinds-needed")
    when = cells.span(needed=True)
    title = cells.own("title", Title, MOST_IN_A_TITLE, needed=True)
    note = cells.own("note", Note, MOST_IN_A_NOTE)
    audience = cells.own("audience", Name, MOST_IN_A_NAME)
    number, of = cells.number("number"), cells.one("of", UNITS)
    if number is not None and not cells.word("of"):
        cells.slip("of", "of-needed")
    if cells.word("of") and not cells.word("number"):
        cells.slip("number", "number-needed")
    if of == "percent" and number is not None and number > ALL:
        cells.slip("number", "percent")
    given: Any = {
        "number": number,
        "of": of,
        "reach": cells.number("reach"),
        "topic": cells.one("topic", THEMES),
        "headings": cells.several("headings", HEADINGS),
        "link": cells.link("link"),
        "planned": cells.yes("planned"),
        "withdrawn": cells.yes("withdrawn"),
    }
    if cells.slips or when is None or title is None:
        return None
    return Evidence(kinds=kinds, when=when, title=title, note=note, audience=audience, **given)


EVIDENCE: Shape[Evidence] = Shape(
    "evidence",
    "evidence",
    (
        *("kinds", "begins", "ends", "title_en", "title_fr", "note_en", "note_fr", "audience_en"),
        *("audience_fr", "number", "of", "reach", "topic", "headings", "link", "planned"),
    ),
    ("kinds", "begins", "title_en|title_fr"),
    _evidence,
    lambda body: {
        **{field: getattr(body, field) for field in ("kinds", "number", "of", "reach", "topic")},
        "headings": body.headings,
        "link": body.link,
        "planned": body.planned or None,
        **_days(body.when),
        **_own("title", body.title),
        **_own("note", body.note),
        **_own("audience", body.audience),
    },
)

# Training plans -----------------------------------------------------------------------------------


def _plan(cells: Cells) -> TrainingPlan | None:
    unit = cells.own("unit", Name, MOST_IN_A_NAME, needed=True)
    note = cells.own("note", Note, MOST_IN_A_NOTE)
    level: Any = cells.one("level", LEVELS, needed=True)
    exists = cells.yes("exists", needed=True)
    implemented: Any = cells.one("implemented", CARRIED_OUT) or "no"
    if implemented != "no" and not exists:
        cells.slip("implemented", "implemented-without")
    target, withdrawn = cells.when("target"), cells.yes("withdrawn")
    if cells.slips or unit is None:
        return None
    return TrainingPlan(
        unit=unit,
        level=level,
        exists=exists,
        implemented=implemented,
        target=target,
        note=note,
        withdrawn=withdrawn,
    )


TRAINING_PLANS: Shape[TrainingPlan] = Shape(
    "training-plans",
    "training-plan",
    ("unit_en", "unit_fr", "level", "exists", "implemented", "target", "note_en", "note_fr"),
    ("unit_en|unit_fr", "level", "exists"),
    _plan,
    lambda body: {
        **{field: getattr(body, field) for field in ("level", "exists", "implemented", "target")},
        **_own("unit", body.unit),
        **_own("note", body.note),
    },
)

# The review of the code of conduct ----------------------------------------------------------------


def _step(cells: Cells) -> CodeStep | None:
    step: Any = cells.one("step", STEPS, needed=True)
    when, target = cells.span(), cells.when("target")
    nature, withdrawn = cells.own("nature", Note, MOST_IN_A_NOTE), cells.yes("withdrawn")
    if not any(cells.word(each) for each in ("begins", "ends", "target")):
        cells.slip("begins", "done-or-due")
    if cells.slips:
        return None
    return CodeStep(step=step, when=when, target=target, nature=nature, withdrawn=withdrawn)


CODE_REVIEW: Shape[CodeStep] = Shape(
    "code-review",
    "code-review",
    ("step", "begins", "ends", "target", "nature_en", "nature_fr"),
    ("step", "begins|target"),
    _step,
    lambda body: {
        "step": body.step,
        "target": body.target,
        **_days(body.when),
        **_own("nature", body.nature),
    },
)

SHAPES: Mapping[str, Shape[Any]] = {each.name: each for each in (EVIDENCE, TRAINING_PLANS, CODE_REVIEW)}
