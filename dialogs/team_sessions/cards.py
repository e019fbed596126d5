"""What is seen of a session, of whichever kind: by everybody, by one person; and what a press means."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from content.model import Library
from dialogs.team_sessions import charter_cards, charter_presses, common_cards, review_cards, scenario_cards
from dialogs.team_sessions.meeting import CHARTER, REVIEW, SCENARIO, Meeting, Outcome
from dialogs.team_sessions.sight import Asking, Drawn, Meant, Sight
from dialogs.views import Pressed, View


@dataclass(frozen=True, slots=True)
class Kind:
    """What one kind of session shows, and what its presses mean."""

    everybody: Callable[[Library, Meeting], View]
    own: Callable[[Sight], Drawn]
    meant: Callable[[Pressed, str, str], Asking | Meant | None]


_KINDS: Mapping[str, Kind] = {
    CHARTER: Kind(charter_cards.everybody, charter_cards.own, charter_presses.meant),
    REVIEW: Kind(review_cards.everybody, review_cards.own, review_cards.meant),
    SCENARIO: Kind(scenario_cards.everybody, scenario_cards.own, scenario_cards.meant),
}


def everybody(library: Library, meeting: Meeting) -> View:
    """Return the card that everybody sees, in both languages."""
    return _KINDS[meeting.way].everybody(library, meeting)


def own(sight: Sight) -> Drawn:
    """Return what one person sees."""
    return common_cards.asked(sight) or _KINDS[sight.meeting.way].own(sight)


def over(library: Library, outcome: Outcome) -> View:
    """Return what is seen of a session that is closed."""
    return everybody(library, as_meeting(outcome))


def as_meeting(outcome: Outcome, where: Mapping[str, str] = MappingProxyType({}), team: str = "") -> Meeting:
    """Return a closed session as a meeting, in a chat or nowhere; `team` is what that chat is called."""
    return Meeting(
        outcome.kind,
        where,
        outcome.session,
        team=team,
        subject=outcome.subject,
        begun=outcome.begun,
        review_on=outcome.review_on,
    )


def meant(meeting: Meeting, press: Pressed, about: str, edition: str) -> Asking | Meant | None:
    """Return what a press means in a session; None when it means nothing there."""
    found = common_cards.meant(press, about, edition)
    return found or _KINDS[meeting.way].meant(press, about, edition)
