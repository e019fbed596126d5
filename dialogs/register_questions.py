"""What may be asked about evidence, training plans and the review of the code: each by its name."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RegisterAsked:
    """The lines of a register that stand, newest first, in parts; the first is 1.

    `year` is a fiscal year such as FY2026-27, `kind` a kind of evidence; empty means all. With `withdrawn`,
    those that were taken back.
    """

    register: str
    year: str = ""
    kind: str = ""
    withdrawn: bool = False
    part: int = 1


@dataclass(frozen=True, slots=True)
class YearsAsked:
    """From which fiscal years there are lines, to choose one."""

    register: str


@dataclass(frozen=True, slots=True)
class EntryAsked:
    """One line as it is now."""

    register: str
    entry: str


@dataclass(frozen=True, slots=True)
class HistoryAsked:
    """Every version of a line: the day, the role that kept it, and what it changed; in parts too."""

    register: str
    entry: str
    part: int = 1


@dataclass(frozen=True, slots=True)
class EntryFormAsked:
    """The form of a line as it is now; without an id that of a new one."""

    register: str
    entry: str = ""


@dataclass(frozen=True, slots=True)
class EntryWritten:
    """A form without faults is to be kept, unless the line is no longer at the `revision` that was read.

    `held` is what it holds; its words are kept in the register and nowhere else. `sure` means that whoever
    wrote it was told that a name may stand in it.
    """

    register: str
    entry: str
    revision: int
    held: Mapping[str, str]
    sure: bool = False


@dataclass(frozen=True, slots=True)
class EntryTaken:
    """A line is to be taken back, or brought back, unless somebody was faster."""

    register: str
    entry: str
    revision: int
    withdrawn: bool


RegisterQuery = (
    RegisterAsked | YearsAsked | EntryAsked | HistoryAsked | EntryFormAsked | EntryWritten | EntryTaken
)
"""What may be asked about the three registers."""

WRITING = (EntryFormAsked, EntryWritten, EntryTaken)
"""What only the office that writes may ask."""

CHANGING = (EntryWritten, EntryTaken)
"""What writes: the role is asked for anew."""
