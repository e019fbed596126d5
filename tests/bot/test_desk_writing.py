"""A values and ethics officer writes and looks: from a blank form to a rehearsal."""

from datetime import date
from typing import Any

import pytest

from bot.cards.adaptive import card
from content.model import Communication, Language, Library, Stage, Text
from dialogs.people import PersonId
from tests.bot.office import Office, person
from tests.bot.officer import (
    FORM,
    VERA,
    kept,
    looks,
    message,
    moves_away,
    office_of,
    starts,
    writes,
)

ANA = "policy-0"
GUID = "0000000a-de30-4000-8000-00000000000a"


@pytest.fixture
async def office(library: Library) -> Office:
    return await office_of(library)


async def looked(office: Office) -> list[dict[str, Any]]:
    return [dict(entry.body) for entry in await office.store.registers.find("access")]


# Writing -------------------------------------------------------------------------------------------


async def test_a_new_communication_is_kept_as_a_draft_with_both_languages(office: Office) -> None:
    shown = await writes(office, first_day="2026-11-30", spread="10")
    assert (shown.view.card, shown.view.note) == ("campaigns.card", "campaigns.saved")
    filed = await kept(office)
    written = filed.campaign
    assert isinstance(written, Communication)
    assert (written.stage, written.previewed, written.text_version) == (Stage.DRAFT, (), 1)
    assert written.title == Text(en="Gifts", fr="Cadeaux")
    assert [part.fr for part in written.body] == ["Demandez d'abord.", "Puis dites non."]
    assert (written.first_day, written.spread_days) == (date(2026, 11, 30), 10)
    assert written.last_day == date(2026, 12, 24)
    assert len(filed.id) == 32


async def test_the_size_of_the_audience_stands_on_the_card_before_anything_can_start(office: Office) -> None:
    shown = await writes(office)
    assert shown.view.values["size"] == 13
    assert "start-campaign" not in [button.verb for button in shown.view.buttons]
    said = [remark.en for remark in shown.view.remarks]
    assert [each.removeprefix("Before it can start: ") for each in said] == [
        "look at it in English.",
        "look at it in French.",
    ]


async def test_a_ready_draft_is_read_over_and_its_name_is_kept(office: Office) -> None:
    await office.types(VERA, "communications")
    await office.presses(VERA, "from-draft")
    shown = await office.presses(VERA, "use-draft", None, draft="elections")
    held = {each.id: each.value for each in shown.view.inputs}
    assert held["title_fr"] == "Élections et activités politiques"
    await office.presses(VERA, "save-message", None, **{**held, "first_day": "2026-11-23"})
    written = (await kept(office)).campaign
    assert isinstance(written, Communication)
    assert (written.draft, len(written.body)) == ("elections", 6)


async def test_a_list_is_kept_by_id_and_everyone_unknown_is_named(office: Office) -> None:
    await office.hires(person("twin", "policy"))
    listed = person("bo", "policy")
    await office.hires(type(listed)(id=PersonId(GUID), email="Bo@example.org"))
    shown = await writes(office, audience="list", people="bo@example.org nobody@example.org; ANA")
    assert (shown.view.card, shown.view.note) == ("campaigns.form", "campaigns.form-faults")
    assert [each.en for each in shown.view.remarks] == [
        "Not on the staff list, or there more than once: nobody@example.org, ana."
    ]
    held = {each.id: each.value for each in shown.view.inputs}
    assert held["body_en"] == FORM["body_en"]
    mended = {**held, "people": f"bo@example.org {GUID.upper()}"}
    shown = await office.presses(VERA, "save-message", None, **mended)
    assert shown.view.note == "campaigns.saved"
    assert (await message(office)).audience.people == (GUID,)
    shown = await office.presses(VERA, "edit-message")
    assert {each.id: each.value for each in shown.view.inputs}["people"] == "Bo@example.org"


async def test_a_changed_text_has_to_be_looked_at_again_and_a_changed_day_has_not(office: Office) -> None:
    await writes(office)
    await looks(office)
    await office.presses(VERA, "edit-message")
    await office.presses(VERA, "save-message", None, **{**FORM, "first_day": "2026-12-01"})
    assert (await message(office)).previewed == ("en", "fr")
    await office.presses(VERA, "edit-message")
    await office.presses(VERA, "save-message", None, **{**FORM, "title_fr": "Les cadeaux"})
    assert (await message(office)).previewed == ()


async def test_no_word_of_a_message_lies_outside_the_register(office: Office) -> None:
    await starts(office, title_en="Zanzibar", body_en="Kilimanjaro")
    await writes(office, title_en="Zanzibar", body_en="Kilimanjaro\n\n")
    await office.types(VERA, "communications")
    life = await office.store.ledger.life(VERA)
    everything = str(life)
    assert "Zanzibar" not in everything
    assert "Kilimanjaro" not in everything
    assert "campaigns" in everything


# Looking -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "fr"])
async def test_a_preview_is_the_card_people_get_in_the_language_that_was_asked(
    library: Library, language: Language
) -> None:
    office = await office_of(library, language=language)
    await writes(office)
    shown = {each: await office.presses(VERA, f"preview-{each}") for each in ("en", "fr")}
    await office.presses(VERA, "back")
    await office.presses(VERA, "start-campaign")
    await office.ticks()
    (came,) = [each for each in office.came[PersonId(ANA)] if each.view.card == "communication"]
    preview = shown[language]
    assert {each: seen.language for each, seen in shown.items()} == {"en": "en", "fr": "fr"}
    assert came.language == language
    theirs, mine = card(library, came)["body"], card(library, preview)["body"]
    assert mine[0]["type"] == "Container", "the note above"
    assert mine[1:] == theirs


async def test_the_rehearsal_says_how_many_on_which_day_and_who_would_be_missed(office: Office) -> None:
    await moves_away(office, "policy-1")
    await office.hires(person("new", "policy"))
    await writes(office)
    shown = await office.presses(VERA, "rehearse")
    days, missed = shown.view.tables
    assert days.rows == ((date(2026, 11, 23), 12),)
    assert [(row[0].en, row[1]) for row in missed.rows if isinstance(row[0], Text)] == [
        (office.library.sentences["undelivered.no-address"].en, 1),
        (office.library.sentences["undelivered.no-notice"].en, 1),
    ]
    assert await office.store.deliveries.find("communication") == ()


async def test_a_test_goes_to_the_officer_and_the_test_list_and_to_nobody_else(library: Library) -> None:
    organization = library.organization.model_copy(update={"test_list": (GUID,)})
    office = await office_of(library.model_copy(update={"organization": organization}))
    tester = person("t", "policy")
    await office.hires(type(tester)(id=PersonId(GUID), email="t@example.org"))
    await office.settles_in(GUID)
    await writes(office)
    assert (await office.presses(VERA, "rehearse")).view.values["tested"] == 1
    shown = await office.presses(VERA, "send-test")
    assert (shown.view.card, shown.view.note) == ("campaigns.rehearsal", "campaigns.test-sent")
    await office.ticks()
    got = {who for who, came in office.came.items() if "communication" in [each.view.card for each in came]}
    assert got == {VERA, PersonId(GUID)}
    assert (await kept(office)).campaign.stage is Stage.DRAFT
    await office.presses(VERA, "send-test")
    await office.ticks()
    cards = [each.view.card for each in office.came[VERA]]
    assert cards.count("communication") == 2, "each test is a message of its own"
