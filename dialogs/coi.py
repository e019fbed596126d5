"""The conflict-of-interest reminder: one occurrence, a rotating question, and one tap to answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import assert_never

from content.model import Duty, Library, Text
from content.wording import filled
from dialogs import dates, occurrences
from dialogs.facts import Outcome, ReminderAnswered
from dialogs.flow import Flow, Next, Opened, Past, Record, Ref, Said, Show, Start, Tell, again
from dialogs.people import Office
from dialogs.views import Button, DateInput, Pressed, View

DUTY = "coi"


@dataclass(frozen=True, slots=True)
class Question:
    """One occurrence of the duty. An empty occurrence stands for "no question is open"."""

    duty: Duty
    occurrence: str
    words: Mapping[str, Text]


@dataclass(frozen=True, slots=True)
class Asked:
    """The question is open."""


@dataclass(frozen=True, slots=True)
class Advising:
    """The contact was shown; the person chooses whether to send their name."""


@dataclass(frozen=True, slots=True)
class Filing:
    """Asked for the date on which the declaration was filed."""


@dataclass(frozen=True, slots=True)
class Answered:
    """Something was answered. It can be changed until the next occurrence."""


Place = Asked | Advising | Filing | Answered


@dataclass(frozen=True, slots=True)
class Known:
    """Today, the last day anything was said for an earlier occurrence, and the answer to this one.

    `newer` is an occurrence that has taken the place of this one, or empty. `warned` is the day after which
    the name joins the office's list, where a second card says so.
    """

    today: date
    last_said: date | None
    answer: ReminderAnswered | None
    answered_on: date | None
    newer: str = ""
    warned: date | None = None


def open_occurrence(past: Past) -> str | None:
    """Return the newest occurrence that was sent, unless it was answered."""
    newest = latest(past)
    answered = {dated.fact.occurrence for dated in past.happened if isinstance(dated.fact, ReminderAnswered)}
    return newest if newest and newest not in answered else None


def latest(past: Past) -> str:
    """Return the newest occurrence of which a reminder may have arrived; empty when there is none."""
    return occurrences.latest(past, DUTY)


def script(library: Library, key: str) -> Question | None:
    """Find the words of the duty; the key is the occurrence, such as 2026-Q4."""
    duty = library.duties.get(DUTY)
    return Question(duty, key, library.sentences) if duty else None


def know(question: Question, past: Past) -> Known:
    """Fold the answers: the last to this occurrence, and the day of the last to any before it."""
    answers = [(dated.day, dated.fact) for dated in past.happened if isinstance(dated.fact, ReminderAnswered)]
    earlier = [day for day, fact in answers if fact.occurrence < question.occurrence]
    mine = [(day, fact) for day, fact in answers if fact.occurrence == question.occurrence]
    return Known(
        today=past.today,
        last_said=earlier[-1] if earlier else None,
        answer=mine[-1][1] if mine else None,
        answered_on=mine[-1][0] if mine else None,
        newer=newest if (newest := latest(past)) > question.occurrence else "",
        warned=past.warned,
    )


def rotating(question: Question) -> Text:
    """Choose this occurrence's example, so that a tap does not become a reflex: they take turns."""
    turns = question.duty.questions
    return turns[occurrences.number(question.occurrence) % len(turns)]


def begin(question: Question, known: Known) -> Place:
    """Start at the question."""
    return Answered() if known.answer else Asked()


def here(question: Question, known: Known, place: Place) -> View:
    """Show a place."""
    if not question.occurrence:
        return View("coi.none", {}, (Button("home"), Button("help")))
    if known.newer:
        return View("coi.past", {}, (Button("coi"), Button("home")))
    match place:
        case Asked():
            return _ask(question, known)
        case Advising():
            ways = (Button("send-name"), Button("will-call"), Button("back"))
            return View("coi.advice", {}, ways, remarks=_next(question, known))
        case Filing():
            label = question.words["filed-on"]
            date_filed = DateInput("filed_on", label, submit="filed-on", latest=known.today)
            ways = (Button("filed-on"), Button("filed-today"), Button("back"))
            return View("coi.filing", {}, ways, (date_filed,), remarks=_next(question, known))
        case Answered():
            if known.answer is None or known.answered_on is None:
                return _ask(question, known)
            return _answered(known.answer, known.answered_on)
        case _:
            assert_never(place)


