"""The bytes of a session tell what is, never in which order it came to be; what is kept names no seat."""

import json
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.team_sessions import charter_seen as seen
from dialogs.team_sessions.charter import PRESSES, heard
from dialogs.team_sessions.charter_states import Closed
from dialogs.team_sessions.kept import KINDS, Session, UnreadableSession, closed, load, save
from dialogs.team_sessions.room import MOVES
from dialogs.team_sessions.seats import Act, Said
from tests.dialogs.team_sessions.people import SEED, Team
from tests.dialogs.team_sessions.test_bad_input import states
from tests.dialogs.team_sessions.test_review import Meeting
from tests.dialogs.team_sessions.test_scenario import Group

RELEASED = Path(__file__).with_name("released")
EVERYTHING = 20
"""Presses in a phase that are put in another order."""


def every_state() -> list[Session]:
    """Return a state of each kind, with something in each of its fields."""
    found: list[Session] = list(states())
    team = Team()
    team.gathers()
    for who in range(6):
        team.writes(who, f"line {who}", "fr" if who % 2 else "en")
        team.press(who, "adopt", starter="early")
    team.press(5, "leave")
    found.append(team.state)
    team.on()
    first, second, third, *_ = team.sees(1).values()
    team.press(3, "check", line=first, noticed="no")
    team.press(0, "merge", line=second, into=third)
    found.append(team.state)
    team.on()
    team.press(3, "choose", lines=f"{first},{third}")
    team.press(0, "leave")
    found.append(team.state)
    group = Group(24)
    group.picks(*["ask"] * 16, *["tell"] * 8)
    group.press(3, "then", of="ask", option="now")
    found.append(group.state)
    group.reveals()
    found.append(group.state)
    group.press(0, "takeaway", words="Ask early", language="en")
    group.press(0, "close")
    found.append(group.state)
    meeting = Meeting()
    meeting.votes(1, *["drop"] * 6)
    found.append(meeting.state)
    meeting.hear(0, "on")
    found.append(meeting.state)
    meeting.hear(0, "close")
    return [*found, meeting.state]


def test_every_state_is_read_as_it_was_written() -> None:
    for state in every_state():
        assert load(save(state)) == state
        assert save(load(save(state))) == save(state)
    assert {type(state).__name__ for state in every_state()} == KINDS.keys()


def test_what_every_released_version_wrote_is_still_read() -> None:
    files = sorted(RELEASED.glob("*.jsonl"))
    assert [file.stem for file in files] == ["1"]
    for file in files:
        lines = file.read_bytes().splitlines()
        assert {json.loads(line)["at"] for line in lines} == KINDS.keys()
        assert [save(load(line)) for line in lines] == lines


@pytest.mark.parametrize(
    "change",
    [
        {"v": 2},
        {"v": 0},
        {"v": True},
        {"v": None},
        {"at": "Nobody"},
        {"at": "Posted"},
        {"extra": 1},
        {"taking": {}},
        {"taking": [1]},
        {"lines": []},
        {"lines": {"seat-000": {"x": {"at": "Adopted", "starter": 1}}}},
        {"lines": {"seat-000": {"x": {"at": "Room"}}}},
        {"lines": {"seat-000": {"x": {"at": "Written", "language": "de", "words": ""}}}},
        {"room": {"at": "Room", "members": [], "facilitator": 3, "seed": "00"}},
        {"room": {"at": "Room", "members": [], "facilitator": None, "seed": "zz"}},
    ],
)
def test_what_no_version_wrote_is_refused(change: dict[str, object]) -> None:
    team = Team()
    team.gathers()
    body = json.loads(save(team.state))
    assert load(json.dumps(body).encode()) == team.state
    with pytest.raises(UnreadableSession):
        load(json.dumps({**body, **change}).encode())


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(), inner, max_size=5),
)


@given(st.binary() | values.map(lambda value: json.dumps(value).encode()))
@settings(max_examples=200, deadline=None)
def test_bytes_that_are_no_session_are_refused(saved: bytes) -> None:
    with pytest.raises(UnreadableSession):
        load(saved)


def test_bytes_that_go_too_deep_are_refused() -> None:
    with pytest.raises(UnreadableSession):
        load(b"[" * 100_000)


