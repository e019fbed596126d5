"""What the registers of holds and dispositions say, to and from plain JSON; pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from content.model import RecordKind, Text

VERSION = 1


class LineUnreadable(ValueError):
    """A line that no released version wrote."""


class State(StrEnum):
    """begun → done, or stopped before anything was removed."""

    BEGUN = "begun"
    DONE = "done"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Disposition:
    """One line of the disposition log: records of a kind older than a date, and what became of them.

    `found` is how many there were when it began, `removed` how many are known to have gone. `day` is the
    organization's date. By `backups_gone` the last backup that holds them has expired. An `inferred` end
    was not seen but found afterwards: then the number is a least number.
    """

    kind: RecordKind
    before: date
    found: int
    authority: Text
    day: date
    backups_gone: date
    state: State = State.BEGUN
    removed: int = 0
    inferred: bool = False

    @property
    def id(self) -> str:
        """Name the line: a kind is disposed of up to a date once, whichever process does it."""
        return f"{self.kind.value}.{self.before.isoformat()}"


def to_line(disposition: Disposition) -> dict[str, Any]:
    """Return a line as plain JSON."""
    return {
        "v": VERSION,
        "kind": disposition.kind.value,
        "before": disposition.before.isoformat(),
        "found": disposition.found,
        "authority": disposition.authority.model_dump(),
        "day": disposition.day.isoformat(),
        "backups_gone": disposition.backups_gone.isoformat(),
        "state": disposition.state.value,
        "removed": disposition.removed,
        "inferred": disposition.inferred,
    }


def from_line(kept: Mapping[str, Any]) -> Disposition:
    """Read a line back. Raises LineUnreadable."""
    if kept.get("v") != VERSION:
        raise LineUnreadable(f"version {kept.get('v')}")
    try:
        return Disposition(
            RecordKind(kept["kind"]),
            date.fromisoformat(kept["before"]),
            kept["found"],
            Text(**kept["authority"]),
            date.fromisoformat(kept["day"]),
            date.fromisoformat(kept["backups_gone"]),
            State(kept["state"]),
            kept["removed"],
            kept["inferred"],
        )
    except (KeyError, TypeError, ValueError) as error:
        raise LineUnreadable(type(error).__name__) from error


# Holds --------------------------------------------------------------------------------------------

SWITCH = "disposal"
"""The one entry of the register of holds: there is one switch, and each change of it is a version."""


def switched(*, on: bool, role: str, day: date) -> dict[str, Any]:
    """Return the switch as plain JSON: who changed it, by role only, and on which day."""
    return {"v": VERSION, "on": on, "role": role, "day": day.isoformat()}


def in_force(kept: Mapping[str, Any] | None) -> bool:
    """Tell whether disposal is on hold. What cannot be read is a hold: better kept too long than gone."""
    return kept is not None and not (kept.get("v") == VERSION and kept.get("on") is False)


def keeps_everything(kept: Mapping[str, Any] | None, day: date) -> bool:
    """Tell whether nothing may go on a day: during a hold, and on the day it is lifted."""
    return kept is not None and (in_force(kept) or changed_on(kept) >= day)


def changed_on(kept: Mapping[str, Any]) -> date:
    """Return the day on which the switch was changed last. Raises LineUnreadable."""
    try:
        return date.fromisoformat(kept["day"])
    except (KeyError, TypeError, ValueError) as error:
        raise LineUnreadable(type(error).__name__) from error
