"""What people may expect of the review of their charter on their cards."""

from dataclasses import replace
from datetime import date

from content.model import LANGUAGES, Library, Text
from dialogs.team_sessions import review_cards
from dialogs.team_sessions.meeting import Meeting, Outcome
from dialogs.team_sessions.review import ReviewClosed
from dialogs.team_sessions.seats import Said, Seat
from dialogs.team_sessions.sight import Asking, Doing, Meant, Screen, Sight
from dialogs.views import Choice, Pressed, View
from tests.dialogs.team_sessions.chat import CHARTER, review_chat, verbs, words


def lines_of_view(view: View) -> tuple[Text, ...]:
    """Return the lines on a card."""
    held = view.values["lines"]
    assert isinstance(held, tuple)
    return held


def votes(view: View) -> list[str]:
    """Return what a form holds of each line."""
    return [asked.value for asked in view.inputs if isinstance(asked, Choice)]


def test_a_team_says_of_each_line_whether_it_stays_changes_or_goes(library: Library) -> None:
    chat = review_chat(library)
    form = chat.sees(1).view
    assert [asked.hint.en for asked in form.inputs if isinstance(asked, Choice) and asked.hint] == [
        line.en for line in CHARTER
    ]
    for who in range(6):
        said = chat.press(who, "review-vote", verdict_1="keep", verdict_2="change", verdict_3="drop")
        assert said == Said.KEPT
    assert chat.press(0, "session-on") == Said.KEPT
    view = chat.everybody()
    (table,) = view.tables
    said_of = library.sentences
    stays, changes, goes = (said_of[f"session.review.{name}"] for name in ("kept", "changed", "dropped"))
    assert [decided for _, decided in table.rows] == [stays, changes, goes, stays, stays, stays]
    assert "finds new words" in words(view)
    assert chat.sees(3).view.tables == view.tables
    assert verbs(chat.sees(3).view) == ["charter-file"]
    ways = ["session-on", "session-hand-over", "session-close", "charter-file"]
    assert verbs(chat.sees(0).view) == ways
    chat.press(0, "session-close")
    assert chat.sees(0).view.card == "session.closing-anew"
    assert chat.press(0, "session-really-close") == Said.KEPT
    assert chat.over
    assert chat.everybody().tables == view.tables
    assert "No new words were found" in words(chat.everybody())


def test_where_no_line_is_to_change_the_review_ends_with_its_result(library: Library) -> None:
    chat = review_chat(library)
    for who in range(6):
        chat.press(who, "review-vote", verdict_3="drop")
    chat.press(0, "session-on")
    assert verbs(chat.sees(0).view) == ["charter-file", "session-on", "session-hand-over"]
    assert "new words" not in words(chat.everybody())
    assert chat.press(0, "session-on") == Said.KEPT
    assert chat.over


def test_new_words_are_found_by_whoever_leads_and_agreed_by_those_who_voted(library: Library) -> None:
    chat = review_chat(library, begun="2026-11-23", review_on="2027-02-22")
    for who in range(6):
        chat.press(who, "review-vote", verdict_1="change", verdict_2="drop")
    chat.press(0, "session-on")
    onward = chat.sees(0).view.buttons[0]
    assert onward.label == library.sentences["session.review.find-words"]
    assert chat.press(0, "session-on") == Said.KEPT
    assert chat.everybody().card == "charter.rewording"
    mine, other, late = (chat.sees(who).view for who in (0, 3, 7))
    assert [view.card for view in (mine, other, late)] == ["charter.my.rewording"] * 3
    assert verbs(mine) == ["charter-word", "session-on", "session-hand-over", "session-close"]
    assert (verbs(other), verbs(late)) == (["session"], ["charter-take-part"])
    assert "too few" not in words(mine).lower()
    assert "take part in finding the words" in words(late)
    for view in (chat.everybody(), mine, other, late):
        shown = [line.en for line in lines_of_view(view)]
        assert shown == [f"{CHARTER[0].en} (to change)", *(each.en for each in CHARTER[2:])]
    assert CHARTER[1].en not in words(mine)
    (line,) = (asked for asked in mine.inputs if isinstance(asked, Choice))
    assert len(line.options) == 5
    assert line.options[0][1].fr == f"{CHARTER[0].fr} (à changer)"
    chat.press(0, "charter-word", line=line.value)
    form = chat.sees(0).view
    assert [asked.value for asked in form.inputs] == [CHARTER[0].en, CHARTER[0].fr]
    assert chat.press(0, "charter-worded", en="ask early", fr="demande tôt") == Said.KEPT
    assert "ask early / demande tôt" in words(chat.sees(0).view)
    assert chat.press(0, "session-on") == Said.KEPT
    for who in range(4):
        for language in ("en", "fr"):
            assert chat.press(who, f"charter-approve-{language}") == Said.KEPT
    assert chat.press(0, "session-on") == Said.KEPT
    posted = chat.everybody()
    assert posted.card == "charter.posted"
    assert "Review begun on November 23, 2026." in words(posted)
    assert [line.en for line in lines_of_view(posted)] == ["ask early", *(each.en for each in CHARTER[2:])]


