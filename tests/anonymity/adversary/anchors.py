"""Which rows speak of which answer and of which person."""

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tests.anonymity.adversary.digests import Digests
from tests.anonymity.adversary.tables import Row, Source, Table
from tests.anonymity.canaries import Net, spellings
from tests.anonymity.evidence import Evidence

SLICE: Final = 20
LONG_SLICE: Final = 48
"""Letters of an answer that are looked for: of its front fewer, since there no two are alike."""

KINDS: Final = ("kind", "event", "type", "flow", "verb", "what", "action", "op")
FEW: Final = 12
LEAST_ROWS: Final = 4


@dataclass(slots=True)
class Sheet:
    """A table as the attacker works with it, all its rows in order, with who and what each speaks of."""

    name: str
    source: Source
    rows: Sequence[Row]
    answers: dict[int, set[tuple[str, int]]] = field(default_factory=dict)
    people: dict[int, set[int]] = field(default_factory=dict)
    how: set[str] = field(default_factory=set)
    of_period: Mapping[str, NDArray[np.intp]] = field(default_factory=dict)


# Kinds of rows ------------------------------------------------------------------------------------------


def kinds(name: str, table: Table) -> Iterator[tuple[str, list[Row]]]:
    """Give the whole table, the rows that came later than their file or anew, and each kind of rows."""
    yield name, table.rows
    for said, some in (
        ("later", [row for row in table.rows if row.later]),
        ("anew", [row for row in table.rows if row.anew]),
    ):
        if 2 * LEAST_ROWS <= len(some) <= len(table.rows) - LEAST_ROWS:
            yield f"{name}%{said}", some
    if len(table.rows) < 2 * LEAST_ROWS:
        return
    groups: dict[str, list[Row]] = {}
    telling = _telling(table.rows)
    for row in table.rows:
        shape = (
            "" if "word0" in row.fields else " ".join(sorted(name for name in row.fields if "~" not in name))
        )
        groups.setdefault(f"{shape}={row.fields.get(telling, '')}", []).append(row)
    if 1 < len(groups) <= 4 * FEW:
        for number, rows in enumerate(groups.values()):
            yield f"{name}%{number}", rows


def _telling(rows: Sequence[Row]) -> str:
    """Return the field that tells kinds of rows apart: few values, each on several rows; "" for none."""
    values: dict[str, set[object]] = {}
    for row in rows[:: max(1, len(rows) // 400)]:
        for name, value in row.fields.items():
            values.setdefault(name, set()).add(value)
    few = [name for name, found in values.items() if 1 < len(found) <= FEW and _texts(found)]
    return next((name for name in few if name.strip(".") in KINDS), few[0] if few else "")


def _texts(values: Iterable[object]) -> bool:
    return all(isinstance(value, str) for value in values)


# What rows speak of -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Needles:
    """What is looked for in every byte: `meant` says of each pattern which answers or people it means.

    ("text", period, number of the answer), or ("bytes" or "hash", "", number of the person).
    """

    net: Net
    meant: Sequence[Sequence[tuple[str, str, int]]]

    @classmethod
    def of(cls, evidence: Evidence, periods: Sequence[str], digests: Digests) -> "Needles":
        """Spell answers and ids in every way."""
        patterns: dict[bytes, list[tuple[str, str, int]]] = {}
        for period in periods:
            for number, text in enumerate(evidence.released[period]):
                for pattern in (*of_text(text), *digests.of_text(text)):
                    patterns.setdefault(pattern, []).append(("text", period, number))
        for number, person in enumerate(evidence.people):
            for pattern in of_person(person):
                patterns.setdefault(pattern, []).append(("bytes", "", number))
            for pattern in digests.of_person(person):
                patterns.setdefault(pattern, []).append(("hash", "", number))
        return cls(Net([*patterns]), [*patterns.values()])

    def hits(self, data: bytes) -> Iterator[tuple[int, str, str, int]]:
        """Give offset, kind, period and number of whatever is found."""
        for offset, which in self.net.hits(data):
            for how, period, number in self.meant[which]:
                yield offset, how, period, number


def anchor(sheets: Sequence[Sheet], people: Sequence[str], needles: Needles) -> None:
    """Note in each sheet which rows hold an answer, and which an id, plain or hashed."""
    starts = _shortened(people)
    for sheet in sheets:
        ends = np.cumsum([len(row.raw) + 1 for row in sheet.rows])
        hits = [*needles.hits(b"\n".join(row.raw for row in sheet.rows))]
        rows = np.searchsorted(ends, [offset for offset, *_ in hits], side="right").tolist()
        for row, (_, how, period, number) in zip(rows, hits, strict=True):
            if how == "text":
                sheet.answers.setdefault(row, set()).add((period, number))
            else:
                sheet.how.add(how)
                sheet.people.setdefault(row, set()).add(number)
        for row, each in enumerate(sheet.rows):
            for value in each.fields.values():
                if isinstance(value, str) and value[:12] in starts:
                    sheet.people.setdefault(row, set()).add(starts[value[:12]])


def of_text(text: bytes) -> set[bytes]:
    """Return how the front, the middle and the end of an answer may stand in a file."""
    words = text.decode(errors="replace")
    slices = [words[:SLICE]]
    if len(words) > 2 * LONG_SLICE:
        slices += [words[len(words) // 2 :][:LONG_SLICE], words[-LONG_SLICE:]]
    return {pattern for each in slices if len(each.encode()) > 8 for pattern in spellings(each).values()}


def of_person(person: str) -> set[bytes]:
    """Return how the id of a person may stand in a file: whole, its first part, or as 16 bytes."""
    found = set(spellings(person).values()) | set(spellings(person.upper()).values())
    try:
        raw = uuid.UUID(person)
    except ValueError:
        return found
    for each in (raw.bytes, raw.bytes_le):
        found |= set(spellings(each).values())
    return found | {person[:8].encode()}


def _shortened(people: Sequence[str]) -> dict[str, int]:
    """Return beginnings of ids that one person has: 4 to 7 letters and a sign for what was left out."""
    found: dict[str, int] = {}
    for length in range(4, 8):
        seen: dict[str, list[int]] = {}
        for number, person in enumerate(people):
            seen.setdefault(person[:length], []).append(number)
        for start, numbers_ in seen.items():
            if len(numbers_) == 1:
                found |= {
                    f"{start}{sign}": numbers_[0] for sign in ("", "\N{HORIZONTAL ELLIPSIS}", "...", "*")
                }
    return found
