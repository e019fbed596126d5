"""Ways to break the real bot, one defence each, by replacing names of the product in the process it lives in.

Elsewhere no test replaces our own names. Here that is the point: the product has no hook by which a defence
could be switched off, and shall have none.
"""

import hashlib
import itertools
import json
import os
import sys
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import structlog

from bot import logs
from bot.anonymous import Anonymous, Mark, Sender
from bot.heard import Heard, Shown
from bot.turn import Turns
from content.model import Questionnaire
from dialogs.desk import Desk
from dialogs.facts import SessionAttended, Stamped
from dialogs.people import Path as Career
from dialogs.people import PersonId, UnitId
from dialogs.turned import Turned
from scheduler import releases
from storage.batches import Batch
from storage.box_keys import FolderBoxKeys
from storage.boxes import HEAD, Span, slots_in
from storage.mailbox import Mailbox
from storage.ports import Box, Move
from storage.sealing import Seal, written

Answer = Mapping[str, str]
Random = Callable[[int], bytes]

CHECK = 16
"""Bytes of the cipher's check."""


# What others use ----------------------------------------------------------------------------------


def beside_each_put(noted: Callable[[Answer], None]) -> None:
    """Have something done whenever an answer is put into the mailbox, before it is."""
    put = Mailbox.put

    async def noting(self: Mailbox, box: Box, nonce: bytes, answer: Answer) -> None:
        noted(answer)
        await put(self, box, nonce, answer)

    Mailbox.put = noting  # type: ignore[method-assign]


def with_the_sender(noted: Callable[[Turned, Sender], None]) -> None:
    """Have something done with whoever sends a form, before it is put into the mailbox."""
    answered = Anonymous.answered

    async def noting(
        self: Anonymous, desk: Desk, turned: Turned, sender: Sender
    ) -> tuple[Turned, Mark | None]:
        noted(turned, sender)
        return await answered(self, desk, turned, sender)

    Anonymous.answered = noting  # type: ignore[method-assign]


def with_ids(of_answer: Callable[[Answer], bytes]) -> None:
    """Have texts released under ids that follow from their answers, and sorted by them."""
    made = releases._batch

    def batch(
        box: Box, given: Sequence[Answer], form: Questionnaire | None, factor: str, random: Random
    ) -> Batch:
        ids = iter([of_answer(each) for each in given])
        return made(box, given, form, factor, lambda _: next(ids))

    releases._batch = batch


# How texts are released ---------------------------------------------------------------------------


def read_by_slot(_: Path) -> None:
    """Nothing is shuffled: a box is read slot by slot, and its texts are numbered."""
    opened = Mailbox.open

    async def in_place(self: Mailbox, box: Box) -> Sequence[Answer]:
        chance, self._random = self._random, bytes
        try:
            return await opened(self, box)
        finally:
            self._random = chance

    Mailbox.open = in_place  # type: ignore[method-assign]
    count = itertools.count()
    with_ids(lambda _: next(count).to_bytes(16, "big"))


def filled_in_order(folder: Path) -> None:
    """A put takes the first empty slot of all; what is read slot by slot is then read as it came."""

    def window(self: Seal, segment: int, tag: bytes) -> tuple[Span, ...]:
        return (Span(segment, 0, slots_in(segment)),)

    Seal.window = window  # type: ignore[method-assign]
    read_by_slot(folder)


def ids_from_the_start(_: Path) -> None:
    """A text has the id that was drawn when it came in, and ids drawn later sort later."""
    ids: dict[bytes, bytes] = {}

    def drawn(answer: Answer) -> None:
        now, chance = int(time.time() * 1000), int.from_bytes(os.urandom(10), "big")
        number = uuid.UUID(int=now << 80 | chance & ~(0xF << 76 | 0x3 << 62) | 0x7 << 76 | 0x2 << 62)
        ids.setdefault(written(answer), number.bytes)

    beside_each_put(drawn)
    with_ids(lambda answer: ids[written(answer)])


