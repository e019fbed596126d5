"""In front of the forms without a name: the right door first. And the invitation that comes each quarter."""

from dataclasses import dataclass

from content.model import DOORS, Library
from dialogs.flow import Flow, Next, Nothing, Past, Said, Show
from dialogs.sources import INVITATION
from dialogs.views import Button, View

FORM = "feedback"
"""The form that is always open."""

HERE = "suggestion"
"""The door behind which it lies."""


@dataclass(frozen=True, slots=True)
class InFront:
    """There is only one place, and it is never saved."""


def here(library: Library, known: Nothing, place: InFront) -> View:
    """Show the form beside the doors that it does not replace."""
    others = (f"door-{door}" for door in DOORS if door != HERE)
    ways = (Button("feedback-form"), *(Button(verb) for verb in others), Button("home"))
    return View("feedback.hall", {}, ways, passing=True)


def step(library: Library, known: Nothing, place: InFront, said: Said) -> Next[InFront]:
    """Whatever is said, show it: the reception opens every door there is."""
    return Next(place, (Show(here(library, known, place)),))


def _know(library: Library, past: Past) -> Nothing:
    return Nothing()


FLOW: Flow[Library, Nothing, InFront] = Flow(
    name="feedback",
    version=1,
    places=(InFront,),
    script=lambda library, _key: library if FORM in library.questionnaires else None,
    know=_know,
    begin=lambda _library, _known: InFront(),
    here=here,
    step=step,
    edition=lambda _library: "1",
)


@dataclass(frozen=True, slots=True)
class Invited:
    """There is only one place, and nobody ever hears who went on from it."""


def _invitation(library: Library, known: Nothing, place: Invited) -> View:
    ways = (Button("pulse"), Button("feedback"), Button("messages"), Button("home"))
    return View("feedback.invitation", {}, ways, passing=True)


INVITATIONS: Flow[Library, Nothing, Invited] = Flow(
    name=INVITATION,
    version=1,
    places=(Invited,),
    script=lambda library, _quarter: library,
    know=_know,
    begin=lambda _library, _known: Invited(),
    here=_invitation,
    step=lambda library, known, place, _said: Next(place, (Show(_invitation(library, known, place)),)),
    edition=lambda _library: "1",
)
