"""What Ethos itself did, as evidence for the self-assessment: messages, sessions, modules; pure.

Numbers of people are those of the whole organization, and never of a unit or of a named audience. None is
told below the thresholds, nor in an organization that counts whole years only.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from content.model import Audience, Communication, Kind, Library, Session, Span, Stage, Text
from dialogs.themes import YOU_SAID
from reports.periods import Period
from reports.privacy import CELL_LEAST, present_shown, total_shown

Source = Literal["communication", "you-said-we-did", "session", "modules"]
"""Where a piece comes from. The sentence `own-evidence.<source>` says how it is counted."""

EVERYONE = Audience()


@dataclass(frozen=True, slots=True)
class OwnEvidence:
    """One piece, to stand beside what offices wrote: `number` of what `of` names, `reach` in people.

    A number of people that may not be told is None. `id` is that of the campaign; empty for a whole period.
    """

    kinds: tuple[Kind, ...]
    when: Span
    title: Text
    source: Source
    id: str = ""
    topic: str = ""
    number: int | None = None
    of: Literal["messages", "sessions", "courses"] | None = None
    reach: int | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """A communication with the number of people it was delivered to, and how many worked here then."""

    id: str
    written: Communication
    delivered: int
    members: int


@dataclass(frozen=True, slots=True)
class Held:
    """A session with the number of people who typed its code, and how many worked here then."""

    id: str
    session: Session
    present: int
    members: int


def own_evidence(
    library: Library, period: Period, today: date, sent: Iterable[Sent], held: Iterable[Held]
) -> tuple[OwnEvidence, ...]:
    """Return everything of a period that is over, by day, and the modules that were on offer, at the end."""
    found = [
        _message(library, each) for each in sent if _over(each.written.last_day, each.written, period, today)
    ]
    found += [
        _session(library, each) for each in held if _over(each.session.day, each.session, period, today)
    ]
    in_order = sorted(found, key=lambda each: (each.when.first, each.id))
    return (*in_order, *_modules(library, period, today))


def _over(day: date, written: Communication | Session, period: Period, today: date) -> bool:
    """Tell whether something ended in a period, on a day that is over; what was stopped did not."""
    return written.stage is Stage.CLOSED and period.first <= day <= period.last and day < today


def _reach(library: Library, audience: Audience, count: int, members: int, *, told: bool) -> int | None:
    """Return a number of people, where it is one of the whole organization and may be told."""
    whole = audience == EVERYONE and not library.organization.small
    return count if whole and told and total_shown(members) else None


def _message(library: Library, sent: Sent) -> OwnEvidence:
    written = sent.written
    answers = written.draft == YOU_SAID
    source: Source = "you-said-we-did" if answers else "communication"
    told = sent.delivered >= CELL_LEAST
    return OwnEvidence(
        ("communications", "adjustment") if answers else ("communications",),
        Span(begins=written.first_day.isoformat(), ends=written.last_day.isoformat()),
        written.title,
        source,
        sent.id,
        written.topic or "",
        1,
        "messages",
        _reach(library, written.audience, sent.delivered, sent.members, told=told),
    )


def _session(library: Library, held: Held) -> OwnEvidence:
    session = held.session
    about: Sequence[Kind] = ("topic",) if session.topic else ()
    whom: Sequence[Kind] = ("all-staff",) if session.audience == EVERYONE else ()
    return OwnEvidence(
        (*whom, *about) or ("other",),
        Span(begins=session.day.isoformat()),
        session.title,
        "session",
        held.id,
        session.topic or "",
        1,
        "sessions",
        _reach(library, session.audience, held.present, held.members, told=present_shown(held.present)),
    )


def _modules(library: Library, period: Period, today: date) -> tuple[OwnEvidence, ...]:
    """Return the modules on offer; those of a period that has not begun are not there yet."""
    if not library.modules or today < period.first:
        return ()
    return (
        OwnEvidence(
            ("onboarding", "learning"),
            Span(begins=period.first.isoformat(), ends=min(today, period.last).isoformat()),
            library.sentences["own-evidence.modules-on-offer"],
            "modules",
            number=len(library.modules),
            of="courses",
        ),
    )
