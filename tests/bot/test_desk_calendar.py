"""The calendar of a values and ethics office, the reminders on it, and who may touch them."""

from datetime import date, timedelta
from typing import Any

import pytest

from bot.heard import Press
from content.model import Library, Session, Stage, Text
from dialogs.people import PersonId, Role
from storage.campaigns import campaign, keep
from tests.bot.office import Office, person
from tests.bot.officer import (
    FORM,
    OTHER,
    VERA,
    cells,
    kept,
    looks,
    message,
    office_of,
    opens,
    starts,
    writes,
)
from tests.scheduler.sending import changes, session

ANA = "policy-0"
GUID = "0000000a-de30-4000-8000-00000000000a"


@pytest.fixture
async def office(library: Library) -> Office:
    return await office_of(library)


async def looked(office: Office) -> list[dict[str, Any]]:
    return [dict(entry.body) for entry in await office.store.registers.find("access")]


# Duties --------------------------------------------------------------------------------------------


async def test_a_duty_shows_how_far_it_has_come_and_no_answer_while_it_is_open(office: Office) -> None:
    await office.ticks()
    await office.presses(ANA, "coi")
    await office.presses(ANA, "will-declare")
    await office.types(VERA, "communications")
    shown = await office.presses(VERA, "open", None, campaign="coi@2026-Q4")
    (table,) = shown.view.tables
    assert list(cells(table).values()) == [0, 13, 0, 0]
    assert (shown.view.values["first"], shown.view.values["last"]) == (date(2026, 10, 1), date(2026, 12, 31))
    assert "declare" not in str(shown.view.tables)


async def test_a_duty_is_paused_resumed_and_stopped_and_stays_on_the_calendar(office: Office) -> None:
    await office.types(VERA, "communications")
    await office.presses(VERA, "open", None, campaign="coi@2026-Q4")
    for verb, stage in (
        ("pause-campaign", Stage.PAUSED),
        ("resume-campaign", Stage.RUNNING),
        ("stop-campaign", Stage.RUNNING),
        ("yes", Stage.STOPPED),
    ):
        shown = await office.presses(VERA, verb)
        found = await campaign(office.store, "coi@2026-Q4")
        assert found is not None
        assert found.campaign.stage is stage
    assert (shown.view.card, shown.view.note) == ("campaigns.duty", "campaigns.did.stop")
    await office.ticks()
    assert PersonId(ANA) not in office.came
    shown = await office.types(VERA, "communications")
    assert "stopped" in str(shown.view.inputs)
    shown = await office.presses(VERA, "open", None, campaign="coi@2026-Q4")
    assert shown.view.card == "campaigns.duty"
    shown = await office.presses(VERA, "unreached")
    assert shown.view.card == "campaigns.unreached"


# The calendar --------------------------------------------------------------------------------------


async def test_the_calendar_says_what_leaves_when_to_how_many_and_flags_a_full_week(office: Office) -> None:
    for number in range(3):
        await writes(office, first_day="2026-12-07", title_en=f"Number {number}", title_fr=f"Numéro {number}")
    await keep(office.store, "talk", session(day=date(2026, 12, 10)), 0)
    shown = await office.types(VERA, "communications")
    (table,) = shown.view.tables
    said = [str(row[0].en) for row in table.rows if isinstance(row[0], Text)]
    assert said[0] == "Conflict of interest reminder, October to December 2026 (reminder)"
    assert "Number 1 (communication)" in said
    assert any("session" in each for each in said)
    assert [row[3] for row in table.rows if "Number" in str(row[0])] == [13, 13, 13]
    (flagged,) = [each.en for each in shown.view.remarks if "week of" in each.en]
    assert flagged.startswith("The week of December 7, 2026 has ")
    assert "Number 0, Number 1, Number 2" in flagged


async def test_a_session_is_no_communication_but_stands_beside_them(office: Office) -> None:
    await keep(office.store, "talk", session(day=date(2026, 12, 10)), 0)
    found = await campaign(office.store, "talk")
    assert found is not None
    assert isinstance(found.campaign, Session)
    assert "talk" in str((await office.types(VERA, "communications")).view.inputs)


async def test_what_ended_long_ago_is_not_listed_any_more(office: Office) -> None:
    await starts(office)
    await office.ticks()
    id_ = (await kept(office)).id
    await changes(office.store, id_, stage=Stage.CLOSED)
    assert id_ in str((await office.types(VERA, "communications")).view.inputs)
    office.at += timedelta(days=120)
    assert id_ not in str((await office.types(VERA, "communications")).view.inputs)


