"""What no text may hold: marks of unfinished work, old names, slips, markup, and the other language."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from content.model import LANGUAGES, Language
from content.overlay import SUPPLIED
from content.wording import PLACEHOLDER

AROUND = 12
"""How many characters either side of a find are quoted."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with a text, in which language (None: between the two)."""

    id: str
    language: Language | None
    values: Mapping[str, str | int]


MARKUP = re.compile(
    r"!?\[[^\]\[]{0,300}\]\([^)(]{0,300}\)"  # a link or a picture
    r"|^#{1,6}\s|^(?:[-*+]|\d+\.)\s|^>"  # a heading, a list, a quotation
    r"|\*\*|__|(?<!\w)\*\S[^*]*\*|`|~~"  # bold, italics, code, struck out
    r"|</?[A-Za-z][^<>]*>|<!--|&(?:[A-Za-z]{2,8}|#\d+|#x[0-9A-Fa-f]+);"  # a web page
)
GARBLED = re.compile("\N{REPLACEMENT CHARACTER}|Ã[\u0080-\u00bf]|â€|Â[\u00a0-\u00bf]")
"""What is left of accents when a file was opened in one encoding and saved in another."""

UNSETTLED: Mapping[Language, re.Pattern[str]] = {
    "en": re.compile(
        r"\b(?:TBC|TBD|TODO|FIXME|XXX+)\b|\?{2,}|\[(?:B|D|S|V2)\]|\blorem ipsum\b"
        r"|\bto be (?:confirmed|determined)\b",
        re.IGNORECASE,
    ),
    "fr": re.compile(
        r"\b(?:TBC|TBD|TODO|FIXME|XXX+)\b|\?{2,}|\[(?:B|D|S|V2)\]|\blorem ipsum\b"
        r"|\bà (?:confirmer|déterminer)(?=\s*(?:[.,;:)\]»!?]|$))",
        re.IGNORECASE,
    ),
}
"""How people mark what they still have to find out. « À confirmer » counts at the end of a clause only:
« vous aurez à confirmer la date » is a plain sentence."""

OLD_NAME: Mapping[Language, re.Pattern[str]] = {
    "en": re.compile(
        r"\bCode (?:of (?:[\w&]+ ){1,4})?(?:for|of) the (?:Canadian |Federal )?Public Service\b"
        r"|\bPublic Service (?:Values and Ethics )?Code\b",
        re.IGNORECASE,
    ),
    "fr": re.compile(
        r"\bCode (?:(?:de valeurs|des valeurs|d'éthique)[^.;:]{0,24} )?(?:de|pour) la fonction publique\b",
        re.IGNORECASE,
    ),
}
"""The Code of 2003; since 2012 the Code is for the public sector."""

SAYS_OLD: Mapping[Language, re.Pattern[str]] = {
    "en": re.compile(r"\b(?:replaced|older|old|former|formerly|previous|earlier|no longer)\b", re.IGNORECASE),
    "fr": re.compile(
        r"\b(?:remplacée?s?|anciens?|ancienne|antérieure?s?|auparavant|autrefois|n'est plus)\b", re.IGNORECASE
    ),
}
"""A text that holds the old name has to say so in the same breath."""

SLIPS: Mapping[Language, tuple[tuple[re.Pattern[str], str], ...]] = {
    "en": (
        (re.compile(r"\bintegralit(?:y|ies)\b", re.IGNORECASE), "integrity"),
        (re.compile(r"\bconflicts? of interests\b", re.IGNORECASE), "conflict of interest"),
        (re.compile(r"\bethic code\b", re.IGNORECASE), "code of ethics"),
        (re.compile(r"\bPublic Sector Integrity Commission\b"), "Public Sector Integrity Commissioner"),
        (
            re.compile(r"\bPublic Service Integrity (?:Officer|Office)\b"),
            "Public Sector Integrity Commissioner",
        ),
    ),
    "fr": (
        (re.compile(r"\bconflits? d'intérêt\b", re.IGNORECASE), "conflit d'intérêts"),
        (re.compile(r"\bsecteur publique\b", re.IGNORECASE), "secteur public"),
        (re.compile(r"\bfonction public\b", re.IGNORECASE), "fonction publique"),
        (
            re.compile(r"\brespect (?:pour|envers) la démocratie\b", re.IGNORECASE),
            "respect de la démocratie",
        ),
        (
            re.compile(r"\bagente? d'intégrité de la fonction publique\b", re.IGNORECASE),
            "commissaire à l'intégrité",
        ),
    ),
}
"""What is written by mistake, and what is meant."""

WORD = re.compile(r"[^\W\d_]+")
SMALL_WORDS: Mapping[Language, frozenset[str]] = {
    "en": frozenset(
        {"the", "and", "of", "you", "your", "is", "are", "to", "with", "that", "this", "it", "not"}
    ),
    "fr": frozenset(
        {"le", "la", "les", "des", "une", "vous", "est", "dans", "pour", "que", "avec", "et", "au"}
    ),
}
"""Words that hardly any sentence does without, and that the other language does not have."""
FEW = 3
SAME_WORDS = 4


def avoid(words: Mapping[Language, str]) -> Iterator[Finding]:
    """Find what no text may hold."""
    for language, text in words.items():
        bare = SUPPLIED.sub("", PLACEHOLDER.sub("", text))
        if found := MARKUP.search(bare):
            yield Finding("markup", language, {"near": near(bare, found)})
        if found := GARBLED.search(text):
            yield Finding("letters-garbled", language, {"near": near(text, found)})
        if (found := OLD_NAME[language].search(text)) and not SAYS_OLD[language].search(text):
            yield Finding("old-name", language, {"found": found[0]})
        for pattern, meant in SLIPS[language]:
            if found := pattern.search(text):
                yield Finding("slip", language, {"found": found[0], "meant": meant})
    yield from _language(words)


def unsettled(words: Mapping[Language, str]) -> Iterator[Finding]:
    """Find marks of what somebody still has to find out."""
    for language, text in words.items():
        if found := UNSETTLED[language].search(text):
            yield Finding("unsettled", language, {"near": near(text, found)})


def near(text: str, found: re.Match[str]) -> str:
    """Quote what was found with a little around it."""
    return text[max(0, found.start() - AROUND) : found.end() + AROUND].strip()


def _language(words: Mapping[Language, str]) -> Iterator[Finding]:
    """Find a text that was copied instead of written, or that stands on the other language's line."""
    if len(set(words.values())) < len(words) and _words(next(iter(words.values()))) >= SAME_WORDS:
        yield Finding("same-in-both", None, {})
        return
    for language in words:
        (other,) = (each for each in LANGUAGES if each != language)
        used = [word.casefold() for word in WORD.findall(SUPPLIED.sub("", words[language]))]
        foreign = sum(word in SMALL_WORDS[other] for word in used)
        if foreign >= FEW and not any(word in SMALL_WORDS[language] for word in used):
            yield Finding("language-wrong", language, {"other": other})


def _words(text: str) -> int:
    """Count the words between spaces; an address is one of them."""
    return sum(any(letter.isalpha() for letter in word) for word in text.split())
