"""A team makes its charter: what each act does, phase by phase."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from content.model import LANGUAGES
from dialogs.team_sessions.charter_phases import apart, finished, onward
from dialogs.team_sessions.charter_seen import shared
from dialogs.team_sessions.charter_states import (
    DOTS_EACH,
    FEWEST,
    LINES_EACH,
    SIZES,
    Agreeing,
    Charter,
    Choosing,
    Closed,
    Gathering,
    Grouping,
    Open,
    Posted,
    Wording,
    Writing,
)
from dialogs.team_sessions.lines import Adopted, Alone, Line, in_both, named, written
from dialogs.team_sessions.room import MOVES, TAKE_OVER, barred, moved
from dialogs.team_sessions.seats import Act, Heard, Said, Seat, drawn

EVERYBODY = frozenset(
    {
        *("take-part", "listen", "write", "edit", "withdraw", "adopt"),
        *("check", "choose", "approve", "take-back-approval"),
    }
)
LEADING = frozenset({"merge", "word", "on", "close"})
PRESSES = EVERYBODY | LEADING | {TAKE_OVER}
"""The verbs that a card of a charter may carry."""

T = TypeVar("T")
Answer = tuple[Charter, Said]


def heard(state: Charter, act: Act) -> Heard[Charter]:
    """Hear one act. Whatever it is, there is an answer, and what cannot be done changes nothing."""
    after, said = _heard(state, act)
    return Heard(after, said, after is not state and shared(after) != shared(state))


def _heard(state: Charter, act: Act) -> Answer:
    if isinstance(state, Closed):
        return state, Said.CLOSED
    if act.verb in MOVES or act.verb == TAKE_OVER:
        return _moved(state, act)
    refused = barred(state.room, act, EVERYBODY, LEADING) or drawn(act, state.phase)
    if refused == Said.TOO_LATE and act.verb == "on":
        return state, Said.SAME
    if refused:
        return state, refused
    match act.verb:
        case "on":
            return onward(state)
        case "close":
            return finished(state), Said.KEPT
        case "take-part" if not isinstance(state, Posted):
            return _taking(state, act.seat)
        case _:
            return _in_phase(state, act)


def _moved(state: Open, act: Act) -> Answer:
    """Hear who comes, leaves and leads. Lines of somebody who left lose their author; dots stay."""
    room, said = moved(state.room, act, SIZES.stop - 1)
    if room is state.room:
        return state, said
    match state, act.verb:
        case Gathering(taking=taking), "leave":
            return replace(state, room=room, taking=taking - {act.seat}), said
        case Writing(lines=lines, unsigned=unsigned, gone=gone), "leave" if act.seat in lines:
            rest = {seat: own for seat, own in lines.items() if seat != act.seat}
            together = {**unsigned, **lines[act.seat]}
            return replace(state, room=room, lines=rest, unsigned=together, gone=gone | {act.seat}), said
        case _:
            return replace(state, room=room), said


def _taking(state: Gathering | Writing | Grouping | Choosing | Wording | Agreeing, seat: Seat) -> Answer:
    """Take part, from now on; who comes late is as welcome."""
    if seat in state.taking:
        return state, Said.SAME
    return replace(state, taking=state.taking | {seat}), Said.KEPT


def _in_phase(state: Open, act: Act) -> Answer:
    """Hear what belongs to one phase; anything else is for another time."""
    match state, act.verb:
        case Gathering(taking=taking), "listen":
            silent = state if act.seat not in taking else replace(state, taking=taking - {act.seat})
            return silent, Said.LISTENING
        case Grouping(), "check":
            return _checked(state, act)
        case Grouping(), "merge":
            return _merged(state, act.given("line"), act.given("into"))
        case Wording() | Agreeing(), "word":
            return _worded(state, act)
        case Writing() | Choosing() | Agreeing(), verb if verb in EVERYBODY and act.seat not in state.taking:
            return state, Said.NOT_TAKING_PART
        case Writing(), "write" | "adopt" | "edit" | "withdraw":
            return _own(state, act)
        case Choosing(), "choose":
            return _chosen(state, act)
        case Agreeing(), "approve" | "take-back-approval":
            return _approved(state, act)
        case _:
            return state, Said.NOT_NOW


def _own(state: Writing, act: Act) -> Answer:
    """Write, adopt, edit or withdraw a line of one's own."""
    own, name = state.lines.get(act.seat, {}), act.given("line")
    rest = {each: line for each, line in own.items() if each != name}
    if act.verb == "withdraw":
        return (state, Said.SAME) if name not in own else (_with_own(state, act.seat, rest), Said.KEPT)
    line = _line(state, act)
    if isinstance(line, Said):
        return state, line
    new = named(state.room.seed, line)
    if act.verb != "edit":
        rest = dict(own)
    elif name not in own and new not in own:
        return state, Said.NOT_YOURS
    rest[new] = line
    if rest == own:
        return state, Said.SAME
    if len(rest) > LINES_EACH:
        return state, Said.TOO_MANY
    return _with_own(state, act.seat, rest), Said.KEPT


