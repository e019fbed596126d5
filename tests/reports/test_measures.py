"""What counts in a period: an onboarding that is finished, a talk that both confirmed, a course reported."""

import random
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from content.model import LearningPath, Library
from dialogs.facts import CourseReported, ModuleFinished, SessionAttended, Side, Stamped, TalkConfirmed
from dialogs.people import Path, Person, PersonId, UnitId
from reports.measures import first_facts
from reports.participation import Dimension, participation
from reports.periods import parse
from tests.reports.office import did, library, staff

Q3, Q4 = parse("2026-Q3"), parse("2026-Q4")
JULY, AUGUST, OCTOBER = date(2026, 7, 6), date(2026, 8, 3), date(2026, 10, 5)
M01, M04 = ModuleFinished("M01", 1), ModuleFinished("M04", 1)
ANA, MAX = "ana", "max"


def words() -> Library:
    """Employees read one module; managers read both."""
    paths = {"employee": LearningPath(modules=("M01",)), "manager": LearningPath(modules=("M01", "M04"))}
    return library().model_copy(update={"paths": paths})


def counted(name: str, *facts: Stamped, period: str = "2026-Q3") -> dict[str, Stamped]:
    return {str(who): stamped for who, stamped in first_facts(facts, parse(period), words())[name].items()}


def as_manager(stamped: Stamped) -> Stamped:
    return replace(stamped, path=Path.MANAGER)


def talk(who: str, side: Side, other: str, day: date = AUGUST, checklist: str = "onboarding") -> Stamped:
    return did(who, TalkConfirmed(checklist, side, PersonId(other)), day, unit=f"of-{who}")


def employee(day: date = AUGUST, *, who: str = ANA, manager: str = MAX) -> Stamped:
    return talk(who, Side.EMPLOYEE, manager, day)


def manager(day: date = AUGUST, *, who: str = MAX, of: str = ANA) -> Stamped:
    return talk(who, Side.MANAGER, of, day)


# Onboarding -----------------------------------------------------------------------------------------------


def test_onboarding_is_finished_with_the_last_module_of_the_path() -> None:
    assert set(counted("onboarding-finished", did(ANA, M01))) == {ANA}
    assert counted("onboarding-finished", as_manager(did(ANA, M01))) == {}
    both = [as_manager(did(ANA, M01, JULY)), as_manager(did(ANA, M04, AUGUST))]
    assert counted("onboarding-finished", *both)[ANA].day == AUGUST


def test_the_modules_before_the_last_may_lie_in_an_earlier_period() -> None:
    facts = [as_manager(did(ANA, M01, JULY)), as_manager(did(ANA, M04, OCTOBER))]
    assert counted("onboarding-finished", *facts) == {}
    assert set(counted("onboarding-finished", *facts, period="2026-Q4")) == {ANA}


def test_a_module_that_is_read_again_finishes_nothing_again() -> None:
    facts = [did(ANA, M01, JULY), did(ANA, M01, OCTOBER)]
    assert counted("onboarding-finished", *facts, period="2026-Q4") == {}


def test_whoever_becomes_a_manager_and_finishes_the_difference_counts_again_then() -> None:
    facts = [did(ANA, M01, JULY), as_manager(did(ANA, M04, OCTOBER))]
    assert counted("onboarding-finished", *facts)[ANA].path is Path.EMPLOYEE
    assert counted("onboarding-finished", *facts, period="2026-Q4")[ANA].path is Path.MANAGER
    year = counted("onboarding-finished", *facts, period="FY2026-27")
    assert year[ANA].path is Path.EMPLOYEE  # a person counts once in a period, where they were first


def test_a_path_without_a_list_of_its_own_has_every_module() -> None:
    student = [replace(did(ANA, module), path=Path.STUDENT) for module in (M01, M04)]
    assert counted("onboarding-finished", *student[:1]) == {}
    assert set(counted("onboarding-finished", *student)) == {ANA}


# Talks ----------------------------------------------------------------------------------------------------


def test_a_talk_counts_when_both_confirmed_it_with_the_employees_unit() -> None:
    found = counted("talks-confirmed", employee(JULY), manager(AUGUST))
    assert set(found) == {ANA}
    assert (found[ANA].unit, found[ANA].day) == ("of-ana", AUGUST)


def test_a_talk_that_straddles_two_periods_counts_once_in_the_later() -> None:
    for facts in ((employee(AUGUST), manager(OCTOBER)), (employee(OCTOBER), manager(AUGUST))):
        assert counted("talks-confirmed", *facts) == {}
        assert set(counted("talks-confirmed", *facts, period="2026-Q4")) == {ANA}


def test_a_talk_confirmed_again_or_with_the_next_manager_counts_once() -> None:
    first = (employee(JULY), manager(AUGUST))
    again = (employee(OCTOBER), manager(OCTOBER))
    next_one = (employee(OCTOBER, manager="eve"), manager(OCTOBER, who="eve"))
    assert counted("talks-confirmed", *first, *again, *next_one, period="2026-Q4") == {}
    assert set(counted("talks-confirmed", *first, *again, *next_one)) == {ANA}


