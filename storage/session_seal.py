"""What can be done with the key of a team session: seal its states, open them, and seat its people.

A sealed state is nonce(12) ‖ sealed ‖ check(16); sealed is length(4) ‖ state ‖ zeros up to a step. The
session and the revision are bound in: a state opens nowhere but where it was put.
"""

import base64
import hmac

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from dialogs.people import PersonId
from storage.ports import Key, SessionId

FIRST_STEP = 16 * 1024
"""Bytes of the smallest state: room for what 300 people chose, or for the lines of most charters.

Each further step is twice as long. So a session changes its length a few times at most, and what shows then
is that all of it together became long, not how much somebody wrote.
"""

LAST_STEP = 1024 * 1024
"""Bytes of the longest: a hundred contributions of 4,000 letters in two languages, and more."""

NONCE = 12

_LENGTH = 4
_SEAT = 12


def padded(state: bytes) -> bytes:
    """Write the length of a state before it and fill it up to a step. Raises ValueError for one too long."""
    size = FIRST_STEP
    while size < _LENGTH + len(state):
        size *= 2
    if size > LAST_STEP:
        raise ValueError("a state is too long")
    return (len(state).to_bytes(_LENGTH, "big") + state).ljust(size, b"\0")


class SessionSeal:
    """The key of one session at work."""

    def __init__(self, session: SessionId, key: Key) -> None:
        self._session = bytes.fromhex(session)
        self._cipher = AESGCM(_own(key, b"seal"))

    def seal(self, revision: int, plain: bytes, nonce: bytes) -> bytes:
        """Seal what `padded` returned; `nonce` is drawn by chance for it alone."""
        return nonce + self._cipher.encrypt(nonce, plain, self._about(revision))

    def unseal(self, revision: int, sealed: bytes) -> bytes | None:
        """Return the state; None when it is damaged, or was put there from somewhere else."""
        try:
            plain = self._cipher.decrypt(sealed[:NONCE], sealed[NONCE:], self._about(revision))
        except (InvalidTag, ValueError):
            return None
        return plain[_LENGTH : _LENGTH + int.from_bytes(plain[:_LENGTH], "big")]

    def _about(self, revision: int) -> bytes:
        return self._session + revision.to_bytes(8, "big")


def seat(key: Key, person: PersonId) -> str:
    """Return the seat of a person: 16 letters, always the same under one key, and nobody's without it."""
    drawn = hmac.digest(_own(key, b"seat"), person.encode(), "sha256")
    return base64.urlsafe_b64encode(drawn[:_SEAT]).decode()


def _own(key: Key, label: bytes) -> bytes:
    return hmac.digest(key.secret, b"ethos team session 1 " + label, "sha256")
