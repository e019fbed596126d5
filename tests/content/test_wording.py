"""Dates, numbers and texts inside sentences, as each language writes them."""

from datetime import date

import pytest

from content.model import Text
from content.wording import Written, day, filled, number, period_in_words


def test_dates_are_written_as_each_language_writes_them() -> None:
    assert day(date(2026, 11, 22), "en") == "November 22, 2026"
    assert day(date(2026, 11, 22), "fr") == "22 novembre 2026"
    assert day(date(2026, 8, 1), "fr") == "1er août 2026"


def test_numbers_are_written_as_each_language_writes_them() -> None:
    assert (number(12345, "en"), number(12345, "fr")) == ("12,345", "12\N{NO-BREAK SPACE}345")


def test_values_of_every_kind_fit_into_a_sentence() -> None:
    text = Text(en="{who}, {many}, {list}, {day}", fr="{day}; {list}; {many}; {who}")
    values: dict[str, Written] = {
        "who": "Ana",
        "many": 1000,
        "list": (Text(en="a", fr="à"), Text(en="b", fr="bé")),
        "day": date(2026, 1, 1),
    }
    sentence = filled(text, values)
    assert sentence.en == "Ana, 1,000, a, b, January 1, 2026"
    assert sentence.fr == "1er janvier 2026; à, bé; 1\N{NO-BREAK SPACE}000; Ana"


def test_a_value_that_was_not_given_is_a_fault() -> None:
    with pytest.raises(KeyError):
        filled(Text(en="{who}", fr="{who}"), {})


@pytest.mark.parametrize(
    ("name", "english", "french"),
    [
        ("2026-Q4", "October to December 2026", "octobre à décembre 2026"),
        ("2026-11", "November 2026", "novembre 2026"),
        ("FY2026-27", "fiscal year 2026 to 2027", "exercice 2026-2027"),
        ("2026", "2026", "2026"),
        (
            "2026-Q4-manager",
            "October to December 2026 (new path)",
            "octobre à décembre 2026 (nouveau parcours)",
        ),
        ("2026-student", "2026 (new path)", "2026 (nouveau parcours)"),
        ("next week", "next week", "next week"),
    ],
)
def test_a_period_is_written_in_words(name: str, english: str, french: str) -> None:
    assert period_in_words(name) == Text(en=english, fr=french)
