"""The home card: what is next for this person, what is open, and the ways on."""

from dataclasses import dataclass
from typing import assert_never

from content.model import Library, Module
from dialogs import code, coi, paths
from dialogs.flow import Flow, Next, Past, Said, Show
from dialogs.views import Button, Value, View
from dialogs.ways import offices


@dataclass(frozen=True, slots=True)
class AtHome:
    """There is only one place at home."""


@dataclass(frozen=True, slots=True)
class Coded:
    """The code is to be confirmed; `why` is the id of the sentence that says so."""

    why: str


@dataclass(frozen=True, slots=True)
class Learning:
    """A module is next, or only what is new for this person in a finished one."""

    module: Module
    only_new: bool


@dataclass(frozen=True, slots=True)
class Known:
    """What is next, if anything; whether a COI question is open; the doors of an office, one or two."""

    upcoming: Coded | Learning | None
    coi_open: bool
    office: tuple[str, ...]


def know(library: Library, past: Past) -> Known:
    """Fold the past into what the home card needs."""
    return Known(
        upcoming=_coded(library, past) or _learning(library, past),
        coi_open=coi.open_occurrence(past) is not None,
        office=offices(past.may)[: 1 if coi.open_occurrence(past) else 2],
    )


def _coded(library: Library, past: Past) -> Coded | None:
    """Ask for the code. The first time a module asks at its end, so that nobody begins with it."""
    standing = code.know(code.circulated(library), past).standing
    match standing:
        case code.First():
            done = [library.modules[id_] for id_ in paths.finished(past) if id_ in library.modules]
            behind = any(module.acknowledges_code for module in done) or not paths.left(library, past)
            return Coded("home.code-first") if behind else None
        case code.Changed():
            return Coded("home.code-changed")
        case code.Again():
            return Coded("home.code-again")
        case code.Received():
            return None
        case _:
            assert_never(standing)


def _learning(library: Library, past: Past) -> Learning | None:
    """Return the first module of the path that is not finished, or has something new for this person."""
    upcoming = next(iter(paths.left(library, past)), None)
    return Learning(upcoming, bool(paths.unread(upcoming, past))) if upcoming else None


def here(library: Library, known: Known, place: AtHome) -> View:
    """Show home. What is next comes first, then the form without a name, then whatever is open.

    Help is in the menu too, and is typed from anywhere: where something is open, it gives way, so that the
    other language keeps its button.
    """
    card, values, first = _next(library, known)
    ways = (*(("coi",) if known.coi_open else ()), *known.office)
    verbs = ("feedback", *ways, "doors", "menu", *(() if ways else ("help",)))
    sample = library.organization.sample
    remarks = (sample,) if sample else ()
    return View(card, values, (*first, *(Button(verb) for verb in verbs)), remarks=remarks)


def _next(library: Library, known: Known) -> tuple[str, dict[str, Value], tuple[Button, ...]]:
    """Return the card that says what is next, its values, and the button that leads there."""
    match known.upcoming:
        case Coded(why):
            return "home.code", {"why": library.sentences[why]}, (Button("code"),)
        case Learning(module, only_new):
            button = Button(f"open-{module.id}", module.title)
            if only_new:
                return "home.new", {"next_title": module.title}, (button,)
            return "home", {"next_title": module.title, "minutes": module.minutes}, (button,)
        case None:
            return "home.all-done", {}, ()
        case _:
            assert_never(known.upcoming)


def step(library: Library, known: Known, place: AtHome, said: Said) -> Next[AtHome]:
    """Every button of the home card leads elsewhere, and the reception opens those doors."""
    return Next(place, (Show(here(library, known, place)),))


FLOW: Flow[Library, Known, AtHome] = Flow(
    name="home",
    version=1,
    places=(AtHome,),
    script=lambda library, _key: library,
    know=know,
    begin=lambda _library, _known: AtHome(),
    here=here,
    step=step,
    edition=lambda _library: "1",
)
