"""Answers without a name for tests, and the mailbox they go into."""

import os

from storage.keys import FolderKeys, MemoryKeys
from storage.mailbox import Mailbox
from storage.ports import Box, Store

PULSE = Box("pulse", 1, "2026-Q4")
FEEDBACK = Box("feedback", 1, "2026-Q4", large=True)
NEXT = Box("pulse", 1, "2027-Q1")
AGREE = {"trust": "agree", "support": "somewhat-agree"}
DISAGREE = {"trust": "disagree"}


def card(number: int) -> bytes:
    """Return the nonce of a card."""
    return number.to_bytes(16, "big")


def mailbox_over(store: Store, keys: MemoryKeys | FolderKeys | None = None) -> Mailbox:
    return Mailbox(store.slots, keys or MemoryKeys(os.urandom), os.urandom)


def opinion(number: int, size: int = 0) -> dict[str, str]:
    """Return an answer that only one card gives."""
    return {"n": str(number)} | ({"words": "é" * size} if size else {})
