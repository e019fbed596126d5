"""Whoever has every export there may be, of all periods and cuts, cannot work out a hidden count.

What is safe when all of them lie side by side is safe with any two: fewer tables rule out fewer worlds.
Here each cut is looked at with all its periods together; `test_across` lays the cuts over each other.
"""

from collections.abc import Callable
from dataclasses import replace

import pytest

from reports import privacy
from reports.cuts import Dimension
from reports.periods import Kind, closed
from reports.privacy import Counted
from tests.reports.departments import MEANWHILE, WORLDS, World, reader
from tests.reports.reader import Sight


@pytest.mark.parametrize("by", list(Dimension))
@pytest.mark.parametrize("world", WORLDS.values(), ids=WORLDS)
def test_all_exports_together_give_no_hidden_count_away(world: World, by: Dimension) -> None:
    for name, sights in world.sights(by).items():
        if sights:
            assert reader(sights, by, name).found_out() == [], name


def test_figures_are_still_shown_when_everything_that_could_tell_is_hidden() -> None:
    sights = WORLDS["a year with few in spring"].sights(Dimension.UNIT)["modules-finished"]
    shown = {sight.period.id: sight.shown for sight in sights if not sight.banded}
    assert shown["FY2025-26"]["policy"] is None  # or taking three quarters from it would tell the first
    assert [shown[f"2025-Q{number}"]["policy"] for number in (2, 3, 4)] == [None, 8, 8]
    assert [shown[f"2025-Q{number}"]["services"] for number in (2, 3, 4)] == [13, 13, 13]


# Reports that would give something away ---------------------------------------------------------------


def few(count: int, members: int) -> bool:
    return members < 10 or 0 < count < 5 or 0 < members - count < 5


def without_companions(sight: Sight) -> Sight:
    """Hide what is small, and nothing with it."""
    shown = {key: None if few(count, sight.members[key]) else count for key, count in sight.true.items()}
    return sight if sight.banded else replace(sight, shown=shown)


def year_by_itself(sight: Sight) -> Sight:
    """Decide on a fiscal year as if nobody had seen its quarters."""
    if sight.period.kind is not Kind.FISCAL_YEAR:
        return sight
    hidden = privacy.hidden([Counted(key, count, sight.members[key]) for key, count in sight.true.items()])
    return replace(sight, shown={key: None if key in hidden else count for key, count in sight.true.items()})


def open_in_figures(sight: Sight) -> Sight:
    """Show figures before a period is over, as if it were."""
    return sight if closed(sight.period, MEANWHILE) else without_companions(replace(sight, banded=False))


def months_in_figures(sight: Sight) -> Sight:
    """Show each month as if it were a quarter."""
    return without_companions(replace(sight, banded=False)) if sight.period.kind is Kind.MONTH else sight


LEAKY = {
    "no companions": without_companions,
    "a year that ignores its quarters": year_by_itself,
    "an open period in figures": open_in_figures,
    "months in figures": months_in_figures,
}


@pytest.mark.parametrize("publish", LEAKY.values(), ids=LEAKY)
def test_the_reader_of_these_tests_finds_out_what_a_leaky_report_gives_away(
    publish: Callable[[Sight], Sight],
) -> None:
    proven = []
    for world in WORLDS.values():
        for name, sights in world.sights(Dimension.UNIT).items():
            seen = reader([publish(sight) for sight in sights], Dimension.UNIT, name)
            proven += seen.worked_out()
            if proven:  # What follows from the figures alone has no other value in any world.
                assert set(seen.worked_out()) <= set(seen.found_out())
                return
    assert proven
