"""What the sender needs of a channel; the channels meet it structurally."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from dialogs.flow import Ref
from dialogs.people import PersonId


@dataclass(frozen=True, slots=True)
class Sent:
    """The channel accepted the message; `message` is its own id of it, empty where it has none."""

    message: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """The message will not go through. `reason` is a word such as "blocked" or "answered"."""

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


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The addressee cannot be reached through this process now, and it is not theirs to mend: it stays owed.

    `reason` is "no-address", or "other-channel" when another process may serve the address; "no-identity" or
    "unauthorized" while we cannot show who we are; "unconfirmed" while nobody can say who holds an office.
    """

    reason: str


@dataclass(frozen=True, slots=True)
class NotMade:
    """The message could not be made, so nothing left. The fault is ours and may be mended: try again."""


Outcome = Sent | Refused | Retry | Uncertain | Elsewhere | NotMade

Letter = Callable[[], Awaitable[Outcome]]
"""A message that is ready; calling it sends it, once."""


class Messenger(Protocol):
    """A channel that can write first, in two steps: a fault before sending never looks like one after.

    What goes wrong in `prepare` has not left. What goes wrong in a letter may have left.
    """

    async def prepare(
        self, addressee: PersonId, ref: Ref, about: PersonId | None, replaces: str = ""
    ) -> Letter | Outcome:
        """Render what `ref` points to, now, or say why nothing is to be sent. Nothing leaves here.

        With `replaces`, the channel's id of an earlier message, that one is changed in place: doing so twice
        does no harm, so no answer is a Retry then. Whatever it raises means: not made. A letter
        never raises for the channel's faults.
        """
