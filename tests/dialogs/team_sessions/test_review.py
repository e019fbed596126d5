"""What a team may expect when it looks at its charter again."""

import pytest

from dialogs.team_sessions import review
from dialogs.team_sessions.charter_states import Wording
from dialogs.team_sessions.lines import Both
from dialogs.team_sessions.review import CHANGE, DROP, KEEP, Review, ReviewClosed, Reviewing, heard, opened
from dialogs.team_sessions.seats import Act, Heard, Said, Seat
from tests.dialogs.team_sessions.people import SEED, seats

CHARTER = tuple(Both(f"We {number}", f"On {number}") for number in range(4))


class Meeting:
    """The review of a charter of four lines; the first seat facilitates."""

    def __init__(self, count: int = 9, charter: tuple[Both, ...] = CHARTER) -> None:
        self.seats = seats(count)
        first = opened(self.seats, self.seats[0], SEED, charter)
        assert isinstance(first, Reviewing)
        self.state: Review = first
        self.anew: Wording | None = None

    def hear(self, who: int | Seat, verb: str, **inputs: str) -> Heard[Review | Wording]:
        seat = self.seats[who] if isinstance(who, int) else who
        result = heard(self.state, Act(seat, verb, {"phase": str(self.state.phase), **inputs}))
        if isinstance(result.state, Wording):
            self.anew = result.state
        else:
            self.state = result.state
        return result

    def votes(self, line: int, *verdicts: str) -> None:
        for who, verdict in enumerate(verdicts):
            assert self.hear(who, "vote", line=str(line), verdict=verdict).said in (Said.KEPT, Said.SAME)


@pytest.mark.parametrize(("count", "said"), [(4, Said.TOO_FEW), (31, Said.TOO_MANY)])
def test_a_review_is_for_5_to_30_people(count: int, said: Said) -> None:
    assert opened(seats(count), seats(1)[0], SEED, CHARTER) == said


def test_each_line_is_what_more_than_half_of_those_who_vote_say_and_is_kept_without_such_a_majority() -> None:
    meeting = Meeting()
    meeting.votes(1, *[DROP] * 3, *[KEEP] * 3)
    meeting.votes(2, *[CHANGE] * 4, DROP, KEEP)
    meeting.votes(3, *[DROP] * 3, *[CHANGE] * 2, KEEP)
    assert meeting.hear(0, "on").posted
    assert review.verdicts(meeting.state) == (KEEP, CHANGE, KEEP, KEEP)
    assert (
        meeting.hear(4, "vote", phase="0", line="1", verdict=DROP).said,
        meeting.hear(0, "on", phase="0").said,
        meeting.hear(4, "vote", line="1", verdict=DROP).said,
    ) == (Said.TOO_LATE, Said.SAME, Said.NOT_NOW)
    assert meeting.hear(0, "close").said == Said.KEPT
    assert meeting.state == ReviewClosed(CHARTER, (KEEP, CHANGE, KEEP, KEEP), 6)
    assert meeting.hear(0, "close").said == Said.CLOSED


@pytest.mark.parametrize(("count", "verdict"), [(1, KEEP), (3, KEEP), (4, DROP)])
def test_a_line_that_many_leave_out_is_decided_by_more_than_half_of_all_who_vote(
    count: int, verdict: str
) -> None:
    meeting = Meeting()
    meeting.votes(1, *[KEEP] * 6)
    meeting.votes(2, *[DROP] * count)
    meeting.hear(0, "on")
    assert review.verdicts(meeting.state) == (KEEP, verdict, KEEP, KEEP)


def test_lines_that_are_to_change_go_on_without_words_and_those_that_stay_with_theirs() -> None:
    meeting = Meeting()
    meeting.votes(1, *[CHANGE] * 5)
    meeting.votes(3, *[DROP] * 5)
    meeting.hear(6, "vote", line="2", verdict=KEEP)
    meeting.hear(0, "on")
    assert meeting.hear(0, "on").posted
    assert meeting.anew is not None
    assert [top.line for top in meeting.anew.chosen] == [CHARTER[0], CHARTER[1], CHARTER[3]]
    assert set(meeting.anew.texts.values()) == {CHARTER[1], CHARTER[3]}
    assert meeting.anew.taking == {*meeting.seats[:5], meeting.seats[6]}


def test_two_lines_of_the_same_words_may_be_decided_differently() -> None:
    twins = (CHARTER[0], CHARTER[0], *CHARTER[2:])
    meeting = Meeting(charter=twins)
    meeting.votes(1, *[CHANGE] * 5)
    meeting.hear(0, "on")
    meeting.hear(0, "on")
    assert meeting.anew is not None
    assert len({top.name for top in meeting.anew.chosen}) == 4
    assert len(meeting.anew.texts) == 3


def test_a_vote_may_be_changed_and_is_seen_by_nobody_until_the_end() -> None:
    meeting = Meeting()
    meeting.votes(1, *[DROP] * 5)
    assert review.voted(meeting.state) == 5
    assert not meeting.hear(0, "vote", line="1", verdict=KEEP).posted
    assert review.verdicts(meeting.state) == ()
    meeting.votes(1, *[KEEP] * 3)
    meeting.hear(0, "on")
    assert review.verdicts(meeting.state)[0] == KEEP


def test_fewer_than_five_voters_decide_nothing_and_the_charter_stands() -> None:
    meeting = Meeting()
    meeting.votes(1, *[DROP] * 4)
    assert meeting.hear(0, "on").said == Said.TOO_FEW
    assert review.voted(meeting.state) is None
    assert meeting.hear(0, "close").said == Said.KEPT
    assert meeting.state == ReviewClosed(CHARTER, (), None)


def test_every_other_press_has_its_kind_answer() -> None:
    meeting = Meeting()
    for inputs in ({}, {"line": "5", "verdict": KEEP}, {"line": "1", "verdict": "burn"}, {"line": "1"}):
        assert meeting.hear(1, "vote", **inputs).said == Said.UNKNOWN
    assert meeting.hear(Seat("else"), "vote", line="1", verdict=KEEP).said == Said.OUTSIDER
    assert meeting.hear(3, "on").said == Said.NOT_YOURS
    assert meeting.hear(3, "nonsense").said == Said.UNKNOWN
    assert meeting.hear(3, "vote", phase="1", line="1", verdict=KEEP).said == Said.TOO_EARLY
    assert meeting.hear(3, "vote", line="1", verdict=KEEP).said == Said.KEPT
    assert meeting.hear(3, "vote", line="1", verdict=KEEP).said == Said.SAME
    assert not meeting.hear(3, "leave").posted
    assert meeting.hear(3, "leave").said == Said.SAME
    assert meeting.hear(0, "leave").posted
    assert meeting.hear(4, "take-over").posted
