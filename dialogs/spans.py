"""Days, months and fiscal years that people write, in either language; pure."""

import re

from content.model import When
from content.wording import fold
from dialogs import dates

FIRST_YEAR, LAST_YEAR = 1980, 2099
"""What lies outside is a slip, or what other programs write for "no date"."""

MONTH = re.compile(r"([0-9]{4})[-/ ]([0-9]{1,2})")
NAMED = re.compile(r"([a-z]+) ([0-9]{4})")
YEAR = re.compile(
    r"(?:fy|af|fiscal year|fiscal|exercice|exercice financier|annee financiere)?"
    r" ?([0-9]{4}) ?[-/ ] ?((?:[0-9]{2})?[0-9]{2})"
)
MONTHS_OF_A_YEAR = 12


def read(words: str) -> When | None:
    """Return what words name, as exact as they are: 2024-02-06, 2024-02 or FY2023-24; None for others.

    Understood are also "6 février 2024", "February 2024", "2023-2024", "exercice 2023-2024" and the like.
    2024-02 is a month, and 2023-24 a fiscal year: no month has the number 24.
    """
    if len(words) > dates.LONGEST:
        return None
    day = dates.read(words)
    found = day.isoformat() if day else _month(words) or _year(words)
    return found if found and FIRST_YEAR <= int(found.removeprefix("FY")[:4]) <= LAST_YEAR else None


def _month(words: str) -> When | None:
    if found := MONTH.fullmatch(words.strip()):
        year, month = int(found[1]), int(found[2])
        return f"{year:04}-{month:02}" if 1 <= month <= MONTHS_OF_A_YEAR else None
    found = NAMED.fullmatch(fold(words))
    if found is None or found[1] not in dates.BEGUN:
        return None
    return f"{int(found[2]):04}-{dates.BEGUN[found[1]]:02}"


def _year(words: str) -> When | None:
    found = YEAR.fullmatch(fold(words).replace("-", " ").strip())
    if found is None:
        return None
    begins, ends = int(found[1]), found[2]
    after = str(begins + 1)
    return f"FY{begins:04}-{after[-2:]}" if ends in (after, after[-2:]) else None
