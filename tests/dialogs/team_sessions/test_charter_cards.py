"""What each person of a team sees while it makes its charter, played by what their cards offer."""

import re
from dataclasses import replace

import pytest

from content.model import Library
from dialogs.team_sessions import charter_cards as cards
from dialogs.team_sessions.charter_seen import shared
from dialogs.team_sessions.meeting import Meeting
from dialogs.team_sessions.review import opened as review
from dialogs.team_sessions.seats import Said, Seat
from dialogs.team_sessions.sight import Screen, Sight
from dialogs.views import Choice, View
from tests.dialogs.team_sessions.people import SEED, seats
from tests.dialogs.team_sessions.round_table import Table, told

LEAD = ["session-on", "session-hand-over", "session-close"]


@pytest.fixture
def table(library: Library) -> Table:
    return Table(library)


def remarks(view: View) -> str:
    return " ".join(each.en for each in view.remarks)


def lines(view: View) -> list[str]:
    found = view.values["lines"]
    assert isinstance(found, tuple)
    return [each.en for each in found]


# From the first card to the charter -------------------------------------------------------------------


def test_seven_people_make_a_charter_by_what_their_cards_offer(table: Table) -> None:
    table.gathers()
    for who in range(6):
        assert table.writes(who, f"line {who}", "fr" if who % 2 else "en") == Said.KEPT
    table.press(6, "charter-adopt")
    assert table.press(6, "charter-adopted", starter="integrity") == Said.KEPT
    table.on()
    table.press(3, "charter-check")
    table.press(3, "charter-checked", line=table.option(3, "line 5"), noticed="no")
    table.press(0, "charter-merge")
    table.press(0, "charter-merge", line=table.option(0, "line 4"))
    assert table.press(0, "charter-merged", into=table.option(0, "line 1", "into")) == Said.KEPT
    table.on()
    assert "line 5 (How would a colleague notice this?)" in told(table.everybody())
    for who in range(7):
        dots = [table.option(who, words, "lines") for words in ("Say it", "line 0", f"line {1 + who % 2}")]
        assert table.press(who, "charter-choose", lines=",".join(dots)) == Said.KEPT
    table.on()
    assert "(dots: 7)" in told(table.everybody())
    for words in ("Say it", "line 0", "line 1", "line 2"):
        table.press(0, "charter-word", line=table.option(0, words))
        table.press(0, "charter-worded", en=f"{words} in English", fr=f"{words} en français")
    table.on()
    for who in range(4):
        assert table.press(who, "charter-approve-en") == Said.KEPT
        assert table.press(who, "charter-approve-fr") == Said.KEPT
    table.on()
    posted = table.everybody()
    assert (posted.card, posted.both, len(lines(posted))) == ("charter.posted", True, 4)
    assert {"Say it in English", "line 0 in English"} <= set(lines(posted))
    assert table.offers(5) == ["charter-file"]
    table.on()
    assert table.everybody().card == "charter.posted"
    assert "forgotten" in remarks(table.everybody())


def test_who_leads_words_what_is_not_agreed_anew_and_only_that_language_is_approved_again(
    table: Table,
) -> None:
    table.agrees()
    old = table.drawn(4)
    assert old.edition == "1.1"
    table.press(4, "charter-approve-en")
    table.press(4, "charter-approve-fr")
    assert table.offers(4) == ["charter-unapprove-en", "charter-unapprove-fr"]
    assert "You approve the English version." in remarks(table.view(4))
    table.press(0, "charter-word", line=table.option(0, "line 1"))
    english, french = (each.value for each in table.view(0).inputs)
    assert (english[:3], english[3:]) == ("we ", french[3:])
    table.press(0, "charter-worded", en=english, fr=f"{french}, vraiment")
    assert table.offers(4) == ["charter-unapprove-en", "charter-approve-fr"]
    assert table.drawn(4).edition == "1.2"
    table.press(4, "charter-unapprove-en")
    assert table.offers(4) == ["charter-approve-en", "charter-approve-fr"]


# What nobody sees --------------------------------------------------------------------------------------


