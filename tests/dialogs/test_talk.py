"""The talk as the pure core sees it: what each button asks for, shows and keeps."""

from datetime import date

import pytest

from content.model import Library
from dialogs import talk
from dialogs.facts import Side, TalkConfirmed
from dialogs.flow import Answer, Ask, Drop, Learned, Opened, Record, Show, Typed
from dialogs.people import PersonId
from dialogs.questions import GuideAsked, TalkAsked
from dialogs.together import read_key
from dialogs.views import Pressed, Value, View

VALUES: dict[str, Value] = {"name": "Boss", "due": date(2026, 11, 19), "day": date(2026, 11, 23)}
MANAGER, EMPLOYEE = talk.Known(team=True), talk.Known(team=False)


def the_talk(library: Library, key: str = "onboarding") -> talk.Talked:
    found = talk.script(library, key)
    assert found is not None
    return found


def shown(
    library: Library, answer: Answer | None, key: str = "onboarding"
) -> tuple[talk.Place, View, object]:
    """Return where a conversation is once something was learned, what it shows, and what it keeps."""
    following = talk.step(the_talk(library, key), EMPLOYEE, talk.Asking(), Learned(answer))
    (view,) = (effect.view for effect in following.effects if isinstance(effect, Show))
    facts = [effect.fact for effect in following.effects if isinstance(effect, Record)]
    return following.place, view, facts


def test_a_talk_is_named_by_its_checklist_and_a_managers_by_the_employee_too(library: Library) -> None:
    assert the_talk(library).side is Side.EMPLOYEE
    assert the_talk(library, "departure~ana").side is Side.MANAGER
    assert talk.script(library, "no-such-list") is None
    assert read_key("departure~ana") == ("departure", PersonId("ana"))


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        (Opened(), TalkAsked("onboarding", "ana")),
        (Typed("hm"), TalkAsked("onboarding", "ana")),
        (Pressed("talked"), TalkAsked("onboarding", "ana", confirm=True)),
        (Pressed("guide"), GuideAsked("onboarding", "ana")),
    ],
)
@pytest.mark.parametrize("place", [talk.Asking(), talk.Settled()])
def test_everything_is_looked_up(
    library: Library, place: talk.Place, said: Pressed | Opened | Typed, asked: object
) -> None:
    following = talk.step(the_talk(library, "onboarding~ana"), MANAGER, place, said)
    assert (following.place, following.effects) == (place, (Ask(asked),))  # type: ignore[arg-type] # both are queries


def test_it_has_not_happened_yet_is_counted_without_a_name_and_leaves_no_trace(
    library: Library,
) -> None:
    following = talk.step(the_talk(library), EMPLOYEE, talk.Asking(), Pressed("not-yet"))
    ((drop, effect), place) = following.effects, following.place
    assert drop == Drop("talk-not-yet", 1, {"not-yet": "pressed"}, once=True)
    assert isinstance(effect, Show)
    assert (effect.view.card, effect.view.passing, place) == ("talk.not-yet", True, talk.Asking())
    words = library.cards["talk.not-yet"].body[0]
    assert words.en.startswith("Nobody is told.")


@pytest.mark.parametrize(
    ("state", "card", "place"),
    [
        (talk.OPEN, "talk.ask", talk.Asking()),
        (talk.MINE, "talk.mine", talk.Settled()),
        (talk.BOTH, "talk.both", talk.Settled()),
        (talk.ALONE, "talk.alone", talk.Settled()),
        ("nonsense", "talk.closed", talk.Settled()),
    ],
)
def test_what_was_learned_says_what_is_shown_and_keeps_nothing(
    library: Library, state: str, card: str, place: talk.Place
) -> None:
    at, view, facts = shown(library, Answer(VALUES, state=state))
    assert (at, view.card, facts) == (place, card, [])
    offered = {button.verb for button in view.buttons}
    assert ({"talked", "not-yet"} <= offered) is (state == talk.OPEN)


@pytest.mark.parametrize(("key", "side"), [("onboarding", Side.EMPLOYEE), ("onboarding~ana", Side.MANAGER)])
def test_a_confirmation_is_kept_with_the_name_the_shell_looked_up(
    library: Library, key: str, side: Side
) -> None:
    _, view, facts = shown(library, Answer({**VALUES, talk.OTHER: "ben"}, state=talk.MINE), key)
    assert facts == [TalkConfirmed("onboarding", side, PersonId("ben"))]
    assert talk.OTHER not in view.values


def test_who_may_not_know_is_told_kindly_and_keeps_nothing(library: Library) -> None:
    place, view, facts = shown(library, None)
    assert (place, view.card, facts) == (talk.Settled(), "talk.nothing", [])


def test_the_guide_passes_and_leads_back_to_the_answers(library: Library) -> None:
    place, view, facts = shown(library, Answer({"steps": ()}, state=talk.GUIDE))
    assert (place, view.card, view.passing, facts) == (talk.Asking(), "talk.guide", True, [])
    assert [button.verb for button in view.buttons] == ["talked", "not-yet", "checklist", "home"]


def test_the_way_back_is_the_one_the_person_came(library: Library) -> None:
    def ways(key: str, known: talk.Known) -> list[str]:
        view = talk.here(the_talk(library, key), known, talk.Settled())
        return [button.verb for button in view.buttons]

    assert ways("onboarding", EMPLOYEE) == ["guide", "checklist", "home"]
    assert ways("onboarding~ana", MANAGER) == ["guide", "team", "home"]
    assert ways("onboarding~ana", EMPLOYEE) == ["guide", "home"]
