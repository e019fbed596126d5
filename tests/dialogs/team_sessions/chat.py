"""A chat for tests: people open their own view of a session, and press what it offers them."""

from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any

from content.model import Library
from dialogs.team_sessions import common_cards, review, review_cards, scenario, scenario_cards
from dialogs.team_sessions.kept import Session, closed
from dialogs.team_sessions.lines import Both
from dialogs.team_sessions.meeting import Meeting, read, write
from dialogs.team_sessions.seats import Act, Said, Seat
from dialogs.team_sessions.sight import Asking, Drawn, Meant, Screen, Sight
from dialogs.views import Choice, Pressed, View
from tests.dialogs.team_sessions.people import SEED, seats

CHARTER = tuple(
    Both(f"In our team we keep promise {number}.", f"Dans notre équipe, on tient la promesse {number}.")
    for number in range(1, 7)
)
HEARD: Mapping[str, Callable[[Any, Act], Any]] = {"scenario": scenario.heard, "review": review.heard}
CARDS: Mapping[str, ModuleType] = {"scenario": scenario_cards, "review": review_cards}
"""What each kind of session shows."""


class Chat:
    """A session of some people, of whom the first leads; it is written and read between any two presses."""

    def __init__(self, library: Library, meeting: Meeting, count: int) -> None:
        self.library, self.meeting, self.seats = library, meeting, seats(count)
        self.cards = CARDS[meeting.kind]
        self.screens: dict[Seat, Screen] = {}
        self.typed: dict[Seat, Mapping[str, str]] = {}
        self.others: tuple[tuple[str, str], ...] = ()
        self.posted = 0

    @property
    def state(self) -> Session:
        """Return the session as it was kept."""
        assert self.meeting.session is not None
        return self.meeting.session

    def leads(self, seat: Seat) -> bool:
        room = getattr(self.state, "room", None)
        return room is not None and room.facilitator == seat

    def sees(self, who: int) -> Drawn:
        """Return one's own view."""
        seat = self.seats[who]
        sight = Sight(
            self.library,
            self.meeting,
            seat,
            self.leads(seat),
            screen=self.screens.get(seat, Screen()),
            typed=self.typed.get(seat, {}),
            others=self.others if self.leads(seat) else (),
        )
        drawn = common_cards.asked(sight) or self.cards.own(sight)
        assert isinstance(drawn, Drawn)
        assert not drawn.view.both
        return drawn

    def everybody(self) -> View:
        view = self.cards.everybody(self.library, self.meeting)
        assert isinstance(view, View)
        assert view.both
        assert not view.inputs, "nobody writes where others read"
        return view

    def press(self, who: int, verb: str, **inputs: str) -> Said | None:
        """Press what one's view offers; None for a press that only looks."""
        drawn, seat = self.sees(who), self.seats[who]
        assert verb in {button.verb for button in drawn.view.buttons}, (verb, drawn.view)
        for asked in drawn.view.inputs:
            given = inputs.get(asked.id.replace("-", "_"), "")
            assert not isinstance(asked, Choice) or not given or given in dict(asked.options)
        given_as_sent = {name.replace("_", "-"): each for name, each in inputs.items()}
        return self.hears(seat, Pressed(verb, given_as_sent), drawn.about)

    def hears(self, seat: Seat, press: Pressed, about: str = "") -> Said | None:
        """Do what a press means, as the shell does: all of its acts at once."""
        means = common_cards.meant(press, about, "") or self.cards.meant(press, about, "")
        if isinstance(means, Asking):
            self.screens[seat] = means.screen
            return None
        assert isinstance(means, Meant)
        said = {self.act(seat, doing.verb, **doing.inputs) for doing in means.acts}
        kept = said <= {Said.KEPT, Said.SAME}
        self.screens[seat] = means.after if kept else means.again
        self.typed[seat] = {} if kept else press.inputs
        return said.pop() if len(said) == 1 else Said.KEPT

    def act(self, seat: Seat, verb: str, **inputs: str) -> Said:
        """Hear an act, and keep what came of it."""
        act = Act(seat, verb, {"phase": str(self.state.phase), **inputs})
        heard = HEARD[self.meeting.kind](self.state, act)
        self.posted += heard.posted
        held = read(write(self.meeting.at(heard.state)))
        assert isinstance(held, Meeting)
        self.meeting = held
        return Said(heard.said)

    @property
    def over(self) -> bool:
        return closed(self.state) is not None


def verbs(view: View) -> list[str]:
    return [button.verb for button in view.buttons]


def words(view: View) -> str:
    """Return everything that a view says in English, figures of tables included."""
    tables = [[table.title, table.header, table.rows] for table in view.tables]
    return str([view.card, view.values, view.remarks, tables, view.inputs])


def scenario_chat(library: Library, subject: str = "M01", count: int = 12) -> Chat:
    """Open a scenario for some people."""
    options = scenario_cards.options_of(library.modules[subject])
    first = scenario.opened(seats(count), seats(1)[0], SEED, options)
    assert isinstance(first, scenario.Answering)
    return Chat(library, Meeting("scenario", {}, first, subject=subject), count)


def review_chat(library: Library, count: int = 9, review_on: str = "") -> Chat:
    """Open the review of a charter of six lines."""
    first = review.opened(seats(count), seats(1)[0], SEED, CHARTER)
    assert isinstance(first, review.Reviewing)
    return Chat(library, Meeting("review", {}, first, review_on=review_on), count)
