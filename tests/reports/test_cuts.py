"""Counts by topic, by answer, by kind of file and by time: what is counted, and what is hidden."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from content.model import Library, Process
from dialogs.facts import (
    Fact,
    FileAnswered,
    FileOutcome,
    MessageSent,
    ModuleFinished,
    Outcome,
    Reached,
    ReminderAnswered,
    ReminderSent,
    SessionAttended,
    Side,
    Stamped,
    TalkConfirmed,
)
from dialogs.people import Person, PersonId
from dialogs.themes import THEMES
from reports.participation import Cell, Dimension, Measure, Report, participation
from reports.periods import parse
from reports.rendering import as_csv, as_json, card_tables
from tests.reports.office import both, did, library, staff

AFTER = date(2026, 11, 23)
AUGUST = date(2026, 8, 3)
PEOPLE = staff("north", 40)
TOPICS = {"gifts-talk": "gifts", "respect-talk": "respect", "untold": "", "odd": "of-our-own"}


def words(*, small: bool = False) -> Library:
    found = library()
    processes = (Process(id="contract", name=both("a contract"), form_link=both("link")),)
    organization = found.organization.model_copy(update={"processes": processes, "small": small})
    modules = {
        "M01": found.modules["M01"],
        "M04": found.modules["M04"].model_copy(update={"topic": "coi"}),
    }
    return found.model_copy(update={"organization": organization, "modules": modules})


def report(
    facts: Sequence[Stamped],
    by: Dimension = Dimension.MODULE,
    *,
    today: date = AFTER,
    people: Sequence[Person] = PEOPLE,
    small: bool = False,
    topics: Mapping[str, str] = TOPICS,
) -> Report:
    return participation(parse("2026-Q3"), today, facts, people, words(small=small), by=by, topics=topics)


def measure(found: Report, name: str) -> Measure:
    return next(each for each in found.measures if each.id == name)


def counts(found: Report, name: str) -> dict[str, int | None]:
    return {cell.key: cell.count for cell in measure(found, name).cells}


def all_did(fact: Fact, people: Sequence[Person], day: date = AUGUST) -> list[Stamped]:
    return [did(person, fact, day) for person in people]


# Messages -------------------------------------------------------------------------------------------------


def message(source: str, occurrence: str = "", reached: Reached = Reached.DELIVERED) -> MessageSent:
    return MessageSent(source, occurrence, reached)


def test_whoever_may_have_a_message_or_a_reminder_counts_once_and_nobody_is_said_to_have_read_it() -> None:
    facts = [
        did(PEOPLE[0], message("communication", "gifts-talk")),
        did(PEOPLE[0], ReminderSent("coi", "2026-Q3", 1, Reached.TOGETHER)),
        did(PEOPLE[1], message("talk", reached=Reached.UNCERTAIN)),
        did(PEOPLE[2], ReminderSent("code", "2026", 1, Reached.DELIVERED)),
        did(PEOPLE[3], message("communication", "gifts-talk", Reached.REFUSED)),
        did(PEOPLE[4], message("rehearsal", "gifts-talk")),
    ]
    found = report(facts, Dimension.UNIT)
    assert measure(found, "messages-arrived").total == 3
    assert measure(found, "messages-undelivered").total == 1


def test_whoever_was_reached_at_last_counts_as_reached_and_as_missed_once() -> None:
    late = did(PEOPLE[0], message("talk"), AUGUST + timedelta(days=1))
    facts = [did(PEOPLE[0], message("talk", reached=Reached.REFUSED)), late]
    found = report(facts, Dimension.UNIT)
    assert [measure(found, f"messages-{end}").total for end in ("arrived", "undelivered")] == [1, 1]


# By answer, by kind of file, by time ----------------------------------------------------------------------


def answer(outcome: Outcome) -> ReminderAnswered:
    return ReminderAnswered("coi", "2026-Q3", outcome)


def test_answers_to_reminders_are_people_and_few_of_one_kind_are_hidden_with_others() -> None:
    facts = [
        *all_did(answer(Outcome.NOTHING_CHANGED), PEOPLE[:20]),
        *all_did(answer(Outcome.WILL_DECLARE), PEOPLE[20:32]),
        *all_did(answer(Outcome.NEED_ADVICE), PEOPLE[32:34]),
    ]
    found = report(facts)
    assert measure(found, "reminders-answered").total == 34
    shown = counts(found, "reminders-answered")
    assert shown["need-advice"] is None
    assert list(shown.values()).count(None) >= 2, "or the total would tell"
    assert 12 in shown.values() or 20 in shown.values()


def test_of_fewer_than_ten_who_answered_nothing_is_told_apart() -> None:
    facts = all_did(answer(Outcome.NOTHING_CHANGED), PEOPLE[:9])
    assert set(counts(report(facts), "reminders-answered").values()) == {None}
    assert measure(report(facts), "reminders-answered").total == 9


def test_where_nobody_answered_no_answer_is_listed() -> None:
    assert measure(report([]), "reminders-answered").cells == ()


def test_answers_before_files_are_told_apart_by_the_kind_of_file_and_never_by_the_answer() -> None:
    facts = [
        *all_did(FileAnswered("contract", FileOutcome.NO_CONFLICT), PEOPLE[:12]),
        *all_did(FileAnswered("contract", FileOutcome.NEED_ADVICE), PEOPLE[:1]),
        *all_did(FileAnswered("gone", FileOutcome.NO_CONFLICT), PEOPLE[12:24]),
    ]
    found = measure(report(facts), "files-answered")
    assert found.total == 24
    assert [(cell.key, cell.name.fr, cell.count) for cell in found.cells] == [
        ("contract", "a contract FR", 12),
        ("gone", "gone", 12),
    ]


def talked(person: Person, day: date) -> list[Stamped]:
    boss = PersonId("boss")
    return [
        did(person, TalkConfirmed("onboarding", Side.EMPLOYEE, boss), day),
        did(str(boss), TalkConfirmed("onboarding", Side.MANAGER, person.id), day),
    ]


@pytest.mark.parametrize(
    ("days", "time"),
    [(0, "in-time"), (42, "in-time"), (43, "later"), (-10, "in-time"), (-43, "unknown"), (None, "unknown")],
)
def test_a_talk_is_in_time_within_six_weeks_of_the_first_day(days: int | None, time: str) -> None:
    start = None if days is None else AUGUST - timedelta(days=days)
    people = [replace(person, start=start) for person in PEOPLE]
    facts = [fact for person in people[:12] for fact in talked(person, AUGUST)]
    found = measure(report(facts, people=people), "talks-confirmed")
    assert {cell.key: cell.count for cell in found.cells if cell.count} == {time: 12}
    assert [cell.key for cell in found.cells] == ["in-time", "later", "unknown"]


# By topic -------------------------------------------------------------------------------------------------


def test_modules_are_counted_by_their_topic_as_people_of_the_whole_organization() -> None:
    facts = [
        *all_did(ModuleFinished("M01", 1), PEOPLE[:3]),
        *all_did(ModuleFinished("M04", 1), PEOPLE[:2]),
        *all_did(ModuleFinished("M99", 1), PEOPLE[2:4]),
    ]
    found = report(facts, Dimension.TOPIC, today=date(2026, 9, 1))
    assert counts(found, "modules-finished") == {"coi": 2, "other": 4}
    assert not found.in_bands(measure(found, "modules-finished"))


def test_people_at_sessions_are_counted_by_topic_and_few_of_them_are_hidden() -> None:
    facts = [
        *all_did(SessionAttended("gifts-talk"), PEOPLE[:12]),
        *all_did(SessionAttended("respect-talk"), PEOPLE[10:13]),
        *all_did(SessionAttended("untold"), PEOPLE[13:25]),
        *all_did(SessionAttended("odd"), PEOPLE[25:26]),
    ]
    found = report(facts, Dimension.TOPIC)
    shown = counts(found, "sessions-attended")
    assert list(shown) == ["gifts", "respect", "other"]
    assert shown["respect"] is None
    assert found.in_bands(measure(found, "sessions-attended")) is False
    opened = report(facts, Dimension.TOPIC, today=date(2026, 9, 1))
    assert {cell.band for cell in measure(opened, "sessions-attended").cells} <= {None, "few", "about-half"}


def test_messages_are_counted_by_what_they_were_about_and_talks_about_nothing() -> None:
    facts = [
        *all_did(message("communication", "gifts-talk"), PEOPLE[:14]),
        *all_did(message("session", "respect-talk"), PEOPLE[:7]),
        *all_did(message("talk"), PEOPLE[14:20]),
    ]
    found = report(facts, Dimension.TOPIC)
    assert measure(found, "messages-arrived").total == 20
    assert counts(found, "messages-arrived") == {"gifts": 14, "respect": 7, "other": 0}


def test_what_has_no_topic_is_not_told_apart_by_one() -> None:
    found = report(all_did(answer(Outcome.FILED), PEOPLE[:12]), Dimension.TOPIC)
    assert measure(found, "reminders-answered").cells == ()


def test_every_module_that_is_shipped_has_a_topic_with_a_name(library: Library) -> None:
    for module in library.modules.values():
        assert module.topic in THEMES
        assert library.sentences[f"theme.{module.topic}"].fr


# In every form, and in a small organization ---------------------------------------------------------------


def test_every_cut_has_its_own_words_in_every_form_of_a_report() -> None:
    facts = [
        *all_did(answer(Outcome.FILED), PEOPLE[:12]),
        *all_did(FileAnswered("contract", FileOutcome.NO_CONFLICT), PEOPLE[:12]),
        *(fact for person in PEOPLE[:12] for fact in talked(person, AUGUST)),
        *all_did(SessionAttended("gifts-talk"), PEOPLE[:12]),
    ]
    for by, cuts in (
        (Dimension.MODULE, {"module", "course", "answer", "file", "time"}),
        (Dimension.TOPIC, {"topic"}),
    ):
        found = report(facts, by)
        assert {cut for each in as_json(found)["measures"] for cut in each["by"] if each["by"][cut]} <= cuts
        assert {f'"{cut}"' in as_csv(found, words()) for cut in cuts - {"course"}} == {True}
        titles = [table.title.en for table in card_tables(found, words()).tables]
        assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("by", [Dimension.MODULE, Dimension.TOPIC])
def test_a_small_organization_sees_totals_modules_and_their_topics_only(by: Dimension) -> None:
    facts = [
        *all_did(ModuleFinished("M04", 1), PEOPLE[:6]),
        *all_did(answer(Outcome.FILED), PEOPLE[:12]),
        *all_did(SessionAttended("gifts-talk"), PEOPLE[:12]),
        *all_did(FileAnswered("contract", FileOutcome.NO_CONFLICT), PEOPLE[:12]),
    ]
    found = report(facts, by, small=True)
    told_apart = {each.id for each in found.measures if each.cells}
    assert told_apart == {"modules-finished"}
    assert {each.id: each.total for each in found.measures if each.total} == {
        "modules-finished": 6, "reminders-answered": 12, "sessions-attended": 12, "files-answered": 12,
    }  # fmt: skip


def test_a_very_small_organization_gets_no_topics_either() -> None:
    found = report(all_did(ModuleFinished("M04", 1), PEOPLE[:6]), Dimension.TOPIC, people=PEOPLE[:9])
    assert {cell.count for cell in measure(found, "modules-finished").cells} == {None}
    assert measure(found, "modules-finished").cells[0] == Cell("coi", both("theme.coi"))
