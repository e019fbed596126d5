"""One federal organization: its names, code, units, contacts, courses, reminders and decisions."""

from datetime import date, time
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from content.model.app import App
from content.model.audiences import NamedAudience
from content.model.campaigns import Audience
from content.model.doors import Contact
from content.model.retention import Retention
from content.model.sources import Confirmation
from content.model.text import ContactKey, Frozen, GroupId, PathName, RoleName, Slug, Text, Value, Words


class Unit(Frozen):
    """A part of the organization that reports may name."""

    id: Slug
    name: Text


class CodeVersion(Frozen):
    """One version of the code: since when, and what changed against the one before it."""

    version: Words
    since: Annotated[date, Field(strict=False)]
    changes: Annotated[tuple[Text, ...], Field(strict=False)] = ()


class Code(Frozen):
    """The organization's code of conduct: its name, the version people acknowledge, and its history.

    `history` is oldest first and ends with `version`; empty when nobody has written down what changed.
    """

    version: Words
    name: Text
    history: Annotated[tuple[CodeVersion, ...], Field(strict=False)] = ()


class Course(Frozen):
    """A course that people report having finished; who is asked to take it (empty: everyone), and by when."""

    code: Slug
    name: Text
    paths: Annotated[tuple[PathName, ...], Field(strict=False)] = ()
    within_days: Annotated[int, Field(ge=1, le=1000)] | None = None


class Process(Frozen):
    """A kind of file that needs a declaration of its own before somebody starts it."""

    id: Slug
    name: Text
    form_link: Text


class OwnValue(Frozen):
    """What the organization adds to one public-sector value: its own value, its plain rule, or both."""

    value: Annotated[Value, Field(strict=False)]
    own: Text | None = None
    rule: Text | None = None


class Cadence(StrEnum):
    """How often a duty comes back."""

    QUARTERLY = "quarterly"
    YEARLY = "yearly"
    MONTHLY = "monthly"

    @property
    def months(self) -> int:
        """Return how many months one occurrence lasts."""
        return {"quarterly": 3, "yearly": 12, "monthly": 1}[self.value]


MARGIN = 7
"""Days at the end of an occurrence that hold no fresh reminder, so that weekends and holidays never push
one into the next occurrence: no run of days off in Canada is this long."""


class Ladder(Frozen):
    """What follows a first card without an answer: a second one, then a line in the office's list.

    Working days, each counted from the day of the card before.
    """

    second_after: Annotated[int, Field(ge=3, le=30)] = 10
    listed_after: Annotated[int, Field(ge=3, le=30)] = 10

    @property
    def days(self) -> int:
        """Return how many days the ladder takes at most.

        Two weekend days go with each five working days begun, and six for the holidays of any province.
        """
        return sum(count + 2 * -(-count // 5) + 6 for count in (self.second_after, self.listed_after))


class Month(StrEnum):
    """A month, in the order of the year."""

    JANUARY = "january"
    FEBRUARY = "february"
    MARCH = "march"
    APRIL = "april"
    MAY = "may"
    JUNE = "june"
    JULY = "july"
    AUGUST = "august"
    SEPTEMBER = "september"
    OCTOBER = "october"
    NOVEMBER = "november"
    DECEMBER = "december"

    @property
    def number(self) -> int:
        """Return the month's number, from 1."""
        return list(Month).index(self) + 1


class Reminders(Frozen):
    """When a duty's reminder may reach a person, and whom.

    `spread_days` spreads one occurrence over that many days from its first day, by person.
    `opens` and `closes` are local hours of the person; `every_day` allows weekends and holidays too
    (for a demonstration only). A yearly one may begin in a `month` of its own. No `ladder`: one card, and
    nobody is listed. `on_path_change` asks again whoever has another path than when they last answered.
    """

    duty: Slug
    cadence: Annotated[Cadence, Field(strict=False)] = Cadence.QUARTERLY
    spread_days: Annotated[int, Field(ge=0, le=90)] = 60
    opens: Annotated[time, Field(strict=False)] = time(8)
    closes: Annotated[time, Field(strict=False)] = time(18)
    every_day: bool = False
    month: Annotated[Month, Field(strict=False)] | None = None
    audience: Audience = Field(default_factory=Audience)
    ladder: Ladder | None = None
    on_path_change: bool = False


class Budget(Frozen):
    """How many messages a person gets unasked in a quarter, across everything.

    `first_quarter` is for the quarter in which the person met Ethos. Of onboarding, one message in
    `onboarding_days`.
    """

    per_quarter: Annotated[int, Field(ge=1, le=100)] = 6
    first_quarter: Annotated[int, Field(ge=1, le=100)] = 12
    onboarding_days: Annotated[int, Field(ge=1, le=90)] = 7


class Invitations(Frozen):
    """Over how many days of a quarter everybody is invited, once, to say something without a name."""

    spread_days: Annotated[int, Field(ge=0, le=80)] = 60


class Weekday(StrEnum):
    """A working day, in the order of the week."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"


class Talks(Frozen):
    """On which day of the week managers with an overdue talk get the same reminder; None: never."""

    weekday: Annotated[Weekday, Field(strict=False)] | None = Weekday.TUESDAY


class DecidedFactor(Frozen):
    """What people may be asked about themselves: the privacy office's decision, by its title or number."""

    id: Slug
    decision: Text
    since: Annotated[date, Field(strict=False)]


class Privacy(Frozen):
    """What the privacy office has decided about questions without a name. No `factors`: none is asked."""

    factors: Annotated[tuple[DecidedFactor, ...], Field(strict=False)] = ()


class Organization(Frozen):
    """One federal organization: names, code, units, and the values that fill `{{…}}`.

    A value of None means "we have none": the lines that need it are hidden; so is a contact of None. No
    `retention`: nothing is ever disposed of. `small` counts totals only. `packs` are shared
    texts that lie between those of Ethos and the organization's own. No `app`: it is not offered in Teams.
    `groups` names, for a role, the Entra group that must confirm whoever holds it by the staff list.
    No `invitations`: nobody is invited to answer without a name, and the form stands all the same.
    `test_list` are the people, by Entra object id, to whom a rehearsal really writes. `audiences` are those
    that it maintains in files of their own, by id.
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
    values: dict[str, Text | None] = Field(default_factory=dict)
    contacts: dict[ContactKey, Contact | None] = Field(default_factory=dict)
    courses: Annotated[tuple[Course, ...], Field(strict=False)] = ()
    processes: Annotated[tuple[Process, ...], Field(strict=False)] = ()
    confirmed: Annotated[tuple[Confirmation, ...], Field(strict=False)] = ()
    packs: Annotated[tuple[Slug, ...], Field(strict=False)] = ()
    app: App | None = None
    talks: Talks = Field(default_factory=Talks)
    groups: dict[RoleName, GroupId] = Field(default_factory=dict)
    budget: Budget = Field(default_factory=Budget)
    invitations: Invitations | None = Field(default_factory=Invitations)
    test_list: Annotated[tuple[GroupId, ...], Field(strict=False)] = ()
    privacy: Privacy = Field(default_factory=Privacy)
    small: bool = False
    audiences: dict[Slug, NamedAudience] = Field(default_factory=dict)

    def own_value(self, value: Value) -> OwnValue | None:
        """Return what the organization adds to a public-sector value, if anything."""
        return next((own for own in self.own_values if own.value == value), None)
