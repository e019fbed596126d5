"""What is owed to one person today."""

from collections import Counter
from datetime import date

from content.model import Reminders
from dialogs.facts import (
    Dated,
    Fact,
    LanguageChosen,
    NoticeSeen,
    Outcome,
    Reached,
    ReminderAnswered,
    ReminderSent,
)
from dialogs.people import Path
from scheduler.due import due, spread_of

TODAY = date(2026, 11, 23)
COI = Reminders(duty="coi")
SEEN = NoticeSeen(1)


def owed(*facts: Fact) -> str | None:
    found = due(TODAY, COI, [Dated(TODAY, Path.EMPLOYEE, "en", fact) for fact in facts])
    return found.id if found else None


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


def test_people_are_spread_evenly_and_always_the_same() -> None:
    days = Counter(spread_of(f"person-{n}", "2026-Q4", 9) for n in range(5000))
    assert set(days) == set(range(10))
    assert all(400 < count < 600 for count in days.values())
    assert spread_of("person-1", "2026-Q4", 60) == spread_of("person-1", "2026-Q4", 60)
    assert spread_of("person-1", "2026-Q4", 0) == 0


def test_nobody_is_always_the_first_to_be_asked() -> None:
    assert len({spread_of("person-1", f"{year}-Q4", 60) for year in range(2000, 2040)}) > 15
