"""« My checklist »: what comes first, by when, and what Ethos knows as done; it keeps no ticks of its own."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

from content.model import Checklist, Item, Library, Module, Text
from dialogs.flow import Answer, Ask, Flow, Learned, Next, Past, Said, Show, Start
from dialogs.questions import ChecklistAsked
from dialogs.together import upcoming_or_current
from dialogs.views import Button, Pressed, View

ARRIVAL, DEPARTURE = "onboarding", "departure"
MOST_BUTTONS = 6


@dataclass(frozen=True, slots=True)
class Known:
    """Whether the person is new, leaves soon, and manages people."""

    new: bool
    leaving: bool
    team: bool


@dataclass(frozen=True, slots=True)
class Arriving:
    """The list of the first months."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """The list before the last day."""


@dataclass(frozen=True, slots=True)
class Managing:
    """What a manager does when somebody arrives or leaves."""


Place = Arriving | Leaving | Managing


def know(library: Library, past: Past) -> Known:
    """Fold the days of somebody's work here into which lists concern them."""
    lists = library.checklists
    return Known(
        new=upcoming_or_current(lists[ARRIVAL], past.first_day, past.today),
        leaving=upcoming_or_current(lists[DEPARTURE], past.last_day, past.today),
        team="team" in past.may,
    )


def begin(library: Library, known: Known) -> Place:
    """Start at the list that concerns the person most today."""
    if known.leaving:
        return Leaving()
    return Managing() if known.team and not known.new else Arriving()


def here(library: Library, known: Known, place: Place) -> View:
    """Show the way back in: what is done is never shown from memory."""
    return View("checklist.closed", {}, (Button("checklist"), *_ways(known, place)))


def _ways(known: Known, place: Place) -> tuple[Button, ...]:
    """Lead to the other lists that concern the person, and home."""
    other = {
        "arrival-list": not isinstance(place, Arriving),
        "departure-list": known.leaving and not isinstance(place, Leaving),
        "manager-list": known.team and not isinstance(place, Managing),
    }
    return (*(Button(verb) for verb, offered in other.items() if offered), Button("home"))


def step(library: Library, known: Known, place: Place, said: Said) -> Next[Place]:
    """Ask the shell for the days and for what is known as done."""
    match said:
        case Learned(None):
            return Next(place, (Show(here(library, known, place)),))
        case Learned(answer) if answer is not None:
            return Next(place, (Show(_listed(library, known, place, answer)),))
        case Pressed("talk") if not isinstance(place, Managing):
            return Next(place, (Start("talk", _list(library, place).id),))
        case Pressed("arrival-list"):
            return _look(library, Arriving())
        case Pressed("departure-list") if known.leaving:
            return _look(library, Leaving())
        case Pressed("manager-list") if known.team:
            return _look(library, Managing())
        case Pressed("back"):
            return _look(library, place)
        case _:
            return _look(library, begin(library, known))


def _list(library: Library, place: Place) -> Checklist:
    return library.checklists[DEPARTURE if isinstance(place, Leaving) else ARRIVAL]


def _look(library: Library, place: Place) -> Next[Place]:
    side = "manager" if isinstance(place, Managing) else "employee"
    return Next(place, (Ask(ChecklistAsked(_list(library, place).id, side)),))


def _listed(library: Library, known: Known, place: Place, answer: Answer) -> View:
    """Show a list, with buttons to the talk and to what opens next; the answer's state names those items."""
    ways = _ways(known, place)
    match place:
        case Managing():
            buttons = (Button("team"), *ways)
            return View("checklist.manager", {}, buttons, tables=answer.tables, remarks=answer.remarks)
        case Arriving():
            card = "checklist" if known.new else "checklist.later"
        case Leaving():
            card = "checklist.departure"
        case _:
            assert_never(place)
    talk = () if isinstance(place, Arriving) and not known.new else (Button("talk"),)
    wanted = answer.state.split()
    items = [item for item in _list(library, place).items if item.id in wanted]
    room = MOST_BUTTONS - len(ways) - len(talk)
    opening = list(dict.fromkeys(_opening(library, items)))[:room]
    return View(card, {}, (*talk, *opening, *ways), tables=answer.tables, remarks=answer.remarks)


def _opening(library: Library, items: list[Item]) -> Iterator[Button]:
    """Return a button for each item that opens something, in the order of the list."""
    for item in items:
        module = library.modules.get((item.opens or "").removeprefix("open-"))
        if module:
            yield Button(f"open-{module.id}", named_module(module))
        elif item.opens in library.verbs:
            yield Button(item.opens)


def named_module(module: Module) -> Text:
    """Name a module by its id and title."""
    return Text(en=f"{module.id} {module.title.en}", fr=f"{module.id} {module.title.fr}")


FLOW: Flow[Library, Known, Place] = Flow(
    name="checklist",
    version=1,
    places=(Arriving, Leaving, Managing),
    script=lambda library, _key: library if {ARRIVAL, DEPARTURE} <= library.checklists.keys() else None,
    know=know,
    begin=begin,
    here=here,
    step=step,
    edition=lambda library: str(library.checklists[ARRIVAL].version),
    looks_up=True,
)
