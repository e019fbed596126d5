"""What a draft is made from, as the shell read it, and the shapes of what is made; pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from content.model import (
    Answered,
    Box,
    CodeStep,
    Conversation,
    Evidence,
    Goal,
    Holding,
    Kind,
    Library,
    OfficialQuestion,
    Own,
    QuestionSet,
    Recommendation,
    Scenario,
    TeamSessionHeld,
    Text,
    TrainingPlan,
)
from reports.answers import Sheet
from reports.evidence import Told
from reports.own_evidence import OwnEvidence
from reports.participation import Report
from reports.years import Years

Line = tuple[Text | Own, ...]
"""Words one after another; those of an office may be in one language only, and keep it."""


@dataclass(frozen=True, slots=True)
class Tagged:
    """How many texts of what was released belong to each theme."""

    form: str
    period: str
    themes: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Material:
    """Everything on file. Of lines that somebody wrote, those that stand, by id.

    `reports` are the counts of the years, told apart by nothing that is used here; `sheets` what may be shown
    of answers without a name; `sent` and `told` what Ethos itself sent in the years.
    """

    library: Library
    years: Years
    today: date
    evidence: Mapping[str, Evidence] = field(default_factory=dict)
    training_plans: Mapping[str, TrainingPlan] = field(default_factory=dict)
    code_steps: Mapping[str, CodeStep] = field(default_factory=dict)
    goals: Mapping[str, Goal] = field(default_factory=dict)
    recommendations: Mapping[str, Recommendation] = field(default_factory=dict)
    reports: tuple[Report, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    tagged: tuple[Tagged, ...] = ()
    sent: tuple[OwnEvidence, ...] = ()
    told: tuple[Told, ...] = ()
    answers: Mapping[str, Answered] = field(default_factory=dict)
    scenarios: Mapping[str, Scenario] = field(default_factory=dict)
    team_sessions: tuple[TeamSessionHeld, ...] = ()
    conversations: Mapping[str, Conversation] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is so, in words, and where it comes from.

    `brief` is the same for a running text; of `kinds` it is evidence. `since` is its first day, if any.
    """

    holding: Holding
    says: Line
    source: Text
    brief: Line
    since: date | None = None
    kinds: tuple[Kind, ...] = ()


@dataclass(frozen=True, slots=True)
class Offer:
    """A box for which there is evidence, with that evidence. Whoever answers ticks it, or does not."""

    box: Box
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Drafted:
    """One question with what is on file for it, what is missing, and what a person answered."""

    question: OfficialQuestion
    facts: tuple[Fact, ...]
    suggestion: tuple[Line, ...]
    gaps: tuple[Text, ...]
    offers: tuple[Offer, ...]
    answer: Answered | None


@dataclass(frozen=True, slots=True)
class Draft:
    """A whole set for an organization and some years, as it stood on a day."""

    organization: Text
    asked: QuestionSet
    period: str
    day: date
    questions: tuple[Drafted, ...]
