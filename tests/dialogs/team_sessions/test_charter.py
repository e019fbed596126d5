"""What a team may expect while it makes its charter."""

import pytest

from dialogs.team_sessions import charter_seen as seen
from dialogs.team_sessions.charter_states import Choosing, Closed, Gathering, Posted, opened
from dialogs.team_sessions.lines import Adopted, Written
from dialogs.team_sessions.seats import Said
from tests.dialogs.team_sessions.people import SEED, Team, seats


@pytest.mark.parametrize(("count", "said"), [(4, Said.TOO_FEW), (31, Said.TOO_MANY)])
def test_a_session_of_fewer_than_5_or_more_than_30_people_is_not_opened(count: int, said: Said) -> None:
    assert opened(seats(count), seats(1)[0], SEED) == said


@pytest.mark.parametrize("count", [5, 30])
def test_a_session_of_5_to_30_people_is_opened(count: int) -> None:
    assert isinstance(opened(seats(count), seats(1)[0], SEED), Gathering)


def test_a_session_without_a_secret_is_a_fault_of_the_program() -> None:
    with pytest.raises(ValueError, match="seed"):
        opened(seats(9), seats(1)[0], b"short")


# Taking part ------------------------------------------------------------------------------------------------


def test_somebody_who_listens_cannot_be_told_from_somebody_who_has_said_nothing() -> None:
    team, silent = Team(), Team()
    team.press(3, "take-part")
    heard = team.hear(3, "listen")
    assert (heard.said, heard.posted, heard.state) == (Said.LISTENING, False, silent.state)
    assert team.hear(4, "listen").state is heard.state


def test_whether_somebody_takes_part_changes_nothing_that_others_see() -> None:
    team = Team()
    assert not any(team.hear(who, "take-part").posted for who in range(9))
    assert seen.people(team.state) is None


def test_writing_does_not_begin_while_fewer_than_5_take_part() -> None:
    team = Team()
    for who in range(4):
        team.press(who, "take-part")
    assert team.on() == Said.TOO_FEW
    team.press(4, "take-part")
    assert team.on() == Said.KEPT


def test_somebody_who_listens_is_told_how_to_take_part_and_may_do_so_later() -> None:
    team = Team()
    team.gathers(taking=6)
    assert team.writes(8, "We ask") == Said.NOT_TAKING_PART
    assert team.press(8, "take-part") == Said.KEPT
    assert team.press(8, "take-part") == Said.SAME
    assert team.writes(8, "We ask") == Said.KEPT
    assert seen.people(team.state) == 7


# Writing ----------------------------------------------------------------------------------------------------


def test_how_many_have_written_is_a_number_from_5_on_and_the_card_changes_with_it_only() -> None:
    team = Team()
    team.gathers()
    numbers, posts = [], []
    for who in range(6):
        posts.append(team.hear(who, "write", words=f"line {who}", language="en").posted)
        numbers.append(seen.written(team.state))
    assert numbers == [None, None, None, None, 5, 6]
    assert posts == [False, False, False, False, True, True]
    assert not team.hear(0, "write", words="another", language="fr").posted


def test_nobody_not_even_the_facilitator_sees_a_line_of_others_before_they_are_grouped() -> None:
    team = Team()
    team.gathers()
    team.writes(3, "We say early when something is late")
    assert team.sees(0) == {}
    assert list(team.sees(3)) == ["We say early when something is late"]
    assert seen.shared(team.state).lines == {}


def test_a_person_writes_five_lines_edits_and_withdraws_their_own() -> None:
    team = Team()
    team.gathers()
    assert [team.writes(1, f"line {number}") for number in range(6)] == [Said.KEPT] * 5 + [Said.TOO_MANY]
    name = team.sees(1)["line 2"]
    assert team.press(1, "edit", line=name, words="ligne 2", language="fr") == Said.KEPT
    assert team.press(1, "edit", line=name, words="ligne 2", language="fr") == Said.SAME
    assert team.press(2, "edit", line=name, words="other", language="fr") == Said.NOT_YOURS
    name = team.sees(1)["line 3"]
    assert team.press(2, "withdraw", line=name) == Said.SAME
    assert team.press(1, "withdraw", line=name) == Said.KEPT
    assert team.press(1, "withdraw", line=name) == Said.SAME
    assert set(team.sees(1)) == {"line 0", "line 1", "ligne 2", "line 4"}