def test_who_comes_back_and_confirms_again_counts_once_in_each_period() -> None:
    first, again = (employee(JULY), manager(AUGUST)), (employee(OCTOBER), manager(OCTOBER))
    back = Person(PersonId(ANA), start=OCTOBER)
    found = [
        first_facts((*first, *again), period, words(), [back])["talks-confirmed"]
        for period in (Q3, Q4, parse("FY2026-27"))
    ]
    assert [[each.day for each in one.values()] for one in found] == [[AUGUST], [OCTOBER], [AUGUST]]


def test_a_tap_from_before_the_first_day_makes_no_talk_with_one_since() -> None:
    back = Person(PersonId(ANA), start=OCTOBER)
    for facts in ((employee(JULY), manager(OCTOBER)), (employee(OCTOBER), manager(JULY))):
        assert first_facts(facts, Q4, words(), [back])["talks-confirmed"] == {}
        assert set(first_facts(facts, Q4, words())["talks-confirmed"]) == {ANA}


def test_the_talk_before_a_departure_is_not_counted() -> None:
    both = (
        talk(ANA, Side.EMPLOYEE, MAX, checklist="departure"),
        talk(MAX, Side.MANAGER, ANA, checklist="departure"),
    )
    assert counted("talks-confirmed", *both) == {}


def test_two_who_do_not_name_each_other_had_no_talk() -> None:
    assert counted("talks-confirmed", employee(manager="eve"), manager()) == {}
    assert counted("talks-confirmed", employee(manager=ANA), manager(who=ANA)) == {}


taps = st.builds(
    lambda who, side, other, days, checklist, unit: replace(
        talk(who, side, other, JULY + timedelta(days=days), checklist), unit=UnitId(unit)
    ),
    st.sampled_from("abc"),
    st.sampled_from(Side),
    st.sampled_from("abc"),
    st.integers(0, 120),
    st.sampled_from(["onboarding", "onboarding", "departure"]),
    st.sampled_from(["north", "south"]),
)


@given(facts=st.lists(taps, max_size=12), order=st.randoms())
def test_no_talk_counts_one_sided_and_the_order_of_facts_does_not_matter(
    facts: list[Stamped], order: random.Random
) -> None:
    shuffled = list(facts)
    order.shuffle(shuffled)
    said = {
        (each.person, each.fact.other, each.fact.side)
        for each in facts
        if isinstance(each.fact, TalkConfirmed) and each.fact.checklist == "onboarding"
    }
    seen: set[PersonId] = set()
    for period in (Q3, Q4):
        found = first_facts(facts, period, words())["talks-confirmed"]
        assert found == first_facts(shuffled, period, words())["talks-confirmed"]
        assert not seen & found.keys()  # nobody counts in two periods
        seen |= found.keys()
    assert seen == {
        who
        for who, other, side in said
        if side is Side.EMPLOYEE and who != other and (other, who, Side.MANAGER) in said
    }


# Courses --------------------------------------------------------------------------------------------------


def test_a_course_counts_on_the_day_it_was_reported_not_when_it_was_finished() -> None:
    said = did(ANA, CourseReported("FON301", date(2019, 1, 1)), AUGUST)
    assert set(counted("courses-reported", said)) == {ANA}
    assert counted("courses-reported", said, period="2026-Q4") == {}


# Sessions -------------------------------------------------------------------------------------------------


def test_whoever_attends_two_sessions_in_a_period_is_one_person_where_they_were_first() -> None:
    first, second = SessionAttended("first"), SessionAttended("second")
    facts = [did(ANA, first, JULY, unit="north"), did(ANA, second, AUGUST, unit="south"), did(MAX, second)]
    found = counted("sessions-attended", *facts)
    assert set(found) == {ANA, MAX}
    assert (found[ANA].unit, found[ANA].day) == ("north", JULY)
    assert counted("sessions-attended", *facts, period="2026-Q4") == {}
    assert set(
        counted("sessions-attended", did(ANA, first), did(ANA, second, OCTOBER), period="2026-Q4")
    ) == {ANA}


def test_a_small_count_of_people_at_sessions_is_hidden_like_any_other() -> None:
    north, south, east = (staff(unit, 12) for unit in ("north", "south", "east"))
    there = SessionAttended("first")
    facts = [did(each.id, there, unit=str(each.unit)) for each in (*north[:3], *south[:8], *east[:6])]
    found = participation(Q3, OCTOBER, facts, [*north, *south, *east], words(), by=Dimension.UNIT)
    measured = next(each for each in found.measures if each.id == "sessions-attended")
    shown = {cell.key: cell.count for cell in measured.cells if cell.key in {"north", "south", "east"}}
    assert measured.total == 17
    assert shown["north"] is None
    assert [shown["south"], shown["east"]].count(None) >= 1, "or the small one could be worked out"


def test_what_comes_after_the_period_changes_nothing() -> None:
    people = [Person(PersonId(name)) for name in "xyz"]
    facts = [did(people[0], M01), employee(), manager()]
    later = [did(people[1], M01, OCTOBER), did(people[2], CourseReported("C", JULY), OCTOBER)]
    assert first_facts([*facts, *later], Q3, words()) == first_facts(facts, Q3, words())
