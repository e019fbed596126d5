"""How the lines of the action plan stand, in words."""

from datetime import date

import pytest

from content.model import Library, Note, Title
from reports import action_plan
from reports.action_plan import Now
from tests.bot.plan_office import follow_up, goal

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("due", "late", "soon"),
    [
        ("2026-11-22", True, False),
        ("2026-11-23", False, True),
        ("2026-12-23", False, True),
        ("2026-12-24", False, False),
    ],
)
def test_a_line_is_overdue_after_its_day_and_named_30_days_before(
    due: str, *, late: bool, soon: bool
) -> None:
    assert action_plan.overdue(goal(due), TODAY) is late
    assert action_plan.due_soon(goal(due), TODAY) is soon
    assert not action_plan.overdue(goal(due, state="reached"), TODAY)


def test_words_in_one_language_are_shown_in_both_and_never_made_up() -> None:
    assert action_plan.in_words(Title(fr="Objectif")).en == "Objectif"
    assert action_plan.in_words(Title(en="Goal", fr="Objectif")).fr == "Objectif"


def test_the_value_of_the_latest_day_counts_whenever_it_was_written() -> None:
    found = goal(
        follow_ups=(follow_up("2026-10-01", 40), follow_up("2026-09-01", 30), follow_up("2026-11-01"))
    )
    assert action_plan.typed_now(found) == Now(40, date(2026, 10, 1))
    assert action_plan.typed_now(goal(measure="acknowledgements", indicator=None)) is None


def test_a_line_is_below_its_target_only_where_the_value_is_known() -> None:
    now = Now(79, "x")
    assert action_plan.below(goal(), now)
    assert not action_plan.below(goal(), Now(80, "x"))
    assert not action_plan.below(goal(), Now(None, "x"))
    assert not action_plan.below(goal(), None)
    assert not action_plan.below(goal(target=None), now)
    assert not action_plan.below(goal(state="dropped"), now)


def test_a_line_says_what_it_belongs_to_and_how_it_is_counted(library: Library) -> None:
    line = goal(corporate_line=Title(en="C1"), measure="acknowledgements", indicator=None, target=None)
    said = [each.en for each in action_plan.about(library, line, TODAY, Now(12, "y"))]
    assert said[3:] == [
        "Measured by: People who confirmed in the period that they received the organization's code",
        "Where it is: 12 (y)",
        "In the organization's plan: C1",
    ]
    gone = goal(measure="no-more", indicator=None)
    assert "Measured by: no-more" in [each.en for each in action_plan.about(library, gone, TODAY, None)]
    bare = goal(indicator=None, target=None)
    assert len(action_plan.about(library, bare, TODAY, None)) == 3


def test_a_long_note_is_shortened_on_the_card_and_kept_in_the_plan(library: Library) -> None:
    long = Note(en="x" * 600)
    line = goal(follow_ups=(follow_up("2026-10-01", 1).model_copy(update={"note": long}),))
    (table,) = action_plan.follow_ups(library, line)
    assert str(table.rows[0][2]).count("x") == 2 * 500
    assert action_plan.follow_ups(library, goal()) == ()
