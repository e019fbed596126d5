"""A talk belongs to one first day, or to one departure: whoever comes back has a new one."""

from datetime import date

import pytest

from content.model import Library
from dialogs.facts import Side, Stamped, TalkConfirmed
from dialogs.people import NO_UNIT, Path, Person, PersonId
from dialogs.together import confirmed, named, occurrence_of, opens, own_day

ANA, BOSS = PersonId("ana"), PersonId("boss")
BACK = date(2026, 10, 20)


def tap(who: PersonId, side: Side, other: PersonId, day: date, checklist: str = "onboarding") -> Stamped:
    return Stamped(who, day, NO_UNIT, Path.EMPLOYEE, "en", TalkConfirmed(checklist, side, other))


LONG_AGO = date(2019, 3, 4)
MINE, THEIRS = tap(ANA, Side.EMPLOYEE, BOSS, LONG_AGO), tap(BOSS, Side.MANAGER, ANA, LONG_AGO)


def test_what_was_confirmed_before_the_first_day_was_another_talk() -> None:
    assert confirmed("onboarding", ANA, [MINE], {BOSS: [THEIRS]}, LONG_AGO) is not None
    assert confirmed("onboarding", ANA, [MINE], {BOSS: [THEIRS]}, BACK) is None
    now = tap(ANA, Side.EMPLOYEE, BOSS, BACK)
    assert confirmed("onboarding", ANA, [MINE, now], {BOSS: [THEIRS]}, BACK) is None
    assert own_day([MINE, now], "onboarding", Side.EMPLOYEE, BOSS, BACK) == BACK
    assert named([MINE], "onboarding", BACK) == ()


@pytest.mark.parametrize(
    ("checklist", "start", "end", "first"),
    [
        ("onboarding", BACK, None, BACK),
        ("onboarding", None, date(2026, 12, 4), date.min),
        ("departure", LONG_AGO, date(2026, 12, 4), date(2026, 10, 5)),  # sixty days
        ("departure", date(2026, 11, 2), date(2026, 12, 4), date(2026, 11, 2)),
        ("departure", LONG_AGO, None, LONG_AGO),
        ("departure", None, date(1, 1, 9), date.min),
    ],
)
def test_a_talk_opens_on_the_first_day_or_some_weeks_before_the_last(
    library: Library, checklist: str, start: date | None, end: date | None, first: date
) -> None:
    assert opens(library.checklists[checklist], Person(ANA, start=start, end=end)) == first


def test_the_talk_of_another_first_or_last_day_has_another_name(library: Library) -> None:
    ana = Person(ANA, start=BACK, end=date(2026, 12, 4))
    assert occurrence_of(library.checklists["onboarding"], ana) == "onboarding~ana@2026-10-20"
    assert occurrence_of(library.checklists["departure"], ana) == "departure~ana@2026-12-04"
