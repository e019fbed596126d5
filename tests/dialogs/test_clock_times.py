"""Hours as people write them, in either language."""

import re
from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs import clock_times


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("13:30", time(13, 30)),
        ("9:05", time(9, 5)),
        ("09.30", time(9, 30)),
        ("13 h 30", time(13, 30)),
        ("13\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}30", time(13, 30)),
        ("13h30", time(13, 30)),
        ("13 h", time(13)),
        ("1:30 pm", time(13, 30)),
        ("1:30 p.m.", time(13, 30)),
        ("1 PM", time(13)),
        ("12 pm", time(12)),
        ("12:15 am", time(0, 15)),
        ("9 a.m.", time(9)),
    ],
)
def test_an_hour_is_understood_in_either_language(words: str, found: time) -> None:
    assert clock_times.read(words) == found


@pytest.mark.parametrize(
    "words", ["", "13", "1330", "24:00", "25 h", "13:60", "13 pm", "0 am", "noon", "1:3", "13:30 or 14:00"]
)
def test_other_words_are_no_hour(words: str) -> None:
    assert clock_times.read(words) is None


@given(at=st.times())
def test_an_hour_that_a_form_holds_is_read_as_it_was_written(at: time) -> None:
    held = clock_times.written(at)
    assert clock_times.read(held) == at.replace(second=0, microsecond=0, tzinfo=None)
    assert re.fullmatch(clock_times.SHAPE, held)
