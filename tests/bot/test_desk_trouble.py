"""At the desk of the values and ethics office: hostile words, twins, races, and a store that refuses."""

import json
import re
from dataclasses import replace
from typing import Any

import pytest

from bot.cards.adaptive import card
from bot.cards.text import text
from bot.heard import Press, Shown
from bot.roles import ByRoster
from bot.turn import Turns
from content.model import Communication, DutyRun, Halt, Library, Stage, Text
from dialogs.people import Person, Role
from storage.campaigns import campaigns, keep
from storage.ports import Stale, Store
from tests.bot.card_checks import faults_of
from tests.bot.office import Office
from tests.bot.officer import FORM, OTHER, VERA, kept, looks, message_of, office_of, opens, starts, writes
from tests.scheduler.sending import changes, communication

LONG = "The quick brown fox. " * 5_000
HOSTILE = "<b>&[x](javascript:alert(1)) **bold** <at>everyone</at> {not} =1+1"


@pytest.fixture
async def office(library: Library) -> Office:
    return await office_of(library)


def size(library: Library, shown: Shown) -> int:
    return len(json.dumps(card(library, shown), ensure_ascii=False).encode("utf-16-le"))


def notes(shown: Shown) -> tuple[str, str]:
    return shown.view.card, shown.view.note


# Words --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", [LONG, '"' * 100_000, "\\" * 9_999, "😀" * 5_000, "a\n\n" * 2_000])
async def test_a_body_without_end_is_refused_and_the_form_still_fits_on_a_card(
    office: Office, words: str
) -> None:
    shown = await writes(office, body_en=words, body_fr=words, title_en=words, people=words)
    assert notes(shown) == ("campaigns.form", "campaigns.form-faults")
    assert await campaigns(office.store) == {}
    assert size(office.library, shown) <= 25_000
    assert shown.view.inputs[2].value


async def test_a_text_at_its_limits_is_kept_and_every_card_of_it_fits(office: Office) -> None:
    body = "\n\n".join(['"\\*[_' * 19] * 20)
    words = {"body_en": body[:1_999] + "a", "body_fr": body[:1_999] + "b", "title_en": "*" * 120}
    shown = await writes(office, **words, title_fr="[" * 120)
    assert shown.view.note == "campaigns.saved"
    seen = [await office.presses(VERA, verb) for verb in ("preview-en", "preview-fr", "back", "edit-message")]
    for each in seen:
        assert size(office.library, each) <= 25_000, each.view.card
        assert not [fault for fault in faults_of(office.library, each) if "bytes" in fault]


async def test_what_would_not_fit_on_a_card_with_all_that_stands_there_is_refused(library: Library) -> None:
    long = Text(en="Whom to ask, at great length. " * 150, fr="À qui s'adresser, tout au long. " * 150)
    wordy = library.cards["communication"]
    wordy = wordy.model_copy(update={"body": (*wordy.body, long)})
    cards = {**library.cards, "communication": wordy}
    office = await office_of(library.model_copy(update={"cards": cards}))
    body = "\n\n".join(["\\" * 90] * 20)
    shown = await writes(office, body_en=body, body_fr=f"{body}b")
    assert notes(shown) == ("campaigns.form", "campaigns.form-faults")
    assert [each.en for each in shown.view.remarks] == [
        "The message would not fit on a card. Please make it shorter."
    ]
    await starts(office)
    await office.presses(VERA, "open", None, more="correct-message")
    texts = {"title_en": "A", "title_fr": "B", "body_en": body, "body_fr": f"{body}b"}
    shown = await office.presses(VERA, "save-message", None, **texts)
    assert notes(shown) == ("campaigns.correct", "campaigns.form-faults")


async def test_markup_is_shown_as_it_was_written(office: Office) -> None:
    hostile = HOSTILE.replace("{not}", "")
    shown = await writes(office, body_en=hostile, body_fr=f"fr {hostile}", title_en="# *T*")
    assert shown.view.note == "campaigns.saved"
    preview = await office.presses(VERA, "preview-en")
    drawn = json.dumps(card(office.library, preview))
    assert "](javascript" in drawn
    assert not re.search(r"(?<!\\)(?:\]\(|\*\*|<b>|<at>)", drawn)
    assert hostile in text(office.library, preview)


