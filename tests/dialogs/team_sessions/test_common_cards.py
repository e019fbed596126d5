"""What people may expect of every team session: leading, handing over, ending, kind answers, later days."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from content.model import Library
from dialogs.team_sessions import cards, common_cards
from dialogs.team_sessions.begin_cards import BEGINS
from dialogs.team_sessions.lines import Both
from dialogs.team_sessions.meeting import Later
from dialogs.team_sessions.seats import Said
from dialogs.team_sessions.sight import Doing, Meant, Sight
from dialogs.views import Choice, Pressed
from tests.dialogs.team_sessions.chat import CHARTER, Chat, review_chat, scenario_chat, verbs, words


def test_whoever_leads_hands_the_session_to_somebody_in_the_chat(library: Library) -> None:
    chat = scenario_chat(library)
    chat.others = (("id-z", "Zoé Roy"), ("id-e", "émile Tremblay"), ("id-a", "Ana Silva"), ("id-n", ""))
    chat.press(0, "session-hand-over")
    view = chat.sees(0).view
    (who,) = view.inputs
    assert isinstance(who, Choice)
    assert [id_ for id_, _ in who.options] == ["id-n", "id-a", "id-e", "id-z"]
    assert verbs(view) == ["session-handed", "session-back"]
    assert chat.press(0, "session-back") is None
    assert verbs(chat.sees(0).view)[1:] == ["scenario-reveal", "session-hand-over", "session-close"]


def test_a_long_list_of_names_is_cut_and_says_so(library: Library) -> None:
    chat = scenario_chat(library)
    chat.press(0, "session-hand-over")
    assert chat.sees(0).view.card == "session.hand-over-nobody"
    chat.others = tuple((f"id-{number}", f"Person {number:03}") for number in range(299))
    view = chat.sees(0).view
    (who,) = view.inputs
    assert isinstance(who, Choice)
    assert len(who.options) == 100
    assert "100 names" in words(view)


def test_somebody_takes_over_from_a_person_who_left_and_everybody_reads_that_they_may(
    library: Library,
) -> None:
    chat = scenario_chat(library)
    assert chat.act(chat.seats[0], "leave") == Said.KEPT
    assert library.sentences["session.leaderless"] in chat.everybody().remarks
    assert verbs(chat.sees(4).view) == ["scenario-pick", "session-take-over"]
    assert chat.press(4, "session-take-over") == Said.KEPT
    assert library.sentences["session.leaderless"] not in chat.everybody().remarks
    assert verbs(chat.sees(4).view) == [
        "scenario-pick",
        "scenario-reveal",
        "session-hand-over",
        "session-close",
    ]
    assert verbs(chat.sees(5).view) == ["scenario-pick"]


def test_a_session_without_a_result_asks_once_before_it_ends(library: Library) -> None:
    chat = review_chat(library)
    assert chat.press(0, "session-close") is None
    assert chat.sees(0).view.card == "session.closing"
    assert chat.press(0, "session-back") is None
    assert not chat.over
    chat.press(0, "session-close")
    assert chat.press(0, "session-really-close") == Said.KEPT
    assert chat.over


def test_a_session_with_its_result_ends_by_going_on_and_asks_nothing(library: Library) -> None:
    chat = scenario_chat(library)
    chat.act(chat.seats[0], "on")
    assert "session-close" not in verbs(chat.sees(0).view)
    assert chat.hears(chat.seats[0], Pressed("session-close")) is None
    assert chat.sees(0).view.card == "session.scenario.few"


@pytest.mark.parametrize("verb", ["session-close", "session-hand-over"])
def test_nobody_else_is_asked_what_only_who_leads_may_do(library: Library, verb: str) -> None:
    chat = scenario_chat(library)
    before = chat.sees(3)
    assert chat.hears(chat.seats[3], Pressed(verb)) is None
    assert chat.sees(3) == before
    assert chat.hears(chat.seats[3], Pressed("session-really-close")) == Said.NOT_YOURS


def test_everybody_reads_until_when_a_step_lasts(library: Library) -> None:
    chat = scenario_chat(library)
    chat.meeting = replace(chat.meeting, until="2026-11-24T16:30:00-05:00")
    (until,) = chat.everybody().remarks
    assert until.en.startswith("On November 24, 2026 at 4:30")
    assert until.fr.startswith("Le 24 novembre 2026 à 16")
    assert until in chat.sees(2).view.remarks


@pytest.mark.parametrize("said", Said)
def test_every_answer_has_a_sentence(library: Library, said: Said) -> None:
    for verb in ("scenario-pick", "session-on", "session", "session-take-over", "charter-keep"):
        note = common_cards.note_of(said, verb)
        assert note in library.sentences or (note == "" and said == Said.KEPT)
    assert library.sentences[f"session.said.{said}"]


@pytest.mark.parametrize(
    ("verb", "note"),
    [
        ("session", ""),
        ("session-hand-over", ""),
        ("session-on", ""),
        ("session-really-close", ""),
        ("session-take-over", "session.said.taken-over"),
        ("session-handed", "session.said.handed"),
        ("review-vote", "session.said.kept"),
    ],
)
def test_a_press_that_was_kept_says_no_more_than_the_card_does_not(verb: str, note: str) -> None:
    assert common_cards.note_of(Said.KEPT, verb) == note
    assert common_cards.note_of(Said.SAME, verb) == "session.said.same"


MEANT: Mapping[str, str] = {
    "session-on": "on",
    "session-really-close": "close",
}


@pytest.mark.parametrize("verb", MEANT)
def test_a_button_of_every_session_means_one_act(verb: str) -> None:
    assert common_cards.meant(Pressed(verb), "", "") == Meant((Doing(MEANT[verb]),))


@pytest.mark.parametrize(
    "verb", ["scenario-pick", "session-handed", "session-take-over", "nonsense", *BEGINS]
)
def test_any_other_button_means_nothing_common(verb: str) -> None:
    assert common_cards.meant(Pressed(verb), "", "") is None


def test_the_note_of_the_office_comes_later_and_is_about_the_situation_alone(library: Library) -> None:
    for subject, module in library.modules.items():
        view = common_cards.later(library, Later("note", {}, "2026-11-24", subject=subject))
        assert (view.card, view.both, verbs(view)) == ("session.note", True, ["session"])
        said = words(view)
        french = "\n".join(remark.fr for remark in view.remarks)
        assert all(line in view.remarks for line in module.dilemma.code_says)
        assert all(option.feedback.fr in french for option in module.dilemma.options)
        assert ("Values in tension" in said) == bool(module.dilemma.tension)
        assert ("Whom to ask" in said) == bool(module.contacts)


def test_a_note_says_no_more_than_its_module_has(library: Library) -> None:
    module = library.modules["M01"]
    bare = module.model_copy(
        update={
            "contacts": (),
            "dilemma": module.dilemma.model_copy(update={"tension": (), "code_says": ()}),
        }
    )
    little = library.model_copy(update={"modules": {"M01": bare}})
    view = common_cards.later(little, Later("note", {}, "2026-11-24", subject="M01"))
    assert len(view.remarks) == len(module.dilemma.options)
    gone = common_cards.later(little, Later("note", {}, "2026-11-24", subject="M02"))
    assert (gone.card, gone.both) == ("session.note-gone", True)


def test_on_its_day_a_team_reads_its_charter_and_whoever_may_lead_begins_the_review(library: Library) -> None:
    view = common_cards.later(library, Later("review", {}, "2027-02-22", charter=CHARTER[:4]))
    assert (view.card, view.both, verbs(view)) == ("session.review-due", True, ["begin-review", "session"])
    assert Both(CHARTER[3].en, CHARTER[3].fr).fr in str(view.values["lines"])


def test_views_have_at_most_six_buttons_whoever_looks(library: Library) -> None:
    chats: list[Chat] = [scenario_chat(library), review_chat(library)]
    for chat in chats:
        assert all(1 <= len(chat.sees(who).view.buttons) <= 6 for who in range(9))


def test_a_manager_who_does_not_lead_can_look_again_and_take_over(library: Library) -> None:
    chat = scenario_chat(library)
    chat.act(chat.seats[0], "on")
    sight = Sight(library, chat.meeting, chat.seats[3], may_lead=True)
    assert verbs(cards.own(sight).view) == ["session", "session-take-over"]
    assert verbs(cards.own(replace(sight, may_lead=False)).view) == ["session"]
    assert verbs(cards.own(replace(sight, seat=chat.seats[0], leads=True)).view)[:2] == [
        "scenario-takeaway",
        "session-on",
    ]