def test_nothing_that_somebody_writes_shows_to_anybody_else_before_all_lines_do(table: Table) -> None:
    table.gathers()
    before = [table.view(who) for who in range(7)], table.everybody()
    table.writes(3, "a secret of mine")
    table.press(3, "charter-adopt")
    table.press(3, "charter-adopted", starter="integrity")
    after = [table.view(who) for who in range(7)], table.everybody()
    assert after[1] == before[1]
    assert [who for who in range(7) if after[0][who] != before[0][who]] == [3]
    assert "a secret of mine" in told(table.view(3))


def test_whether_somebody_takes_part_or_listens_shows_to_them_alone(table: Table) -> None:
    before = [table.view(who) for who in range(1, 7)], table.everybody()
    assert table.offers(0) == ["charter-take-part", "charter-listen", *LEAD]
    assert "Until you choose to take part, you listen." in remarks(table.view(0))
    table.press(0, "charter-take-part")
    assert table.offers(0) == ["charter-listen", *LEAD]
    assert "You take part." in remarks(table.view(0))
    assert ([table.view(who) for who in range(1, 7)], table.everybody()) == before
    assert table.press(0, "charter-listen") == Said.LISTENING
    assert table.offers(0) == ["charter-take-part", "charter-listen", *LEAD]


def test_a_number_of_people_stands_on_the_card_from_five_on_only(table: Table) -> None:
    table.gathers()
    for who in range(7):
        said = remarks(table.everybody())
        numbers = [int(each) for each in re.findall(r"\d+", said)]
        assert numbers == ([] if who < 5 else [who, 7])
        table.writes(who, f"line {who}")


def test_how_many_approve_is_a_number_from_five_on_only(table: Table) -> None:
    table.agrees()
    for who in range(6):
        for view in (table.everybody(), table.view(6)):
            numbers = [int(each) for each in re.findall(r"\d+", remarks(view))]
            assert numbers == ([] if who < 5 else [who])
        assert ("English version: more than half approve it" in remarks(table.everybody())) == (who > 3)
        table.press(who, "charter-approve-en")


def test_fewer_than_five_who_chose_leave_dots_without_numbers(table: Table) -> None:
    table.chooses()
    for who in range(4):
        table.press(who, "charter-choose", lines=table.option(who, "line 1", "lines"))
    table.on()
    for view in (table.everybody(), table.view(0), table.view(5)):
        assert "dots:" not in told(view)
        assert "Too few people put dots" in remarks(view)


# Who listens, who leads, who is gone -------------------------------------------------------------------


def test_somebody_who_listens_sees_what_others_see_without_inputs_and_may_join_at_any_step(
    library: Library,
) -> None:
    steps = (Table.gathers, Table.groups, Table.chooses, Table.words, Table.agrees)
    for step in steps:
        table = Table(library, 8)
        table.seats, silent = table.seats[:7], table.seats[7]
        step(table)
        table.seats.append(silent)
        view = table.view(7)
        assert (view.inputs, table.offers(7)) == ((), ["charter-take-part"])
        assert "You listen this time" in remarks(view)
        if step in (Table.groups, Table.chooses):
            assert set(lines(view)) == {f"line {number}" for number in range(7)}
        assert table.press(7, "charter-take-part") == Said.KEPT
        assert "charter-take-part" not in table.offers(7)


def test_who_leads_and_listens_may_do_what_leading_needs(library: Library) -> None:
    table = Table(library, 8)
    table.seats.reverse()
    table.hear(7, "leave")  # whoever led is gone
    assert table.everybody().buttons[-1].verb == "session-take-over"
    assert "Nobody leads this session now" in remarks(table.everybody())
    assert table.offers(3)[-1] == "session-take-over"
    assert table.press(0, "session-take-over") == Said.KEPT
    table.seats.pop()
    for who in range(1, 7):
        table.press(who, "charter-take-part")
    table.on()
    assert table.offers(0) == ["charter-take-part", *LEAD]
    for who in range(1, 7):
        table.writes(who, f"line {who}")
    table.on()
    assert table.offers(0) == ["charter-take-part", "charter-merge", *LEAD]
    table.on()
    for who in range(1, 7):
        table.press(who, "charter-choose", lines=table.option(who, "line 1", "lines"))
    table.on()
    assert table.offers(0) == ["charter-word", "charter-take-part", *LEAD]
    for number in range(4):
        table.press(0, "charter-word", line=words_next(table))
        table.press(0, "charter-worded", en=f"we {number}", fr=f"on {number}")
    assert "Lines with their words: 4 of 4" in remarks(table.everybody())
    table.on()
    assert table.offers(0) == ["charter-take-part", "charter-word", *LEAD]


