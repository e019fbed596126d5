"""What Ethos itself did, as evidence for the self-assessment: messages and sessions; pure.

Numbers of people are those of the whole organization, and never of a unit or of a named audience. None is
told below the thresholds, nor in an organization that counts whole years only.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from content.model import Audience, Communication, Kind, Library, Session, Stage, Text
from dialogs.themes import YOU_SAID
from reports.privacy import CELL_LEAST, present_shown, total_shown

EVERYONE = Audience()


@dataclass(frozen=True, slots=True)
class OwnEvidence:
    """A communication that ended or a session that took place: its days, and which evidence it is.

    `reach` is a number of people, or None where it may not be told. `id` is that of the campaign.
    """

    id: str
    title: Text
    first: date
    last: date
    kinds: tuple[Kind, ...]
    session: bool = False
    reach: int | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """A campaign, how many people it came to or who came to it, and how many worked here then."""

    id: str
    campaign: Communication | Session
    count: int
    members: int


def own_evidence(library: Library, today: date, done: Iterable[Done]) -> tuple[OwnEvidence, ...]:
    """Return what is over, by day. What was stopped did not take place, or did not come to everybody."""
    found = (_piece(library, each) for each in done if each.campaign.stage is Stage.CLOSED)
    over = (each for each in found if each.last < today)
    return tuple(sorted(over, key=lambda each: (each.first, each.id)))


def _piece(library: Library, done: Done) -> OwnEvidence:
    held = done.campaign
    if isinstance(held, Session):
        reach = _reach(library, done, told=present_shown(done.count))
        return OwnEvidence(
            done.id, held.title, held.day, held.day, _of_session(held), session=True, reach=reach
        )
    reach = _reach(library, done, told=done.count >= CELL_LEAST)
    return OwnEvidence(done.id, held.title, held.first_day, held.last_day, _of_message(held), reach=reach)


def _reach(library: Library, done: Done, *, told: bool) -> int | None:
    """Return a number of people, where it is one of the whole organization and may be told."""
    whole = done.campaign.audience == EVERYONE and not library.organization.small
    return done.count if whole and told and total_shown(done.members) else None


def _of_message(sent: Communication) -> tuple[Kind, ...]:
    return ("communications", "adjustment") if sent.draft == YOU_SAID else ("communications",)


def _of_session(held: Session) -> tuple[Kind, ...]:
    """Return which evidence a session is: for everybody, and about a topic, as far as it was planned so."""
    whom: Sequence[Kind] = ("all-staff",) if held.audience == EVERYONE else ()
    about: Sequence[Kind] = ("topic",) if held.topic else ()
    return (*whom, *about) or ("other",)
