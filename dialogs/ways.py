"""The doors that are always open: which verb opens which conversation, from anywhere."""

from collections.abc import Mapping

from dialogs import doors

DOORS: Mapping[str, tuple[str, str]] = {
    "home": ("home", ""),
    "menu": ("menu", ""),
    "help": ("guidance", "help"),
    "privacy": ("guidance", "privacy"),
    "modules": ("catalogue", ""),
    "code": ("code", ""),
    "checklist": ("checklist", "onboarding"),
    "team": ("team", ""),
    "self-check": ("self-check", ""),
    "start-again": ("self-check", ""),
    "courses": ("courses", ""),
    "feedback": ("feedback", ""),
    "feedback-form": ("questionnaire", "feedback"),
    "pulse": ("questionnaire", "pulse"),
    "rating": ("questionnaire", "rating"),
    "file": ("file", ""),
    "attend": ("attend", ""),
    "record": ("record", ""),
    "messages": ("messages", ""),
    "report": ("report", ""),
    "get-file": ("get-file", ""),
    "records": ("records", ""),
    "campaigns": ("campaigns", ""),
    "unanswered": ("unanswered", ""),
    "voices": ("voices", ""),
    "evidence": ("registers", "evidence"),
    "training-plans": ("registers", "training-plans"),
    "code-review": ("registers", "code-review"),
    "assessment": ("assessment", ""),
    "plan": ("plan", ""),
    "month": ("month", ""),
    "recommendations": ("recommendations", ""),
    "scenarios": ("scenarios", ""),
    "lead": ("lead", ""),
    "who-looked": ("who-looked", ""),
    "ask-session": ("ask-session", ""),
    "requests": ("requests", ""),
    "log-conversation": ("log-conversation", ""),
    **doors.VERBS,
}
"""Verbs that open a conversation from anywhere, with its flow and key. They are never old."""

FORMS: Mapping[str, str] = {
    "self-check": "self-check",
    "questionnaire": "questionnaire",
    "questionnaire.again": "questionnaire",
}
"""Cards that are forms, and the verb that opens each: what is answered there must not stay in a chat."""

WINDOWS = frozenset(FORMS.values()) | {verb for verb, (flow, _) in DOORS.items() if flow in FORMS}
"""Verbs that open a form: where the chat can, in a window of its own."""

TEAM_SESSIONS = frozenset({"session", "begin-charter", "begin-scenario", "begin-review"})
"""Verbs that belong in the chat of a team. In private they open the card that says so."""

TEXT_ONLY: Mapping[str, bool] = {"text-only": True, "cards": False}
"""Verbs that choose, from anywhere, text in place of cards, or cards again."""

OFFICES = (
    "report",
    "assessment",
    "records",
    "team",
    "unanswered",
    "campaigns",
    "voices",
    "evidence",
    "plan",
    "month",
    "recommendations",
    "scenarios",
    "lead",
    "requests",
    "log-conversation",
    "ask-session",
)
"""Doors of an office: who may open one finds it at home."""


def other_form(*, text_only: bool) -> str:
    """Return the verb that changes from cards to text, or back."""
    return next(verb for verb, on in TEXT_ONLY.items() if on is not text_only)


def offices(may: frozenset[str]) -> tuple[str, ...]:
    """Return the doors of the offices a person holds."""
    return tuple(verb for verb in OFFICES if verb in DOORS and verb in may)
