"""What officials write down by hand: evidence, training plans, the code's review, goals, recommendations."""

import re
from datetime import date, timedelta
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from content.model.text import Frozen, Language, Slug

MOST_IN_A_TITLE, MOST_IN_A_NOTE, MOST_IN_A_NAME = 200, 2_000, 120
"""Characters in each language."""

WHEN = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})(-(?P<day>\d{2}))?|FY(?P<begins>\d{4})-(?P<ends>\d{2})")
APRIL = 4

Kind = Literal[
    "committee",
    "all-staff",
    "functional-area",
    "topic",
    "networks",
    "performance",
    "communications",
    "onboarding",
    "learning",
    "succession",
    "risk-assessment",
    "orientation",
    "recognition",
    "staffing",
    "expert-talk",
    "survey-result",
    "network-meeting",
    "ethics-hours",
    "theme",
    "adjustment",
    "success",
    "other",
]
"""The seven boxes of question 6, the three of question 7, what officials are asked besides, and what the open
questions ask for: a theme that came back, learning that was adjusted to it, and what worked well."""

Heading = Literal["calling", "trust", "respect", "accountability", "collective"]
"""The headings of the Deputy Ministers' Task Team report, in its order."""

KINDS: tuple[Kind, ...] = get_args(Kind)
HEADINGS: tuple[Heading, ...] = get_args(Heading)


# When, and in whose words -------------------------------------------------------------------------


def _first(when: str) -> date:
    """Return the first day of 2024-02-06, 2024-02 or FY2023-24. Raises ValueError for anything else."""
    found = WHEN.fullmatch(when)
    if found is None:
        raise ValueError(f"no day, month or fiscal year: {when}")
    if found["begins"]:
        year = int(found["begins"])
        if (year + 1) % 100 != int(found["ends"]):
            raise ValueError(f"no fiscal year: {when}")
        return date(year, APRIL, 1)
    return date(int(found["year"]), int(found["month"]), int(found["day"] or 1))


def _last(when: str) -> date:
    first = _first(when)
    if when.startswith("FY"):
        return date(first.year + 1, APRIL, 1) - timedelta(days=1)
    if when.count("-") > 1:
        return first
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _known(when: str) -> str:
    _first(when)
    return when


When = Annotated[str, AfterValidator(_known)]
"""A day (2024-02-06), a month (2024-02) or a fiscal year (FY2023-24): as exact as whoever writes knows it."""


class Span(Frozen):
    """When something was: from the first day of `begins` to the last day of `ends`, or of `begins` itself."""

    begins: When
    ends: When | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "Span":
        if self.last < self.first:
            raise ValueError(f"{self.ends} ends before {self.begins} begins")
        return self

    @property
    def first(self) -> date:
        """Return the first day."""
        return _first(self.begins)

    @property
    def last(self) -> date:
        """Return the last day."""
        return _last(self.ends or self.begins)


class Own(Frozen):
    """Words of an office, in one official language at least: what nobody translated is not made up."""

    en: str = ""
    fr: str = ""

    @model_validator(mode="after")
    def _said(self) -> "Own":
        if not (self.en.strip() or self.fr.strip()):
            raise ValueError("said in neither language")
        return self

    def of(self, language: Language) -> tuple[str, Language]:
        """Return the words and the language they are in: the one asked for where there are any."""
        other: Language = "fr" if language == "en" else "en"
        words = self.en if language == "en" else self.fr
        return (words, language) if words.strip() else (self.fr if language == "en" else self.en, other)


class Title(Own):
    """One line."""

    en: Annotated[str, StringConstraints(max_length=MOST_IN_A_TITLE)] = ""
    fr: Annotated[str, StringConstraints(max_length=MOST_IN_A_TITLE)] = ""


class Note(Own):
    """Some lines."""

    en: Annotated[str, StringConstraints(max_length=MOST_IN_A_NOTE)] = ""
    fr: Annotated[str, StringConstraints(max_length=MOST_IN_A_NOTE)] = ""


