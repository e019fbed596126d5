"""Looks up what the card of counts shows: a period at a glance and over time, or told apart by one thing."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from bot.counting import WHICH, Look, beside, counts, you_said
from content.model import Library
from content.wording import period_in_words
from dialogs.flow import Answer
from reports import evidence, on_a_card
from reports.on_a_card import OVER_TIME, ROOM, Point
from reports.participation import Dimension, Report
from reports.periods import Kind, Period, parse
from reports.snapshots import SnapshotUnreadable
from storage.ports import Store

UNREADABLE = "unreadable"
"""The state of an answer about a period that was published in a way nobody can read any more."""

GLANCE = (Dimension.UNIT, Dimension.MODULE, Dimension.PATH)
PERIODS_BEFORE = 4
"""How many periods before the one that is shown a trend goes back."""

log = structlog.get_logger()


async def counted(store: Store, library: Library, which: str, cut: str, look: Look) -> Answer:
    """Count a period that the card offers or that was typed, such as this-quarter or 2026-Q3.

    Without a `cut`, what people ask for first comes first, told apart by what the card has room for.
    """
    period = WHICH[which](look.today) if which in WHICH else parse(which)
    try:
        if cut and not library.organization.small:
            (report,) = await counts(store, library, period, (Dimension(cut),), look)
            return on_a_card.of_one_cut(report, library)
        return await _at_a_glance(store, library, period, look)
    except SnapshotUnreadable:
        log.warning("report.unreadable", kind=period.kind.value)
        return Answer({"period": period_in_words(period.id)}, state=UNREADABLE)


async def _at_a_glance(store: Store, library: Library, period: Period, look: Look) -> Answer:
    by = (Dimension.MODULE,) if library.organization.small else GLANCE
    told = await you_said(store, period)
    reports = await counts(store, library, period, by, look)
    before, lost = await _before(store, library, period, look.now)
    shown = Point(period, _followed(reports[0]), reports[0].open)
    trend = on_a_card.trend([*before, shown], library)
    answer = on_a_card.on_one_card(reports, library, ROOM - evidence.needs(library, told), trend)
    if lost:
        answer = replace(answer, remarks=(library.sentences["report.trend-unreadable"], *answer.remarks))
    return on_a_card.charts_first(evidence.on_a_card(answer, library, told))


async def _before(store: Store, library: Library, period: Period, now: datetime) -> tuple[list[Point], bool]:
    """Return the totals of the periods before, oldest first, and whether one of them cannot be read.

    They go back as far as anything happened: what was before there was an Ethos is not published as nothing.
    """
    found: list[Point] = []
    lost, each = False, _previous(period)
    for _ in range(PERIODS_BEFORE):
        if not await _known(store, each):
            break
        try:
            (report,) = await beside(store, library, each, (Dimension.MODULE,), now)
            found.insert(0, Point(each, _followed(report), report.open))
        except SnapshotUnreadable:
            lost = True
        each = _previous(each)
    return found, lost


async def _known(store: Store, period: Period) -> bool:
    """Tell whether a period was published before, or anything happened in it."""
    published = await store.registers.get("snapshot", f"{period.id}.{Dimension.MODULE.value}")
    return published is not None or bool(await store.ledger.facts(period.first, period.last))


def _previous(period: Period) -> Period:
    """Return the period of the same kind just before."""
    day = period.first - timedelta(days=1)
    names: Mapping[Kind, str] = {
        Kind.MONTH: f"{day.year:04}-{day.month:02}",
        Kind.QUARTER: f"{day.year:04}-Q{(day.month + 2) // 3}",
        Kind.FISCAL_YEAR: f"FY{day.year - 1:04}-{day.year % 100:02}",
    }
    return parse(names[period.kind])


def _followed(report: Report) -> int | None:
    return next(measure.total for measure in report.measures if measure.id == OVER_TIME)
