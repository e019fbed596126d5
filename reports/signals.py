"""What may call for a recommendation: lines off target, units out of reach, themes on the rise; pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from content.model import Goal, Library, Text
from content.wording import filled
from dialogs import themes
from dialogs.views import Value
from reports import action_plan
from reports.action_plan import Now, in_words
from reports.answers import told
from reports.privacy import THEME_LEAST, total_shown

UNREACHED = "units-unreached"
MOST = 10
"""Signals that a card has room for."""


@dataclass(frozen=True, slots=True)
class Signal:
    """One of them: its id, what it says, and the line of the plan it is about, if any."""

    id: str
    text: Text
    goal: str = ""


def of_goals(
    library: Library, goals: Mapping[str, Goal], standing: Mapping[str, Now], today: date
) -> Iterator[Signal]:
    """Find lines that are overdue, and those due soon that are below their target; `standing` is by id."""
    for id_, goal in action_plan.ordered(goals):
        title, now = in_words(goal.title), standing.get(id_)
        if action_plan.overdue(goal, today):
            said = filled(library.sentences["signals.overdue"], {"title": title, "due": goal.due})
            yield Signal(f"goal-{id_}", said, id_)
        elif action_plan.due_soon(goal, today) and now is not None and action_plan.below(goal, now):
            values: dict[str, Value] = {
                "title": title,
                "value": now.value or 0,
                "target": goal.target or 0,
            }
            yield Signal(f"goal-{id_}", filled(library.sentences["signals.below"], values), id_)


def of_units(library: Library, unreached: int, people: int) -> Iterator[Signal]:
    """Say in how many units nobody can be reached; which ones is not told, and nothing of few people."""
    if unreached and total_shown(people):
        yield Signal(UNREACHED, filled(library.sentences["signals.unreached"], {"count": unreached}))


def of_themes(library: Library, newer: Mapping[str, int], older: Mapping[str, int]) -> Iterator[Signal]:
    """Find themes that more texts belong to than in the period before; both times enough to be told."""
    now, before = (told(counts, themes.THEMES)[0] for counts in (newer, older))
    for theme, count in now.items():
        if theme in before and count >= before[theme] + THEME_LEAST:
            said: dict[str, Value] = {
                "theme": themes.named(library, theme),
                "count": count,
                "before": before[theme],
            }
            yield Signal(f"theme-{theme}", filled(library.sentences["signals.theme"], said))
