"""Words that stand on the cards of every kind of team session; pure."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from content.model import Library, Text
from content.wording import filled, hour
from dialogs.team_sessions.kept import Session, room_of
from dialogs.team_sessions.lines import Both
from dialogs.team_sessions.meeting import Meeting
from dialogs.team_sessions.timing import IN_ONE_SITTING


def as_written(words: str) -> Text:
    """Return what somebody wrote, the same in both languages."""
    return Text(en=words, fr=words)


def lines_of(charter: Iterable[Both]) -> tuple[Text, ...]:
    """Return the lines of a charter, each to be read in the language of the card."""
    return tuple(Text(en=line.en, fr=line.fr) for line in charter)


def until(library: Library, meeting: Meeting) -> tuple[Text, ...]:
    """Say until when a step lasts; nothing where only whoever leads goes on.

    A step of a few minutes ends today.
    """
    if not meeting.until:
        return ()
    ends = datetime.fromisoformat(meeting.until).astimezone(ZoneInfo(library.organization.time_zone))
    if meeting.pace == IN_ONE_SITTING:
        return (filled(library.sentences["session.until-today"], {"time": hour(ends)}),)
    return (filled(library.sentences["session.until"], {"day": ends.date(), "time": hour(ends)}),)


def leaderless(library: Library, session: Session | None) -> tuple[Text, ...]:
    """Say that nobody leads, where that is so."""
    room = room_of(session)
    unled = room is not None and room.facilitator is None
    return (library.sentences["session.leaderless"],) if unled else ()
