"""« My team »: a manager's new and leaving people, the talk with each, its guide, and a charter to book."""

from dataclasses import dataclass

from content.model import Library, Text
from dialogs.facts import Side, TalkConfirmed
from dialogs.flow import Answer, Ask, Flow, Learned, Next, Nothing, Record, Said, Show, Start
from dialogs.people import PersonId
from dialogs.questions import TeamAsked, TeamGuideAsked
from dialogs.talk import GUIDE, OTHER
from dialogs.together import read_key
from dialogs.views import Button, Choice, Pressed, View

NOBODY, SETTLED, TALKS, UNCHOSEN = "nobody", "settled", "talks", "unchosen"
"""What an answer's state says: nobody is new or leaving; nothing is left for the manager; talks are open, of
which one was to be chosen."""

WAYS = (
    Button("guide"),
    Button("book-a-charter"),
    Button("ask-session"),
    Button("checklist"),
    Button("home"),
)


@dataclass(frozen=True, slots=True)
class AtTeam:
    """The talks that were open for the manager when last looked, by key, separated by spaces."""

    talks: str = ""


def here(library: Library, known: Nothing, place: AtTeam) -> View:
    """Show the way back in: who is new is never shown from memory.

    A number typed after the card opens the question about that person, because a number may be a slip.
    """
    numbered = enumerate(place.talks.split(), start=1)
    options = tuple((key, Text(en=str(number), fr=str(number))) for number, key in numbered)
    if not options:
        return View("team.closed", {}, (*WAYS, Button("team")))
    choice = Choice("who", library.sentences["team.who"], options, submit="open")
    return View("team.closed", {}, (Button("open"), *WAYS), (choice,))


def step(library: Library, known: Nothing, place: AtTeam, said: Said) -> Next[AtTeam]:
    """Ask the shell for everything; it checks the role and whose manager this is each time."""
    match said:
        case Learned(None):
            return Next(AtTeam(), (Show(View("team.not-allowed", {}, (Button("home"), Button("help")))),))
        case Learned(answer) if answer is not None and answer.state == GUIDE:
            ways = tuple(button for button in (*WAYS, Button("team")) if button.verb != "guide")
            return Next(place, (Show(View("team.guide", answer.values, ways, passing=True)),))
        case Learned(answer) if answer is not None:
            return _listed(library, answer)
        case Pressed("talked", inputs):
            return Next(place, (Ask(TeamAsked(inputs.get("who", ""))),))
        case Pressed("open", {"who": key}) if key in place.talks.split():
            return Next(place, (Start("talk", key),))
        case Pressed("guide"):
            return Next(place, (Ask(TeamGuideAsked()),))
        case Pressed("book-a-charter"):
            return Next(place, (Start("lead"),))
        case _:
            return Next(place, (Ask(TeamAsked()),))


def _listed(library: Library, answer: Answer) -> Next[AtTeam]:
    """Show who is new or leaving, and keep the confirmation that was asked for, if it was theirs to give."""
    place = AtTeam(" ".join(key for key, _ in answer.options))
    if answer.options:
        choice = Choice("who", library.sentences["team.who"], answer.options, submit="talked")
        view = View("team", {}, (Button("talked"), *WAYS), (choice,), answer.tables, remarks=answer.remarks)
        view = view.noted("option-required") if answer.state == UNCHOSEN else view
    else:
        card = "team.none" if answer.state == NOBODY else "team"
        view = View(card, {}, WAYS, tables=answer.tables, remarks=answer.remarks)
    match answer.values.get(OTHER):
        case str(key):
            checklist, other = read_key(key)
            fact = TalkConfirmed(checklist, Side.MANAGER, PersonId(other))
            return Next(place, (Record(fact), Show(view)))
        case _:
            return Next(place, (Show(view),))


FLOW: Flow[Library, Nothing, AtTeam] = Flow(
    name="team",
    version=1,
    places=(AtTeam,),
    script=lambda library, _key: library,
    know=lambda _library, _past: Nothing(),
    begin=lambda _library, _known: AtTeam(),
    here=here,
    step=step,
    edition=lambda _library: "1",
    looks_up=True,
    silent=frozenset({NOBODY, SETTLED}),
)
