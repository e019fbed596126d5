"""What a mailbox is made of: boxes by name, segments by number, slots of one of two sizes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from storage.rows import Box

SMALL, LARGE = 128, 4096
"""Bytes of a slot: for what was chosen, and for words."""

HEAD = 60
"""Bytes at the beginning of a slot by which one tells whose it is, and whether it is full."""

FIRST, DOUBLINGS = 256, 4
"""Slots in the first segment; each further one has twice as many, up to so many doublings."""

MOST = 64
"""Segments in one box, for about 230,000 answers."""

NAME = r"[A-Za-z0-9][A-Za-z0-9.-]*@\d+@[0-9A-Za-z-]+@(?:small|large)"
"""How a box is called."""

_NAME = re.compile(NAME)


@dataclass(frozen=True, slots=True)
class Span:
    """Slots of one segment that lie side by side: `count` of them from number `first` on."""

    segment: int
    first: int
    count: int

    def places(self) -> Iterator[tuple[int, int]]:
        """Return segment and number of each of the slots."""
        return ((self.segment, self.first + nth) for nth in range(self.count))


def slot_size(box: Box) -> int:
    """Return how many bytes a slot of a box has."""
    return LARGE if box.large else SMALL


def slots_in(segment: int) -> int:
    """Return how many slots a segment has."""
    return FIRST << min(segment, DOUBLINGS)


def name_of(box: Box) -> str:
    """Return the name of a box, good for a file. Raises ValueError for what no box can be called."""
    name = f"{box.form}@{box.version}@{box.period}@{'large' if box.large else 'small'}"
    if _NAME.fullmatch(name) is None:
        raise ValueError(f"not a box: {name}")
    return name


def box_named(name: str) -> Box | None:
    """Return the box of a name, or None."""
    if _NAME.fullmatch(name) is None:
        return None
    form, version, period, size = name.split("@")
    return Box(form, int(version), period, large=size == "large")
