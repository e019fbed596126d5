"""First contact: both languages, the privacy notice, a choice of language; nothing is kept before."""

from dataclasses import dataclass

from content.model import Library
from dialogs.facts import LanguageChosen, NoticeSeen
from dialogs.flow import Flow, Next, Past, Record, Said, Show, Start
from dialogs.views import Button, Pressed, View


@dataclass(frozen=True, slots=True)
class Greeting:
    """The person has not yet seen the notice."""


@dataclass(frozen=True, slots=True)
class Known:
    """Whether the person has seen the notice as it reads today."""

    seen: bool


def know(library: Library, past: Past) -> Known:
    """Fold: a notice of an older version has not been seen."""
    notices = [dated.fact.notice for dated in past.happened if isinstance(dated.fact, NoticeSeen)]
    return Known(seen=max(notices, default=0) >= library.notice_version)


def here(library: Library, known: Known, place: Greeting) -> View:
    """Show the greeting and the notice."""
    ways = (
        Button("language-en", library.sentences["welcome.continue-en"]),
        Button("language-fr", library.sentences["welcome.continue-fr"]),
    )
    return View("welcome", {"notice": library.cards["privacy"].body}, ways, both=True)


def step(library: Library, known: Known, place: Greeting, said: Said) -> Next[Greeting]:
    """Choosing a language says that the notice was shown; the first facts are kept with it."""
    match said:
        case Pressed("language-en" | "language-fr" as verb):
            chosen = LanguageChosen("en" if verb == "language-en" else "fr")
            return Next(place, (Record(NoticeSeen(library.notice_version)), Record(chosen), Start("home")))
        case _:  # Whatever else is said: the notice comes first.
            return Next(place, (Show(here(library, known, place)),))


FLOW: Flow[Library, Known, Greeting] = Flow(
    name="welcome",
    version=1,
    places=(Greeting,),
    script=lambda library, _key: library,
    know=know,
    begin=lambda _library, _known: Greeting(),
    here=here,
    step=step,
    edition=lambda library: str(library.notice_version),
)
