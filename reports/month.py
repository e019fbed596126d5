"""Puts a month on one card: totals of people, what was sent and held, and what the plan waits for; pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from content.model import Campaign, Goal, Library, Session, Stage, Text, Written
from content.wording import filled, period_in_words, tame
from dialogs.flow import Answer
from dialogs.goal_forms import COUNTED
from dialogs.views import Table, Value
from reports import action_plan
from reports.participation import Report
from reports.periods import Period

NEWEST = 6
"""Lines of a list that the card has room for; the others are counted."""


@dataclass(frozen=True, slots=True)
class Month:
    """What there is to tell of a month: its days, the counts, what the plan and the campaigns hold.

    The counts are of the month, or of a longer period where the organization is too small for a month.
    `unanswered` is how many recommendations are still open.
    """

    period: Period
    report: Report
    goals: Mapping[str, Goal]
    campaigns: Iterable[Campaign]
    unanswered: int


def on_a_card(library: Library, month: Month, today: date) -> Answer:
    """Return the month for one card; `today` decides what is overdue."""
    plan = _plan(library, month.goals, today)
    sent = ran(library, month.campaigns, month.period)
    late = sum(action_plan.overdue(goal, today) for goal in month.goals.values())
    soon = sum(action_plan.due_soon(goal, today) for goal in month.goals.values())
    values: dict[str, Value] = {
        "period": period_in_words(month.period.id),
        "summary": filled(library.sentences["plan.summary"], {"late": late, "soon": soon}),
        "plan": _first(library, plan),
        "sent": len(sent),
        "ran": _first(library, sent),
        "unanswered": month.unanswered,
    }
    remarks = (library.sentences["month.counts"],)
    return Answer(values, tables=(totals(library, month.report),), remarks=remarks)


def _plan(library: Library, goals: Mapping[str, Goal], today: date) -> list[Text]:
    """Return the lines that wait: what is overdue, then what is due within 30 days."""
    waiting = [
        goal
        for _, goal in action_plan.ordered(goals)
        if action_plan.overdue(goal, today) or action_plan.due_soon(goal, today)
    ]
    return [action_plan.line(library, goal, today) for goal in waiting]


def _first(library: Library, lines: list[Text]) -> tuple[Text, ...]:
    """Return as many lines as there is room for, and how many more there are."""
    more = len(lines) - NEWEST
    if more <= 0:
        return tuple(lines)
    return (*lines[:NEWEST], filled(library.sentences["month.more"], {"count": more}))


def ran(library: Library, campaigns: Iterable[Campaign], period: Period) -> list[Text]:
    """Return what left or took place in a period, earliest first; a draft did neither."""
    found = [
        (_begins(each), tame(each.title), each)
        for each in campaigns
        if isinstance(each, Written) and each.stage is not Stage.DRAFT and _within(each, period)
    ]
    found.sort(key=lambda each: (each[0], each[1].en))
    return [
        filled(
            library.sentences["month.session" if isinstance(each, Session) else "month.communication"],
            {"title": title, "day": begins},
        )
        for begins, title, each in found
    ]


def _begins(written: Written) -> date:
    return written.day if isinstance(written, Session) else written.first_day


def _within(written: Written, period: Period) -> bool:
    """Tell whether a session took place in a period, or a message left in it."""
    if isinstance(written, Session):
        return period.first <= written.day <= period.last
    last = written.first_day + timedelta(days=written.spread_days)
    return written.first_day <= period.last and last >= period.first


def totals(library: Library, report: Report) -> Table:
    """Return the totals of the organization; None where it is too small for any."""
    words = library.sentences
    known = {measure.id: measure.total for measure in report.measures}
    rows = tuple((words[f"month.measure.{each}"], known[each]) for each in COUNTED if each in known)
    period = period_in_words(report.period.id)
    title = filled(words["month.totals"], {"period": period})
    return Table(title, (words["month.column.what"], words["month.column.people"]), rows)
