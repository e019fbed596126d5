"""The Senior Official asks for the counts of a period as a file for a spreadsheet."""

from dataclasses import dataclass

from content.model import Library
from dialogs.counts import choice_of, offered
from dialogs.flow import Ask, Flow, Learned, Next, Opened, Past, Said, Show, again
from dialogs.questions import FileAsked
from dialogs.views import Button, Pressed, View


@dataclass(frozen=True, slots=True)
class Known:
    """Whether the person may see counts at all; the server checks it again when the file is made."""

    allowed: bool


@dataclass(frozen=True, slots=True)
class AtFile:
    """There is only one place; each file is made when it is asked for."""


NOT_ALLOWED = View("report.not-allowed", {}, (Button("home"), Button("help")))


def here(library: Library, known: Known, place: AtFile) -> View:
    """Show the choice of a period."""
    if not known.allowed:
        return NOT_ALLOWED
    buttons = (Button("make-file"), Button("report"), Button("home"))
    return View("report.file-ask", {}, buttons, (choice_of(library, "make-file"),))


def step(library: Library, known: Known, place: AtFile, said: Said) -> Next[AtFile]:
    """Ask for the file of the period that was chosen, and name it."""
    match said:
        case Pressed("make-file", {"period": period}) if period in offered(library):
            return Next(place, (Ask(FileAsked(period)),))
        case Opened():
            return Next(place, (Show(here(library, known, place)),))
        case Learned(None):
            return Next(place, (Show(NOT_ALLOWED),))
        case Learned(answer) if answer is not None:
            file = str(answer.values["key"])
            buttons = (Button("report"), Button("home"))
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
