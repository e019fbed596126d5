"""The charter of a team as a file."""

from datetime import date

from bot.documents.charter import charter_document
from bot.heard import File
from content.model import Library
from dialogs.team_sessions.charter_states import Closed, Posted
from dialogs.team_sessions.meeting import Meeting


def charter_file(library: Library, meeting: Meeting) -> File | None:
    """Return the charter as a document in both languages; None before it is posted."""
    match meeting.session:
        case Posted(charter=lines) | Closed(charter=lines) if lines:
            review = date.fromisoformat(meeting.review_on) if meeting.review_on else None
            made = date.fromisoformat(meeting.begun)
            return charter_document(library, lines, team=meeting.team, made=made, review=review)
        case _:
            return None
