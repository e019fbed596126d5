"""The action plan in chat: who writes it, who follows it up, what is overdue, and what is counted for it."""

from dataclasses import replace
from datetime import date

import pytest

from bot.heard import Shown
from content.model import Library, Name, Text, Title
from dialogs.action_plan_cards import WITHDRAWN
from dialogs.facts import ModuleFinished, Stamped
from dialogs.people import Path, UnitId
from dialogs.views import Choice
from storage.ports import Conversation, Move
from storage.written import PLAN
from tests.bot.office import Office
from tests.bot.plan_office import ANA, BOSS, GOAL, SAM, VERA, follow_up, goal, office_of


@pytest.fixture
async def office(library: Library) -> Office:
    return await office_of(library)


def offered(shown: Shown, id_: str = "goal") -> list[str]:
    """Return the lines to choose from; the way to the withdrawn ones, which stands last, is none."""
    found = [each for each in shown.view.inputs if each.id == id_]
    return [text.en for each in found for key, text in options(each) if key != WITHDRAWN]


def options(asked: object) -> tuple[tuple[str, Text], ...]:
    assert isinstance(asked, Choice)
    return asked.options


def verbs(shown: Shown) -> list[str]:
    more = [key for each in shown.view.inputs if each.id == "more" for key, _ in options(each)]
    return [*(button.verb for button in shown.view.buttons), *more]


def held(shown: Shown) -> dict[str, str]:
    return {each.id: each.value for each in shown.view.inputs}


def lines(shown: Shown) -> list[str]:
    found = shown.view.values["lines"]
    assert isinstance(found, tuple)
    return [each.en for each in found]


async def opens(office: Office, who: str, id_: str = "g1") -> Shown:
    await office.types(who, "action plan")
    return await office.presses(who, "open", None, goal=id_)


async def test_the_office_writes_a_line_and_reads_it_again(office: Office) -> None:
    shown = await office.types(VERA, "action plan")
    assert shown.view.card == "plan.none"
    shown = await office.presses(VERA, "new-goal")
    assert shown.view.card == "plan.form"
    shown = await office.presses(VERA, "save-goal", None, **GOAL)
    assert (shown.view.card, shown.view.note) == ("plan.goal", "plan.saved")
    assert lines(shown) == [
        "Goal, a branch",
        "How it stands: due on March 31, 2027",
        "Office that answers for it: O1",
        "Measured by: N1",
        "Target: 80",
        "Headings: Public service as a calling, Respect",
    ]
    shown = await office.types(VERA, "action plan")
    assert offered(shown) == ["G1: due on March 31, 2027"]
    (line,) = (await PLAN.lines(office.store)).values()
    assert len(line.id) == 32, "ids are random, never sequential"


async def test_a_form_with_faults_comes_back_as_it_was_written(office: Office) -> None:
    await office.types(VERA, "action plan")
    await office.presses(VERA, "new-goal")
    wrong = {**GOAL, "title_en": "", "target": "1,5", "due": "soon", "owner_en": "O" * 130, "level": "x"}
    shown = await office.presses(VERA, "save-goal", None, **wrong)
    assert (shown.view.card, shown.view.note) == ("plan.form", "plan.form-faults")
    assert [remark.en.partition(":")[0] for remark in shown.view.remarks] == [
        "Level",
        "What is to be reached, in English",
        "Office that answers for it, in English",
        "Target, a whole number (optional)",
        "Due on",
    ]
    assert held(shown)["target"] == "1,5"
    assert held(shown)["owner_en"] == "O" * 130
    assert not await PLAN.lines(office.store)


async def test_what_is_overdue_comes_first_and_is_said_in_words(library: Library) -> None:
    office = await office_of(
        library,
        later=goal("2027-06-30", title=Title(en="Later")),
        late=goal("2026-10-31", title=Title(fr="Tard")),
        soon=goal("2026-12-01", title=Title(en="Soon"), kind="risk"),
        done=goal("2026-01-31", title=Title(en="Done"), state="reached"),
    )
    shown = await office.types(SAM, "action plan")
    assert offered(shown) == [
        "Tard: overdue since October 31, 2026",
        "Risk. Soon: due on December 1, 2026",
        "Later: due on June 30, 2027",
        "Done: reached",
    ]
    assert "Overdue: 1. Due within 30 days: 1." in str(shown.view.values["standing"])


