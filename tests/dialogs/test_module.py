"""A module from its opening to its end, and everything that can be said in between."""

import json

import pytest

from content.model import Library, OwnValue, Text
from dialogs import lesson, module, paths
from dialogs.facts import Acknowledged, ModuleFinished
from dialogs.flow import Opened, Past, Typed
from dialogs.people import Path
from dialogs.views import Choice, Pressed
from tests.dialogs.visitor import TODAY, Visitor


def read(visitor: Visitor, name: str) -> None:
    """Open a module and read up to its dilemma."""
    visitor.presses(f"open-{name}")
    for _ in range(1 + len(paths.shown(visitor.library.modules[name], visitor.past.path))):
        view = visitor.presses("next")
    assert view.card == "module.dilemma"


def finish(visitor: Visitor, name: str) -> None:
    read(visitor, name)
    visitor.presses("next")
    visitor.presses("finish")
    if visitor.turned and visitor.turned.view and visitor.turned.view.card == "code.first":
        visitor.presses("acknowledge")


def test_a_person_who_reads_every_page_may_acknowledge_once(visitor: Visitor, library: Library) -> None:
    visitor.settles_in()
    assert visitor.presses("open-M01").card.startswith("module.opening")
    shown = [visitor.presses("next") for _ in paths.shown(library.modules["M01"], Path.EMPLOYEE)]
    assert [view.values["number"] for view in shown] == list(range(1, len(shown) + 1))
    assert visitor.presses("next").card == "module.dilemma"
    option = library.modules["M01"].dilemma.options[0]
    assert visitor.presses("answer", option=option.id).values["feedback"] == option.feedback
    assert visitor.presses("next").card == "module.talk"
    assert visitor.presses("next").card == "code.first"
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
    pages = len(paths.shown(library.modules["M01"], Path.EMPLOYEE))
    cards = [visitor.presses("back").card for _ in range(2 + pages + 1)]
    assert cards[:2] == ["module.talk", "module.dilemma"]
    assert cards[2:-1] == ["module.page"] * pages
    assert cards[-1].startswith("module.opening")


def test_a_module_left_in_the_middle_goes_on_where_it_was(visitor: Visitor) -> None:
    visitor.settles_in()
    visitor.presses("open-M01")
    visitor.presses("next")
    page = visitor.presses("next")
    assert visitor.presses("home").card == "home"
    assert visitor.types("M01") == page


def test_a_module_that_became_shorter_shows_its_last_page(library: Library) -> None:
    told = lesson.script(library, "M01")
    assert told is not None
    known = lesson.know(told, Past(TODAY, Path.EMPLOYEE, "en", frozenset(), ()))
    shown = paths.shown(told.module, Path.EMPLOYEE)
    far = module.Reading(len(told.module.pages) + 5)
    assert module.here(told, known, far).values["number"] == len(shown)
    before = shown[-2]
    back = module.Reading(before, told.module.pages[before].id)
    assert module.step(told, known, far, Pressed("back")).place == back
    assert module.step(told, known, far, Pressed("next")).place == module.Deciding()


def test_a_code_acknowledged_meanwhile_is_not_asked_again(visitor: Visitor, library: Library) -> None:
    visitor.settles_in()
    read(visitor, "M01")
    talk = visitor.presses("next")
    assert "next" in [button.verb for button in talk.buttons]
    visitor.past = visitor.past.with_facts([Acknowledged(library.organization.code.version)], "en")
    assert visitor.presses("next").card == "module.done"


def test_nonsense_says_again_where_we_are(library: Library) -> None:
    told = lesson.script(library, "M01")
    assert told is not None
    known = lesson.know(told, Past(TODAY, Path.EMPLOYEE, "en", frozenset(), ()))
    places: list[module.Place] = [
        module.Opening(),
        module.Reading(0, told.module.pages[0].id),
        module.Deciding(),
        module.Talking(),
        module.Acknowledging(),
        module.Done(),
    ]
    for place in places:
        for said in (Pressed("nonsense"), Pressed("answer", {"option": "nonsense"}), Typed("?")):
            following = module.step(told, known, place, said)
            assert following.place == place
            (effect,) = following.effects
            assert effect.view == module.here(told, known, place).noted("here-again")  # type: ignore[union-attr]  # a Show


