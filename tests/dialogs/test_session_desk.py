"""The officer at the form of a session, as far as it is pure."""

import pytest

from content.model import Library, Session, Stage
from dialogs import planning, session_desk
from dialogs.communication_desk import AtCampaign, Known
from dialogs.flow import Answer, Ask, Learned, Next, Opened, Show
from dialogs.questions import CampaignAsked, SessionFormAsked, SessionWritten
from dialogs.session_desk import Beginnings, Planning
from dialogs.views import Pressed, View
from tests.bot.walk_sessions import GIVEN
from tests.dialogs.visitor import TODAY

KNOWN = Known(TODAY, allowed=True)


def asked(following: Next[session_desk.Place] | None) -> object:
    assert following is not None
    (effect,) = following.effects
    assert isinstance(effect, Ask)
    return effect.query


def view(following: Next[session_desk.Place]) -> View:
    (effect,) = following.effects
    assert isinstance(effect, Show)
    return effect.view


def test_a_beginning_is_chosen_among_invitations_only(library: Library) -> None:
    chosen = session_desk.step(library, KNOWN, Beginnings(), Pressed("use-invitation", {"draft": "empty"}))
    assert (chosen.place, asked(chosen)) == (Planning(draft="empty"), SessionFormAsked(draft="empty"))
    for draft in ({"draft": "elections"}, {}):
        again = session_desk.step(library, KNOWN, Beginnings(), Pressed("use-invitation", draft))
        assert view(again).card == "sessions.drafts"


def test_a_form_with_faults_stays_and_one_without_is_kept(library: Library) -> None:
    place = Planning("first", 3, "special-session")
    wrong = session_desk.step(library, KNOWN, place, Pressed("save-session", {**GIVEN, "opens": ""}))
    assert (wrong.place, view(wrong).note) == (place, "campaigns.form-faults")
    right = session_desk.step(library, KNOWN, place, Pressed("save-session", GIVEN))
    assert asked(right) == SessionWritten("first", 3, planning.cleaned(GIVEN), "special-session")


@pytest.mark.parametrize(
    ("place", "question"),
    [
        (Planning("new", 0, "empty"), SessionFormAsked("new", "empty")),
        (Planning("new", 0, again="old", months=3), SessionFormAsked("new", "", "old", 3)),
        (Planning("first", 2), CampaignAsked("first")),
    ],
)
def test_anything_else_says_again_where_the_form_is(
    library: Library, place: Planning, question: object
) -> None:
    for said in (Opened(door=False), Pressed("x")):
        assert asked(session_desk.step(library, KNOWN, place, said)) == question


def test_only_what_a_card_offered_is_done(library: Library) -> None:
    card = AtCampaign("first", 2, "open edit-session", "plan-next-month unreached")

    def done(verb: str, **inputs: str) -> object:
        following = session_desk.hears(library, KNOWN, card, Pressed(verb, inputs))
        return following and (following.place, following.effects)

    assert done("edit-session") == (card, (Ask(SessionFormAsked("first")),))
    planned = Planning(again="first", months=1)
    assert done("open", more="plan-next-month") == (
        planned,
        (Ask(SessionFormAsked(again="first", months=1)),),
    )
    assert done("plan-next-month") == done("open", more="plan-next-month"), "listed, so it may be typed"
    assert done("open", more="plan-next-quarter") is None
    assert done("plan-next-quarter") is None
    assert done("open", more="unreached") is None
    assert done("start-campaign") is None
    assert session_desk.hears(library, KNOWN, Beginnings(), Pressed("edit-session")) is None


def test_a_form_that_the_shell_fills_keeps_what_it_began_with(library: Library) -> None:
    answer = Answer(
        {"campaign": "new", "revision": 0, "note": "", **planning.cleaned(GIVEN)}, state="sessions.form"
    )
    begun = Planning(again="old", months=1)
    place, form = session_desk.learned(library, KNOWN, begun, answer)
    assert place == Planning("new", 0, again="old", months=1)
    assert {each.id: each.value for each in form.inputs} == planning.cleaned(GIVEN)
    assert session_desk.learned(library, KNOWN, Beginnings(), answer)[0] == Planning("new")
    assert isinstance(Learned(answer).answer, Answer)


def test_which_card_shows_a_session_depends_on_its_day(library: Library) -> None:
    draft: Session = planning.session_of(planning.cleaned(GIVEN), "4821")
    session = draft.model_copy(update={"stage": Stage.RUNNING})
    days = [session.day.replace(day=1), session.day]
    assert [session_desk.card_of(session, day) for day in days] == ["sessions.room"] * 2
    assert session_desk.card_of(session, TODAY) == "sessions.card"
    assert session_desk.card_of(session, session.day.replace(day=2)) == "sessions.over"
    assert session_desk.card_of(draft, draft.day) == "sessions.card", (
        "nobody is invited, so nobody types a code"
    )
    assert {"sessions.card", "sessions.room", "sessions.over"} <= library.cards.keys()


@pytest.mark.parametrize("place", [Beginnings(), Planning("first", 1)])
def test_a_place_shows_itself_without_the_shell(library: Library, place: session_desk.Place) -> None:
    shown = session_desk.here(library, KNOWN, place)
    assert shown.card == ("sessions.drafts" if isinstance(place, Beginnings) else "sessions.form")
    assert "campaigns" in [button.verb for button in shown.buttons]


def test_words_on_a_card_out_of_date_are_not_lost(library: Library) -> None:
    following = session_desk.hears(library, KNOWN, object(), Pressed("old-save-session", GIVEN))
    assert following is not None
    assert following.place == Planning()
    (effect,) = following.effects
    assert isinstance(effect, Show)
    assert effect.view.note == "campaigns.form-again"
    assert {each.id: each.value for each in effect.view.inputs} == planning.cleaned(GIVEN)
