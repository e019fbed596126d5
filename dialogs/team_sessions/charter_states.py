"""The phases of a charter, each with what it holds and no more: authors and dots end with their phase."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from dialogs.team_sessions import room as rooms
from dialogs.team_sessions.lines import Both, Line
from dialogs.team_sessions.room import Room
from dialogs.team_sessions.seats import Said, Seat

SIZES = range(5, 31)
"""How many people hold a session; a smaller team gets an agenda to print, a larger one is split."""

LINES_EACH, DOTS_EACH = 5, 3
FEWEST, MOST = 4, 6
"""Lines of a charter."""


@dataclass(frozen=True, slots=True)
class Gathering:
    """Who takes part is gathered. Who listens is kept nowhere: they are members who do not take part."""

    phase: ClassVar[int] = 0
    room: Room
    starters: frozenset[str]
    taking: frozenset[Seat] = frozenset()


@dataclass(frozen=True, slots=True)
class Writing:
    """Everybody writes alone. `unsigned` are lines of people who left, and `gone` the seats they left."""

    phase: ClassVar[int] = 1
    room: Room
    starters: frozenset[str]
    taking: frozenset[Seat]
    lines: Mapping[Seat, Mapping[str, Line]]
    unsigned: Mapping[str, Line]
    gone: frozenset[Seat]


@dataclass(frozen=True, slots=True)
class Grouping:
    """The lines are seen by all, by name. `twins` are lines merged into others; `checks` are yes or no."""

    phase: ClassVar[int] = 2
    room: Room
    taking: frozenset[Seat]
    lines: Mapping[str, Line]
    twins: Mapping[str, str]
    checks: Mapping[Seat, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Choosing:
    """Each seat puts its dots. `flagged` are lines that somebody said a colleague could not notice."""

    phase: ClassVar[int] = 3
    room: Room
    taking: frozenset[Seat]
    lines: Mapping[str, Line]
    flagged: frozenset[str]
    dots: Mapping[Seat, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Top:
    """A line that was chosen. `dots` is None when too few people chose for a number to be said."""

    name: str
    line: Line
    dots: int | None


@dataclass(frozen=True, slots=True)
class Revised:
    """What a review decided of a charter, whose lines are worded anew: a verdict for each of its lines."""

    charter: tuple[Both, ...]
    verdicts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wording:
    """The facilitator gives each chosen line both languages. `revised` is None unless a review goes on."""

    phase: ClassVar[int] = 4
    room: Room
    taking: frozenset[Seat]
    chosen: tuple[Top, ...]
    texts: Mapping[str, Both]
    revised: Revised | None = None


@dataclass(frozen=True, slots=True)
class Agreeing:
    """Each seat approves each language. `editions` counts the changes of each since the phase began."""

    phase: ClassVar[int] = 5
    room: Room
    taking: frozenset[Seat]
    chosen: tuple[Top, ...]
    texts: Mapping[str, Both]
    editions: Mapping[str, int]
    approvals: Mapping[str, frozenset[Seat]]
    revised: Revised | None = None


@dataclass(frozen=True, slots=True)
class Posted:
    """The charter, and how many took part; None under five. Going on from here closes the session."""

    phase: ClassVar[int] = 6
    room: Room
    charter: tuple[Both, ...]
    people: int | None


@dataclass(frozen=True, slots=True)
class Closed:
    """What is kept of a session. One that was closed before its charter was posted has no lines."""

    phase: ClassVar[int] = 7
    charter: tuple[Both, ...]
    people: int | None


Open = Gathering | Writing | Grouping | Choosing | Wording | Agreeing | Posted
Charter = Open | Closed
STATES = (Gathering, Writing, Grouping, Choosing, Wording, Agreeing, Posted, Closed)


def opened(
    members: Iterable[Seat], facilitator: Seat, seed: bytes, starters: Iterable[str] = ()
) -> Gathering | Said:
    """Open a session for 5 to 30 people, the facilitator among them, or say that they are too few or many.

    `seed` is chance, 16 to 64 bytes; it orders lines and breaks ties, and must stay as secret as the state.
    """
    room = rooms.opened(members, facilitator, seed, SIZES)
    return room if isinstance(room, Said) else Gathering(room, frozenset(starters))


def present(state: Gathering | Writing | Grouping | Choosing | Wording | Agreeing) -> frozenset[Seat]:
    """Return those who take part and are still in the chat."""
    return state.taking & state.room.members


def majority(state: Agreeing, language: str) -> bool:
    """Tell whether more than half of those who take part approve a language version as it stands.

    Somebody who leaves still counts, as they did: else their leaving would tell what they had approved.
    """
    return 2 * len(state.approvals.get(language, frozenset())) > len(state.taking)
