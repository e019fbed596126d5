"""A dilemma in two steps: pick, see what came of it, pick again; and nothing of it is kept."""

import pytest

from bot.cards.text import text
from bot.heard import Shown
from content.model import LANGUAGES, Branch, Language, Library, Option, Text
from dialogs import branching, lesson, module
from dialogs.flow import Past
from dialogs.people import Path
from dialogs.views import Choice, Pressed
from tests.dialogs.test_module import read
from tests.dialogs.visitor import TODAY, Visitor

NAMES = ["M01", "M04"]


@pytest.fixture
def reader(visitor: Visitor) -> Visitor:
    """Return somebody who has read the fourth module up to its dilemma."""
    visitor.settles_in()
    read(visitor, "M04")
    return visitor


def branch_of(library: Library, name: str) -> tuple[Option, Branch]:
    """Return the one option of a module that goes on, with what came of it."""
    ((option, then),) = [
        (option, option.then) for option in library.modules[name].dilemma.options if option.then
    ]
    return option, then


def of(library: Library, name: str, **options: Branch | None) -> Library:
    """Return the library with other second steps in one dilemma."""
    changed = library.modules[name]
    told = tuple(
        option.model_copy(update={"then": options.get(option.id.replace("-", "_"), option.then)})
        for option in changed.dilemma.options
    )
    dilemma = changed.dilemma.model_copy(update={"options": told})
    modules = {**library.modules, name: changed.model_copy(update={"dilemma": dilemma})}
    return library.model_copy(update={"modules": modules})


@pytest.mark.parametrize("name", NAMES)
def test_a_person_who_picks_twice_sees_what_follows_each_time_and_leaves_no_trace(
    visitor: Visitor, library: Library, name: str
) -> None:
    visitor.settles_in()
    read(visitor, name)
    option, then = branch_of(library, name)
    before = (dict(visitor.standing), list(visitor.facts), visitor.past)
    for second in then.options:
        first = visitor.presses("answer", option=option.id)
        offered = [button.verb for button in first.buttons]
        assert offered == [f"then-{option.id}", "next", "reconsider", "home"]
        asked = visitor.presses(offered[0])
        assert (asked.card, asked.passing) == ("module.then", True)
        assert asked.values == {"chosen": option.text, "situation": then.situation}
        (choice,) = asked.inputs
        assert isinstance(choice, Choice)
        assert [words for _, words in choice.options] == [each.text for each in then.options]
        chosen = next(key for key, words in choice.options if words == second.text)
        assert (choice.id, asked.submit) == ("option", "answer")
        view = visitor.presses("answer", option=chosen)
        assert (view.card, view.passing, view.values["feedback"]) == (
            "module.feedback",
            True,
            second.feedback,
        )
        assert [button.verb for button in view.buttons] == ["next", "reconsider", "home"]
        assert visitor.turned is not None
        assert not visitor.turned.keep
        assert second.id not in repr(visitor.turned.card())
        assert second.id not in visitor.turned.moved.place.decode()
        assert visitor.turned.moved.via != f"then-{option.id}"
    assert (dict(visitor.standing), list(visitor.facts), visitor.past) == before
    assert visitor.presses("next").card == "module.talk"


def test_an_option_without_a_second_step_offers_none(reader: Visitor) -> None:
    view = reader.presses("answer", option="report-now")
    assert [button.verb for button in view.buttons] == ["next", "reconsider", "home"]


@pytest.mark.parametrize("words", ["And then?", "and then", "et ensuite"])
def test_the_second_step_can_be_typed_in_both_languages(
    reader: Visitor, library: Library, words: str
) -> None:
    option, then = branch_of(library, "M04")
    assert reader.types("2").values["feedback"] == option.feedback
    assert reader.types(words).card == "module.then"
    for number, second in enumerate(then.options, start=1):
        assert reader.types(f"2.{number}").values["feedback"] == second.feedback
    assert reader.types(then.options[0].text.fr).values["feedback"] == then.options[0].feedback
    assert reader.types("2.9").note == "not-understood"
    assert reader.types("see the other choices").card == "module.dilemma"


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_plain_text_the_second_options_have_numbers_of_their_own(
    reader: Visitor, library: Library, language: Language
) -> None:
    _, then = branch_of(library, "M04")
    view = reader.presses("then-be-stricter")
    lines = text(library, Shown(view, language, "")).splitlines()
    for number, second in enumerate(then.options, start=1):
        assert f"2.{number}. {second.text.of(language)}" in lines
    assert f"> {library.verbs['reconsider'].label.of(language)}" in lines
    assert f"> {library.verbs['answer'].label.of(language)}" not in lines


