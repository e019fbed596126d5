"""A module from its opening to its end, and everything that can be said in between."""

import json

import pytest

from content.model import Library, Page
from dialogs import module
from dialogs.facts import Acknowledged, ModuleFinished
from dialogs.flow import Opened, Past, Typed
from dialogs.people import Path
from dialogs.views import Choice, Pressed
from tests.dialogs.visitor import TODAY, Visitor


def pages(library: Library, name: str) -> list[Page]:
    """List the pages that an employee reads."""
    return [page for page in library.modules[name].pages if not page.paths]


def read(visitor: Visitor, name: str) -> None:
    """Open a module and read up to its dilemma."""
    visitor.presses(f"open-{name}")
    for _ in range(1 + len(pages(visitor.library, name))):
        view = visitor.presses("next")
    assert view.card == "module.dilemma"


def finish(visitor: Visitor, name: str) -> None:
    read(visitor, name)
    visitor.presses("next")
    visitor.presses("finish")
    if visitor.turned and visitor.turned.view and visitor.turned.view.card == "module.acknowledge":
        visitor.presses("acknowledge")


def test_a_person_who_reads_every_page_may_acknowledge_once(visitor: Visitor, library: Library) -> None:
    visitor.settles_in()
    assert visitor.presses("open-M01").card.startswith("module.opening")
    shown = [visitor.presses("next") for _ in pages(library, "M01")]
    assert [view.values["number"] for view in shown] == list(range(1, len(shown) + 1))
    assert visitor.presses("next").card == "module.dilemma"
    option = library.modules["M01"].dilemma.options[0]
    assert visitor.presses("answer", option=option.id).values["feedback"] == option.feedback
    assert visitor.presses("next").card == "module.talk"
    assert visitor.presses("next").card == "module.acknowledge"
    assert visitor.presses("acknowledge").card == "module.done"
    version = library.modules["M01"].version
    assert visitor.facts[-2:] == [
        Acknowledged(library.organization.code.version),
        ModuleFinished("M01", version),
    ]
    finish(visitor, "M01")
    assert visitor.facts.count(ModuleFinished("M01", version)) == 1
    assert visitor.facts.count(Acknowledged(library.organization.code.version)) == 1


def test_a_module_without_acknowledgement_ends_with_the_talk(visitor: Visitor, library: Library) -> None:
    visitor.settles_in()
    read(visitor, "M04")
    assert "finish" in [button.verb for button in visitor.presses("next").buttons]
    assert visitor.presses("finish").card == "module.done"
    assert visitor.facts[-1] == ModuleFinished("M04", library.modules["M04"].version)


def test_what_somebody_chose_in_a_dilemma_is_nowhere(visitor: Visitor, library: Library) -> None:
    visitor.settles_in()
    read(visitor, "M01")
    before = (dict(visitor.standing), list(visitor.facts), visitor.past)
    for option in library.modules["M01"].dilemma.options:
        view = visitor.presses("answer", option=option.id)
        assert view.passing
        assert visitor.turned is not None
        assert not visitor.turned.keep
        assert option.id not in repr(visitor.turned.card())
        assert option.id not in visitor.turned.moved.place.decode()
    assert (dict(visitor.standing), list(visitor.facts), visitor.past) == before


def test_after_the_feedback_the_question_can_be_seen_again(visitor: Visitor) -> None:
    visitor.settles_in()
    read(visitor, "M01")
    visitor.types("1")
    assert visitor.types("see the other choices").card == "module.dilemma"
    view = visitor.types("2")
    assert view.card == "module.feedback"
    assert visitor.types("next").card == "module.talk"


def test_back_leads_all_the_way_to_the_opening(visitor: Visitor, library: Library) -> None:
    visitor.settles_in()
    read(visitor, "M01")
    visitor.presses("next")
    visitor.presses("next")
    cards = [visitor.presses("back").card for _ in range(2 + len(pages(library, "M01")) + 1)]
    assert cards[:2] == ["module.talk", "module.dilemma"]
    assert cards[2:-1] == ["module.page"] * len(pages(library, "M01"))
    assert cards[-1].startswith("module.opening")


def test_a_module_left_in_the_middle_goes_on_where_it_was(visitor: Visitor) -> None:
    visitor.settles_in()
    visitor.presses("open-M01")
    visitor.presses("next")
    page = visitor.presses("next")
    assert visitor.presses("home").card == "home"
    assert visitor.types("M01") == page


def test_a_module_that_became_shorter_shows_its_last_page(library: Library) -> None:
    lesson = module.script(library, "M01")
    assert lesson is not None
    known = module.know(lesson, Past(TODAY, Path.EMPLOYEE, "en", frozenset(), ()))
    last = len(lesson.module.pages)
    far = module.Reading(last + 5)
    assert module.here(lesson, known, far).values["number"] == last
    assert module.step(lesson, known, far, Pressed("back")).place == module.Reading(last - 1)
    assert module.step(lesson, known, far, Pressed("next")).place == module.Deciding()


