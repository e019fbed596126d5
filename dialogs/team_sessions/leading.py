"""The buttons of whoever leads a session, the same in every kind of it."""

from dialogs.team_sessions.kept import room_of
from dialogs.team_sessions.sight import Sight
from dialogs.views import Button


def leading(sight: Sight) -> tuple[Button, ...]:
    """Return what somebody may do as who leads: nothing, take over where nobody leads, or lead on.

    What going on means has a sentence of its own for each way and step, `session.on.charter.0` and so on.
    """
    state = sight.meeting.session
    room = room_of(state)
    if state is None or room is None:
        return ()
    if not sight.leads:
        return (Button("session-take-over"),) if sight.may_lead or room.facilitator is None else ()
    onward = sight.library.sentences[f"session.on.{sight.meeting.way}.{state.phase}"]
    return (Button("session-on", onward), Button("session-hand-over"), Button("session-close"))
