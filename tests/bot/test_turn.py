"""One turn: what is kept, what is said when it cannot be kept, and who may ask for what."""

from dataclasses import replace
from datetime import date

from content.model import Library
from dialogs.facts import (
    Acknowledged,
    LanguageChosen,
    ModuleFinished,
    NoticeSeen,
    Outcome,
    ReminderAnswered,
    ReminderSent,
)
from dialogs.flow import Ref
from dialogs.people import NO_UNIT, Path, PersonId, Role
from storage.ports import Kept
from tests.bot.office import Office, person


async def facts(office: Office, who: str) -> list[object]:
    return [stamped.fact for stamped in (await office.store.ledger.life(PersonId(who))).facts]


async def place(office: Office, who: str, flow: str) -> Kept:
    life = await office.store.ledger.life(PersonId(who))
    return next(kept for kept in life.conversations if kept.conversation.flow == flow)


async def test_nothing_at_all_is_kept_before_the_notice(office: Office) -> None:
    await office.hires(person("ana", "policy"))
    await office.arrives("ana")
    for text in ("hello", "M01", "my record"):
        await office.types("ana", text, f"id-{text}")
    life = await office.store.ledger.life(PersonId("ana"))
    assert (life.facts, life.conversations) == ((), ())


async def test_the_first_facts_are_stamped_with_the_unit_the_day_and_the_language(office: Office) -> None:
    await office.hires(replace(person("ana", "policy"), path=Path.STUDENT, zone="America/Vancouver"))
    office.at = office.at.replace(day=24, hour=6)  # the evening before, in Vancouver
    await office.settles_in("ana", language="fr")
    life = await office.store.ledger.life(PersonId("ana"))
    assert [stamped.fact for stamped in life.facts] == [NoticeSeen(1), LanguageChosen("fr")]
    stamp = life.facts[0]
    assert (stamp.day, stamp.unit, stamp.path, stamp.language) == (
        date(2026, 11, 23),
        "policy",
        Path.STUDENT,
        "fr",
    )


async def test_the_language_can_be_changed_on_a_card_that_is_looked_up(office: Office) -> None:
    await office.settles_in("ana")
    await office.presses("ana", "record")
    shown = await office.presses("ana", "language-fr")
    assert (shown.view.card, shown.language) == ("record", "fr")
    assert (await office.presses("ana", "home")).language == "fr"


async def test_somebody_the_roster_does_not_know_is_welcomed_and_counted_without_a_unit(
    office: Office,
) -> None:
    await office.settles_in("guest")
    known = await office.store.people.person(PersonId("guest"))
    assert known is not None
    assert (known.unit, known.role) == (NO_UNIT, Role.EMPLOYEE)
    assert (await office.store.ledger.life(PersonId("guest"))).facts[0].unit == NO_UNIT


async def test_a_module_is_finished_and_acknowledged_once_and_for_all(
    office: Office, library: Library
) -> None:
    await office.hires(person("ana", "policy"))
    await office.settles_in("ana")
    await office.presses("ana", "open-M01")
    for _ in range(1 + sum(not page.paths for page in library.modules["M01"].pages)):
        await office.presses("ana", "next")
    await office.presses("ana", "answer", option=library.modules["M01"].dilemma.options[1].id)
    await office.presses("ana", "next")
    await office.presses("ana", "next")
    shown = await office.presses("ana", "acknowledge")
    assert shown.view.card == "module.done"
    code = library.organization.code.version
    assert (await facts(office, "ana"))[-2:] == [
        Acknowledged(code),
        ModuleFinished("M01", library.modules["M01"].version),
    ]


async def test_a_dilemma_leaves_no_trace_in_the_store(office: Office, library: Library) -> None:
    await office.hires(person("ana", "policy"))
    await office.settles_in("ana")
    await office.presses("ana", "open-M01")
    for _ in range(1 + sum(not page.paths for page in library.modules["M01"].pages)):
        await office.presses("ana", "next")
    before = await office.store.ledger.life(PersonId("ana"))
    for option in library.modules["M01"].dilemma.options:
        shown = await office.presses("ana", "answer", option=option.id)
        assert shown.view.values["feedback"] == option.feedback
        assert await office.store.ledger.life(PersonId("ana")) == before


async def test_a_reminder_comes_is_answered_and_does_not_come_again(office: Office) -> None:
    await office.hires(person("ana", "policy"))
    await office.settles_in("ana")
    await office.ticks()
    (shown,) = office.came[PersonId("ana")]
    assert shown.view.card == "coi.ask-first"
    await office.presses("ana", "nothing-changed", on=shown)
    assert (await facts(office, "ana"))[-2:] == [
        ReminderSent("coi", "2026-Q4", 1, (await facts(office, "ana"))[-2].reached),  # type: ignore[attr-defined]
        ReminderAnswered("coi", "2026-Q4", Outcome.NOTHING_CHANGED),
    ]
    office.later(days=3)
    await office.ticks()
    assert len(office.came[PersonId("ana")]) == 1