def _line(state: Writing, act: Act) -> Alone | Said:
    if act.verb != "adopt":
        return written(act)
    starter = act.given("starter")
    return Adopted(starter) if starter in state.starters else Said.UNKNOWN


def _with_own(state: Writing, seat: Seat, own: Mapping[str, Line]) -> Writing:
    return replace(state, lines=_put(state.lines, seat, own))


def _put(held: Mapping[Seat, T], seat: Seat, value: T) -> Mapping[Seat, T]:
    """Return what seats hold, with something else for one; who holds nothing is not in it."""
    others = {each: kept for each, kept in held.items() if each != seat}
    return {**others, seat: value} if value else others


def _checked(state: Grouping, act: Act) -> Answer:
    """Answer whether a colleague could notice a line within two weeks."""
    name, noticed, own = act.given("line"), act.given("noticed"), state.checks.get(act.seat, {})
    if name not in state.lines or noticed not in ("yes", "no"):
        return state, Said.UNKNOWN
    if own.get(name) == noticed:
        return state, Said.SAME
    if name in state.twins:
        return state, Said.GONE
    return replace(state, checks=_put(state.checks, act.seat, {**own, name: noticed})), Said.KEPT


def _merged(state: Grouping, line: str, into: str) -> Answer:
    """Merge a line into its twin. Lines for a charter must be left."""
    if line not in state.lines or into not in state.lines or line == into:
        return state, Said.UNKNOWN
    if state.twins.get(line) == into:
        return state, Said.SAME
    if line in state.twins or into in state.twins:
        return state, Said.GONE
    if len(apart(state)) <= FEWEST:
        return state, Said.TOO_FEW
    return replace(state, twins={**state.twins, line: into}), Said.KEPT


def _chosen(state: Choosing, act: Act) -> Answer:
    """Put one's dots, all at once, in place of those put before; none takes them back."""
    dots = frozenset(filter(None, act.given("lines").split(",")))
    if not dots <= state.lines.keys():
        return state, Said.UNKNOWN
    if len(dots) > DOTS_EACH:
        return state, Said.TOO_MANY
    if dots == state.dots.get(act.seat, frozenset()):
        return state, Said.SAME
    return replace(state, dots=_put(state.dots, act.seat, dots)), Said.KEPT


def _worded(state: Wording | Agreeing, act: Act) -> Answer:
    """Give a line both languages. What was approved in other words is to be approved again."""
    name, both = act.given("line"), in_both(act)
    if name not in {each.name for each in state.chosen}:
        return state, Said.UNKNOWN
    if isinstance(both, Said):
        return state, both
    before = state.texts.get(name)
    if both == before:
        return state, Said.SAME
    texts = {**state.texts, name: both}
    if isinstance(state, Wording) or before is None:
        return replace(state, texts=texts), Said.KEPT
    changed = {each for each in LANGUAGES if both.of(each) != before.of(each)}
    editions = {each: count + (each in changed) for each, count in state.editions.items()}
    standing = {each: seats for each, seats in state.approvals.items() if each not in changed}
    return replace(state, texts=texts, editions=editions, approvals=standing), Said.KEPT


def _approved(state: Agreeing, act: Act) -> Answer:
    """Approve one language version as it was drawn on the card, or take that back."""
    language, seats = act.given("language"), state.approvals.get(act.given("language"), frozenset())
    if language not in state.editions:
        return state, Said.UNKNOWN
    if act.verb == "approve" and act.given("edition") != str(state.editions[language]):
        return state, Said.TOO_LATE
    after = seats | {act.seat} if act.verb == "approve" else seats - {act.seat}
    if after == seats:
        return state, Said.SAME
    rest = {each: kept for each, kept in state.approvals.items() if each != language}
    return replace(state, approvals={**rest, language: after} if after else rest), Said.KEPT
