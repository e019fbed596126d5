"""What one slot holds: an answer sealed under the key of its box, behind a tag and a mark.

A slot is mark(16) ‖ tag(16) ‖ nonce(12) ‖ check(16) ‖ sealed. The tag says which card it came from, the mark
that the slot is full; without the key both are noise, as everything in an empty slot is. The mark vouches
for the tag, the nonce and the check; the check, which is that of the cipher, for the rest.
"""

import hmac
from collections.abc import Mapping
from itertools import chain

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from storage.boxes import HEAD, Span, name_of, slot_size, slots_in
from storage.rows import Box

WINDOW = 32
"""In how many slots of each segment an answer may lie."""

NONCE = 12
EDITIONS = 0xFFFF
"""How often one card may change its answer."""

LONGEST = 0xFFFF
"""Bytes of one question or one answer, before anybody looks for room."""

_LONG = 0xFF
_CODE = 16
_LENGTH = 2


class Seal:
    """What can be done with the key of a box. Raises ValueError for an answer that does not fit."""

    def __init__(self, box: Box, secret: bytes) -> None:
        labels = (b"tag", b"mark", b"carry", b"start", b"seal")
        own = [hmac.digest(secret, b"ethos mailbox 1 " + label, "sha256") for label in labels]
        self._tag, self._mark, self._carry, self._start, seal = own
        self._cipher = AESGCM(seal)
        self._about = name_of(box).encode()
        self._size = slot_size(box)

    def tag(self, nonce: bytes) -> bytes:
        """Return the tag of a card's nonce."""
        return hmac.digest(self._tag, nonce, "sha256")[:_CODE]

    def carried(self, tag: bytes) -> bytes:
        """Return the nonce under which an answer goes into another box: always the same one."""
        return hmac.digest(self._carry, tag, "sha256")

    def window(self, segment: int, tag: bytes) -> tuple[Span, ...]:
        """Return the slots of a segment in which an answer may lie, in the order they are looked at."""
        slots = slots_in(segment)
        drawn = hmac.digest(self._start, segment.to_bytes(4, "big") + tag, "sha256")
        first = int.from_bytes(drawn[:8], "big") % slots
        before_the_end = min(WINDOW, slots - first)
        spans = (Span(segment, first, before_the_end), Span(segment, 0, WINDOW - before_the_end))
        return tuple(span for span in spans if span.count)

    def full(self, place: tuple[int, int], head: bytes) -> bool:
        """Tell whether the head of a slot, whole or alone, is that of a full one."""
        return len(head) >= HEAD and hmac.compare_digest(head[:_CODE], self._marked(place, head[_CODE:HEAD]))

    def _marked(self, place: tuple[int, int], rest: bytes) -> bytes:
        where = b"".join(number.to_bytes(4, "big") for number in place)
        return hmac.digest(self._mark, where + rest, "sha256")[:_CODE]

    def seal(self, place: tuple[int, int], tag: bytes, edition: int, body: bytes, nonce: bytes) -> bytes:
        """Return a full slot for this place; `nonce` is drawn by chance for it alone."""
        room = self._size - HEAD
        plain = edition.to_bytes(_LENGTH, "big") + len(body).to_bytes(_LENGTH, "big") + body
        sealed = self._cipher.encrypt(nonce, plain.ljust(room, b"\0"), self._about)
        rest = tag + nonce + sealed[room:]
        return self._marked(place, rest) + rest + sealed[:room]

    def unseal(self, slot: bytes) -> tuple[int, bytes] | None:
        """Return edition and body of a full slot; None when it was torn behind its head."""
        nonce, check = slot[2 * _CODE : 2 * _CODE + NONCE], slot[2 * _CODE + NONCE : HEAD]
        try:
            plain = self._cipher.decrypt(nonce, slot[HEAD:] + check, self._about)
        except InvalidTag:
            return None
        edition, length = (int.from_bytes(plain[at : at + _LENGTH], "big") for at in (0, _LENGTH))
        return edition, plain[2 * _LENGTH : 2 * _LENGTH + length]


def tag_in(head: bytes) -> bytes:
    """Return the tag in the head of a slot, which means something only if the slot is full."""
    return head[_CODE : 2 * _CODE]


def room_in(box: Box) -> int:
    """Return how many bytes a written answer may have."""
    return slot_size(box) - HEAD - 2 * _LENGTH


def written(answer: Mapping[str, str]) -> bytes:
    """Write an answer: each question and what was answered, each behind its length; the same always alike.

    Raises ValueError for what is no text.
    """
    words = [word.encode() for word in chain.from_iterable(sorted(answer.items()))]
    if max(map(len, words), default=0) > LONGEST:
        raise ValueError("a word is too long to be written")
    return b"".join(_length(len(word)) + word for word in words)


def _length(count: int) -> bytes:
    """Write a length: one byte for a short one."""
    return bytes([count]) if count < _LONG else bytes([_LONG]) + count.to_bytes(_LENGTH, "big")


def read(body: bytes) -> Mapping[str, str]:
    """Read an answer back."""
    words: list[str] = []
    at = 0
    while at < len(body):
        length, at = body[at], at + 1
        if length == _LONG:
            length, at = int.from_bytes(body[at : at + _LENGTH], "big"), at + _LENGTH
        words.append(body[at : at + length].decode())
        at += length
    return dict(zip(words[::2], words[1::2], strict=True))
