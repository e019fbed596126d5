"""Proofreads one text: the names in its braces, French typography, and the balance of the two languages."""

import re
from collections.abc import Iterator, Mapping

from content.avoided import Finding, near
from content.model import LANGUAGES, Language
from content.overlay import SUPPLIED
from content.wording import PLACEHOLDER

NBSP = "\N{NO-BREAK SPACE}"
NARROW = "\N{NARROW NO-BREAK SPACE}"
PARITY_FROM = 60
"""Shorter texts vary too much to compare."""
LEAST_RATIO, MOST_RATIO = 0.6, 1.9
MOST_WORDS = 30

FRENCH: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("colon-space", re.compile(rf"(?<!{NBSP}):(?=\s|$)|[^\S{NBSP}]:")),
    ("guillemet-space", re.compile(rf"«(?!{NBSP})|(?<!{NBSP})»")),
    ("mark-space", re.compile(r"\s[;?!]")),
    ("number-space", re.compile(r"\d (?:h\b|%|\$|\d{3}(?!\d))|\bh \d\d\b")),
    ("straight-quotes", re.compile(r"[\"“”]")),
)
ENGLISH: tuple[tuple[str, re.Pattern[str]], ...] = (("mark-space", re.compile(r"\s[:;?!](?=\s|$)")),)
BOTH: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("narrow-space", re.compile(NARROW)),
    ("stray-space", re.compile(rf"^\s|\s$|[\s{NBSP}]{{2,}}|[\n\r\t]")),
)
SENTENCE_END = re.compile(r"(?<=[.?!;])\s+")
WEB_ADDRESS = re.compile(r"https?://\S+")


def proofread(words: Mapping[Language, str]) -> Iterator[Finding]:
    """Find everything wrong with a text; a missing language is somebody else's finding."""
    for language, text in words.items():
        yield from _braces(text, language)
        yield from _typography(text, language)
    if set(words) == set(LANGUAGES):
        yield from _names(words)
        yield from _parity(words)


def read_aloud(words: Mapping[Language, str]) -> Iterator[Finding]:
    """Find what is only worth a second look: sentences of many words."""
    for language, text in words.items():
        for sentence in SENTENCE_END.split(text):
            count = len([word for word in sentence.split() if any(letter.isalnum() for letter in word)])
            if count > MOST_WORDS:
                yield Finding("sentence-long", language, {"count": count, "most": MOST_WORDS})


def _braces(text: str, language: Language) -> Iterator[Finding]:
    bare = PLACEHOLDER.sub("", SUPPLIED.sub("", text))
    if "{" in bare or "}" in bare:
        yield Finding("braces-broken", language, {})


def _typography(text: str, language: Language) -> Iterator[Finding]:
    shown = WEB_ADDRESS.sub("https", text)
    for id_, pattern in (*(FRENCH if language == "fr" else ENGLISH), *BOTH):
        if found := pattern.search(shown):
            yield Finding(id_, language, {"near": near(shown, found)})


def _names(words: Mapping[Language, str]) -> Iterator[Finding]:
    english, french = _used(words["en"]), _used(words["fr"])
    if english != french:
        said = {"english": ", ".join(sorted(english)) or "-", "french": ", ".join(sorted(french)) or "-"}
        yield Finding("placeholders-differ", None, said)


def _used(text: str) -> frozenset[str]:
    """Return the names in braces. Braces are left out: a fault's own sentence could not hold them."""
    return frozenset(PLACEHOLDER.findall(SUPPLIED.sub("", text))) | frozenset(SUPPLIED.findall(text))


def _parity(words: Mapping[Language, str]) -> Iterator[Finding]:
    english, french = len(words["en"]), len(words["fr"])
    if max(english, french) > PARITY_FROM and not LEAST_RATIO <= french / english <= MOST_RATIO:
        yield Finding("length-parity", None, {"english": english, "french": french})
