"""What the shell asks of time: plans and rehearsals, which the scheduler knows; app.py hands it in."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol

from content.model import Communication, Session
from dialogs.people import Person, PersonId
from dialogs.plans import Missed, Planned, Rehearsed, Upcoming


class Ahead(Protocol):
    """Knows what is ahead of one person. It never sends and never writes."""

    async def upcoming(self, person: Person, peace: date | None = None) -> Sequence[Upcoming]:
        """Return what one person is to receive next, by day; with `peace`, as if they wanted none before."""
        ...

    async def missed(self, person: Person, day: str) -> Sequence[Missed]:
        """Return what waits for somebody who came back on a day, such as 2026-11-30."""
        ...


class Plans(Protocol):
    """Knows what campaigns will send, to how many and when. It never sends and never writes."""

    async def rehearsed(self, id_: str, campaign: Communication | Session) -> Rehearsed:
        """Return what would happen if a campaign started now."""
        ...

    async def receives(self, id_: str, campaign: Communication | Session) -> Sequence[tuple[PersonId, date]]:
        """Return who would receive it on which local day, sorted by day and id."""
        ...

    async def outlook(self, id_: str, campaign: Communication | Session) -> Mapping[PersonId, str]:
        """Return, for each person who is meant, why they do not receive it; empty when nothing hinders it."""
        ...

    async def calendar(self, first: date, last: date) -> Sequence[Planned]:
        """Return what is planned to leave from one day to another, by first day."""
        ...


class NothingPlanned:
    """Where nothing is ever sent."""

    async def rehearsed(self, id_: str, campaign: Communication | Session) -> Rehearsed:
        """Return that nobody would receive it."""
        del id_, campaign
        return Rehearsed(0, {}, {})

    async def receives(self, id_: str, campaign: Communication | Session) -> Sequence[tuple[PersonId, date]]:
        """Return nobody."""
        del id_, campaign
        return ()

    async def outlook(self, id_: str, campaign: Communication | Session) -> Mapping[PersonId, str]:
        """Return nobody."""
        del id_, campaign
        return {}

    async def calendar(self, first: date, last: date) -> Sequence[Planned]:
        """Return nothing."""
        del first, last
        return ()
