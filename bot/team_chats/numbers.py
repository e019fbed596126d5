"""The numbers of a session that ends: what the centre learns of it, and no more."""

from datetime import date
from typing import Literal

from content.model import TeamSessionHeld
from dialogs.team_sessions.charter_states import Closed
from dialogs.team_sessions.kept import closed
from dialogs.team_sessions.meeting import REVIEW, Meeting
from dialogs.team_sessions.review import ReviewClosed
from dialogs.team_sessions.scenario import ScenarioClosed


def numbers(meeting: Meeting, today: date) -> TeamSessionHeld:
    """Return what is counted of a closed meeting. Raises ValueError for one that is open."""
    state = closed(meeting.session) if meeting.session else None
    match state:
        case Closed(charter, people):
            kind: Literal["charter", "review"] = "review" if meeting.kind == REVIEW else "charter"
            return TeamSessionHeld(kind=kind, day=today, people=people, made=bool(charter))
        case ReviewClosed(_, verdicts, people):
            return TeamSessionHeld(kind="review", day=today, people=people, made=bool(verdicts))
        case ScenarioClosed(told):
            people = told.people if told else None
            return TeamSessionHeld(kind="scenario", day=today, people=people, made=told is not None)
        case _:
            raise ValueError("a session that is open is not counted")