def test_a_code_acknowledged_meanwhile_is_not_asked_again(visitor: Visitor, library: Library) -> None:
    visitor.settles_in()
    read(visitor, "M01")
    talk = visitor.presses("next")
    assert "next" in [button.verb for button in talk.buttons]
    visitor.past = visitor.past.with_facts([Acknowledged(library.organization.code.version)], "en")
    assert visitor.presses("next").card == "module.done"


def test_nonsense_says_again_where_we_are(library: Library) -> None:
    lesson = module.script(library, "M01")
    assert lesson is not None
    known = module.know(lesson, Past(TODAY, Path.EMPLOYEE, "en", frozenset(), ()))
    places: list[module.Place] = [
        module.Opening(),
        module.Reading(0),
        module.Deciding(),
        module.Talking(),
        module.Acknowledging(),
        module.Done(),
    ]
    for place in places:
        for said in (Pressed("nonsense"), Pressed("answer", {"option": "nonsense"}), Typed("?")):
            following = module.step(lesson, known, place, said)
            assert following.place == place
            (effect,) = following.effects
            assert effect.view == module.here(lesson, known, place).noted("here-again")  # type: ignore[union-attr]  # a Show


def test_the_three_lines_are_stacked_where_the_organization_has_its_own(library: Library) -> None:
    past = Past(TODAY, Path.EMPLOYEE, "en", frozenset(), ())
    own = library.organization.own_values[0]
    with_own = next(m for m in library.modules.values() if m.value == own.value)
    lesson = module.script(library, with_own.id)
    assert lesson is not None
    view = module.here(lesson, module.know(lesson, past), module.Opening())
    assert (view.values["own_value"], view.values["rule"]) == (own.own, own.rule)
    assert view.values["public_value"] == library.public_values[own.value]
    plain = library.model_copy(
        update={"organization": library.organization.model_copy(update={"own_values": ()})}
    )
    bare = module.script(plain, with_own.id)
    assert bare is not None
    assert module.here(bare, module.know(bare, past), module.Opening()).card == "module.opening"


def test_there_is_no_script_for_a_module_that_is_gone(library: Library) -> None:
    assert module.script(library, "M99") is None


@pytest.mark.parametrize("name", ["M01", "M04"])
def test_the_dilemma_offers_every_option_by_number(visitor: Visitor, library: Library, name: str) -> None:
    visitor.settles_in()
    read(visitor, name)
    options = library.modules[name].dilemma.options
    for number, option in enumerate(options, start=1):
        view = visitor.types(str(number))
        assert view.values["feedback"] == option.feedback
    assert visitor.types(options[0].text.fr).values["feedback"] == options[0].feedback


def test_opening_a_place_again_shows_it(library: Library) -> None:
    lesson = module.script(library, "M04")
    assert lesson is not None
    known = module.know(lesson, Past(TODAY, Path.EMPLOYEE, "en", frozenset(), ()))
    assert module.step(lesson, known, module.Talking(), Opened()).place == module.Talking()
    assert module.step(lesson, known, module.Done(), Opened()).place == module.Opening()


def test_a_saved_place_holds_a_page_number_and_nothing_else(visitor: Visitor) -> None:
    visitor.settles_in()
    visitor.presses("open-M01")
    visitor.presses("next")
    visitor.presses("next")
    saved = json.loads(visitor.standing["module", "M01"].place)
    assert saved == {"v": 1, "at": "Reading", "page": 1}


def test_the_choice_belongs_to_the_answer_button(visitor: Visitor) -> None:
    visitor.settles_in()
    read(visitor, "M01")
    assert visitor.turned is not None
    assert visitor.turned.view is not None
    (asked,) = visitor.turned.view.inputs
    assert isinstance(asked, Choice)
    assert (asked.id, asked.submit) == ("option", "answer")


def test_a_card_that_shows_an_older_code_acknowledges_nothing(visitor: Visitor, library: Library) -> None:
    visitor.settles_in()
    read(visitor, "M01")
    visitor.presses("next")
    visitor.presses("next")
    newer = library.organization.code.model_copy(update={"version": "2030-1"})
    visitor.library = library.model_copy(
        update={"organization": library.organization.model_copy(update={"code": newer})}
    )
    view = visitor.presses("acknowledge")
    assert (view.card, view.note, view.values["code_version"]) == ("module.acknowledge", "old-card", "2030-1")
    assert not any(isinstance(fact, Acknowledged) for fact in visitor.facts)
    assert visitor.presses("acknowledge").card == "module.done"
    assert Acknowledged("2030-1") in visitor.facts


def test_a_typed_yes_does_not_acknowledge_a_code_that_changed_meanwhile(
    visitor: Visitor, library: Library
) -> None:
    visitor.settles_in()
    read(visitor, "M01")
    for said in ("next", "next", "acknowledge"):
        visitor.types(said)
    newer = library.organization.code.model_copy(update={"version": "2030-1"})
    visitor.library = library.model_copy(
        update={"organization": library.organization.model_copy(update={"code": newer})}
    )
    assert visitor.types("yes").card == "module.acknowledge"
    assert not any(isinstance(fact, Acknowledged) for fact in visitor.facts)
