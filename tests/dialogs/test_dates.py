"""A day is understood as our own cards write it, and only one that can be is accepted."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.model import LANGUAGES, Language
from content.wording import day
from dialogs import dates
from dialogs.facts import CourseReported, ReminderAnswered
from tests.dialogs.test_courses import dating, reported
from tests.dialogs.visitor import TODAY, Visitor


@given(st.dates(), st.sampled_from(LANGUAGES))
def test_what_a_card_writes_is_read_back_as_the_same_day(value: date, language: Language) -> None:
    assert dates.read(day(value, language)) == value


@pytest.mark.parametrize(
    "words",
    [
        "2026-11-12",
        " 2026-11-12 ",
        "November 12, 2026",
        "november 12 2026",
        "Nov 12 2026",
        "Nov. 12th, 2026",
        "12 November 2026",
        "12 novembre 2026",
        "le 12 novembre 2026",
        "Le 12 NOV. 2026",
    ],
)
def test_a_day_is_understood_however_people_write_it(words: str) -> None:
    assert dates.read(words) == date(2026, 11, 12)


@pytest.mark.parametrize(
    ("words", "month"),
    [
        ("1er mars 2026", 3),
        ("1 fevrier 2026", 2),
        ("1er FÉVR. 2026", 2),
        ("1 août 2026", 8),
        ("1 aout 2026", 8),
        ("1 juil. 2026", 7),
        ("1er juin 2026", 6),
        ("Dec 1, 2026", 12),
        ("1 déc 2026", 12),
        ("May 1st, 2026", 5),
        ("1er mai 2026", 5),
    ],
)
def test_every_month_has_its_names_in_both_languages(words: str, month: int) -> None:
    assert dates.read(words) == date(2026, month, 1)


@pytest.mark.parametrize(
    "words",
    [
        "12/11/2026",
        "2026/11/12",
        "12-11-2026",
        "20261112",
        "2026-W46-4",
        "2026-11-12T08:00",
        "\N{ARABIC-INDIC DIGIT TWO}026-11-12",
        "November 31, 2026",
        "2026-02-30",
        "0 mars 2026",
        "1 jui 2026",
        "1 ma 2026",
        "12 2026",
        "soon",
        "",
        "the filing of 12 November 2026 was " + "late " * 20,
    ],
)
def test_what_could_mean_two_days_or_none_is_not_understood(words: str) -> None:
    assert dates.read(words) is None


@pytest.mark.parametrize(
    ("day", "can_be"),
    [
        (TODAY, True),
        (TODAY + timedelta(days=1), False),
        (TODAY.replace(year=TODAY.year - 10), True),
        (TODAY.replace(year=TODAY.year - 10) - timedelta(days=1), False),
        (date(2020, 2, 29), True),
        (date(26, 11, 12), False),
    ],
)
def test_a_day_to_come_or_more_than_ten_years_ago_is_a_slip(day: date, *, can_be: bool) -> None:
    assert dates.accepted(day.isoformat(), TODAY) == (day if can_be else None)


def test_nothing_is_accepted_that_is_not_a_day() -> None:
    assert dates.accepted("12/11/2026", TODAY) is None


# In the conversations ------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["March 3, 2026", "3 mars 2026", "le 3 Mars 2026", "2026-03-03"])
def test_a_typed_day_is_said_back_and_kept(settled: Visitor, words: str) -> None:
    dating(settled)
    view = settled.types(words)
    assert (view.card, view.values["finished_on"]) == ("confirm.course", date(2026, 3, 3))
    settled.types("yes")
    assert [fact.finished_on for fact in reported(settled)] == [date(2026, 3, 3)]


SLIPS = [
    *("12/11/2026", "2026/11/12", "20261112", "2026-13-01", "0026-11-12", "2099-01-01"),
    *("November 31, 2026", "31 avril 2026", "3 mars 1999", "le 1er mars", "Nov. 12", "mars 2026"),
]


@pytest.mark.parametrize("words", SLIPS)
def test_a_typed_day_that_cannot_be_is_met_with_the_forms_that_can(settled: Visitor, words: str) -> None:
    dating(settled)
    view = settled.types(words)
    assert (view.card, view.note) == ("courses.date", "date-required")
    settled.is_sent()
    settled.types("coi")
    settled.types("filed")
    view = settled.types(words)
    assert (view.card, view.note) == ("coi.filing", "date-required")
    assert not any(isinstance(fact, CourseReported | ReminderAnswered) for fact in settled.facts)


@pytest.mark.parametrize("held", ["20260101", "2026-W01-1", "2016-11-22", "", "12/11/2026"])
def test_a_card_that_sends_anything_else_is_asked_again(settled: Visitor, held: str) -> None:
    dating(settled)
    assert settled.presses("finished-on", finished_on=held).note == "date-required"
    settled.is_sent()
    settled.types("coi")
    settled.types("filed")
    assert settled.presses("filed-on", filed_on=held).note == "date-required"
    assert not any(isinstance(fact, CourseReported | ReminderAnswered) for fact in settled.facts)


@pytest.mark.parametrize(
    "words", ["I think it was in November", "November", "3 trucks 2026", "november 3 " * 9, "le"]
)
def test_other_words_are_not_a_day(settled: Visitor, words: str) -> None:
    dating(settled)
    assert settled.types(words).note == "not-understood"


@pytest.mark.parametrize("year", ["2026", " 2026 ", "4821"])
def test_four_digits_where_a_day_is_asked_are_a_year_that_wants_the_rest(settled: Visitor, year: str) -> None:
    dating(settled)
    asked = settled.asked
    assert settled.types(year).note == "date-required"
    assert settled.asked is asked, "nobody looked for a session with this code"