def step(question: Question, known: Known, place: Place, said: Said) -> Next[Place]:
    """Hear the answer. What changed, and what is declared, is never asked here."""
    if not question.occurrence:
        return Next(place, (Show(here(question, known, place)),))
    if known.newer:
        return Next(place, (Start(DUTY, known.newer),))
    match place, said:
        case Asked(), Pressed("nothing-changed"):
            return _answer(question, known, Outcome.NOTHING_CHANGED)
        case Asked(), Pressed("will-declare"):
            return _answer(question, known, Outcome.WILL_DECLARE)
        case Asked() | Answered(), Pressed("filed"):
            return _go(question, known, Filing())
        case Asked() | Answered(), Pressed("need-advice"):
            return _go(question, known, Advising())
        case Answered(), Pressed("change"):
            return _go(question, known, Asked())
        case Filing(), Pressed("filed-today"):
            return _answer(question, known, Outcome.FILED, filed_on=known.today)
        case Filing(), Pressed("filed-on", {"filed_on": written}) if day := dates.accepted(
            written, known.today
        ):
            return _answer(question, known, Outcome.FILED, filed_on=day)
        case Filing(), Pressed("filed-on"):
            return Next(place, (Show(here(question, known, place).noted("date-required")),))
        case Advising(), Pressed("send-name"):
            return _answer(
                question, known, Outcome.NEED_ADVICE, Tell(Office.COI, Ref("note", "coi.advice-request"))
            )
        case Advising(), Pressed("will-call"):
            return _answer(question, known, Outcome.NEED_ADVICE)
        case Advising() | Filing(), Pressed("back"):
            return _go(question, known, begin(question, known))
        case _, Opened():
            return Next(place, (Show(here(question, known, place)),))
        case _:  # Anything else: say again where we are.
            return again(place, here(question, known, place))


def _go(question: Question, known: Known, place: Place) -> Next[Place]:
    return Next(place, (Show(here(question, known, place)),))


def _answer(
    question: Question, known: Known, outcome: Outcome, *tell: Tell, filed_on: date | None = None
) -> Next[Place]:
    fact = ReminderAnswered(question.duty.id, question.occurrence, outcome, filed_on)
    return Next(Answered(), (Record(fact), *tell, Show(_answered(fact, known.today))))


def _ask(question: Question, known: Known) -> View:
    buttons = (Button("nothing-changed"), Button("will-declare"), Button("filed"), Button("need-advice"))
    remarks, example = _next(question, known), rotating(question)
    if known.last_said is None:
        return View("coi.ask-first", {"rotating": example}, buttons, remarks=remarks)
    if occurrences.base(question.occurrence) != question.occurrence:
        remarks = (question.words["coi.new-path"], *remarks)
    return View("coi.ask", {"last_said": known.last_said, "rotating": example}, buttons, remarks=remarks)


def _next(question: Question, known: Known) -> tuple[Text, ...]:
    """Say what comes next while nothing was answered, where a second card says so."""
    if known.warned is None or known.answer is not None:
        return ()
    return (filled(question.words["coi.listed-after"], {"date": known.warned}),)


def _answered(answer: ReminderAnswered, day: date) -> View:
    card = f"coi.answered.{answer.outcome}"
    match answer.outcome:
        case Outcome.NOTHING_CHANGED:
            return View(card, {"day": day}, (Button("change"), Button("home")))
        case Outcome.WILL_DECLARE | Outcome.NEED_ADVICE:
            return View(card, {"day": day}, (Button("filed"), Button("change"), Button("home")))
        case Outcome.FILED:
            return View(card, {"filed_on": answer.filed_on or day}, (Button("change"), Button("home")))
        case _:
            assert_never(answer.outcome)


FLOW: Flow[Question, Known, Place] = Flow(
    name="coi",
    version=1,
    places=(Asked, Advising, Filing, Answered),
    script=script,
    know=know,
    begin=begin,
    here=here,
    step=step,
    edition=lambda question: str(question.duty.version),
    settled=lambda known: known.answer is not None or known.newer != "",
)
