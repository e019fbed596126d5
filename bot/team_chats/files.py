"""The files of team sessions: a charter, and the agenda for a team that is too small."""

import asyncio
from datetime import date

from bot.documents.charter import agenda_document, charter_document
from bot.heard import File
from content.model import Library
from dialogs.team_sessions.charter_states import Closed, Posted
from dialogs.team_sessions.meeting import Meeting

AGENDA = "agenda"
"""The step of a card that offers the agenda."""


async def charter_file(library: Library, meeting: Meeting) -> File | None:
    """Return the charter as a document in both languages; None before it is posted."""
    return await asyncio.to_thread(_charter, library, meeting)


async def agenda_file(library: Library) -> File:
    """Return the agenda of 45 minutes as a document in both languages."""
    return await asyncio.to_thread(agenda_document, library)


def _charter(library: Library, meeting: Meeting) -> File | None:
    match meeting.session:
        case Posted(charter=lines) | Closed(charter=lines) if lines:
            review = date.fromisoformat(meeting.review_on) if meeting.review_on else None
            made = date.fromisoformat(meeting.begun)
            return charter_document(library, lines, team=meeting.team, made=made, review=review)
        case _:
            return None
