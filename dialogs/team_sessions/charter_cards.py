"""What people see of a charter: the card that everybody sees, and the view of each person; pure."""

from dataclasses import replace
from typing import assert_never

from content.model import Library, Text
from content.wording import filled
from dialogs.team_sessions import charter_seen as seen
from dialogs.team_sessions import charter_steps as steps
from dialogs.team_sessions import charter_words as words
from dialogs.team_sessions.charter_forms import form
from dialogs.team_sessions.charter_seen import Shared
from dialogs.team_sessions.charter_states import (
    Agreeing,
    Charter,
    Choosing,
    Closed,
    Gathering,
    Grouping,
    Open,
    Posted,
    Wording,
    Writing,
)
from dialogs.team_sessions.common_cards import PREPARING, ways
from dialogs.team_sessions.common_words import leaderless, lines_of
from dialogs.team_sessions.meeting import Meeting
from dialogs.team_sessions.sight import Drawn, Sight
from dialogs.views import Button, Value, View

STEPS = ("gathering", "writing", "grouping", "choosing", "wording", "agreeing", "posted")
"""The cards of the steps, by their number."""


# For everybody --------------------------------------------------------------------------------------


def everybody(library: Library, meeting: Meeting) -> View:
    """Draw the card of the chat, in both languages, from what everybody may know and nothing else."""
    state = meeting.session
    if not isinstance(state, Open | Closed):
        return PREPARING
    unled = leaderless(library, state)
    view = _for_all(library, replace(meeting, session=None), seen.shared(state))
    take_over = (Button("session-take-over"),) if unled else ()
    return replace(view, buttons=(*view.buttons, *take_over), remarks=(*view.remarks, *unled))


def _for_all(library: Library, meeting: Meeting, told: Shared) -> View:
    """Draw a step from what is shared alone: the state itself does not come here."""
    card, values, remarks = _step(library, meeting, told)
    return View(card, values, (Button("session"),), remarks=remarks, both=True)


def _step(library: Library, meeting: Meeting, told: Shared) -> tuple[str, dict[str, Value], tuple[Text, ...]]:
    """Return the card of a step with its values and remarks."""
    pace = words.pace(library, meeting)
    match told.phase:
        case Gathering.phase:
            return "charter.gathering", {}, (pace,)
        case Writing.phase:
            return "charter.writing", {}, (_written(library, told), pace)
        case Grouping.phase | Choosing.phase:
            return _all_lines(library, told, pace)
        case Wording.phase:
            lines = tuple(words.tops(library, told.chosen, told.texts).values())
            done = {"done": len(told.texts), "of": len(told.chosen)}
            worded = filled(library.sentences["charter.worded"], done)
            remarks = (*words.untold(library, told.chosen), worded, pace)
            return words.wording_of(meeting), {"lines": words.fitting(lines, words.ROOM_OF_ALL)}, remarks
        case Agreeing.phase:
            texts = lines_of(told.texts[top.name] for top in told.chosen)
            values: dict[str, Value] = {"lines": words.fitting(texts, words.ROOM_OF_ALL)}
            return "charter.agreeing", values, (*steps.standing(library, told), pace)
        case _:
            return _result(library, meeting, told, words.ROOM_OF_ALL)


def _written(library: Library, told: Shared) -> Text:
    """Say how many have written: a number of people only, and none where either number is small."""
    if told.written is None or told.people is None:
        return library.sentences["charter.written.untold"]
    counts = {"written": told.written, "people": told.people}
    return filled(library.sentences["charter.written"], counts)


def _all_lines(library: Library, told: Shared, pace: Text) -> tuple[str, dict[str, Value], tuple[Text, ...]]:
    """Show every line, or none where not all have room: whatever stood here alone would be chosen more."""
    card, lines = f"charter.{STEPS[told.phase]}", words.lines(library, told.lines, told.flagged)
    if sum(map(words.taken, lines.values())) > words.ROOM_OF_ALL:
        return f"{card}.many", {"count": len(lines)}, (pace,)
    asked = (library.sentences["charter.flagged"],) if told.flagged else ()
    return card, {"lines": tuple(lines.values())}, (*asked, pace)


def _result(
    library: Library, meeting: Meeting, told: Shared, room: int
) -> tuple[str, dict[str, Value], tuple[Text, ...]]:
    """Show the charter, or say that nothing is kept of a session that ended without one."""
    if not told.charter:
        return "charter.nothing", {}, ()
    over = (library.sentences["charter.forgotten"],) if told.phase == Closed.phase else ()
    texts = words.fitting(lines_of(told.charter), room)
    return "charter.posted", {"lines": texts}, (*words.days(library, meeting), *over)


# For one person -------------------------------------------------------------------------------------


def own(sight: Sight) -> Drawn:
    """Draw what one person sees: the form that they have open, or the session as it stands for them."""
    state = sight.meeting.session
    if not isinstance(state, Open | Closed):
        return Drawn(replace(PREPARING, both=False))
    return form(sight, state) or _as_it_stands(sight, state)


def _as_it_stands(sight: Sight, state: Charter) -> Drawn:
    match state:
        case Gathering():
            return steps.gathering(sight, state)
        case Writing():
            return steps.alone(sight, state)
        case Grouping():
            return steps.together(sight, state)
        case Choosing():
            return steps.choosing(sight, state)
        case Wording():
            return steps.wording(sight, state)
        case Agreeing():
            return steps.agreeing(sight, state)
        case Posted() | Closed():
            return _ended(sight, state)
        case _:
            assert_never(state)


def _ended(sight: Sight, state: Posted | Closed) -> Drawn:
    """Show the charter with its file; whoever leads may share it, and end the session."""
    card, values, remarks = _result(sight.library, sight.meeting, seen.shared(state), words.ROOM)
    if not state.charter:
        return Drawn(View(card, values, ways(sight), remarks=remarks))
    share = (Button("charter-share"),) if sight.leads else ()
    return Drawn(View(card, values, ways(sight, Button("charter-file"), *share), remarks=remarks))
