"""Reporting a finished course: choosing it, giving the date, correcting it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.model import Course, Library, Text
from dialogs.courses import Known, due
from dialogs.facts import CourseReported, NoticeSeen
from dialogs.people import Path
from dialogs.views import Choice, DateInput, View
from tests.dialogs.visitor import TODAY, Visitor

BOTH, MANAGERS, OWN = "FON301", "FON302", "DEMO-10"


def states(view: View) -> dict[str, str]:
    """Return each course offered with what stands in brackets behind it."""
    (choice,) = view.inputs
    assert isinstance(choice, Choice)
    return {code: text.en.rpartition(" (")[2].rstrip(")") for code, text in choice.options}


def dating(visitor: Visitor, code: str = BOTH) -> View:
    visitor.types("courses")
    return visitor.presses("choose-course", course=code)


def reported(visitor: Visitor) -> list[CourseReported]:
    return [fact for fact in visitor.facts if isinstance(fact, CourseReported)]


# What is listed -------------------------------------------------------------------------------------------


def test_the_courses_of_the_persons_path_come_first(settled: Visitor) -> None:
    assert list(states(settled.types("course"))) == [BOTH, OWN, MANAGERS]
    settled.past = replace(settled.past, path=Path.EXECUTIVE)
    assert list(states(settled.types("cours"))) == [MANAGERS, OWN, BOTH]


def test_a_course_says_by_when_it_is_due_where_the_first_day_is_known(settled: Visitor) -> None:
    settled.past = replace(settled.past, first_day=date(2026, 9, 8))
    shown = states(settled.presses("courses"))
    assert shown == {BOTH: "due by December 7, 2026", OWN: "to do", MANAGERS: "not asked of you"}
    settled.past = replace(settled.past, first_day=None)
    assert states(settled.presses("courses"))[BOTH] == "to do"


def test_whoever_became_a_manager_later_has_no_due_date_nobody_could_know(settled: Visitor) -> None:
    settled.past = replace(settled.past, first_day=date(2026, 9, 8), path=Path.MANAGER)
    assert states(settled.presses("courses"))[MANAGERS] == "to do"


def test_a_new_manager_has_a_due_date(library: Library) -> None:
    visitor = Visitor(library)
    visitor.past = replace(visitor.past, first_day=date(2026, 9, 8), path=Path.MANAGER)
    visitor.settles_in()
    assert states(visitor.presses("courses"))[MANAGERS] == "due by December 7, 2026"


def test_where_there_are_no_courses_the_card_says_so_kindly(library: Library) -> None:
    organization = library.organization.model_copy(update={"courses": ()})
    visitor = Visitor(library.model_copy(update={"organization": organization}))
    visitor.settles_in()
    view = visitor.types("courses")
    assert (view.card, view.inputs) == ("courses.none", ())
    assert visitor.presses("choose-course", course=BOTH).card == "courses.none"


@given(within=st.integers(1, 1000), first=st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_a_course_is_due_so_many_days_after_the_first_day(within: int, first: date) -> None:
    course = Course(code="C1", name=Text(en="c", fr="c"), within_days=within)
    known = Known(TODAY, Path.STUDENT, frozenset(Path), first, {})
    assert due(course, known) == first + timedelta(days=within)


# Reporting ------------------------------------------------------------------------------------------------


def test_a_person_reports_a_course_with_a_date(settled: Visitor) -> None:
    view = dating(settled)
    (asked,) = view.inputs
    assert isinstance(asked, DateInput)
    assert asked.latest == TODAY
    view = settled.presses("finished-on", finished_on="2026-03-03")
    assert reported(settled) == [CourseReported(BOTH, date(2026, 3, 3))]
    assert (view.card, view.values["finished_on"]) == ("courses.reported", date(2026, 3, 3))
    assert view.values["course"] == Text(
        en="FON301, Values and Ethics Foundations for Employees",
        fr="FON301, Fondements des valeurs et de l'éthique pour les employés",
    )


def test_the_receipt_lists_what_was_reported_and_what_is_left(settled: Visitor) -> None:
    settled.past = replace(settled.past, first_day=date(2026, 9, 8))
    dating(settled, MANAGERS)
    listed = settled.presses("finished-today").values["courses"]
    assert isinstance(listed, tuple)
    assert [text.en.rpartition(" (")[2] for text in listed] == [
        "due by December 7, 2026)",
        "to do)",
        "you reported: November 23, 2026)",
    ]


def test_whoever_finished_it_today_presses_once(settled: Visitor) -> None:
    dating(settled)
    settled.presses("finished-today")
    assert reported(settled) == [CourseReported(BOTH, TODAY)]


def test_a_wrong_date_is_corrected_by_another_and_the_newest_counts(settled: Visitor) -> None:
    dating(settled)
    settled.presses("finished-on", finished_on="2026-03-03")
    assert dating(settled).card == "courses.reported"
    assert settled.presses("change").card == "courses.date"
    settled.presses("finished-on", finished_on="2026-02-01")  # earlier, and still the newest word
    assert states(settled.presses("courses"))[BOTH] == "you reported: February 1, 2026"
    assert len(reported(settled)) == 2


def test_back_leads_to_the_list_and_forgets_nothing(settled: Visitor) -> None:
    dating(settled)
    assert settled.presses("back").card == "courses"
    dating(settled)
    settled.presses("finished-today")
    settled.presses("change")
    assert settled.presses("back").card == "courses"
    assert dating(settled).card == "courses.reported"


@pytest.mark.parametrize(
    ("day", "note"),
    [
        ("2026-11-24", "date-required"),
        ("soon", "date-required"),
        ("2016-11-22", "date-required"),
        ("1926-11-23", "date-required"),
    ],
)
def test_a_date_that_cannot_be_is_asked_for_again(settled: Visitor, day: str, note: str) -> None:
    dating(settled)
    view = settled.presses("finished-on", finished_on=day)
    assert (view.card, view.note) == ("courses.date", note)
    assert reported(settled) == []


@pytest.mark.parametrize("day", ["2016-11-23", "2026-11-23", "2020-02-29"])
def test_a_date_of_the_last_ten_years_is_kept(settled: Visitor, day: str) -> None:
    dating(settled)
    settled.presses("finished-on", finished_on=day)
    assert reported(settled) == [CourseReported(BOTH, date.fromisoformat(day))]


def test_without_a_date_it_is_asked_for_again(settled: Visitor) -> None:
    dating(settled)
    assert settled.presses("finished-on").note == "date-required"


def test_anything_else_says_again_where_we_are(settled: Visitor) -> None:
    assert settled.presses("courses").card == "courses"
    assert settled.presses("choose-course", course="FON999").note == "here-again"
    dating(settled)
    assert settled.presses("nothing-changed").note == "here-again"
    settled.presses("finished-today")
    assert settled.presses("finished-today").note == "here-again"
    assert len(reported(settled)) == 1


def test_a_report_that_is_no_longer_kept_is_asked_for_again(settled: Visitor) -> None:
    dating(settled)
    settled.presses("finished-today")
    settled.past = replace(
        settled.past,
        happened=tuple(each for each in settled.past.happened if isinstance(each.fact, NoticeSeen)),
    )
    assert dating(settled).card == "courses.date"


def test_a_course_the_organization_no_longer_names_leads_on(settled: Visitor, library: Library) -> None:
    dating(settled)
    card = settled.card
    organization = library.organization.model_copy(update={"courses": library.organization.courses[1:]})
    settled.library = library.model_copy(update={"organization": organization})
    view = settled.presses("finished-today", card)
    assert view.note == "old-card"
    assert reported(settled) == []


# Typed ----------------------------------------------------------------------------------------------------


def test_a_course_is_chosen_by_its_number(settled: Visitor) -> None:
    settled.types("courses")
    assert settled.types("1").values["course"] == dating(settled).values["course"]


def test_a_typed_date_says_course_and_date_back_first(settled: Visitor) -> None:
    dating(settled)
    view = settled.types("2026-03-03")
    assert view.card == "confirm.course"
    assert isinstance(course := view.values["course"], Text)
    assert course.fr.startswith(BOTH)
    assert view.values["finished_on"] == date(2026, 3, 3)
    assert reported(settled) == []
    assert settled.types("oui").card == "courses.reported"
    assert reported(settled) == [CourseReported(BOTH, date(2026, 3, 3))]


def test_no_leads_back_to_the_date(settled: Visitor) -> None:
    dating(settled)
    settled.types("2026-03-03")
    assert settled.types("non").card == "courses.date"
    assert reported(settled) == []


@pytest.mark.parametrize("words", ["today", "aujourd'hui", "I finished it today", "1"])
def test_today_typed_is_that_day_also_when_yes_comes_tomorrow(settled: Visitor, words: str) -> None:
    dating(settled)
    assert settled.types(words).values["finished_on"] == TODAY
    settled.past = replace(settled.past, today=TODAY + timedelta(days=1))
    settled.types("yes")
    assert reported(settled) == [CourseReported(BOTH, TODAY)]


def test_a_typed_date_that_cannot_be_asks_nothing(settled: Visitor) -> None:
    dating(settled)
    assert settled.types("2030-01-01").note == "date-required"


def test_a_door_typed_is_never_asked_about_however_many_cards_have_it(settled: Visitor) -> None:
    for code in (BOTH, OWN):
        dating(settled, code)
        settled.presses("finished-today")
    settled.types("my record")
    assert settled.types("cours").card == "courses"


def test_a_number_that_could_mean_two_things_names_the_course(settled: Visitor, library: Library) -> None:
    dating(settled)
    settled.is_sent()
    view = settled.types("1")
    assert view.buttons[0].label == Text(
        en="FON301, Values and Ethics Foundations for Employees",
        fr="FON301, Fondements des valeurs et de l'éthique pour les employés",
    )
    organization = library.organization.model_copy(update={"courses": ()})
    settled.library = library.model_copy(update={"organization": organization})
    assert [button.verb for button in settled.types("what").buttons] == ["to-coi/2026-Q4", "home"]
