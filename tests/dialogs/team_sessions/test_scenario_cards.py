"""What people may expect of a scenario on their cards, from the first answer to the last line."""

from dataclasses import replace

import pytest

from content.model import Library
from dialogs.team_sessions import common_cards, scenario_cards
from dialogs.team_sessions.meeting import Meeting
from dialogs.team_sessions.scenario import ScenarioClosed
from dialogs.team_sessions.seats import Said, Seat
from dialogs.team_sessions.sight import Sight
from dialogs.views import Choice, Pressed, View
from tests.dialogs.team_sessions.chat import scenario_chat, verbs, words


def chosen(view: View) -> str:
    (choice,) = view.inputs
    assert isinstance(choice, Choice)
    return choice.value


def test_a_team_of_twelve_answers_alone_sees_the_split_and_keeps_one_line(library: Library) -> None:
    chat = scenario_chat(library)
    talk = library.modules["M01"].talk
    at_first = chat.everybody()
    assert (at_first.card, verbs(at_first)) == ("session.scenario", ["session"])
    for who in range(12):
        assert verbs(chat.sees(who).view)[0] == "scenario-pick"
        assert chat.press(who, "scenario-pick", option=("interrupt", "send-as-is", "hold-back")[who % 3]) == (
            Said.KEPT
        )
    for who in range(1, 12, 3):
        assert chat.press(who, "scenario-then", option="tell-now") == Said.KEPT
    assert chat.everybody() == at_first, "no answer changes what everybody sees"
    assert chat.press(0, "session-on") == Said.KEPT
    view = chat.everybody()
    assert view.card == "session.scenario.numbers"
    (table,) = view.tables
    assert [count for _, count in table.rows] == [4, 4, 0, 4]
    assert table.chart is not None
    assert talk.en in words(view)
    assert not [line for line in library.modules["M01"].dilemma.code_says if line.en in words(view)]
    assert "on the working day after the split" in words(view)
    assert chat.press(0, "scenario-takeaway") is None
    assert chat.press(0, "scenario-taken", words=" ", language="en") == Said.EMPTY
    assert chat.press(0, "scenario-taken", words="We ask *before* we send.", language="en") == Said.KEPT
    assert "We ask *before* we send." in words(chat.everybody())
    assert chat.press(0, "session-on") == Said.KEPT
    assert chat.over
    last = chat.everybody()
    assert "We ask *before* we send." in words(last)
    assert talk.en not in words(last)
    assert "on the working day after the split" in words(last)
    assert verbs(chat.sees(0).view) == ["session"]


def test_three_hundred_people_answer_and_no_press_of_theirs_changes_the_shared_card(library: Library) -> None:
    chat = scenario_chat(library, "M01", 300)
    options = [option.id for option in library.modules["M01"].dilemma.options]
    for who in range(300):
        assert chat.press(who, "scenario-pick", option=options[who % 4]) == Said.KEPT
    assert chat.posted == 0
    assert "300" in words(chat.sees(7).view)
    assert chat.press(0, "session-on") == Said.KEPT
    assert [count for _, count in chat.everybody().tables[0].rows] == [75, 75, 75, 75]
    assert "300 people answered" in words(chat.everybody())


def test_everybody_sees_what_follows_their_own_answer_and_may_change_it(library: Library) -> None:
    chat, dilemma = scenario_chat(library), library.modules["M01"].dilemma
    interrupt, send = dilemma.options[0], dilemma.options[1]
    assert send.then is not None
    asked = chat.sees(3)
    assert (asked.view.card, chosen(asked.view), asked.about) == ("session.scenario.own", "", "")
    chat.press(3, "scenario-pick", option="interrupt")
    view = chat.sees(3).view
    assert (view.card, view.values["feedback"], chosen(view)) == (
        "session.scenario.answered",
        interrupt.feedback,
        "interrupt",
    )
    chat.press(3, "scenario-pick", option="send-as-is")
    further = chat.sees(3)
    assert (further.view.card, further.about) == ("session.scenario.then", "send-as-is")
    assert further.view.values["situation"] == send.then.situation
    assert chat.press(3, "scenario-then", option="tell-now") == Said.KEPT
    view = chat.sees(3).view
    assert (view.card, view.values["feedback"], chosen(view)) == (
        "session.scenario.then-answered",
        send.then.options[0].feedback,
        "tell-now",
    )
    assert chat.press(3, "scenario-then", option="wait-and-see") == Said.KEPT
    assert chat.press(3, "scenario-again") is None
    again = chat.sees(3).view
    assert (again.card, chosen(again)) == ("session.scenario.own", "send-as-is")
    assert "session-back" in verbs(again)
    assert chat.press(3, "session-back") is None
    assert chat.sees(3).view.card == "session.scenario.then-answered"
    chat.press(3, "scenario-again")
    assert chat.press(3, "scenario-pick", option="hold-back") == Said.KEPT
    assert chat.sees(3).view.card == "session.scenario.answered"


