"""Questions without a name: what they promise is said first, sealed whole, and cannot be bent by a slip."""

import json
from datetime import date

import pytest

from bot.cards.adaptive import card
from bot.heard import Shown
from content.loader import load, overlaid
from content.model import LANGUAGES, Language, Library, Questionnaire
from content.shelf import take
from content.size import MOST_BYTES, screens
from content.wording import filled
from dialogs.views import Button, Choice, Input, Value, View, WordsInput
from tests.content.conftest import SHIPPED, Desk, Faults

FEEDBACK, PULSE, POLL = (f"questionnaires/{name}.yaml" for name in ("feedback", "pulse", "poll-executives"))
ORGANIZATION = "organizations/demo/organization.yaml"
OWN = "organizations/demo/questionnaires"
FORMS = ("feedback", "pulse", "rating", "poll-executives", "poll-sessions")

FACTOR = """
factor:
  id: group
  text: {en: "Do you belong to one of these groups?", fr: "Faites-vous partie de l'un de ces groupes?"}
  opening:
    en: "One question, the last, is about you. Skip it if you like."
    fr: "Une question, la dernière, porte sur vous. Passez-la si vous voulez."
  options:
    - {id: a, text: {en: "Persons with disabilities", fr: "Personnes handicapées"}}
    - {id: b, text: {en: "None of these", fr: "Aucun de ces groupes"}}
"""
DECISION = """
privacy:
  factors:
    - id: group
      decision: {en: "Privacy office, file 12", fr: "Bureau de la vie privée, dossier 12"}
      since: "2026-11-02"
"""


def every(library: Library) -> list[Questionnaire]:
    return [library.questionnaires[name] for name in FORMS]


# What ships ---------------------------------------------------------------------------------------


def test_the_shipped_questionnaires_are_these_five(library: Library) -> None:
    assert set(library.questionnaires) == set(FORMS)
    assert {found.least for found in every(library)} == {10}


def test_only_the_feedback_form_has_a_field_for_words(library: Library) -> None:
    assert [found.id for found in every(library) if found.wordy] == ["feedback"]
    (words,) = [asked for asked in library.questionnaires["feedback"].questions if asked.kind == "words"]
    assert words.most == 300


def test_the_feedback_form_asks_seven_questions_and_up_to_three_topics(library: Library) -> None:
    questions = library.questionnaires["feedback"].questions
    assert len(questions) == 7
    assert [(asked.most, len(asked.options)) for asked in questions if asked.kind == "several"] == [(3, 10)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", FORMS)
def test_a_person_reads_when_and_from_how_many_answers_on_before_the_first_field(
    library: Library, name: str, language: Language
) -> None:
    found = library.questionnaires[name]
    told: dict[str, Value] = {"end": date(2027, 1, 2), "least": found.least}
    said = [filled(line, told).of(language) for line in found.before]
    day = {"en": "January 2, 2027", "fr": "2 janvier 2027"}[language]
    promised = {
        "en": ("fewer than 10", "destroyed unread", "cannot promise", "three times a day", "keys"),
        "fr": (
            "moins de 10",
            "sans avoir été lues",
            "ne pouvons pas promettre",
            "trois fois par jour",
            "clés",
        ),
    }[language]
    for words in (day, *promised):
        assert any(words in line for line in said), words
    assert not any("{" in line for line in said)
    assert max(len(line) for line in said) < 180, "a line fits on a phone"


@pytest.mark.parametrize("name", FORMS)
def test_what_is_said_after_sending_can_be_filled_with_the_same_two_values(
    library: Library, name: str
) -> None:
    closing = library.questionnaires[name].closing
    said = [filled(line, {"end": date(2027, 1, 2), "least": 10}) for line in closing]
    assert any("10" in line.en and "10" in line.fr for line in said)


def test_no_shipped_questionnaire_asks_who_somebody_is_and_each_says_so(library: Library) -> None:
    for found in every(library):
        assert found.factor is None
        assert any("not asked for your name, unit or position" in line.en for line in found.before)
        assert any("ni votre nom, ni votre unité, ni votre poste" in line.fr for line in found.before)


def test_the_polls_wait_until_an_organization_gives_them_days(desk: Desk) -> None:
    waiting = load(SHIPPED, "cics").questionnaires["poll-executives"]
    assert not waiting.open_on(date(2026, 11, 22))
    assert waiting.audience.paths == ("executive",)
    desk.add(f"{OWN}/poll-executives.yaml", 'first_day: "2026-11-02"\nlast_day: "2026-11-27"\n')
    assert desk.check().faults == desk.check().warnings == (), "its days are no part of what is sealed"
    poll = load(desk.root, "demo").questionnaires["poll-executives"]
    days = [date(2026, 11, day) for day in (1, 2, 27, 28)]
    assert [poll.open_on(day) for day in days] == [False, True, True, False]
    assert library_of(desk, "feedback").open_on(days[0]), "what is no poll is always open"


def library_of(desk: Desk, name: str) -> Questionnaire:
    return load(desk.root, "demo").questionnaires[name]


def test_nobody_is_told_that_a_pulse_has_the_words_of_the_survey_before_that_is_confirmed(desk: Desk) -> None:
    assert not any("survey" in line.en for line in library_of(desk, "pulse").opening)
    by = '    by: {en: "the ethics office", fr: "le bureau de l\'éthique"}\n    on: "2026-11-20"\n'
    desk.add(ORGANIZATION, f"  - fact: PSES-WORDING\n{by}")
    words = 'questions:\n  - id: help\n    text: {en: "Words of the survey.", fr: "Mots du sondage."}\n'
    desk.add(f"{OWN}/pulse.yaml", f"id: pulse\nversion: 2\n{words}")
    assert desk.check().faults == ()
    pulse = library_of(desk, "pulse")
    assert any("survey" in line.en for line in pulse.opening)
    assert pulse.questions[0].text.en == "Words of the survey."
    assert [len(asked.options) for asked in pulse.questions] == [5, 5, 5]


# What is sealed -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("least: 10", "least: 12"),
        ("most: 3\n", "most: 2\n"),
        ("- {id: rather,", "- {id: rather-so,"),
        ("About right", "Just right"),
        ("- id: concrete", "- id: plainly"),
    ],
)
def test_what_was_promised_cannot_change_under_the_same_version(
    desk: Desk, found: Faults, old: str, new: str
) -> None:
    desk.change(FEEDBACK, old, new)
    ids = {(file, id_) for file, _, id_ in found(desk.check())}
    assert (f"content/{FEEDBACK}", "changed-unsealed") in ids
    desk.change(FEEDBACK, "version: 1", "version: 2")
    assert "changed-unsealed" not in {id_ for _, _, id_ in found(desk.check())}


