"""Chooses what of a report stands on one card: key figures, charts, the tables there is room for; pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from content.model import Library, Text
from content.wording import begun, filled, period_in_words
from dialogs.flow import Answer
from dialogs.views import Figure, Table
from reports.participation import Dimension, Report
from reports.periods import Period
from reports.rendering import Part, notes, table_of, totals, values_of
from reports.tables import weight

ROOM = 7_550
"""Characters for the tables of a card: 25 KB are 12,800, and its words, inputs and buttons need the rest."""

FIRST_ON_A_CARD = (
    (Dimension.MODULE, "modules-finished"),
    (Dimension.UNIT, "modules-finished"),
    (Dimension.PATH, "onboarding-finished"),
    (Dimension.MODULE, "courses-reported"),
    (Dimension.UNIT, "reminders-answered"),
)
"""The tables that come before the others where not all of them fit."""

KEY_FIGURES = ("modules-finished", "onboarding-finished", "reminders-answered")
"""What is read first, large. The sentence `key.<id>` says in a few words what the definition says in full."""

IN_THE_FILE = ("messages-arrived", "messages-undelivered", "files-answered")
"""What the first card has no room for: it stands on the card of one breakdown, and in every file."""

OVER_TIME = "modules-finished"
"""What is followed from one period to the next."""


@dataclass(frozen=True, slots=True)
class Point:
    """The total of one period in a trend; None when it may not be shown. `open`: it is not over yet."""

    period: Period
    total: int | None
    open: bool = False


def key_figures(report: Report, library: Library) -> tuple[Figure, ...]:
    """Return the totals that are read first, in a fixed order."""
    found = {measure.id: measure.total for measure in report.measures}
    return tuple(Figure(library.sentences[f"key.{id_}"], found[id_]) for id_ in KEY_FIGURES if id_ in found)


def trend(points: Sequence[Point], library: Library) -> Table | None:
    """Return one measure over periods of the same kind, oldest first; None where there is one only."""
    if len(points) <= 1:
        return None
    words = library.sentences
    header = (words["report.column.period"], words["report.column.people"])
    rows = tuple((_named(point, library), point.total) for point in points)
    title = filled(words["report.trend"], {"measure": words[f"measure.{OVER_TIME}"]})
    return Table(title, header, rows, drawn="columns")


def _named(point: Point, library: Library) -> Text:
    name = begun(period_in_words(point.period.id))
    return filled(library.sentences["report.so-far"], {"period": name}) if point.open else name


# What fits ----------------------------------------------------------------------------------------


def on_one_card(
    reports: Sequence[Report], library: Library, room: int = ROOM, over_time: Table | None = None
) -> Answer:
    """Return several splits of one period for a card: the totals, a trend, the tables there is room for.

    What people ask for first comes first, and the first table with exact figures is drawn. A remark says how
    to have the others. `room` is in characters.
    """
    report, every = reports[0], _urgent(reports)
    first = (totals(report, library, IN_THE_FILE), *([over_time] if over_time else []))
    chosen = _fitting(every, library, room - sum(weight(table, library) for table in first))
    tables = (*first, *(table for _, table in chosen))
    said = notes(report, [part for part, _ in chosen], library, report.measures)
    remarks = (library.sentences["report.more"], *said)
    return Answer(values_of(report), tables, remarks, figures=key_figures(report, library))


def of_one_cut(report: Report, library: Library, room: int = ROOM) -> Answer:
    """Return one split of a period for a card, without the totals: the tables there is room for.

    Of a first table that is too long by itself the first rows are shown, and a remark counts the others.
    """
    words, every = library.sentences, _urgent([report])
    chosen = _fitting(every, library, room)
    rows_more: tuple[Text, ...] = ()
    if every and not chosen:
        part, table = every[0], _shortened(table_of(*every[0], library), library, room)
        chosen = [(part, table)]
        rows_more = (filled(words["report.rows-more"], {"count": len(part[1].cells) - len(table.rows)}),)
    more = () if len(chosen) == len(every) else (words["report.more-in-file"],)
    undrawn = bool(chosen) and not any(table.chart for _, table in chosen) and _unsaid(chosen[0][1])
    bare = (words["report.no-bars"],) if undrawn else ()
    whole = [measure for measure in report.measures if measure.id in KEY_FIGURES]
    said = notes(report, [part for part, _ in chosen], library, whole)
    remarks = (*rows_more, *more, *bare, *said)
    tables = tuple(table for _, table in chosen)
    return Answer(values_of(report), tables, remarks, figures=key_figures(report, library))


def _unsaid(table: Table) -> bool:
    """Tell whether a figure of a table is hidden or told in words. Where nobody did anything, none is."""
    return not all(isinstance(row[1], int) for row in table.rows)


def charts_first(answer: Answer) -> Answer:
    """Return the same with the tables that have a chart before the others: they are read at a glance."""
    return replace(answer, tables=tuple(sorted(answer.tables, key=lambda table: table.chart is None)))


def _urgent(reports: Sequence[Report]) -> list[Part]:
    """Return every split of every measure, what people ask for first before the others."""
    every = [(report, measure) for report in reports for measure in report.measures if measure.cells]
    return sorted(every, key=_urgency)


def _urgency(part: Part) -> int:
    report, measure = part
    asked = (report.by, measure.id)
    return FIRST_ON_A_CARD.index(asked) if asked in FIRST_ON_A_CARD else len(FIRST_ON_A_CARD)


def _fitting(every: Sequence[Part], library: Library, room: int) -> list[tuple[Part, Table]]:
    """Return the tables there is room for; the first that has exact figures, and room for both, is drawn."""
    chosen: list[tuple[Part, Table]] = []
    for part in every:
        plain = table_of(*part, library)
        drawn = replace(plain, drawn="bars")
        undrawn = not any(table.chart for _, table in chosen)
        ways = (drawn, plain) if drawn.chart and undrawn else (plain,)
        table = next((each for each in ways if weight(each, library) <= room), None)
        if table:
            chosen.append((part, table))
            room -= weight(table, library)
    return chosen


def _shortened(table: Table, library: Library, room: int) -> Table:
    """Return as many rows of a table as there is room for, drawn."""
    found = replace(table, drawn="bars")
    while weight(found, library) > room:
        found = replace(found, rows=found.rows[:-1])
    return found
