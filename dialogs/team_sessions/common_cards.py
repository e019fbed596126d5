"""What every kind of team session shows alike: what stands in the way, a question, and what comes later."""

from collections.abc import Mapping

from content.model import Library, Text
from content.wording import filled, fold
from dialogs import lesson
from dialogs.lesson import Lesson
from dialogs.team_sessions import charter_states, review, scenario
from dialogs.team_sessions.common_words import leaderless, lines_of, until
from dialogs.team_sessions.kept import Session, closed
from dialogs.team_sessions.leading import leading
from dialogs.team_sessions.meeting import SCENARIO, Later, Meeting, Outcome
from dialogs.team_sessions.seats import Said
from dialogs.team_sessions.sight import Asking, Doing, Drawn, Meant, Press, Screen, Sight
from dialogs.views import Button, Choice, Pressed, Value, View

Held = Meeting | Outcome
"""A session while it is open, or what is left of it."""

HAND_OVER, CLOSING = "hand-over", "closing"
"""The two screens that every kind of session has."""

WINDOWS = frozenset({"session-hand-over"})
"""Verbs that open a form: where the chat can, in a window of its own."""

LOOKING = frozenset({"session", "session-back", "session-hand-over", "session-close"})
"""Verbs that change nothing."""

ONWARD = frozenset({"session-on", "session-really-close", "scenario-reveal"})
"""Verbs after which the card itself says what became of them."""

KEPT: Mapping[str, str] = {
    "session-take-over": "session.said.taken-over",
    "session-handed": "session.said.handed",
    "charter-take-part": "charter.said.take-part",
}
"""What is said of presses for which “kept” is not enough."""

MOST_NAMES = 100
"""Names in one list; more of them would not fit on a card."""

SESSION = Button("session")

PREPARING = View("session.preparing", buttons=(SESSION,), both=True)
OVER = View("session.over", buttons=(SESSION,))
ELSEWHERE = View("session.elsewhere", buttons=(SESSION,))
AWAY = View("session.away", buttons=(SESSION,), both=True)
MOVED_ON = View("session.moved-on", both=True)

DECIDED = scenario.Revealed | review.Reviewed | charter_states.Posted
"""Steps in which a session has its result, so that ending it loses nothing."""


def meant(press: Pressed, about: str, edition: str) -> Press | None:
    """Return what a press means that every kind of session has; None when it is none of them.

    Who hands a session over or takes it over is the shell's to hear: it alone knows whose seat is whose.
    """
    match press.verb:
        case "session" | "session-back":
            return Asking(Screen())
        case "session-hand-over":
            return Asking(Screen(HAND_OVER))
        case "session-close":
            return Asking(Screen(CLOSING))
        case "session-really-close":
            return Meant((Doing("close"),))
        case "session-on":
            return Meant((Doing("on"),))
        case _:
            return None


def asked(sight: Sight) -> Drawn | None:
    """Show the form or the question of every kind of session that somebody has open; None without one."""
    state = sight.meeting.session
    if not sight.leads or state is None or closed(state) is not None:
        return None
    match sight.screen.name:
        case "hand-over":
            return Drawn(_handing_over(sight))
        case "closing" if not _has_all(state):
            ways = (Button("session-really-close"), Button("session-hand-over"), Button("session-back"))
            anew = sight.meeting.anew or isinstance(state, review.Reviewed)
            return Drawn(View("session.closing-anew" if anew else "session.closing", {}, ways))
        case _:
            return None


def _has_all(state: Session) -> bool:
    """Tell whether a session has all that it was held for, so that ending it loses nothing."""
    return isinstance(state, DECIDED) and not (isinstance(state, review.Reviewed) and review.changes(state))


def _handing_over(sight: Sight) -> View:
    if not sight.others:
        return View("session.hand-over-nobody", {}, (Button("session-back"),))
    words, named = sight.library.sentences, sorted(sight.others, key=lambda other: fold(other[1]))
    listed = named[:MOST_NAMES]
    more = (filled(words["session.who-more"], {"count": MOST_NAMES}),) if len(named) > MOST_NAMES else ()
    options = tuple((id_, Text(en=name or id_, fr=name or id_)) for id_, name in listed)
    who = Choice("who", words["session.who"], options, "session-handed", compact=True)
    buttons = (Button("session-handed"), Button("session-back"))
    return View("session.hand-over", {}, buttons, (who,), remarks=more)


def note_of(said: Said, verb: str) -> str:
    """Return the id of the sentence about a press; empty where nothing is to be said."""
    if (verb, said) == ("scenario-reveal", Said.TOO_FEW):
        return ""  # The card asks about it.
    if said != Said.KEPT:
        return f"session.said.{said}"
    return "" if verb in LOOKING | ONWARD else KEPT.get(verb, "session.said.kept")


def standing(library: Library, held: Held) -> tuple[Text, ...]:
    """Say until when a step lasts, and that nobody leads, where either is so."""
    lasts = until(library, held) if isinstance(held, Meeting) else ()
    return (*lasts, *leaderless(library, held.session))


def ways(sight: Sight, *first: Button) -> tuple[Button, ...]:
    """Return one's own buttons, then those of leading; who has nothing to do there looks again.

    A session that has its result ends by going on, so nothing there asks to end it without one.
    """
    lead, state = leading(sight), sight.meeting.session
    if state is not None and _has_all(state):
        lead = tuple(button for button in lead if button.verb != "session-close")
    if first or (sight.leads and lead):
        return (*first, *lead)
    return (Button("session", sight.library.sentences["session.look-again"]), *lead)


# What comes back on a later day ------------------------------------------------------------------


def later(library: Library, due: Later) -> View:
    """Show everybody what comes back: the office's note on a scenario, or the day of a review."""
    if due.what == "review":
        values: dict[str, Value] = {"lines": lines_of(due.charter)}
        return View("session.review-due", values, (Button("begin-review"), SESSION), both=True)
    found = lesson.script(library, due.subject)
    if found is None:
        return View("session.note-gone", buttons=(SESSION,), both=True)
    return _note(found)


def _note(found: Lesson) -> View:
    """Return the note: the values that pull apart, what the Code says, each option, and whom to ask.

    It is about the situation alone, so it is the same whatever anybody chose.
    """
    words, dilemma = found.words, found.module.dilemma
    remarks: list[Text] = []
    if found.tension:
        first, second = found.tension
        remarks.append(filled(words["module.tension"], {"first": first, "second": second}))
    if dilemma.code_says:
        remarks += (words["module.code-says"], *dilemma.code_says)
    remarks += (
        filled(words["session.note.option"], {"option": option.text, "feedback": option.feedback})
        for option in dilemma.options
    )
    asking = ("module.ask", *["module.ask-or"] * len(found.contacts))
    remarks += (
        filled(words[sentence], {"contact": contact})
        for sentence, contact in zip(asking, found.contacts, strict=False)
    )
    values: dict[str, Value] = {"title": dilemma.title, "situation": dilemma.situation}
    return View("session.note", values, (SESSION,), both=True, remarks=tuple(remarks))


def may_hold(kind: str) -> range:
    """Return how many people a kind of session is for."""
    return scenario.SIZES if kind == SCENARIO else charter_states.SIZES
