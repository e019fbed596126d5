"""The list of modules: choose any, finished or not."""

from dataclasses import dataclass

from content.model import Library, Text
from content.wording import filled
from dialogs import home
from dialogs.flow import Flow, Next, Past, Said, Show, Start, again
from dialogs.views import Button, Choice, Pressed, View


@dataclass(frozen=True, slots=True)
class AtCatalogue:
    """There is only one place in the catalogue."""


@dataclass(frozen=True, slots=True)
class Known:
    """Which modules are finished."""

    finished: frozenset[str]


def know(library: Library, past: Past) -> Known:
    """Fold the past into the modules finished."""
    return Known(home.know(library, past).finished)


def here(library: Library, known: Known, place: AtCatalogue) -> View:
    """Show every module with its state, as one choice."""
    options = tuple(
        (module.id, _line(library, module.title, done=module.id in known.finished))
        for module in library.modules.values()
    )
    choice = Choice("module", library.sentences["choose-module"], options, submit="open")
    return View("modules", {}, (Button("open"), Button("home")), (choice,))


def _line(library: Library, title: Text, *, done: bool) -> Text:
    """Write a title with its state, in both languages."""
    return filled(library.sentences["home.module-done" if done else "home.module-open"], {"title": title})


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
