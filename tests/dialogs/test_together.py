"""When a talk counts as confirmed by both, from their facts alone."""

from collections.abc import Sequence
from datetime import date

from content.model import Library
from dialogs.facts import NoticeSeen, Side, Stamped, TalkConfirmed
from dialogs.people import NO_UNIT, Path, Person, PersonId
from dialogs.together import Confirmed, confirmed, due_day, key_of, named, own_day, read_key

FIRST = date(2026, 10, 20)
ANA, BOSS, CHIEF = PersonId("ana"), PersonId("boss"), PersonId("chief")


def tap(who: PersonId, side: Side, other: PersonId, day: int, checklist: str = "onboarding") -> Stamped:
    fact = TalkConfirmed(checklist, side, other)
    return Stamped(who, date(2026, 11, day), NO_UNIT, Path.EMPLOYEE, "en", fact)


def both(anas: Sequence[Stamped], **managers: Sequence[Stamped]) -> Confirmed | None:
    theirs = {PersonId(who): facts for who, facts in managers.items()}
    return confirmed("onboarding", ANA, anas, theirs, FIRST)


MINE, THEIRS = tap(ANA, Side.EMPLOYEE, BOSS, 3), tap(BOSS, Side.MANAGER, ANA, 5)


def test_both_have_confirmed_when_each_named_the_other_and_the_later_day_counts() -> None:
    assert both([MINE], boss=[THEIRS]) == Confirmed(BOSS, date(2026, 11, 5))


def test_one_tap_is_not_two() -> None:
    assert both([MINE]) is both([], boss=[THEIRS]) is both([MINE], boss=[]) is None


def test_a_tap_about_one_manager_says_nothing_of_another() -> None:
    assert both([MINE], chief=[tap(CHIEF, Side.MANAGER, ANA, 5)]) is None
    assert both([MINE], boss=[tap(BOSS, Side.MANAGER, CHIEF, 5)]) is None
    assert both([MINE], boss=[tap(BOSS, Side.MANAGER, ANA, 5, "departure")]) is None


def test_the_talk_that_was_first_confirmed_by_both_is_the_one_that_stays() -> None:
    again = tap(ANA, Side.EMPLOYEE, CHIEF, 9)
    with_chief = [tap(CHIEF, Side.MANAGER, ANA, 9)]
    assert both([MINE, again], boss=[THEIRS], chief=with_chief) == Confirmed(BOSS, date(2026, 11, 5))
    assert both([MINE, again], boss=[], chief=with_chief) == Confirmed(CHIEF, date(2026, 11, 9))


def test_whom_an_employee_named_and_when_each_confirmed_first() -> None:
    seen = Stamped(ANA, date(2026, 11, 1), NO_UNIT, Path.EMPLOYEE, "en", NoticeSeen(1))
    facts = [seen, MINE, tap(ANA, Side.EMPLOYEE, CHIEF, 4), tap(ANA, Side.EMPLOYEE, BOSS, 8)]
    assert named(facts, "onboarding", FIRST) == (BOSS, CHIEF)
    assert own_day(facts, "onboarding", Side.EMPLOYEE, BOSS, FIRST) == date(2026, 11, 3)
    assert own_day(facts, "onboarding", Side.MANAGER, BOSS, FIRST) is None


def test_a_key_is_read_as_it_was_written() -> None:
    assert read_key(key_of("onboarding", ANA)) == ("onboarding", ANA)
    assert read_key("onboarding") == ("onboarding", "")


def test_a_talk_of_somebody_whose_first_day_nobody_knows_has_no_day(library: Library) -> None:
    assert due_day(library.checklists["onboarding"], Person(ANA)) is None
    new = Person(ANA, start=date(2026, 10, 20))
    assert due_day(library.checklists["onboarding"], new) == date(2026, 11, 19)
