"""Counts of people: what is counted, where, and what is hidden."""

from datetime import date

from dialogs.facts import (
    Acknowledged,
    Fact,
    LanguageChosen,
    ModuleFinished,
    NoticeSeen,
    Outcome,
    Reached,
    ReminderAnswered,
    ReminderSent,
    Stamped,
)
from dialogs.people import Person, PersonId
from reports.participation import Cell, Dimension, Measure, Report, participation
from reports.periods import parse
from tests.reports.office import did, library, staff

M01 = ModuleFinished("M01", 1)
ACK = Acknowledged("2026")
AFTER = date(2026, 11, 23)
NORTH, SOUTH, EAST = staff("north", 20), staff("south", 25), staff("east", 30)
EVERYBODY = [*NORTH, *SOUTH, *EAST]


def report(
    facts: list[Stamped],
    period: str = "2026-Q3",
    *,
    people: list[Person] | None = None,
    by: Dimension = Dimension.UNIT,
    today: date = AFTER,
    published: dict[str, Report] | None = None,
) -> Report:
    roster = EVERYBODY if people is None else people
    return participation(parse(period), today, facts, roster, library(), by=by, published=published)


def measure(found: Report, name: str = "modules-finished") -> Measure:
    return next(each for each in found.measures if each.id == name)


def counts(found: Report, name: str = "modules-finished") -> dict[str, int | None]:
    return {cell.key: cell.count for cell in measure(found, name).cells}


def bands(found: Report) -> dict[str, str | None]:
    return {cell.key: cell.band for cell in measure(found).cells}


def all_did(fact: Fact, *groups: list[Person], day: date = date(2026, 8, 3)) -> list[Stamped]:
    return [did(person, fact, day) for group in groups for person in group]


def test_people_are_counted_once_however_many_modules_they_finish() -> None:
    twice = [*all_did(M01, NORTH[:8], SOUTH[:10]), *all_did(ModuleFinished("M04", 1), NORTH[:8])]
    found = report(twice)
    assert measure(found).total == 18
    assert counts(found) == {"north": 8, "south": 10, "east": 0}
    assert measure(found).hidden_cells == 0
    assert measure(found).definition.fr == "measure.modules-finished FR"


def test_each_measure_counts_its_own_facts_only() -> None:
    facts = [
        did(NORTH[0], NoticeSeen(1)),
        did(NORTH[0], LanguageChosen("fr")),
        did(NORTH[0], ACK),
        did(NORTH[1], ReminderSent("coi", "2026-Q3", 1, Reached.DELIVERED)),
        did(NORTH[2], ReminderSent("coi", "2026-Q3", 1, Reached.UNCERTAIN)),
        did(NORTH[3], ReminderSent("coi", "2026-Q3", 1, Reached.REFUSED)),
        did(NORTH[4], ReminderSent("code", "2026", 1, Reached.DELIVERED)),
        did(NORTH[1], ReminderAnswered("coi", "2026-Q3", Outcome.FILED)),
    ]
    found = report(facts)
    assert {each.id: each.total for each in found.measures} == {
        "modules-finished": 0,
        "acknowledgements": 1,
        "reminders-sent": 2,
        "reminders-answered": 1,
        "onboarding-finished": 0,
        "talks-confirmed": 0,
        "courses-reported": 0,
        "sessions-attended": 0,
        "messages-arrived": 3,
        "messages-undelivered": 1,
        "files-answered": 0,
    }


def test_only_what_happened_in_the_period_counts() -> None:
    days = (date(2026, 6, 30), date(2026, 7, 1), date(2026, 9, 30), date(2026, 10, 1))
    facts = [did(NORTH[number], M01, day) for number, day in enumerate(days)]
    assert measure(report(facts)).total == 2


def test_a_small_count_is_hidden_and_cannot_be_subtracted() -> None:
    found = report(all_did(M01, NORTH[:2], SOUTH[:10], EAST[:12]))
    assert measure(found).total == 24
    assert counts(found) == {"north": None, "south": None, "east": 12}
    assert measure(found).hidden_cells == 2


def test_a_person_who_moved_counts_where_they_were_first() -> None:
    moved = [*all_did(M01, NORTH[:6], SOUTH[:6]), did(NORTH[0], M01, date(2026, 9, 1), unit="south")]
    assert counts(report(moved)) == {"north": 6, "south": 6, "east": 0}


def test_somebody_the_roster_does_not_know_is_counted_without_a_unit() -> None:
    guests = [did(f"guest-{number}", M01) for number in range(12)]
    found = report([*guests, *all_did(M01, NORTH[:7])])
    assert counts(found) == {"north": 7, "south": 0, "east": 0, "": 12}
    assert measure(found).cells[-1] == Cell("", library().sentences["unit.none"], 12)


def test_a_unit_that_is_no_longer_named_keeps_its_id() -> None:
    old = staff("archives", 12)
    found = report(all_did(M01, old[:6]), people=[*EVERYBODY, *old])
    cell = measure(found).cells[-1]
    assert (cell.key, cell.name.fr, cell.count) == ("archives", "archives", 6)


def test_a_unit_where_nobody_works_is_not_listed() -> None:
    assert counts(report(all_did(M01, NORTH[:7]), people=NORTH)) == {"north": 7}


