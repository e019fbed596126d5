"""What may be asked of each office, what somebody has to be allowed for it, and the desk that answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, get_args

from bot.action_plan import CHANGES as PLANNING
from bot.ask_session import ASKING
from bot.assessment_desk import CHANGES as ANSWERING
from bot.campaign_desk import CHANGES
from bot.conversation_log import LOGGING
from bot.recommendations import CHANGES as RECOMMENDING
from bot.scenarios import CHANGES as DRAFTING
from bot.session_requests import ANSWERING as AGREEING
from bot.voices import CHANGES as TAGGING
from bot.voices import READS
from dialogs.assessment_questions import AssessmentQuery
from dialogs.flow import Answer
from dialogs.plan_questions import (
    GoalFormAsked,
    GoalTurned,
    GoalWritten,
    MonthAsked,
    PlanQuery,
    RecommendationFormAsked,
    RecommendationQuery,
    SignalsAsked,
)
from dialogs.questions import (
    CampaignQuery,
    ChecklistAsked,
    DisposalAsked,
    FileAsked,
    ParticipationAsked,
    Query,
    RecordAsked,
    TeamAsked,
    TeamGuideAsked,
    UnansweredAsked,
)
from dialogs.register_questions import CHANGING, WRITING, RegisterQuery
from dialogs.request_questions import AskQuery, LogQuery, RequestQuery
from dialogs.scenario_questions import ScenarioQuery
from dialogs.voice_questions import TextRedirected, TextsAsked, ThemesGiven, VoicesQuery

if TYPE_CHECKING:
    from bot.queries import Queries

NEEDS: Mapping[type[Query], str] = {
    ParticipationAsked: "report",
    FileAsked: "report",
    RecordAsked: "records",
    DisposalAsked: "records",
    UnansweredAsked: "unanswered",
    ChecklistAsked: "team",
    TeamAsked: "team",
    TeamGuideAsked: "team",
    **dict.fromkeys(get_args(CampaignQuery), "campaigns"),
    **dict.fromkeys(get_args(AssessmentQuery), "assessment"),
    **dict.fromkeys(get_args(VoicesQuery), "voices"),
    **dict.fromkeys(get_args(RegisterQuery), "evidence"),
    **dict.fromkeys(WRITING, "writes-evidence"),
    **dict.fromkeys((TextsAsked, ThemesGiven, TextRedirected), READS),
    MonthAsked: "month",
    **dict.fromkeys(get_args(RecommendationQuery), "recommendations"),
    **dict.fromkeys((RecommendationFormAsked, *RECOMMENDING, SignalsAsked), "recommend"),
    **dict.fromkeys(get_args(ScenarioQuery), "scenarios"),
    **dict.fromkeys(get_args(PlanQuery), "plan"),
    **dict.fromkeys((GoalFormAsked, GoalWritten, GoalTurned), "goals"),
    **dict.fromkeys(get_args(AskQuery), "ask-session"),
    **dict.fromkeys(get_args(RequestQuery), "requests"),
    **dict.fromkeys(get_args(LogQuery), "log-conversation"),
}
"""What somebody who gets no answer would need to be allowed."""


class Answering(Protocol):
    """A desk: it answers its own questions, once the role was checked."""

    async def answer(self, asked: Any, /) -> Answer:
        """Answer a question that may be asked."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What one office asks together: its questions, those that write or leave, and what answers them."""

    asks: Any
    changes: tuple[type, ...]
    made: Callable[["Queries"], Answering]


DESKS = (
    Desk(CampaignQuery, CHANGES, lambda queries: queries.campaigns),
    Desk(VoicesQuery, TAGGING, lambda queries: queries.voices),
    Desk(RegisterQuery, CHANGING, lambda queries: queries.registers),
    Desk(AssessmentQuery, ANSWERING, lambda queries: queries.assessment),
    Desk(PlanQuery, PLANNING, lambda queries: queries.plan),
    Desk(RecommendationQuery, RECOMMENDING, lambda queries: queries.recommendations),
    Desk(ScenarioQuery, DRAFTING, lambda queries: queries.scenarios),
    Desk(AskQuery, ASKING, lambda queries: queries.asking),
    Desk(RequestQuery, AGREEING, lambda queries: queries.requests),
    Desk(LogQuery, LOGGING, lambda queries: queries.conversations),
    Desk(MonthAsked, (), lambda queries: queries.month),
)
"""Every office with many questions; the role is asked for anew before anything of `changes`."""
