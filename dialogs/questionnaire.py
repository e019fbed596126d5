"""A form without a name: what is promised first, then the questions, one button, and nobody's name."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from content.characters import visible
from content.model import AskedQuestion, Factor, Library, Questionnaire, Text
from content.wording import filled
from dialogs import anonymous, careful, occurrences
from dialogs.flow import Drop, Flow, Next, Opened, Said, Show, again
from dialogs.people import Path
from dialogs.views import Button, Choice, Input, Pressed, Value, View, WordsInput

SENT = "send"
AS_IT_IS = "send-as-it-is"
STORED = "what-is-stored"
NOT_SENT = "not-sent"
"""What the shell says when an answer could not be kept: the form comes back as it was."""
OVER, TOO_MANY = "over", "too-many"
"""What the shell says when nothing was kept: the period of the card is over, or three were sent today."""
LATE = "late"
"""What the shell says when an answer was kept for the period of its card, which has just ended."""

READ_AFTER = timedelta(days=2)
"""From a period's last day to the first on which its answers are read; late replies have a day of grace."""

Answers = Mapping[str, str]
"""Question → the id of an option, several ids with a space between them, or words."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One form, and the sentences around it."""

    form: Questionnaire
    words: Mapping[str, Text]


@dataclass(frozen=True, slots=True)
class Known:
    """Today, and the person's path, to tell whether the form is open; neither is ever sent along."""

    today: date
    path: Path

    @property
    def period(self) -> str:
        """Return the quarter in which an answer is kept, such as 2026-Q4."""
        return anonymous.period_on(self.today)


@dataclass(frozen=True, slots=True)
class Blank:
    """There is only one place, and it is never saved."""


# What was written ---------------------------------------------------------------------------------


def answers(form: Questionnaire, given: Mapping[str, str]) -> Answers:
    """Return what was answered, of what the form asks and nothing else."""
    asked: tuple[AskedQuestion | Factor, ...] = (*form.questions, *((form.factor,) if form.factor else ()))
    read = {question.id: _read(question, given.get(question.id, "")) for question in asked}
    return {id_: answer for id_, answer in read.items() if answer}


def _read(question: AskedQuestion | Factor, given: str) -> str:
    if isinstance(question, AskedQuestion) and question.kind == "words":
        return visible(given).strip()
    chosen = given.replace(",", " ").split()
    known = [option.id for option in question.options if option.id in chosen]
    several = isinstance(question, AskedQuestion) and question.kind == "several"
    return " ".join(known if several else known[:1])


def _mend(sheet: Sheet, held: Answers) -> tuple[Text, ...]:
    """Say what has to be mended before the form can be sent."""
    said: list[Text] = []
    for question in sheet.form.questions:
        answer, words = held.get(question.id, ""), sheet.words
        if question.kind == "words" and len(answer) > question.most:
            said.append(filled(words["feedback.words-too-long"], {"most": question.most}))
        elif question.kind == "several" and len(answer.split()) > question.most:
            named: dict[str, Value] = {"question": question.text, "most": question.most}
            said.append(filled(words["feedback.chosen-too-many"], named))
    return tuple(said) if held else (sheet.words["feedback.empty"],)


def _mentioned(sheet: Sheet, held: Answers) -> tuple[Text, ...]:
    """Say what the words seem to mention that could tell who wrote them, or about whom."""
    worded = (question.id for question in sheet.form.questions if question.kind == "words")
    kinds = dict.fromkeys(kind for id_ in worded if id_ in held for kind in careful.found(held[id_]))
    seen = [sheet.words[f"feedback.warn.{kind}"] for kind in kinds]
    if not seen:
        return ()
    found = Text(en=" ".join(each.en for each in seen), fr=" ".join(each.fr for each in seen))
    return (filled(sheet.words["feedback.warn"], {"found": found}),)


# What is shown ------------------------------------------------------------------------------------


def here(sheet: Sheet, known: Known, place: Blank) -> View:
    """Show the empty form with its promise, or that it is not open."""
    form = sheet.form
    if not is_open(form, known):
        return View("questionnaire.not-open", {}, (Button("feedback"), Button("home")), passing=True)
    opening = tuple(filled(line, _said(sheet, known)) for line in form.before)
    return _form(sheet, "questionnaire", {"title": form.title, "opening": opening}, {})


def is_open(form: Questionnaire, known: Known) -> bool:
    """Tell whether somebody on a path can answer today."""
    paths = form.audience.paths
    return form.open_on(known.today) and (not paths or known.path.value in paths)


def _again(
    sheet: Sheet, known: Known, held: Answers, said: tuple[Text, ...], *, warned: bool = False
) -> View:
    """Show the form with what was written, and what there is to say of it."""
    values = {"title": sheet.form.title, "said": said, **_said(sheet, known)}
    return _form(sheet, "questionnaire.again", values, held, warned=warned)