def test_somebody_who_withdraws_their_only_line_has_not_written() -> None:
    team = Team()
    team.gathers()
    for who in range(5):
        team.writes(who, "We ask")
    assert team.hear(4, "withdraw", line=team.sees(4)["We ask"]).posted
    assert seen.written(team.state) is None


def test_a_starter_line_that_two_people_adopt_stands_once_and_one_that_was_edited_by_itself() -> None:
    team = Team()
    team.gathers()
    for who in (1, 2, 3):
        assert team.press(who, "adopt", starter="early") == Said.KEPT
    assert team.press(1, "adopt", starter="early") == Said.SAME
    assert team.press(1, "adopt", starter="of-nobody") == Said.UNKNOWN
    (name,) = seen.lines(team.state, team.seats[3])
    assert team.press(3, "edit", line=name, words="We say it early", language="en") == Said.KEPT
    for who in (4, 5):
        team.writes(who, f"line {who}")
    assert team.on() == Said.KEPT
    assert set(seen.lines(team.state, team.seats[0]).values()) == {
        Adopted("early"),
        *(Written("en", words) for words in ("We say it early", "line 4", "line 5")),
    }


def test_lines_are_not_grouped_while_there_are_too_few_for_a_charter() -> None:
    team = Team()
    team.gathers()
    for who in range(9):
        team.writes(who, f"line {who % 3}")
    assert team.on() == Said.TOO_FEW


def test_the_order_of_lines_depends_on_the_seed_and_not_on_who_wrote_first() -> None:
    orders = []
    for seed, numbers in ((SEED, range(8)), (SEED, range(7, -1, -1)), (b"x" * 16, range(8))):
        team = Team(seed=seed)
        team.gathers()
        for number in numbers:
            team.writes(8 - number, f"line {number}")
        team.on()
        orders.append(list(team.sees(0)))
    assert orders[0] == orders[1] != orders[2]
    assert orders[0] not in ([f"line {number}" for number in range(8)], sorted(orders[2]))


# Grouping ---------------------------------------------------------------------------------------------------


def test_anybody_may_flag_a_line_that_a_colleague_could_not_notice_and_take_the_flag_back() -> None:
    team = Team()
    team.groups()
    name = team.sees(0)["line 2"]
    assert team.hear(5, "check", line=name, noticed="no").posted
    assert seen.shared(team.state).flagged == {name}
    assert team.hear(5, "check", line=name, noticed="no").said == Said.SAME
    assert team.hear(5, "check", line=name, noticed="yes").posted
    assert seen.shared(team.state).flagged == set()


def test_twins_become_one_line_with_the_flags_of_both() -> None:
    team = Team()
    team.groups(6)
    one, two, three = (team.sees(0)[f"line {number}"] for number in range(3))
    team.press(4, "check", line=one, noticed="no")
    assert team.press(4, "merge", line=one, into=two) == Said.NOT_YOURS
    assert [team.press(0, "merge", line=one, into=two) for _ in range(2)] == [Said.KEPT, Said.SAME]
    assert team.press(0, "merge", line=one, into=three) == Said.GONE
    assert team.press(0, "merge", line=three, into=one) == Said.GONE
    assert team.press(0, "check", line=one, noticed="yes") == Said.GONE
    assert team.press(0, "merge", line=two, into=three) == Said.KEPT
    assert seen.shared(team.state).flagged == {three}
    assert len(team.sees(0)) == 4
    assert team.press(0, "merge", line=three, into=team.sees(0)["line 4"]) == Said.TOO_FEW
    team.on()
    assert isinstance(team.state, Choosing)
    assert team.state.flagged == {three}


# Choosing ---------------------------------------------------------------------------------------------------


