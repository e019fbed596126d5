"""What an office may do with a session besides what it does with any campaign: plan it, and the next one."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import assert_never

from content.model import Library, Session, Stage
from dialogs import planning
from dialogs.communication_desk import AtCampaign, Known
from dialogs.flow import Answer, Ask, Next, Said, Show
from dialogs.questions import CampaignAsked, SessionFormAsked, SessionWritten
from dialogs.stages import LATER
from dialogs.views import Button, Choice, Pressed, View

SAVE, OLD, FORM = "save-session", "old-save-session", "sessions.form"
EMPTY = "empty"
"""The option of a form without a ready text."""

CODE_SHOWN = timedelta(days=1)
"""How long before its day the room code stands on the card."""


@dataclass(frozen=True, slots=True)
class Beginnings:
    """Asked with which ready invitation to begin."""


@dataclass(frozen=True, slots=True)
class Planning:
    """A session is being planned: a new one without a revision. What was written is not here.

    A new one began with a ready `draft`, or with the session `again` so many `months` later, or empty.
    """

    campaign: str = ""
    revision: int = 0
    draft: str = ""
    again: str = ""
    months: int = 0

    def asked(self) -> SessionFormAsked:
        """Return the question for this form."""
        return SessionFormAsked(self.campaign, self.draft, self.again, self.months)


Place = Beginnings | Planning


def here(library: Library, known: Known, place: Place) -> View:
    """Show a place; what was written comes from the register, or from the card itself."""
    match place:
        case Beginnings():
            ready = tuple((each.id, each.title) for each in library.drafts.values() if each.session)
            options = (*ready, (EMPTY, library.sentences["sessions.empty"]))
            choice = Choice("draft", library.sentences["campaigns.choose-draft"], options, "use-invitation")
            buttons = (Button("use-invitation"), Button("campaigns"), Button("home"))
            return View("sessions.drafts", {}, buttons, (choice,))
        case Planning():
            return _form(library, known, {})
        case _:
            assert_never(place)


def _form(library: Library, known: Known, held: Mapping[str, str]) -> View:
    asked = planning.inputs(library, known.today, held, SAVE)
    return View(FORM, {}, (Button(SAVE), Button("campaigns")), asked)


def hears(library: Library, known: Known, place: object, said: Pressed) -> Next[Place | AtCampaign] | None:
    """Do what only a session's card offers, and keep what a card out of date held; None for the rest."""
    if said.verb == OLD:
        form = _form(library, known, planning.cleaned(said.inputs)).noted("campaigns.form-again")
        return Next(Planning(), (Show(form),))
    match place, said:
        case AtCampaign(_, _, _, more), Pressed("open", {"more": verb}) if verb in more.split():
            return _does(place, verb)
        case AtCampaign(_, _, offered, more), Pressed(verb) if verb in (*offered.split(), *more.split()):
            return _does(place, verb)
        case _:
            return None


def step(library: Library, known: Known, place: Place, said: Said) -> Next[Place]:
    """Hear what is said while a session is begun or written."""
    match place, said:
        case Beginnings(), Pressed("use-invitation", {"draft": draft}) if draft in _ready(library):
            return _opens(Planning(draft=draft))
        case Beginnings(), _:
            return Next(place, (Show(here(library, known, place)),))
        case Planning(), Pressed("save-session", given):
            return _written(library, known, place, planning.cleaned(given))
        case Planning(_, 0), _:
            return _opens(place)
        case Planning(campaign), _:  # Anything else: the session as it is now.
            return Next(place, (Ask(CampaignAsked(campaign)),))
        case _:
            assert_never(place)


def _opens(place: Planning) -> Next[Place]:
    return Next(place, (Ask(place.asked()),))


def _does(place: AtCampaign, verb: str) -> Next[Place | AtCampaign] | None:
    if verb == "edit-session":
        return Next(place, (Ask(SessionFormAsked(place.campaign)),))
    if verb in LATER:
        form = Planning(again=place.campaign, months=LATER[verb])
        return Next(form, (Ask(form.asked()),))
    return None


def learned(library: Library, known: Known, place: object, answer: Answer) -> tuple[Planning, View]:
    """Return the form that an answer fills, and whose it is."""
    values = answer.values
    held = {field: str(values[field]) for field in planning.FIELDS if field in values}
    form = replace(_form(library, known, held), note=str(values.get("note", "")), remarks=answer.remarks)
    begun = place if isinstance(place, Planning) else Planning()
    return replace(begun, campaign=str(values["campaign"]), revision=int(str(values["revision"]))), form


def _ready(library: Library) -> frozenset[str]:
    return frozenset({EMPTY, *(each.id for each in library.drafts.values() if each.session)})


def _written(library: Library, known: Known, place: Planning, held: dict[str, str]) -> Next[Place]:
    """Have a form kept that has no fault; any other comes back as it was written, with what is wrong."""
    found = planning.faults(library, known.today, held)
    if found:
        view = _form(library, known, held).noted("campaigns.form-faults")
        return Next(place, (Show(replace(view, remarks=found)),))
    return Next(place, (Ask(SessionWritten(place.campaign, place.revision, held, place.draft)),))


# What a session's card says --------------------------------------------------------------------------


def card_of(session: Session, today: date) -> str:
    """Return which card shows a session, on a date where it takes place: before, with its code, or after.

    A draft has neither: nobody is invited yet.
    """
    if session.stage is Stage.DRAFT:
        return "sessions.card"
    if today > session.day:
        return "sessions.over"
    return "sessions.room" if today >= session.day - CODE_SHOWN else "sessions.card"
