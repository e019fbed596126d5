"""What is known of each answer: of the text, of rows that hold it, lie in its order, or share a value."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from tests.anonymity.adversary.anchors import Sheet
from tests.anonymity.adversary.columns import (
    SPARSE,
    Column,
    Picks,
    columns_of,
    laid_beside,
    names_of,
    none,
    value_of,
)
from tests.anonymity.adversary.study import Study
from tests.anonymity.adversary.values import Value


def answer_columns(study: Study) -> Iterator[Column]:
    """Give what is known of answers: of the text, of rows that hold it, of rows that lie in its order."""
    yield from _own(study)
    for sheet in study.sheets:
        if sheet.answers:
            yield from columns_of(study, sheet, _holding(study, sheet), frozenset({"held"}))
    for sheet in study.sheets:
        if not sheet.answers:
            counts = {period: len(study.evidence.released[period]) for period in study.periods}
            for order, picks in laid_beside(study, sheet, counts):
                tags = frozenset({"beside"})
                yield from columns_of(study, sheet, picks, tags, f" laid by {order}")


def _own(study: Study) -> Iterator[Column]:
    for name in ("place in the release", "bytes of the answer", "letters of the answer"):
        values = {
            period: [
                _of_itself(name, number, text) for number, text in enumerate(study.evidence.released[period])
            ]
            for period in study.periods
        }
        yield Column(name, frozenset({"own"}), values)


def _of_itself(name: str, number: int, text: bytes) -> float:
    match name:
        case "place in the release":
            return float(number)
        case "bytes of the answer":
            return float(len(text))
        case _:
            return float(len(text.decode(errors="replace")))


def _holding(study: Study, sheet: Sheet) -> Picks:
    found = {period: none(len(study.evidence.released[period])) for period in study.periods}
    for row in sorted(sheet.answers, reverse=True):  # The first row that holds an answer is what stays.
        for period, number in sheet.answers[row]:
            found[period][number] = row
    return found


def joined(study: Study, columns: Sequence[Column]) -> Iterator[Column]:
    """Give the columns of tables that share a value with a column of answers, row by row."""
    keys = [column for column in columns if "held" in column.tags and _distinct(column)]
    for sheet in study.sheets:
        if sheet.answers or len(sheet.rows) > 200_000 or not keys:
            continue
        fields = [*names_of(sheet.rows)]
        of_period = study.periods_of(sheet)
        for name in fields[:24]:
            where = {
                period: {value_of(sheet, row, name): row for row in rows.tolist()}
                for period, rows in of_period.items()
            }
            for column in keys:
                picks = _matched(column, where)
                if picks is not None:
                    more = column.tags | {"joined"}
                    yield from columns_of(study, sheet, picks, more, f" by {name} of {column.name}")


def _distinct(column: Column) -> bool:
    known = [value for values in column.values.values() for value in set(values) if value is not None]
    return len(known) >= SPARSE * sum(map(len, column.values.values()))


def _matched(column: Column, where: Mapping[str, Mapping[Value | None, int]]) -> Picks | None:
    found, hits, total = {}, 0, 0
    for period, values in column.values.items():
        rows = [where[period].get(value, -1) if value is not None else -1 for value in values]
        found[period] = np.array(rows, dtype=np.intp)
        hits += len({row for row in rows if row >= 0})
        total += len(rows)
        if total > 40 and hits < SPARSE * total / 2:
            return None
    return found if hits >= SPARSE * total else None