# No order ---------------------------------------------------------------------------------------------------


def acts_of_a_phase(team: Team) -> list[Act]:
    """Return what the people of a team might do at the same time, one press or a few each."""
    phase = {"phase": str(team.state.phase)}
    names = list(seen.shared(team.state).lines) or ["x"]
    found: list[Act] = []
    for who, seat in enumerate(team.seats[1:], start=1):
        found += [
            Act(seat, "take-part", phase),
            Act(seat, "write", {**phase, "words": f"line {who % 5}", "language": "fr"}),
            Act(seat, "check", {**phase, "line": names[who % len(names)], "noticed": "no"}),
            Act(seat, "choose", {**phase, "lines": ",".join(names[who % 4 : who % 4 + 3])}),
            Act(seat, "approve", {**phase, "language": "en", "edition": "1"}),
            Act(seat, "approve", {**phase, "language": "fr", "edition": "1"}),
        ]
    for name in names:
        found.append(Act(team.seats[0], "word", {**phase, "line": name, "en": f"We {name}", "fr": "On"}))
    return found


@pytest.mark.parametrize(
    "steps",
    [Team.gathers, Team.groups, Team.chooses, Team.words, Team.agrees],
    ids=lambda each: each.__name__,
)
def test_presses_that_do_not_depend_on_each_other_give_the_same_bytes_in_any_order(
    steps: Callable[[Team], object],
) -> None:
    found = set()
    for number in range(EVERYTHING):
        team = Team()
        steps(team)
        before = save(team.state)
        acts = acts_of_a_phase(team)
        Random(number).shuffle(acts)
        for act in acts:
            if act.verb != "word" or team.state.phase == 4:
                team.state = heard(team.state, act).state
        assert save(team.state) != before
        found.add(save(team.state))
    assert len(found) == 1


def test_who_wrote_which_line_is_in_no_byte_once_lines_are_grouped() -> None:
    found = set()
    for turned in range(9):
        team = Team()
        team.gathers()
        for who in range(9):
            team.writes((who + turned) % 9, f"line {who}")
        team.on()
        found.add(save(team.state))
    assert len(found) == 1


def test_who_put_which_dot_or_flag_is_in_no_byte_once_its_phase_has_ended() -> None:
    found = set()
    for turned in range(9):
        team = Team()
        team.groups()
        names = list(team.sees(0).values())
        team.press(turned, "check", line=names[3], noticed="no")
        team.on()
        flagged = save(team.state)
        for who in range(9):
            team.press((who + turned) % 9, "choose", lines=",".join(names[who % 4 : who % 4 + 2]))
        team.on()
        found.add((flagged, save(team.state)))
    assert len(found) == 1


def test_who_answered_what_is_in_no_byte_once_the_split_is_revealed() -> None:
    found = set()
    for number in range(EVERYTHING):
        answers = ["ask"] * 5 + ["wait"] * 4 + ["tell"] * 3
        Random(number).shuffle(answers)
        group = Group()
        group.picks(*answers)
        group.reveals()
        found.add(save(group.state))
    assert len(found) == 1


def test_who_voted_what_is_in_no_byte_once_a_review_has_ended() -> None:
    found = set()
    for voters in combinations(range(6), 2):
        meeting = Meeting()
        meeting.votes(1, *["drop" if who in voters else "keep" for who in range(6)])
        meeting.hear(0, "on")
        found.add(save(meeting.state))
    assert len(found) == 1


# What is kept -----------------------------------------------------------------------------------------------


def test_what_is_kept_names_no_seat_and_holds_no_secret_and_an_open_session_keeps_nothing() -> None:
    for state in every_state():
        ended = type(state).__name__.endswith("Closed")
        assert closed(state) is (state if ended else None)
        assert (b"seat-" in save(state)) is not ended
        assert (SEED.hex().encode() in save(state)) is not ended


def test_a_number_under_five_is_not_kept() -> None:
    team = Team(5)
    for who in range(4):
        team.press(who, "take-part")
    assert team.press(0, "close") == Said.KEPT
    assert closed(team.state) == Closed((), None)


def test_no_card_carries_what_only_the_chat_and_the_bot_say() -> None:
    assert not PRESSES & MOVES
