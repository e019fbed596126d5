"""A values and ethics officer starts, watches and corrects."""

import csv
from datetime import date
from io import StringIO
from typing import Any

import pytest

from bot.cards.adaptive import card
from content.model import Communication, Library, Stage, Text
from dialogs.people import PersonId
from scheduler.corrections import Corrections
from storage.campaigns import versions
from storage.ports import DeliveryState
from tests.bot.office import Office, person
from tests.bot.officer import (
    BETTER,
    FORM,
    VERA,
    cells,
    kept,
    looks,
    message,
    moves_away,
    office_of,
    opens,
    starts,
    writes,
)
from tests.scheduler.sending import changes

ANA = "policy-0"
GUID = "0000000a-de30-4000-8000-00000000000a"


@pytest.fixture
async def office(library: Library) -> Office:
    return await office_of(library)


async def looked(office: Office) -> list[dict[str, Any]]:
    return [dict(entry.body) for entry in await office.store.registers.find("access")]


# Sending -------------------------------------------------------------------------------------------


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


# Correcting ----------------------------------------------------------------------------------------


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
    assert (await message(office)).title == Text(en="Gifts", fr="Cadeaux"), "nobody has it yet"
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
    assert (await message(office)).rewording is None


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
