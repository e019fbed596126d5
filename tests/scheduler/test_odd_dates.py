"""A staff list may hold the first or the last day there is; nobody else's message waits for it."""

from dataclasses import replace
from datetime import date

import pytest

from content.model import Library
from dialogs.people import PersonId
from tests.scheduler.test_talks import BOSS, BOTH, DUE, NEW, Team


@pytest.mark.parametrize(
    ("start", "end"), [(date.max, None), (None, date.min), (date.min, None), (None, date.max)]
)
async def test_one_row_with_a_day_at_the_end_of_time_holds_up_nobodys_message(
    library: Library, start: date | None, end: date | None
) -> None:
    team = Team(library)
    await team.has(BOSS, NEW, replace(NEW, id=PersonId("odd"), start=start, end=end))
    assert await team.talks(DUE) == 2
    assert await team.owed() == BOTH
