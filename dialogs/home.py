"""The home card: what is next for this person, what is open, and the ways on."""

from dataclasses import dataclass

from content.model import Library, Module
from dialogs import coi
from dialogs.facts import ModuleFinished
from dialogs.flow import Flow, Next, Past, Said, Show
from dialogs.views import Button, View


@dataclass(frozen=True, slots=True)
class AtHome:
    """There is only one place at home."""


@dataclass(frozen=True, slots=True)
class Known:
    """Which modules are finished, whether a COI question is open, and the door an office opens, if any."""

    finished: frozenset[str]
    coi_open: bool
    office: str


def know(library: Library, past: Past) -> Known:
    """Fold the past into what the home card needs. A finished module stays finished when it is revised."""
    return Known(
        finished=frozenset(
            dated.fact.module for dated in past.happened if isinstance(dated.fact, ModuleFinished)
        ),
        coi_open=coi.open_occurrence(past) is not None,
        office=next((verb for verb in ("report", "records") if verb in past.may), ""),
    )


def next_module(library: Library, finished: frozenset[str]) -> Module | None:
    """Return the first module, in the order of the library, that is not finished."""
    return next((module for module in library.modules.values() if module.id not in finished), None)


def here(library: Library, known: Known, place: AtHome) -> View:
    """Show home. The next module comes first, then whatever is open."""
    upcoming = next_module(library, known.finished)
    buttons = [
        *([Button(f"open-{upcoming.id}", upcoming.title)] if upcoming else []),
        *([Button("coi")] if known.coi_open else []),
        *([Button(known.office)] if known.office else []),
        Button("modules"),
        *([] if known.office else [Button("record")]),  # officials find it under help: six buttons at most
        Button("help"),
    ]
    if upcoming:
        return View("home", {"next_title": upcoming.title, "minutes": upcoming.minutes}, tuple(buttons))
    return View("home.all-done", {}, tuple(buttons))


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
