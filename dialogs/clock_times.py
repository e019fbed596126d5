"""Hours that people write: 13:30, 13 h 30 or 1:30 pm."""

import re
from datetime import time

SHAPE = r"[0-9]{1,2}(?: ?[:hH.] ?(?:[0-5][0-9])?(?: ?[aApP]\.?[mM]\.?)?| ?[aApP]\.?[mM]\.?)"
"""What is written like an hour; whether there is such an hour, `read` tells."""

PARTS = re.compile(r"([0-9]{1,2})(?: ?[:hH.] ?([0-5][0-9])?)? ?(?:([aApP])\.?[mM]\.?)?")

NOON = 12


def read(words: str) -> time | None:
    """Return the hour that words name, or None."""
    words = " ".join(words.split())  # A no-break space too.
    found = PARTS.fullmatch(words) if re.fullmatch(SHAPE, words) else None
    if found is None:
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").casefold()
    if half:
        if not 1 <= hour <= NOON:
            return None
        hour = hour % NOON + (NOON if half == "p" else 0)
    return time(hour, minute) if hour < 2 * NOON else None


def written(at: time) -> str:
    """Write an hour as a form holds it, such as 13:30."""
    return f"{at:%H:%M}"
