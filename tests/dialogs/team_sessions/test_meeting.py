"""A session in its chat: its bytes, what a press does to it, who may lead it, and when its step ends."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from content.model import Library
from dialogs.team_sessions import cards, opening, timing
from dialogs.team_sessions.charter_states import Closed, Gathering, opened
from dialogs.team_sessions.deciding import Presser, decided
from dialogs.team_sessions.kept import UnreadableSession
from dialogs.team_sessions.leading import leading
from dialogs.team_sessions.lines import Both
from dialogs.team_sessions.meeting import Later, Meeting, Outcome, read, write
from dialogs.team_sessions.review import Reviewing
from dialogs.team_sessions.scenario import Answering
from dialogs.team_sessions.seats import Said, Seat
from dialogs.team_sessions.sight import Doing, Sight
from tests.dialogs.team_sessions.people import SEED, seats

ZONE = ZoneInfo("America/Toronto")
NOW = datetime(2026, 12, 23, 10, tzinfo=ZONE)
WHERE = {"via": "here", "chat": "one"}
LINE = Both("we ask", "on demande")


def gathering(count: int = 7) -> Meeting:
    state = opened(seats(count), Seat("seat-000"), SEED)
    assert isinstance(state, Gathering)
    return Meeting(
        "charter", WHERE, state, team="Policy", pace=1, begun="2026-12-23", counted="a", shared="b"
    )


KEPT = [
    gathering(),
    replace(gathering(), session=None, card="card-1", shows=3, review_on="2027-03-01"),
    Outcome("charter", Closed((LINE,), 7), begun="2026-12-23", review_on="2027-03-01"),
    Later("note", WHERE, "2026-12-24", "M01", tried=2, of="a session"),
    Later("review", WHERE, "", charter=(LINE, LINE)),
]


@pytest.mark.parametrize("held", KEPT)
def test_what_is_written_is_read_back_the_same(held: Meeting | Outcome | Later) -> None:
    assert read(write(held)) == held
    assert write(read(write(held))) == write(held)


@pytest.mark.parametrize("held", KEPT)
def test_what_no_version_wrote_is_refused(held: Meeting | Outcome | Later) -> None:
    body = json.loads(write(held))
    wrong: list[dict[str, Any]] = [
        {"v": 0},
        {"v": 2},
        {"v": "1"},
        {"is": "Session"},
        {"more": "x"},
        {"kind": 7},
        {"what": 7},
    ]
    wrong += [{name: {}} for name in ("pace", "tried", "begun", "where", "charter") if name in body]
    wrong += [{"where": {"via": 1}}, {"where": "here"}] if "where" in body else []
    wrong += [{"session": "{}"}] if "session" in body else []
    wrong += [{"kind": "dance"}] if "kind" in body else []
    wrong += [{"pace": "1"}, {"shows": None}] if isinstance(held, Meeting) else []
    for change in wrong:
        if change.items() <= body.items() or ("where" in change and change["where"] == {}):
            continue
        with pytest.raises(UnreadableSession):
            read(json.dumps({**body, **change}).encode())
    for short in body.keys() - {"v", "is"}:
        with pytest.raises(UnreadableSession):
            read(json.dumps({name: each for name, each in body.items() if name != short}).encode())
    for nonsense in (b"", b"[]", b"null", b"[" * 100_000):
        with pytest.raises(UnreadableSession):
            read(nonsense)


# What a press does ------------------------------------------------------------------------------------------


def test_somebody_new_comes_in_with_their_first_press() -> None:
    found = decided(gathering(), Presser(Seat("new"), 0), (Doing("take-part"),))
    assert isinstance(found.meeting.session, Gathering)
    assert Seat("new") in found.meeting.session.room.members & found.meeting.session.taking
    assert (found.said, found.posted) == (Said.KEPT, False)


def test_who_only_looks_gets_a_seat_and_the_second_look_changes_nothing() -> None:
    found = decided(gathering(), Presser(Seat("new"), 0), ())
    assert found.said is Said.KEPT
    again = decided(found.meeting, Presser(Seat("new"), 0), ())
    assert again.meeting is found.meeting
    assert again.said is Said.SAME


def test_of_several_acts_all_are_done_or_none() -> None:
    before = gathering()
    found = decided(before, Presser(Seat("seat-001"), 0), (Doing("take-part"), Doing("on")))
    assert (found.meeting, found.said) == (before, Said.NOT_YOURS)
    done = decided(before, Presser(Seat("seat-001"), 0), (Doing("take-part"), Doing("take-part")))
    assert done.said is Said.KEPT


def test_the_clock_has_no_seat_and_nothing_is_heard_before_there_are_seats() -> None:
    clock = Presser(Seat(""), 0, facilitates=True)
    assert decided(gathering(), clock, (Doing("on"),)).said is Said.TOO_FEW
    early = replace(gathering(), session=None)
    assert decided(early, clock, (Doing("on"),)) == decided(early, clock, ())
    assert decided(early, clock, ()).said is Said.TOO_EARLY


def test_a_closed_session_hears_nothing() -> None:
    over = gathering().at(Closed((), 7))
    assert decided(over, Presser(Seat("new"), 7), (Doing("take-part"),)).said is Said.CLOSED


def test_each_kind_is_heard_by_its_own_rules(library: Library) -> None:
    for kind, first in (("scenario", Answering), ("review", Reviewing), ("charter", Gathering)):
        state = opening.first(library, kind, seats(7), SEED, subject="M01", charter=(LINE,))
        assert isinstance(state, first)
        meeting = Meeting(kind, WHERE, state, subject="M01")
        assert decided(meeting, Presser(Seat("seat-000"), 0), (Doing("close"),)).meeting != meeting
        outcome = Outcome(kind, state, subject="M01")
        assert cards.over(library, outcome) == cards.everybody(library, cards.as_meeting(outcome))


@pytest.mark.parametrize(
    ("kind", "people", "said"),
    [
        *[("charter", 4, Said.TOO_FEW), ("charter", 5, None), ("charter", 31, Said.TOO_MANY)],
        *[("scenario", 1, None), ("scenario", 300, None), ("scenario", 301, Said.TOO_MANY)],
    ],
)
def test_how_many_hold_a_session_depends_on_its_kind(kind: str, people: int, said: Said | None) -> None:
    assert opening.fits(kind, people) is said


# Who leads --------------------------------------------------------------------------------------------------


def test_only_who_leads_goes_on_and_where_nobody_does_anybody_may(library: Library) -> None:
    meeting = gathering()

    def verbs(meeting: Meeting, *, leads: bool = False, may_lead: bool = False) -> list[str]:
        sight = Sight(library, meeting, Seat("seat-001"), leads=leads, may_lead=may_lead)
        return [each.verb for each in leading(sight)]

    assert verbs(meeting, leads=True) == ["session-on", "session-hand-over", "session-close"]
    assert verbs(meeting) == []
    assert verbs(meeting, may_lead=True) == ["session-take-over"]
    assert isinstance(meeting.session, Gathering)
    alone = meeting.at(replace(meeting.session, room=replace(meeting.session.room, facilitator=None)))
    assert verbs(alone) == ["session-take-over"]
    assert verbs(meeting.at(Closed((), 7)), leads=True) == []
    assert verbs(replace(meeting, session=None), leads=True) == []


# Time -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pace", "ends"),
    [(0, ""), (1, "2026-12-24T17:00:00-05:00"), (3, "2026-12-30T17:00:00-05:00")],
)
def test_a_step_lasts_so_many_working_days(pace: int, ends: str) -> None:
    assert timing.step_ends(pace, NOW, 2) == ends


def test_the_steps_of_a_charter_in_one_sitting_last_45_minutes_together() -> None:
    now = NOW.replace(hour=10, minute=0, second=40)
    ends = [timing.step_ends(timing.IN_ONE_SITTING, now, step)[11:16] for step in range(6)]
    assert ends == ["10:05", "10:08", "10:08", "10:05", "10:12", "10:07"]
    assert sum(timing.MINUTES) == timing.IN_ONE_SITTING == 45


def test_a_step_is_up_at_its_instant_and_one_without_never() -> None:
    meeting = replace(gathering(), until="2026-12-24T17:00:00-05:00")
    up = datetime(2026, 12, 24, 17, tzinfo=ZONE)
    assert timing.is_up(meeting, up)
    assert not timing.is_up(meeting, up - timedelta(seconds=1))
    assert not timing.is_up(replace(meeting, until=""), up)


def test_a_session_is_forgotten_after_sixty_days() -> None:
    assert not timing.is_forgotten(gathering(), NOW + timedelta(days=59))
    assert timing.is_forgotten(gathering(), NOW + timedelta(days=60))


def test_what_comes_back_comes_at_nine_on_its_day_and_once() -> None:
    later = Later("note", WHERE, "2026-12-24")
    nine = datetime(2026, 12, 24, 9, tzinfo=ZONE)
    assert timing.is_due(later, nine)
    assert not timing.is_due(later, nine - timedelta(minutes=1))
    assert not timing.is_due(replace(later, on=""), nine)
