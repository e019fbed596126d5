"""The sentences of a view in one language: what every way of drawing it has in common."""

from dataclasses import dataclass

from content.model import Language, Library, Text
from content.wording import PLACEHOLDER, fill
from dialogs.views import Button, Choice, View, WordsInput

OTHER: dict[Language, str] = {"en": "language-fr", "fr": "language-en"}
MOST_BUTTONS = 6
"""Teams drops what comes after the sixth."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One or several lines; several are a list."""

    lines: tuple[str, ...]
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Sentences:
    """A view in words. `note` is empty when there is none."""

    note: str
    title: str
    paragraphs: tuple[Paragraph, ...]


def sentences(library: Library, view: View, language: Language) -> Sentences:
    """Fill the sentences of a view. A body line that is only a list value becomes a list."""
    text = library.cards[view.card]
    return Sentences(
        note=library.sentences[view.note].of(language) if view.note else "",
        title=fill(text.title, view.values, language),
        paragraphs=tuple(_paragraph(line, view, language) for line in text.body),
    )


def _paragraph(line: Text, view: View, language: Language) -> Paragraph:
    only = PLACEHOLDER.fullmatch(line.of(language))
    value = view.values[only[1]] if only else None
    if only and isinstance(value, tuple):
        flowing = view.card in FLOWING or (view.card, only[1]) in FLOWING_PARTS or only[1] == "situation"
        listed = not flowing
        return Paragraph(tuple(text.of(language) for text in value), listed=listed)
    return Paragraph((fill(line, view.values, language),))


FLOWING = frozenset(
    {"welcome", "module.page", "module.dilemma", "module.then", "self-check.advice"}
    | {"communication", "session", "session-reminder"}
)
"""Cards whose lists are paragraphs of one text, not items."""

IN_COMPANY = ("company", "charter.", "session.")
"""How cards begin that stand in a chat with others, where nobody's settings are changed."""

FLOWING_PARTS = frozenset({("self-check", "opening")})
"""Lists that are paragraphs, on cards that have other lists too."""


CEILING = "ceiling"
"""What may be written in a form at most."""


def ceiling(library: Library, view: View, language: Language) -> str:
    """Return the sentence that stands under a form; empty where nothing is filled in but one choice."""
    form = len(view.inputs) > 1 or any(not isinstance(asked, Choice) for asked in view.inputs)
    return library.sentences[CEILING].of(language) if form else ""


def label(library: Library, button: Button, language: Language) -> str:
    """Return what stands on a button."""
    return (button.label or library.verbs[button.verb].label).of(language)


def buttons(view: View, language: Language | None) -> tuple[Button, ...]:
    """Return the buttons of a view, with the other language last where there is room.

    Where somebody writes there is none: changing the card would lose what they have written so far. Nor is
    there one where a card is shown in a language of its own.
    """
    writes = any(isinstance(asked, WordsInput) for asked in view.inputs) or view.language is not None
    company = view.card.startswith(IN_COMPANY)
    if language is None or len(view.buttons) >= MOST_BUTTONS or company or writes:
        return view.buttons
    return (*view.buttons, Button(OTHER[language]))
