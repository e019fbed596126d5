"""The self-assessment of the organization: what is on file for each question, and a person's own answer.

No place holds a fact, a count or a word of an answer: only which set, which years and which question.
"""

from dataclasses import replace
from typing import assert_never

from content.model import Library
from dialogs import assessment_cards as cards
from dialogs import parts
from dialogs.assessment_cards import (
    ANYWAY,
    BETWEEN,
    KINDS,
    NOT_ALLOWED,
    SAVE,
    Answering,
    AtDraft,
    AtFrozen,
    AtQuestion,
    AtStart,
    Filing,
    Place,
)
from dialogs.assessment_questions import (
    AnswerAsked,
    AnswerGiven,
    AssessmentAsked,
    AssessmentQuery,
    DraftAsked,
    DraftFileAsked,
    FreezeAsked,
    FrozenAsked,
    QuestionAsked,
)
from dialogs.flow import Ask, Flow, Learned, Next, Nothing, Opened, Said, Show
from dialogs.views import Pressed, View

OLD = frozenset({f"old-{SAVE}", f"old-{ANYWAY}"})


def here(library: Library, known: Nothing, place: Place) -> View:
    """Show the ways on from a place."""
    return cards.here(library, place)


def step(library: Library, known: Nothing, place: Place, said: Said) -> Next[Place]:
    """Ask the shell, which checks the role each time; only what was chosen or ticked is read here."""
    match place, said:
        case _, Learned(None):
            return Next(AtStart(), (Show(NOT_ALLOWED),))
        case _, Learned(answer) if answer is not None:
            place, view = cards.learned(library, answer)
            return Next(place, (Show(view),))
        case _, Opened(door=True):
            return Next(AtStart(), (Ask(AssessmentAsked()),))
        case _, Pressed("frozen-drafts"):
            return Next(place, (Ask(FrozenAsked()),))
        case _, Pressed(verb, given) if verb in OLD and (about := cards.answered(given)):
            return _old(place, about, given)
        case AtStart(offered), Pressed("open", {"set": chosen}) if chosen in offered.split():
            asked, _, period = chosen.partition(BETWEEN)
            return Next(place, (Ask(DraftAsked(asked, period)),))
        case AtFrozen(offered), Pressed("open", {"frozen": chosen}) if chosen in offered.split():
            return _files(library, Filing(frozen=chosen))
        case AtDraft(), Pressed():
            return _at_draft(library, place, said)
        case AtQuestion(), Pressed():
            return _at_question(place, said)
        case Answering(), Pressed(verb, given) if verb == SAVE or (verb == ANYWAY and place.doubted):
            return _written(library, place, cards.cleaned(place, given), anyway=verb == ANYWAY)
        case Filing(asked, period, frozen), Pressed("make-draft-file", {"kind": kind}) if kind in KINDS:
            return Next(place, (Ask(DraftFileAsked(kind, asked, period, frozen)),))
        case Filing(), Pressed("make-draft-file"):
            return Next(place, (Show(cards.here(library, place).noted("option-required")),))
        case _, Pressed("back"):
            return Next(place, (Ask(_back(place)),))
        case _:
            return Next(place, (Ask(_again(place)),))


def _at_draft(library: Library, place: AtDraft, said: Pressed) -> Next[Place]:
    """Open a question, make a file, keep the draft as it stands, turn the page, or go back."""
    match said:
        case Pressed("open", {"question": question}) if question in place.offered.split():
            return Next(place, (Ask(QuestionAsked(place.asked, place.period, question)),))
        case Pressed("draft-file"):
            return _files(library, Filing(place.asked, place.period))
        case Pressed("freeze-draft"):
            return Next(place, (Ask(FreezeAsked(place.asked, place.period)),))
        case Pressed("back"):
            return Next(place, (Ask(AssessmentAsked()),))
        case _:
            part = parts.wanted(said.verb) or place.part
            return Next(place, (Ask(DraftAsked(place.asked, place.period, part)),))


def _at_question(place: AtQuestion, said: Pressed) -> Next[Place]:
    """Open the form, go to the next question or back to all of them, or turn the page."""
    asked, period = place.asked, place.period
    match said.verb:
        case "answer-question":
            return Next(place, (Ask(AnswerAsked(asked, period, place.question)),))
        case "next-question" if place.after:
            return Next(place, (Ask(QuestionAsked(asked, period, place.after)),))
        case "back":
            return Next(place, (Ask(DraftAsked(asked, period)),))
        case verb:
            part = parts.wanted(verb) or place.part
            return Next(place, (Ask(QuestionAsked(asked, period, place.question, part)),))


def _written(library: Library, place: Answering, held: dict[str, str], *, anyway: bool) -> Next[Place]:
    """Have an answer kept that has no fault; any other comes back as it was written, with what is wrong."""
    found = cards.faults(library, held)
    if found:
        view = cards.form(library, place, held).noted("assessment.form-faults")
        return Next(place, (Show(replace(view, remarks=found)),))
    given = AnswerGiven(place.asked, place.period, place.question, place.revision, held, anyway)
    return Next(place, (Ask(given),))


def _old(place: Place, about: Answering, given: cards.Held) -> Next[Place]:
    """Bring back what was written on a card that is out of date, beside what is on file now.

    The card says what it was about, wherever the official is by now.
    """
    held = cards.cleaned(about, given)
    return Next(place, (Ask(AnswerAsked(about.asked, about.period, about.question, held)),))


def _files(library: Library, place: Filing) -> Next[Place]:
    return Next(place, (Show(cards.here(library, place)),))


def _back(place: Place) -> AssessmentQuery:
    """Ask for what lies above a place."""
    match place:
        case Answering(asked, period, question):
            return QuestionAsked(asked, period, question)
        case Filing(asked, period, "") if asked:
            return DraftAsked(asked, period)
        case Filing():
            return FrozenAsked()
        case _:
            return AssessmentAsked()


def _again(place: Place) -> AssessmentQuery:
    """Ask for what is shown at a place."""
    match place:
        case AtStart():
            return AssessmentAsked()
        case AtDraft(asked, period, _, part):
            return DraftAsked(asked, period, part)
        case AtQuestion(asked, period, question, _, part):
            return QuestionAsked(asked, period, question, part)
        case Answering(asked, period, question):
            return AnswerAsked(asked, period, question)
        case AtFrozen():
            return FrozenAsked()
        case Filing():
            return _back(place)
        case _:
            assert_never(place)


FLOW: Flow[Library, Nothing, Place] = Flow(
    name="assessment",
    version=1,
    places=(AtStart, AtDraft, AtQuestion, Answering, AtFrozen, Filing),
    script=lambda library, _key: library,
    know=lambda _library, _past: Nothing(),
    begin=lambda _library, _known: AtStart(),
    here=here,
    step=step,
    edition=lambda _library: "1",
    looks_up=True,
    forms=frozenset({SAVE, ANYWAY}),
)
