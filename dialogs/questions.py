"""What a conversation may ask the shell to look up, or an office to be done; the role is checked there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from content.model import Language
from dialogs.assessment_questions import AssessmentQuery
from dialogs.plan_questions import MonthAsked, PlanQuery, RecommendationQuery
from dialogs.register_questions import RegisterQuery
from dialogs.request_questions import AskQuery, LogQuery, RequestQuery
from dialogs.scenario_questions import ScenarioQuery
from dialogs.voice_questions import LooksAsked, VoicesQuery


@dataclass(frozen=True, slots=True)
class ParticipationAsked:
    """The counts of one period, such as 2026-Q4 or this-quarter, by one cut; empty: what comes first."""

    period: str
    cut: str = ""


@dataclass(frozen=True, slots=True)
class FileAsked:
    """The counts of one period as a file: what it is called and how large it is.

    `by` is what people are told apart by, `format` one of "csv", "xlsx" and "docx", `language` one or "both".
    """

    period: str
    by: str = "unit"
    format: str = "csv"
    language: str = "both"


@dataclass(frozen=True, slots=True)
class OwnRecordAsked:
    """Every row about the person who asks, in parts that fit on a card; the first is 1."""

    part: int = 1


@dataclass(frozen=True, slots=True)
class RecordAsked:
    """Every row about one person, found by email or id, for a request known by its number; in parts too."""

    person: str
    request: str
    part: int = 1


@dataclass(frozen=True, slots=True)
class DisposalAsked:
    """Whether disposal is on hold, and what was disposed of; `hold` True or False changes it first."""

    hold: bool | None = None


@dataclass(frozen=True, slots=True)
class AttendanceAsked:
    """Which session of today has a room code; without a code, which one the person has been counted at."""

    code: str = ""


@dataclass(frozen=True, slots=True)
class UnansweredAsked:
    """The conflict-of-interest office's list, in parts that fit on a card; the first is 1."""

    part: int = 1


@dataclass(frozen=True, slots=True)
class ChecklistAsked:
    """The items of a checklist for one side, "employee" or "manager", with days and what is known as done."""

    checklist: str
    side: str


@dataclass(frozen=True, slots=True)
class TalkAsked:
    """How the talk of a checklist stands for the person who asks.

    `other` is the employee whom their manager asks about; empty for the employee's own. With `confirm`, as it
    will stand once the person has confirmed.
    """

    checklist: str
    other: str = ""
    confirm: bool = False


@dataclass(frozen=True, slots=True)
class GuideAsked:
    """The guide for a talk, in the language of the employee."""

    checklist: str
    other: str = ""


@dataclass(frozen=True, slots=True)
class TeamAsked:
    """The manager's new and leaving people, as they stand once the talk `talked`, by key, is confirmed.

    Without a key, something was to be confirmed, and nobody was chosen.
    """

    talked: str | None = None


@dataclass(frozen=True, slots=True)
class TeamGuideAsked:
    """The guide for the talk, in the languages of the new people of the manager who asks."""


# What an office sends -----------------------------------------------------------------------------

Campaigning = Literal["card", "rehearsal", "unreached", "earlier", "rewording"]
"""What there is to see of a campaign, besides its form and its preview."""

Act = Literal[
    "start", "pause", "resume", "stop", "discard", "send-correction", "drop-correction", "send-test"
]
"""What may be done with a campaign."""


@dataclass(frozen=True, slots=True)
class CalendarAsked:
    """What runs, and what will be sent in the next 90 days."""


@dataclass(frozen=True, slots=True)
class CampaignAsked:
    """One campaign as it is now; a duty's occurrence has an id such as coi@2026-Q4."""

    campaign: str
    what: Campaigning = "card"


@dataclass(frozen=True, slots=True)
class FormAsked:
    """The form of a campaign as it is now; without an id that of a new one, begun with a ready `draft`."""

    campaign: str = ""
    draft: str = ""


@dataclass(frozen=True, slots=True)
class WrittenDown:
    """A form without faults is to be kept, unless the campaign is no longer at the `revision` that was read.

    `held` is what it holds; its words are kept in the register and nowhere else. `draft` is the ready one
    that a new communication was begun with.
    """

    campaign: str
    revision: int
    held: Mapping[str, str]
    draft: str = ""


@dataclass(frozen=True, slots=True)
class SessionFormAsked:
    """The form of a session as it is now; without an id that of a new one, begun with a ready `draft`.

    With `again` it is begun with the session of that id, so many `months` later.
    """

    campaign: str = ""
    draft: str = ""
    again: str = ""
    months: int = 0


@dataclass(frozen=True, slots=True)
class SessionWritten:
    """A session's form without faults is to be kept, as a communication's is, with its ready `draft`."""

    campaign: str
    revision: int
    held: Mapping[str, str]
    draft: str = ""


@dataclass(frozen=True, slots=True)
class PreviewAsked:
    """The message as people will get it in a language; that it was looked at is kept."""

    campaign: str
    revision: int
    language: Language


@dataclass(frozen=True, slots=True)
class ActAsked:
    """Something is to be done with a campaign, unless it is no longer at the `revision` that was read."""

    campaign: str
    revision: int
    act: Act


@dataclass(frozen=True, slots=True)
class UnreachedFileAsked:
    """Who was not reached, as a file: what it is called and how large it is."""

    campaign: str


@dataclass(frozen=True, slots=True)
class CommunicationAsked:
    """The words of a communication or a session, by the id of its campaign: for whoever it is meant for."""

    campaign: str


@dataclass(frozen=True, slots=True)
class MessagesAsked:
    """What the person is to receive next; with `until`, as it will be once they want nothing before that day.

    A day that has come means that they want it all again. `note` comes back with the answer.
    """

    until: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class ReturnAsked:
    """What came, or waits, for the person on their return, by its day such as 2026-11-30."""

    day: str


CampaignQuery = (
    CalendarAsked
    | CampaignAsked
    | FormAsked
    | WrittenDown
    | SessionFormAsked
    | SessionWritten
    | PreviewAsked
    | ActAsked
    | UnreachedFileAsked
)
"""What the values and ethics office may ask for."""

DeskQuery = (
    CampaignQuery
    | VoicesQuery
    | RegisterQuery
    | AssessmentQuery
    | PlanQuery
    | MonthAsked
    | RecommendationQuery
    | ScenarioQuery
    | AskQuery
    | RequestQuery
    | LogQuery
)
"""What belongs to a desk of its own: an office that asks many things."""

Query = (
    ParticipationAsked
    | FileAsked
    | OwnRecordAsked
    | RecordAsked
    | DisposalAsked
    | AttendanceAsked
    | UnansweredAsked
    | ChecklistAsked
    | TalkAsked
    | GuideAsked
    | TeamAsked
    | TeamGuideAsked
    | DeskQuery
    | LooksAsked
    | CommunicationAsked
    | MessagesAsked
    | ReturnAsked
)
