"""Whatever is pressed, by whomever and however late, has a kind answer, and nothing is lost."""

import pytest

from dialogs.team_sessions import charter_seen as seen
from dialogs.team_sessions.charter import PRESSES, heard
from dialogs.team_sessions.charter_states import Charter, Choosing, Writing
from dialogs.team_sessions.lines import Written
from dialogs.team_sessions.room import MOVES, moved
from dialogs.team_sessions.seats import Act, Said, Seat
from tests.dialogs.team_sessions.people import Team

OUTSIDER = Seat("somebody-else")


def states() -> list[Charter]:
    """Return a charter in each of its phases."""
    found: list[Charter] = []
    for steps in (Team.gathers, Team.groups, Team.chooses, Team.words, Team.agrees, Team.posts):
        team = Team()
        if not found:
            found.append(team.state)
        steps(team)
        found.append(team.state)
    team.press(0, "close")
    return [*found, team.state]


@pytest.mark.parametrize("state", states(), ids=lambda state: type(state).__name__)
def test_every_press_in_every_phase_is_answered_and_refusals_change_nothing(state: Charter) -> None:
    changes = {Said.KEPT, Said.LISTENING}
    for verb in [*sorted(PRESSES | MOVES), "", "nonsense", "PRAGMA"]:
        for seat in (Seat("seat-000"), Seat("seat-003"), OUTSIDER, Seat("")):
            for phase in ("0", "1", "2", "3", "4", "5", "6", "7", "8", "-1", "", "²", "9" * 5000):
                for inputs in ({}, {"line": "1", "words": "w", "language": "de", "lines": ",,x"}):
                    result = heard(state, Act(seat, verb, {"phase": phase, **inputs}))
                    assert result.said in changes or result.state is state
                    assert result.state is not state or not result.posted


def test_a_press_from_a_card_of_an_earlier_or_later_phase_is_told_so() -> None:
    team = Team()
    team.groups()
    state = team.state
    assert team.press(3, "write", phase="1", words="We ask", language="en") == Said.TOO_LATE
    assert team.press(3, "choose", phase="3", lines="") == Said.TOO_EARLY
    assert team.press(3, "choose", lines="") == Said.NOT_NOW
    assert team.press(3, "choose", phase="soon", lines="") == Said.UNKNOWN
    assert team.state is state


def test_the_second_of_two_facilitators_who_both_go_on_changes_nothing() -> None:
    team = Team()
    team.gathers()
    for who in range(5):
        team.writes(who, f"line {who}")
    first = team.hear(0, "on", phase="1")
    second = team.leads(1, "on", phase="1")
    assert (first.said, second.said, second.state) == (Said.KEPT, Said.SAME, first.state)
    assert not second.posted


def test_the_clock_goes_on_without_a_seat_and_does_nothing_that_people_do() -> None:
    team = Team()
    team.gathers()
    for who in range(5):
        team.writes(who, f"line {who}")
    assert team.leads(Seat(""), "take-part").said == Said.OUTSIDER
    assert team.leads(Seat(""), "hand-over").said == Said.NOT_YOURS
    assert team.leads(Seat(""), "on").said == Said.KEPT


def test_an_outsider_who_presses_a_shared_card_is_told_so_and_sees_no_line() -> None:
    team = Team()
    team.groups()
    assert team.press(OUTSIDER, "check", line=team.sees(0)["line 1"], noticed="no") == Said.OUTSIDER
    assert team.press(OUTSIDER, "on") == Said.OUTSIDER
    assert team.press(OUTSIDER, "take-over") == Said.OUTSIDER
    assert seen.lines(team.state, OUTSIDER) == {}


def test_a_card_of_a_closed_session_says_so_to_everybody() -> None:
    team = Team()
    team.press(0, "close")
    for who, verb in ((0, "on"), (3, "take-part"), (OUTSIDER, "take-part"), (4, "leave"), (4, "nonsense")):
        assert team.press(who, verb) == Said.CLOSED
    assert seen.lines(team.state, team.seats[0]) == {}


# Words ------------------------------------------------------------------------------------------------------


def test_a_hundred_lines_of_4000_characters_are_each_refused_and_nothing_grows() -> None:
    team = Team()
    team.gathers()
    state = team.state
    for number in range(100):
        assert team.writes(number % 9, f"{number:04}" * 1000) == Said.TOO_LONG
    assert team.state is state


@pytest.mark.parametrize(
    "words", ["", "   ", "\n\t", "\u200b\u202e\u2066", "\x00\x07", "\u3164\u2800", "\ud800"]
)
def test_a_line_of_nothing_that_can_be_seen_is_empty(words: str) -> None:
    team = Team()
    team.gathers()
    assert team.writes(1, words) == Said.EMPTY


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  We\u202e ask\n\n\u200bfirst\x07 ", "We ask first"),
        ("<at>everyone</at> **[x](javascript:alert(1))** ![](http://x) | # `", None),
        ("{{team.name}} ${x} \\u202e", None),
        ("On de\u0301cide", "On d\u00e9cide"),
        ("\u200b".join("x" * 150), "x" * 150),
    ],
)
def test_a_line_loses_what_nobody_sees_and_keeps_every_character_that_was_typed(
    typed: str, kept: str | None
) -> None:
    team = Team()
    team.gathers()
    assert team.writes(1, typed, "fr") == Said.KEPT
    assert list(seen.lines(team.state, team.seats[1]).values()) == [Written("fr", kept or typed)]
    assert team.writes(1, typed, "fr") == Said.SAME


