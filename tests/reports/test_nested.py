"""A quarter hides what would tell the small counts of its months, and a year those of its quarters."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.facts import ModuleFinished
from reports.nested import Shown, Table, given_away
from reports.participation import Dimension, Report, participation
from reports.periods import Period, months, parse
from reports.privacy import Counted, band_of, band_range
from tests.reports.office import did, library, staff

QUARTER = parse("2026-Q3")
MONTHS = months(QUARTER)
MEMBERS = {"a": 14, "b": 14, "c": 40}


def cells(counts: dict[str, int], members: dict[str, int]) -> dict[str, Counted]:
    return {key: Counted(key, count, members[key]) for key, count in counts.items()}


def quarter(counts: dict[str, int], shown: Shown, members: dict[str, int] = MEMBERS) -> Table:
    return Table(QUARTER, sum(counts.values()), cells(counts, members), shown, banded=False)


def month(period: Period, counts: dict[str, int], members: dict[str, int] = MEMBERS) -> Table:
    """Return a month as it is published: in bands, each large enough."""
    found = cells(counts, members)
    bands = {key: band_of(cell) for key, cell in found.items() if cell.members >= 10}
    return Table(period, sum(counts.values()), found, bands, banded=True)


def at(*counts: tuple[int, int, int]) -> list[Table]:
    """Return three months by the counts of a, b and c in each."""
    return [
        month(each, dict(zip("abc", count, strict=True))) for each, count in zip(MONTHS, counts, strict=True)
    ]


def test_two_months_of_four_people_are_given_away_by_a_quarter_of_eight() -> None:
    """Less than a third of fourteen is four at most; twice that is eight, so it was four each time."""
    tables = at((4, 3, 10), (4, 3, 9), (0, 0, 0))
    counts = {"a": 8, "b": 6, "c": 19}
    assert given_away((quarter(counts, counts), *tables)) == {"a"}
    assert given_away((quarter(counts, {**counts, "a": None, "b": None}), *tables)) == frozenset()


def test_a_quarter_of_nobody_tells_nothing_that_it_does_not_say() -> None:
    counts = {"a": 0, "b": 6, "c": 19}
    tables = at((0, 3, 10), (0, 2, 6), (0, 1, 3))
    assert given_away((quarter(counts, counts), *tables)) == frozenset()


def test_a_year_that_says_nobody_has_said_so_of_its_quarters() -> None:
    year, first, second = (parse(name) for name in ("FY2026-27", "2026-Q2", "2026-Q3"))
    hidden: Shown = {"a": None, "b": None, "c": None}
    spring, summer = {"a": 0, "b": 3, "c": 7}, {"a": 0, "b": 4, "c": 8}
    both = {"a": 0, "b": 7, "c": 15}
    tables = (
        Table(year, 22, cells(both, MEMBERS), both, banded=False),
        Table(first, 10, cells(spring, MEMBERS), hidden, banded=False),
        Table(second, 12, cells(summer, MEMBERS), hidden, banded=False),
    )
    assert given_away(tables) == frozenset()


def test_somebody_who_changed_units_between_two_tables_is_not_counted_on() -> None:
    counts = {"a": 6, "b": 8, "c": 19}
    assert given_away((quarter(counts, counts), *at((3, 4, 10), (3, 3, 6), (2, 2, 3)))) == frozenset()
    fewer = {"a": 3, "b": 12, "c": 19}
    shown: Shown = {"a": None, "b": None, "c": 19}
    assert given_away((quarter(fewer, shown), *at((4, 4, 10), (2, 3, 6), (2, 2, 3)))) == frozenset()


def test_where_nobody_or_everybody_counts_the_total_has_told_it() -> None:
    everybody = dict(MEMBERS)
    hidden: Shown = dict.fromkeys(MEMBERS)
    assert given_away((quarter(everybody, hidden), *at((0, 0, 0), (0, 0, 0), (14, 14, 40)))) == frozenset()


def test_what_was_published_before_a_measure_existed_keeps_nothing_back() -> None:
    counts = {"a": 8, "b": 6, "c": 19}
    unknown = [
        Table(each.period, each.total, each.cells, {}, banded=True, kept=False)
        for each in at((4, 3, 10), (4, 3, 9), (0, 0, 0))
    ]
    assert given_away((quarter(counts, counts), *unknown)) == frozenset()


def published(people: dict[str, tuple[int, int, int]]) -> Report:
    """Return the quarter's report of a department in which so many of each unit act once, in each month."""
    roster = [person for unit, size in MEMBERS.items() for person in staff(unit, size)]
    facts = []
    for unit, counts in people.items():
        taken = iter(staff(unit, MEMBERS[unit]))
        for period, count in zip(MONTHS, counts, strict=True):
            facts += [did(next(taken), ModuleFinished("M01", 1), period.first) for _ in range(count)]
    return participation(QUARTER, parse("2027-Q1").first, facts, roster, library(*MEMBERS), by=Dimension.UNIT)


