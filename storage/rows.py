"""What the ports hand in and out: plain frozen values."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from math import nan
from typing import Any

from dialogs.facts import Stamped
from dialogs.flow import Ref
from dialogs.people import PersonId

Timer = Callable[[], float]
"""Returns seconds since some moment in the past; it never goes back."""


def no_timer() -> float:
    """Return NaN: nobody handed in a timer."""
    return nan


@dataclass(frozen=True, slots=True)
class Conversation:
    """Whose conversation, which flow, and the key within it, such as a module's id."""

    person: PersonId
    flow: str
    key: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A saved place. `revision` counts how often it moved; `via` is the verb that moved it last.

    `acted` and `arrived` are positions in the store's order of events (0: never): when the person last
    acted here, and when a message of ours last arrived here.
    """

    conversation: Conversation
    revision: int
    place: bytes
    via: str = ""
    acted: int = 0
    arrived: int = 0


@dataclass(frozen=True, slots=True)
class Move:
    """A place to keep: the revision that was read, and the one from now on (the same, or one more)."""

    conversation: Conversation
    revision: int
    next_revision: int
    place: bytes
    via: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """Where answers without a name lie: one version of one form, in one period such as 2026-Q4.

    A `large` one has room for words in each answer.
    """

    form: str
    version: int
    period: str
    large: bool = False


@dataclass(frozen=True, slots=True)
class TurnMark:
    """A keyed digest of one typed message, so that a second delivery of it has no effect for 24 h.

    `eve` is the digest of the same message under the key of the day before: looked for, never kept.
    """

    digest: bytes
    at: datetime
    eve: bytes = b""


@dataclass(frozen=True, slots=True)
class Life:
    """Everything kept about one person: facts, oldest first, and saved places."""

    facts: tuple[Stamped, ...] = ()
    conversations: tuple[Kept, ...] = ()


@dataclass(frozen=True, slots=True)
class Address:
    """Where a person can be reached. `reference` is the channel's own, opaque here."""

    channel: str
    reference: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Changes:
    """What an import did, by person id; `absent` are people the file does not name, kept as they were."""

    added: tuple[PersonId, ...]
    changed: tuple[PersonId, ...]
    same: tuple[PersonId, ...]
    absent: tuple[PersonId, ...]


class DeliveryState(StrEnum):
    """owed → sending → delivered, refused, uncertain; or back to owed when it may be tried again."""

    OWED = "owed"
    SENDING = "sending"
    DELIVERED = "delivered"
    REFUSED = "refused"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True, slots=True)
class DeliveryKey:
    """What makes a delivery one and only: the same key is never owed twice.

    `nth` is 1 for the first card of an occurrence, 2 for the second.
    """

    source: str
    occurrence: str
    nth: int
    addressee: PersonId


@dataclass(frozen=True, slots=True)
class Delivery:
    """Something owed to somebody. `due` is an aware instant before which it does not leave.

    `about` is the person an office is told about, or the other one of a talk; `lease` is until when a sender
    holds it. `message` is the channel's own id of the message that was delivered; a correction is owed with
    the id of the one it replaces.
    """

    key: DeliveryKey
    ref: Ref
    due: datetime
    about: PersonId | None = None
    state: DeliveryState = DeliveryState.OWED
    reason: str = ""
    attempts: int = 0
    lease: datetime | None = None
    message: str = ""


@dataclass(frozen=True, slots=True)
class Settlement:
    """How an attempt ended. OWED with `due` means try again then; not `attempted`: the claim counts for none.

    `facts` are kept in the same write. With `arrived`, the conversation the delivery points to has a new
    message: its place is created with `opening` when there is none, and its `arrived` becomes the newest.
    `message` is the channel's own id of what was delivered; "" leaves the one the delivery has.
    """

    state: DeliveryState
    reason: str = ""
    due: datetime | None = None
    facts: tuple[Stamped, ...] = ()
    arrived: Conversation | None = None
    opening: bytes = b""
    attempted: bool = True
    message: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One version of something an official wrote, or a line of the access list. `body` is plain JSON."""

    kind: str
    id: str
    revision: int
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Backlog:
    """What waits for the medium: how many writes, and for how many seconds the oldest, 0 when none waits.

    `oldest` is NaN in a store that was opened without a timer.
    """

    waiting: int
    oldest: float


@dataclass(frozen=True, slots=True)
class Key:
    """A secret of 32 bytes with the id that names it in public."""

    id: str
    secret: bytes
