"""Where and when a person lives, and how they are spoken to."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest

from content.model import Language
from dialogs.facts import Fact, LanguageChosen, NoticeSeen, Stamped
from dialogs.people import Person, PersonId
from dialogs.surroundings import local_day, spoken_language, zone_of

EVENING = datetime(2026, 11, 24, 4, 30, tzinfo=UTC)  # 23:30 the day before in Ottawa, 01:00 in St. John's
OTTAWA = "America/Toronto"


def test_a_person_lives_on_their_own_date() -> None:
    newfoundlander = Person(PersonId("ana"), zone="America/St_Johns")
    assert zone_of(newfoundlander, OTTAWA).key == "America/St_Johns"
    assert local_day(newfoundlander, EVENING, OTTAWA) == date(2026, 11, 24)


@pytest.mark.parametrize("zone", [None, ""])
def test_a_person_whose_zone_is_unknown_lives_where_the_organization_is(zone: str | None) -> None:
    assert local_day(Person(PersonId("ana"), zone=zone), EVENING, OTTAWA) == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("facts", "roster", "language"),
    [
        ((LanguageChosen("en"), LanguageChosen("fr"), NoticeSeen(1)), "en", "fr"),
        ((NoticeSeen(1),), "fr", "fr"),
        ((), None, None),
    ],
)
def test_the_last_choice_comes_before_the_roster(
    facts: Sequence[Fact], roster: Language | None, language: Language | None
) -> None:
    ana = Person(PersonId("ana"), language=roster)
    life = [Stamped(ana.id, date(2026, 11, 1), ana.unit, ana.path, "en", fact) for fact in facts]
    assert spoken_language(ana, life) == language
