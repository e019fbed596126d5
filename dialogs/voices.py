"""What people said without their names: counts for two offices, words and their themes for one of them.

Nothing of it stands in a place: which form, which batch and which page, never a count or a word.
"""

from typing import assert_never

from content.model import Library
from dialogs import parts, themes, voices_cards
from dialogs.flow import Ask, Flow, Learned, Next, Nothing, Opened, Said, Show, Start
from dialogs.views import Pressed, View
from dialogs.voice_questions import (
    BatchAsked,
    TextRedirected,
    TextsAsked,
    ThemesGiven,
    TrendAsked,
    VoicesAsked,
    VoicesQuery,
)
from dialogs.voices_cards import (
    NOT_ALLOWED,
    SAVE,
    AtBatch,
    AtForm,
    AtForms,
    AtTexts,
    Place,
    Redirecting,
    Replying,
    learned,
    numbered,
)

READ, DRAFT = "read-texts", "draft-scenario"


def here(library: Library, known: Nothing, place: Place) -> View:
    """Show the ways on from a place."""
    return voices_cards.here(library, place)


def step(library: Library, known: Nothing, place: Place, said: Said) -> Next[Place]:
    """Ask the shell, which checks the role each time; only what was chosen is read here."""
    match place, said:
        case _, Learned(None):
            return Next(AtForms(), (Show(NOT_ALLOWED),))
        case _, Learned(answer) if answer is not None:
            place, view = learned(library, answer)
            return Next(place, (Show(view),))
        case _, Opened(door=True):
            return Next(AtForms(), (Ask(VoicesAsked()),))
        case AtForms(offered), Pressed("open", {"form": form}) if form in offered.split():
            return Next(place, (Ask(TrendAsked(form)),))
        case AtForm(_, offered), Pressed("open", {"batch": batch}) if batch in offered.split():
            return Next(place, (Ask(BatchAsked(batch)),))
        case AtForm(), Pressed("back"):
            return Next(place, (Ask(VoicesAsked()),))
        case AtBatch(), Pressed():
            return _at_batch(library, place, said)
        case AtTexts(), Pressed():
            return _at_texts(library, place, said)
        case Redirecting(), Pressed():
            return _redirecting(library, place, said)
        case Replying(), Pressed("write-reply", {"theme": theme}) if theme in themes.THEMES:
            return Next(place, (Start("you-said", themes.about(theme)),))
        case Replying(), Pressed("write-reply"):
            return Next(place, (Show(here(library, known, place).noted("option-required")),))
        case AtForm(form), Pressed(verb) if wanted := parts.wanted(verb):
            return Next(place, (Ask(TrendAsked(form, wanted)),))
        case _:
            return Next(place, (Ask(_again(place)),))


def _at_batch(library: Library, place: AtBatch, said: Pressed) -> Next[Place]:
    """Open its words, begin a message or a scenario, turn to another part, or go back to the form."""
    match said.verb:
        case verb if verb in place.reads.split() and verb == READ:
            return Next(place, (Ask(TextsAsked(place.batch)),))
        case verb if verb in place.reads.split() and verb == DRAFT:
            return Next(place, (Start("scenarios", place.batch),))
        case verb if verb in place.reads.split():
            asked = Replying(place.batch)
            return Next(asked, (Show(voices_cards.here(library, asked)),))
        case "back":
            return Next(place, (Ask(TrendAsked(place.batch.partition("@")[0])),))
        case verb:
            return Next(place, (Ask(BatchAsked(place.batch, parts.wanted(verb) or place.part)),))


def _at_texts(library: Library, place: AtTexts, said: Pressed) -> Next[Place]:
    """Keep the themes that were chosen, turn the page, or ask which text belongs elsewhere."""
    ids = numbered(place.texts)
    page = parts.wanted(said.verb) or place.page
    match said.verb:
        case "other-door" if ids:
            asked = Redirecting(place.batch, place.texts, place.page)
            return Next(asked, (Show(voices_cards.here(library, asked)),))
        case "back":
            return Next(place, (Ask(BatchAsked(place.batch)),))
        case verb if said.inputs.keys() & ids.keys() and (verb == SAVE or page != place.page):
            chosen = {id_: _known(said.inputs.get(id_, "")) for id_ in ids}
            return Next(place, (Ask(ThemesGiven(place.batch, page, chosen)),))
        case _:  # Nothing was chosen, or it was typed: nothing is taken away from any text.
            return Next(place, (Ask(TextsAsked(place.batch, page)),))


def _known(chosen: str) -> tuple[str, ...]:
    """Return the themes among what a list sends, each once, in their order."""
    given = chosen.replace(",", " ").split()
    return tuple(theme for theme in themes.THEMES if theme in given)


def _redirecting(library: Library, place: Redirecting, said: Pressed) -> Next[Place]:
    """Have a text hidden, once both it and the door are chosen."""
    match said:
        case Pressed("hide-text", {"text": text, "door": door}) if (
            text in numbered(place.texts) and door in themes.ELSEWHERE
        ):
            return Next(place, (Ask(TextRedirected(place.batch, place.page, text, door)),))
        case Pressed("hide-text"):
            return Next(place, (Show(voices_cards.here(library, place).noted("option-required")),))
        case Pressed("tell-doors"):
            return Next(place, (Start("you-said", themes.OTHER_DOORS),))
        case _:
            return Next(place, (Ask(_again(place)),))


def _again(place: Place) -> VoicesQuery:
    """Ask for what is shown at a place, or was before something was asked there."""
    match place:
        case AtForms():
            return VoicesAsked()
        case AtForm(form, _, part):
            return TrendAsked(form, part)
        case AtBatch(batch, _, part):
            return BatchAsked(batch, part)
        case AtTexts(batch, _, page) | Redirecting(batch, _, page):
            return TextsAsked(batch, page)
        case Replying(batch):
            return BatchAsked(batch)
        case _:
            assert_never(place)


FLOW: Flow[Library, Nothing, Place] = Flow(
    name="voices",
    version=1,
    places=(AtForms, AtForm, AtBatch, AtTexts, Redirecting, Replying),
    script=lambda library, _key: library,
    know=lambda _library, _past: Nothing(),
    begin=lambda _library, _known: AtForms(),
    here=here,
    step=step,
    edition=lambda _library: "1",
    looks_up=True,
)
