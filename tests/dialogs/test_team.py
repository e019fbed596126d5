"""The manager's card as the pure core sees it."""

import pytest

from content.model import Library, Text
from dialogs import team
from dialogs.facts import Side, TalkConfirmed
from dialogs.flow import Answer, Ask, Learned, Next, Nothing, Opened, Record, Show, Start
from dialogs.people import PersonId
from dialogs.questions import TeamAsked, TeamGuideAsked
from dialogs.talk import GUIDE, OTHER
from dialogs.views import Pressed, View, equivalents
from tests.dialogs.visitor import Visitor

ANA = ("onboarding~ana", Text(en="Ana", fr="Ana"))
AT = team.AtTeam("onboarding~ana departure~ben")


def step(library: Library, said: Pressed | Opened | Learned, place: team.AtTeam = AT) -> Next[team.AtTeam]:
    return team.step(library, Nothing(), place, said)


def view_of(following: Next[team.AtTeam]) -> View:
    (view,) = (effect.view for effect in following.effects if isinstance(effect, Show))
    return view


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        (Opened(), TeamAsked()),
        (Pressed("nonsense"), TeamAsked()),
        (Pressed("talked"), TeamAsked("")),
        (Pressed("talked", {"who": ""}), TeamAsked("")),
        (Pressed("talked", {"who": "onboarding~ana"}), TeamAsked("onboarding~ana")),
        (Pressed("open", {"who": "onboarding~eve"}), TeamAsked()),
        (Pressed("guide"), TeamGuideAsked()),
    ],
)
def test_everything_is_looked_up(
    library: Library, said: Pressed | Opened, asked: TeamAsked | TeamGuideAsked
) -> None:
    assert step(library, said) == Next(AT, (Ask(asked),))


def test_we_talked_guide_and_charter_are_on_the_card_itself(library: Library) -> None:
    following = step(library, Learned(Answer(state=team.TALKS, options=(ANA,))))
    view = view_of(following)
    assert following.place == team.AtTeam("onboarding~ana")
    assert [button.verb for button in view.buttons] == [
        "talked", "guide", "book-a-charter", "ask-session", "checklist", "home",
    ]  # fmt: skip
    assert view.submit == "talked"


@pytest.mark.parametrize(("state", "card"), [(team.NOBODY, "team.none"), (team.SETTLED, "team")])
def test_with_nothing_to_confirm_there_is_nothing_to_press(library: Library, state: str, card: str) -> None:
    view = view_of(step(library, Learned(Answer(state=state))))
    assert (view.card, view.inputs, "talked" in {button.verb for button in view.buttons}) == (card, (), False)


def test_a_confirmation_names_the_talk_the_shell_allowed(library: Library) -> None:
    following = step(library, Learned(Answer({OTHER: "departure~ben"}, state=team.SETTLED)))
    assert Record(TalkConfirmed("departure", Side.MANAGER, PersonId("ben"))) in following.effects
    assert OTHER not in view_of(following).values


def test_the_guide_leaves_no_trace(library: Library) -> None:
    guide = step(library, Learned(Answer({"steps": ()}, state=GUIDE)))
    assert (view_of(guide).card, view_of(guide).passing, guide.place) == ("team.guide", True, AT)


def test_a_charter_is_booked_where_every_session_to_lead_is(library: Library) -> None:
    assert step(library, Pressed("book-a-charter")) == Next(AT, (Start("lead"),))


def test_nobody_else_may_see_it(library: Library) -> None:
    following = step(library, Learned(None))
    assert (following.place, view_of(following).card) == (team.AtTeam(), "team.not-allowed")


def test_a_number_opens_the_question_about_that_person(library: Library) -> None:
    first = equivalents(team.here(library, Nothing(), AT))[0].said
    assert first == Pressed("open", {"who": "onboarding~ana"})
    assert step(library, first).effects == (Start("talk", "onboarding~ana"),)
    assert team.here(library, Nothing(), team.AtTeam()).inputs == ()


def test_my_team_can_be_typed_from_anywhere(library: Library) -> None:
    visitor = Visitor(library, may=("team",), answer=Answer(state=team.NOBODY))
    visitor.settles_in()
    assert visitor.types("my team").card == "team.none"
    assert visitor.types("mon équipe").card == "team.none"


def test_we_talked_without_a_person_asks_for_one(library: Library) -> None:
    view = view_of(step(library, Learned(Answer(state=team.UNCHOSEN, options=(ANA,)))))
    assert (view.card, view.note, view.submit) == ("team", "option-required", "talked")


def test_a_manager_with_several_open_talks_is_led_to_the_team_where_names_stand(library: Library) -> None:
    visitor = Visitor(library, may=("team",), answer=Answer(state=team.TALKS, options=(ANA,)))
    visitor.settles_in()
    for key in ("onboarding~ana", "departure~ben", "onboarding"):
        visitor.stands("talk", key)
    view = visitor.types("we talked")
    assert (view.card, [button.verb for button in view.buttons]) == (
        "which",
        ["to-team/", "to-talk/onboarding", "home"],
    )
    assert view.buttons[0].label == library.verbs["team"].label
    assert visitor.presses("to-team/").card == "team"


def test_who_has_no_team_card_is_asked_which_talk(library: Library) -> None:
    visitor = Visitor(library)
    visitor.settles_in()
    for key in ("onboarding~ana", "departure~ben"):
        visitor.stands("talk", key)
    verbs = [button.verb for button in visitor.types("we talked").buttons]
    assert verbs == ["to-talk/onboarding~ana", "to-talk/departure~ben", "home"]
