"""What is owed to one person today."""

from collections import Counter
from datetime import date

import pytest

from content.model import Cadence, Reminders
from dialogs.facts import (
    Acknowledged,
    Dated,
    Fact,
    LanguageChosen,
    NoticeSeen,
    Outcome,
    Reached,
    ReminderAnswered,
    ReminderSent,
)
from dialogs.occurrences import first_day
from dialogs.people import Path, Person, PersonId
from scheduler.calendar import occurrence
from scheduler.due import due, spread_of

TODAY = date(2026, 11, 23)
COI = Reminders(duty="coi")
ANA = Person(PersonId("ana"), province="ON")
SEEN = NoticeSeen(1)


def owed(*facts: Fact) -> str | None:
    found = due(TODAY, COI, ANA, [Dated(TODAY, Path.EMPLOYEE, "en", fact) for fact in facts])
    assert found is None or found.nth == 1
    return found.turn.id if found else None


def test_nobody_is_reminded_before_the_privacy_notice_was_seen() -> None:
    assert owed() is None
    assert owed(LanguageChosen("fr")) is None


def test_a_person_who_saw_the_notice_is_owed_this_quarter() -> None:
    assert owed(SEEN, LanguageChosen("fr")) == "2026-Q4"


def test_a_person_who_answered_is_not_asked_again_this_quarter() -> None:
    assert owed(SEEN, ReminderAnswered("coi", "2026-Q4", Outcome.NOTHING_CHANGED)) is None


def test_a_reminder_that_may_have_arrived_is_not_repeated() -> None:
    for reached in Reached:
        assert owed(SEEN, ReminderSent("coi", "2026-Q4", 1, reached)) is None


def test_a_bot_that_slept_owes_one_reminder_not_three() -> None:
    assert owed(SEEN, ReminderSent("coi", "2026-Q1", 1, Reached.DELIVERED)) == "2026-Q4"


def test_another_duty_changes_nothing() -> None:
    assert owed(SEEN, ReminderAnswered("gifts", "2026-Q4", Outcome.FILED)) == "2026-Q4"


# The code, once a year ------------------------------------------------------------------------------------

CODE = Reminders(duty="code", cadence=Cadence.YEARLY)


def circulated(*facts: tuple[date, Fact]) -> str | None:
    happened = [Dated(day, Path.EMPLOYEE, "en", fact) for day, fact in ((TODAY, SEEN), *facts)]
    found = due(TODAY, CODE, ANA, happened)
    return found.turn.id if found else None


def test_the_code_is_owed_once_a_year() -> None:
    assert circulated() == "2026"
    assert circulated((date(2025, 2, 1), ReminderSent("code", "2025", 1, Reached.DELIVERED))) == "2026"
    assert circulated((date(2026, 2, 1), ReminderSent("code", "2026", 1, Reached.DELIVERED))) is None


@pytest.mark.parametrize("version", ["2025-1", "2026-1"])
def test_whoever_received_the_code_since_the_year_began_is_not_sent_it(version: str) -> None:
    assert circulated((date(2025, 12, 31), Acknowledged(version))) == "2026"
    assert circulated((date(2026, 1, 1), Acknowledged(version))) is None


def test_receiving_the_code_answers_no_other_reminder() -> None:
    assert owed(SEEN, Acknowledged("2026-1")) == "2026-Q4"


def test_the_code_and_the_calendar_agree_on_when_a_year_begins() -> None:
    for cadence in Cadence:
        for month in range(1, 13):
            turn = occurrence(date(2026, month, 15), cadence)
            assert first_day(turn.id) == turn.first_day


def test_people_are_spread_evenly_and_always_the_same() -> None:
    days = Counter(spread_of(f"person-{n}", "2026-Q4", 9) for n in range(5000))
    assert set(days) == set(range(10))
    assert all(400 < count < 600 for count in days.values())
    assert spread_of("person-1", "2026-Q4", 60) == spread_of("person-1", "2026-Q4", 60)
    assert spread_of("person-1", "2026-Q4", 0) == 0


def test_nobody_is_always_the_first_to_be_asked() -> None:
    assert len({spread_of("person-1", f"{year}-Q4", 60) for year in range(2000, 2040)}) > 15