def test_a_second_answer_from_a_card_about_an_option_that_was_left_does_nothing(library: Library) -> None:
    chat = scenario_chat(library)
    chat.press(3, "scenario-pick", option="send-as-is")
    old = chat.sees(3).about
    chat.press(3, "scenario-again")
    chat.press(3, "scenario-pick", option="interrupt")
    late = Pressed("scenario-then", {"option": "tell-now"})
    assert chat.hears(chat.seats[3], late, old) == Said.NOT_NOW
    assert chat.sees(3).view.values["feedback"] == library.modules["M01"].dilemma.options[0].feedback


def test_revealing_asks_first_while_so_few_have_answered_that_nothing_would_be_shown(
    library: Library,
) -> None:
    chat = scenario_chat(library)
    for who in range(4):
        assert "session-on" not in verbs(chat.sees(0).view)
        assert chat.press(0, "scenario-reveal") == Said.TOO_FEW
        assert common_cards.note_of(Said.TOO_FEW, "scenario-reveal") == "", "the card itself asks"
        asked = chat.sees(0).view
        assert (asked.card, verbs(asked)) == ("session.scenario.revealing", ["session-on", "session-back"])
        assert chat.press(0, "session-back") is None
        chat.press(who, "scenario-pick", option="send-as-is")
    assert "scenario-reveal" not in verbs(chat.sees(1).view)
    chat.press(0, "scenario-reveal")
    chat.press(4, "scenario-pick", option="send-as-is")
    assert chat.sees(0).view.card != "session.scenario.revealing", "a fifth answer came while it was asked"
    assert "session-on" in verbs(chat.sees(0).view)
    late = Pressed("scenario-reveal")
    assert chat.hears(chat.seats[0], late) == Said.KEPT, "an older view of who leads asks nothing any more"
    assert chat.everybody().card == "session.scenario.words"


def test_a_scenario_that_is_over_says_so_and_one_that_is_talked_about_does_not(library: Library) -> None:
    chat = scenario_chat(library)
    for who in range(6):
        chat.press(who, "scenario-pick", option="interrupt")
    said = library.sentences["session.scenario.forgotten"]
    chat.press(0, "session-on")
    assert said not in chat.everybody().remarks
    chat.press(0, "session-on")
    assert said in chat.everybody().remarks
    assert said in chat.sees(3).view.remarks


def test_nobody_sees_the_answer_of_anybody_else_not_even_who_leads(library: Library) -> None:
    one, other = scenario_chat(library), scenario_chat(library)
    for who in range(1, 12):
        one.press(who, "scenario-pick", option="interrupt")
        other.press(who, "scenario-pick", option=("send-as-is", "send-with-note", "hold-back")[who % 3])
    other.press(3, "scenario-then", option="tell-now")
    assert one.sees(0) == other.sees(0)
    assert one.everybody() == other.everybody()
    for chat in (one, other):
        chat.press(0, "scenario-pick", option="hold-back")
    assert one.sees(0) == other.sees(0)


def test_how_many_have_answered_is_said_from_five_on_and_only_on_one_s_own_view(library: Library) -> None:
    chat = scenario_chat(library)
    for who in range(4):
        chat.press(who, "scenario-pick", option="interrupt")
    assert "Fewer than five people have answered" in words(chat.sees(11).view)
    chat.press(4, "scenario-pick", option="interrupt")
    assert "5 people have answered" in words(chat.sees(11).view)
    assert "5 people" not in words(chat.everybody())