def test_people_who_left_before_or_start_after_are_not_members() -> None:
    gone = [Person(person.id, unit=person.unit, end=date(2026, 6, 30)) for person in NORTH[:6]]
    late = [Person(person.id, unit=person.unit, start=date(2026, 10, 1)) for person in NORTH[6:12]]
    people = [*gone, *late, *NORTH[12:], *SOUTH, *EAST]
    found = report(all_did(M01, SOUTH[:6], EAST[:6]), people=people)
    assert counts(found)["north"] is None  # eight people are too few for a cell
    assert measure(found).total == 12


def test_a_very_small_organization_gets_no_figures_at_all() -> None:
    found = report(all_did(M01, NORTH[:6]), people=NORTH[:9])
    assert (measure(found).total, measure(found).hidden_cells) == (None, 1)
    modules = report(all_did(M01, NORTH[:6]), people=NORTH[:9], by=Dimension.MODULE)
    assert counts(modules) == {"M01": None, "M04": None}


def test_while_a_period_is_open_units_appear_in_bands_and_the_total_is_exact() -> None:
    found = report(all_did(M01, NORTH[:7], SOUTH[:13], EAST[:29]), today=date(2026, 9, 30))
    assert found.open
    assert measure(found).total == 49
    assert bands(found) == {"north": "about-half", "south": "about-half", "east": "nearly-all"}
    assert set(counts(found).values()) == {None}
    assert measure(found).hidden_cells == 0


def test_a_month_has_bands_even_when_it_is_over_and_small_units_have_nothing() -> None:
    found = report(
        all_did(M01, NORTH[:7], SOUTH[:13], EAST[:4]), period="2026-08", people=[*NORTH, *SOUTH, *EAST[:9]]
    )
    assert not found.open
    assert bands(found) == {"north": "about-half", "south": "about-half", "east": None}
    assert measure(found).hidden_cells == 1


def test_modules_are_totals_of_the_whole_organization() -> None:
    facts = [*all_did(M01, NORTH[:2]), *all_did(ModuleFinished("M99", 1), NORTH[:3]), did(NORTH[0], ACK)]
    facts.append(did(NORTH[5], M01, date(2026, 1, 1)))
    found = report(facts, by=Dimension.MODULE)
    assert counts(found) == {"M01": 2, "M04": 0, "M99": 3}
    assert [cell.name.en for cell in measure(found).cells] == ["M01 EN", "M04 EN", "M99"]
    assert measure(found, "acknowledgements").cells == ()
    assert measure(found, "acknowledgements").total == 1


def test_languages_are_hidden_together_when_one_is_small() -> None:
    french = [did(person, M01, language="fr") for person in NORTH[:3]]
    few = report([*french, *all_did(M01, SOUTH)], by=Dimension.LANGUAGE)
    assert counts(few) == {"en": None, "fr": None}
    assert measure(few).total == 28
    french = [did(person, M01, language="fr") for person in NORTH]
    many = report([*french, *all_did(M01, SOUTH)], by=Dimension.LANGUAGE)
    assert counts(many) == {"en": 25, "fr": 20}
    assert measure(many).cells[1].name.fr == "language.fr FR"


def year(*per_quarter: int) -> list[Stamped]:
    """In each quarter of the fiscal year some people of the east and many of the others finish a module."""
    days = (date(2026, 5, 4), date(2026, 8, 3), date(2026, 11, 2), date(2027, 2, 1))
    facts: list[Stamped] = []
    taken = 0
    for day, east in zip(days, per_quarter, strict=True):
        facts += all_did(M01, NORTH[:10], SOUTH[:10], day=day)
        facts += all_did(M01, EAST[taken : taken + east], day=day)
        taken += east
    return facts


def test_a_year_hides_what_exactly_one_quarter_hides() -> None:
    today = date(2027, 5, 1)
    assert counts(report(year(6, 6, 6, 6), "FY2026-27", today=today))["east"] == 24
    assert counts(report(year(2, 6, 6, 6), "FY2026-27", today=today))["east"] is None


def test_a_year_shows_what_at_least_two_quarters_hide() -> None:
    # The smallest units are hidden in those quarters too, twice, so no single one can be had by subtraction.
    assert counts(report(year(2, 2, 6, 6), "FY2026-27", today=date(2027, 5, 1))) == {
        "north": 10, "south": 10, "east": 16,
    }  # fmt: skip


def test_a_year_hides_what_a_published_quarter_hid_whatever_the_roster_says_today() -> None:
    today = date(2027, 5, 1)
    first = report(year(2, 6, 6, 6), "2026-Q2", today=date(2026, 7, 1))
    assert counts(first)["east"] is None
    assert (
        counts(report(year(6, 6, 6, 6), "FY2026-27", today=today, published={"2026-Q2": first}))["east"]
        is None
    )


def test_an_open_year_has_bands() -> None:
    found = report(year(6, 6, 6, 6), "FY2026-27", today=date(2027, 3, 1))
    assert bands(found) == {"north": "about-half", "south": "about-half", "east": "most"}


def test_somebody_who_acts_before_the_roster_knows_them_is_a_member_of_the_organization() -> None:
    guests = [did(Person(PersonId(f"guest-{number}")), M01) for number in range(3)]
    assert measure(report(guests, people=NORTH[:7])).total == 3
