"""How a charter goes on to its next phase, and what is forgotten on the way."""

from collections import Counter
from collections.abc import Mapping
from typing import assert_never

from content.model import LANGUAGES
from dialogs.team_sessions.charter_states import (
    FEWEST,
    MOST,
    Agreeing,
    Charter,
    Choosing,
    Closed,
    Gathering,
    Grouping,
    Open,
    Posted,
    Top,
    Wording,
    Writing,
    majority,
    present,
)
from dialogs.team_sessions.lines import Line
from dialogs.team_sessions.room import keyed
from dialogs.team_sessions.seats import FEW, Said, Seat, numbered


def onward(state: Open) -> tuple[Charter, Said]:
    """Go on to the next phase, or say what is still missing."""
    match state:
        case Gathering(room, starters, taking):
            if len(present(state)) < FEW:
                return state, Said.TOO_FEW
            return Writing(room, starters, taking, {}, {}, frozenset()), Said.KEPT
        case Writing(room, _, taking):
            lines = gathered(state)
            if len(lines) < FEWEST:
                return state, Said.TOO_FEW
            return Grouping(room, taking, lines, {}, {}), Said.KEPT
        case Grouping(room, taking):
            return Choosing(room, taking, apart(state), flagged(state), {}), Said.KEPT
        case Choosing(room, taking, lines, _, dots):
            if not dots:
                return state, Said.TOO_FEW
            return Wording(room, taking, top(room.seed, lines, dots), {}), Said.KEPT
        case Wording(room, taking, chosen, texts, revised):
            if len(texts) < len(chosen):
                return state, Said.UNFINISHED
            editions: Mapping[str, int] = dict.fromkeys(LANGUAGES, 1)
            return Agreeing(room, taking, chosen, texts, editions, {}, revised), Said.KEPT
        case Agreeing(room, taking, chosen, texts):
            if not all(majority(state, language) for language in LANGUAGES):
                return state, Said.NOT_AGREED
            return Posted(room, tuple(texts[each.name] for each in chosen), numbered(len(taking))), Said.KEPT
        case Posted():
            return finished(state), Said.KEPT
        case _:
            assert_never(state)


def finished(state: Open) -> Closed:
    """Return what is kept when a session closes, whenever that is."""
    match state:
        case Posted(_, charter, people):
            return Closed(charter, people)
        case _:
            return Closed((), numbered(len(state.taking)))


def gathered(state: Writing) -> Mapping[str, Line]:
    """Return every line by name, without author; the same words stand once. Names give the order."""
    everything = dict(state.unsigned)
    for own in state.lines.values():
        everything.update(own)
    return dict(sorted(everything.items()))


def apart(state: Grouping) -> Mapping[str, Line]:
    """Return the lines that were not merged into another."""
    return {name: line for name, line in state.lines.items() if name not in state.twins}


def flagged(state: Grouping) -> frozenset[str]:
    """Return the lines that anybody said a colleague could not notice; a twin's flag is its line's."""
    found = {name for own in state.checks.values() for name, noticed in own.items() if noticed == "no"}
    return frozenset(_last(state.twins, name) for name in found)


def _last(twins: Mapping[str, str], name: str) -> str:
    while name in twins:
        name = twins[name]
    return name


def top(seed: bytes, lines: Mapping[str, Line], dots: Mapping[Seat, frozenset[str]]) -> tuple[Top, ...]:
    """Return the lines with the most dots, most first; among equals an order that only the seed knows.

    Four are taken, and a fifth and a sixth that have as many dots as the fourth, so that chance decides only
    where it must. A line without dots comes in when fewer than four have any.
    """
    counts = Counter(name for own in dots.values() for name in own)
    ranked = sorted(lines, key=lambda name: (-counts[name], keyed(seed, f"tie {name}")))
    least = counts[ranked[FEWEST - 1]]
    more = [name for name in ranked[FEWEST:MOST] if least and counts[name] == least]
    told = len(dots) >= FEW
    return tuple(Top(name, lines[name], counts[name] if told else None) for name in (*ranked[:FEWEST], *more))
