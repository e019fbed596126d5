"""One line of a charter: its words as they are kept, and the name it goes by, which tells no author."""

import re
from dataclasses import dataclass
from typing import assert_never
from unicodedata import normalize

from content.characters import visible
from content.model import LANGUAGES, Language
from dialogs.team_sessions.room import keyed
from dialogs.team_sessions.seats import Act, Said

LONGEST = 150
"""Characters of a line, once what nobody sees is cut."""

BLANK = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0]|[\U000e0100-\U000e01ef]"
)
"""Letters and marks that look like nothing."""


@dataclass(frozen=True, slots=True)
class Written:
    """What somebody wrote, in one language."""

    language: Language
    words: str


@dataclass(frozen=True, slots=True)
class Adopted:
    """A starter line of the organization, by its id; the organization has it in both languages."""

    starter: str


@dataclass(frozen=True, slots=True)
class Both:
    """A line in both languages."""

    en: str
    fr: str

    def of(self, language: str) -> str:
        """Return the line in one of them."""
        return self.en if language == "en" else self.fr


Alone = Written | Adopted
"""What one person may bring: a line of their own, or a starter."""

Line = Alone | Both
"""What a charter is made of: what people brought, or the line of a charter that they look at again."""


def tidy(words: str) -> str:
    """Return words on one line, without what nobody sees. What looks like Markdown stays as it was typed."""
    return " ".join(normalize("NFC", BLANK.sub("", visible(words))).split())


def fault(words: str, longest: int = LONGEST) -> Said | None:
    """Return why tidy words are not a line; None when they are one."""
    if not words:
        return Said.EMPTY
    return Said.TOO_LONG if len(words) > longest else None


def written(act: Act, longest: int = LONGEST) -> Written | Said:
    """Read the words and the language of an act, or say what is wrong with them."""
    words = tidy(act.given("words"))
    for language in LANGUAGES:
        if act.given("language") == language:
            return fault(words, longest) or Written(language, words)
    return Said.UNKNOWN


def in_both(act: Act) -> Both | Said:
    """Read the two versions of a line, or say what is wrong with either."""
    both = Both(tidy(act.given("en")), tidy(act.given("fr")))
    return fault(both.en) or fault(both.fr) or both


def named(seed: bytes, line: Alone) -> str:
    """Return the name of a line. The same words have the same name, whoever wrote them and when."""
    match line:
        case Written(language, words):
            return keyed(seed, f"{language} {words}")
        case Adopted(starter):
            return keyed(seed, f"starter {starter}")
        case _:
            assert_never(line)