async def test_what_nobody_can_see_does_not_reach_the_register(office: Office) -> None:
    arabic = "\u0645\u0631\u062d\u0628\u0627"
    words = {"title_en": "Gi\u202efts\x00", "body_en": f"Ask\u200b first.\r\n\r\n{arabic}"}
    await writes(office, **words, body_fr="A\n\nB")
    written = (await kept(office)).campaign
    assert isinstance(written, Communication)
    assert written.title.en == "Gifts"
    assert [part.en for part in written.body] == ["Ask first.", arabic]


async def test_braces_are_refused_because_nobody_fills_them(office: Office) -> None:
    shown = await writes(office, body_en="Hello {{name}}\n\nTwo")
    assert [each.en for each in shown.view.remarks] == [
        "Text in English: Ethos does not fill in {name} here. Write it out, or take it out."
    ]


# Windows and races --------------------------------------------------------------------------------


async def test_a_form_sent_twice_makes_one_communication(office: Office) -> None:
    await office.types(VERA, "communications")
    form = await office.presses(VERA, "new-communication")
    await office.presses(VERA, "save-message", None, **FORM)
    shown = await office.presses(VERA, "save-message", form, **FORM)
    assert shown.view.card == "campaigns.card"
    assert len(await campaigns(office.store)) == 1


async def test_words_from_an_old_window_come_back_and_never_land_on_another_message(office: Office) -> None:
    await office.types(VERA, "communications")
    form = await office.presses(VERA, "new-communication")
    await office.types(VERA, "communications")
    await writes(office, title_en="Another")
    await office.presses(VERA, "preview-en")
    shown = await office.presses(VERA, "save-message", form, **FORM)
    assert notes(shown) == ("campaigns.form", "campaigns.form-again")
    shown = await office.presses(VERA, "save-message", None, **FORM)
    assert shown.view.note == "campaigns.saved"
    titles = {message_of(each).title.en for each in (await campaigns(office.store)).values()}
    assert titles == {"Another", "Gifts"}


async def test_an_old_card_of_the_desk_does_nothing(office: Office) -> None:
    await writes(office)
    ready = await looks(office)
    await office.presses(VERA, "edit-message")
    shown = await office.presses(VERA, "start-campaign", ready)
    assert shown.view.note == "old-card"
    assert (await kept(office)).campaign.stage is Stage.DRAFT


class Hasty:
    """Registers in which another officer is faster, once, between reading and writing."""

    def __init__(self, store: Store) -> None:
        self.store, self.raced = store, False

    def __getattr__(self, name: str) -> Any:
        return getattr(self.store.registers, name)

    async def put(self, kind: str, entry: str, body: Any, revision: int) -> Any:
        if kind == "campaign" and not self.raced:
            self.raced = True
            await self.store.registers.put(kind, entry, {**body, "topic": "raced"}, revision)
            raise Stale
        return await self.store.registers.put(kind, entry, body, revision)


def hurried(office: Office) -> Turns:
    registers: Any = Hasty(office.store)
    store = replace(office.store, registers=registers)
    return Turns(office.library, store, office.keys, lambda: office.at, office.chance, plans=office.plans)


@pytest.mark.parametrize(
    ("verb", "note"),
    [("preview-en", "campaigns.changed"), ("start-campaign", "campaigns.changed")],
)
async def test_somebody_faster_at_the_same_moment_is_shown_instead(
    office: Office, verb: str, note: str
) -> None:
    await writes(office)
    shown = await looks(office) if verb == "start-campaign" else office.shown[VERA]
    shown = await hurried(office).hear(VERA, Press(verb, shown.token))
    assert notes(shown) == ("campaigns.card", note)


async def test_a_form_that_meets_somebody_faster_comes_back(office: Office) -> None:
    await office.types(VERA, "communications")
    form = await office.presses(VERA, "new-communication")
    shown = await hurried(office).hear(VERA, Press("save-message", form.token, FORM))
    assert notes(shown) == ("campaigns.form", "campaigns.form-changed")
    assert shown.view.inputs[0].value == "Gifts"


