"""Columns: a value for each answer or each press, out of rows that were picked or that lie in their order."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tests.anonymity.adversary.anchors import Sheet
from tests.anonymity.adversary.study import Clock, Floats, Study
from tests.anonymity.adversary.tables import Row, Source
from tests.anonymity.adversary.values import Value

NEAR: Final = 0.02
"""Rows are of the presses when they are so near in time, in parts of what lies between two presses."""

PLACES: Final = ("@seen", "@place", "@last", "@first")

MOST_ORDERS: Final = 10
"""By so many of its columns a table may be laid beside the answers, or beside the presses.

Seven are taken before a table of PostgreSQL comes to its own: first seen, where, where last, by place and
by transaction, each as a text and as a number.
"""

SPARSE: Final = 0.5

Picks = Mapping[str, NDArray[np.intp]]
"""For each period the number of a row for each answer (or press); -1 for none."""


@dataclass(slots=True)
class Column:
    """A value for each answer (or each press) of each period. `tags` say by which ways it was come by.

    `numbers` have NaN where there is none; `keys` tell equal from different and have -1. `clock`: numbers say
    when. `sheet` is the table, and `place` how a row lies in it, where that is what the column says.
    """

    name: str
    tags: frozenset[str]
    values: Mapping[str, Sequence[Value | None]]
    clock: Clock | None = None
    sheet: str = ""
    place: str = ""
    numbers: dict[str, Floats] = field(default_factory=dict)

    @property
    def whole(self) -> str:
        """Return the table before it was cut into kinds."""
        return self.sheet.partition("%")[0]

    def __post_init__(self) -> None:
        """Make numbers of the values; texts have their rank among texts."""
        for period, values in self.values.items():
            self.numbers[period] = as_numbers(values)


def different(columns: Iterable[Column]) -> list[Column]:
    """Return columns of which no two say the same in the same way."""
    found: dict[tuple[object, ...], Column] = {}
    for column in columns:
        said = b"".join(each.tobytes() for each in column.numbers.values())
        which = column.place if column.place == "@seen" else "@place" if column.place else ""
        found.setdefault((column.tags, column.clock, which, which and column.sheet, said), column)
    return list(found.values())


def as_numbers(values: Sequence[Value | None]) -> Floats:
    texts = sorted({value for value in values if isinstance(value, str)})
    ranks = {text: float(rank) for rank, text in enumerate(texts)}
    return np.array(
        [np.nan if value is None else ranks[value] if isinstance(value, str) else value for value in values]
    )


# Tables laid beside -------------------------------------------------------------------------------------


def laid_beside(study: Study, sheet: Sheet, counts: Mapping[str, int]) -> Iterator[tuple[str, Picks]]:
    """Give the rows of a table in several orders, where each period has as many of them as of the others.

    A table whose rows do not say of which period they are is laid beside all periods, one after the other,
    where it has as many rows as they have together.
    """
    of_period = study.periods_of(sheet)
    fits = [period for period in study.periods if len(of_period[period]) == counts[period] > 1]
    if 2 * len(fits) < sum(len(rows) > 0 for rows in of_period.values()) or not fits:
        if len(sheet.rows) != sum(counts.values()):
            return
        fits = []
    ends = np.cumsum([counts[period] for period in study.periods])[:-1]
    orders: dict[bytes, str] = {}
    for name in ("@seen", "@place", "@last", *names_of(sheet.rows)):
        if len(orders) >= MOST_ORDERS:
            return
        column = as_numbers([value_of(sheet, row, name) for row in range(len(sheet.rows))])
        picks = {period: none(counts[period]) for period in study.periods}
        for period in fits:
            rows = of_period[period]
            picks[period] = rows[np.argsort(column[rows], kind="stable")]
        if not fits:
            picks = dict(zip(study.periods, np.split(np.argsort(column, kind="stable"), ends), strict=True))
        mark = b"".join(each.tobytes() for each in picks.values())
        if np.isfinite(column).mean() > SPARSE and mark not in orders:
            orders[mark] = name
            yield name, picks


# Fields -------------------------------------------------------------------------------------------------


def columns_of(
    study: Study, sheet: Sheet, picks: Picks, tags: frozenset[str], said: str = ""
) -> Iterator[Column]:
    """Give every field of the rows that were picked, and where they lie, as columns."""
    tags |= {sheet.source.value}
    for name in (*PLACES, "@size", *names_of(sheet.rows)):
        values = {
            period: [value_of(sheet, row, name) if row >= 0 else None for row in rows.tolist()]
            for period, rows in picks.items()
        }
        if len({value for every in values.values() for value in every}) > 1:
            place = name if name in PLACES else ""
            column = Column(f"{sheet.name} {name}{said}", tags, values, None, sheet.name, place)
            if not place:
                column.clock = study.clock(np.concatenate([*column.numbers.values()]))
            yield column


def names_of(rows: Sequence[Row]) -> list[str]:
    """Return the names of fields that a tenth of the rows have, and not always the same in them."""
    some = rows[:: max(1, len(rows) // 200)]
    values: dict[str, set[Value]] = {}
    counts: dict[str, int] = {}
    for row in some:
        for name, value in row.fields.items():
            values.setdefault(name, set()).add(value)
            counts[name] = counts.get(name, 0) + 1
    return [name for name, count in counts.items() if 10 * count >= len(some) and len(values[name]) > 1]


def value_of(sheet: Sheet, row: int, name: str) -> Value | None:
    found = sheet.rows[row]
    match name:
        case "@seen":
            return float(row)
        case "@place":
            return float(found.position)
        case "@last":
            return float(found.last)
        case "@first":
            return float(found.first)
        case "@size" if sheet.source is not Source.FOLDER:
            return float(len(found.raw))
        case _:
            return found.fields.get(name)


def none(count: int) -> NDArray[np.intp]:
    return np.full(count, -1, dtype=np.intp)
