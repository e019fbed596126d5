"""What a checklist knows as done, by when the rest is due, and who stands on a manager's card."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from content.model import Course, Library, Process, Text
from dialogs.facts import Acknowledged, CourseReported, Fact, LanguageChosen, ModuleFinished, Stamped
from dialogs.people import Path, Person, PersonId
from dialogs.together import Confirmed
from dialogs.views import Table, Value
from reports.checklists import Member, Stands, employees_list, managers_list, team_list

TODAY = date(2026, 11, 23)
NEW = Person(PersonId("new"), start=date(2026, 10, 20))
DAY = date(2026, 11, 2)


def facts(*happened: Fact, day: date = DAY) -> list[Stamped]:
    return [Stamped(NEW.id, day, NEW.unit, NEW.path, "en", fact) for fact in happened]


def listed(
    library: Library,
    happened: Sequence[Stamped] = (),
    *,
    person: Person = NEW,
    stands: Stands | None = None,
    name: str = "onboarding",
) -> tuple[dict[str, Value | None], dict[str, Value | None]]:
    """Return what is to be done and what is done, each by the id of its item."""
    checklist = library.checklists[name]
    answer = employees_list(library, checklist, person, happened, stands or Stands(), today=TODAY)
    ids = {item.text: item.id for item in checklist.items}
    found: dict[str, dict[str, Value | None]] = {"To do": {}, "Done, as far as Ethos knows": {}}
    for table in answer.tables:
        for what, when in table.rows:
            assert isinstance(what, Text)
            found[table.title.en][ids[what]] = when
    assert answer.state.split() == list(found["To do"])
    return found["To do"], found["Done, as far as Ethos knows"]


def with_organization(library: Library, **changes: object) -> Library:
    return library.model_copy(update={"organization": library.organization.model_copy(update=changes)})


def test_days_come_first_in_order_and_words_where_no_day_can_be_worked_out(library: Library) -> None:
    todo, done = listed(library)
    days = [when for when in todo.values() if isinstance(when, date)]
    assert days == sorted(days)
    assert list(todo)[-3:] == ["E13", "E14", "E15"]
    assert (todo["E03"], todo["E06"], todo["E10"]) == (
        date(2026, 10, 26),
        date(2026, 11, 19),
        date(2027, 1, 20),
    )
    assert done == {}


@pytest.mark.parametrize(
    ("value", "when"),
    [
        (Text(en="60", fr="60"), date(2026, 12, 18)),  # the 19th is a Saturday
        (Text(en="sixty", fr="soixante"), Text(en="Within 60 days", fr="Dans les 60 jours")),
        (None, Text(en="Within 60 days", fr="Dans les 60 jours")),
    ],
)
def test_the_organization_decides_how_many_days_a_declaration_may_take(
    library: Library, value: Text | None, when: Value
) -> None:
    changed = with_organization(library, values={"coi.deadline_days": value})
    assert listed(changed)[0]["E07"] == when


@pytest.mark.parametrize(
    ("item", "happened"),
    [
        ("E02", [LanguageChosen("fr")]),
        ("E03", [ModuleFinished("M01", 1)]),
        ("E04", [Acknowledged("2026-1")]),
    ],
)
def test_an_item_is_done_only_where_a_fact_says_so(library: Library, item: str, happened: list[Fact]) -> None:
    todo, done = listed(library, facts(*happened))
    assert (done, item in todo) == ({item: DAY}, False)
    assert listed(library, facts(Acknowledged("2019-1"), ModuleFinished("M99", 1)))[1] == {}


def test_a_path_is_done_when_its_last_module_is_finished(library: Library) -> None:
    modules = library.paths["employee"].modules
    early = facts(*(ModuleFinished(module, 1) for module in modules))
    assert listed(library, early[:-1])[1].keys() == {"E03"}
    late = replace(early[-1], day=date(2026, 11, 9))
    assert listed(library, [*early[:-1], late])[1]["E11"] == date(2026, 11, 9)


def test_courses_are_an_item_where_the_organization_asks_for_any(library: Library) -> None:
    assert "E09" not in listed(with_organization(library, courses=()))[0]
    name = Text(en="Foundations", fr="Fondements")
    courses = (
        Course(code="FON301", name=name, paths=("employee",)),
        Course(code="FON302", name=name, paths=("manager",)),
        Course(code="WHMIS", name=name),
    )
    changed = with_organization(library, courses=courses)
    one = facts(CourseReported("FON301", DAY))
    assert listed(changed, one)[0]["E09"] == date(2027, 1, 18)
    assert listed(changed, [*one, *facts(CourseReported("WHMIS", DAY))])[1]["E09"] == DAY
    assert "E09" in listed(changed, person=replace(NEW, path=Path.MANAGER))[0]


def test_files_with_a_declaration_of_their_own_are_an_item_where_there_are_any(library: Library) -> None:
    assert "E08" not in listed(library)[0]
    text = Text(en="Reviews", fr="Examens")
    process = Process(id="ppr", name=text, form_link=text)
    assert "E08" in listed(with_organization(library, processes=(process,)))[0]


def test_an_item_may_be_for_some_paths_only(library: Library) -> None:
    checklist = library.checklists["onboarding"]
    items = tuple(item.model_copy(update={"paths": ("student",)}) for item in checklist.items)
    changed = library.model_copy(
        update={"checklists": {"onboarding": checklist.model_copy(update={"items": items})}}
    )
    assert listed(changed) == ({}, {})
    assert listed(changed, person=replace(NEW, path=Path.STUDENT))[0]


def test_the_employee_sees_their_own_tap_and_then_that_both_confirmed(library: Library) -> None:
    mine = listed(library, stands=Stands(mine=DAY))[0]["E06"]
    assert isinstance(mine, Text)
    assert mine.en == "you confirmed on November 2, 2026"
    both = listed(library, stands=Stands(mine=DAY, both=Confirmed(PersonId("boss"), DAY)))[1]["E06"]
    assert isinstance(both, Text)
    assert both.en == "confirmed by both, with the manager you had then, on November 2, 2026"


def test_without_a_first_day_or_long_after_it_only_what_always_holds_is_left(library: Library) -> None:
    for start in (None, date(2020, 1, 6)):
        todo, _ = listed(library, person=replace(NEW, start=start))
        assert list(todo) == ["E13", "E14", "E15"]


def test_before_leaving_days_count_back_from_the_last_day(library: Library) -> None:
    todo, _ = listed(library, person=replace(NEW, end=date(2026, 12, 4)), name="departure")
    assert todo["D03"] == date(2026, 11, 23)
    assert list(todo)[-1] == "D05"


def test_a_managers_list_has_words_and_no_ticks(library: Library) -> None:
    (table,) = managers_list(library, library.checklists["onboarding"]).tables
    assert len(table.rows) == 15
    assert all(isinstance(when, Text) for _, when in table.rows)


# A team -----------------------------------------------------------------------------------------------------


def member(library: Library, name: str, mine: date | None = None, due: date | None = DAY) -> Member:
    return Member(f"onboarding~{name}", name, library.checklists["onboarding"], due, mine, None)


def rows(tables: Sequence[Table]) -> list[Value | None]:
    return [row[0] for table in tables for row in table.rows]


def test_whom_the_manager_has_not_confirmed_stands_first_then_by_day_and_name(library: Library) -> None:
    later, nobody_knows = date(2026, 12, 1), None
    answer = team_list(
        library,
        [
            member(library, "done", mine=DAY),
            member(library, "zoe", due=later),
            member(library, "unknown", due=nobody_knows),
            member(library, "bea"),
            member(library, "abe"),
        ],
    )
    assert rows(answer.tables) == ["abe", "bea", "zoe", "unknown", "done"]
    assert [key for key, _ in answer.options] == [
        f"onboarding~{name}" for name in ("abe", "bea", "zoe", "unknown")
    ]
    assert answer.state == "talks"


def test_a_row_says_no_more_than_the_manager_may_know(library: Library) -> None:
    both = replace(member(library, "both", mine=DAY), both=TODAY)
    (table,) = team_list(library, [member(library, "open"), member(library, "mine", mine=DAY), both]).tables
    said = {row[0]: row[2] for row in table.rows}
    assert {name: words.en for name, words in said.items() if isinstance(words, Text)} == {
        "open": "not confirmed by you yet",
        "mine": "you confirmed on November 2, 2026",
        "both": "you both confirmed, on November 23, 2026",
    }


def test_a_team_of_nobody_and_one_with_nothing_left_to_confirm_say_so(library: Library) -> None:
    assert team_list(library, []).state == "nobody"
    settled = team_list(library, [member(library, "done", mine=DAY)])
    assert (settled.state, settled.options, settled.remarks) == ("settled", (), ())
