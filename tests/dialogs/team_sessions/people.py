"""A team for tests: numbered seats, and ways to bring a charter to a phase."""

from collections.abc import Mapping

from dialogs.team_sessions.charter import heard
from dialogs.team_sessions.charter_seen import lines, shared
from dialogs.team_sessions.charter_states import Charter, Gathering, opened
from dialogs.team_sessions.seats import Act, Heard, Said, Seat

SEED = bytes(range(32))
STARTERS = ("early", "ask", "mistake")


def seats(count: int) -> list[Seat]:
    return [Seat(f"seat-{number:03}") for number in range(count)]


class Team:
    """A session of some people, of whom the first facilitates; each press is from the newest card."""

    def __init__(self, count: int = 9, seed: bytes = SEED) -> None:
        self.seats = seats(count)
        first = opened(self.seats, self.seats[0], seed, STARTERS)
        assert isinstance(first, Gathering)
        self.state: Charter = first

    def press(self, who: int | Seat, verb: str, **inputs: str) -> Said:
        return self.hear(who, verb, **inputs).said

    def hear(self, who: int | Seat, verb: str, **inputs: str) -> Heard[Charter]:
        return self._hears(who, verb, inputs, facilitates=False)

    def leads(self, who: int | Seat, verb: str, **inputs: str) -> Heard[Charter]:
        """Hear somebody whom the shell knows to be a manager or a delegate."""
        return self._hears(who, verb, inputs, facilitates=True)

    def _hears(
        self, who: int | Seat, verb: str, inputs: Mapping[str, str], *, facilitates: bool
    ) -> Heard[Charter]:
        seat = self.seats[who] if isinstance(who, int) else who
        act = Act(seat, verb, {"phase": str(self.state.phase), **inputs}, facilitates)
        result = heard(self.state, act)
        self.state = result.state
        return result

    def on(self) -> Said:
        return self.press(0, "on")

    def gathers(self, taking: int | None = None) -> None:
        for seat in self.seats[:taking]:
            self.press(seat, "take-part")
        assert self.on() == Said.KEPT

    def writes(self, who: int, words: str, language: str = "en") -> Said:
        return self.press(who, "write", words=words, language=language)

    def sees(self, who: int) -> dict[str, str]:
        """Return the name of each line that somebody sees, by its words."""
        return {getattr(line, "words", ""): name for name, line in lines(self.state, self.seats[who]).items()}

    def groups(self, count: int = 8) -> None:
        """Go to grouping, with as many lines as that."""
        self.gathers()
        for number in range(count):
            self.writes(number % len(self.seats), f"line {number}")
        assert self.on() == Said.KEPT

    def chooses(self, count: int = 8) -> dict[str, str]:
        self.groups(count)
        assert self.on() == Said.KEPT
        return self.sees(0)

    def words(self) -> None:
        """Go to wording, where lines 0 to 3 have most dots, in that order."""
        named = self.chooses()
        for who in range(len(self.seats)):
            wanted = [f"line {0}", f"line {1 + who % 2}", f"line {3 if who % 4 == 3 else 2 - who % 2}"]
            assert self.press(who, "choose", lines=",".join(named[each] for each in wanted)) == Said.KEPT
        assert self.on() == Said.KEPT

    def agrees(self) -> None:
        self.words()
        for name in shared(self.state).lines:
            assert self.press(0, "word", line=name, en=f"We {name}", fr=f"On {name}") == Said.KEPT
        assert self.on() == Said.KEPT

    def approves(self, language: str, count: int) -> None:
        edition = str(shared(self.state).editions[language])
        for who in range(count):
            assert self.press(who, "approve", language=language, edition=edition) == Said.KEPT

    def posts(self) -> None:
        self.agrees()
        self.approves("en", len(self.seats))
        self.approves("fr", len(self.seats))
        assert self.on() == Said.KEPT
