"""What is counted while Ethos serves: how often and how long, never who, what or in which conversation.

The counters tell an onlooker that somebody talked with Ethos within a minute, and how that went, and nothing
else. There is no label for a person, a unit, a flow or a verb, because a rare one would tell who it was: a
metric by flow would show the minute in which somebody opened a form without their name. Nor is anything
counted that is kept: beside the turns, a number of writes would show which turns kept nothing.
"""

from collections.abc import Callable
from typing import Literal, Protocol, get_args

from bot.heard import File, Heard, Shown
from content.model import Language
from dialogs.flow import Ref
from dialogs.people import PersonId

Channel = Literal["teams", "local", "terminal"]
CHANNELS: tuple[Channel, ...] = get_args(Channel)

Ending = Literal["answered", "not-saved", "failed"]
ENDINGS: tuple[Ending, ...] = get_args(Ending)


class Meters(Protocol):
    """Counts. Never raises, never waits."""

    def turned(self, channel: Channel, ending: Ending, seconds: float) -> None:
        """Count a turn, and how long it took."""

    def received(self, outcome: str) -> None:
        """Count an activity: "answered", "malformed", or the word for why it was refused."""

    def requested(self, status: int | None) -> None:
        """Count a request of ours to the connector by its HTTP status; None when no answer came."""

    def checked(self, *, cached: bool) -> None:
        """Count a token that was good, and whether it was known already."""


class Unmetered:
    """Counts nothing: for tests and for whoever has no use of figures."""

    def turned(self, channel: Channel, ending: Ending, seconds: float) -> None:
        """Count nothing."""

    def received(self, outcome: str) -> None:
        """Count nothing."""

    def requested(self, status: int | None) -> None:
        """Count nothing."""

    def checked(self, *, cached: bool) -> None:
        """Count nothing."""


REFUSALS = frozenset(
    {
        *("no-token", "token", "critical", "unknown-key", "signature", "claims", "issuer"),
        *("audience", "lifetime", "not-yet", "expired", "issued-later", "no-exp", "no-nbf", "no-iat"),
        *("service-url", "endorsement", "channel", "recipient", "tenant", "no-entra-id"),
        *("not-sent", "failed"),
    }
)
"""The words for why an activity was not answered as it asked; a test finds them in the door."""

UNMETERED: Meters = Unmetered()


class Turning(Protocol):
    """The turns, as channels see them."""

    async def in_company(self, person: PersonId | None) -> Shown:
        """Show what everybody in a chat may read, to all or to one person."""
        ...

    async def file(self, person: PersonId, key: str) -> File | None:
        """Make the file a card offered; None when it is not theirs."""
        ...

    async def spoken(self, person: PersonId) -> Language | None:
        """Return the language a person is spoken to in; None when nobody knows yet."""
        ...

    async def hear(self, person: PersonId, heard: Heard, /) -> Shown:
        """Take one turn and return what to show. Never raises for what a person may say."""
        ...

    async def present(self, addressee: PersonId, ref: Ref, about: PersonId | None) -> Shown | None:
        """Render what a delivery points to, now; None when there is nothing to say any more."""
        ...


class Measured:
    """The turns of one channel, each counted with its time. `timer` returns seconds and never goes back."""

    def __init__(self, turns: Turning, meters: Meters, channel: Channel, timer: Callable[[], float]) -> None:
        """Take the turns, who counts, and for which channel."""
        self._turns = turns
        self._meters = meters
        self._channel = channel
        self._timer = timer

    async def hear(self, person: PersonId, heard: Heard) -> Shown:
        """Take one turn and count it. One that is called off is not counted: nobody saw its end."""
        began = self._timer()
        shown = await self._turns.hear(person, heard)
        self._meters.turned(self._channel, ending(shown), self._timer() - began)
        return shown

    async def present(self, addressee: PersonId, ref: Ref, about: PersonId | None) -> Shown | None:
        """Render what a delivery points to; deliveries are counted in the store."""
        return await self._turns.present(addressee, ref, about)

    async def in_company(self, person: PersonId | None) -> Shown:
        """Show what everybody may read; it is nobody's turn."""
        return await self._turns.in_company(person)

    async def file(self, person: PersonId, key: str) -> File | None:
        """Make a file; it was counted when its card was shown."""
        return await self._turns.file(person, key)

    async def spoken(self, person: PersonId) -> Language | None:
        """Return the language a person is spoken to in."""
        return await self._turns.spoken(person)


def ending(shown: Shown) -> Ending:
    """Tell how a turn went, by what the person is shown."""
    if shown.view.card == "unavailable":
        return "failed"
    return "not-saved" if shown.view.note == "not-saved" else "answered"
