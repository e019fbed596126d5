"""What Ethos itself did, as evidence for the self-assessment: messages and sessions; pure.

Numbers of people are those of the whole organization, and never of a unit or of a named audience. None is
told below the thresholds, nor in an organization that counts whole years only.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from content.model import Audience, Communication, Kind, Library, Session, Stage, Text
from dialogs.themes import YOU_SAID
from reports.periods import current_year
from reports.privacy import CELL_LEAST, present_shown, total_shown

EVERYONE = Audience()

Own = Communication | Session
"""What an office plans in Ethos and what ends."""


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
    """A campaign, how many people it came to or who came to it, and how many worked here then.

    `count` is of the fiscal year in which it ended: facts are disposed of by whole fiscal years.
    """

    id: str
    campaign: Own
    count: int
    members: int


def own_evidence(library: Library, today: date, done: Iterable[Done]) -> tuple[OwnEvidence, ...]:
    """Return what is over, by day. What was stopped did not take place, or did not come to everybody."""
    found = (_piece(library, each) for each in done if each.campaign.stage is Stage.CLOSED)
    over = (each for each in found if each.last < today)
    return tuple(sorted(over, key=lambda each: (each.first, each.id)))


def _piece(library: Library, done: Done) -> OwnEvidence:
    first, last = days(done.campaign)
    own = done.campaign
    held = isinstance(own, Session)
    kinds = _of_session(own) if isinstance(own, Session) else _of_message(own)
    reach = _reach(library, done, told=present_shown(done.count) if held else done.count >= CELL_LEAST)
    return OwnEvidence(done.id, own.title, first, last, kinds, session=held, reach=reach)


def _reach(library: Library, done: Done, *, told: bool) -> int | None:
    """Return a number of people, where it is one of the whole organization and may be told.

    Of what began in another fiscal year none is told: its first facts may be disposed of already.
    """
    first, last = days(done.campaign)
    whole = done.campaign.audience == EVERYONE and not library.organization.small
    complete = current_year(first) == current_year(last)
    return done.count if whole and complete and told and total_shown(done.members) else None


def days(campaign: Own) -> tuple[date, date]:
    """Return the first and the last day of a campaign."""
    if isinstance(campaign, Session):
        return campaign.day, campaign.day
    return campaign.first_day, campaign.last_day


def _of_message(sent: Communication) -> tuple[Kind, ...]:
    return ("communications", "adjustment") if sent.draft == YOU_SAID else ("communications",)


def _of_session(held: Session) -> tuple[Kind, ...]:
    """Return which evidence a session is: for everybody, and about a topic, as far as it was planned so."""
    whom: Sequence[Kind] = ("all-staff",) if held.audience == EVERYONE else ()
    about: Sequence[Kind] = ("topic",) if held.topic else ()
    return (*whom, *about) or ("other",)
