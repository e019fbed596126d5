"""The disposition log and the hold, as they are kept."""

from datetime import date, timedelta

import pytest

from content.model import RecordKind, Text
from reports.dispositions import (
    Disposition,
    LineUnreadable,
    State,
    changed_on,
    from_line,
    in_force,
    keeps_everything,
    switched,
    to_line,
)

DAY = date(2026, 11, 23)
LINE = Disposition(
    RecordKind.PLACE,
    date(2026, 8, 23),
    12,
    Text(en="Authorization 1", fr="Autorisation 1"),
    DAY,
    date(2026, 12, 28),
    State.DONE,
    12,
)


def test_a_line_says_the_same_when_it_is_read_again() -> None:
    assert from_line(to_line(LINE)) == LINE
    assert LINE.id == "place.2026-08-23"


def test_a_line_names_nobody() -> None:
    assert set(to_line(LINE)) == {
        *("v", "kind", "before", "found", "authority", "day", "backups_gone"),
        *("state", "removed", "inferred"),
    }


@pytest.mark.parametrize(
    "broken", [{"v": 2}, {"kind": "horoscope"}, {"day": "yesterday"}, {"authority": {}}, {"state": 3}]
)
def test_a_line_of_another_shape_is_refused(broken: dict[str, object]) -> None:
    with pytest.raises(LineUnreadable):
        from_line({**to_line(LINE), **broken})


def test_disposal_is_on_hold_from_pressing_hold_until_it_is_lifted() -> None:
    assert not in_force(None)
    assert in_force(switched(on=True, role="atip-contact", day=DAY))
    assert not in_force(switched(on=False, role="atip-contact", day=DAY))


@pytest.mark.parametrize("kept", [{}, {"v": 2, "on": False}, {"v": 1}, {"v": 1, "on": "no"}])
def test_a_hold_that_cannot_be_read_is_a_hold(kept: dict[str, object]) -> None:
    assert in_force(kept)


def test_on_the_day_a_hold_is_lifted_nothing_goes_yet() -> None:
    lifted = switched(on=False, role="atip-contact", day=DAY)
    assert keeps_everything(lifted, DAY)
    assert not keeps_everything(lifted, DAY + timedelta(days=1))
    assert keeps_everything(switched(on=True, role="atip-contact", day=DAY), DAY + timedelta(days=9))
    assert not keeps_everything(None, DAY)


def test_the_switch_tells_its_day() -> None:
    assert changed_on(switched(on=True, role="atip-contact", day=DAY)) == DAY
    with pytest.raises(LineUnreadable):
        changed_on({"day": "soon"})
