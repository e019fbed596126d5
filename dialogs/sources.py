"""What a message's source means: how urgent it is, whether it counts, and what it opens; the one table."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import IntEnum

from dialogs.notes import HALTED, REVIEW
from dialogs.together import TALK, TEAM

COMMUNICATION, SESSION, WELCOME_BACK, CORRECTION, REHEARSAL = (
    "communication",
    "session",
    "welcome-back",
    "correction",
    "rehearsal",
)
"""The sources of what an office sends: `session` is the invitation first and the reminder second."""

SESSION_REMINDER = "session-reminder"
"""The conversation that a session's reminder opens; its source is the session's."""

SESSION_DAY = "session-day"
"""The day of a session itself, on the calendar of what is planned; nothing is sent for it."""

MONTH = "month"
"""The card about a month that ended, for the Senior Official; the occurrence is the month it is sent in."""

LEADING = "lead-reminder"
"""The card of a session that somebody leads, the working day before; the occurrence is the booking's key."""

INVITATION = "invited"
"""The quarterly invitation to say something without a name; the occurrence is the quarter."""

WRITTEN = frozenset({COMMUNICATION, SESSION})
"""What an office has written; the occurrence is the campaign's id."""

CAMPAIGNS = WRITTEN | {CORRECTION, REHEARSAL}
"""Those whose deliveries belong to one campaign, whose id begins their occurrence."""


class Priority(IntEnum):
    """Which message goes first when there is no room for all: the lower number."""

    LEGAL = 0
    ONBOARDING = 1
    SESSION = 2
    COMMUNICATION = 3
    PULSE = 4


@dataclass(frozen=True, slots=True)
class Source:
    """What a source means.

    `priority` None: it does not count in anybody's message budget, because nobody is disturbed by it (a
    correction in place) or an office is told what it asked for. One that `keeps_hours` leaves in the
    addressee's working hours only. One that `opens` a conversation makes its place. `kept` says that a fact
    tells that it was sent. Of one that may be `corrected` the channel's id of each message is kept: of no
    other, for such ids look like times.
    """

    priority: Priority | None
    keeps_hours: bool = True
    opens: bool = False
    kept: bool = False
    corrected: bool = False


DUTY = Source(Priority.LEGAL, opens=True, kept=True)
"""Every duty's reminders; the duties themselves are content."""

NOTE = Source(None, keeps_hours=False)
"""A note to an office about a person, who waits for it."""

SOURCES: Mapping[str, Source] = {
    TALK: Source(Priority.ONBOARDING, opens=True, kept=True),
    TEAM: Source(Priority.ONBOARDING, opens=True, kept=True),
    WELCOME_BACK: Source(Priority.LEGAL, opens=True, kept=True),
    SESSION: Source(Priority.SESSION, kept=True, corrected=True),
    LEADING: Source(Priority.SESSION, kept=True),
    COMMUNICATION: Source(Priority.COMMUNICATION, kept=True, corrected=True),
    INVITATION: Source(Priority.PULSE, kept=True),
    REVIEW: Source(None),
    MONTH: Source(None),
    HALTED: Source(None, keeps_hours=False),
    CORRECTION: Source(None, keeps_hours=False),
    REHEARSAL: Source(None, keeps_hours=False),
}


def source(name: str, duties: Collection[str]) -> Source:
    """Return what a delivery's source means; `duties` are the ids of those there are."""
    return DUTY if name in duties else SOURCES.get(name, NOTE)
