"""The laws of what is kept. One contract suite certifies every store; stores hand out copies."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from dialogs.facts import Stamped
from dialogs.people import Person, PersonId
from storage.mailbox_ports import BoxKeys, Closed, Mailbox, Segments, Slots, Standing
from storage.rows import (
    Address,
    Backlog,
    Box,
    Changes,
    Conversation,
    Delivery,
    DeliveryKey,
    DeliveryState,
    Entry,
    Kept,
    Key,
    Life,
    Move,
    Settlement,
    TurnMark,
)
from storage.session_ports import SessionId, SessionKeys, SessionOpen, SessionStanding, TeamSessions

__all__ = [
    "Address",
    "Backlog",
    "Box",
    "BoxKeys",
    "Changes",
    "Closed",
    "Conversation",
    "Deliveries",
    "Delivery",
    "DeliveryKey",
    "DeliveryState",
    "Entry",
    "Kept",
    "Key",
    "Keys",
    "Ledger",
    "Life",
    "Mailbox",
    "Move",
    "NotSaved",
    "People",
    "Records",
    "Registers",
    "Segments",
    "SessionId",
    "SessionKeys",
    "SessionOpen",
    "SessionStanding",
    "Settlement",
    "Slots",
    "Stale",
    "Standing",
    "Store",
    "TeamSessions",
    "TurnMark",
    "Unavailable",
]


class Stale(Exception):
    """Somebody was faster: what is kept is newer than what the caller read. Read again, decide again."""


class NotSaved(Exception):
    """Nothing of this write was kept, and nothing earlier was harmed; the disk may be full."""


class Unavailable(Exception):
    """The store cannot be reached or is used by another process."""


# Places and facts ---------------------------------------------------------------------------------


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
        deliveries: Sequence[Delivery] = (),
    ) -> bool:
        """Keep a turn, all of it or nothing, and return only when it is durable.

        `move` is where the person acted: its `acted` becomes the newest of that person. `also` are other
        places that change with it, without `acted`. Each move is checked: a revision other than the kept
        one (0 when there is none) raises Stale and keeps nothing. Returns False, and keeps nothing, when
        `turn` was seen in the last 24 h. Raises NotSaved when the medium refuses.
        """

    async def facts(self, since: date, until: date) -> Iterable[Stamped]:
        """Return facts whose day lies in [since, until]; those of one person in the order they were kept."""


# People -------------------------------------------------------------------------------------------


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


class Deliveries(Protocol):
    """Claims and outcomes of what is owed. A crash never loses one and never silently repeats one."""

    async def owe(self, deliveries: Sequence[Delivery]) -> int:
        """Keep new deliveries and return how many were new; a known key changes nothing."""

    async def claim(self, now: datetime, limit: int, lease: timedelta) -> Sequence[Delivery]:
        """Take up to `limit` owed deliveries whose time has come, oldest due first, and keep them as SENDING.

        Two callers never get the same one, and never two of one addressee: while one is SENDING, whoever
        asks, the others to that person stay owed. `attempts` counts this attempt already.
        """

    async def settle(self, key: DeliveryKey, settlement: Settlement) -> None:
        """End an attempt. Only a delivery in SENDING can be settled; otherwise Stale."""

    async def lapsed(self, now: datetime) -> Sequence[Delivery]:
        """Return every SENDING whose lease is over, sorted by key; each stays so until settled. Cheap."""

    async def get(self, key: DeliveryKey) -> Delivery | None:
        """Return one delivery, or None."""

    async def find(self, source: str, occurrence: str | None = None) -> Sequence[Delivery]:
        """Return deliveries of one source (and occurrence), sorted by key."""

    async def known(self, source: str, occurrence: str) -> frozenset[PersonId]:
        """Return who has any delivery of that source and occurrence, whatever its state."""

    async def addressed_to(self, person: PersonId) -> Sequence[Delivery]:
        """Return every delivery to one person, sorted by key. Cheap, however many there are to others."""

    async def tally(self) -> Mapping[DeliveryState, int]:
        """Return how many deliveries are in each state, every state named. Slow where there are many."""


# Registers and keys -------------------------------------------------------------------------------


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


class Keys(Protocol):
    """Secrets, kept apart from the data and never in a backup."""

    async def current(self, purpose: str) -> Key:
        """Return the key to sign with, made at first use."""

    async def find(self, purpose: str, key_id: str) -> Key | None:
        """Return a key that is still accepted, or None."""

    async def daily(self, purpose: str, day: date) -> Key:
        """Return the key of one day, made at first use; keys of days before the eve are destroyed."""

    @property
    def boxes(self) -> BoxKeys:
        """Return the keys of the boxes of the mailbox."""

    @property
    def sessions(self) -> SessionKeys:
        """Return the keys of team sessions."""


# Records ------------------------------------------------------------------------------------------


class Records(Protocol):
    """Disposal. A kind of record is a kind of fact, or place, address, person, delivery, access, feedback.

    What is older than a date: a fact by its day; a delivery that ended by the day it was due, in UTC;
    places, addresses and roster rows by their person's last day; a line of the access list by its day;
    feedback, which is each text of a batch, by the last day of its period: the counts beside it stay.
    """

    async def due(self, kind: str, before: date) -> int:
        """Return how many records of a kind are older than a date. Raises ValueError for no such kind."""

    async def dispose(self, kind: str, before: date) -> int:
        """Remove them for good, sealed files and snapshots included, and return how many there were."""


@dataclass(frozen=True, slots=True)
class Store:
    """The ports over one medium."""

    ledger: Ledger
    people: People
    deliveries: Deliveries
    registers: Registers
    records: Records
    slots: Slots