def test_a_review_whose_new_words_are_not_agreed_says_what_ends_with_it(library: Library) -> None:
    chat = review_chat(library)
    for who in range(6):
        chat.press(who, "review-vote", verdict_1="change", verdict_2="drop")
    chat.press(0, "session-on")
    chat.press(0, "session-on")
    chat.press(0, "session-close")
    assert chat.sees(0).view.card == "session.closing-anew"
    assert chat.press(0, "session-really-close") == Said.KEPT
    over = chat.everybody()
    assert over.card == "session.review.result"
    assert "No new words were found" in words(over)
    said = library.sentences
    decisions = [said[f"session.review.{name}"] for name in ("changed", "dropped", "kept")]
    assert [decided for _, decided in over.tables[0].rows][:3] == decisions


def test_each_person_finds_their_own_votes_and_nobody_else_s_and_none_once_they_are_counted(
    library: Library,
) -> None:
    chat = review_chat(library)
    empty = chat.sees(0).view
    for who in range(1, 5):
        chat.press(who, "review-vote", verdict_1=("keep", "drop")[who % 2], verdict_6="change")
    assert votes(chat.sees(1).view) == ["drop", "", "", "", "", "change"]
    assert chat.press(1, "review-vote", verdict_1="keep") == Said.KEPT
    assert votes(chat.sees(1).view) == ["keep", "", "", "", "", "change"]
    assert chat.sees(0).view == empty
    chat.press(5, "review-vote", verdict_2="keep")
    chat.press(0, "session-on")
    assert chat.sees(1) == chat.sees(2)


def test_how_many_have_voted_is_said_to_everybody_from_five_on(library: Library) -> None:
    chat = review_chat(library)
    for who in range(4):
        chat.press(who, "review-vote", verdict_1="keep")
    assert chat.everybody().remarks == ()
    assert chat.press(0, "session-on") == Said.TOO_FEW
    assert chat.posted == 0
    chat.press(4, "review-vote", verdict_1="keep")
    assert "5 people" in words(chat.everybody())
    assert "5 people" in words(chat.sees(8).view)
    assert chat.posted == 1


def test_a_form_in_which_nothing_was_chosen_only_looks(library: Library) -> None:
    chat = review_chat(library)
    assert chat.press(1, "review-vote") is None
    assert review_cards.meant(Pressed("review-vote", {"verdict-7": "keep"}), "", "") == Asking(Screen())
    typed = Pressed("review-vote", {"verdict-2": "burn", "verdict-1": "keep", "verdict-3": ""})
    assert review_cards.meant(typed, "", "") == Meant(
        (
            Doing("vote", {"line": "1", "verdict": "keep"}),
            Doing("vote", {"line": "2", "verdict": "burn"}),
        )
    )
    assert chat.act(chat.seats[1], "vote", line="2", verdict="burn") == Said.UNKNOWN
    assert review_cards.meant(Pressed("scenario-pick"), "", "") is None


def test_a_review_that_ends_early_leaves_the_charter_as_it_stands(library: Library) -> None:
    chat = review_chat(library)
    chat.press(1, "review-vote", verdict_1="drop")
    chat.press(0, "session-close")
    assert chat.press(0, "session-really-close") == Said.KEPT
    view = chat.everybody()
    assert view.card == "session.review.none"
    assert CHARTER[0].fr in str(view.values["lines"])
    assert verbs(chat.sees(0).view) == ["session"]


def test_the_result_says_when_the_team_looks_again(library: Library) -> None:
    left = Outcome("review", ReviewClosed(CHARTER[:4], ("keep",) * 4, 7))
    assert library.sentences["session.review.next-open"] in review_cards.everybody(library, left).remarks
    dated = review_cards.everybody(library, replace(left, review_on=date(2027, 2, 22).isoformat()))
    assert [dated.remarks[0].of(language) for language in LANGUAGES] == [
        "The team reviews its charter on February 22, 2027.",
        "L'équipe reverra sa charte le 22 février 2027.",
    ]


def test_before_its_people_have_seats_a_review_is_about_to_begin(library: Library) -> None:
    meeting = Meeting("review", {})
    assert review_cards.everybody(library, meeting).card == "session.preparing"
    assert review_cards.own(Sight(library, meeting, Seat("s"))).view.card == "session.preparing"
