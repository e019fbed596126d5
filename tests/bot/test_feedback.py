"""Somebody says something without a name, through the real turns: what is kept, and what never is."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from content.model import LANGUAGES, Language, Library, Text
from dialogs.people import Path, Person, PersonId
from dialogs.views import Choice, WordsInput
from storage.ports import Box
from tests.bot.nameless import WORDS, kept, said, the_form
from tests.bot.office import Office, person


@pytest.fixture
async def office(library: Library) -> Office:
    office = Office(library)
    await office.hires(person("ana", "policy"), person("ben", "policy"))
    await office.settles_in("ana", "ben")
    return office


# The way there --------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_doors_come_first_and_the_promise_before_the_first_field(
    library: Library, language: Language
) -> None:
    office = Office(library)
    await office.hires(person("ana", "policy"))
    await office.settles_in("ana", language=language)
    home = await office.presses("ana", "home")
    assert home.view.buttons[1].verb == "feedback"

    hall = await office.presses("ana", "feedback")
    assert hall.view.card == "feedback.hall"
    assert [button.verb for button in hall.view.buttons] == [
        "feedback-form",
        "door-dilemma",
        "door-wrongdoing",
        "door-harassment",
        "door-ear",
        "home",
    ]
    form = await office.presses("ana", "feedback-form")
    opening = form.view.values["opening"]
    assert isinstance(opening, tuple)
    words = " ".join(line.of(language) for line in opening if isinstance(line, Text))
    assert {"en": "January 2, 2027", "fr": "2 janvier 2027"}[language] in words
    assert " 10 " in words
    assert {"en": "does not write down who pressed", "fr": "n'inscrit pas qui a appuyé"}[language] in words
    assert all(each.label for each in form.view.inputs)
    assert form.view.inputs[-1].id == "change"


async def test_opening_a_form_keeps_nothing_at_all(office: Office) -> None:
    before = [await office.store.ledger.life(PersonId(who)) for who in ("ana", "ben")]
    await the_form(office)
    assert [await office.store.ledger.life(PersonId(who)) for who in ("ana", "ben")] == before
    assert await office.store.slots.boxes() == ()


# Sending --------------------------------------------------------------------------------------------


async def test_an_answer_is_kept_without_anybody_and_is_never_said_back(office: Office) -> None:
    before = await office.store.ledger.life(PersonId("ana"))
    form = await the_form(office)
    sent = await office.presses("ana", "send", form, help="agree", topics="ai,gifts", change=WORDS, who="ana")

    assert (sent.view.card, sent.view.inputs) == ("questionnaire.sent", ())
    assert WORDS not in repr(sent)
    assert await office.store.ledger.life(PersonId("ana")) == before
    assert await kept(office) == [{"help": "agree", "topics": "gifts ai", "change": WORDS}]


async def test_the_same_card_sent_again_is_one_answer_and_two_cards_are_two(office: Office) -> None:
    form = await the_form(office)
    for _ in range(5):
        shown = await office.presses("ana", "send", form, help="agree")
        assert shown.view.card == "questionnaire.sent"
    await office.presses("ana", "send", await the_form(office), help="no")
    assert await kept(office) == [{"help": "agree"}, {"help": "no"}]


async def test_three_in_a_day_are_taken_and_a_fourth_is_not(office: Office) -> None:
    cards = [
        (await office.presses("ana", "send", await the_form(office), help="agree")).view.card
        for _ in range(4)
    ]
    assert cards == ["questionnaire.sent"] * 3 + ["questionnaire.too-many"]
    other = await office.presses("ben", "send", await the_form(office, "ben"), help="agree")
    office.at += timedelta(days=1)
    tomorrow = await office.presses("ana", "send", await the_form(office), help="agree")
    assert other.view.card == tomorrow.view.card == "questionnaire.sent"
    assert len(await kept(office)) == 5


@pytest.mark.parametrize(
    ("inputs", "said_en"),
    [
        ({}, "no question has an answer yet"),
        ({"help": "perhaps", "who": "ana"}, "no question has an answer yet"),
        ({"topics": "ai,gifts,privacy,other"}, "takes up to 3 answers"),
        ({"change": "x" * 301}, "up to 300 characters"),
    ],
)
async def test_what_cannot_be_sent_comes_back_with_a_sentence_and_nothing_is_kept(
    office: Office, inputs: Mapping[str, str], said_en: str
) -> None:
    shown = await office.presses("ana", "send", await the_form(office), **inputs)
    assert shown.view.card == "questionnaire.again"
    assert said_en in said(shown)
    held = {each.id: each.value for each in shown.view.inputs if isinstance(each, Choice | WordsInput)}
    known = {id_: value for id_, value in inputs.items() if id_ in {"topics", "change"}}
    assert {id_: sorted(value.split(",")) for id_, value in held.items() if value} == {
        id_: sorted(value.split(",")) for id_, value in known.items()
    }
    assert await kept(office) == []


async def test_words_that_could_name_somebody_are_asked_about_once_and_sent_as_they_are(
    office: Office,
) -> None:
    words = "Mr. Tremblay said so on 3 March, see file ABC-1234."
    form = await the_form(office)
    warned = await office.presses("ana", "send", form, change=words)
    assert warned.view.card == "questionnaire.again"
    for kind in ("name a person", "a date", "a file number"):
        assert kind in said(warned)
    assert "send-as-it-is" in {button.verb for button in warned.view.buttons}
    assert words not in said(warned)

    sent = await office.presses("ana", "send-as-it-is", warned, change=words)
    assert sent.view.card == "questionnaire.sent"
    assert await kept(office) == [{"change": words}]


async def test_what_is_stored_is_shown_letter_by_letter_before_anything_is_sent(office: Office) -> None:
    form = await the_form(office)
    shown = await office.presses("ana", "what-is-stored", form, help="agree", change=WORDS)
    assert f'{{"help": "agree", "change": "{WORDS}"}}' in said(shown)
    assert "form feedback, version 1, period 2026-Q4" in said(shown)
    await office.presses("ana", "send", shown, help="agree", change=WORDS)
    assert await kept(office) == [{"help": "agree", "change": WORDS}]


# When it cannot be kept -----------------------------------------------------------------------------


# What is counted beside -----------------------------------------------------------------------------


async def test_a_choice_in_a_dilemma_is_counted_once_a_day_and_never_with_a_person(
    office: Office, library: Library
) -> None:
    module = library.modules["M01"]
    await office.presses("ana", "open-M01")
    while office.shown[PersonId("ana")].view.card != "module.dilemma":
        await office.presses("ana", "next")
    before = await office.store.ledger.life(PersonId("ana"))
    first, second = (option.id for option in module.dilemma.options[:2])
    dilemma = office.shown[PersonId("ana")]
    for option in (first, second, first):
        assert (await office.presses("ana", "answer", dilemma, option=option)).view.card == "module.feedback"

    assert await office.store.ledger.life(PersonId("ana")) == before
    assert await kept(office, Box("check-m01-1", module.version, "2026-Q4")) == [{"option": first}]


async def test_a_choice_on_a_card_of_an_earlier_quarter_counts_today(
    office: Office, library: Library
) -> None:
    await office.presses("ana", "open-M01")
    while office.shown[PersonId("ana")].view.card != "module.dilemma":
        await office.presses("ana", "next")
    option = library.modules["M01"].dilemma.options[0].id
    office.at = datetime(2027, 2, 3, 15, 0, tzinfo=UTC)
    await office.presses("ana", "answer", option=option)
    box = Box("check-m01-1", library.modules["M01"].version, "2027-Q1")
    assert await kept(office, box) == [{"option": option}]


async def test_doors_and_the_self_assessment_are_counted_by_what_was_opened(office: Office) -> None:
    for verb in ("door-harassment", "door-harassment", "door-ear", "self-check", "show-advice"):
        await office.presses("ana", verb)
    await office.types("ben", "harassment")

    doors = await kept(office, Box("doors", 1, "2026-Q4"))
    assert doors == [{"ear": "opened"}, {"harassment": "opened"}, {"harassment": "opened"}]
    assert await kept(office, Box("self-check", 1, "2026-Q4")) == [{"advice": "shown"}]


async def test_a_poll_asks_those_it_is_for_between_its_days_and_nobody_else(library: Library) -> None:
    day = datetime(2026, 11, 23, tzinfo=UTC).date()
    poll = library.questionnaires["poll-executives"].model_copy(
        update={"first_day": day, "last_day": day + timedelta(days=10)}
    )
    asked = library.model_copy(update={"questionnaires": library.questionnaires | {poll.id: poll}})
    office = Office(asked)
    await office.hires(_executive("eve"), person("ana", "policy"))
    await office.settles_in("eve", "ana")
    verb, question = f"open-{poll.id}", poll.questions[0]

    assert (await office.presses("ana", verb)).view.card == "questionnaire.not-open"
    form = await office.presses("eve", verb)
    assert form.view.card == "questionnaire"
    later = await office.presses("eve", verb)
    chosen = {question.id: question.options[0].id}
    assert (await office.presses("eve", "send", form, **chosen)).view.card == "questionnaire.sent"
    office.at += timedelta(days=11)
    assert (await office.presses("eve", "send", later, **chosen)).view.card == "questionnaire.not-open"
    assert await kept(office, Box(poll.id, poll.version, "2026-Q4")) == [chosen]


def _executive(id_: str) -> Person:
    return replace(person(id_, "policy"), path=Path.EXECUTIVE)
