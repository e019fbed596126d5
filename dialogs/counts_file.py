"""The Senior Official asks for the counts of a period as a file: a workbook, a document, or lines."""

from collections.abc import Mapping
from dataclasses import dataclass

from content.model import Library
from dialogs.counts import CUTS, YEARS
from dialogs.flow import Ask, Flow, Learned, Next, Opened, Past, Said, Show, again
from dialogs.questions import FileAsked
from dialogs.views import Button, Choice, Equivalent, Pressed, View

MAKE = "make-file"

PERIODS = ("last-quarter", "this-quarter", "last-year", "this-year", "last-month", "this-month")
FORMATS = ("xlsx", "docx", "csv")
LANGUAGES = ("both", "en", "fr")
"""What may be chosen; the first is chosen already. A small organization has years only, and no cut."""

BEFORE_THERE_WAS_A_CHOICE: Mapping[str, str] = {"by": "unit", "format": "csv", "language": "both"}
"""What a card of an earlier day means, which asks for a period alone."""


@dataclass(frozen=True, slots=True)
class Known:
    """Whether the person may see counts at all; the server checks it again when the file is made."""

    allowed: bool


@dataclass(frozen=True, slots=True)
class AtFile:
    """There is only one place; each file is made when it is asked for."""


NOT_ALLOWED = View("report.not-allowed", {}, (Button("home"), Button("help")))


def offered(library: Library) -> Mapping[str, tuple[str, ...]]:
    """Return what may be chosen in each field of the form."""
    small = library.organization.small
    cuts: dict[str, tuple[str, ...]] = {} if small else {"by": CUTS}
    return {"period": YEARS if small else PERIODS, **cuts, "format": FORMATS, "language": LANGUAGES}


def here(library: Library, known: Known, place: AtFile) -> View:
    """Show the form; whoever types names a period, and gets what is chosen already."""
    if not known.allowed:
        return NOT_ALLOWED
    words = library.sentences
    fields = offered(library)
    inputs = tuple(
        Choice(
            field,
            words[f"files.choose.{field}"],
            tuple((each, words[f"files.{field}.{each}"]) for each in options),
            MAKE,
            compact=True,
            value=options[0],
        )
        for field, options in fields.items()
    )
    first = {field: options[0] for field, options in fields.items()}
    typed = tuple(
        Equivalent(words[f"files.period.{each}"], Pressed(MAKE, {**first, "period": each}))
        for each in fields["period"]
    )
    buttons = (Button(MAKE), Button("report"), Button("home"))
    return View("report.file-ask", {}, buttons, inputs, words=typed)


def _asked(library: Library, inputs: Mapping[str, str]) -> FileAsked | None:
    """Return what a form asks for; None where something was chosen that is not offered."""
    fields = offered(library)
    chosen = {
        field: inputs.get(field) or BEFORE_THERE_WAS_A_CHOICE.get(field, "")
        for field in ("period", *BEFORE_THERE_WAS_A_CHOICE)
    }
    wrong = [field for field, options in fields.items() if chosen[field] not in options]
    return None if wrong else FileAsked(chosen["period"], chosen["by"], chosen["format"], chosen["language"])


def step(library: Library, known: Known, place: AtFile, said: Said) -> Next[AtFile]:
    """Ask for the file that was chosen, and name it."""
    match said:
        case Pressed("make-file", inputs) if asked := _asked(library, inputs):
            return Next(place, (Ask(asked),))
        case Opened():
            return Next(place, (Show(here(library, known, place)),))
        case Learned(None):
            return Next(place, (Show(NOT_ALLOWED),))
        case Learned(answer) if answer is not None:
            file = str(answer.values["key"])
            buttons = (Button("get-file"), Button("report"), Button("home"))
            return Next(place, (Show(View("report.file", answer.values, buttons, file=file)),))
        case _:
            return again(place, here(library, known, place))


def _know(_library: Library, past: Past) -> Known:
    return Known("report" in past.may)


FLOW: Flow[Library, Known, AtFile] = Flow(
    name="get-file",
    version=1,
    places=(AtFile,),
    script=lambda library, _key: library,
    know=_know,
    begin=lambda _library, _known: AtFile(),
    here=here,
    step=step,
    edition=lambda _library: "1",
)
