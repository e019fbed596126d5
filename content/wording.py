"""How values are written inside sentences: dates, numbers and texts, in each language."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import get_args

from content.model import Language, PathName, Text

Written = Text | str | int | date | tuple[Text, ...]

MONTHS: dict[Language, tuple[str, ...]] = {
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
    "fr": (
        "janvier", "février", "mars", "avril", "mai", "juin",
        "juillet", "août", "septembre", "octobre", "novembre", "décembre",
    ),
}  # fmt: skip
PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
NOON = 12
TURNING = frozenset("\N{LEFT-TO-RIGHT MARK}\N{RIGHT-TO-LEFT MARK}\N{ARABIC LETTER MARK}") | frozenset(
    map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
)
"""Marks that change the direction of what follows, so that a sentence can look like another one."""
NBSP = "\N{NO-BREAK SPACE}"


def day(value: date, language: Language) -> str:
    """Write a date: November 1, 2026; 1er novembre 2026."""
    month = MONTHS[language][value.month - 1]
    if language == "en":
        return f"{month} {value.day}, {value.year}"
    return f"{'1er' if value.day == 1 else value.day} {month} {value.year}"


def hour(value: time | datetime) -> Text:
    """Write a time of day: 1:30 p.m.; 13 h 30."""
    half = "a.m." if value.hour < NOON else "p.m."
    minutes = f"{value.minute:02}"
    french = f"{value.hour}{NBSP}h" + (f"{NBSP}{minutes}" if value.minute else "")
    return Text(en=f"{value.hour % NOON or NOON}:{minutes}{NBSP}{half}", fr=french)


def period_in_words(name: str) -> Text:
    """Write the id of a period: 2026-Q4, 2026-11, FY2026-27, 2026. Other words stay as they are.

    A path at its end, as in 2026-Q4-manager, says that a new path was asked in that period. Fiscal years in
    a row, as in FY2025-26..FY2026-27, are named by the first and the last.
    """
    if "..FY" in name:
        first, last = (period_in_words(each) for each in name.split("..", maxsplit=1))
        return Text(en=f"{first.en} until {last.en}", fr=f"de l'{first.fr} à l'{last.fr}")
    begins, _, path = name.rpartition("-")
    if path in get_args(PathName):
        asked: dict[Language, str] = {"en": "new path", "fr": "nouveau parcours"}
        return Text(
            en=f"{_period(begins, 'en')} ({asked['en']})", fr=f"{_period(begins, 'fr')} ({asked['fr']})"
        )
    return Text(en=_period(name, "en"), fr=_period(name, "fr"))


def _period(name: str, language: Language) -> str:
    months = MONTHS[language]
    if found := re.fullmatch(r"(\d{4})-Q([1-4])", name):
        first = int(found[2]) * 3 - 3
        to = "to" if language == "en" else "à"
        return f"{months[first]} {to} {months[first + 2]} {found[1]}"
    if found := re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", name):
        return f"{months[int(found[2]) - 1]} {found[1]}"
    if found := re.fullmatch(r"FY(\d{4})-\d{2}", name):
        years = int(found[1]), int(found[1]) + 1
        return (
            f"fiscal year {years[0]} to {years[1]}" if language == "en" else f"exercice {years[0]}-{years[1]}"
        )
    return name


def number(value: int, language: Language) -> str:
    """Write a whole number: 10,000; 10 000 with a no-break space."""
    return f"{value:,}" if language == "en" else f"{value:,}".replace(",", NBSP)


def written(value: Written, language: Language) -> str:
    """Write any value in one language; several texts are separated by commas."""
    match value:
        case Text():
            return value.of(language)
        case date():
            return day(value, language)
        case int():
            return number(value, language)
        case tuple():
            return ", ".join(text.of(language) for text in value)
        case str():
            return value


def fill(text: Text, values: Mapping[str, Written], language: Language) -> str:
    """Return a sentence in one language with every `{name}` replaced. Raises KeyError for a missing value."""
    return PLACEHOLDER.sub(lambda found: written(values[found[1]], language), text.of(language))


def filled(text: Text, values: Mapping[str, Written]) -> Text:
    """Return a sentence with every `{name}` replaced, in both languages."""
    return Text(en=fill(text, values, "en"), fr=fill(text, values, "fr"))


def begun(text: Text) -> Text:
    """Return words from the middle of a sentence as its beginning: with a capital."""
    return Text(en=text.en[0].upper() + text.en[1:], fr=text.fr[0].upper() + text.fr[1:])


def tame(text: Text) -> Text:
    """Return somebody's words without what is not seen: control characters, and marks that turn a text."""
    return Text(en=_tame(text.en), fr=_tame(text.fr))


def _tame(words: str) -> str:
    seen = (" " if unicodedata.category(c) == "Cc" else c for c in words if c not in TURNING)
    return "".join(seen).strip() or "\N{HORIZONTAL ELLIPSIS}"


def fold(words: str) -> str:
    """Make two ways of typing the same words equal: no case, accents, punctuation or extra spaces."""
    plain = unicodedata.normalize("NFKD", words.casefold())
    letters = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return " ".join(letters.split())
