"""What may be said of a charter while it is made: nothing of who wrote, chose, flagged or listens."""

from collections.abc import Mapping
from dataclasses import dataclass

from content.model import LANGUAGES
from dialogs.team_sessions.charter_phases import apart, flagged
from dialogs.team_sessions.charter_states import (
    Agreeing,
    Charter,
    Choosing,
    Closed,
    Grouping,
    Posted,
    Top,
    Wording,
    Writing,
    majority,
)
from dialogs.team_sessions.lines import Both, Line
from dialogs.team_sessions.seats import Seat, numbered


@dataclass(frozen=True, slots=True)
class Shared:
    """All that a card for everybody may hold. Numbers are None under five.

    `led` is False while somebody may take over. `approved` is by language, `agreed` the languages that more
    than half approve.
    """

    phase: int
    led: bool
    people: int | None
    written: int | None
    lines: Mapping[str, Line]
    flagged: frozenset[str]
    chosen: tuple[Top, ...]
    texts: Mapping[str, Both]
    editions: Mapping[str, int]
    approved: Mapping[str, int | None]
    agreed: frozenset[str]
    charter: tuple[Both, ...]


def shared(state: Charter) -> Shared:
    """Return what everybody sees. Two states that look alike to everybody give equal answers."""
    return Shared(
        phase=state.phase,
        led=isinstance(state, Closed) or state.room.facilitator is not None,
        people=people(state),
        written=written(state),
        lines=_seen(state),
        flagged=_flagged(state),
        chosen=chosen(state),
        texts=state.texts if isinstance(state, Wording | Agreeing) else {},
        editions=state.editions if isinstance(state, Agreeing) else {},
        approved=approved(state),
        agreed=agreed(state),
        charter=result(state),
    )


def people(state: Charter) -> int | None:
    """Return how many take part while they write, or took part at the end; None otherwise, and under five.

    Somebody who leaves still counts: a number that went down would tell that they had not just listened. In
    the other steps nobody is told, so that somebody who joins changes nothing for others.
    """
    match state:
        case Writing(taking=taking):
            return numbered(len(taking))
        case Posted(people=number) | Closed(people=number):
            return number
        case _:
            return None


def written(state: Charter) -> int | None:
    """Return how many have written, while they write; None under five. Those who left stay counted."""
    return numbered(len(state.lines.keys() | state.gone)) if isinstance(state, Writing) else None


def lines(state: Charter, seat: Seat) -> Mapping[str, Line]:
    """Return what a seat may see: its own lines while all write alone, then every line, without author."""
    match state:
        case Closed():
            return {}
        case _ if seat not in state.room.members:
            return {}
        case Writing(lines=everybodys):
            return dict(sorted(everybodys.get(seat, {}).items()))
        case _:
            return _seen(state)


def dots(state: Charter) -> Mapping[str, int | None]:
    """Return the dots of each chosen line once choosing has ended; None when fewer than five chose."""
    return {each.name: each.dots for each in chosen(state)}


def chosen(state: Charter) -> tuple[Top, ...]:
    """Return the lines of the charter to be, in its order, once choosing has ended."""
    return state.chosen if isinstance(state, Wording | Agreeing) else ()


def approved(state: Charter) -> Mapping[str, int | None]:
    """Return how many approve each language; None under five. Those who left stay counted."""
    if not isinstance(state, Agreeing):
        return {}
    return {each: numbered(len(state.approvals.get(each, frozenset()))) for each in LANGUAGES}


def agreed(state: Charter) -> frozenset[str]:
    """Return the languages that more than half of those who take part approve as they stand."""
    if not isinstance(state, Agreeing):
        return frozenset()
    return frozenset(each for each in LANGUAGES if majority(state, each))


def result(state: Charter) -> tuple[Both, ...]:
    """Return the charter, once it is posted."""
    return state.charter if isinstance(state, Posted | Closed) else ()


def _seen(state: Charter) -> Mapping[str, Line]:
    match state:
        case Grouping():
            return apart(state)
        case Choosing(lines=everything):
            return everything
        case Wording(chosen=tops) | Agreeing(chosen=tops):
            return {each.name: each.line for each in tops}
        case _:
            return {}


def _flagged(state: Charter) -> frozenset[str]:
    match state:
        case Grouping():
            return flagged(state)
        case Choosing(flagged=known):
            return known
        case _:
            return frozenset()
