"""The laws of the mailbox, where answers without a name lie until they are released."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from enum import StrEnum
from typing import Protocol, TypeVar

from storage.boxes import Span
from storage.rows import Box, Key

A = TypeVar("A")


class Closed(Exception):
    """A box takes no answer any more: its period is over, and it is being read or was destroyed."""


class Standing(StrEnum):
    """Where a box is in its life. LOST: slots without their key, so that nobody can read them."""

    OPEN = "open"
    CLOSED = "closed"
    DESTROYED = "destroyed"
    LOST = "lost"


class Mailbox(Protocol):
    """Answers without a name. A box is open, closed, destroyed; every step may be taken again.

    There is no way to ask who gave an answer, or when, and none to read one before its box was closed.
    """

    async def put(self, box: Box, nonce: bytes, answer: Mapping[str, str]) -> None:
        """Keep an answer, and return only when it is durable.

        The same nonce again puts the answer in place of the earlier one; the same answer again writes
        nothing. Raises Closed once the box was closed, NotSaved when the medium refuses or the answer or the
        box is too large, Unavailable when nobody can say: then the same call again is safe.
        """

    async def prepare(self, box: Box) -> None:
        """Make the key and the first segment ahead, so that neither shows when the first person answered.

        Raises Closed, NotSaved, Unavailable.
        """

    async def boxes(self) -> Sequence[Box]:
        """Return every box that has a key or slots, sorted by period, form and version."""

    async def standing(self, box: Box) -> Standing:
        """Tell where a box is in its life; one that nobody has used is open."""

    async def count(self, box: Box) -> int:
        """Return how many answers there are; 0 when the key is gone. For the release, and nobody's eyes."""

    async def close(self, box: Box) -> None:
        """Take no answer any more. One on its way is kept before this returns, or was told Closed."""

    async def open(self, box: Box) -> Sequence[Mapping[str, str]]:
        """Close a box and return its answers in an order that means nothing; none when the key is gone."""

    async def carry(self, box: Box, into: Box) -> int:
        """Close a box, put its answers into another one, and return how many there were.

        The box stays as it is; carried again, each answer is still there once. Raises as `put` does.
        """

    async def destroy(self, box: Box) -> None:
        """Close a box and destroy first its key and then its slots. Raises NotSaved, Unavailable."""


class Segments(Protocol):
    """One box, held alone. Its segments are numbered from 0; `storage.boxes` says how large each is."""

    @property
    def count(self) -> int:
        """Return how many segments there are."""

    async def heads(self, spans: Sequence[Span]) -> Sequence[bytes]:
        """Return the first HEAD bytes of these slots, in order; b"" for one that the medium lost."""

    async def slots(self, span: Span) -> Sequence[bytes]:
        """Return these slots whole, in order; b"" for one that the medium lost."""

    async def write(self, segment: int, index: int, slot: bytes) -> None:
        """Write one slot; durable when `Slots.alone` returns. Raises NotSaved: the slot may be torn then."""

    async def add(self, noise: bytes) -> None:
        """Add the next segment, filled with noise, whole or not at all. Raises NotSaved."""

    async def remove(self) -> None:
        """Remove all segments. Raises NotSaved."""


class Slots(Protocol):
    """The medium of the mailbox. It knows neither keys nor which slots are full.

    It keeps no time and no order but those that a disk or a database cannot help keeping.
    """

    async def alone(self, box: Box, work: Callable[[Segments], Awaitable[A]]) -> A:
        """Do something with a box while nobody else does, in whatever process; return when it is durable.

        It is finished also when the caller has gone. Where the medium was away for a moment, `work` may be
        begun anew. Raises what `work` raises, and Unavailable.
        """

    async def boxes(self) -> Sequence[Box]:
        """Return every box that has segments."""


class BoxKeys(Protocol):
    """The keys of boxes: one each, drawn by chance and derived from nothing.

    That a box was closed is kept beside its key for good, and outlives it: so no key is ever made again for a
    box that was released, whatever clocks say, and whether or not a batch came of it.
    """

    async def of_box(self, box: Box) -> Key:
        """Return the key, made at first use. Raises Closed once the box was closed."""

    async def found(self, box: Box) -> Key | None:
        """Return the key if there is one, also that of a closed box."""

    async def closed(self, box: Box) -> bool:
        """Tell whether a box was closed."""

    async def close(self, box: Box) -> None:
        """Let no key be made and none be used for putting any more. Durable on return."""

    async def destroy(self, box: Box) -> None:
        """Close a box and destroy its key, with all that a killed process left of its making. Durable."""

    async def boxes(self) -> Sequence[Box]:
        """Return every box that has a key."""
