"""What is said about requests and logged talks: places, and presses that mean nothing there."""

from datetime import date, timedelta
from typing import Any

import pytest

from content.model import Library, SessionRequest
from dialogs import ask_session, begun, conversation_log, planning, request_form, session_requests
from dialogs.flow import ABOUT, Answer, Ask, Learned, Opened, Past, Show, Start
from dialogs.people import Path
from dialogs.request_questions import (
    AskFormAsked,
    LogAsked,
    RequestAsked,
    RequestFormAsked,
    RequestQuery,
    RequestReopened,
    RequestsAsked,
    StepTaken,
)
from dialogs.session_desk import Planning
from dialogs.session_requests_cards import AtRequest, AtRequests, AtStep, Known, Place
from dialogs.views import Pressed
from tests.bot.request_office import request

TODAY = date(2026, 11, 23)
KNOWN = Known(TODAY)
PAST = Past(TODAY, Path.MANAGER, "en", frozenset(), ())

PLACES: tuple[tuple[Place, object], ...] = (
    (AtRequests("r1 r2", part=2), RequestsAsked(2)),
    (AtRequests("r1", answered=True), RequestsAsked(1, answered=True)),
    (AtRequest("r1", 3, "reopen-request"), RequestAsked("r1")),
    (AtStep("r1", 3, "hold"), RequestFormAsked("r1", "hold")),
    (AtStep("r1"), RequestAsked("r1")),
)


@pytest.mark.parametrize(("place", "asked"), PLACES)
def test_whoever_comes_back_finds_what_was_shown_there(
    library: Library, place: Place, asked: RequestQuery
) -> None:
    for said in (Opened(door=False), Pressed("nonsense", {"request": "r9"}), Pressed("open")):
        following = session_requests.FLOW.step(library, KNOWN, place, said)
        assert following.effects == (Ask(asked),)
    shown = session_requests.FLOW.here(library, KNOWN, place)
    assert shown.card == "requests.closed"
    assert "home" in {button.verb for button in shown.buttons}


def test_only_what_a_request_offers_can_be_pressed(library: Library) -> None:
    bare = AtRequest("r1", 3)
    for verb in ("plan-request", "agree-request", "reopen-request"):
        following = session_requests.FLOW.step(library, KNOWN, bare, Pressed(verb))
        assert following.effects == (Ask(RequestAsked("r1")),)
    offered = AtRequest(
        "r1", 3, "plan-request agree-request reopen-request", "request@policy@coi@fr@2026-12-01"
    )
    effects = [
        session_requests.FLOW.step(library, KNOWN, offered, Pressed(verb)).effects
        for verb in offered.ways.split()
    ]
    assert effects == [
        (Start("requested-session", offered.plan),),
        (Ask(RequestFormAsked("r1", "agree")),),
        (Ask(RequestReopened("r1", 3)),),
    ]


def test_an_old_form_of_a_step_asks_for_its_own_request(library: Library) -> None:
    said = Pressed("old-request-held", {"people": "7", ABOUT: "r2", "nonsense": "x"})
    following = session_requests.FLOW.step(library, KNOWN, AtRequests(), said)
    assert following.effects == (Ask(RequestFormAsked("r2", "hold", {"people": "7"})),)
    assert session_requests.FLOW.about(AtStep("r2")) == "r2"
    assert session_requests.FLOW.about(AtRequest("r2", 1)) == ""
    assert session_requests.FLOW.writing("AtStep", "r2") == AtStep("r2")


def test_each_conversation_begins_where_its_form_is_asked_for(library: Library) -> None:
    known = ask_session.FLOW.know(library, PAST)
    place = ask_session.FLOW.begin(library, known)
    assert ask_session.FLOW.step(library, known, place, Opened()).effects == (Ask(AskFormAsked()),)
    assert ask_session.FLOW.here(library, known, place).card == "ask-session.closed"
    assert ask_session.FLOW.here(library, known, ask_session.Sent()).card == "ask-session.sent"
    asked = ask_session.FLOW.step(library, known, ask_session.Sent(), Opened()).effects
    assert asked == (Ask(AskFormAsked()),)
    log = conversation_log.FLOW
    today = log.know(library, PAST)
    assert log.step(library, today, log.begin(library, today), Opened()).effects == (Ask(LogAsked()),)
    shown = log.step(library, today, conversation_log.Logged(), Opened(door=False)).effects
    assert shown == (Show(log.here(library, today, conversation_log.Logged())),)
    queue = session_requests.FLOW
    assert queue.begin(library, queue.know(library, PAST)) == AtRequests()


@pytest.mark.parametrize(
    ("step", "changed", "begins"),
    [
        ("agree", {}, {"agreed": "2026-12-10"}),
        ("agree", {"first": "2026-11-01"}, {"agreed": "2026-12-15"}),
        ("agree", {"first": "2026-11-01", "second": "2026-11-02"}, {}),
        ("hold", {}, {"held": "2026-11-23"}),
        ("hold", {"state": "agreed", "agreed": "2026-11-22"}, {"held": "2026-11-22"}),
        ("decline", {}, {}),
    ],
)
def test_a_step_begins_with_a_date_that_is_known(
    step: StepTaken, changed: dict[str, str], begins: dict[str, str]
) -> None:
    assert request_form.begins(request(**changed), step, TODAY) == begins


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "agreed"},
        {"state": "held", "held": "2026-11-22"},
        {"state": "declined"},
        {"reason": "other"},
        {"state": "agreed", "agreed": "2026-12-01", "people": 3},
        {"wish": "x" * 301},
    ],
)
def test_a_request_holds_what_belongs_to_its_state_and_nothing_else(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"request|wish"):
        request(**wrong)
    assert "person" not in SessionRequest.model_fields


def test_a_session_begins_with_what_its_unit_asked_for(library: Library) -> None:
    key = planning.for_request("policy", "coi", "fr", TODAY + timedelta(days=9))
    script = begun.REQUESTED_SESSION.script(library, key)
    assert script is not None
    known = begun.REQUESTED_SESSION.know(script, PAST)
    opened = begun.REQUESTED_SESSION.step(
        script, known, begun.REQUESTED_SESSION.begin(script, known), Opened()
    )
    assert opened.place == Planning(draft=key)
    form = planning.from_draft(library, key, "America/Toronto")
    asked = {field: form[field] for field in ("audience", "topic", "spoken", "day")}
    assert asked == {"audience": "unit-policy", "topic": "coi", "spoken": "fr", "day": "2026-12-02"}
    told = begun.REQUESTED_SESSION.step(script, known, opened.place, Learned(None)).effects[0]
    assert isinstance(told, Show)
    assert told.view.card == "campaigns.not-allowed"
    assert begun.REQUESTED_SESSION.here(script, known, opened.place).buttons


def test_a_unit_that_is_gone_is_no_audience(library: Library) -> None:
    key = planning.for_request("gone", "coi", "fr", TODAY)
    assert planning.from_draft(library, key, "America/Toronto")["audience"] == ""
    assert begun.REQUESTED_SESSION.script(library, "nonsense") is None
    assert "day" not in planning.from_draft(library, "request@x", "America/Toronto")


def test_an_empty_answer_is_an_empty_queue(library: Library) -> None:
    following = session_requests.FLOW.step(
        library, KNOWN, AtRequests(), Learned(Answer({}, state="requests.none"))
    )
    assert following.place == AtRequests()
