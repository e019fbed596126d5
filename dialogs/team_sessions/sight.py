"""What a person sees of a session of their team, and what their press means."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from content.model import Library
from dialogs.team_sessions.meeting import Meeting
from dialogs.team_sessions.seats import Seat
from dialogs.views import View


@dataclass(frozen=True, slots=True)
class Screen:
    """Which form of a session somebody has open; without a name, the session as it stands.

    `line` is the line that the form is about, `page` which of several pages of lines is shown.
    """

    name: str = ""
    line: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Doing:
    """An act to be heard: its verb in the session, and what it carries besides the phase."""

    verb: str
    inputs: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asking:
    """A press that looks, and does nothing in the session: the screen to show next."""

    screen: Screen


@dataclass(frozen=True, slots=True)
class Meant:
    """What a press does, in order and all at once, and the screen to show when it was kept."""

    acts: tuple[Doing, ...]
    after: Screen = field(default_factory=Screen)
    again: Screen = field(default_factory=Screen)
    """The screen to show when it was not kept, so that somebody can mend what they wrote."""


Press = Asking | Meant


@dataclass(frozen=True, slots=True)
class Drawn:
    """A view, and what its token carries besides: the line it is `about`, and the `edition` it shows."""

    view: View
    about: str = ""
    edition: str = ""


@dataclass(frozen=True, slots=True)
class Sight:
    """Who looks at a meeting: their seat, whether they lead it, the form they have open, and what they typed.

    `others` are the members who may be handed the session, as (id, name); only who leads gets any. Who
    `may_lead` may take a session over from somebody who leads it.
    """

    library: Library
    meeting: Meeting
    seat: Seat
    leads: bool = False
    may_lead: bool = False
    screen: Screen = field(default_factory=Screen)
    typed: Mapping[str, str] = field(default_factory=dict)
    others: tuple[tuple[str, str], ...] = ()