async def test_a_correction_that_meets_somebody_faster_comes_back(office: Office) -> None:
    await starts(office)
    form = await office.presses(VERA, "open", None, more="correct-message")
    words = {"title_en": "A", "title_fr": "B", "body_en": "C", "body_fr": "D"}
    shown = await hurried(office).hear(VERA, Press("save-message", form.token, words))
    assert notes(shown) == ("campaigns.correct", "campaigns.form-changed")
    assert shown.view.inputs[0].value == "A"


async def test_an_officer_whose_group_says_no_at_that_moment_starts_nothing(office: Office) -> None:
    class JustLeft(ByRoster):
        async def confirmed(self, person: Person, *, fresh: bool = False) -> Person:
            return replace(person, role=Role.EMPLOYEE) if fresh else person

    await writes(office)
    ready = await looks(office)
    turns = Turns(
        office.library,
        office.store,
        office.keys,
        lambda: office.at,
        office.chance,
        roles=JustLeft(),
        plans=office.plans,
    )
    shown = await turns.hear(VERA, Press("start-campaign", ready.token))
    assert notes(shown) == ("campaigns.not-allowed", "role-unconfirmed")
    assert (await kept(office)).campaign.stage is Stage.DRAFT


# What is not there --------------------------------------------------------------------------------


async def test_what_is_gone_leads_to_the_calendar_with_one_kind_sentence(office: Office) -> None:
    await writes(office)
    id_ = (await kept(office)).id
    run = DutyRun(duty="nothing", occurrence="2026-Q4")
    await keep(office.store, id_, run, (await kept(office)).revision)
    for verb in ("edit-message", "preview-en"):
        await office.types(VERA, "communications")
        shown = await office.presses(VERA, verb)
        assert shown.view.card == "campaigns"
    await changes(office.store, id_, stage=Stage.PAUSED)
    assert (await office.types(VERA, "communications")).view.inputs == () or id_ not in str(
        office.shown[VERA].view.inputs
    )


async def test_a_forged_id_opens_nothing(office: Office) -> None:
    await office.types(VERA, "communications")
    for forged in ("x", "coi@1999-Q1", "coi@2026", "coi@", "@", "nothing@2026-Q4", "coi@2026-Q4' OR 1=1"):
        shown = await office.presses(VERA, "open", None, campaign=forged)
        assert shown.view.card == "campaigns"


async def test_a_duty_can_not_be_written_corrected_or_tested(office: Office) -> None:
    await office.types(VERA, "communications")
    await office.presses(VERA, "open", None, campaign="coi@2026-Q4")
    for verb in ("send-test", "start-campaign", "edit-message", "send-correction", "rehearse"):
        shown = await office.presses(VERA, verb)
        assert shown.view.card == "campaigns.duty"
    assert await campaigns(office.store) == {}


async def test_a_card_of_a_text_that_another_officer_replaced_does_not_preview_the_old_one(
    office: Office,
) -> None:
    await writes(office)
    await opens(office, OTHER)
    await office.presses(OTHER, "edit-message")
    await office.presses(OTHER, "save-message", None, **{**FORM, "title_en": "Newer"})
    shown = await office.presses(VERA, "preview-en")
    assert notes(shown) == ("campaigns.card", "campaigns.changed")
    assert shown.view.values["title"] == Text(en="Newer", fr=FORM["title_fr"])


async def test_my_record_names_the_conversation_and_no_title(office: Office) -> None:
    await starts(office, title_en="Zanzibar")
    tables = str((await office.types(VERA, "my record")).view.tables)
    assert "Communications" in tables
    assert "Zanzibar" not in tables


async def test_a_stuck_campaign_says_why_and_what_helps(office: Office) -> None:
    await keep(office.store, "stuck", communication(stage=Stage.PAUSED, halt=Halt.IDENTITY), 0)
    shown = await opens(office)
    assert "credentials" in str(shown.view.values["standing"])