async def test_the_senior_official_follows_up_and_does_not_write_lines(library: Library) -> None:
    office = await office_of(library, g1=goal())
    shown = await office.types(SAM, "action plan")
    assert verbs(shown) == ["open", "month", "recommendations", "home"]
    shown = await opens(office, SAM)
    assert verbs(shown) == ["open", "follow-up", "plan", "home", "goal-history"]
    for verb in ("edit-goal", "goal-reached", "goal-dropped", "withdraw-goal"):
        await opens(office, SAM)
        shown = await office.presses(SAM, verb)
        assert shown.view.card == "plan.goal", verb
    await opens(office, SAM)
    shown = await office.presses(SAM, "follow-up")
    assert held(shown) == {"day": "2026-11-23", "value": "", "note_en": "", "note_fr": ""}
    shown = await office.presses(SAM, "save-follow-up", None, day="2026-11-20", value="45", note_en="n1")
    assert (shown.view.card, shown.view.note) == ("plan.goal", "plan.followed-up")
    assert "Where it is: 45 (November 20, 2026)" in lines(shown)
    (table,) = shown.view.tables
    assert table.rows == ((date(2026, 11, 20), 45, Text(en="n1", fr="n1")),)
    line = await PLAN.line(office.store, "g1")
    assert line is not None
    assert line.body.state == "open"


async def test_a_follow_up_without_a_word_or_with_a_day_to_come_comes_back(library: Library) -> None:
    office = await office_of(library, g1=goal())
    await opens(office, SAM)
    await office.presses(SAM, "follow-up")
    shown = await office.presses(SAM, "save-follow-up", None, day="2026-12-24", value="", note_en="")
    assert (shown.view.card, shown.view.note) == ("plan.follow-up", "plan.form-faults")
    assert len(shown.view.remarks) == 2
    shown = await office.presses(SAM, "save-follow-up", None, day="2026-11-23", value="few", note_en="n")
    assert held(shown)["value"] == "few"
    assert shown.view.remarks[0].en == "The number now: write a whole number, such as 80."


async def test_a_line_is_reached_dropped_reopened_withdrawn_and_brought_back(library: Library) -> None:
    office = await office_of(library, g1=goal("2026-10-31"))
    for verb, note in (
        ("goal-reached", "plan.reached"),
        ("goal-reopened", "plan.reopened"),
        ("goal-dropped", "plan.dropped"),
        ("withdraw-goal", "plan.withdrawn"),
    ):
        await opens(office, VERA)
        shown = await office.presses(VERA, "open", None, more=verb)
        assert (shown.view.card, shown.view.note) == ("plan.goal", note)
    assert (await office.types(VERA, "action plan")).view.card == "plan.none"
    shown = await office.presses(VERA, "open", None, goal=WITHDRAWN)
    assert (shown.view.card, len(offered(shown))) == ("plan.withdrawn", 1)
    shown = await office.presses(VERA, "open", None, goal="g1")
    assert verbs(shown) == ["open", "plan", "home", "goal-history", "restore-goal"]
    shown = await office.presses(VERA, "open", None, more="restore-goal")
    assert shown.view.note == "plan.restored"
    shown = await office.presses(VERA, "open", None, more="goal-history")
    assert shown.view.card == "plan.history"
    assert next(str(row[2]) for row in shown.view.tables[0].rows).count("dropped") == 1
    assert len(shown.view.tables[0].rows) == 6


async def test_who_was_not_faster_is_told_and_keeps_what_was_written(library: Library) -> None:
    office = await office_of(library, g1=goal())
    await opens(office, VERA)
    await office.presses(VERA, "edit-goal")
    line = await PLAN.line(office.store, "g1")
    assert line is not None
    await PLAN.keep(office.store, "g1", goal(title=Title(en="Theirs")), line.revision)
    shown = await office.presses(VERA, "save-goal", None, **{**GOAL, "title_en": "Mine"})
    assert (shown.view.card, shown.view.note) == ("plan.form", "plan.form-changed")
    assert held(shown)["title_en"] == "Mine"
    assert shown.view.remarks[0].en == "It says now: Theirs: due on March 31, 2027"
    shown = await office.presses(VERA, "save-goal", None, **{**GOAL, "title_en": "Mine"})
    assert shown.view.note == "plan.saved"
    shown = await opens(office, VERA)
    line = await PLAN.line(office.store, "g1")
    assert line is not None
    await PLAN.keep(office.store, "g1", goal(title=Title(en="Theirs")), line.revision)
    shown = await office.presses(VERA, "open", None, more="goal-dropped")
    assert (shown.view.card, shown.view.note) == ("plan.goal", "plan.changed")