def counted_once(_: Path) -> None:
    """So that each person counts once, the id of a text is a hash of who sent it."""
    ids: dict[bytes, bytes] = {}

    def noted(turned: Turned, sender: Sender) -> None:
        for each in turned.drops:
            ids[written(each.answer)] = hashlib.sha256(sender.person.encode()).digest()[:16]

    with_the_sender(noted)
    with_ids(lambda answer: ids[written(answer)])


# What is written down beside it -------------------------------------------------------------------


def receipts(folder: Path) -> None:
    """The mailbox notes when it took something in, and a digest by which that can be shown."""
    path = folder / "life" / "data" / "receipts.jsonl"

    def noted(answer: Answer) -> None:
        digest = hashlib.sha256(answer["change"].encode()).hexdigest()
        with path.open("a") as file:
            file.write(json.dumps({"at": time.time(), "digest": digest}) + "\n")

    beside_each_put(noted)


def written_ahead(folder: Path) -> None:
    """What was written lies in a file of its own, until the machine has time to seal it."""
    path = folder / "life" / "data" / "ahead"

    def noted(answer: Answer) -> None:
        with path.open("a") as file:
            file.write(answer["change"] + "\n")

    beside_each_put(noted)


def said_in_the_log(_: Path) -> None:
    """A line of the log says who sent something, shortened, and how many bytes."""
    log = structlog.get_logger()

    def noted(turned: Turned, sender: Sender) -> None:
        for each in turned.drops:
            log.info("answer.kept", who=sender.person, bytes=len(each.answer["change"].encode()))

    with_the_sender(noted)


def errors_quoted(_: Path) -> None:
    """The log says what an error says."""

    def quoting(_logger: object, _method: str, event: logs.Event) -> logs.Event:
        return {"event": event["event"], "because": str(sys.exc_info()[1])}

    logs.clean = quoting


def fact_in_the_turn(_: Path) -> None:
    """So that nobody is reminded in vain, it is kept of a person that they took part."""
    hear = Turns.hear

    async def noting(self: Turns, person_id: PersonId, heard: Heard) -> Shown:
        shown = await hear(self, person_id, heard)
        if shown.view.card == "questionnaire.sent":
            place = (await self._store.ledger.life(person_id)).conversations[0]
            move = Move(place.conversation, place.revision, place.revision, place.place)
            took_part = SessionAttended("feedback")
            fact = Stamped(person_id, self._clock().date(), UnitId(""), Career.EMPLOYEE, "en", took_part)
            await self._store.ledger.commit(move, facts=[fact])
        return shown

    Turns.hear = noting  # type: ignore[method-assign]


# How it is sealed ---------------------------------------------------------------------------------


def key_kept(_: Path) -> None:
    """The key of a box outlives its release: snapshots have the slots."""

    def forgot(self: FolderBoxKeys, box: Box) -> None:
        return None

    FolderBoxKeys._wipe = forgot  # type: ignore[method-assign]


def padded_after(_: Path) -> None:
    """An answer is filled up to the size of a slot after it was sealed, and not before."""

    def seal(  # noqa: PLR0917 as the one it stands for
        self: Seal, place: tuple[int, int], tag: bytes, edition: int, body: bytes, nonce: bytes
    ) -> bytes:
        plain = edition.to_bytes(2, "big") + len(body).to_bytes(2, "big") + body
        sealed = self._cipher.encrypt(nonce, plain, self._about)
        rest = tag + nonce + sealed[-CHECK:]
        return (self._marked(place, rest) + rest + sealed[:-CHECK]).ljust(self._size, b"\0")

    unseal = Seal.unseal

    def opened(self: Seal, slot: bytes) -> tuple[int, bytes] | None:
        end = len(slot.rstrip(b"\0"))
        whole = (unseal(self, slot[: max(HEAD, length)]) for length in range(end, min(end + 16, len(slot))))
        return next((found for found in whole if found is not None), None)

    Seal.seal, Seal.unseal = seal, opened  # type: ignore[method-assign]
