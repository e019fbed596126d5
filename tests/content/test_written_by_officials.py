"""What officials write has a day that exists, words in one language at least, and numbers of something."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from content.model import CodeStep, Evidence, Name, Span, Title

TITLE = Title(en="A town hall on values and ethics")


@pytest.mark.parametrize(
    ("when", "first", "last"),
    [
        ("2024-02-06", date(2024, 2, 6), date(2024, 2, 6)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023-12", date(2023, 12, 1), date(2023, 12, 31)),
        ("FY2023-24", date(2023, 4, 1), date(2024, 3, 31)),
        ("FY2099-00", date(2099, 4, 1), date(2100, 3, 31)),
    ],
)
def test_an_officer_writes_as_exactly_as_they_know(when: str, first: date, last: date) -> None:
    span = Span(begins=when)
    assert (span.first, span.last) == (first, last)


@pytest.mark.parametrize("when", ["2024-02-30", "2024-13", "2024", "FY2023-25", "Feb 2024", "", "2024-2-6"])
def test_a_day_that_does_not_exist_is_refused(when: str) -> None:
    with pytest.raises(ValidationError):
        Span(begins=when)


@given(st.dates(date(2000, 1, 1), date(2098, 1, 1)), st.dates(date(2000, 1, 1), date(2098, 1, 1)))
def test_what_ends_never_ends_before_it_begins(begins: date, ends: date) -> None:
    said = {"begins": begins.isoformat(), "ends": ends.isoformat()}
    if ends < begins:
        with pytest.raises(ValidationError):
            Span(**said)
    else:
        assert (Span(**said).first, Span(**said).last) == (begins, ends)


def test_words_in_one_language_are_told_with_the_language_they_are_in() -> None:
    assert Title(fr="Une assemblée").of("en") == ("Une assemblée", "fr")
    assert Title(en="A meeting", fr="Une assemblée").of("en") == ("A meeting", "en")
    assert Name(en="All staff").of("fr") == ("All staff", "en")
    with pytest.raises(ValidationError):
        Title(en="  ")


def test_a_number_says_of_what() -> None:
    span = Span(begins="2024-02")
    assert Evidence(kinds=("all-staff",), when=span, title=TITLE, number=10, of="sessions").number == 10
    for said in ({"number": 10}, {"of": "sessions"}):
        with pytest.raises(ValidationError):
            Evidence.model_validate({"kinds": ["all-staff"], "when": span, "title": TITLE, **said})


def test_a_step_of_the_review_was_done_or_is_due() -> None:
    assert CodeStep(step="published", target="2024-12").when is None
    with pytest.raises(ValidationError):
        CodeStep(step="published")
