"""Before a file of a kind that needs its own declaration: what to check, and one tap. Never whose file."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import assert_never

from content.model import Library, Process
from dialogs.facts import FileAnswered, FileOutcome
from dialogs.flow import Flow, Next, Opened, Past, Record, Ref, Said, Show, Tell, again
from dialogs.people import Office
from dialogs.views import Button, Choice, Pressed, Value, View


@dataclass(frozen=True, slots=True)
class Choosing:
    """Asked for the kind of file."""


@dataclass(frozen=True, slots=True)
class Checking:
    """The separate declaration was shown; the person says whether they know of a conflict."""

    process: str


@dataclass(frozen=True, slots=True)
class Advising:
    """The contact was shown; the person chooses whether to send their name."""

    process: str


@dataclass(frozen=True, slots=True)
class Kept:
    """Something was answered for a file of this kind."""

    process: str


Place = Choosing | Checking | Advising | Kept


@dataclass(frozen=True, slots=True)
class Known:
    """Today, and the last answer for each kind of file, with its day."""

    today: date
    answers: Mapping[str, tuple[date, FileOutcome]]


def know(library: Library, past: Past) -> Known:
    """Fold the answers. Two files of one kind are two facts; the receipt shows the last."""
    happened = [(dated.day, dated.fact) for dated in past.happened if isinstance(dated.fact, FileAnswered)]
    return Known(past.today, {fact.process: (day, fact.outcome) for day, fact in happened})


def _process(library: Library, place: Place) -> Process | None:
    """Return the kind of file a place is about; None when there is none, or not any more."""
    if isinstance(place, Choosing):
        return None
    return next((each for each in library.organization.processes if each.id == place.process), None)


def here(library: Library, known: Known, place: Place) -> View:
    """Show a place."""
    process = _process(library, place)
    if process is None:
        return _choose(library)
    match place:
        case Choosing() | Checking():
            values = {"name": process.name, "form_link": process.form_link}
            ways = (Button("no-conflict"), Button("need-advice"), Button("back"), Button("home"))
            return View("file.check", values, ways)
        case Advising():
            return View("file.advice", {}, (Button("send-name"), Button("will-call"), Button("back")))
        case Kept():
            if process.id not in known.answers:
                return _choose(library)
            return _kept(library, process, *known.answers[process.id])
        case _:
            assert_never(place)


def _choose(library: Library) -> View:
    """Ask for the kind of file, where there are kinds with a declaration of their own."""
    processes = library.organization.processes
    if not processes:
        return View("file.none", {}, (Button("self-check"), Button("doors"), Button("home")))
    kinds = tuple((process.id, process.name) for process in processes)
    choice = Choice("process", library.sentences["file.kind"], kinds, submit="choose-file")
    return View("file", {}, (Button("choose-file"), Button("self-check"), Button("home")), (choice,))


def _kept(library: Library, process: Process, day: date, outcome: FileOutcome) -> View:
    """Show what was kept, and when."""
    ways = (Button("file", library.sentences["file.another"]), Button("home"))
    match outcome:
        case FileOutcome.NO_CONFLICT:
            values: dict[str, Value] = {"day": day, "name": process.name, "form_link": process.form_link}
            return View("file.kept.no-conflict", values, ways)
        case FileOutcome.NEED_ADVICE:
            return View("file.kept.need-advice", {"day": day, "name": process.name}, ways)
        case _:
            assert_never(outcome)


def step(library: Library, known: Known, place: Place, said: Said) -> Next[Place]:
    """Hear the kind of file and one answer. The parties are never asked."""
    process = _process(library, place)
    if process is None:
        return _chosen(library, known, said)
    match place, said:
        case Checking(), Pressed("no-conflict"):
            return _answer(library, known, process, FileOutcome.NO_CONFLICT)
        case Checking(), Pressed("need-advice"):
            return _go(library, known, Advising(process.id))
        case Checking(), Pressed("back"):
            return _go(library, known, Choosing())
        case Advising(), Pressed("send-name"):
            note = Tell(Office.COI, Ref("note", "coi.advice-request"))
            return _answer(library, known, process, FileOutcome.NEED_ADVICE, note)
        case Advising(), Pressed("will-call"):
            return _answer(library, known, process, FileOutcome.NEED_ADVICE)
        case Advising(), Pressed("back"):
            return _go(library, known, Checking(process.id))
        case Kept(), Opened():  # The next file, also of the same kind on the same day.
            return _go(library, known, Choosing())
        case _, Opened():
            return _go(library, known, place)
        case _:
            return again(place, here(library, known, place))


def _chosen(library: Library, known: Known, said: Said) -> Next[Place]:
    """Hear which kind of file it is."""
    match said:
        case Opened():
            return _go(library, known, Choosing())
        case Pressed("choose-file", {"process": kind}) if _process(library, Checking(kind)):
            return _go(library, known, Checking(kind))
        case Pressed("choose-file") if library.organization.processes:
            return Next(Choosing(), (Show(_choose(library).noted("option-required")),))
        case _:
            return again(Choosing(), _choose(library))


def _go(library: Library, known: Known, place: Place) -> Next[Place]:
    return Next(place, (Show(here(library, known, place)),))


def _answer(
    library: Library, known: Known, process: Process, outcome: FileOutcome, *tell: Tell
) -> Next[Place]:
    record = Record(FileAnswered(process.id, outcome))
    return Next(Kept(process.id), (record, *tell, Show(_kept(library, process, known.today, outcome))))


FLOW: Flow[Library, Known, Place] = Flow(
    name="file",
    version=1,
    places=(Choosing, Checking, Advising, Kept),
    script=lambda library, _key: library,
    know=know,
    begin=lambda _library, _known: Choosing(),
    here=here,
    step=step,
    edition=lambda _library: "1",
)