def test_dots_may_be_changed_and_are_shown_as_numbers_only_when_choosing_has_ended() -> None:
    team = Team()
    names = list(team.chooses().values())
    assert team.on() == Said.TOO_FEW
    for who in range(5):
        assert not team.hear(who, "choose", lines=",".join(names[4:7])).posted
        assert team.press(who, "choose", lines=",".join((names[0], names[1], names[0]))) == Said.KEPT
    assert team.press(5, "choose", lines=",".join(names[:4])) == Said.TOO_MANY
    assert team.press(5, "choose", lines=names[0]) == Said.KEPT
    assert team.press(5, "choose", lines="") == Said.KEPT
    assert seen.dots(team.state) == {}
    team.on()
    assert sorted(seen.dots(team.state).values(), key=str) == [0, 0, 5, 5]
    assert set(list(seen.dots(team.state))[:2]) == set(names[:2])


def test_dots_of_fewer_than_five_people_are_never_numbers() -> None:
    team = Team()
    names = list(team.chooses().values())
    for who in range(4):
        team.press(who, "choose", lines=names[3])
    team.on()
    assert list(seen.dots(team.state).values()) == [None] * 4
    assert next(iter(seen.dots(team.state))) == names[3]


def test_a_fifth_and_a_sixth_line_come_in_when_they_have_as_many_dots_as_the_fourth() -> None:
    for equal, expected in ((4, 4), (5, 5), (6, 6), (8, 6)):
        team = Team()
        names = list(team.chooses().values())
        for who in range(equal):
            team.press(who, "choose", lines=names[who])
        team.on()
        assert len(seen.chosen(team.state)) == expected


# Wording and agreeing ---------------------------------------------------------------------------------------


def test_every_chosen_line_needs_both_languages_before_the_team_is_asked_to_agree() -> None:
    team = Team()
    team.words()
    names = list(seen.shared(team.state).lines)
    assert [team.press(0, "word", line=names[0], en=en, fr=fr) for en, fr in (("a", ""), ("", "b"))] == [
        Said.EMPTY,
        Said.EMPTY,
    ]
    for name in names[1:]:
        team.press(0, "word", line=name, en="We", fr="On")
    assert team.on() == Said.UNFINISHED
    assert team.press(0, "word", line="of-nobody", en="We", fr="On") == Said.UNKNOWN
    assert team.press(3, "word", line=names[0], en="We", fr="On") == Said.NOT_YOURS
    assert team.press(0, "word", line=names[0], en="We", fr="On") == Said.KEPT
    assert team.press(0, "word", line=names[0], en="We", fr="On") == Said.SAME
    assert team.on() == Said.KEPT


def test_a_charter_is_posted_when_more_than_half_approve_each_language() -> None:
    team = Team(10)
    team.agrees()
    team.approves("en", 10)
    team.approves("fr", 5)
    assert team.on() == Said.NOT_AGREED
    assert seen.shared(team.state).agreed == {"en"}
    assert seen.approved(team.state) == {"en": 10, "fr": 5}
    team.press(5, "approve", language="fr", edition="1")
    team.press(0, "take-back-approval", language="fr")
    assert team.on() == Said.NOT_AGREED
    team.press(6, "approve", language="fr", edition="1")
    names = list(seen.shared(team.state).lines)
    assert team.hear(0, "on").posted
    assert isinstance(team.state, Posted)
    assert [(line.en, line.fr) for line in seen.result(team.state)] == [
        (f"We {name}", f"On {name}") for name in names
    ]


def test_what_was_approved_in_other_words_is_approved_again_in_that_language_only() -> None:
    team = Team()
    team.agrees()
    team.approves("en", 9)
    team.approves("fr", 9)
    name = next(iter(seen.shared(team.state).lines))
    team.press(0, "word", line=name, en=f"We {name}", fr="Autre chose")
    assert seen.approved(team.state) == {"en": 9, "fr": None}
    assert team.press(3, "approve", language="fr", edition="1") == Said.TOO_LATE
    team.approves("fr", 5)
    assert team.on() == Said.KEPT


def test_what_is_kept_of_a_closed_session_is_the_charter_and_how_many_took_part() -> None:
    team = Team()
    team.posts()
    charter = seen.result(team.state)
    assert team.press(3, "close") == Said.NOT_YOURS
    assert team.press(0, "close") == Said.KEPT
    assert team.state == Closed(charter, 9)
    assert len(charter) >= 4


def test_a_session_closed_early_keeps_no_line() -> None:
    team = Team()
    team.groups()
    assert team.press(0, "close") == Said.KEPT
    assert team.state == Closed((), 9)
