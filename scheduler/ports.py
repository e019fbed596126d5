"""What the sender needs of a channel; the channels meet it structurally."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from dialogs.flow import Ref
from dialogs.people import PersonId


@dataclass(frozen=True, slots=True)
class Sent:
    """The channel accepted the message."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The message will not go through. `reason` is a word such as "no-address", "blocked" or "answered"."""

    reason: str


@dataclass(frozen=True, slots=True)
class Retry:
    """Not now; try again, not before `after` when the channel named it."""

    reason: str
    after: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Uncertain:
    """The bytes left and no answer came: it may have arrived, so it is not repeated."""

    reason: str


Outcome = Sent | Refused | Retry | Uncertain


class Messenger(Protocol):
    """A channel that can write first."""

    async def send(self, addressee: PersonId, ref: Ref, about: PersonId | None) -> Outcome:
        """Render what `ref` points to, now, and send it. Never raises for the channel's faults."""
