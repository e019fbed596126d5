"""What an office may do with one of its campaigns: write, look at, start, pause, stop and correct it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import assert_never

from content.model import LANGUAGES, Library
from dialogs import slips, writing
from dialogs.flow import Answer, Ask, Next, Said, Show
from dialogs.questions import (
    Act,
    ActAsked,
    CampaignAsked,
    Campaigning,
    FormAsked,
    PreviewAsked,
    UnreachedFileAsked,
    WrittenDown,
)
from dialogs.stages import PREVIEWS
from dialogs.views import Button, Choice, Pressed, View

SAVE, MORE = "save-message", "open"
FORM, CORRECTION = "campaigns.form", "campaigns.correct"
"""Cards with something to fill in; what an answer's state names is always the card to show."""

ACTS: Mapping[str, Act] = {
    "start-campaign": "start",
    "pause-campaign": "pause",
    "resume-campaign": "resume",
    "drop-draft": "discard",
    "send-correction": "send-correction",
    "drop-correction": "drop-correction",
    "send-test": "send-test",
}
LOOKS: Mapping[str, Campaigning] = {
    "campaign-now": "card",
    "back": "card",
    "rehearse": "rehearsal",
    "unreached": "unreached",
    "earlier-texts": "earlier",
    "rewording": "rewording",
}
WRITES = frozenset({"edit-message", "correct-message"})


@dataclass(frozen=True, slots=True)
class AtCampaign:
    """A card about one campaign was shown, as of a revision; `ways` and `more` are the verbs it offered."""

    campaign: str
    revision: int
    ways: str = ""
    more: str = ""


@dataclass(frozen=True, slots=True)
class Writing:
    """A communication is being written: a new one without a revision, begun perhaps with a ready draft.

    What was written is not here.
    """

    campaign: str = ""
    revision: int = 0
    draft: str = ""


@dataclass(frozen=True, slots=True)
class Correcting:
    """The correction of a campaign is being written."""

    campaign: str
    revision: int


@dataclass(frozen=True, slots=True)
class Stopping:
    """Asked whether a campaign may really be stopped for good."""

    campaign: str
    revision: int


Place = AtCampaign | Writing | Correcting | Stopping


@dataclass(frozen=True, slots=True)
class Known:
    """Today, where the officer is, and whether they may write at all; the server checks that again."""

    today: date
    allowed: bool


# What is shown ------------------------------------------------------------------------------------


def here(library: Library, known: Known, place: Place) -> View:
    """Show the ways on from a place; what it is about is never shown from memory."""
    match place:
        case AtCampaign(_, _, offered, more):
            buttons = tuple(Button(verb) for verb in offered.split())
            return View("campaigns.closed", {}, buttons, _more(library, more))
        case Stopping():
            return View("campaigns.closed", {}, (Button("yes"), Button("no")))
        case Writing():
            return _form(library, known, {}, FORM)
        case Correcting():
            return _form(library, known, {}, CORRECTION)
        case _:
            assert_never(place)


def _more(library: Library, verbs: str) -> tuple[Choice, ...]:
    """Return what is listed beside the buttons."""
    options = tuple((verb, library.verbs[verb].label) for verb in verbs.split())
    label = library.sentences["campaigns.choose-more"]
    return (Choice("more", label, options, MORE),) if options else ()


def _form(library: Library, known: Known, held: writing.Held, card: str) -> View:
    """Show a form with what it holds."""
    inputs = writing.inputs(library, known.today, held, SAVE, all_fields=card == FORM)
    back = "campaigns" if card == FORM else "back"
    return View(card, {}, (Button(SAVE), Button(back)), inputs)


def learned(library: Library, known: Known, answer: Answer) -> tuple[Place, View]:
    """Return where an answer about a campaign leads, and its card."""
    values = answer.values
    campaign, revision, note = (
        str(values["campaign"]),
        int(str(values["revision"])),
        str(values.get("note", "")),
    )
    if answer.state in (FORM, CORRECTION):
        held = {field: str(values[field]) for field in writing.FIELDS if field in values}
        form = replace(_form(library, known, held, answer.state), note=note, remarks=answer.remarks)
        if answer.state == CORRECTION:
            return Correcting(campaign, revision), form
        return Writing(campaign, revision, str(values.get("draft", ""))), form
    offered, more = str(values["ways"]), str(values.get("more", ""))
    place = AtCampaign(campaign, revision, offered, more)
    view = View(
        answer.state,
        values,
        tuple(Button(verb) for verb in offered.split()),
        _more(library, more),
        answer.tables,
        note,
        remarks=answer.remarks,
        file=str(values.get("key", "")),
        language=next((each for each in LANGUAGES if each == values.get("language")), None),
    )
    return place, view


# The steps ----------------------------------------------------------------------------------------


def step(library: Library, known: Known, place: Place, said: Said) -> Next[Place]:
    """Ask the shell, which checks the role each time; only the words of a form are read here."""
    match place, said:
        case _, Pressed("old-save-message", given):
            kept = _form(library, known, writing.cleaned(given), FORM)
            return Next(Writing(), (Show(kept.noted("campaigns.form-again")),))
        case AtCampaign(_, _, _, more), Pressed("open", {"more": verb}) if verb in more.split():
            return _does(place, verb)
        case AtCampaign(_, _, offered, more), Pressed(verb) if verb in (*offered.split(), *more.split()):
            return _does(place, verb)
        case Stopping(campaign, revision), Pressed("yes"):
            return Next(place, (Ask(ActAsked(campaign, revision, "stop")),))
        case ((Writing() | Correcting()), Pressed("save-message", given)):
            return _written(library, known, place, writing.cleaned(given))
        case Writing(campaign, 0, draft), _:
            return Next(place, (Ask(FormAsked(campaign, draft)),))
        case _:  # Anything else: the campaign as it is now.
            return Next(place, (Ask(CampaignAsked(place.campaign)),))


def _does(place: AtCampaign, verb: str) -> Next[Place]:
    """Do what one of the buttons, or one of what is listed beside them, says."""
    campaign, revision = place.campaign, place.revision
    if verb == "stop-campaign":
        view = View("campaigns.stop", {}, (Button("yes"), Button("no")))
        return Next(Stopping(campaign, revision), (Show(view),))
    if verb in ACTS:
        return Next(place, (Ask(ActAsked(campaign, revision, ACTS[verb])),))
    if verb in PREVIEWS:
        return Next(place, (Ask(PreviewAsked(campaign, revision, PREVIEWS[verb])),))
    if verb in WRITES:
        return Next(place, (Ask(FormAsked(campaign)),))
    if verb == "make-list":
        return Next(place, (Ask(UnreachedFileAsked(campaign)),))
    return Next(place, (Ask(CampaignAsked(campaign, LOOKS.get(verb, "card"))),))


def _written(
    library: Library, known: Known, place: Writing | Correcting, held: dict[str, str]
) -> Next[Place]:
    """Have a form kept that has no fault; any other comes back as it was written, with what is wrong."""
    card = FORM if isinstance(place, Writing) else CORRECTION
    found = slips.found(library, known.today, held, all_fields=card == FORM)
    if found:
        view = _form(library, known, held, card).noted("campaigns.form-faults")
        return Next(place, (Show(replace(view, remarks=found)),))
    draft = place.draft if isinstance(place, Writing) else ""
    return Next(place, (Ask(WrittenDown(place.campaign, place.revision, held, draft)),))
