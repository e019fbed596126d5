"""What a check found: all is well, something is to be mended, or nobody could look."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import orjson


class State(StrEnum):
    """How it stands. The word names what stands before the sentence."""

    GOOD = "good"
    MEND = "mend"
    UNSEEN = "unseen"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line for the operator: the sentence `doctor.<id>` and what fills it; never a secret or a name."""

    id: str
    state: State
    values: Mapping[str, str | int] = field(default_factory=dict)


def good(id_: str, **values: str | int) -> Finding:
    """Say that all is well."""
    return Finding(id_, State.GOOD, values)


def mend(id_: str, **values: str | int) -> Finding:
    """Say what is wrong; the sentence says how to mend it."""
    return Finding(id_, State.MEND, values)


def unseen(id_: str, **values: str | int) -> Finding:
    """Say what could not be looked at, and why."""
    return Finding(id_, State.UNSEEN, values)


def written(findings: list[Finding]) -> str:
    """Write findings as text, for a process that prints them."""
    return orjson.dumps([[each.id, each.state, each.values] for each in findings]).decode()


def read(text: str) -> list[Finding]:
    """Read them back. Raises ValueError for any other text."""
    try:
        return [Finding(id_, State(state), values) for id_, state, values in orjson.loads(text)]
    except TypeError as error:
        raise ValueError("no findings") from error
