"""Reads what officials write, field by field, and says of each slip in which field it is; pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from content.model import Own, Span, When
from content.wording import fold
from dialogs import spans

W = TypeVar("W", bound=Own)

LINK = re.compile(r"https://[^\s/]+\.\S+")
MOST_IN_A_LINK = 500
NUMBER = re.compile(r"[0-9]{1,8}|[0-9]{1,3}(?:[ ,\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}][0-9]{3}){1,2}")
"""A whole number, its thousands set apart as either language does. "12,5" is none."""

YES = frozenset({"yes", "y", "oui", "o", "true", "vrai", "1", "x"})
NO = frozenset({"", "no", "n", "non", "false", "faux", "0"})


@dataclass(frozen=True, slots=True)
class Slip:
    """What is wrong in which field: the sentence is `registers.slip.<reason>`.

    `most` is a limit it names, `count` how much there is.
    """

    field: str
    reason: str
    most: int = 0
    count: int = 0


class Cells:
    """The fields of one line as they were written, without what nobody can see, and every slip so far."""

    def __init__(self, given: Mapping[str, str]) -> None:
        """Take the fields; one that is not there is empty."""
        self._given = given
        self.slips: list[Slip] = []

    def slip(self, field: str, reason: str, most: int = 0, count: int = 0) -> None:
        """Note what is wrong."""
        self.slips.append(Slip(field, reason, most, count))

    def word(self, field: str) -> str:
        """Return a field as one line."""
        return " ".join(self._given.get(field, "").split())

    def own(self, name: str, kind: type[W], most: int, *, needed: bool = False) -> W | None:
        """Read words in one language or both, such as title_en and title_fr; None where there are none."""
        said = {}
        for language in ("en", "fr"):
            field = f"{name}_{language}"
            words = self._given.get(field, "").strip() if name in LINES else self.word(field)
            if len(words) > most:
                self.slip(field, "too-long", most, len(words))
            else:
                said[language] = words
        if not any(said.values()):
            if needed and len(said) > 1:
                self.slip(f"{name}_en", f"{name}-needed")
            return None
        return kind(**said)

    def one(self, field: str, known: Sequence[str], *, needed: bool = False) -> str | None:
        """Read one of some words; None where there is none."""
        word = self.word(field).casefold()
        if not word and needed:
            self.slip(field, f"{field}-needed")
        if word and word not in known:
            self.slip(field, f"{field}-unknown")
        return word if word in known else None

    def several(self, field: str, known: Sequence[str]) -> tuple[str, ...]:
        """Read some words, with spaces or commas between them: each once, in their usual order."""
        words = re.split(r"[\s,;]+", self.word(field).casefold())
        if any(word and word not in known for word in words):
            self.slip(field, f"{field}-unknown")
        return tuple(each for each in known if each in words)

    def yes(self, field: str, *, needed: bool = False) -> bool:
        """Read yes or no; nothing means no."""
        word = fold(self.word(field))
        if (needed and not word) or word not in YES | NO:
            self.slip(field, "yes-or-no")
        return word in YES

    def number(self, field: str) -> int | None:
        """Read a whole number; None where there is none."""
        word = self.word(field)
        if word and not NUMBER.fullmatch(word):
            self.slip(field, "number")
            return None
        return int(re.sub(r"[^0-9]", "", word)) if word else None

    def when(self, field: str, *, needed: bool = False) -> When | None:
        """Read a day, a month or a fiscal year; None where there is none."""
        word = self.word(field)
        found = spans.read(word)
        if (word or needed) and found is None:
            self.slip(field, "when" if word else "when-needed")
        return found

    def span(self, *, needed: bool = False) -> Span | None:
        """Read `begins` and `ends`; None where there is no beginning."""
        begins, ends = self.when("begins", needed=needed), self.when("ends")
        if begins is None:
            if ends and not any(each.field == "begins" for each in self.slips):
                self.slip("begins", "when-needed")
            return None
        try:
            return Span(begins=begins, ends=None if ends == begins else ends)
        except ValueError:
            self.slip("ends", "order")
            return None

    def link(self, field: str) -> str | None:
        """Read the address of a page; None where there is none."""
        word = self.word(field)
        if not word:
            return None
        if not LINK.fullmatch(word) or len(word) > MOST_IN_A_LINK:
            self.slip(field, "link", MOST_IN_A_LINK)
            return None
        return word


LINES = frozenset({"note", "nature"})
"""Fields of several lines; all the others are one."""
