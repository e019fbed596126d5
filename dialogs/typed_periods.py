"""Reads a period as an official writes it: 2026-Q3 or 2026-T3, 2026-11, FY2026-27 or EX2026-27; pure."""

import re

SHAPE = r"(?i)[0-9]{4}([- ]?[qt][0-9]|-[0-9]{1,2}|-[0-9]{4})|(fy|ex) ?[0-9]{4}(-[0-9]{2}|-[0-9]{4})?"
"""What is taken for a period when it is typed, also where it names none: a quarter 7, a month 13."""

QUARTER = re.compile(r"([0-9]{4})[- ]?[QT]([1-4])")
MONTH = re.compile(r"([0-9]{4})-(0?[1-9]|1[0-2])")
YEAR = re.compile(r"(?:FY|EX)? ?([0-9]{4})-([0-9]{2}|[0-9]{4})")
EARLIEST = 1990
"""No federal organization counts anything of before, and what is typed with an earlier year is a slip."""


def read(words: str) -> str | None:
    """Return the id of the period that words name, such as 2026-Q3; None when they name none.

    A month comes before a fiscal year: 2011-12 is December, and FY2011-12 the year.
    """
    name = words.strip().upper()
    if found := QUARTER.fullmatch(name):
        return f"{found[1]}-Q{found[2]}"
    if found := MONTH.fullmatch(name):
        return f"{found[1]}-{int(found[2]):02}"
    if found := YEAR.fullmatch(name):
        first, last = int(found[1]), found[2]
        return f"FY{first:04}-{last[-2:]}" if last in (str(first + 1), f"{(first + 1) % 100:02}") else None
    return None


def within_reach(period: str, year: int) -> bool:
    """Tell whether a period lies between 1990 and the end of the year after a given one."""
    first = int(period.removeprefix("FY")[:4])
    return EARLIEST <= first <= year + 1
