"""Allows few answers without a name a day, and remembers them in this process only, never whose they were."""

import hashlib
from datetime import date, timedelta

from dialogs.people import PersonId

MOST = 3
"""How often one person can send one form in a day, as far as this process remembers."""

DATES = timedelta(days=2)
"""How far the dates of two people can lie apart at one moment, wherever they are."""


class Limiter:
    """Counts presses under keyed digests. The key is drawn at the start and dies with the process."""

    def __init__(self, key: bytes) -> None:
        """Take the key: 32 random bytes that are kept nowhere else."""
        self._key = key
        self._days: dict[date, dict[bytes, bytes]] = {}

    def allows(self, person: PersonId, what: str, day: date, nonce: bytes, *, most: int = MOST) -> bool:
        """Tell whether somebody may send this on their day, and count it.

        The same card once more counts as one: of its nonce one byte is remembered, which says nothing.
        """
        if day not in self._days:
            self._days = {known: seen for known, seen in self._days.items() if known > day - DATES}
        digest = hashlib.blake2b(f"{person}\0{what}".encode(), key=self._key, digest_size=16).digest()
        today = self._days.setdefault(day, {})
        seen, one = today.get(digest, b""), nonce[-1:]
        if one in seen and one:
            return True
        if len(seen) >= most:
            return False
        today[digest] = seen + one
        return True
