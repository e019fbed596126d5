"""The first state of a session, of any kind."""

from collections.abc import Sequence

from content.model import Library
from dialogs.team_sessions import charter_states, review, scenario
from dialogs.team_sessions.charter_words import starters
from dialogs.team_sessions.common_cards import may_hold
from dialogs.team_sessions.kept import Session
from dialogs.team_sessions.lines import Both
from dialogs.team_sessions.meeting import CHARTER, REVIEW
from dialogs.team_sessions.scenario_cards import options_of
from dialogs.team_sessions.seats import Said, Seat


def fits(kind: str, people: int) -> Said | None:
    """Return why so many people cannot hold a session; None when they can."""
    sizes = may_hold(kind)
    if people < sizes.start:
        return Said.TOO_FEW
    return None if people < sizes.stop else Said.TOO_MANY


def first(
    library: Library,
    kind: str,
    seats: Sequence[Seat],
    seed: bytes,
    *,
    subject: str = "",
    charter: Sequence[Both] = (),
) -> Session | Said:
    """Return the first state; the first seat is that of who leads it. Raises KeyError for no module."""
    if kind == CHARTER:
        return charter_states.opened(seats, seats[0], seed, starters(library))
    if kind == REVIEW:
        return review.opened(seats, seats[0], seed, charter)
    return scenario.opened(seats, seats[0], seed, options_of(library.modules[subject]))
