"""The words of people without their names: one office reads them, gives them themes, and answers."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.cards.adaptive import card
from bot.counting import Look
from bot.heard import Shown
from bot.voices import Voices
from content.model import AnswerOption, AskedQuestion, DutyRun, Factor, Library, Stage
from dialogs.views import Choice
from dialogs.voice_questions import (
    TextRedirected,
    TextsAsked,
    ThemesGiven,
)
from storage.batches import Words
from storage.campaigns import campaigns
from storage.ports import Entry, Registers, Store
from tests.bot.card_checks import LARGEST
from tests.bot.office import Office
from tests.bot.voices_office import (
    FORM,
    SAM,
    TEXTS,
    VERA,
    batch,
    office_of,
    opens,
    reads,
    same,
    tables,
    texts,
)


@pytest.fixture
async def office(library: Library) -> Office:
    return await office_of(library)


async def looks(store: Store) -> list[dict[str, str]]:
    return [dict(entry.body) for entry in await store.registers.find("access")]


def themes(shown: Shown) -> list[str]:
    return [asked.value for asked in shown.view.inputs if isinstance(asked, Choice)]


def desk_of(office: Office, store: Store | None = None) -> Voices:
    """Return the desk of the values and ethics office, without a conversation in front of it."""
    look = Look("a-look", "ve-officer", office.at, ZoneInfo("America/Toronto"))
    return Voices(office.library, store or office.store, look, reads=True)


@dataclass
class Hurried:
    """A register in which somebody else was faster a few times, just before each write."""

    kept: Registers
    left: int = 2

    async def get(self, kind: str, entry: str) -> Entry | None:
        return await self.kept.get(kind, entry)

    async def put(self, kind: str, entry: str, body: Mapping[str, Any], revision: int) -> Entry:
        if kind == "theme" and self.left:
            self.left -= 1
            now = await self.kept.get(kind, entry)
            theirs = {**(now.body if now else {}), "00000005": ["coi"] if self.left % 2 == 0 else ["gifts"]}
            await self.kept.put(kind, entry, theirs, now.revision if now else 0)
        return await self.kept.put(kind, entry, body, revision)

    async def history(self, kind: str, entry: str) -> Sequence[Entry]:
        return await self.kept.history(kind, entry)

    async def find(self, kind: str) -> Sequence[Entry]:
        return await self.kept.find(kind)


async def test_texts_come_in_pages_and_each_is_met_once(office: Office) -> None:
    shown = await reads(office)
    met = texts(shown)
    for page in range(2, 1 + int(str(shown.view.values["of"]))):
        shown = await office.presses(VERA, f"part-{page}")
        met += texts(shown)
    assert met == list(TEXTS)
    assert shown.view.values["part"] == shown.view.values["of"] != 1


@pytest.mark.parametrize("text", [300 * "*", 300 * '"', 150 * "\N{GRINNING FACE}", 300 * "w"])
@pytest.mark.parametrize("language", ["en", "fr"])
async def test_pages_of_the_longest_texts_fit_on_a_card(library: Library, text: str, language: str) -> None:
    words = tuple(Words(f"{number:032x}", "q7", text) for number in range(40))
    office = await office_of(library, batch(words=words), language=language)
    shown = await reads(office)
    for page in range(2, 1 + int(str(shown.view.values["of"]))):
        drawn = json.dumps(card(office.library, shown), ensure_ascii=False)
        assert len(drawn.encode("utf-16-le")) <= LARGEST
        assert len(texts(shown)) >= 1
        shown = await office.presses(VERA, f"part-{page}")


async def test_what_a_text_could_do_to_a_card_is_taken_out_of_it(library: Library) -> None:
    words = (Words("0a", "q7", "a\N{RIGHT-TO-LEFT OVERRIDE}b\x07 {title} [x](y)"), Words("0b", "q7", ""))
    office = await office_of(library, batch(words=words))
    shown = await reads(office)
    assert texts(shown) == ["ab  {title} [x](y)", "\N{HORIZONTAL ELLIPSIS}"]
    assert "\\\\[x\\\\](y)" in json.dumps(card(office.library, shown))


async def test_texts_say_what_was_asked_where_several_questions_take_words(library: Library) -> None:
    form = FORM.model_copy(
        update={"questions": (*FORM.questions, AskedQuestion(id="q8", text=same("Q8?"), kind="words"))}
    )
    words = (Words("0a", "q7", "one"), Words("0b", "q8", "two"), Words("0c", "gone", "three"))
    office = await office_of(library, batch(words=words), form=form)
    assert texts(await reads(office)) == ["Q7 one", "Q8? two", "three"]


async def test_themes_are_kept_by_page_and_turning_a_page_keeps_them_too(office: Office) -> None:
    shown = await reads(office)
    assert set(themes(shown)) == {""}
    shown = await office.presses(VERA, "save-themes", None, **{"00000000": "other,gifts", "00000001": ""})
    assert shown.view.note == "voices.saved"
    assert themes(shown)[:2] == ["gifts,other", ""]
    shown = await office.presses(VERA, "part-2", None, **{"00000000": "coi", "00000001": "respect,nonsense"})
    assert shown.view.values["part"] == 2
    (entry,) = await office.store.registers.find("theme")
    assert entry.id == "feedback@2@2026-Q3"
    assert entry.body == {"00000000": ["coi"], "00000001": ["respect"]}
    assert not any(text in str(entry.body) for text in TEXTS)


async def test_a_page_that_is_saved_twice_is_kept_once(office: Office) -> None:
    await reads(office)
    for _ in range(2):
        await office.presses(VERA, "save-themes", None, **{"00000000": "gifts"})
    assert len(await office.store.registers.history("theme", "feedback@2@2026-Q3")) == 1


async def test_typing_save_without_a_choice_takes_no_theme_away(office: Office) -> None:
    await reads(office)
    await office.presses(VERA, "save-themes", None, **{"00000000": "gifts"})
    shown = await office.types(VERA, "save the themes")
    assert themes(shown)[0] == "gifts"
    assert shown.view.note == ""


async def test_two_officers_who_tag_at_once_both_keep_their_themes(office: Office) -> None:
    registers = Hurried(office.store.registers)
    store = replace(office.store, registers=registers)
    given = ThemesGiven("feedback@2@2026-Q3", 1, {"00000000": ("gifts",)})
    answer = await desk_of(office, store).answer(given)
    assert answer.values["note"] == "voices.saved"
    entry = await office.store.registers.get("theme", "feedback@2@2026-Q3")
    assert entry is not None
    assert entry.body == {"00000000": ["gifts"], "00000005": ["coi"]}
    registers.left = 99
    answer = await desk_of(office, store).answer(replace(given, themes={"00000000": ()}))
    assert answer.values["note"] == "voices.busy"


# Other doors --------------------------------------------------------------------------------------


async def test_a_text_of_another_door_is_hidden_here_and_stays_in_the_data(office: Office) -> None:
    await reads(office)
    await office.presses(VERA, "save-themes", None, **{"00000001": "respect"})
    asked = await office.presses(VERA, "other-door")
    assert asked.view.card == "voices.redirect"
    shown = await office.presses(VERA, "hide-text", None, text="00000001", door="harassment")
    assert (shown.view.card, shown.view.note) == ("voices.texts", "voices.redirected")
    assert TEXTS[1] not in texts(shown)
    (entry,) = await office.store.registers.find("redirected")
    assert entry.body == {"texts": ["00000001"], "doors": {"harassment": 1}}
    assert TEXTS[1] in str([each.body for each in await office.store.registers.find("batch")])
    again = await office.presses(VERA, "hide-text", on=asked, text="00000001", door="wrongdoing")
    assert again.view.card == "voices.texts", "the same press again is no second one"
    assert (entry,) == await office.store.registers.find("redirected")
    shown = await office.presses(VERA, "back")
    words = [remark.en for remark in shown.view.remarks]
    assert "Other doors with fewer than five texts, or none: 4" in words, "not which, nor how many"
    assert not any("Themes" in table for table in tables(shown)), "a hidden text has no theme"


async def test_a_text_that_is_hidden_already_is_not_counted_again(office: Office) -> None:
    desk = desk_of(office)
    for door in ("harassment", "wrongdoing"):
        await desk.answer(TextRedirected("feedback@2@2026-Q3", 1, "00000001", door))
    (entry,) = await office.store.registers.find("redirected")
    assert entry.body["doors"] == {"harassment": 1}
    await desk.answer(ThemesGiven("feedback@2@2026-Q3", 1, {"00000001": ("gifts",)}))
    assert not await office.store.registers.find("theme"), "nor is it given a theme"


async def test_five_texts_of_a_door_are_told(office: Office) -> None:
    desk = desk_of(office)
    for number in range(5):
        await desk.answer(TextRedirected("feedback@2@2026-Q3", 1, f"{number:08x}", "ear"))
    shown = await opens(office, SAM)
    assert tables(shown)["Belonged to another door"] == {office.library.doors["ear"].title.en: [5]}


async def test_texts_whose_time_is_over_are_gone_and_their_themes_still_count(library: Library) -> None:
    office = await office_of(library, batch(words=()))
    body = {f"{number:08x}": ["gifts"] for number in range(6)}
    await office.store.registers.put("theme", "feedback@2@2026-Q3", body, 0)
    shown = await opens(office)
    assert tables(shown)["Themes of what was written"] == {"Gifts": [6]}
    assert "read-texts" not in [button.verb for button in shown.view.buttons]
    answer = await desk_of(office).answer(TextsAsked("feedback@2@2026-Q3"))
    assert answer.remarks == (office.library.sentences["voices.no-texts"],)


async def test_words_of_fewer_than_ten_answers_are_not_read_even_if_they_were_stored(
    library: Library,
) -> None:
    office = await office_of(library, batch(answers=9, tallies={"q1": {"yes": 9}}))
    body = {f"{number:08x}": ["gifts"] for number in range(6)}
    await office.store.registers.put("theme", "feedback@2@2026-Q3", body, 0)
    shown = await opens(office)
    assert tables(shown).keys() == {"Q1", "Q5"}
    assert "read-texts" not in [button.verb for button in shown.view.buttons]
    answer = await desk_of(office).answer(TextsAsked("feedback@2@2026-Q3"))
    assert not any(text in str(answer) for text in TEXTS)


async def test_what_people_say_of_themselves_is_no_text(library: Library) -> None:
    options = tuple(AnswerOption(id=value, text=same(value)) for value in ("m", "w"))
    factor = Factor(id="me", text=same("Me"), options=options, opening=same("o"))
    words = (Words("0a", "q7", "one"), Words("0b", "me", "w"))
    form = FORM.model_copy(update={"factor": factor})
    assert texts(await reads(await office_of(library, batch(words=words), form=form))) == ["one"]


# You said, we did ---------------------------------------------------------------------------------


async def test_a_message_about_a_theme_begins_with_the_ready_draft_and_becomes_evidence(
    office: Office,
) -> None:
    await opens(office)
    assert (await office.presses(VERA, "you-said")).view.card == "voices.reply"
    form = await office.presses(VERA, "write-reply", None, theme="gifts")
    assert form.view.card == "campaigns.form"
    held = {asked.id: str(getattr(asked, "value", "")) for asked in form.view.inputs}
    assert held["title_en"] == office.library.drafts["you-said-we-did"].title.en
    assert held["audience"] == "everyone"
    held |= {"first_day": "2026-11-24"}
    shown = await office.presses(VERA, "save-message", None, **held)
    assert "…" in shown.view.remarks[0].en, "a line that nobody completed"
    done = {field: words.replace("…", "2 x 2") for field, words in held.items()}
    shown = await office.presses(VERA, "save-message", None, **done)
    assert (shown.view.card, shown.view.note) == ("campaigns.card", "campaigns.saved")
    ((id_, filed),) = (await campaigns(office.store)).items()
    assert not isinstance(filed.campaign, DutyRun)
    assert (filed.campaign.draft, filed.campaign.topic) == ("you-said-we-did", "gifts")
    for verb in ("preview-en", "preview-fr", "back", "start-campaign"):
        shown = await office.presses(VERA, verb)
    assert shown.view.note == "campaigns.did.start"
    assert await reported(office) == 0, "it still runs"
    while (await campaigns(office.store))[id_].campaign.stage is not Stage.CLOSED:
        office.later(days=1)
        await office.ticks()
    assert await reported(office) == 1


async def reported(office: Office) -> int:
    """Return how many messages the Senior Official's report of the quarter counts; each is listed."""
    await office.types(SAM, "report")
    found = tables(await office.presses(SAM, "show-report", None, period="this-quarter"))
    (count,) = found["Whole organization"][office.library.sentences["you-said.definition"].en]
    rows = found.get("You said, we did", {})
    assert isinstance(count, int)
    assert len(rows) == count
    for title, theme in rows.values():
        assert (title, theme) == ("You said, we did", "Gifts")
    return count


async def test_an_office_tells_everyone_about_the_doors_from_where_it_hid_a_text(office: Office) -> None:
    await reads(office)
    await office.presses(VERA, "other-door")
    form = await office.presses(VERA, "tell-doors")
    assert form.view.card == "campaigns.form"
    held = {asked.id: str(getattr(asked, "value", "")) for asked in form.view.inputs}
    shown = await office.presses(VERA, "save-message", None, **held | {"first_day": "2026-11-24"})
    assert shown.view.note == "campaigns.saved"


async def test_a_senior_official_begins_no_message(office: Office) -> None:
    shown = await opens(office, SAM)
    tried = await office.presses(SAM, "you-said", on=shown)
    assert tried.view.card == "voices.batch"
