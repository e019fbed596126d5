"""« We talked about it »: each of two people confirms a talk, and sees only their own tap until both have."""

from dataclasses import dataclass

from content.model import Checklist, Library
from dialogs import anonymous
from dialogs.facts import Side, TalkConfirmed
from dialogs.flow import Answer, Ask, Drop, Flow, Learned, Next, Record, Said, Show
from dialogs.people import PersonId
from dialogs.questions import GuideAsked, TalkAsked
from dialogs.together import read_key
from dialogs.views import Button, Pressed, View

OPEN, MINE, BOTH, ALONE, EARLY, GUIDE = "open", "mine", "both", "alone", "early", "guide"
"""What an answer says: open, confirmed by who asks, by both; nobody to talk with; too early; the guide."""

OTHER = "other"
"""Beside the values of an answer: whom the confirmation names, where one is to be kept."""


@dataclass(frozen=True, slots=True)
class Talked:
    """The talk of a checklist: a manager's names the employee, an employee's own names nobody."""

    checklist: Checklist
    other: PersonId

    @property
    def side(self) -> Side:
        """On which side of the talk the person is."""
        return Side.MANAGER if self.other else Side.EMPLOYEE


@dataclass(frozen=True, slots=True)
class Known:
    """Whether the person has a team to go back to."""

    team: bool


@dataclass(frozen=True, slots=True)
class Asking:
    """The question was open when last looked."""


@dataclass(frozen=True, slots=True)
class Settled:
    """There was nothing to confirm when last looked, or nothing any more."""


Place = Asking | Settled


def script(library: Library, key: str) -> Talked | None:
    """Find the talk; the key is the checklist, for a manager with the employee: onboarding~<person id>."""
    name, other = read_key(key)
    found = library.checklists.get(name)
    return Talked(found, other) if found else None


def _ways(talked: Talked, known: Known) -> tuple[Button, ...]:
    """Lead back to where the person came from."""
    if talked.side is Side.EMPLOYEE:
        return (Button("checklist"), Button("home"))
    return (*([Button("team")] if known.team else []), Button("home"))


def _buttons(talked: Talked, known: Known, place: Place) -> tuple[Button, ...]:
    answers = (Button("talked"), Button("not-yet")) if isinstance(place, Asking) else ()
    return (*answers, Button("guide"), *_ways(talked, known))


def here(talked: Talked, known: Known, place: Place) -> View:
    """Show a place. Who confirmed is never shown from memory."""
    values = {"title": talked.checklist.talk.title, "question": talked.checklist.talk.question}
    return View("talk.closed", values, _buttons(talked, known, place))


def step(talked: Talked, known: Known, place: Place, said: Said) -> Next[Place]:
    """Ask the shell who the other one is, every time; only the shell knows, and it checks."""
    name, other = talked.checklist.id, talked.other
    match said:
        case Learned(None):
            return Next(Settled(), (Show(View("talk.nothing", {}, _ways(talked, known))),))
        case Learned(answer) if answer is not None:
            return _learned(talked, known, place, answer)
        case Pressed("talked"):
            return Next(place, (Ask(TalkAsked(name, other, confirm=True)),))
        case Pressed("not-yet"):  # Counted where no name is; nobody is asked or written to because of it.
            ways = (Button("talked"), Button("guide"), *_ways(talked, known))
            pressed = Drop(anonymous.NOT_YET, 1, anonymous.PRESSED[anonymous.NOT_YET], once=True)
            return Next(place, (pressed, Show(View("talk.not-yet", {}, ways, passing=True))))
        case Pressed("guide"):
            return Next(place, (Ask(GuideAsked(name, other)),))
        case _:
            return Next(place, (Ask(TalkAsked(name, other)),))


def _learned(talked: Talked, known: Known, place: Place, answer: Answer) -> Next[Place]:
    """Show how the talk stands. A name beside the answer is a confirmation to keep."""
    texts = {"title": talked.checklist.talk.title, "question": talked.checklist.talk.question}
    values = {**texts, **{name: value for name, value in answer.values.items() if name != OTHER}}
    if answer.state == GUIDE:  # Reading the guide leaves no trace.
        ways = tuple(button for button in _buttons(talked, known, place) if button.verb != "guide")
        return Next(place, (Show(View("talk.guide", values, ways, passing=True)),))
    if answer.state == EARLY:
        return Next(Settled(), (Show(here(talked, known, Settled()).noted("talk.early")),))
    if answer.state not in CARDS:
        return Next(Settled(), (Show(here(talked, known, Settled())),))
    reached = Asking() if answer.state == OPEN else Settled()
    view = View(CARDS[answer.state], values, _buttons(talked, known, reached))
    other = answer.values.get(OTHER)
    if isinstance(other, str):
        fact = TalkConfirmed(talked.checklist.id, talked.side, PersonId(other))
        return Next(reached, (Record(fact), Show(view)))
    return Next(reached, (Show(view),))


CARDS = {OPEN: "talk.ask", MINE: "talk.mine", BOTH: "talk.both", ALONE: "talk.alone"}

FLOW: Flow[Talked, Known, Place] = Flow(
    name="talk",
    version=1,
    places=(Asking, Settled),
    script=script,
    know=lambda _talked, past: Known("team" in past.may),
    begin=lambda _talked, _known: Asking(),
    here=here,
    step=step,
    edition=lambda talked: str(talked.checklist.version),
    looks_up=True,
    silent=frozenset({MINE, BOTH, ALONE, EARLY}),
    drops=True,
)
