"""The frozen shape of everything a person reads; every text holds both languages."""

from datetime import time
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Language = Literal["en", "fr"]
LANGUAGES: tuple[Language, ...] = ("en", "fr")

Slug = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9.-]*$")]
Words = Annotated[str, StringConstraints(min_length=1)]


class Frozen(BaseModel):
    """A value that is checked once, at loading, and never changes."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Text(Frozen):
    """One text in both official languages; neither may be empty."""

    en: Words
    fr: Words

    def of(self, language: Language) -> str:
        """Return the text in one language."""
        return self.en if language == "en" else self.fr


class Option(Frozen):
    """One way out of a dilemma, with what happens next.

    `support` is for the people who write content; it is never shown and never stored.
    """

    id: Slug
    text: Text
    support: Literal["strong", "partial", "weak"]
    feedback: Text


class Dilemma(Frozen):
    """A situation, two to four options and the feedback that follows each."""

    title: Text
    situation: Annotated[tuple[Text, ...], Field(strict=False, min_length=1)]
    options: Annotated[tuple[Option, ...], Field(strict=False, min_length=2, max_length=4)]


class Page(Frozen):
    """One screen of a module: a heading and up to a few short lines."""

    title: Text
    lines: Annotated[tuple[Text, ...], Field(strict=False, min_length=1)]


class Value(StrEnum):
    """The five values of the Values and Ethics Code for the Public Sector, or all of them."""

    DEMOCRACY = "democracy"
    PEOPLE = "people"
    INTEGRITY = "integrity"
    STEWARDSHIP = "stewardship"
    EXCELLENCE = "excellence"
    ALL = "all"


class Module(Frozen):
    """Five minutes on one subject: outcomes, pages, a dilemma, a question for the team."""

    id: Slug
    version: int
    title: Text
    value: Annotated[Value, Field(strict=False)]
    minutes: int
    outcomes: Annotated[tuple[Text, ...], Field(strict=False, min_length=1)]
    pages: Annotated[tuple[Page, ...], Field(strict=False, min_length=1)]
    dilemma: Dilemma
    talk: Text
    acknowledges_code: bool = False


class Duty(Frozen):
    """Something a person is asked again and again, such as whether a conflict of interest has come up.

    `questions` are the concrete examples that take turns, one an occurrence.
    """

    id: Slug
    version: int
    title: Text
    questions: Annotated[tuple[Text, ...], Field(strict=False, min_length=1)]


class Notice(Frozen):
    """The privacy notice; the version a person saw is kept with them."""

    version: int
    title: Text
    lines: Annotated[tuple[Text, ...], Field(strict=False, min_length=1)]


class CardText(Frozen):
    """The sentences of one card; `{name}` stands for a value known when the card is shown."""

    title: Text
    body: Annotated[tuple[Text, ...], Field(strict=False)] = ()


class VerbText(Frozen):
    """The label of a button, and the words that mean the same when typed."""

    label: Text
    en: Annotated[tuple[Words, ...], Field(strict=False)] = ()
    fr: Annotated[tuple[Words, ...], Field(strict=False)] = ()


class Unit(Frozen):
    """A part of the organization that reports may name."""

    id: Slug
    name: Text


class Code(Frozen):
    """The organization's code of conduct: its name, and the version people acknowledge."""

    version: Words
    name: Text


class OwnValue(Frozen):
    """What the organization adds to one public-sector value: its own value and its plain rule."""

    value: Annotated[Value, Field(strict=False)]
    own: Text
    rule: Text


class Cadence(StrEnum):
    """How often a duty comes back."""

    QUARTERLY = "quarterly"
    YEARLY = "yearly"
    MONTHLY = "monthly"


class Reminders(Frozen):
    """When a duty's reminder may reach a person.

    `spread_days` spreads one occurrence over that many days from its first day, by person.
    `opens` and `closes` are local hours of the person; `every_day` allows weekends and holidays too
    (for a demonstration only).
    """

    duty: Slug
    cadence: Annotated[Cadence, Field(strict=False)] = Cadence.QUARTERLY
    spread_days: Annotated[int, Field(ge=0, le=90)] = 60
    opens: Annotated[time, Field(strict=False)] = time(8)
    closes: Annotated[time, Field(strict=False)] = time(18)
    every_day: bool = False


class RecordKind(StrEnum):
    """Everything that is kept until it may be disposed of; a test compares it with what the stores keep."""

    NOTICE_SEEN = "notice-seen"
    LANGUAGE_CHOSEN = "language-chosen"
    MODULE_FINISHED = "module-finished"
    ACKNOWLEDGED = "acknowledged"
    REMINDER_ANSWERED = "reminder-answered"
    REMINDER_SENT = "reminder-sent"
    PERSON = "person"
    PLACE = "place"
    ADDRESS = "address"
    DELIVERY = "delivery"
    ACCESS = "access"


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


class Organization(Frozen):
    """One federal organization: names, code, units, and the values that fill `{{…}}`.

    A value of None means "we have none": the lines that need it are hidden. No `retention`: nothing is
    ever disposed of.
    """

    id: Slug
    name: Text
    sample: Text | None = None
    time_zone: Words
    code: Code
    units: Annotated[tuple[Unit, ...], Field(strict=False, min_length=1)]
    own_values: Annotated[tuple[OwnValue, ...], Field(strict=False)] = ()
    reminders: Annotated[tuple[Reminders, ...], Field(strict=False)] = ()
    retention: Retention | None = None
    values: dict[str, Text | None] = {}

    def own_value(self, value: Value) -> OwnValue | None:
        """Return what the organization adds to a public-sector value, if anything."""
        return next((own for own in self.own_values if own.value == value), None)


class Library(Frozen):
    """Everything one organization's people can read, with every `{{…}}` filled.

    Keys: `modules` and `duties` by id, `cards` and `sentences` by id, `verbs` by verb. The sentences of the
    command line and of the checker are among `sentences`; the card `privacy` is the privacy notice.
    """

    organization: Organization
    notice_version: int
    modules: dict[str, Module]
    duties: dict[str, Duty]
    cards: dict[str, CardText]
    sentences: dict[str, Text]
    verbs: dict[str, VerbText]
    public_values: dict[Value, Text]
