"""What lies on the reception's desk in one turn: the words, the past, and every saved place."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from content.model import Library
from dialogs import (
    action_plan,
    ask_session,
    assessment,
    attendance,
    begun,
    campaigns,
    catalogue,
    checklist,
    code,
    coi,
    confirm,
    conversation_log,
    counts,
    counts_file,
    courses,
    doors,
    feedback,
    file,
    guidance,
    home,
    lead,
    menu,
    message,
    messages,
    module,
    month,
    places,
    questionnaire,
    recommendations,
    record,
    records,
    registers,
    scenarios,
    self_check,
    session_requests,
    talk,
    team,
    unanswered,
    voices,
    welcome,
    welcome_back,
    which,
    who_looked,
)
from dialogs.flow import Flow, Past
from dialogs.lexicon import Lexicon
from dialogs.views import View

AnyFlow = Flow[Any, Any, Any]

FLOWS: Mapping[str, AnyFlow] = {
    flow.name: flow
    for flow in (
        welcome.FLOW,
        home.FLOW,
        menu.FLOW,
        catalogue.FLOW,
        module.FLOW,
        coi.FLOW,
        code.FLOW,
        courses.LIST,
        courses.FLOW,
        record.FLOW,
        counts.FLOW,
        counts_file.FLOW,
        records.FLOW,
        unanswered.FLOW,
        voices.FLOW,
        registers.FLOW,
        assessment.FLOW,
        action_plan.FLOW,
        month.FLOW,
        recommendations.FLOW,
        scenarios.FLOW,
        begun.YOU_SAID,
        ask_session.FLOW,
        session_requests.FLOW,
        begun.REQUESTED_SESSION,
        conversation_log.FLOW,
        who_looked.FLOW,
        doors.FLOW,
        feedback.FLOW,
        feedback.INVITATIONS,
        questionnaire.FLOW,
        self_check.FLOW,
        file.FLOW,
        guidance.FLOW,
        confirm.FLOW,
        which.FLOW,
        checklist.FLOW,
        talk.FLOW,
        team.FLOW,
        lead.FLOW,
        lead.REMINDERS,
        attendance.FLOW,
        campaigns.FLOW,
        messages.FLOW,
        welcome_back.FLOW,
        message.COMMUNICATIONS,
        message.INVITATIONS,
        message.SESSION_REMINDERS,
    )
}


@dataclass(frozen=True, slots=True)
class Standing:
    """A saved place as the reception sees it; the fields are those of the ledger, without the person."""

    flow: str
    key: str
    revision: int
    place: bytes
    via: str = ""
    acted: int = 0
    arrived: int = 0


@dataclass(frozen=True, slots=True)
class Point:
    """One conversation, ready to step: its flow, script, what it knows, and where it is."""

    flow: AnyFlow
    key: str
    script: Any
    known: Any
    place: Any
    saved: Standing | None

    @property
    def revision(self) -> int:
        """How often the place has moved; 0 when nothing is saved."""
        return self.saved.revision if self.saved else 0

    @property
    def edition(self) -> str:
        """The version of the words."""
        return self.flow.edition(self.script)

    def here(self) -> View:
        """Show where the conversation is."""
        return self.flow.here(self.script, self.known, self.place)


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything one turn may look at. No id, no name, no unit.

    `greeted` says that the first card was shown to this person, as far as this process remembers.
    """

    library: Library
    lexicon: Lexicon
    past: Past
    standing: tuple[Standing, ...]
    greeted: bool = False

    def find(self, flow: str, key: str) -> Standing | None:
        """Return the saved place of a conversation, or None."""
        return next((saved for saved in self.standing if (saved.flow, saved.key) == (flow, key)), None)

    def attention(self) -> Standing | None:
        """Return the conversation the person last acted in. A card of ours that arrived never takes it."""
        acted = [saved for saved in self.standing if saved.acted]
        return max(acted, key=lambda saved: saved.acted, default=None)

    def point(self, flow: str, key: str) -> Point | None:
        """Make a conversation ready to step; None when its words are gone.

        A place that can no longer be read starts over: better a page twice than a person locked out.
        """
        kind = FLOWS.get(flow)
        script = kind.script(self.library, key) if kind else None
        if kind is None or script is None:
            return None
        known = kind.know(script, self.past)
        saved = self.find(flow, key)
        place = None
        if saved is not None:
            try:
                place = places.load(kind, saved.place)
            except places.UnreadablePlace:
                place = None
        return Point(kind, key, script, known, kind.begin(script, known) if place is None else place, saved)
