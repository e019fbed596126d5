"""Looks through a form for what could let somebody be recognized: people, addresses, files, days, places.

Patterns only, on this computer. They miss much and are sometimes wrong, so they warn and never refuse.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from content.wording import fold
from dialogs import careful

PLACE = "place"
KINDS = (*careful.KINDS, PLACE)

NUMBERED = r"(?:no\.?\s?|n[°º]\s?|#\s?)?\d+"
SPACE = r"[\s\N{NO-BREAK SPACE}]+"
APOSTROPHE = r"['\u2019]"
BETWEEN = r"[ \N{NO-BREAK SPACE}-]?"
POSTAL = re.compile(rf"\b[ABCEGHJ-NPRSTVXY]\d[A-Z]{BETWEEN}\d[A-Z]\d\b", re.IGNORECASE)
INSIDE = re.compile(
    rf"\b(?:room|floor|building|suite|office|bureau|salle|local|pi[èe]ce|[ée]tage|[ée]difice|immeuble|tour"
    rf"|tower){SPACE}{NUMBERED}\b"
    rf"|\b\d+(?:st|nd|rd|th|er|e|[èe]me){SPACE}(?:floor|[ée]tage)\b",
    re.IGNORECASE,
)
STREET = re.compile(
    rf"\b\d+,?{SPACE}(?:rue|boulevard|boul\.|avenue|av\.|chemin|ch\.|promenade|place){SPACE}\w"
    rf"|\b\d+{SPACE}(?:[\w.'-]+{SPACE}){{1,3}}(?:street|st\.|road|rd\.|avenue|ave\.?|drive|boulevard|blvd\.?)"
    rf"(?!\w)",
    re.IGNORECASE,
)
NAMED = re.compile(
    rf"\b(?i:region{SPACE}of|city{SPACE}of|town{SPACE}of|r[ée]gion{SPACE}d(?:e|u|es)?|ville{SPACE}d[eu])"
    rf"(?:{SPACE}|{APOSTROPHE})(?:(?:la|le|les|the){SPACE}|l{APOSTROPHE})?[A-ZÀ-Ý]"
    rf"|\b[A-ZÀ-Ý][\w'-]+{SPACE}(?i:(?:regional{SPACE})?(?:region|office|building))\b"
    rf"|\b(?i:[ée]difice|immeuble|bureau{SPACE}(?:r[ée]gional{SPACE})?de){SPACE}[A-ZÀ-Ý]"
)
PATTERNS = (POSTAL, INSIDE, STREET, NAMED)
"""Addresses, postal codes, rooms, buildings and regions that have a name."""


def found(text: str, names: Iterable[str], units: Iterable[str]) -> tuple[str, ...]:
    """Return the kinds that a text seems to hold, in the order of `KINDS`.

    `names` are those of people, `units` those of parts of the organization; case and accents do not count.
    """
    whole = [name for name in names if " " in name.strip()]
    place = any(pattern.search(text) for pattern in PATTERNS) or _stands(text, units)
    return (*careful.found(text, whole), *((PLACE,) if place else ()))


def doubts(
    held: Mapping[str, str], fields: Sequence[str], names: Sequence[str], units: Sequence[str]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return each field of words in which something was found, with what."""
    looked = ((field, found(held.get(field, ""), names, units)) for field in fields)
    return tuple((field, kinds) for field, kinds in looked if kinds)


def _stands(text: str, units: Iterable[str]) -> bool:
    said = f" {fold(text)} "
    return any(f" {unit} " in said for unit in map(fold, units) if unit)