def test_whom_a_poll_asks_is_sealed_too(desk: Desk, found: Faults) -> None:
    desk.change(POLL, "paths: [executive]", "paths: [executive, manager]")
    assert [id_ for _, _, id_ in found(desk.check())] == ["changed-unsealed"]


def test_an_organization_that_asks_for_more_answers_needs_a_version_of_its_own(
    desk: Desk, found: Faults
) -> None:
    desk.add(f"{OWN}/feedback.yaml", "id: feedback\nleast: 20\n")
    assert [id_ for _, _, id_ in found(desk.check())] == ["changed-for-organization"]
    desk.add(f"{OWN}/feedback.yaml", "version: 2\n")
    assert desk.check().faults == ()
    assert library_of(desk, "feedback").least == 20


def test_a_line_of_a_comment_changes_nothing_that_is_sealed(desk: Desk) -> None:
    desk.change(FEEDBACK, "least: 10", "# ten is the least\nleast: 10")
    assert desk.check().faults == ()


# A question about the person ----------------------------------------------------------------------


def test_a_question_about_the_person_is_there_only_where_a_decision_is_on_file(desk: Desk) -> None:
    desk.add(PULSE, FACTOR)
    desk.unseal()
    assert desk.check().faults == ()
    without = library_of(desk, "pulse")
    assert without.factor is None
    assert without.before == without.opening
    desk.add(ORGANIZATION, DECISION)
    assert desk.check().faults == ()
    asked = library_of(desk, "pulse")
    assert asked.factor is not None
    assert asked.before[-1] == asked.factor.opening
    assert load(desk.root, "demo").organization.privacy.factors[0].since == date(2026, 11, 2)


def test_a_decision_that_comes_later_makes_a_new_form(desk: Desk, found: Faults) -> None:
    desk.add(PULSE, FACTOR)
    desk.change(PULSE, "version: 1", "version: 2")
    assert desk.seal() > 0
    desk.add(ORGANIZATION, DECISION)
    assert [id_ for _, _, id_ in found(desk.check())] == ["changed-for-organization"]


def test_a_decision_about_another_question_allows_nothing(desk: Desk) -> None:
    desk.add(PULSE, FACTOR)
    desk.unseal()
    desk.add(ORGANIZATION, DECISION.replace("id: group", "id: age"))
    assert library_of(desk, "pulse").factor is None


# How large it becomes -----------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", FORMS)
def test_a_form_is_estimated_above_what_is_drawn(library: Library, name: str, language: Language) -> None:
    laid = overlaid(take(SHIPPED, complete=True), SHIPPED, SHIPPED / "organizations" / "demo")
    asked = library.questionnaires[name]
    inputs: list[Input] = []
    for question in asked.questions:
        options = tuple((option.id, option.text) for option in question.options)
        if question.kind == "words":
            inputs.append(WordsInput(question.id, question.text, "send", question.most, question.text))
        else:
            inputs.append(Choice(question.id, question.text, options, "send", required=False))
    buttons = tuple(Button(verb) for verb in ("send", "what-is-stored", "home"))
    told: dict[str, Value] = {"end": date(2027, 1, 2), "least": 10}
    opening = tuple(filled(line, told) for line in asked.before)
    view = View(
        "questionnaire", {"title": asked.title, "opening": opening}, buttons, tuple(inputs), passing=True
    )
    drawn = len(
        json.dumps(card(library, Shown(view, language, "t" * 32)), ensure_ascii=False).encode("utf-16-le")
    )
    (screen,) = screens(laid.filled["questionnaire", name])
    assert drawn <= screen.bytes <= MOST_BYTES
    assert screen.bytes < 4 * drawn