CANDOUR = Text(en="Candour", fr="Franchise")
RULE = Text(en="Say it early.", fr="On en parle tôt.")


@pytest.mark.parametrize(
    ("own", "card", "lines"),
    [
        (None, "module.opening", {}),
        ((CANDOUR, RULE), "module.opening-with-values", {"own_value": CANDOUR, "rule": RULE}),
        ((CANDOUR, None), "module.opening-with-own-value", {"own_value": CANDOUR}),
        ((None, RULE), "module.opening-with-rule", {"rule": RULE}),
    ],
)
def test_up_to_three_lines_are_stacked_and_the_public_value_always_leads(
    library: Library, own: tuple[Text | None, Text | None] | None, card: str, lines: dict[str, Text]
) -> None:
    value = library.modules["M01"].value
    added = (OwnValue(value=value, own=own[0], rule=own[1]),) if own else ()
    told = lesson.script(of(library, own_values=added), "M01")
    assert told is not None
    known = lesson.know(told, Past(TODAY, Path.EMPLOYEE, "en", frozenset(), ()))
    view = module.here(told, known, module.Opening())
    assert view.card == card
    assert view.values["public_value"] == library.public_values[value]
    assert {name: view.values[name] for name in view.values.keys() & {"own_value", "rule"}} == lines


def of(library: Library, **changes: object) -> Library:
    """Return the library of an organization that differs in something."""
    return library.model_copy(update={"organization": library.organization.model_copy(update=changes)})


def test_the_end_of_a_module_says_whom_to_ask_and_leaves_out_whom_nobody_has(
    visitor: Visitor, library: Library
) -> None:
    contacts = ("coi", "ombud", "manager", "nobody_ever")
    kept = {**library.organization.contacts, "ombud": None}
    m04 = library.modules["M04"].model_copy(update={"contacts": contacts})
    told = of(library, contacts=kept).model_copy(update={"modules": {**library.modules, "M04": m04}})
    visitor.library = told
    visitor.settles_in()
    read(visitor, "M04")
    visitor.presses("next")
    view = visitor.presses("finish")
    coi, manager = told.organization.contacts["coi"], told.organization.contacts["manager"]
    assert coi is not None
    assert coi.address is not None
    assert manager is not None
    assert [remark.en for remark in view.remarks] == [
        f"Whom to ask: {coi.name.en}, {coi.address.en}, {coi.phone}",
        f"Or: {manager.name.en}",
    ]
    assert [remark.fr for remark in view.remarks] == [
        f"À qui vous adresser\N{NO-BREAK SPACE}: {coi.name.fr}, {coi.address.fr}, {coi.phone}",
        f"Ou\N{NO-BREAK SPACE}: {manager.name.fr}",
    ]


def test_there_is_no_script_for_a_module_that_is_gone(library: Library) -> None:
    assert lesson.script(library, "M99") is None


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
    told = lesson.script(library, "M04")
    assert told is not None
    known = lesson.know(told, Past(TODAY, Path.EMPLOYEE, "en", frozenset(), ()))
    assert module.step(told, known, module.Talking(), Opened()).place == module.Talking()
    assert module.step(told, known, module.Done(), Opened()).place == module.Opening()


def test_a_saved_place_holds_a_page_and_nothing_else(visitor: Visitor) -> None:
    visitor.settles_in()
    visitor.presses("open-M01")
    visitor.presses("next")
    visitor.presses("next")
    saved = json.loads(visitor.standing["module", "M01"].place)
    second = visitor.library.modules["M01"].pages[1].id
    assert saved == {"v": 2, "at": "Reading", "page": 1, "id": second}


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
    visitor.library = of(library, code=newer)
    view = visitor.presses("acknowledge")
    assert (view.card, view.note, view.values["code_version"]) == ("code.first", "old-card", "2030-1")
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
    visitor.library = of(library, code=newer)
    assert visitor.types("yes").card == "code.first"
    assert not any(isinstance(fact, Acknowledged) for fact in visitor.facts)