def test_the_quarter_hides_the_unit_whose_months_it_would_tell_and_companions() -> None:
    found = published({"a": (4, 4, 0), "b": (3, 3, 0), "c": (10, 9, 0)})
    shown = {cell.key: cell.count for cell in found.measures[0].cells}
    assert shown["a"] is None
    assert list(shown.values()).count(None) >= 2


def test_a_quarter_is_shown_whose_months_could_have_been_others() -> None:
    found = published({"a": (4, 3, 1), "b": (3, 2, 1), "c": (10, 6, 3)})
    assert {cell.key: cell.count for cell in found.measures[0].cells} == {"a": 8, "b": 6, "c": 19}


def test_where_everything_is_hidden_already_there_is_nothing_more_to_hide() -> None:
    found = published({"a": (1, 0, 0), "b": (0, 0, 0), "c": (0, 0, 0)})
    assert {cell.count for cell in found.measures[0].cells} == {None}


# Every world ----------------------------------------------------------------------------------------------

SMALL = {"a": 10, "b": 11}
counts_of_a_month = st.tuples(st.integers(0, 4), st.integers(0, 4))


def worlds(shown: dict[str, int | None], inner: list[Table]) -> list[tuple[dict[str, int], ...]]:
    """Return every way in which months of these totals and bands may add up to what a quarter shows."""
    spans = [
        [
            range(low, high + 1)
            for low, high in (band_range(SMALL[key], str(table.shown[key])) for key in SMALL)
        ]
        for table in inner
    ]
    ways = [
        [pair for pair in product(*span) if sum(pair) == table.total]
        for span, table in zip(spans, inner, strict=True)
    ]
    found = []
    for way in product(*ways):
        sums = dict(zip(SMALL, map(sum, zip(*way, strict=True)), strict=True))
        if all(shown[key] in {None, sums[key]} and sums[key] <= SMALL[key] for key in SMALL):
            found.append((sums, *(dict(zip(SMALL, pair, strict=True)) for pair in way)))
    return found


@settings(max_examples=60, deadline=None)
@given(counts=st.tuples(counts_of_a_month, counts_of_a_month, counts_of_a_month), show=st.booleans())
def test_what_is_said_to_be_safe_differs_in_some_world(
    *, counts: tuple[tuple[int, int], ...], show: bool
) -> None:
    inner = [
        month(period, dict(zip(SMALL, pair, strict=True)), SMALL)
        for period, pair in zip(MONTHS, counts, strict=True)
    ]
    sums = dict(zip(SMALL, map(sum, zip(*counts, strict=True)), strict=True))
    if any(sums[key] > SMALL[key] for key in SMALL):
        return
    shown = {key: count if show else None for key, count in sums.items()}
    tables = (quarter(sums, shown, SMALL), *inner)
    away = given_away(tables)
    possible = worlds(shown, inner)
    for place, table in enumerate(tables):
        for key in SMALL:
            told = show and sums[key] == 0  # A quarter of nobody has said so itself.
            if key not in away and table.secret(key) and not told:
                assert len({world[place][key] for world in possible}) > 1, (place, key)
