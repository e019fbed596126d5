"""Looks at words before they are sent without a name, for what may point to a person, a day or a file.

Patterns only, on this computer. They miss much and are sometimes wrong, so they warn and never refuse.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from content.wording import fold
from dialogs.known_terms import ROLES, SMALL, TERMS

Kind = Literal["person", "date", "file-number", "email", "phone"]
KINDS: tuple[Kind, ...] = get_args(Kind)

EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*")
PHONE = re.compile(
    r"(?<![\d-])(?:\+?1[ .\N{NO-BREAK SPACE}-]?)?(?:\(\d{3}\) ?|\d{3}[ .\N{NO-BREAK SPACE}-])?"
    r"\d{3}[ .\N{NO-BREAK SPACE}-]\d{4}(?![\d-])"
)
MONTHS = (
    r"jan(?:uary|vier|v)?|feb(?:ruary)?|f[ée]v(?:rier|r)?|march|mars|apr(?:il)?|avr(?:il)?|mai|june?|juin"
    r"|july?|juil(?:let)?|ao[uû]t|aug(?:ust)?|sept?(?:ember|embre)?|oct(?:ober|obre)?|nov(?:ember|embre)?"
    r"|d[ée]c(?:ember|embre)?|(?-i:May)"
)
"""Words of both languages; May with its capital, for people may do many things."""
DAY = r"(?:[12]?\d|3[01])(?:st|nd|rd|th|er)?"
DATE = re.compile(
    rf"\b(?:19|20)\d\d[-/.](?:0?[1-9]|1[0-2])[-/.](?:0?[1-9]|[12]\d|3[01])\b(?![-/]\d)"
    rf"|\b\d{{1,2}}[-/.]\d{{1,2}}[-/.](?:19|20)\d\d\b"
    rf"|\b{DAY}\s+(?:of\s+)?(?:{MONTHS})\b|\b(?:{MONTHS})\.?\s+(?:{DAY}|(?:19|20)\d\d)\b"
    rf"|\bon\s+the\s+(?:[12]?\d|3[01])(?:st|nd|rd|th)\b",
    re.IGNORECASE,
)
FILE_NUMBER = re.compile(
    r"(?<!\w)#\s?\d{3,}|\b\d{6,}\b"
    r"|\b(?!ISO\b)[A-Z]{2,6}[-/](?:\d{3,}|\d{2,}[-/]\d{2,})\b"
    r"|\b(?:19|20)\d\d-(?!(?:19|20)\d\d\b)\d{3,}\b"
    r"|\b(?i:file|case|ticket|grievance|complaint|dossier|grief|plainte|num[ée]ro|number)"
    r"[\s\N{NO-BREAK SPACE}:]*(?:(?i:no|number|num[ée]ro)\.?|n[°º]|#)?[\s\N{NO-BREAK SPACE}:]*"
    r"[A-Z]{0,4}-?\d{3,}\b"
    r"|(?i:\bno\.|\bn[°º])\s?\d{2,}\b|\b(?i:no)\s\d{4,}\b"
)
TITLED = re.compile(
    r"(?<![\w.])(?:Mr|Mrs|Ms|Miss|Mx|Dr|Dre|Prof|M|MM|Mme|Mmes|Mlle|[Mm]onsieur|[Mm]adame)\.?"
    r"[\s\N{NO-BREAK SPACE}]+(?P<name>[^\W\d_]\S*)"
)
WORD = re.compile(r"[^\W\d_]+(?:['\N{RIGHT SINGLE QUOTATION MARK}-][^\W\d_]+)*")
ELIDED = re.compile(r"^(?:[cdjlmnst]|qu)['\N{RIGHT SINGLE QUOTATION MARK}]", re.IGNORECASE)
OWNED = re.compile(r"['\N{RIGHT SINGLE QUOTATION MARK}]s?$")
NEAR = re.compile(r"[ \N{NO-BREAK SPACE}\t]+")
BESIDE = re.compile(r"[ \N{NO-BREAK SPACE}\t]*,?[ \N{NO-BREAK SPACE}\t]+")
BEGINS = re.compile(r"[.!?:;\n«“\"(•]|\d|[-\N{EN DASH}\N{EM DASH}]\s")
"""Between two words, what makes the second one the beginning of something."""
PARTICLE = re.compile(r"(?:de|du|des|la|le|van|von|der|den|di|da|el|al|st|ste)", re.IGNORECASE)


def found(text: str, names: Iterable[str] = ()) -> tuple[Kind, ...]:
    """Return the kinds that a text seems to hold, in the order of `KINDS`.

    `names` are those that are known, such as of people the writer works with; case and accents do not count.
    """
    seen: set[Kind] = set()
    rest = text
    # What is an address, a number to call or a day is not taken for a file number too.
    for kind, pattern in (("email", EMAIL), ("date", DATE), ("phone", PHONE), ("file-number", FILE_NUMBER)):
        if pattern.search(rest):
            seen |= {each for each in KINDS if each == kind}
            rest = pattern.sub("; ", rest)
    if _known(text, names) or _titled(rest) or _named(rest):
        seen.add("person")
    return tuple(kind for kind in KINDS if kind in seen)


def of_staff(text: str, names: Iterable[str]) -> bool:
    """Tell whether a text seems to name somebody: by one of these names, by a title, or by an email."""
    whole = (name for name in names if " " in name.strip())
    return bool(EMAIL.search(text)) or _known(text, whole) or _titled(text)


def _known(text: str, names: Iterable[str]) -> bool:
    said = f" {fold(text)} "
    return any(f" {name} " in said for name in map(fold, names) if name)


def _titled(text: str) -> bool:
    """Tell whether a title stands before a name."""
    return any(each["name"][0].isupper() and not _term(each["name"]) for each in TITLED.finditer(text))


@dataclass(frozen=True, slots=True)
class _Word:
    """One word with what stands between it and the one before, and whether something begins with it."""

    bare: str
    between: str
    first: bool

    @property
    def proper(self) -> bool:
        """Tell whether it looks like a name: a capital, small letters, and no term that everybody uses."""
        capital = self.bare[0].isupper() and not self.bare.isupper()
        return capital and not _term(self.bare) and not SMALL.fullmatch(fold(self.bare))


def _named(text: str) -> bool:
    """Tell whether two names stand side by side, or one beside the word for what somebody is."""
    before: list[_Word] = []
    for word in _words(text):
        if word.first:
            before.clear()
        if word.proper and before:
            close = before[-1]
            if NEAR.fullmatch(word.between) and close.proper:
                return True
            if BESIDE.fullmatch(word.between) and ROLES.fullmatch(fold(close.bare)):
                return True
        if not (before and before[-1].proper and PARTICLE.fullmatch(word.bare) and word.bare.islower()):
            before.append(word)
    return False


def _words(text: str) -> Iterator[_Word]:
    end = 0
    for at in WORD.finditer(text):
        between = text[end : at.start()]
        bare = OWNED.sub("", ELIDED.sub("", at[0])) or at[0]
        yield _Word(bare, between, end == 0 or bool(BEGINS.search(between)))
        end = at.end()


def _term(word: str) -> bool:
    """Tell whether a word is one of those that many write with a capital; of parts, any of them."""
    return any(TERMS.fullmatch(part) for part in fold(word).split())
