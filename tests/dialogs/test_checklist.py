"""The checklist as the pure core sees it: which list concerns whom, and where its buttons lead."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from content.model import Library
from dialogs import checklist
from dialogs.flow import Answer, Ask, Learned, Next, Opened, Past, Show, Start
from dialogs.people import Path
from dialogs.questions import ChecklistAsked
from dialogs.views import Pressed, View

TODAY = date(2026, 11, 23)
PAST = Past(TODAY, Path.EMPLOYEE, "en", frozenset(), ())
NEW, OLD = (
    checklist.Known(new=True, leaving=False, team=False),
    checklist.Known(new=False, leaving=False, team=False),
)
EVERYTHING = checklist.Known(new=True, leaving=True, team=True)


def days(count: int) -> date:
    return TODAY + timedelta(days=count)


def step(
    library: Library, known: checklist.Known, place: checklist.Place, said: Pressed | Opened | Learned
) -> Next[checklist.Place]:
    return checklist.step(library, known, place, said)


def view_of(following: Next[checklist.Place]) -> View:
    (view,) = (effect.view for effect in following.effects if isinstance(effect, Show))
    return view


@pytest.mark.parametrize(
    ("past", "known"),
    [
        (PAST, OLD),
        (replace(PAST, first_day=days(-120)), NEW),
        (replace(PAST, first_day=days(30)), NEW),
        (replace(PAST, first_day=days(-121)), OLD),
        (replace(PAST, last_day=days(60)), replace(OLD, leaving=True)),
        (replace(PAST, last_day=days(61)), OLD),
        (replace(PAST, last_day=days(-1)), OLD),
        (replace(PAST, may=frozenset({"team"})), replace(OLD, team=True)),
    ],
)
def test_a_list_concerns_who_is_new_leaves_soon_or_manages(
    library: Library, past: Past, known: checklist.Known
) -> None:
    assert checklist.know(library, past) == known


@pytest.mark.parametrize(
    ("known", "asked"),
    [
        (NEW, ChecklistAsked("onboarding", "employee")),
        (OLD, ChecklistAsked("onboarding", "employee")),
        (replace(OLD, leaving=True), ChecklistAsked("departure", "employee")),
        (EVERYTHING, ChecklistAsked("departure", "employee")),
        (replace(OLD, team=True), ChecklistAsked("onboarding", "manager")),
        (replace(NEW, team=True), ChecklistAsked("onboarding", "employee")),
    ],
)
def test_it_opens_at_the_list_that_concerns_the_person_most(
    library: Library, known: checklist.Known, asked: ChecklistAsked
) -> None:
    place = checklist.begin(library, known)
    assert step(library, known, place, Opened()) == Next(place, (Ask(asked),))


def test_the_other_lists_are_one_button_away_for_whom_they_concern(library: Library) -> None:
    arriving, leaving, managing = checklist.Arriving(), checklist.Leaving(), checklist.Managing()
    for verb, place in (("arrival-list", arriving), ("departure-list", leaving), ("manager-list", managing)):
        assert step(library, EVERYTHING, arriving, Pressed(verb)).place == place
    assert step(library, NEW, arriving, Pressed("departure-list")).place == arriving
    assert step(library, NEW, arriving, Pressed("manager-list")).place == arriving
    assert step(library, EVERYTHING, managing, Pressed("back")).place == managing


@pytest.mark.parametrize(
    ("place", "key"), [(checklist.Arriving(), "onboarding"), (checklist.Leaving(), "departure")]
)
def test_the_talk_is_the_one_of_the_list(library: Library, place: checklist.Place, key: str) -> None:
    assert step(library, EVERYTHING, place, Pressed("talk")).effects == (Start("talk", key),)


def test_a_managers_list_has_no_talk_of_its_own(library: Library) -> None:
    following = step(library, EVERYTHING, checklist.Managing(), Pressed("talk"))
    assert isinstance(following.effects[0], Ask)


@pytest.mark.parametrize(
    ("known", "place", "card"),
    [
        (NEW, checklist.Arriving(), "checklist"),
        (OLD, checklist.Arriving(), "checklist.later"),
        (EVERYTHING, checklist.Leaving(), "checklist.departure"),
        (EVERYTHING, checklist.Managing(), "checklist.manager"),
    ],
)
def test_each_list_has_its_card(
    library: Library, known: checklist.Known, place: checklist.Place, card: str
) -> None:
    view = view_of(step(library, known, place, Learned(Answer())))
    assert view.card == card
    assert ("talk" in {button.verb for button in view.buttons}) is (
        card in {"checklist", "checklist.departure"}
    )


def test_what_is_to_be_done_next_can_be_opened_and_six_buttons_are_the_most(library: Library) -> None:
    everything = Answer(state=" ".join(item.id for item in library.checklists["onboarding"].items))
    view = view_of(step(library, NEW, checklist.Arriving(), Learned(everything)))
    assert [button.verb for button in view.buttons] == [
        "talk", "open-M01", "code", "self-check", "file", "home",
    ]  # fmt: skip
    assert view.buttons[1].label == checklist.named_module(library.modules["M01"])
    full = view_of(step(library, EVERYTHING, checklist.Arriving(), Learned(everything)))
    assert len(full.buttons) == 6


def test_who_may_not_know_finds_the_way_back(library: Library) -> None:
    view = view_of(step(library, OLD, checklist.Managing(), Learned(None)))
    assert (view.card, view.buttons[0].verb) == ("checklist.closed", "checklist")


def test_without_its_content_there_is_no_checklist(library: Library) -> None:
    assert checklist.FLOW.script(library.model_copy(update={"checklists": {}}), "onboarding") is None