async def test_two_follow_ups_at_once_are_both_kept(library: Library) -> None:
    office = await office_of(library, g1=goal())
    for who in (SAM, VERA):
        await opens(office, who)
        await office.presses(who, "follow-up")
    for who, value in ((SAM, "10"), (VERA, "20"), (VERA, "20")):
        await office.presses(who, "follow-up")
        await office.presses(who, "save-follow-up", None, day="2026-11-23", value=value)
    line = await PLAN.line(office.store, "g1")
    assert line is not None
    assert [each.value for each in line.body.follow_ups] == [10, 20]


async def test_a_name_in_a_line_is_warned_of_and_may_stand_if_it_means_something_else(
    library: Library,
) -> None:
    office = await office_of(library, g1=goal())
    for words in ("ask M. Tremblay about it", "write to x@example.org"):
        await office.types(VERA, "action plan")
        await office.presses(VERA, "new-goal")
        shown = await office.presses(VERA, "save-goal", None, **{**GOAL, "title_en": words})
        assert (shown.view.card, shown.view.note) == ("plan.form", "plan.look"), words
        assert held(shown)["title_en"] == words
        assert "save-anyway" in verbs(shown)
    shown = await office.presses(VERA, "save-anyway", None, **{**GOAL, "title_en": words})
    assert shown.view.note == "plan.saved"
    await opens(office, SAM)
    await office.presses(SAM, "follow-up")
    said = {"day": "2026-11-23", "note_en": "as Mme Roy said"}
    shown = await office.presses(SAM, "save-follow-up", None, **said)
    assert (shown.view.card, shown.view.note) == ("plan.follow-up", "plan.look")
    shown = await office.presses(SAM, "save-anyway", None, **said)
    assert shown.view.note == "plan.followed-up"


async def finishes(office: Office, number: int) -> None:
    """Have so many people finish a module in this fiscal year."""
    for each in range(number):
        who = await office.store.people.person(f"services-{each}")  # type: ignore[arg-type]
        assert who is not None
        fact = Stamped(
            who.id, date(2026, 11, 2), UnitId("services"), Path.EMPLOYEE, "en", ModuleFinished("M01", 1)
        )
        await office.store.ledger.commit(Move(Conversation(who.id, "m", ""), 0, 1, b"{}"), facts=[fact])


async def test_an_indicator_is_counted_for_the_organization_and_the_look_is_kept(library: Library) -> None:
    counted = goal(indicator=None, measure="modules-finished", target=20)
    office = await office_of(library, g1=counted)
    await finishes(office, 7)
    shown = await opens(office, SAM)
    assert "Where it is: 7 (fiscal year 2026 to 2027)" in lines(shown)
    looks = [entry.body for entry in await office.store.registers.find("access")]
    assert {"what": "report", "period": "FY2026-27"}.items() <= looks[0].items()
    shown = await office.presses(SAM, "follow-up")
    assert "value" not in held(shown), "what is counted is not typed"


async def test_of_a_tiny_organization_nothing_is_counted(library: Library) -> None:
    office = await office_of(library, g1=goal(indicator=None, measure="modules-finished"))
    everyone = await office.store.people.everyone()
    gone = [replace(each, end=date(2025, 1, 1)) for each in everyone if each.id not in (VERA, SAM, ANA)]
    await office.store.people.bring_in(gone)
    shown = await opens(office, SAM)
    assert any("hidden" in line for line in lines(shown) if line.startswith("Where it is")), lines(shown)


async def test_nobody_else_sees_the_plan(library: Library) -> None:
    office = await office_of(library, g1=goal(owner=Name(en="Secret")))
    for who in (ANA, BOSS):
        shown = await office.types(who, "action plan")
        assert shown.view.card == "plan.not-allowed"
        assert "Secret" not in str(shown.view)


async def test_a_long_plan_comes_in_parts(library: Library) -> None:
    goals = {f"g{n:02}": goal(title=Title(en=f"T{n}", fr=f"T{n}")) for n in range(1, 16)}
    office = await office_of(library)
    for id_, each in goals.items():
        await PLAN.keep(office.store, id_, each, 0)
    shown = await office.types(VERA, "action plan")
    assert len(offered(shown)) == 12
    shown = await office.presses(VERA, "part-2")
    assert len(offered(shown)) == 3
    assert follow_up("2026-11-23").value is None
