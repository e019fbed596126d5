"""People who make a charter by what their own views offer them, and by nothing else."""

from collections.abc import Sequence

from content.model import LANGUAGES, Library, Text
from dialogs.team_sessions import charter_cards as cards
from dialogs.team_sessions.charter import heard
from dialogs.team_sessions.charter_presses import meant
from dialogs.team_sessions.charter_states import Charter, Gathering, opened
from dialogs.team_sessions.charter_words import starters
from dialogs.team_sessions.kept import room_of
from dialogs.team_sessions.meeting import Meeting
from dialogs.team_sessions.seats import Act, Said, Seat
from dialogs.team_sessions.sight import Asking, Drawn, Meant, Screen, Sight
from dialogs.views import Choice, Input, Pressed, View, WordsInput
from tests.dialogs.team_sessions.people import SEED, seats

LED = {"session-on": "on", "session-close": "close", "session-take-over": "take-over"}
"""What the shell does with the buttons that every session has."""


class Table:
    """A session of some people, of whom the first leads. What somebody presses must be offered to them."""

    def __init__(
        self,
        library: Library,
        count: int = 7,
        *,
        pace: int = 0,
        until: str = "",
        begun: str = "",
        review_on: str = "",
    ) -> None:
        self.library = library
        self.seats = seats(count)
        first = opened(self.seats, self.seats[0], SEED, starters(library))
        assert isinstance(first, Gathering)
        self.meeting = Meeting("charter", {}, first, pace=pace, until=until, begun=begun, review_on=review_on)
        self.screens: dict[Seat, Screen] = {}
        self.typed: dict[Seat, dict[str, str]] = {}

    @property
    def state(self) -> Charter:
        state = self.meeting.session
        assert isinstance(state, Charter)
        return state

    @state.setter
    def state(self, state: Charter) -> None:
        self.meeting = self.meeting.at(state)

    def everybody(self) -> View:
        return cards.everybody(self.library, self.meeting)

    def drawn(self, who: int) -> Drawn:
        """Return what somebody sees."""
        seat = self.seats[who]
        room = room_of(self.state)
        leads = (room.facilitator if room else self.seats[0]) == seat
        screen, typed = self.screens.get(seat, Screen()), self.typed.get(seat, {})
        return cards.own(Sight(self.library, self.meeting, seat, leads, screen=screen, typed=typed))

    def view(self, who: int) -> View:
        return self.drawn(who).view

    def offers(self, who: int) -> list[str]:
        return [button.verb for button in self.view(who).buttons]

    def press(self, who: int, verb: str, **given: str) -> Said | None:
        """Press a button of the card that somebody sees; None where that only shows something else."""
        drawn, seat = self.drawn(who), self.seats[who]
        button = next(each for each in drawn.view.buttons if each.verb == verb)
        sent = {each.id: sendable(each, given.pop(each.id, "")) for each in drawn.view.inputs}
        assert not given, "that is not asked here"
        if verb in LED:
            return self.hear(who, LED[verb])
        if verb == "session-back":
            self.screens[seat] = Screen()
            return None
        pressed = Pressed(verb, sent if drawn.view.takes_along(button) else {})
        match meant(pressed, drawn.about, drawn.edition):
            case Asking(screen):
                self.screens[seat] = screen
                return None
            case Meant(acts, after, again):
                said = [self.hear(who, act.verb, **act.inputs) for act in acts]
                kept = all(each in (Said.KEPT, Said.LISTENING) for each in said)
                self.screens[seat], self.typed[seat] = (after, {}) if kept else (again, sent)
                return said[-1]
            case None:
                raise AssertionError(f"{verb} means nothing")

    def hear(self, who: int, verb: str, **inputs: str) -> Said:
        act = Act(self.seats[who], verb, {"phase": str(self.state.phase), **inputs})
        result = heard(self.state, act)
        self.state = result.state
        return result.said

    def option(self, who: int, words: str, id_: str = "line") -> str:
        """Return the id of the option that begins with some words, on the card that somebody sees."""
        return next(key for key, text in self.options(who, id_) if text.en.startswith(words))

    def options(self, who: int, id_: str = "line") -> Sequence[tuple[str, Text]]:
        """Return what a choice offers on the card that somebody sees."""
        asked = next(each for each in self.view(who).inputs if each.id == id_)
        assert isinstance(asked, Choice)
        return asked.options

    # Steps ------------------------------------------------------------------------------------------

    def on(self) -> None:
        assert self.press(0, "session-on") == Said.KEPT

    def gathers(self, taking: int | None = None) -> None:
        for who in range(taking or len(self.seats)):
            assert self.press(who, "charter-take-part") == Said.KEPT
        self.on()

    def writes(self, who: int, words: str, language: str = "en") -> Said | None:
        self.press(who, "charter-write")
        return self.press(who, "charter-keep", words=words, language=language)

    def groups(self) -> None:
        """Go to grouping, with a line of each."""
        self.gathers()
        for who in range(len(self.seats)):
            assert self.writes(who, f"line {who}") == Said.KEPT
        self.on()

    def chooses(self) -> None:
        self.groups()
        self.on()

    def words(self) -> None:
        """Go to wording; lines 0 to 2 have dots of everybody."""
        self.chooses()
        for who in range(len(self.seats)):
            dots = ",".join(self.option(who, f"line {number}", "lines") for number in range(3))
            assert self.press(who, "charter-choose", lines=dots) == Said.KEPT
        self.on()

    def agrees(self) -> None:
        self.words()
        for number, (name, _) in enumerate(self.options(0)):
            self.press(0, "charter-word", line=name)
            assert self.press(0, "charter-worded", en=f"we {number}", fr=f"on {number}") == Said.KEPT
        self.on()

    def posts(self) -> None:
        self.agrees()
        for who in range(len(self.seats)):
            for language in LANGUAGES:
                assert self.press(who, f"charter-approve-{language}") == Said.KEPT
        self.on()


def sendable(asked: Input, given: str) -> str:
    """Return what an input sends; a client lets nobody send what is not there."""
    match asked:
        case Choice(several=True, options=options):
            assert set(filter(None, given.split(","))) <= {key for key, _ in options}
        case Choice(options=options):
            assert given in ("", *(key for key, _ in options))
        case WordsInput():
            pass
        case _:
            raise AssertionError(f"{asked.id} is not asked in a charter")
    return given


def told(shown: View | tuple[Input, ...]) -> str:
    """Return everything that a view or its form shows, in both languages."""
    return repr(shown)
