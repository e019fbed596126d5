"""Whoever lays exports by unit, path and language over each other cannot work out a hidden count either."""

from collections.abc import Mapping, Sequence

import pytest

from reports.cuts import Dimension
from reports.measures import MEASURES
from reports.periods import parse
from tests.reports.across import WAYS, Across, Crowd, crowd
from tests.reports.departments import WORLDS, World
from tests.reports.reader import Sight
from tests.reports.test_subtraction import without_companions

KNOWING = {"from the tables alone": False, "knowing who works where": True}


@pytest.mark.parametrize("told", KNOWING.values(), ids=KNOWING)
@pytest.mark.parametrize("world", WORLDS.values(), ids=WORLDS)
def test_cuts_over_each_other_give_no_hidden_count_away(world: World, *, told: bool) -> None:
    kept, sights, looked = world.kept(), {by: world.sights(by) for by in WAYS}, 0
    for measure in MEASURES:
        tables = {by: sights[by][measure] for by in WAYS}
        if not tables[Dimension.UNIT]:
            continue
        periods = [sight.period for sight in tables[Dimension.UNIT]]
        across = Across(tables, crowd(world, kept, measure, periods), told)
        secrets = [*across.secrets(measure)]
        looked += len(secrets)
        assert across.found_out(secrets) == [], measure
    assert looked > 50


@pytest.mark.parametrize("world", WORLDS.values(), ids=WORLDS)
def test_cuts_in_which_people_have_several_cells_share_nothing_but_their_totals(world: World) -> None:
    totals: dict[tuple[str, str], set[int]] = {}
    for by in Dimension:
        for measure, sights in world.sights(by).items():
            for sight in sights:
                totals.setdefault((measure, sight.period.id), set()).add(sight.total)
    assert totals
    assert [name for name, said in totals.items() if len(said) != 1] == []


# Reports that would give something away ---------------------------------------------------------------


def test_it_finds_out_what_a_report_without_companions_gives_away() -> None:
    world, measure = WORLDS["a year with few in spring"], "modules-finished"
    tables = {by: [without_companions(each) for each in world.sights(by)[measure]] for by in WAYS}
    periods = [sight.period for sight in tables[Dimension.UNIT]]
    across = Across(tables, crowd(world, world.kept(), measure, periods), told=False)
    assert across.found_out(across.secrets(measure))


QUARTER = parse("2025-Q4")


def table(shown: Mapping[str, int | None], true: Sequence[int], members: Sequence[int]) -> list[Sight]:
    keys = [*shown]
    return [
        Sight(
            QUARTER,
            banded=False,
            total=sum(true),
            shown=shown,
            true=dict(zip(keys, true, strict=True)),
            members=dict(zip(keys, members, strict=True)),
        )
    ]


def two_cuts(students: int | None) -> tuple[dict[Dimension, list[Sight]], Crowd]:
    """Return three units, two of them hidden; one of these has all the students, and nobody else.

    Each cut is safe by itself: the few of `head-office` may hide behind `corporate`.
    """
    units, counts, sizes = ("policy", "corporate", "head-office"), (12, 9, 3), (34, 20, 12)
    paths = ("employee", "student", "employee")
    sights = {
        Dimension.UNIT: table(dict(zip(units, (12, None, None), strict=True)), counts, sizes),
        Dimension.PATH: table({"employee": students and 15, "student": students}, (15, 9), (46, 20)),
        Dimension.LANGUAGE: table({"en": 24, "fr": 0}, (24, 0), (66, 66)),
    }
    there = [*zip(units, paths, strict=True)]
    return sights, Crowd(
        {((*both, "en"), QUARTER.id): count for both, count in zip(there, counts, strict=True)},
        {(*both, QUARTER.id): size for both, size in zip(there, sizes, strict=True)},
    )


def test_it_finds_out_what_only_two_cuts_together_give_away_to_whoever_knows_the_units() -> None:
    sights, true = two_cuts(students=9)
    few = (Dimension.UNIT, QUARTER.id, "head-office")
    assert Across(sights, true, told=True).found_out([few]) == [few]
    assert Across(sights, true, told=False).found_out([few]) == []
    hidden, _ = two_cuts(students=None)
    assert Across(hidden, true, told=True).found_out([few]) == []
