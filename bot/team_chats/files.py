"""The files of team sessions: a charter, and the agenda for a team that is too small."""

import asyncio
from datetime import date

from bot.documents.charter import agenda_document, charter_document
from bot.heard import File
from content.model import Library
from dialogs.team_sessions.charter_states import Closed, Posted
from dialogs.team_sessions.kept import Session
from dialogs.team_sessions.lines import Both
from dialogs.team_sessions.meeting import REVIEW, Meeting
from dialogs.team_sessions.review import KEEP, ReviewClosed, Reviewed

AGENDA = "agenda"
"""The step of a card that offers the agenda."""


async def charter_file(library: Library, meeting: Meeting) -> File | None:
    """Return the charter as a document in both languages; None before it is posted, or looked at again."""
    return await asyncio.to_thread(_charter, library, meeting)


async def agenda_file(library: Library) -> File:
    """Return the agenda of 45 minutes as a document in both languages."""
    return await asyncio.to_thread(agenda_document, library)


def has_charter(state: Session | None) -> bool:
    """Tell whether a session has a charter to give."""
    return bool(_lines(state)[0])


def _lines(state: Session | None) -> tuple[tuple[Both, ...], tuple[str, ...]]:
    """Return the lines of a session that has its result, and what a review decided of each."""
    match state:
        case Posted(charter=lines) | Closed(charter=lines):
            return lines, ()
        case Reviewed(charter=lines, verdicts=verdicts) | ReviewClosed(charter=lines, verdicts=verdicts):
            return lines if verdicts else (), verdicts
        case _:
            return (), ()


def _charter(library: Library, meeting: Meeting) -> File | None:
    lines, verdicts = _lines(meeting.session)
    if not lines:
        return None
    if meeting.kind == REVIEW:
        verdicts = verdicts or (KEEP,) * len(lines)
    made = date.fromisoformat(meeting.begun)
    review = date.fromisoformat(meeting.review_on) if meeting.review_on else None
    return charter_document(library, lines, team=meeting.team, made=made, review=review, verdicts=verdicts)
