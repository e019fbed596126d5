"""A chart as each channel draws it. The table beside it has the same figures, so it may be dropped."""

from collections.abc import Callable
from typing import Any

from content.model import Language, Library
from content.wording import fill, number, written
from dialogs.views import Chart, Table

Element = dict[str, Any]
Drawing = Callable[[Library, Table, Chart, Language], Element]

KINDS = {"bars": "Chart.HorizontalBar", "columns": "Chart.VerticalBar"}
"""What Teams calls them."""

BARS = "Bars"
"""The type of the element that the local page draws itself: the renderer it uses knows no charts."""


def for_teams(_library: Library, table: Table, chart: Chart, language: Language) -> Element:
    """Return a chart of Teams; a client that knows none leaves it out."""
    data = [{"x": written(name, language), "y": count} for name, count in chart.bars]
    shown = {"showBarValues": True} if chart.drawn == "columns" else {}
    title = table.header[1].of(language)
    return {"type": KINDS[chart.drawn], "title": title, "data": data, **shown, "fallback": "drop"}


def for_page(library: Library, _table: Table, chart: Chart, language: Language) -> Element:
    """Return the bars for the page, each with its figure in words, and the text that stands for them."""
    data = [
        {"label": written(name, language), "figure": number(count, language), "value": count}
        for name, count in chart.bars
    ]
    return {
        "type": BARS,
        "text": in_words(library, chart, language),
        "data": data,
        "most": chart.most,
        "fallback": "drop",
    }


def in_words(library: Library, chart: Chart, language: Language) -> str:
    """Return what somebody reads who does not see the chart."""
    most = max(chart.bars, key=lambda bar: bar[1])
    least = min(chart.bars, key=lambda bar: bar[1])
    values = {
        "count": len(chart.bars),
        "most_name": most[0],
        "most": most[1],
        "least_name": least[0],
        "least": least[1],
    }
    return fill(library.sentences["chart.in-words"], values, language)


def without(library: Library, table: Table, language: Language) -> tuple[str, ...]:
    """Say how many rows of a drawn table have no bar; nothing where each has one."""
    count = table.chart.without if table.chart else 0
    return (fill(library.sentences["chart.without"], {"count": count}, language),) if count else ()
