"""The Senior Official learns how many sessions teams held, and of fewer than five people no number at all."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.model import Library, TeamSessionHeld
from reports.periods import current_year, parse
from reports.team_sessions import KINDS, Held, counted
from tests.reports.test_composing import drafted, gaps, question, told

YEAR = parse("FY2026-27")
DAY = date(2026, 11, 23)


def held(kind: str, people: int | None, *, made: bool = True, day: date = DAY) -> TeamSessionHeld:
    return TeamSessionHeld.model_validate({"kind": kind, "day": day, "people": people, "made": made})


YEAR_OF_TEAMS = (
    held("charter", 12),
    held("charter", 7),
    held("charter", 6, made=False),  # held, and no charter came of it
    held("charter", None, made=False),  # nobody came: it was not held
    held("charter", 30, day=date(2026, 3, 31)),  # another year
    held("charter", 30, day=date(2027, 4, 1)),  # another year
    held("review", 5, day=date(2026, 4, 1)),
    held("review", None, day=date(2027, 3, 31)),
    held("scenario", 300),
    held("scenario", 9, made=False),
    held("scenario", None),
)


def test_sessions_are_counted_by_kind_as_by_hand() -> None:
    found = counted(YEAR_OF_TEAMS, YEAR)
    assert found.by_kind == {
        "charter": Held(held=3, people=25, untold=0, made=2),
        "review": Held(held=2, people=5, untold=1, made=2),
        "scenario": Held(held=3, people=309, untold=1, made=2),
    }
    assert (found.charters_made, found.charters_reviewed) == (2, 2)


def test_a_year_without_sessions_counts_none() -> None:
    found = counted((), YEAR)
    assert dict(found.by_kind) == dict.fromkeys(KINDS, Held())
    assert (found.charters_made, found.charters_reviewed) == (0, 0)


def test_a_draft_says_what_teams_made_held_and_how_many_took_part(library: Library) -> None:
    found = drafted(library, question("charters"), team_sessions=YEAR_OF_TEAMS)
    year = "(fiscal year 2026 to 2027)"
    assert told(found) == [
        f"Team charters made: 2; reviewed: 2 {year}",
        f"Charter sessions held: 3; people taking part: 25 {year}",
        f"Charter reviews held: 2; people taking part: 5, leaving out 1 with fewer than five {year}",
        f"Scenario conversations held: 3; people taking part: 309, leaving out 1 with fewer than five {year}",
    ]
    assert told(found, "fr")[0].replace("\N{NO-BREAK SPACE}", " ") == (
        "Chartes d'équipe rédigées : 2; révisées : 2 (exercice 2026-2027)"
    )
    assert {fact.source.en for fact in found.facts} == {
        "Counted by Ethos on November 23, 2026; the period is still open"
    }
    assert gaps(found) == []


def test_only_what_was_held_has_a_line(library: Library) -> None:
    found = drafted(library, question("charters"), team_sessions=(held("scenario", None),))
    (said,) = told(found)
    assert said.startswith("Scenario conversations held: 1; people taking part: fewer than five at each (")
    later = held("scenario", 20, day=date(2027, 4, 1))
    none = drafted(library, question("charters"), team_sessions=(later, held("review", None, made=False)))
    assert (told(none), gaps(none)) == ([], ["Team charters: nothing on file"])


SESSIONS = st.builds(
    TeamSessionHeld,
    kind=st.sampled_from(KINDS),
    day=st.dates(date(2025, 1, 1), date(2028, 12, 31)),
    people=st.none() | st.integers(5, 300),
    made=st.booleans(),
)


@given(st.lists(SESSIONS, max_size=12))
def test_no_number_of_people_under_five_is_ever_told_and_each_session_is_in_one_year(
    sessions: list[TeamSessionHeld],
) -> None:
    years = {current_year(each.day).id for each in sessions}
    all_found = [counted(sessions, parse(year)).by_kind[kind] for year in years for kind in KINDS]
    assert all(each.people == 0 or each.people >= 5 * (each.held - each.untold) for each in all_found)
    assert all((each.people == 0) is (each.held == each.untold) for each in all_found)
    assert sum(each.people for each in all_found) == sum(each.people or 0 for each in sessions)
    assert sum(each.held for each in all_found) == sum(each.made or bool(each.people) for each in sessions)


@pytest.mark.parametrize("day", [date(2026, 4, 1), date(2027, 3, 31)])
def test_the_first_and_the_last_day_of_a_fiscal_year_belong_to_it(day: date) -> None:
    assert counted([held("charter", 5, day=day)], YEAR).by_kind["charter"].held == 1
