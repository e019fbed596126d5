"""What people may expect of the review of their charter on their cards."""

from dataclasses import replace
from datetime import date

from content.model import LANGUAGES, Library
from dialogs.team_sessions import review_cards
from dialogs.team_sessions.meeting import Meeting, Outcome
from dialogs.team_sessions.review import ReviewClosed
from dialogs.team_sessions.seats import Said, Seat
from dialogs.team_sessions.sight import Asking, Doing, Meant, Screen, Sight
from dialogs.views import Choice, Pressed, View
from tests.dialogs.team_sessions.chat import CHARTER, review_chat, verbs, words


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
    assert "until the team writes its next charter" in words(view)
    assert chat.sees(3).view.tables == view.tables
    assert verbs(chat.sees(0).view) == ["session-on", "session-hand-over"]
    assert chat.press(0, "session-on") == Said.KEPT
    assert chat.over
    assert chat.everybody().tables == view.tables


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
