"""The form of a recommendation: what it asks, what it holds, and what is wrong with it; pure."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from content.model import Library, Note, Recommendation, Text, Title
from content.model.evidence import MOST_IN_A_TITLE
from dialogs import goal_forms, writing
from dialogs.goal_forms import LONGEST_AGO, Asked, pair
from dialogs.views import Input
from dialogs.writing import Held

MOST_BECAUSE = 600
"""Characters in each language: several recommendations have to fit on one page."""

LINE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]*")
"""How the id of a line of the plan looks."""

CONCERNS = ("practice", "strategy")
FIELDS = ("concerns", "title_en", "title_fr", "because_en", "because_fr", "goal", "day")


def cleaned(given: Held) -> dict[str, str]:
    """Return what was given, without what nobody can see."""
    held = writing.cleaned(given, FIELDS, ("day",))
    return held | {"goal": held.get("goal", "") if LINE.fullmatch(held.get("goal", "")) else ""}


def recommendation_of(held: Held, before: Recommendation | None = None) -> Recommendation:
    """Return what a form without faults says; what no form asks stays as it was `before`."""
    fields: dict[str, object] = {
        "day": date.fromisoformat(held["day"]),
        "concerns": held["concerns"],
        "title": Title(**pair(held, "title")),
        "because": Note(**pair(held, "because")),
        "goal": held.get("goal") or None,
    }
    if before is not None:
        fields |= {"state": before.state, "withdrawn": before.withdrawn}
    return Recommendation.model_validate(fields)


def held_by(found: Recommendation) -> dict[str, str]:
    """Return what the form of a recommendation holds."""
    return {
        "concerns": found.concerns,
        "title_en": found.title.en,
        "title_fr": found.title.fr,
        "because_en": found.because.en,
        "because_fr": found.because.fr,
        "goal": found.goal or "",
        "day": found.day.isoformat(),
    }


def inputs(
    library: Library, today: date, held: Held, submit: str, goals: Sequence[tuple[str, Text]]
) -> tuple[Input, ...]:
    """Return the inputs with what they hold; `goals` are lines of the plan it may be about."""
    asked = Asked(library, held, submit)
    return (
        asked.choice("concerns", asked.named("concerns", CONCERNS)),
        *asked.both("title", MOST_IN_A_TITLE),
        *asked.both("because", MOST_BECAUSE, lines=True),
        *((asked.choice("goal", goals, required=False),) if goals else ()),
        asked.day("day", today - LONGEST_AGO, today),
    )


def faults(library: Library, today: date, held: Held) -> tuple[Text, ...]:
    """Return everything that is wrong with a form, field by field."""
    return tuple(_faults(library, today, held))


def _faults(library: Library, today: date, held: Held) -> Iterator[Text]:
    if held.get("concerns") not in CONCERNS:
        yield goal_forms.slip(library, "choose", "concerns")
    yield from goal_forms.needed(library, held, "title")
    yield from goal_forms.needed(library, held, "because")
    yield from goal_forms.too_long(library, held, {"title": MOST_IN_A_TITLE}, lines=False)
    yield from goal_forms.too_long(library, held, {"because": MOST_BECAUSE}, lines=True)
    yield from goal_forms.not_a_day(library, held, "day", today - LONGEST_AGO, today)
