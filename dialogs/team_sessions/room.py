"""Who is in the chat of a session, who facilitates it, and the secret by which ties are broken."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from hashlib import blake2b

from dialogs.team_sessions.seats import Act, Said, Seat

MOVES = frozenset({"come", "leave", "hand-over"})
"""What the shell hears from the chat and from the bot itself. No card may carry these."""

TAKE_OVER = "take-over"
"""The one press that belongs to no phase."""

SECRET = range(16, 65)
"""How many bytes a seed has."""


@dataclass(frozen=True, slots=True)
class Room:
    """The members of the chat. `facilitator` is None once that person left, until somebody takes over."""

    members: frozenset[Seat]
    facilitator: Seat | None
    seed: bytes


def opened(members: Iterable[Seat], facilitator: Seat, seed: bytes, sizes: range) -> Room | Said:
    """Return the room of a new session, or why it cannot be held with so few or so many people.

    The facilitator counts as a member. Raises ValueError for a seed that could be guessed.
    """
    if len(seed) not in SECRET:
        raise ValueError("a seed has 16 to 64 bytes")
    everybody = frozenset({*members, facilitator})
    if len(everybody) < sizes.start:
        return Said.TOO_FEW
    return Room(everybody, facilitator, seed) if len(everybody) < sizes.stop else Said.TOO_MANY


def keyed(seed: bytes, words: str) -> str:
    """Return a name for words that nobody can foresee; sorted by it, words are in no order of theirs."""
    return blake2b(words.encode(), key=seed, digest_size=10).hexdigest()


def leads(room: Room, act: Act) -> bool:
    """Tell whether an act may do what a facilitator does."""
    return act.facilitates or act.seat == room.facilitator


def barred(room: Room, act: Act, everybody: frozenset[str], leading: frozenset[str]) -> Said | None:
    """Return why somebody may not do this here, whatever the phase; None when they may."""
    member, lead = act.seat in room.members, leads(room, act)
    if not (member or lead):
        return Said.OUTSIDER
    if act.verb in leading:
        return None if lead else Said.NOT_YOURS
    if act.verb in everybody:
        return None if member else Said.OUTSIDER
    return Said.UNKNOWN


def moved(room: Room, act: Act, most: int) -> tuple[Room, Said]:
    """Hear that somebody came, left, was handed the session or took it over.

    Whoever is handed it comes in with it. Of two who take over at once, the first has it.
    """
    here = act.seat in room.members
    match act.verb:
        case "leave" if here:
            left = None if act.seat == room.facilitator else room.facilitator
            return replace(room, members=room.members - {act.seat}, facilitator=left), Said.KEPT
        case "leave":
            return room, Said.SAME
        case "hand-over" if not (act.facilitates and act.seat):
            return room, Said.NOT_YOURS
        case "take-over" if not here:
            return room, Said.OUTSIDER
        case "hand-over" | "take-over" if room.facilitator == act.seat:
            return room, Said.SAME
        case "take-over" if room.facilitator is not None:
            return room, Said.NOT_YOURS
        case "come" if here or not act.seat:
            return room, Said.SAME
        case "come" | "hand-over" if not here and len(room.members) >= most:
            return room, Said.TOO_MANY
        case "come":
            return replace(room, members=room.members | {act.seat}), Said.KEPT
        case "hand-over" | "take-over":
            return replace(room, members=room.members | {act.seat}, facilitator=act.seat), Said.KEPT
        case _:
            raise ValueError(f"{act.verb} moves nobody")
