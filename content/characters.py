"""The characters nobody sees: they change what a line means, or how it is shown, without a trace."""

import re

INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f"
    "\ud800-\udfff\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
"""Control characters, directions, spaces without width, soft hyphens, halves of characters, tags."""


def visible(words: str) -> str:
    """Return the words without any of them."""
    return INVISIBLE.sub("", words)


def code(character: str) -> str:
    """Name a character as its tables do, such as U+202E."""
    return f"U+{ord(character):04X}"
