"""The whole path of a values and ethics officer, in a small office: from a blank form to a correction."""

import csv
from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest

from bot.cards.adaptive import card
from bot.heard import Press
from content.model import Communication, Language, Library, Session, Stage, Text
from dialogs.people import PersonId, Role
from scheduler.corrections import Corrections
from storage.campaigns import campaign, keep, versions
from storage.ports import DeliveryState
from tests.bot.office import Office, person
from tests.bot.officer import (
    BETTER,
    FORM,
    OTHER,
    VERA,
    cells,
    kept,
    looks,
    moves_away,
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


# Writing ------------------------------------------------------------------------------------------


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
    assert (await kept(office)).campaign.audience.people == (GUID,)  # type: ignore[union-attr]
    shown = await office.presses(VERA, "edit-message")
    assert {each.id: each.value for each in shown.view.inputs}["people"] == "Bo@example.org"


async def test_a_changed_text_has_to_be_looked_at_again_and_a_changed_day_has_not(office: Office) -> None:
    await writes(office)
    await looks(office)
    await office.presses(VERA, "edit-message")
    await office.presses(VERA, "save-message", None, **{**FORM, "first_day": "2026-12-01"})
    assert (await kept(office)).campaign.previewed == ("en", "fr")  # type: ignore[union-attr]
    await office.presses(VERA, "edit-message")
    await office.presses(VERA, "save-message", None, **{**FORM, "title_fr": "Les cadeaux"})
    assert (await kept(office)).campaign.previewed == ()  # type: ignore[union-attr]


async def test_no_word_of_a_message_lies_outside_the_register(office: Office) -> None:
    await starts(office, title_en="Zanzibar", body_en="Kilimanjaro")
    await writes(office, title_en="Zanzibar", body_en="Kilimanjaro\n\n")
    await office.types(VERA, "communications")
    life = await office.store.ledger.life(VERA)
    everything = str(life)
    assert "Zanzibar" not in everything
    assert "Kilimanjaro" not in everything
    assert "campaigns" in everything


# Looking ------------------------------------------------------------------------------------------


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


# Sending ------------------------------------------------------------------------------------------


async def test_started_it_reaches_everybody_and_only_delivery_states_are_counted(office: Office) -> None:
    shown = await starts(office)
    assert shown.view.note == "campaigns.did.start"
    (before,) = shown.view.tables
    assert cells(before) == {
        "waiting": 13,
        "delivered": 0,
        "not delivered": 0,
        "uncertain: it left, and no answer came": 0,
    }
    await office.ticks()
    (after,) = (await office.presses(VERA, "campaign-now")).view.tables
    assert list(cells(after).values()) == [0, 13, 0, 0]
    assert "read" not in str(after)


async def test_it_is_paused_resumed_and_stopped_and_each_version_is_kept(office: Office) -> None:
    await starts(office)
    for verb, stage in (
        ("pause-campaign", Stage.PAUSED),
        ("resume-campaign", Stage.RUNNING),
        ("stop-campaign", Stage.RUNNING),
        ("yes", Stage.STOPPED),
    ):
        shown = await office.presses(VERA, verb)
        assert (await kept(office)).campaign.stage is stage
    assert shown.view.note == "campaigns.did.stop"
    stages = [each.campaign.stage for each in await versions(office.store, (await kept(office)).id)]
    assert stages == [*[Stage.DRAFT] * 3, Stage.RUNNING, Stage.PAUSED, Stage.RUNNING, Stage.STOPPED]
    await office.ticks()
    assert not [each for each in office.came.get(PersonId(ANA), []) if each.view.card == "communication"]


async def test_a_draft_that_is_set_aside_is_not_sent(office: Office) -> None:
    await writes(office)
    shown = await office.presses(VERA, "drop-draft")
    assert shown.view.note == "campaigns.did.discard"
    assert "correct-message" not in str(shown.view.inputs)
    assert (await kept(office)).campaign.stage is Stage.STOPPED


async def test_who_was_not_reached_is_counted_by_reason_on_the_card_and_named_in_the_file(
    office: Office,
) -> None:
    await office.store.people.bring_in(
        [person("eve", "policy"), person("zed", "policy"), person('=cmd|"x"', "policy")]
    )
    await moves_away(office, ANA)
    await starts(office)
    await office.ticks()
    shown = await office.presses(VERA, "open", None, more="unreached")
    (table,) = shown.view.tables
    no_address = office.library.sentences["undelivered.no-address"]
    assert [row[:2] for row in table.rows] == [(no_address, 4)]
    assert not {"Eve", ANA, "Policy-0"} & set(str(shown.view).replace("'", " ").split())
    shown = await office.presses(VERA, "make-list")
    assert shown.view.card == "campaigns.file"
    assert shown.view.file.startswith("unreached/")
    file = await office.turns.file(VERA, shown.view.file)
    assert file is not None
    header, *rows = csv.reader(StringIO(file.body.decode("utf-8-sig")))
    assert header == ["name", "email", "reason_en", "reason_fr", "next_en", "next_fr"]
    assert [row[0] for row in rows] == ['\'=Cmd|"X"', "Eve", "Policy-0", "Zed"]
    assert {row[2] for row in rows} == {no_address.en}
    id_ = (await kept(office)).id
    expected = {"what": "unreached", "campaign": id_, "role": "ve-officer", "day": "2026-11-23"}
    assert await looked(office) == [expected, expected], "made to be described, then handed over"


async def test_when_everybody_was_reached_there_is_no_list_to_get(office: Office) -> None:
    await starts(office)
    await office.ticks()
    shown = await office.presses(VERA, "open", None, more="unreached")
    assert shown.view.tables == ()
    assert "make-list" not in [button.verb for button in shown.view.buttons]


async def test_a_campaign_that_is_over_tells_who_came_too_late(office: Office) -> None:
    await starts(office)
    await office.hires(person("late", "policy"))
    await office.settles_in("late")
    await office.ticks()
    await changes(office.store, (await kept(office)).id, stage=Stage.CLOSED)
    await office.hires(person("later", "policy"))
    await office.settles_in("later")
    await opens(office)
    shown = await office.presses(VERA, "open", None, more="unreached")
    (table,) = shown.view.tables
    assert [row[:2] for row in table.rows] == [(office.library.sentences["undelivered.late"], 1)]


# Correcting ---------------------------------------------------------------------------------------


async def corrects(office: Office) -> Any:
    await office.presses(VERA, "open", None, more="correct-message")
    return await office.presses(VERA, "save-message", None, **BETTER)


async def test_a_correction_is_looked_at_twice_and_takes_the_place_of_the_text(office: Office) -> None:
    await starts(office)
    await office.ticks()
    form = await office.presses(VERA, "open", None, more="correct-message")
    assert {each.id: each.value for each in form.view.inputs}["body_fr"] == FORM["body_fr"]
    shown = await office.presses(VERA, "save-message", None, **BETTER)
    assert (shown.view.card, shown.view.note) == ("campaigns.rewording", "campaigns.correction-saved")
    assert "send-correction" not in [button.verb for button in shown.view.buttons]
    assert (await kept(office)).campaign.title == Text(en="Gifts", fr="Cadeaux"), "nobody has it yet"  # type: ignore[union-attr]
    shown = await looks(office)
    assert "send-correction" in [button.verb for button in shown.view.buttons]
    shown = await office.presses(VERA, "send-correction")
    assert shown.view.note == "campaigns.did.send-correction"
    written = (await kept(office)).campaign
    assert isinstance(written, Communication)
    assert (written.text_version, written.corrected, written.rewording) == (2, date(2026, 11, 23), None)
    assert written.body == (Text(en="Ask us first.", fr="Demandez-nous d'abord."),)
    assert written.stage is Stage.RUNNING


async def test_whoever_has_not_had_it_yet_gets_the_new_text(office: Office) -> None:
    await starts(office)
    await corrects(office)
    await looks(office)
    await office.presses(VERA, "send-correction")
    await office.ticks()
    (came,) = [each for each in office.came[PersonId(ANA)] if each.view.card == "communication"]
    assert came.view.values["title"] == Text(en="Gifts, corrected", fr="Cadeaux, corrigé")


async def test_until_it_is_sent_a_correction_reaches_nobody_and_it_may_be_dropped(office: Office) -> None:
    await starts(office)
    await corrects(office)
    await looks(office)
    await office.ticks()
    (came,) = [each for each in office.came[PersonId(ANA)] if each.view.card == "communication"]
    assert came.view.values["title"] == Text(en="Gifts", fr="Cadeaux")
    shown = await office.presses(VERA, "drop-correction")
    assert shown.view.note == "campaigns.did.drop-correction"
    assert (await kept(office)).campaign.rewording is None  # type: ignore[union-attr]


async def test_a_correction_that_changes_nothing_is_no_correction(office: Office) -> None:
    await starts(office)
    await office.presses(VERA, "open", None, more="correct-message")
    same = {field: words for field, words in FORM.items() if field in BETTER}
    shown = await office.presses(VERA, "save-message", None, **same)
    assert (shown.view.card, shown.view.note) == ("campaigns.correct", "campaigns.form-faults")
    assert [each.en for each in shown.view.remarks] == [
        "This is the text people have already. Change something, or go back."
    ]


async def test_earlier_texts_stay_and_can_be_looked_at_and_corrections_are_counted(office: Office) -> None:
    await starts(office)
    await office.ticks()
    await corrects(office)
    await looks(office)
    await office.presses(VERA, "send-correction")
    id_ = (await kept(office)).id
    shown = await office.presses(VERA, "open", None, more="earlier-texts")
    (table,) = shown.view.tables
    assert table.title.en == "Text number 1, until November 23, 2026"
    assert table.header == (Text(en="Gifts", fr="Cadeaux"),)
    assert [row[0] for row in table.rows] == [
        Text(en="Ask first.", fr="Demandez d'abord."),
        Text(en="Then say no.", fr="Puis dites non."),
    ]
    await Corrections(office.store)(office.at)
    await office.ticks()
    assert {each.state for each in await office.store.deliveries.find("correction", f"{id_}@2")} == {
        DeliveryState.DELIVERED
    }
    shown = await office.presses(VERA, "back")
    assert [remark.en for remark in shown.view.remarks] == [
        "Corrected on November 23, 2026. Text number 2.",
        (
            "Delivered messages of this text: 13 corrected in place, 0 still to be changed, "
            "0 that cannot be changed."
        ),
    ]


async def test_many_earlier_texts_are_shown_as_far_as_a_card_has_room(office: Office) -> None:
    long = "\n\n".join([f"{'a' * 90} {number}" for number in range(20)])
    await starts(office, body_en=long, body_fr=long.replace("a", "b"))
    await office.ticks()
    for number in range(4):
        await office.presses(VERA, "open", None, more="correct-message")
        texts = {field: f"{FORM[field]} {number}" for field in ("title_en", "title_fr")}
        bodies = {"body_en": f"{long} {number}", "body_fr": f"{long} {number}".replace("a", "b")}
        await office.presses(VERA, "save-message", None, **texts, **bodies)
        await looks(office)
        await office.presses(VERA, "send-correction")
    shown = await office.presses(VERA, "open", None, more="earlier-texts")
    assert [table.title.en.split(",")[0] for table in shown.view.tables] == ["Text number 4"]
    assert [remark.en for remark in shown.view.remarks] == [
        "Older texts do not fit on this card. They stay in the record."
    ]
    size = len(str(card(office.library, shown)).encode("utf-16-le"))
    assert size <= 25_000


# Duties -------------------------------------------------------------------------------------------


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


# The calendar -------------------------------------------------------------------------------------


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


# Two officers, and whoever is none ----------------------------------------------------------------


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
    assert (await kept(office)).campaign.title.en == "Mine"  # type: ignore[union-attr]
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
