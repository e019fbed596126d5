"""The self-assessment in real turns: small enough for Teams, and no trace in the store or the log."""

import base64
import json
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.cards.adaptive import card
from bot.cards.text import text
from content.model import LANGUAGES, Language, Library
from dialogs.facts import FileAnswered, FileOutcome, LanguageChosen
from dialogs.people import PersonId, Role
from storage.tiny import open_tiny
from tests.bot.card_checks import faults_of
from tests.bot.office import Office, person
from tests.bot.walk_self_check import self_check_and_files
from tests.files import beside_the_mailbox, with_files
from tests.selfcheck import QUESTIONS, REAL, answers

ANA = PersonId("ana")


async def test_a_self_assessment_changes_no_byte_on_the_disk_and_no_line_of_the_log(
    library: Library, tmp_path: Path
) -> None:
    async with await open_tiny(tmp_path / "data", mark="local") as tiny:
        office = Office(library, tiny.store)
        await office.hires(person("ana", "policy"))
        await office.settles_in("ana")
        life, kept = await office.store.ledger.life(ANA), beside_the_mailbox(tmp_path)
        with capture_logs() as logs:
            await office.types("ana", "self-assessment", "a message of its own")
            await office.presses("ana", "self-check")
            for given in (answers(Q5="yes"), answers(), {}):
                await office.presses("ana", "show-advice", None, **given)
                await office.presses("ana", "start-again")
        assert logs == []
        assert await office.store.ledger.life(ANA) == life
        assert beside_the_mailbox(tmp_path) == kept


async def test_only_the_language_is_kept_when_it_is_changed_on_the_form(office: Office) -> None:
    await office.hires(person("ana", "policy"))
    await office.settles_in("ana")
    await office.presses("ana", "self-check")
    before = (await office.store.ledger.life(ANA)).conversations
    shown = await office.presses("ana", "language-fr")
    assert (shown.view.card, shown.language) == ("self-check", "fr")
    life = await office.store.ledger.life(ANA)
    assert life.facts[-1].fact == LanguageChosen("fr")
    assert [kept.conversation for kept in life.conversations] == [kept.conversation for kept in before]
    assert (await office.presses("ana", "show-advice", None, **answers())).view.card == "self-check.advice"


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_card_of_it_is_valid_small_and_says_all_in_plain_text(
    library: Library, language: Language
) -> None:
    for shown in await self_check_and_files(library, language):
        assert faults_of(library, shown) == [], f"{shown.view.card} {shown.view.note}"
        assert "{" not in text(library, shown)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_each_question_has_a_title_a_reason_and_its_own_words_as_label(
    office: Office, library: Library, language: Language
) -> None:
    await office.hires(person("ana", "policy"))
    await office.settles_in("ana", language=language)
    drawn = card(library, await office.presses("ana", "self-check"))
    body = drawn["body"]
    inputs = [part for part in body if part["type"] == "Input.ChoiceSet"]
    assert [part["id"] for part in inputs] == ["reason", *QUESTIONS.values()]
    assert not any(part.get("isRequired") or part.get("errorMessage") for part in inputs)
    for question in REAL.questions:
        at = next(place for place, part in enumerate(body) if part.get("id") == question.id)
        title, why, asked = body[at - 2 : at + 1]
        assert (title["text"], title["weight"]) == (question.title.of(language), "bolder")
        assert (why["text"], why["isSubtle"]) == (question.why.of(language), True)
        assert asked["label"] == question.text.of(language)
    submits = [action["verb"] for action in drawn["actions"] if action["associatedInputs"] == "auto"]
    assert submits == ["show-advice"]


async def test_the_token_says_nothing_but_which_form_it_is(office: Office) -> None:
    await office.hires(person("ana", "policy"))
    await office.settles_in("ana")
    empty = await office.presses("ana", "self-check")
    full = await office.presses("ana", "show-advice", None, **answers(Q5="yes", Q12="yes"))
    said = [json.loads(base64.urlsafe_b64decode(shown.token.split(".")[2] + "==")) for shown in (empty, full)]
    form, quarter = ["self-check", "", 0, "Answering", said[0][4]], "2026-Q4"
    assert [each[:-1] for each in said] == [[*form, quarter]] * 2
    assert said[0][-1] != said[1][-1], "the number of each card is drawn by chance"


async def test_two_files_of_one_kind_on_one_day_are_two_facts_and_the_office_hears_no_kind(
    library: Library,
) -> None:
    office = Office(with_files(library))
    await office.hires(person("ana", "policy"), person("omar", "policy", Role.COI_OFFICER))
    await office.settles_in("ana", "omar")
    for verbs in (("no-conflict",), ("no-conflict",), ("need-advice", "send-name")):
        await office.presses("ana", "file")
        await office.presses("ana", "choose-file", None, process="audit")
        for verb in verbs:
            shown = await office.presses("ana", verb)
    assert shown.view.note == "office-told"
    facts = [stamped.fact for stamped in (await office.store.ledger.life(ANA)).facts]
    no, advice = (FileAnswered("audit", outcome) for outcome in FileOutcome)
    assert facts[-3:] == [no, no, advice]
    office.later(hours=2)
    await office.ticks()
    (note,) = [shown for shown in office.came[PersonId("omar")] if shown.view.card == "coi.advice-request"]
    assert "audit" not in text(library, note)
    record = text(office.library, await office.types("ana", "my record"))
    assert record.count("udit") >= 3