def test_where_two_options_go_on_each_is_named_by_its_number(visitor: Visitor, library: Library) -> None:
    _, then = branch_of(library, "M04")
    visitor.library = of(library, "M04", say_nothing=then)
    visitor.settles_in()
    read(visitor, "M04")
    for number, name in ((2, "be-stricter"), (3, "say-nothing")):
        label = Text(en=f"And then? ({number})", fr=f"Et ensuite? ({number})")
        assert visitor.presses("answer", option=name).buttons[0].label == label
        options = {option.id: option.text for option in library.modules["M04"].dilemma.options}
        assert visitor.types(label.fr).values["chosen"] == options[name]
        assert visitor.types(f"{number}.1").values["feedback"] == then.options[0].feedback


NONSENSE = [
    Pressed("then-nobody"),
    Pressed("then-"),
    Pressed("then-report-now"),
    Pressed("and-then"),
    *(
        Pressed("answer", {"option": chosen})
        for chosen in (
            "",
            "/",
            "be-stricter/",
            "be-stricter/nobody",
            "report-now/report-late",
            "/report-late",
        )
    ),
    Pressed("answer", {"option": "nobody/report-late"}),
    Pressed("answer", {"option": "be-stricter/report-late/report-late"}),
    Pressed("answer"),
]


@pytest.mark.parametrize("said", NONSENSE, ids=repr)
def test_an_option_nobody_wrote_says_gently_where_we_are(library: Library, said: Pressed) -> None:
    told = lesson.script(library, "M04")
    assert told is not None
    known = lesson.know(told, Past(TODAY, Path.EMPLOYEE, "en", frozenset(), ()))
    following = module.step(told, known, module.Deciding(), said)
    assert following.place == module.Deciding()
    (effect,) = following.effects
    assert effect.view == branching.dilemma(told).noted("here-again")  # type: ignore[union-attr]  # a Show


def test_a_second_step_that_was_taken_out_meanwhile_leads_back_to_the_question(
    reader: Visitor, library: Library
) -> None:
    reader.presses("answer", option="be-stricter")
    reader.library = of(library, "M04", be_stricter=None)
    gone = reader.presses("then-be-stricter"), reader.presses("answer", option="be-stricter/report-late")
    for view in gone:
        assert (view.card, view.note) == ("module.dilemma", "here-again")
    assert reader.presses("answer", option="be-stricter").buttons[0].verb == "next"
    assert not reader.types("reconsider").words


def test_the_card_of_a_dilemma_names_the_two_values_in_one_line(reader: Visitor, library: Library) -> None:
    (line,) = reader.types("reconsider").remarks
    assert line.en == "Values in tension: Integrity / Stewardship"
    assert line.fr == "Valeurs en tension\N{NO-BREAK SPACE}: Intégrité / Intendance"
    dilemma = library.modules["M04"].dilemma.model_copy(update={"tension": ()})
    m04 = library.modules["M04"].model_copy(update={"dilemma": dilemma})
    reader.library = library.model_copy(update={"modules": {**library.modules, "M04": m04}})
    assert reader.types("reconsider").remarks == ()


def test_what_the_code_says_stands_under_the_feedback_of_both_steps(
    reader: Visitor, library: Library
) -> None:
    says = library.modules["M04"].dilemma.code_says
    for chosen in ("report-now", "be-stricter", "be-stricter/report-late"):
        heading, *lines = reader.presses("answer", option=chosen).remarks
        assert heading == library.sentences["module.code-says"]
        assert lines == list(says)


def test_a_dilemma_without_what_the_code_says_has_nothing_there(visitor: Visitor, library: Library) -> None:
    visitor.settles_in()
    read(visitor, "M05")
    option = library.modules["M05"].dilemma.options[0]
    assert visitor.presses("answer", option=option.id).remarks == ()