@pytest.mark.parametrize("language", ["", "de", "EN", "en,fr"])
def test_a_line_is_in_english_or_in_french(language: str) -> None:
    team = Team()
    team.gathers()
    assert team.writes(1, "Wir fragen", language) == Said.UNKNOWN


@pytest.mark.parametrize("inputs", [{}, {"line": "x"}, {"noticed": "no"}, {"line": "x", "noticed": "maybe"}])
def test_a_check_of_no_line_or_without_an_answer_is_unknown(inputs: dict[str, str]) -> None:
    team = Team()
    team.groups()
    assert team.press(1, "check", **inputs) == Said.UNKNOWN
    assert team.press(0, "merge", **inputs) == Said.UNKNOWN


def test_dots_on_a_line_that_is_not_there_and_approval_of_no_language_are_unknown() -> None:
    team = Team()
    team.chooses()
    assert team.press(1, "choose", lines="x") == Said.UNKNOWN
    team = Team()
    team.agrees()
    assert team.press(1, "approve", language="de", edition="1") == Said.UNKNOWN
    assert team.press(1, "take-back-approval", language="fr") == Said.SAME


# Who comes and goes -----------------------------------------------------------------------------------------


def test_lines_of_somebody_who_leaves_stay_without_author_and_no_number_goes_down() -> None:
    team = Team()
    team.gathers()
    for who in range(5):
        team.writes(who, f"line {who}")
    before = seen.shared(team.state)
    assert team.hear(4, "leave").said == Said.KEPT
    assert seen.shared(team.state) == before
    assert isinstance(team.state, Writing)
    assert team.seats[4] not in team.state.lines
    assert team.writes(4, "another") == Said.OUTSIDER
    assert team.press(4, "leave") == Said.SAME
    assert [team.press(4, "come") for _ in range(2)] == [Said.KEPT, Said.SAME]
    assert team.sees(4) == {}
    team.on()
    assert "line 4" in team.sees(0)


def test_dots_and_approvals_of_somebody_who_leaves_count_and_nobody_can_tell_them() -> None:
    team = Team(5)
    names = list(team.chooses().values())
    team.press(4, "choose", lines=names[7])
    team.press(4, "leave")
    assert isinstance(team.state, Choosing)
    team.on()
    assert next(iter(seen.dots(team.state))) == names[7]
    team = Team(6)
    team.agrees()
    for language in ("en", "fr"):
        team.approves(language, 4)
    told = seen.shared(team.state)
    for who in (1, 2, 5):
        team.press(who, "leave")
        assert seen.shared(team.state) == told
    assert team.on() == Said.KEPT
    assert seen.people(team.state) == 6


def test_whoever_stays_behind_agrees_for_nobody_else() -> None:
    team = Team(5)
    team.agrees()
    for who in (1, 2, 3, 4):
        team.press(who, "leave")
    team.approves("en", 1)
    team.approves("fr", 1)
    assert team.on() == Said.NOT_AGREED


def test_somebody_who_leaves_while_people_gather_does_not_take_part() -> None:
    team = Team(6)
    for who in range(6):
        team.press(who, "take-part")
    team.press(5, "leave")
    team.on()
    assert seen.people(team.state) == 5


def test_when_the_facilitator_leaves_the_first_member_who_takes_over_leads() -> None:
    team = Team()
    assert team.press(3, "take-over") == Said.NOT_YOURS
    assert team.hear(0, "leave").posted
    assert team.press(3, "on") == Said.NOT_YOURS
    assert team.hear(3, "take-over").posted
    assert [team.press(who, "take-over") for who in (3, 4)] == [Said.SAME, Said.NOT_YOURS]
    assert team.press(3, "on") == Said.TOO_FEW


def test_the_bot_hands_a_session_over_to_somebody_new_while_there_is_room() -> None:
    team = Team(30)
    delegate = Seat("delegate")
    assert team.press(delegate, "hand-over") == Said.NOT_YOURS
    assert team.leads(delegate, "hand-over").said == Said.TOO_MANY
    assert team.press(delegate, "come") == Said.TOO_MANY
    team.press(0, "leave")
    assert team.leads(delegate, "hand-over").said == Said.KEPT
    assert team.leads(delegate, "hand-over").said == Said.SAME
    assert team.press(delegate, "on") == Said.TOO_FEW


def test_only_moves_move_people() -> None:
    state = states()[1]
    assert isinstance(state, Writing)
    with pytest.raises(ValueError, match="on moves nobody"):
        moved(state.room, Act(OUTSIDER, "on", {}), 30)