class Name(Own):
    """What something is called: an audience, a unit, an office. Never a person."""

    en: Annotated[str, StringConstraints(max_length=MOST_IN_A_NAME)] = ""
    fr: Annotated[str, StringConstraints(max_length=MOST_IN_A_NAME)] = ""


# What is written down -----------------------------------------------------------------------------


class Entered(Frozen):
    """What every line has: whether it was taken back. Its earlier versions stay in the register.

    `kept_on` and `kept_by` are the day of this version and the role that kept it: never a name.
    """

    withdrawn: bool = False
    kept_on: Annotated[date, Field(strict=False)] | None = None
    kept_by: Slug | None = None


class Evidence(Entered):
    """Something that happened outside the bot, or is planned; a planned line ticks no box and counts nowhere.

    `number` is how many there were of what `of` names; `reach` is how many people. `topic` is one of the
    themes, `link` leads to a page of the organization.
    """

    kinds: Annotated[tuple[Kind, ...], Field(strict=False, min_length=1)]
    when: Span
    title: Title
    note: Note | None = None
    audience: Name | None = None
    number: Annotated[int, Field(ge=0)] | None = None
    of: (
        Literal["sessions", "messages", "forms", "courses", "documents", "hours", "answers", "percent"] | None
    ) = None
    reach: Annotated[int, Field(ge=0)] | None = None
    topic: Slug | None = None
    headings: Annotated[tuple[Heading, ...], Field(strict=False)] = ()
    link: Annotated[str, StringConstraints(pattern=r"^https://\S+$", max_length=500)] | None = None
    planned: bool = False

    @model_validator(mode="after")
    def _counted(self) -> "Evidence":
        if (self.number is None) is not (self.of is None):
            raise ValueError("a number needs to say of what, and the other way round")
        return self


class TrainingPlan(Entered):
    """The values and ethics training plan of one unit; `level` is how far down it goes."""

    unit: Name
    level: Literal["organization", "branch", "division", "individual"]
    exists: bool
    implemented: Literal["no", "partly", "fully"] = "no"
    target: When | None = None
    note: Note | None = None


class CodeStep(Entered):
    """One step of the review of the code of conduct: done `when`, or due by `target`, or both.

    `nature` says what changes with it, or why nothing has to.
    """

    step: Literal["started", "consultation", "draft", "approved", "published", "no-update"]
    when: Span | None = None
    target: When | None = None
    nature: Note | None = None

    @model_validator(mode="after")
    def _dated(self) -> "CodeStep":
        if self.when is None and self.target is None:
            raise ValueError("a step was done or is due")
        return self


class FollowUp(Frozen):
    """How far a goal had come on a day; `value` where its indicator is a number that somebody types."""

    day: Annotated[date, Field(strict=False)]
    value: int | None = None
    note: Note | None = None


class Goal(Entered):
    """One line of the action plan: what is to be reached, how that is measured, by when and by which office.

    A `risk` is a line about a risk across a business line. `measure` names an indicator that the bot counts;
    without it the `indicator` is a number that somebody types with each follow-up. `target` is that number.
    """

    kind: Literal["goal", "risk"] = "goal"
    level: Literal["organization", "branch", "unit"]
    title: Title
    indicator: Title | None = None
    measure: Slug | None = None
    target: int | None = None
    due: Annotated[date, Field(strict=False)]
    owner: Name
    corporate_line: Title | None = None
    headings: Annotated[tuple[Heading, ...], Field(strict=False)] = ()
    follow_ups: Annotated[tuple[FollowUp, ...], Field(strict=False)] = ()
    state: Literal["open", "reached", "dropped"] = "open"


class Recommendation(Entered):
    """What the Senior Official recommends to the deputy head, concerning practices or strategies."""

    day: Annotated[date, Field(strict=False)]
    concerns: Literal["practice", "strategy"]
    title: Title
    because: Note
    goal: Slug | None = None
    state: Literal["open", "accepted", "declined", "done"] = "open"


class Answered(Frozen):
    """What a human being answered to one question of a set: options chosen by hand, and words."""

    set_id: Slug
    version: int
    question: Slug
    period: Slug
    chosen: Annotated[tuple[Slug, ...], Field(strict=False)] = ()
    words: Note | None = None
