"""How much of what was written in a form a card has room for when the form comes back; pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

MOST_IN_A_TITLE = 120
"""Characters."""

MOST_OF_A_FIELD: Mapping[str, int] = {
    "title_en": 2 * MOST_IN_A_TITLE,
    "title_fr": 2 * MOST_IN_A_TITLE,
    "audience": 60,
    "first_day": 60,
    "spread": 60,
}
"""How many characters of a card a field may fill that is no body of a message."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a form has room for, in characters: a body in each language, a list, and all that comes back.

    25 KB of a card are 12,800, and the form itself needs the rest.
    """

    body: int = 2_000
    people: int = 2_000
    room: int = 7_600


USUAL = Limits()


def coming_back(
    held: Mapping[str, str], fields: Collection[str], longest: Collection[str], limits: Limits
) -> dict[str, str]:
    """Return what comes back on the card, each as it was written, and cut only where a card has no room.

    The `longest` fields share what the others leave.
    """
    back: dict[str, str] = {}
    room, most = limits.room, {**MOST_OF_A_FIELD, "people": limits.people * 6 // 5}
    for field in sorted(fields, key=longest.__contains__):
        back[field] = cut(held.get(field, ""), room if field in longest else most[field])
        room -= weight(back[field])
    return back


def cut(words: str, most: int) -> str:
    """Return as much of somebody's words as fill so many characters of a card."""
    while (found := weight(words)) > most:
        words = words[: min(len(words) - 1, len(words) * most // found)]
    return words


def weight(words: str) -> int:
    """Return how many characters of a card words take, in units of UTF-16."""
    return len(words.encode("utf-16-le")) // 2 + sum(letter in '"\\\n\t' for letter in words)
