"""How long each kind of record is kept, and by whose authority it may go."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from content.model.text import Frozen, Text


class RecordKind(StrEnum):
    """Everything that is kept until it may be disposed of; a test compares it with what the stores keep."""

    NOTICE_SEEN = "notice-seen"
    LANGUAGE_CHOSEN = "language-chosen"
    TEXT_ONLY_CHOSEN = "text-only-chosen"
    MODULE_FINISHED = "module-finished"
    ACKNOWLEDGED = "acknowledged"
    REMINDER_ANSWERED = "reminder-answered"
    REMINDER_SENT = "reminder-sent"
    FILE_ANSWERED = "file-answered"
    COURSE_REPORTED = "course-reported"
    TALK_CONFIRMED = "talk-confirmed"
    MESSAGE_SENT = "message-sent"
    SNOOZED = "snoozed"
    SESSION_ATTENDED = "session-attended"
    PERSON = "person"
    PLACE = "place"
    ADDRESS = "address"
    DELIVERY = "delivery"
    ACCESS = "access"
    FEEDBACK = "feedback"


class KeptFor(Frozen):
    """How long one kind of record is kept, in months, and by whose authority it may go after that.

    `transitory` says that the information-management office has found these records to be transitory.
    """

    kind: Annotated[RecordKind, Field(strict=False)]
    months: Annotated[int, Field(ge=1, le=1200)]
    authority: Text
    transitory: bool = False


class Retention(Frozen):
    """What may be disposed of, and when. A kind without an entry never is (LAC Act s. 12(1)).

    `backups_kept_days` is for how many days a backup is kept: what was disposed of is in those until then.
    """

    backups_kept_days: Annotated[int, Field(ge=0, le=36500)]
    records: Annotated[tuple[KeptFor, ...], Field(strict=False)] = ()
