"""What typed words mean: accents and case are optional, both languages always count."""

import re
from collections.abc import Mapping

from content.model import LANGUAGES, Library
from content.wording import fold
from dialogs import dates
from dialogs.views import DateInput, Pressed, TextInput, View, equivalents

NUMBER = re.compile(r"\d{1,2}")
LONGEST = 200
"""Nothing we understand is longer; more is not worth folding."""


class Lexicon:
    """Every word that means a verb, in either language, with modules by id and title."""

    def __init__(self, library: Library) -> None:
        """Index the words once for a library."""
        words: dict[str, str] = {}
        for verb, text in library.verbs.items():
            for language in LANGUAGES:
                typed = text.en if language == "en" else text.fr
                words.update({fold(word): verb for word in (text.label.of(language), *typed)})
        for module in library.modules.values():
            words |= {
                fold(name): f"open-{module.id}" for name in (module.id, module.title.en, module.title.fr)
            }
        self._words: Mapping[str, str] = words

    def verb(self, text: str) -> str | None:
        """Return the verb that words mean, or None."""
        return self._words.get(fold(text[:LONGEST]))


def number(text: str) -> int | None:
    """Return the number typed, or None when something else was."""
    bare = text.strip().rstrip(".)")
    return int(bare) if NUMBER.fullmatch(bare) else None


def pressed(view: View, text: str) -> Pressed | None:
    """Return what typed text presses on a view: a number, a date, a word of a shape, or a label."""
    numbered = equivalents(view)
    wanted = number(text)
    if wanted is not None:
        return numbered[wanted - 1].said if 1 <= wanted <= len(numbered) else None
    match view.inputs:
        case (DateInput(id_, _, submit),) if dates.meant(text):
            day = dates.read(text)
            return Pressed(submit, {id_: day.isoformat() if day else text})
        case (TextInput(id_, _, submit, shape),) if re.fullmatch(shape, text.strip()):
            return Pressed(submit, {id_: text.strip()})
        case several if view.apart:
            for asked in several:
                if isinstance(asked, TextInput) and re.fullmatch(asked.shape, text.strip()):
                    return Pressed(asked.submit, {asked.id: text.strip()})
        case _:  # A form with several inputs has no typed equivalent.
            pass
    folded = fold(text[:LONGEST])
    return next(
        (
            same.said
            for same in (*numbered, *view.words)
            if (same.label and folded in (fold(same.label.en), fold(same.label.fr)))
            or (same.word and folded == fold(same.word))
        ),
        None,
    )