def test_after_the_reveal_nobody_finds_their_answer_on_any_card(library: Library) -> None:
    chat = scenario_chat(library)
    for who in range(12):
        chat.press(who, "scenario-pick", option=("interrupt", "hold-back")[who % 2])
    chat.press(0, "session-on")
    views = [chat.sees(who).view for who in range(1, 12)]
    assert all(view == views[0] for view in views)
    assert views[0].tables == chat.everybody().tables
    assert verbs(views[0]) == ["session"]
    assert verbs(chat.sees(0).view) == ["scenario-takeaway", "session-on", "session-hand-over"]


@pytest.mark.parametrize("subject", ["M99", "M02"])
def test_a_scenario_that_was_withdrawn_or_rewritten_can_be_ended_kindly(
    library: Library, subject: str
) -> None:
    chat = scenario_chat(library)
    chat.meeting = replace(chat.meeting, subject=subject)
    assert chat.everybody().card == "session.scenario.gone"
    assert verbs(chat.sees(3).view) == ["session"]
    assert verbs(chat.sees(0).view) == ["session-on", "session-hand-over", "session-close"]


def test_a_scenario_that_ends_before_the_reveal_keeps_nothing(library: Library) -> None:
    chat = scenario_chat(library)
    chat.press(1, "scenario-pick", option="interrupt")
    assert chat.press(0, "session-close") is None
    assert verbs(chat.sees(0).view) == ["session-really-close", "session-hand-over", "session-back"]
    assert chat.press(0, "session-really-close") == Said.KEPT
    assert chat.state == ScenarioClosed(None, None)
    view = chat.everybody()
    assert (view.card, view.remarks) == ("session.scenario.unrevealed", ())
    assert chat.sees(1).view.card == "session.scenario.unrevealed"


def test_whoever_leads_changes_the_last_line_and_finds_again_what_was_too_long(library: Library) -> None:
    chat = scenario_chat(library)
    chat.act(chat.seats[0], "on")
    chat.press(0, "scenario-takeaway")
    assert chat.press(0, "scenario-taken", words="x" * 201, language="fr") == Said.TOO_LONG
    held = [each.value for each in chat.sees(0).view.inputs]
    assert held == ["x" * 201, "fr"]
    assert chat.press(0, "scenario-taken", words="On ralentit.", language="fr") == Said.KEPT
    chat.press(0, "scenario-takeaway")
    held = [each.value for each in chat.sees(0).view.inputs]
    assert held == ["On ralentit.", "fr"]
    assert chat.press(0, "session-back") is None
    assert chat.sees(0).view.card == "session.scenario.few"


def test_nobody_but_who_leads_is_shown_the_form_of_the_last_line(library: Library) -> None:
    chat = scenario_chat(library)
    chat.act(chat.seats[0], "on")
    assert chat.hears(chat.seats[4], Pressed("scenario-takeaway")) is None
    assert chat.sees(4).view.card == "session.scenario.few"
    typed = Pressed("scenario-taken", {"words": "Mine", "language": "en"})
    assert chat.hears(chat.seats[4], typed) == Said.NOT_YOURS


def test_every_module_of_the_library_can_be_held_as_a_scenario(library: Library) -> None:
    for subject, module in library.modules.items():
        chat = scenario_chat(library, subject)
        for who in range(12):
            option = module.dilemma.options[who % len(module.dilemma.options)]
            assert chat.press(who, "scenario-pick", option=option.id) == Said.KEPT
            if option.then:
                second = option.then.options[who % len(option.then.options)]
                assert chat.press(who, "scenario-then", option=second.id) == Said.KEPT
        assert chat.press(0, "session-on") == Said.KEPT
        (first, *_) = chat.everybody().tables
        assert [name for name, _ in first.rows] == [option.text for option in module.dilemma.options]


def test_before_its_people_have_seats_a_scenario_is_about_to_begin(library: Library) -> None:
    meeting = Meeting("scenario", {}, subject="M01")
    assert scenario_cards.everybody(library, meeting).card == "session.preparing"
    assert scenario_cards.own(Sight(library, meeting, Seat("s"))).view.card == "session.preparing"


def test_a_press_that_belongs_to_no_scenario_means_nothing_here() -> None:
    assert scenario_cards.meant(Pressed("review-vote"), "", "") is None


def test_the_situation_reads_the_same_on_the_shared_card_and_on_one_s_own(library: Library) -> None:
    chat = scenario_chat(library)
    assert chat.everybody().values == chat.sees(1).view.values
    assert chat.everybody().values["title"] == library.modules["M01"].dilemma.title
