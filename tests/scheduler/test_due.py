"""What is owed to one person today."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from content.model import Cadence, Ladder, Reminders
from dialogs import occurrences
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
from scheduler.calendar import DAY, occurrence
from scheduler.due import due, look_again, spread_of

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


# A new path ------------------------------------------------------------------------------------------------

ON_CHANGE = Reminders(duty="coi", on_path_change=True)
MANAGER = replace(ANA, path=Path.MANAGER)
EXECUTIVE = replace(ANA, path=Path.EXECUTIVE)


def dated(*facts: tuple[Path, Fact]) -> list[Dated]:
    return [
        Dated(TODAY, Path.EMPLOYEE, "en", SEEN),
        *(Dated(TODAY, path, "en", fact) for path, fact in facts),
    ]


def sent(turn: str = "2026-Q4", nth: int = 1) -> ReminderSent:
    return ReminderSent("coi", turn, nth, Reached.DELIVERED)


def answered(turn: str = "2026-Q4") -> ReminderAnswered:
    return ReminderAnswered("coi", turn, Outcome.NOTHING_CHANGED)


def asked_again(person: Person, *facts: tuple[Path, Fact], reminders: Reminders = ON_CHANGE) -> str | None:
    found = due(TODAY, reminders, person, dated(*facts))
    return found.turn.id if found else None


IN_Q4: tuple[tuple[Path, Fact], ...] = ((Path.EMPLOYEE, sent()), (Path.EMPLOYEE, answered()))


def test_whoever_has_another_path_than_when_they_answered_is_asked_once_more() -> None:
    assert asked_again(MANAGER, *IN_Q4) == "2026-Q4-manager"
    assert asked_again(ANA, *IN_Q4) is None
    assert asked_again(MANAGER, *IN_Q4, reminders=COI) is None, "only where the organization asks for it"


def test_an_answer_of_an_earlier_quarter_counts_too_once_this_one_was_asked() -> None:
    before = (Path.EMPLOYEE, answered("2026-Q3"))
    assert asked_again(MANAGER, before) == "2026-Q4", "the question of this quarter comes first"
    assert asked_again(MANAGER, before, (Path.EMPLOYEE, sent())) == "2026-Q4-manager"
    assert asked_again(MANAGER, before, (Path.MANAGER, sent())) is None, "asked with the new path already"
    assert asked_again(MANAGER, (Path.EMPLOYEE, sent())) is None, "nothing was ever answered"


def test_nobody_is_asked_twice_about_a_path_in_one_quarter_even_if_it_changes_back() -> None:
    once = (*IN_Q4, (Path.MANAGER, sent("2026-Q4-manager")))
    assert asked_again(MANAGER, *once) is None
    assert asked_again(EXECUTIVE, *once) is None
    answered_as_manager = (*once, (Path.MANAGER, answered("2026-Q4-manager")))
    assert asked_again(MANAGER, *answered_as_manager) is None
    assert asked_again(ANA, *answered_as_manager) is None


def test_the_question_for_a_path_comes_before_the_next_quarter() -> None:
    names = ["2026-Q4", *(occurrences.for_path("2026-Q4", path) for path in sorted(Path)), "2027-Q1"]
    assert names == sorted(names)
    months = ["2026-11", *(occurrences.for_path("2026-11", path) for path in sorted(Path)), "2026-12"]
    assert months == sorted(months)
    years = ["2026", *(occurrences.for_path("2026", path) for path in sorted(Path)), "2027"]
    assert years == sorted(years)
    assert {occurrences.base(name) for name in names[:-1]} == {"2026-Q4"}
    assert {occurrences.base(name) for name in months[:-1]} == {"2026-11"}
    assert {occurrences.base(name) for name in years[:-1]} == {"2026"}


# The second card -------------------------------------------------------------------------------------------

CLIMBING = Reminders(duty="coi", ladder=Ladder(second_after=10, listed_after=10), on_path_change=True)
FIRST = date(2026, 11, 9)
TENTH = date(2026, 11, 24)  # Remembrance Day lies between


def second(today: date, *facts: tuple[date, Fact], person: Person = ANA) -> tuple[str, int] | None:
    happened = [Dated(day, Path.EMPLOYEE, "en", fact) for day, fact in ((date(2026, 9, 1), SEEN), *facts)]
    found = due(today, CLIMBING, person, happened)
    return (found.turn.id, found.nth) if found else None


def test_a_second_card_is_owed_so_many_working_days_after_the_first() -> None:
    assert second(TENTH - DAY, (FIRST, sent())) is None
    assert second(TENTH, (FIRST, sent())) == ("2026-Q4", 2)
    assert second(date(2026, 12, 31), (FIRST, sent())) == ("2026-Q4", 2)
    assert second(date(2027, 1, 1), (FIRST, sent())) == ("2027-Q1", 1), "a new quarter begins anew"


def test_a_second_card_is_owed_once_however_it_ended() -> None:
    for reached in Reached:
        ended = ReminderSent("coi", "2026-Q4", 2, reached)
        assert second(date(2026, 12, 31), (FIRST, sent()), (TENTH, ended)) is None


def test_no_second_card_follows_an_answer_or_a_first_card_that_was_refused() -> None:
    assert second(TENTH, (FIRST, sent()), (FIRST, answered())) is None
    assert second(TENTH, (FIRST, ReminderSent("coi", "2026-Q4", 1, Reached.REFUSED))) is None


def test_the_question_for_a_path_has_a_ladder_of_its_own() -> None:
    facts = ((date(2026, 10, 5), sent()), (date(2026, 10, 6), answered()), (FIRST, sent("2026-Q4-manager")))
    assert second(TENTH - DAY, *facts, person=MANAGER) is None
    assert second(TENTH, *facts, person=MANAGER) == ("2026-Q4-manager", 2)


def test_a_card_of_an_earlier_quarter_leads_to_no_second_one_in_this() -> None:
    older = (date(2026, 9, 28), sent("2026-Q3"))
    refused = (FIRST, ReminderSent("coi", "2026-Q4", 1, Reached.REFUSED))
    assert second(TENTH, older, refused) is None


def test_while_somebody_is_away_no_second_card_is_owed_and_the_days_begin_anew() -> None:
    away = replace(ANA, leave_from=date(2026, 11, 16), leave_to=date(2026, 11, 20))
    assert second(TENTH, (FIRST, sent()), person=away) is None
    assert second(date(2026, 12, 3), (FIRST, sent()), person=away) is None
    assert second(date(2026, 12, 4), (FIRST, sent()), person=away) == ("2026-Q4", 2)
    parental = replace(away, leave_to=None)
    assert second(date(2026, 12, 31), (FIRST, sent()), person=parental) is None


def look(
    today: date, *facts: tuple[date, Fact], person: Person = ANA, reminders: Reminders = CLIMBING
) -> date:
    happened = [Dated(day, Path.EMPLOYEE, "en", fact) for day, fact in facts]
    return look_again(today, reminders, person, happened)


def test_a_record_is_read_again_no_earlier_than_something_can_follow() -> None:
    assert look(FIRST, (FIRST, sent())) == TENTH
    assert look(FIRST) == TENTH, "a first card leaves today at the earliest"
    assert look(FIRST, (FIRST, sent("2026-Q3"))) == TENTH
    assert look(FIRST, (FIRST, answered())) == date.max
    assert look(TENTH, (FIRST, sent()), (TENTH, sent(nth=2))) == date.max
    assert look(FIRST, (FIRST, sent()), reminders=ON_CHANGE) == date.max
    parental = replace(ANA, leave_from=FIRST)
    assert look(FIRST, (FIRST, sent()), person=parental) == FIRST + DAY


def test_people_are_spread_evenly_and_always_the_same() -> None:
    days = Counter(spread_of(f"person-{n}", "2026-Q4", 9) for n in range(5000))
    assert set(days) == set(range(10))
    assert all(400 < count < 600 for count in days.values())
    assert spread_of("person-1", "2026-Q4", 60) == spread_of("person-1", "2026-Q4", 60)
    assert spread_of("person-1", "2026-Q4", 0) == 0


def test_nobody_is_always_the_first_to_be_asked() -> None:
    assert len({spread_of("person-1", f"{year}-Q4", 60) for year in range(2000, 2040)}) > 15
