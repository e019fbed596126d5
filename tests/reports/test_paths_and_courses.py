"""Counts by onboarding path and by course: who belongs where, and what is hidden because few do."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from content.model import Course, Library, Text
from dialogs.facts import CourseReported, Fact, ModuleFinished, Stamped
from dialogs.people import Path, Person
from reports.participation import Cell, Dimension, Measure, Report, participation
from reports.periods import parse
from tests.reports.office import both, did, library, staff

AFTER = date(2026, 11, 23)
M01 = ModuleFinished("M01", 1)
ALL, FEW = CourseReported("C-ALL", date(2026, 8, 1)), CourseReported("C-FEW", date(2026, 8, 1))


def on(path: Path, count: int) -> list[Person]:
    return [replace(person, path=path) for person in staff(f"of-{path.value}", count)]


EMPLOYEES, MANAGERS, EXECUTIVES = on(Path.EMPLOYEE, 30), on(Path.MANAGER, 20), on(Path.EXECUTIVE, 12)
EVERYBODY = [*EMPLOYEES, *MANAGERS, *EXECUTIVES]


def with_courses(*, small: bool = False) -> Library:
    """Return words of an organization with a course for everyone and one for executives."""
    words = library()
    courses = (
        Course(code="C-ALL", name=both("for all")),
        Course(code="C-FEW", name=both("for few"), paths=("executive",)),
    )
    organization = words.organization.model_copy(update={"courses": courses, "small": small})
    return words.model_copy(update={"organization": organization})


def report(
    facts: Sequence[Stamped],
    people: Sequence[Person] = EVERYBODY,
    *,
    by: Dimension = Dimension.PATH,
    today: date = AFTER,
    period: str = "2026-Q3",
    small: bool = False,
) -> Report:
    return participation(parse(period), today, facts, people, with_courses(small=small), by=by)


def measure(found: Report, name: str) -> Measure:
    return next(each for each in found.measures if each.id == name)


def counts(found: Report, name: str = "modules-finished") -> dict[str, int | None]:
    return {cell.key: cell.count for cell in measure(found, name).cells}


def all_did(fact: Fact, people: Sequence[Person], day: date = date(2026, 8, 3)) -> list[Stamped]:
    return [replace(did(person, fact, day), path=person.path) for person in people]


# By path --------------------------------------------------------------------------------------------------


def test_people_are_told_apart_by_the_path_they_were_on() -> None:
    found = report(all_did(M01, [*EMPLOYEES[:9], *MANAGERS[:8], *EXECUTIVES[:7]]))
    assert counts(found) == {"employee": 9, "manager": 8, "executive": 7}
    assert [cell.name.fr for cell in measure(found, "modules-finished").cells] == [
        "path.employee FR", "path.manager FR", "path.executive FR",
    ]  # fmt: skip


def test_whoever_changed_path_counts_where_they_were_first() -> None:
    moved = [replace(each, path=Path.EMPLOYEE) for each in all_did(M01, MANAGERS[:6])]
    found = report([*moved, *all_did(M01, EMPLOYEES[:6])])
    assert counts(found) == {"employee": 12, "manager": 0, "executive": 0}


@pytest.mark.parametrize(("members", "shown"), [(9, None), (10, 5), (11, 5)])
def test_a_path_of_fewer_than_ten_people_gets_no_figure(members: int, shown: int | None) -> None:
    executives = EXECUTIVES[:members]
    found = report(all_did(M01, [*EMPLOYEES[:12], *executives[:5]]), [*EMPLOYEES, *MANAGERS, *executives])
    assert counts(found)["executive"] == shown
    hidden = measure(found, "modules-finished").hidden_cells
    assert hidden == (0 if shown else 2)  # never alone: the total would give it away


@pytest.mark.parametrize(("members", "band"), [(9, None), (10, "about-half"), (11, "about-half")])
def test_a_path_of_fewer_than_ten_people_gets_no_word_either(members: int, band: str | None) -> None:
    executives = EXECUTIVES[:members]
    facts = all_did(M01, [*EMPLOYEES[:12], *MANAGERS[:8], *executives[:5]])
    found = report(facts, [*EMPLOYEES, *MANAGERS, *executives], today=date(2026, 9, 1))
    cells = {cell.key: cell.band for cell in measure(found, "modules-finished").cells}
    assert cells == {"employee": "about-half", "manager": "about-half", "executive": band}


def test_a_year_hides_the_path_that_one_quarter_hid() -> None:
    days = (date(2026, 5, 4), date(2026, 8, 3), date(2026, 11, 2), date(2027, 2, 1))
    facts = [fact for day in days for fact in all_did(M01, [*EMPLOYEES[:12], *MANAGERS[:8]], day)]
    facts += all_did(M01, EXECUTIVES[:2], days[0])
    facts += [fact for day in days[1:] for fact in all_did(M01, EXECUTIVES[:6], day)]
    year = report(facts, period="FY2026-27", today=date(2027, 5, 1))
    assert counts(year)["executive"] is None


# By course ------------------------------------------------------------------------------------------------


def by_course(people: Sequence[Person] = EVERYBODY, few: int = 6, today: date = AFTER) -> Measure:
    facts = [*all_did(ALL, EMPLOYEES[:9]), *all_did(FEW, EXECUTIVES[:few])]
    return measure(report(facts, people, by=Dimension.MODULE, today=today), "courses-reported")


def test_courses_are_told_apart_by_code_and_name() -> None:
    found = by_course()
    assert found.total == 15
    assert found.cells == (
        Cell("C-ALL", Text(en="C-ALL, for all EN", fr="C-ALL, for all FR"), 9),
        Cell("C-FEW", Text(en="C-FEW, for few EN", fr="C-FEW, for few FR"), 6),
    )


def test_somebody_who_reports_two_courses_is_one_person_and_in_both_lines() -> None:
    facts = [*all_did(ALL, EXECUTIVES[:6]), *all_did(FEW, EXECUTIVES[:6]), *all_did(ALL, EXECUTIVES[:6])]
    found = measure(report(facts, by=Dimension.MODULE), "courses-reported")
    assert (found.total, [cell.count for cell in found.cells]) == (6, [6, 6])


@pytest.mark.parametrize(("members", "shown"), [(9, None), (10, 5), (11, 5)])
def test_a_course_for_fewer_than_ten_people_gets_no_figure(members: int, shown: int | None) -> None:
    found = by_course([*EMPLOYEES, *MANAGERS, *EXECUTIVES[:members]], few=5)
    assert [cell.count for cell in found.cells] == ([9, 5] if shown else [None, None])


def test_courses_appear_in_words_while_the_period_is_open_and_modules_in_figures() -> None:
    assert [cell.band for cell in by_course(today=date(2026, 9, 1)).cells] == ["few", "about-half"]
    facts = [*all_did(ALL, EMPLOYEES[:9]), *all_did(M01, EMPLOYEES[:2])]
    found = report(facts, by=Dimension.MODULE, today=date(2026, 9, 1))
    assert counts(found) == {"M01": 2, "M04": 0}


def test_a_course_the_organization_no_longer_names_keeps_its_code() -> None:
    old = CourseReported("OLD", date(2026, 8, 1))
    found = measure(report(all_did(old, EMPLOYEES[:12]), by=Dimension.MODULE), "courses-reported")
    assert found.cells[-1] == Cell("OLD", Text(en="OLD", fr="OLD"), 12)


def test_a_course_that_concerns_nobody_here_is_not_listed() -> None:
    found = report(all_did(ALL, EMPLOYEES[:9]), EMPLOYEES, by=Dimension.MODULE)
    assert counts(found, "courses-reported") == {"C-ALL": 9}


# A small organization -------------------------------------------------------------------------------------


@pytest.mark.parametrize("by", [Dimension.UNIT, Dimension.PATH, Dimension.LANGUAGE])
def test_a_small_organization_sees_totals_only(by: Dimension) -> None:
    found = report(all_did(M01, EMPLOYEES[:9]), by=by, small=True)
    assert measure(found, "modules-finished").total == 9
    assert {measure.cells for measure in found.measures} == {()}
    assert all(measure.hidden_cells for measure in found.measures)


def test_a_small_organization_sees_modules_of_the_whole_organization_and_no_courses() -> None:
    facts = [*all_did(M01, EMPLOYEES[:9]), *all_did(FEW, EXECUTIVES[:6])]
    found = report(facts, by=Dimension.MODULE, small=True)
    assert counts(found) == {"M01": 9, "M04": 0}
    assert (measure(found, "courses-reported").total, counts(found, "courses-reported")) == (6, {})


@pytest.mark.parametrize(("members", "total"), [(9, None), (10, 5), (11, 5)])
def test_a_small_organization_of_fewer_than_ten_people_gets_no_totals(
    members: int, total: int | None
) -> None:
    people = EMPLOYEES[:members]
    for by in Dimension:
        found = report(all_did(M01, people[:5]), people, by=by, small=True)
        assert measure(found, "modules-finished").total == total