async def test_nobody_is_reminded_before_having_seen_the_notice(office: Office) -> None:
    await office.hires(person("ana", "policy"))
    await office.arrives("ana")
    await office.ticks()
    assert office.came == {}


async def test_a_reminder_that_was_answered_meanwhile_has_nothing_to_say(office: Office) -> None:
    await office.hires(person("ana", "policy"))
    await office.settles_in("ana")
    await office.ticks()
    ref = (await office.store.deliveries.find("coi"))[0].ref
    assert await office.turns.present(PersonId("ana"), ref, None) is not None
    await office.presses("ana", "will-declare", on=office.came[PersonId("ana")][0])
    assert await office.turns.present(PersonId("ana"), ref, None) is None


async def test_an_arriving_reminder_leaves_the_module_where_it_is(office: Office) -> None:
    await office.hires(person("ana", "policy"))
    await office.settles_in("ana")
    await office.presses("ana", "open-M01")
    page = await office.presses("ana", "next")
    await office.ticks()
    assert (await office.types("ana", "what now")).view.card == page.view.card
    assert (await office.types("ana", "1")).view.card == "which"


async def test_who_wants_advice_sends_a_name_to_the_officer_and_nothing_else(office: Office) -> None:
    await office.hires(person("ana", "policy"), person("omar", "policy", Role.COI_OFFICER))
    await office.settles_in("ana", "omar")
    await office.ticks()
    await office.presses("ana", "need-advice", on=office.came[PersonId("ana")][0])
    shown = await office.presses("ana", "send-name")
    assert (shown.view.card, shown.view.note) == ("coi.answered.need-advice", "office-told")
    await office.ticks()
    note = office.came[PersonId("omar")][-1]
    assert (note.view.card, dict(note.view.values)) == ("coi.advice-request", {"name": "Ana"})


async def test_without_anybody_in_the_office_the_person_is_told_to_call(office: Office) -> None:
    left = replace(person("omar", "policy", Role.COI_OFFICER), end=date(2026, 1, 31))
    await office.hires(person("ana", "policy"), left)
    await office.settles_in("ana")
    await office.ticks()
    await office.presses("ana", "need-advice", on=office.came[PersonId("ana")][0])
    shown = await office.presses("ana", "send-name")
    assert (shown.view.card, shown.view.note) == ("coi.answered.need-advice", "nobody-to-tell")
    await office.ticks()
    assert PersonId("omar") not in office.came


async def test_an_official_who_has_left_gets_no_counts(office: Office) -> None:
    left = replace(person("sam", "policy", Role.SENIOR_OFFICIAL), end=date(2026, 1, 31))
    await office.hires(left)
    await office.settles_in("sam")
    assert (await office.types("sam", "report")).view.card == "report.not-allowed"


async def test_counts_are_for_the_senior_official_as_the_server_knows_them(office: Office) -> None:
    await office.hires(person("sam", "policy", Role.SENIOR_OFFICIAL), person("ana", "policy"))
    await office.settles_in("sam", "ana")
    assert (await office.types("sam", "report")).view.card == "report"
    assert (await office.types("ana", "report")).view.card == "report.not-allowed"
    stolen = office.shown[PersonId("sam")]
    assert (
        await office.presses("ana", "show-report", on=stolen, period="this-quarter")
    ).view.card == "report.not-allowed"
    await office.hires(person("sam", "policy"))  # somebody else holds the office now
    assert (await office.types("sam", "report")).view.card == "report.not-allowed"


async def test_whoever_looks_at_counts_is_written_down_by_role(office: Office) -> None:
    await office.hires(person("sam", "policy", Role.SENIOR_OFFICIAL))
    await office.settles_in("sam")
    await office.types("sam", "report")
    looked = [dict(entry.body) for entry in await office.store.registers.find("access")]
    assert {entry["role"] for entry in looked} == {"senior-official"}
    assert "sam" not in str(looked)


async def test_my_record_lists_every_fact_and_every_place(office: Office) -> None:
    await office.hires(person("ana", "policy"))
    await office.settles_in("ana")
    await office.presses("ana", "open-M01")
    tables = (await office.types("ana", "my record")).view.tables
    life = await office.store.ledger.life(PersonId("ana"))
    rows = [row for table in tables for row in table.rows]
    assert sum(isinstance(row[0], date) for row in rows) == len(life.facts)
    said = " ".join(str(row) for row in rows)
    for words in ("Ana", "Five values"):
        assert words in said


async def test_a_message_about_a_module_shows_where_the_person_is_in_it(office: Office) -> None:
    await office.hires(person("ana", "policy"))
    await office.settles_in("ana")
    await office.presses("ana", "open-M01")
    page = await office.presses("ana", "next")
    shown = await office.turns.present(PersonId("ana"), Ref("module", "M01"), None)
    assert shown is not None
    assert shown.view == page.view
    assert await office.turns.present(PersonId("ana"), Ref("module", "M99"), None) is None
