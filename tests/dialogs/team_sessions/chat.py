"""A chat for tests: people open their own view of a session, and press what it offers them."""

from collections.abc import Mapping

from content.model import Library
from dialogs.team_sessions import cards, review, scenario, scenario_cards
from dialogs.team_sessions.deciding import Presser, decided
from dialogs.team_sessions.kept import Session, closed, room_of
from dialogs.team_sessions.lines import Both
from dialogs.team_sessions.meeting import Meeting, read, write
from dialogs.team_sessions.seats import Said, Seat
from dialogs.team_sessions.sight import Asking, Doing, Drawn, Meant, Screen, Sight
from dialogs.views import Choice, Pressed, View
from tests.dialogs.team_sessions.people import SEED, seats

CHARTER = tuple(
    Both(f"In our team we keep promise {number}.", f"Dans notre équipe, on tient la promesse {number}.")
    for number in range(1, 7)
)


class Chat:
    """A session of some people, of whom the first leads; it is written and read between any two presses."""

    def __init__(self, library: Library, meeting: Meeting, count: int) -> None:
        self.library, self.meeting, self.seats = library, meeting, seats(count)
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
        room = room_of(self.state)
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
        drawn = cards.own(sight)
        assert not drawn.view.both
        return drawn

    def everybody(self) -> View:
        view = cards.everybody(self.library, self.meeting)
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
        return self.hears(seat, Pressed(verb, given_as_sent), drawn.about, drawn.edition)

    def hears(self, seat: Seat, press: Pressed, about: str = "", edition: str = "") -> Said | None:
        """Do what a press means, as the shell does: all of its acts at once."""
        if press.verb == "session-take-over":
            return self.act(seat, "take-over")
        means = cards.meant(self.meeting, press, about, edition)
        if isinstance(means, Asking):
            self.screens[seat] = means.screen
            return None
        assert isinstance(means, Meant)
        said = self._acts(seat, *means.acts)
        kept = said in {Said.KEPT, Said.SAME}
        self.screens[seat] = means.after if kept else means.again
        self.typed[seat] = {} if kept else press.inputs
        return said

    def act(self, seat: Seat, verb: str, **inputs: str) -> Said:
        """Hear an act, and keep what came of it."""
        return self._acts(seat, Doing(verb, inputs))

    def _acts(self, seat: Seat, *doings: Doing) -> Said:
        found = decided(self.meeting, Presser(seat, self.state.phase), doings)
        self.posted += found.posted
        held = read(write(found.meeting))
        assert isinstance(held, Meeting)
        self.meeting = held
        return found.said

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


def review_chat(library: Library, count: int = 9, review_on: str = "", begun: str = "") -> Chat:
    """Open the review of a charter of six lines."""
    first = review.opened(seats(count), seats(1)[0], SEED, CHARTER)
    assert isinstance(first, review.Reviewing)
    return Chat(library, Meeting("review", {}, first, review_on=review_on, begun=begun), count)
