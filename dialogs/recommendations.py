"""What the Senior Official recommends to the deputy head: written, answered, and on one page."""

from collections.abc import Mapping
from typing import assert_never

from content.model import Library
from dialogs import parts, recommendation_form
from dialogs import recommendations_cards as cards
from dialogs.flow import ABOUT, Ask, Flow, Learned, Next, Opened, Past, Said, Show
from dialogs.plan_questions import (
    Outcome,
    PageAsked,
    RecommendationAsked,
    RecommendationFormAsked,
    RecommendationQuery,
    RecommendationsAsked,
    RecommendationTurned,
    RecommendationWritten,
    SignalsAsked,
)
from dialogs.recommendations_cards import (
    ANYWAY,
    LANGUAGES,
    NOT_ALLOWED,
    SAVE,
    AtAll,
    AtOne,
    AtPage,
    AtSignals,
    Known,
    Place,
    Writing,
)
from dialogs.views import Pressed
from dialogs.writing import Held

OFFICE = "recommend"
"""What whoever recommends may."""

OUTCOMES: Mapping[str, Outcome] = {
    "recommendation-accepted": "accepted",
    "recommendation-declined": "declined",
    "recommendation-done": "done",
    "recommendation-reopened": "reopened",
    "withdraw-recommendation": "withdrawn",
    "restore-recommendation": "restored",
}
OLD = frozenset({f"old-{SAVE}", f"old-{ANYWAY}"})


def step(library: Library, known: Known, place: Place, said: Said) -> Next[Place]:
    """Ask the shell, which checks the role each time."""
    match said:
        case Learned(None):
            return Next(AtAll(), (Show(NOT_ALLOWED),))
        case Learned(answer) if answer is not None:
            at, view = cards.learned(library, known, answer)
            return Next(at, (Show(view),))
        case Opened(door=True):
            return Next(AtAll(), (Ask(RecommendationsAsked()),))
        case Pressed(verb, given) if verb in OLD:
            held = recommendation_form.cleaned(given)
            return Next(Writing(), (Ask(RecommendationFormAsked(given.get(ABOUT, ""), held=held)),))
        case Pressed():
            return Next(place, (Ask(_pressed(known, place, said)),))
        case _:
            return Next(place, (Ask(_again(place)),))


def _pressed(known: Known, place: Place, said: Pressed) -> RecommendationQuery:
    """Return what a press asks for; one that means nothing here asks for what was shown."""
    match place, said:
        case AtAll(offered), Pressed("open", {"recommendation": id_}) if id_ in offered.split():
            return RecommendationAsked(id_)
        case AtAll(), Pressed("open", {"recommendation": cards.WITHDRAWN}) if known.recommends:
            return RecommendationsAsked(withdrawn=True)
        case AtAll(), Pressed("new-recommendation") if known.recommends:
            return RecommendationFormAsked()
        case AtAll(), Pressed("signals") if known.recommends:
            return SignalsAsked()
        case AtAll(), Pressed("withdrawn-recommendations") if known.recommends:
            return RecommendationsAsked(withdrawn=True)
        case AtAll(_, withdrawn, part), Pressed(verb) if verb != "recommendation-page":
            return RecommendationsAsked(parts.wanted(verb) or part, withdrawn)
        case AtOne(), _:
            return _at_one(place, said)
        case Writing(id_, revision), Pressed("save-recommendation" | "save-anyway" as verb, given):
            return _written(id_, revision, given, anyway=verb == ANYWAY)
        case AtSignals(offered), Pressed("begin-recommendation", {"signal": id_}) if id_ in offered.split():
            return RecommendationFormAsked(signal=id_)
        case AtPage(), Pressed("make-page", {"language": language}) if language in LANGUAGES:
            return PageAsked(language)
        case AtAll(), _:
            return PageAsked()
        case _:
            return _again(place)


def _at_one(place: AtOne, said: Pressed) -> RecommendationQuery:
    offered = (*place.ways.split(), *place.more.split())
    verb = said.inputs.get("more", "") if said.verb == "open" else said.verb
    if verb in OUTCOMES and verb in offered:
        return RecommendationTurned(place.id, place.revision, OUTCOMES[verb])
    if verb == "edit-recommendation" and verb in offered:
        return RecommendationFormAsked(place.id)
    return RecommendationAsked(place.id)


def _written(id_: str, revision: int, given: Held, *, anyway: bool) -> RecommendationQuery:
    return RecommendationWritten(id_, revision, recommendation_form.cleaned(given), anyway)


def _again(place: Place) -> RecommendationQuery:
    """Ask for what is shown at a place."""
    match place:
        case AtAll(_, withdrawn, part):
            return RecommendationsAsked(part, withdrawn)
        case AtOne(id_):
            return RecommendationAsked(id_)
        case Writing(id_, _, signal):
            return RecommendationFormAsked(id_, signal)
        case AtSignals():
            return SignalsAsked()
        case AtPage():
            return PageAsked()
        case _:
            assert_never(place)


def _know(_library: Library, past: Past) -> Known:
    return Known(past.today, OFFICE in past.may)


FLOW: Flow[Library, Known, Place] = Flow(
    name="recommendations",
    version=1,
    places=(AtAll, AtOne, Writing, AtSignals, AtPage),
    script=lambda library, _key: library,
    know=_know,
    begin=lambda _library, _known: AtAll(),
    here=cards.here,
    step=step,
    edition=lambda _library: "1",
    looks_up=True,
    forms=frozenset({SAVE, ANYWAY}),
    about=lambda place: place.id if isinstance(place, Writing) else "",
    writing=lambda _step, about: Writing(about),
)
