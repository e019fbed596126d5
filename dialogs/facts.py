"""Everything that can have happened to a person here: the closed list, and nothing else is kept."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from content.model import Language
from dialogs.people import Path, PersonId, UnitId


class Outcome(StrEnum):
    """What a person answered to a conflict-of-interest reminder. Never the content of a declaration."""

    NOTHING_CHANGED = "nothing-changed"
    WILL_DECLARE = "will-declare"
    FILED = "filed"
    NEED_ADVICE = "need-advice"


class FileOutcome(StrEnum):
    """What a person answered before starting a file. Never whose file it is."""

    NO_CONFLICT = "no-conflict"
    NEED_ADVICE = "need-advice"


class Side(StrEnum):
    """Which of the two people of a talk."""

    EMPLOYEE = "employee"
    MANAGER = "manager"


class Reached(StrEnum):
    """How the delivery of a message ended."""

    DELIVERED = "delivered"
    REFUSED = "refused"
    UNCERTAIN = "uncertain"
    TOGETHER = "together"
    """It came with others on one card, after a time away."""


@dataclass(frozen=True, slots=True)
class NoticeSeen:
    """The privacy notice of this version was shown before anything was kept."""

    kind: ClassVar[str] = "notice-seen"
    notice: int


@dataclass(frozen=True, slots=True)
class LanguageChosen:
    """The person chose the language Ethos speaks to them."""

    kind: ClassVar[str] = "language-chosen"
    language: Language


@dataclass(frozen=True, slots=True)
class TextOnlyChosen:
    """The person asked for text in place of cards, or for cards again."""

    kind: ClassVar[str] = "text-only-chosen"
    on: bool


@dataclass(frozen=True, slots=True)
class ModuleFinished:
    """The person went through a module to its end."""

    kind: ClassVar[str] = "module-finished"
    module: str
    module_version: int


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """The person confirmed having received a version of the organization's code."""

    kind: ClassVar[str] = "acknowledged"
    code_version: str


@dataclass(frozen=True, slots=True)
class ReminderAnswered:
    """The person answered a reminder: which occurrence, which button, and the date filed if given."""

    kind: ClassVar[str] = "reminder-answered"
    duty: str
    occurrence: str
    outcome: Outcome
    filed_on: date | None = None


@dataclass(frozen=True, slots=True)
class ReminderSent:
    """A reminder left for the person: which occurrence, the how-manieth, and how it ended."""

    kind: ClassVar[str] = "reminder-sent"
    duty: str
    occurrence: str
    nth: int
    reached: Reached


@dataclass(frozen=True, slots=True)
class MessageSent:
    """A message that is no duty's reminder left for the person: what it was, and how it ended.

    `occurrence` names the campaign, or the day of a return; messages about talks have none, because theirs
    names another person.
    """

    kind: ClassVar[str] = "message-sent"
    source: str
    occurrence: str
    reached: Reached


@dataclass(frozen=True, slots=True)
class Snoozed:
    """The person wants nothing unasked before a day; a day that has come ends it."""

    kind: ClassVar[str] = "snoozed"
    until: date


@dataclass(frozen=True, slots=True)
class SessionAttended:
    """The person typed the code of a session in its room."""

    kind: ClassVar[str] = "session-attended"
    session: str


@dataclass(frozen=True, slots=True)
class CourseReported:
    """The person says that they finished a course, by its code, on a day. Nobody has checked it."""

    kind: ClassVar[str] = "course-reported"
    course: str
    finished_on: date


@dataclass(frozen=True, slots=True)
class TalkConfirmed:
    """One of the two people of a talk confirms that it took place; `other` is the other one.

    `checklist` names the talk: "onboarding" or "departure".
    """

    kind: ClassVar[str] = "talk-confirmed"
    checklist: str
    side: Side
    other: PersonId


@dataclass(frozen=True, slots=True)
class FileAnswered:
    """Before starting a file of a kind, the person said that they know of no conflict, or want advice."""

    kind: ClassVar[str] = "file-answered"
    process: str
    outcome: FileOutcome


Fact = (
    NoticeSeen
    | LanguageChosen
    | TextOnlyChosen
    | ModuleFinished
    | Acknowledged
    | ReminderAnswered
    | ReminderSent
    | FileAnswered
    | CourseReported
    | TalkConfirmed
    | MessageSent
    | Snoozed
    | SessionAttended
)

FACTS: tuple[type[Fact], ...] = (
    NoticeSeen,
    LanguageChosen,
    TextOnlyChosen,
    ModuleFinished,
    Acknowledged,
    ReminderAnswered,
    ReminderSent,
    FileAnswered,
    CourseReported,
    TalkConfirmed,
    MessageSent,
    Snoozed,
    SessionAttended,
)
"""Every kind of fact; a test compares it with what the privacy notice promises."""


@dataclass(frozen=True, slots=True)
class Stamped:
    """A fact with what was true at that moment. `day` is the person's local date.

    `language` is the language the person was spoken to in.
    """

    person: PersonId
    day: date
    unit: UnitId
    path: Path
    language: Language
    fact: Fact


@dataclass(frozen=True, slots=True)
class Dated:
    """A fact as a conversation may see it: without person and unit."""

    day: date
    path: Path
    language: Language
    fact: Fact
