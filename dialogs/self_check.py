"""The conflict-of-interest self-assessment: one form, one advice, and nothing of either is kept.

That one more was completed is counted, where no name is.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from content.model import Advice, FormOption, FormQuestion, Library, Module, Reason, SelfCheck, Text
from content.wording import filled
from dialogs import anonymous
from dialogs.flow import Drop, Flow, Next, Nothing, Opened, Past, Said, Show, again
from dialogs.views import Button, Choice, Pressed, Value, View

FORM = "coi-self-check"
REASON = "reason"
"""The input that says why somebody is here."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """The form, the modules an answer may point to, and the files with a declaration of their own."""

    form: SelfCheck
    modules: Mapping[str, Module]
    processes: tuple[Text, ...]
    words: Mapping[str, Text]


@dataclass(frozen=True, slots=True)
class Answering:
    """There is only one place, and it is never saved."""


# What the answers lead to ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Weighed:
    """The advice; `come_back` when something is about to happen and nothing was answered with a doubt."""

    advice: Advice
    come_back: bool = False


def weigh(form: SelfCheck, answers: Mapping[str, str]) -> Weighed:
    """Weigh the answers, as question → option. It is advice, never a ruling, and there is no number."""
    doubts = {chosen(question, answers).leads for question in form.questions if not question.gate}
    gates = [(question, chosen(question, answers)) for question in form.questions if question.gate]
    soon = [(question, option) for question, option in gates if option.leads != "nothing"]
    if not doubts & {"talk", "report"}:
        return Weighed("nothing", come_back=any(option.id != asked.unanswered for asked, option in soon))
    if soon:
        return Weighed("pause")
    return Weighed("report" if "report" in doubts else "talk")


def chosen(question: FormQuestion, answers: Mapping[str, str]) -> FormOption:
    """Return the option chosen; no answer, or one that does not exist, counts as `unanswered`."""
    options = {option.id: option for option in question.options}
    return options.get(answers.get(question.id, ""), options[question.unanswered])


def _reason(form: SelfCheck, answers: Mapping[str, str]) -> Reason | None:
    return next((reason for reason in form.reasons if reason.id == answers.get(REASON)), None)


# What is shown --------------------------------------------------------------------------------------


def here(assessment: Assessment, known: Nothing, place: Answering) -> View:
    """Show the empty form."""
    form = assessment.form
    values: dict[str, Value] = {
        "title": form.title,
        "opening": form.opening,
        "definitions": tuple(
            filled(
                assessment.words["self-check.definition"],
                {
                    "title": each.title,
                    "meaning": each.meaning,
                    "first": each.examples[0],
                    "second": each.examples[1],
                },
            )
            for each in form.definitions
        ),
    }
    reasons = tuple((reason.id, reason.text) for reason in form.reasons)
    why = Choice(REASON, form.reasons_label, reasons, "show-advice", required=False)
    inputs = (why, *(_question(question) for question in form.questions))
    return View("self-check", values, (Button("show-advice"), Button("home")), inputs, passing=True)


def _question(question: FormQuestion) -> Choice:
    options = tuple((option.id, option.text) for option in question.options)
    return Choice(
        question.id,
        question.text,
        options,
        submit="show-advice",
        hint=question.why,
        required=False,
        title=question.title,
    )


def _advice(assessment: Assessment, answers: Mapping[str, str]) -> View:
    """Show the advice that follows from the answers alone. It stays on the screen, and nowhere else."""
    form, weighed = assessment.form, weigh(assessment.form, answers)
    text, reason = form.advice[weighed.advice], _reason(form, answers)
    options = [chosen(question, answers) for question in form.questions]
    modules = [module for each in options if (module := assessment.modules.get(each.module or ""))]
    processes = assessment.processes if reason and reason.process else ()
    lines = (
        *text.lines,
        *(reason.deadline if reason and weighed.advice != "pause" else ()),
        *(line for option in options for line in option.also),
        *((form.come_back,) if weighed.come_back else ()),
        *(filled(line, {"names": processes}) for line in form.processes if processes),
    )
    buttons = (
        Button("doors"),
        *(Button(f"open-{module.id}", module.title) for module in modules[:1]),
        *((Button("file"),) if processes else ()),
        Button("start-again"),
        Button("home"),
    )
    values: dict[str, Value] = {"title": text.title, "lines": lines, "closing": form.closing}
    return View("self-check.advice", values, buttons, passing=True)


def step(assessment: Assessment, known: Nothing, place: Answering, said: Said) -> Next[Answering]:
    """Answer one form with one advice, and forget both."""
    match said:
        case Pressed("show-advice", answers):
            completed = Drop(anonymous.DONE, 1, anonymous.PRESSED[anonymous.DONE], once=True)
            return Next(place, (completed, Show(_advice(assessment, answers))))
        case Opened() | Pressed("start-again"):
            return Next(place, (Show(here(assessment, known, place)),))
        case _:
            return again(place, here(assessment, known, place))


def _script(library: Library, key: str) -> Assessment | None:
    form = library.forms.get(FORM)
    processes = tuple(process.name for process in library.organization.processes)
    return Assessment(form, library.modules, processes, library.sentences) if form else None


def _know(assessment: Assessment, past: Past) -> Nothing:
    return Nothing()


FLOW: Flow[Assessment, Nothing, Answering] = Flow(
    name="self-check",
    version=1,
    places=(Answering,),
    script=_script,
    know=_know,
    begin=lambda _assessment, _known: Answering(),
    here=here,
    step=step,
    edition=lambda assessment: str(assessment.form.version),
    drops=True,
)
