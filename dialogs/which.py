"""When a number could answer several open questions: ask which one is meant."""

from dataclasses import dataclass

from content.model import Library, Text
from dialogs import courses
from dialogs.flow import Flow, Next, Nothing, Said, Show
from dialogs.together import TALK, TEAM, read_key
from dialogs.views import Button, View
from dialogs.ways import DOORS


@dataclass(frozen=True, slots=True)
class Choosing:
    """The conversations that could be meant, as « flow/key » separated by spaces."""

    candidates: str = ""


def here(library: Library, known: Nothing, place: Choosing) -> View:
    """Name the candidates."""
    buttons = [
        Button(f"to-{candidate}", name)
        for candidate in place.candidates.split()
        if (name := title(library, *candidate.split("/", 1)))
    ]
    return View("which", {}, (*buttons, Button("home")))


def candidate(flow: str, key: str, may: frozenset[str]) -> str:
    """Name a conversation that could be meant. A manager's talks all lead to the team, where names stand."""
    if flow == TALK and read_key(key)[1] and TEAM in may:
        flow, key = DOORS[TEAM]
    return f"{flow}/{key}"


def title(library: Library, flow: str, key: str) -> Text | None:
    """Name a conversation as its button or its card does; None when its words are gone."""
    if flow == "module" and key in library.modules:
        return library.modules[key].title
    if flow in library.duties and (flow, key) not in DOORS.values():
        return library.duties[flow].title
    if flow == courses.FLOW.name:
        return courses.name_of(library, key) if courses.course_of(library, key) else None
    name = {"guidance": key, "catalogue": "modules", "registers": key}.get(flow, flow)
    if name in library.verbs:
        return library.verbs[name].label
    return library.cards[name].title if name in library.cards else None


def step(library: Library, known: Nothing, place: Choosing, said: Said) -> Next[Choosing]:
    """Say it again; the reception opens the door that is chosen."""
    return Next(place, (Show(here(library, known, place)),))


FLOW: Flow[Library, Nothing, Choosing] = Flow(
    name="which",
    version=1,
    places=(Choosing,),
    script=lambda library, _key: library,
    know=lambda _library, _past: Nothing(),
    begin=lambda _library, _known: Choosing(),
    here=here,
    step=step,
    edition=lambda _library: "1",
)
