"""The part of the walk in which a team holds a scenario and a review; every card of either, once."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from bot.heard import Shown
from content.model import Language, Library
from dialogs.team_sessions import begin_cards, common_cards
from dialogs.team_sessions.meeting import KINDS, Later
from dialogs.team_sessions.seats import Said
from dialogs.views import Pressed, View
from tests.dialogs.team_sessions.chat import CHARTER, Chat, review_chat, scenario_chat

TODAY = date(2026, 11, 23)
ANSWERS = ("interrupt", "send-as-is", "hold-back")


def cards(library: Library, language: Language) -> list[Shown]:
    """Return the cards of a team's sessions: what everybody sees in both languages, the rest in one."""
    met = [*_common(library), *_scenario(library), *_review(library)]
    return [Shown(view, None if view.both else language, "token") for view in met]


def _common(library: Library) -> Iterator[View]:
    yield begin_cards.nothing_open(library, may_lead=False, charter=False)
    yield begin_cards.nothing_open(library, may_lead=True, charter=True)
    yield from (begin_cards.begin_form(library, kind, TODAY, {}) for kind in KINDS)
    yield from (begin_cards.too_few(library, 3), begin_cards.too_many("charter", 31))
    yield from (common_cards.PREPARING, common_cards.AWAY, common_cards.MOVED_ON)
    yield from (common_cards.OVER, common_cards.ELSEWHERE)
    for subject in (*library.modules, "withdrawn"):
        yield common_cards.later(library, Later("note", {}, "2026-11-24", subject=subject))
    yield common_cards.later(library, Later("review", {}, "2027-02-22", charter=CHARTER))


def _seen(chat: Chat, who: int = 0) -> Iterator[View]:
    yield chat.everybody()
    yield chat.sees(who).view


def _scenario(library: Library) -> Iterator[View]:
    chat = scenario_chat(library)
    chat.meeting = replace(chat.meeting, until="2026-11-24T16:30:00-05:00")
    yield from _seen(chat)
    for verb in ("session-hand-over", "session-back", "session-close", "session-back"):
        chat.press(0, verb)
        yield chat.sees(0).view
    chat.others = (("id-a", "Ana Silva"), ("id-e", "Émile Tremblay"))
    chat.press(0, "session-hand-over")
    yield chat.sees(0).view
    chat.press(0, "session-back")
    for who in range(12):
        chat.press(who, "scenario-pick", option=ANSWERS[who % 3])
        yield chat.sees(who).view
    for who in range(1, 12, 3):
        chat.press(who, "scenario-then", option="tell-now")
        yield chat.sees(who).view.noted(common_cards.note_of(Said.KEPT, "scenario-then"))
    chat.press(0, "session-on")
    yield from _seen(chat)
    chat.press(0, "scenario-takeaway")
    yield chat.sees(0).view
    chat.press(0, "scenario-taken", words="21 h", language="fr")
    chat.press(0, "session-on")
    yield from _seen(chat)
    yield from _others(library)


def _others(library: Library) -> Iterator[View]:
    """Show what is left of scenarios with few answers, with one mind, without a reveal, without a module."""
    for count in (4, 8):
        chat = scenario_chat(library)
        for who in range(count):
            chat.press(who, "scenario-pick", option="interrupt")
        for verb in ("scenario-reveal", "session-on"):
            chat.hears(chat.seats[0], Pressed(verb))
            yield from _seen(chat)
    early = scenario_chat(library)
    early.act(early.seats[0], "leave")
    yield from _seen(early, 3)
    early.press(3, "session-take-over")
    early.hears(early.seats[3], Pressed("session-really-close"))
    yield from _seen(early)
    gone = scenario_chat(library)
    gone.meeting = replace(gone.meeting, subject="withdrawn")
    yield from _seen(gone)


def _review(library: Library) -> Iterator[View]:
    for ends in ("session-on", "session-really-close"):
        chat = review_chat(library, review_on="2027-02-22")
        for who in range(6):
            chat.press(who, "review-vote", verdict_1="keep", verdict_2="change", verdict_3="drop")
        yield from _seen(chat)
        chat.hears(chat.seats[0], Pressed(ends))
        yield from _seen(chat)
    chat = review_chat(library, review_on="2027-02-22")
    for who in range(6):
        chat.press(who, "review-vote", verdict_2="change")
    chat.press(0, "session-on")
    chat.press(0, "session-on")
    chat.press(0, "session-close")
    yield chat.sees(0).view