def words_next(table: Table) -> str:
    """Return the line that is chosen already when whoever leads goes on wording."""
    asked = table.view(0).inputs[0]
    assert isinstance(asked, Choice)
    return asked.value


def test_a_card_never_has_more_buttons_than_teams_draws(library: Library) -> None:
    table = Table(library)
    table.gathers()
    table.writes(0, "line 0")
    most = ["charter-write", "charter-adopt", "charter-edit", *LEAD]
    assert table.offers(0) == most
    table.writes(2, "line 0")
    assert table.offers(2) == ["charter-write", "charter-adopt", "charter-edit", "charter-withdraw"]
    table.press(0, "charter-edit", line=table.option(0, "line 0"))
    assert table.offers(0) == ["charter-edited", "charter-withdraw", "session-back"]
    assert table.press(0, "charter-withdraw") == Said.KEPT
    assert table.offers(0) == ["charter-write", "charter-adopt", *LEAD]


def test_somebody_who_is_not_in_the_session_sees_no_line(table: Table) -> None:
    table.groups()
    stranger = Sight(table.library, table.meeting, Seat("of-nobody"))
    for name in ("", "check", "merge", "word", "write"):
        view = cards.own(replace(stranger, screen=Screen(name))).view
        assert view.card == "charter.my.grouping"
        assert "line 3" not in told(view)


# Its end -----------------------------------------------------------------------------------------------


def test_a_session_that_closes_without_a_charter_says_that_nothing_is_kept(table: Table) -> None:
    table.words()
    assert table.press(0, "session-close") == Said.KEPT
    for view in (table.everybody(), table.view(0), table.view(3)):
        assert view.card == "charter.nothing"
        assert "line" not in told(replace(view, card=""))
        assert [each.verb for each in view.buttons] == ["session"]


def test_the_charter_has_its_days_its_file_and_may_be_shared_by_who_leads(library: Library) -> None:
    table = Table(library, begun="2026-11-23", review_on="2027-02-23")
    table.posts()
    said = remarks(table.everybody())
    assert ("November 23, 2026" in said, "February 23, 2027" in said) == (True, True)
    assert table.offers(0) == ["charter-file", "charter-share", "session-on", "session-hand-over"]
    table.press(0, "charter-share")
    assert table.view(0).card == "charter.form.share"
    assert table.offers(0) == ["charter-shared", "session-back"]
    assert len(lines(table.view(0))) == 4
    other = Sight(library, table.meeting, table.seats[3], screen=Screen("share"))
    assert cards.own(other).view == table.view(4)


@pytest.mark.parametrize("pace", [0, 1])
def test_a_step_lasts_until_its_time_is_up_or_whoever_leads_goes_on(library: Library, pace: int) -> None:
    table = Table(library, pace=pace, until="2026-11-26T04:30:00Z" if pace else "")
    day = "November 25, 2026" if pace else "when the team is ready"
    for view in (table.everybody(), table.view(3)):
        assert day in remarks(view)


def test_a_session_that_is_no_charter_yet_is_getting_ready(library: Library) -> None:
    other = review(seats(6), seats(1)[0], SEED, ())
    assert not isinstance(other, Said)
    for session in (None, other):
        meeting = Meeting("charter", {}, session)
        assert cards.everybody(library, meeting).card == "session.preparing"
        assert cards.own(Sight(library, meeting, seats(1)[0])).view.card == "session.preparing"


def test_everybody_sees_only_what_is_shared(table: Table) -> None:
    table.groups()
    assert set(lines(table.everybody())) == {f"line {number}" for number in range(7)}
    assert len(shared(table.state).lines) == 7
