"""The list of modules: those of the person's path in its order, then any other they have finished."""

from dataclasses import dataclass

from content.model import Library, Module
from content.wording import filled
from dialogs import paths
from dialogs.flow import Flow, Next, Past, Said, Show, Start, again
from dialogs.views import Button, Choice, Pressed, View


@dataclass(frozen=True, slots=True)
class AtCatalogue:
    """There is only one place in the catalogue."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is listed: each module with the id of the sentence that says how it stands."""

    listed: tuple[tuple[Module, str], ...]


def know(library: Library, past: Past) -> Known:
    """Fold the past into the modules of the path and the finished ones."""
    done = paths.finished(past)
    mine = paths.offered(library, past.path)
    others = (each for each in library.modules.values() if each.id in done and each not in mine)
    return Known(tuple((each, _state(each, past, done)) for each in (*mine, *others)))


def _state(module: Module, past: Past, done: frozenset[str]) -> str:
    if module.id not in done:
        return "home.module-open"
    return "home.module-new" if paths.unread(module, past) else "home.module-done"


def here(library: Library, known: Known, place: AtCatalogue) -> View:
    """Show every module with its state, as one choice."""
    options = tuple(
        (module.id, filled(library.sentences[state], {"title": module.title}))
        for module, state in known.listed
    )
    choice = Choice("module", library.sentences["choose-module"], options, submit="open")
    return View("modules", {}, (Button("open"), Button("home")), (choice,))


def step(library: Library, known: Known, place: AtCatalogue, said: Said) -> Next[AtCatalogue]:
    """Open the chosen module."""
    match said:
        case Pressed("open", {"module": module}) if module in library.modules:
            return Next(place, (Start("module", module),))
        case Pressed():
            return again(place, here(library, known, place))
        case _:
            return Next(place, (Show(here(library, known, place)),))


FLOW: Flow[Library, Known, AtCatalogue] = Flow(
    name="catalogue",
    version=1,
    places=(AtCatalogue,),
    script=lambda library, _key: library,
    know=know,
    begin=lambda _library, _known: AtCatalogue(),
    here=here,
    step=step,
    edition=lambda _library: "1",
)