def _form(
    sheet: Sheet, card: str, values: Mapping[str, Value], held: Answers, *, warned: bool = False
) -> View:
    as_it_is = (Button(AS_IT_IS, sends=True),) if warned else ()
    buttons = (Button(SENT), *as_it_is, Button(STORED, sends=True), Button("home"))
    inputs = tuple(_input(sheet, question, held) for question in sheet.form.questions)
    return View(card, values, buttons, (*inputs, *_factor(sheet, held)), passing=True)


def _factor(sheet: Sheet, held: Answers) -> tuple[Input, ...]:
    """Ask last what a person may say of themselves, where the organization has decided that it is asked."""
    asked = sheet.form.factor
    if asked is None:
        return ()
    options = tuple((option.id, option.text) for option in asked.options)
    return (Choice(asked.id, asked.text, options, SENT, required=False, value=held.get(asked.id, "")),)


def _input(sheet: Sheet, question: AskedQuestion, held: Answers) -> Input:
    value = held.get(question.id, "")
    if question.kind == "words":
        hint = filled(sheet.words["feedback.words-hint"], {"most": question.most})
        return WordsInput(
            question.id, question.text, SENT, question.most, hint, value, lines=True, required=False
        )
    return Choice(
        question.id,
        question.text,
        tuple((option.id, option.text) for option in question.options),
        SENT,
        hint=question.hint,
        required=False,
        value=value.replace(" ", ","),
        several=question.kind == "several",
    )


def _literally(sheet: Sheet, known: Known, held: Answers) -> tuple[Text, ...]:
    """Write down the record as it would be stored, letter by letter."""
    form = sheet.form
    box = {"form": form.id, "version": str(form.version), "period": known.period}
    record = json.dumps(dict(held), ensure_ascii=False)
    return (
        filled(sheet.words["feedback.literal"], box),
        Text(en=record, fr=record),
        sheet.words["feedback.nothing-else"],
    )


def _sent(closing: tuple[Text, ...]) -> View:
    return View("questionnaire.sent", {"closing": closing}, (Button("home"),), passing=True)


def _said(sheet: Sheet, known: Known) -> dict[str, Value]:
    """Return what the form says of the moment: when answers are first read, and how many it waits for."""
    ends = occurrences.last_day(known.period) or known.today
    return {"end": ends + READ_AFTER, "least": sheet.form.least}


# What is heard ------------------------------------------------------------------------------------


def step(sheet: Sheet, known: Known, place: Blank, said: Said) -> Next[Blank]:
    """Take one form with one press; the words are never repeated once they are sent."""
    form, words = sheet.form, sheet.words
    match said:
        case Pressed("late"):
            return _show(place, _sent((words["feedback.late"],)))
        case Pressed("over", given):
            return _show(place, _again(sheet, known, answers(form, given), (words["feedback.period-over"],)))
        case Pressed("too-many"):
            return _show(place, View("questionnaire.too-many", {}, (Button("home"),), passing=True))
        case Pressed("send" | "send-as-it-is" as verb, given) if is_open(form, known):
            return _send(sheet, known, answers(form, given), as_it_is=verb == AS_IT_IS)
        case Pressed("what-is-stored", given) if is_open(form, known):
            held = answers(form, given)
            return _show(place, _again(sheet, known, held, _literally(sheet, known, held)))
        case Pressed("not-sent", given):
            return _show(place, _again(sheet, known, answers(form, given), ()))
        case Pressed("old-send" | "old-send-as-it-is" | "old-what-is-stored", given):
            return _show(place, _again(sheet, known, answers(form, given), (words["feedback.changed"],)))
        case Opened():
            return _show(place, here(sheet, known, place))
        case _:
            return again(place, here(sheet, known, place))


def _show(place: Blank, view: View) -> Next[Blank]:
    return Next(place, (Show(view),))


def _send(sheet: Sheet, known: Known, held: Answers, *, as_it_is: bool) -> Next[Blank]:
    """Drop the answers, unless nothing was answered, too much, or something that could name somebody."""
    form, place = sheet.form, Blank()
    mend = _mend(sheet, held)
    mentioned = () if mend or as_it_is else _mentioned(sheet, held)
    if mend or mentioned:
        return _show(place, _again(sheet, known, held, mend or mentioned, warned=bool(mentioned)))
    drop = Drop(form.id, form.version, held, large=anonymous.large(form))
    closing = tuple(filled(line, _said(sheet, known)) for line in form.closing)
    return Next(place, (drop, Show(_sent(closing))))


def _script(library: Library, key: str) -> Sheet | None:
    form = library.questionnaires.get(key)
    return Sheet(form, library.sentences) if form else None


FLOW: Flow[Sheet, Known, Blank] = Flow(
    name="questionnaire",
    version=1,
    places=(Blank,),
    script=_script,
    know=lambda _sheet, past: Known(past.today, past.path),
    begin=lambda _sheet, _known: Blank(),
    here=here,
    step=step,
    edition=lambda sheet: str(sheet.form.version),
    forms=frozenset({SENT, AS_IT_IS, STORED}),
    drops=True,
)