# Two officers, and whoever is none -----------------------------------------------------------------


async def test_of_two_officers_the_second_one_is_told_and_nothing_of_theirs_is_done(office: Office) -> None:
    await starts(office)
    await opens(office, OTHER)
    await office.presses(VERA, "pause-campaign")
    shown = await office.presses(OTHER, "pause-campaign")
    assert (shown.view.card, shown.view.note) == ("campaigns.card", "campaigns.changed")
    assert shown.view.buttons[1].verb == "resume-campaign"
    revision = (await kept(office)).revision
    shown = await office.presses(OTHER, "resume-campaign")
    assert shown.view.note == "campaigns.did.resume"
    assert (await kept(office)).revision == revision + 1


async def test_of_two_officers_who_write_at_once_nobody_loses_a_word(office: Office) -> None:
    await writes(office)
    await opens(office, OTHER)
    await office.presses(OTHER, "edit-message")
    await office.presses(VERA, "edit-message")
    await office.presses(VERA, "save-message", None, **{**FORM, "title_en": "Mine"})
    shown = await office.presses(OTHER, "save-message", None, **{**FORM, "title_en": "Theirs"})
    assert (shown.view.card, shown.view.note) == ("campaigns.form", "campaigns.form-changed")
    assert shown.view.inputs[0].value == "Theirs"
    assert (await message(office)).title.en == "Mine"
    shown = await office.presses(OTHER, "save-message", None, **{**FORM, "title_en": "Theirs"})
    assert shown.view.note == "campaigns.saved"


async def test_words_for_a_draft_that_has_started_meanwhile_become_a_correction(office: Office) -> None:
    await writes(office)
    await opens(office, OTHER)
    await office.presses(OTHER, "edit-message")
    await looks(office)
    await office.presses(VERA, "start-campaign")
    shown = await office.presses(OTHER, "save-message", None, **{**FORM, "body_en": "New\n\ntext"})
    assert (shown.view.card, shown.view.note) == ("campaigns.correct", "campaigns.form-changed")
    held = {each.id: each.value for each in shown.view.inputs}
    assert held["body_en"] == "New\n\ntext"
    shown = await office.presses(OTHER, "save-message", None, **held)
    assert shown.view.card == "campaigns.rewording"


async def test_a_campaign_that_closed_meanwhile_is_shown_as_it_is(office: Office) -> None:
    await starts(office)
    await changes(office.store, (await kept(office)).id, stage=Stage.CLOSED)
    shown = await office.presses(VERA, "pause-campaign")
    assert (shown.view.note, shown.view.values["standing"]) == (
        "campaigns.changed",
        office.library.sentences["campaigns.stage.closed"],
    )


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.VE_OFFICER}))
async def test_nobody_else_writes_starts_or_sees_names_even_with_the_buttons(
    office: Office, role: Role
) -> None:
    await office.hires(person("eve", "policy", role))
    await office.settles_in("eve")
    await writes(office)
    ready = await looks(office)
    before = (await kept(office)).revision
    for verb in ("start-campaign", "rehearse", "edit-message", "save-message", "preview-en", "send-test"):
        shown = await office.presses("eve", verb, on=ready, **FORM)
        assert shown.view.card in {"campaigns.not-allowed", "home"}
    assert (await office.types("eve", "communications")).view.card == "campaigns.not-allowed"
    assert (await kept(office)).revision == before
    assert await office.turns.file(PersonId("eve"), f"unreached/{(await kept(office)).id}") is None
    assert await looked(office) == []


async def test_an_officer_who_has_left_may_do_nothing(office: Office) -> None:
    await writes(office)
    ready = await looks(office)
    left = person(VERA, "head-office", Role.VE_OFFICER)
    await office.store.people.bring_in([type(left)(**{**_fields(left), "end": date(2026, 11, 20)})])
    shown = await office.turns.hear(VERA, Press("start-campaign", ready.token))
    assert shown.view.card == "campaigns.not-allowed"
    assert (await kept(office)).campaign.stage is Stage.DRAFT


def _fields(of: Any) -> dict[str, Any]:
    return {name: getattr(of, name) for name in type(of).__dataclass_fields__}


async def test_a_file_for_a_campaign_that_is_not_there_is_not_made(office: Office) -> None:
    assert await office.turns.file(VERA, "unreached/nothing") is None
    assert await looked(office) == []
    assert await office.turns.file(VERA, "2026-Q4") is None, "counts are another office's"
