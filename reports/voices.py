"""Shows what may be shown of answers without a name as tables of a card; pure."""

from collections.abc import Iterable, Mapping, Sequence

from content.model import Library, Text
from content.wording import NBSP, filled
from dialogs import themes
from dialogs.views import Table, Value
from reports.answers import Figures, Released, Sheet, by_value, told
from reports.asked import Form, Question
from reports.periods import Kind, parse

MOST_PERIODS = 4
"""Columns of a trend besides the first; the newest."""


def in_percent(share: int) -> Text:
    """Write a share: 45%; 45 % with a no-break space."""
    return Text(en=f"{share}%", fr=f"{share}{NBSP}%")


def in_short(period: str) -> Text:
    """Name a quarter or a fiscal year for the head of a column: Q4 2026, T4 2026; FY 2026-27, Ex. 2026-27."""
    found = parse(period)
    if found.kind is Kind.FISCAL_YEAR:
        years = found.id.removeprefix("FY")
        return Text(en=f"FY{NBSP}{years}", fr=f"Ex.{NBSP}{years}")
    number = found.id[-1]
    return Text(en=f"Q{number} {found.first.year}", fr=f"T{number} {found.first.year}")


# One release --------------------------------------------------------------------------------------


def whole(library: Library, form: Form, sheet: Sheet) -> list[Table]:
    """Return one table for each question: the share of each option among those who answered.

    Single presses have no shares; several of them stand in one table.
    """
    if form.presses:
        return [_pressed(library, form, sheet)]
    return [_whole(library, form.question(each.question, each.counts), each) for each in sheet.questions]


def _pressed(library: Library, form: Form, sheet: Sheet) -> Table:
    header = (library.sentences["voices.column.answer"], library.sentences["voices.column.count"])
    rows = tuple((form.question(each.question, {}).text, each.answers) for each in sheet.questions)
    return Table(form.title, header, rows)


def _whole(library: Library, question: Question, figures: Figures) -> Table:
    words = library.sentences
    header = (words["voices.column.answer"], words["voices.column.share"])
    if figures.answers is None:
        return Table(question.text, header, ((words["voices.too-few"], None),))
    said: dict[str, Value] = {"question": question.text, "count": figures.answers}
    rows = tuple((text, _share(figures, id_)) for id_, text in question.options.items())
    return Table(filled(words["voices.question"], said), header, rows)


def _share(figures: Figures, option: str) -> Text | None:
    share = figures.share(option)
    return None if share is None else in_percent(share)


def apart(library: Library, form: Form, released: Released) -> list[Table]:
    """Return one table for each question by what people said of themselves, where any of it is shown."""
    if form.factor is None or not released.by_factor:
        return []
    tables = []
    for question in form.questions:
        cells = by_value(released, question.id, form.values)
        if any(each.answers for each in cells.values()):
            tables.append(_apart(library, form.factor, form.values, question, cells))
    return tables


def _apart(
    library: Library,
    factor: Text,
    values: Mapping[str, Text],
    question: Question,
    cells: Mapping[str, Figures],
) -> Table:
    words = library.sentences
    shown = {value: each for value, each in cells.items() if each.answers}
    header = (words["voices.column.answer"], *(values[value] for value in shown))
    answers: tuple[Value | None, ...] = (words["voices.answers"], *(each.answers for each in shown.values()))
    rows = [(text, *(_share(each, id_) for each in shown.values())) for id_, text in question.options.items()]
    said: dict[str, Value] = {"question": question.text, "factor": factor}
    return Table(filled(words["voices.by-factor"], said), header, (answers, *rows))


def hidden_apart(form: Form, released: Released) -> int:
    """Return how many cells of those tables are not shown."""
    if form.factor is None or not released.by_factor:
        return 0
    cells = [by_value(released, question.id, form.values) for question in form.questions]
    return sum(each.answers is None for found in cells for each in found.values())


# Over the periods ---------------------------------------------------------------------------------


def trend(library: Library, form: Form, sheets: Sequence[Sheet]) -> list[Table]:
    """Return one table for each question, with the newest periods beside each other, oldest first."""
    words, newest = library.sentences, sheets[-MOST_PERIODS:]
    header = (words["voices.column.answer"], *(in_short(each.period) for each in newest))
    ids = dict.fromkeys(each.question for sheet in newest for each in sheet.questions)
    if form.presses:
        times = ((form.question(id_, {}).text, *(sheet.of(id_).answers for sheet in newest)) for id_ in ids)
        return [Table(form.title, header, tuple(times))]
    tables = []
    for id_ in ids:
        found = [sheet.of(id_) for sheet in newest]
        question = form.question(id_, {option: 0 for each in found for option in each.counts})
        answers: tuple[Value | None, ...] = (words["voices.answers"], *(each.answers for each in found))
        rows = [
            (text, *(_share(each, option) for each in found)) for option, text in question.options.items()
        ]
        tables.append(Table(question.text, header, (answers, *rows)))
    return tables


# Themes and doors ---------------------------------------------------------------------------------


def of_themes(library: Library, counts: Mapping[str, int]) -> tuple[list[Table], list[Text]]:
    """Return how many texts belong to each theme, most first, and how many themes are not told."""
    names = {theme: themes.named(library, theme) for theme in themes.THEMES}
    return _told(library, "themes", names, counts)


def of_doors(library: Library, counts: Mapping[str, int]) -> tuple[list[Table], list[Text]]:
    """Return how many texts belonged to each other door, and how many doors are not told."""
    names = {door: library.doors[door].title for door in themes.ELSEWHERE}
    return _told(library, "doors", names, counts)


def _told(
    library: Library, name: str, names: Mapping[str, Text], counts: Mapping[str, int]
) -> tuple[list[Table], list[Text]]:
    if not any(counts.values()):
        return [], []
    words = library.sentences
    shown, hidden = told(counts, tuple(names))
    header = (words[f"voices.column.{name}"], words["voices.column.texts"])
    rows = tuple((names[key], count) for key, count in sorted(shown.items(), key=_most_first))
    table = [Table(words[f"voices.{name}"], header, rows)] if rows else []
    return table, [filled(words[f"voices.{name}-hidden"], {"count": hidden})] if hidden else []


def _most_first(counted: tuple[str, int]) -> tuple[int, str]:
    return -counted[1], counted[0]


def tags(register: Mapping[str, Sequence[str]], hidden: Iterable[str]) -> dict[str, int]:
    """Count how many texts belong to each theme; those that were hidden belong to none."""
    gone, counts = set(hidden), dict.fromkeys(themes.THEMES, 0)
    for text, found in register.items():
        for theme in found:
            if text not in gone and theme in counts:
                counts[theme] += 1
    return counts
