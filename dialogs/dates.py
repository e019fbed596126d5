"""Days that people give: how they may be written, in either language, and which of them are accepted."""

import re
from datetime import date

from content.wording import MONTHS, fold

WITHIN_YEARS = 10
"""What is further back than that is a slip, not a memory."""
LEAST_LETTERS = 3
"""So many letters of a month's name mean it, where no other month begins with them."""
LONGEST = 60
"""No day takes more characters."""

ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
NUMBERS = re.compile(r"[0-9]{4}|[0-9]{8}|[0-9]{1,4}([ ./-])[0-9]{1,2}\1[0-9]{1,4}")
"""A day in numbers, or a year without the rest. Only year-month-day is understood: nobody can tell 12/11
from 11/12."""
DAY, YEAR = r"([0-9]{1,2})(?:st|nd|rd|th|er)?", r"([0-9]{1,4})"
NUMBER = re.compile(rf"{DAY}|{YEAR}")
DAY_FIRST = re.compile(rf"(?:le )?{DAY} ([a-z]+) {YEAR}")
MONTH_FIRST = re.compile(rf"([a-z]+) {DAY} {YEAR}")


def _begun() -> dict[str, int]:
    """Return which month each name and each beginning of a name means, in either language."""
    found: dict[str, set[int]] = {}
    for names in MONTHS.values():
        for month, name in enumerate(map(fold, names), start=1):
            for length in range(LEAST_LETTERS, len(name) + 1):
                found.setdefault(name[:length], set()).add(month)
    return {words: months.pop() for words, months in found.items() if len(months) == 1}


BEGUN = _begun()


def read(words: str) -> date | None:
    """Return the day that words name, or None.

    Understood are 2026-11-12, “November 12, 2026”, “12 novembre 2026” and the like, without regard to accents
    or case.
    """
    parts = _parts(words)
    try:
        return date(*parts) if parts else None
    except ValueError:  # There is no 31st of November.
        return None


def meant(words: str) -> bool:
    """Tell whether words were meant as a day, also one that is not understood or that does not exist."""
    if len(words) > LONGEST:
        return False
    parts = [part for part in fold(words).split() if part != "le"]
    named = [part for part in parts if part in BEGUN]
    numbered = [part for part in parts if NUMBER.fullmatch(part)]
    whole = bool(named and numbered) and len(named) + len(numbered) == len(parts)
    return whole or bool(NUMBERS.fullmatch(words.strip()))


def accepted(words: str, today: date) -> date | None:
    """Return the day that words name if it can be: not to come, and not more than ten years ago."""
    day = read(words)
    if day is None or day > today:
        return None
    until = (day.year + WITHIN_YEARS, day.month, day.day)
    return day if until >= (today.year, today.month, today.day) else None


def ahead(words: str, first: date, last: date) -> date | None:
    """Return the day that words name if it lies between two days, these included."""
    day = read(words)
    return day if day and first <= day <= last else None


def _parts(words: str) -> tuple[int, int, int] | None:
    """Return year, month and day."""
    if len(words) > LONGEST:
        return None
    if found := ISO.fullmatch(words.strip()):
        return int(found[1]), int(found[2]), int(found[3])
    folded = fold(words)
    if found := DAY_FIRST.fullmatch(folded):
        day, month, year = found.groups()
    elif found := MONTH_FIRST.fullmatch(folded):
        month, day, year = found.groups()
    else:
        return None
    return (int(year), BEGUN[month], int(day)) if month in BEGUN else None
