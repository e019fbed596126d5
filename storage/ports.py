"""The laws of what is kept. One contract suite certifies every store; stores hand out copies."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol

from dialogs.facts import Stamped
from dialogs.flow import Ref
from dialogs.people import Person, PersonId


class Stale(Exception):
    """Somebody was faster: what is kept is newer than what the caller read. Read again, decide again."""


class NotSaved(Exception):
    """Nothing of this write was kept, and nothing earlier was harmed; the disk may be full."""


class Unavailable(Exception):
    """The store cannot be reached or is used by another process."""


# Places and facts ---------------------------------------------------------------------------------


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


class Ledger(Protocol):
    """Places and facts. Acknowledged means durable."""

    async def life(self, person: PersonId) -> Life:
        """Return all facts and places of one person, facts in the order they were kept."""

    async def commit(
        self,
        move: Move,
        *,
        turn: TurnMark | None = None,
        facts: Sequence[Stamped] = (),
        also: Sequence[Move] = (),
        deliveries: Sequence["Delivery"] = (),
    ) -> bool:
        """Keep a turn, all of it or nothing, and return only when it is durable.

        `move` is where the person acted: its `acted` becomes the newest of that person. `also` are other
        places that change with it, without `acted`. Each move is checked: a revision other than the kept
        one (0 when there is none) raises Stale and keeps nothing. Returns False, and keeps nothing, when
        `turn` was seen in the last 24 h. Raises NotSaved when the medium refuses.
        """

    async def facts(self, since: date, until: date) -> Iterable[Stamped]:
        """Return facts whose day lies in [since, until], in the order they were kept."""


# People -------------------------------------------------------------------------------------------


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


class People(Protocol):
    """The roster and where people are reached."""

    async def person(self, person: PersonId) -> Person | None:
        """Return one person, or None."""

    async def everyone(self) -> Sequence[Person]:
        """Return all people, those who have left included, sorted by id."""

    async def bring_in(self, rows: Sequence[Person]) -> Changes:
        """Import rows, all or nothing; the same rows again change nothing. Addresses are left alone."""

    async def meet(self, person: Person) -> None:
        """Add somebody the roster does not know; a person already there stays as they are."""

    async def address(self, person: PersonId) -> Address | None:
        """Return where the person can be reached now, or None."""

    async def learn(self, person: PersonId, address: Address) -> None:
        """Keep the newest address; the same one again writes nothing. Works for people not on the roster."""

    async def forget(self, person: PersonId) -> None:
        """Drop the address: the bot was removed. Unknown people are no error."""


# Deliveries ---------------------------------------------------------------------------------------


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

    `about` is the person an office is told about; `lease` is until when a sender holds it.
    """

    key: DeliveryKey
    ref: Ref
    due: datetime
    about: PersonId | None = None
    state: DeliveryState = DeliveryState.OWED
    reason: str = ""
    attempts: int = 0
    lease: datetime | None = None


@dataclass(frozen=True, slots=True)
class Settlement:
    """How an attempt ended. OWED with `due` means try again then; not `attempted`: the claim counts for none.

    `facts` are kept in the same write. With `arrived`, the conversation the delivery points to has a new
    message: its place is created with `opening` when there is none, and its `arrived` becomes the newest.
    """

    state: DeliveryState
    reason: str = ""
    due: datetime | None = None
    facts: tuple[Stamped, ...] = ()
    arrived: Conversation | None = None
    opening: bytes = b""
    attempted: bool = True


class Deliveries(Protocol):
    """Claims and outcomes of what is owed. A crash never loses one and never silently repeats one."""

    async def owe(self, deliveries: Sequence[Delivery]) -> int:
        """Keep new deliveries and return how many were new; a known key changes nothing."""

    async def claim(self, now: datetime, limit: int, lease: timedelta) -> Sequence[Delivery]:
        """Take up to `limit` owed deliveries whose time has come, oldest due first, and keep them as SENDING.

        Two callers never get the same one. `attempts` counts this attempt already.
        """

    async def settle(self, key: DeliveryKey, settlement: Settlement) -> None:
        """End an attempt. Only a delivery in SENDING can be settled; otherwise Stale."""

    async def lapsed(self, now: datetime) -> Sequence[Delivery]:
        """Return every SENDING whose lease is over, sorted by key; each stays so until settled. Cheap."""

    async def find(self, source: str, occurrence: str | None = None) -> Sequence[Delivery]:
        """Return deliveries of one source (and occurrence), sorted by key."""

    async def known(self, source: str, occurrence: str) -> frozenset[PersonId]:
        """Return who has any delivery of that source and occurrence, whatever its state."""


# Registers and keys -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Entry:
    """One version of something an official wrote, or a line of the access list. `body` is plain JSON."""

    kind: str
    id: str
    revision: int
    body: Mapping[str, Any]


class Registers(Protocol):
    """What officials write, every version kept."""

    async def get(self, kind: str, entry: str) -> Entry | None:
        """Return the newest version, or None."""

    async def put(self, kind: str, entry: str, body: Mapping[str, Any], revision: int) -> Entry:
        """Keep a new version. `revision` is the one that was read (0 for a new entry); otherwise Stale."""

    async def history(self, kind: str, entry: str) -> Sequence[Entry]:
        """Return every version, oldest first."""

    async def find(self, kind: str) -> Sequence[Entry]:
        """Return the newest version of every entry of a kind, sorted by id."""


@dataclass(frozen=True, slots=True)
class Key:
    """A secret of 32 bytes with the id that names it in public."""

    id: str
    secret: bytes


class Keys(Protocol):
    """Secrets, kept apart from the data and never in a backup."""

    async def current(self, purpose: str) -> Key:
        """Return the key to sign with, made at first use."""

    async def find(self, purpose: str, key_id: str) -> Key | None:
        """Return a key that is still accepted, or None."""

    async def daily(self, purpose: str, day: date) -> Key:
        """Return the key of one day, made at first use; keys of days before the eve are destroyed."""


@dataclass(frozen=True, slots=True)
class Store:
    """The four ports over one medium."""

    ledger: Ledger
    people: People
    deliveries: Deliveries
    registers: Registers
