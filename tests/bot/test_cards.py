"""Every card that can be reached: valid, small, in one language, labelled, and readable as plain text."""

import json
import re
from collections.abc import Mapping

import pytest
import pytest_asyncio

from bot.cards.adaptive import card, plain
from bot.cards.text import text
from bot.heard import Shown
from content.model import LANGUAGES, Library, Text
from dialogs.views import Button, Value, View, WordsInput
from tests.bot.card_checks import elements, faults_of
from tests.bot.walk import UNREACHED, every_card


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=LANGUAGES)
async def met(request: pytest.FixtureRequest, library: Library) -> Mapping[str, Shown]:
    found = await every_card(library, request.param)
    assert {shown.view.card for shown in found.values()} | UNREACHED == set(library.cards)
    return found


def test_every_card_is_sound(met: Mapping[str, Shown], library: Library) -> None:
    broken = {name: faults for name, shown in met.items() if (faults := faults_of(library, shown))}
    assert not broken, "\n".join(f"{name}: {'; '.join(faults)}" for name, faults in broken.items())


def test_inputs_and_tables_are_among_them(met: Mapping[str, Shown], library: Library) -> None:
    found = [element for shown in met.values() for element in elements(card(library, shown))]
    kinds = [str(element.get("type")) for element in found]
    assert sum(kind.startswith("Input.") for kind in kinds) >= 3
    assert "Table" in kinds


def test_every_form_says_how_sensitive_what_is_written_in_it_may_be(
    met: Mapping[str, Shown], library: Library
) -> None:
    forms = {name: shown for name, shown in met.items() if filled_in(shown)}
    assert {"self-check", "coi.filing", "courses.date"} <= {shown.view.card for shown in forms.values()}
    for name, shown in met.items():
        said = library.sentences["ceiling"].of(shown.languages[0])
        drawn = [element.get("text") for element in elements(card(library, shown))]
        assert (said in drawn, said in text(library, shown)) == (name in forms, name in forms), name


def filled_in(shown: Shown) -> bool:
    """Tell whether something is written or several things are chosen."""
    kinds = [type(asked).__name__ for asked in shown.view.inputs]
    return len(kinds) > 1 or kinds in (["DateInput"], ["TextInput"])


def test_plain_text_numbers_what_can_be_pressed(met: Mapping[str, Shown], library: Library) -> None:
    for name, shown in met.items():
        lines = text(library, shown).splitlines()
        ways = [line for line in lines if re.match(r"\d+\. |> ", line)]
        assert len(ways) >= len(shown.view.buttons) - 1, name
        if shown.view.passing:
            assert not [line for line in lines if re.match(r"\d+\. ", line)], name


def test_a_word_that_looks_like_markdown_is_shown_as_it_is() -> None:
    assert plain("*a* [b](c) <d> #e `f` \\g _h_") == ("\\*a\\* \\[b\\](c) \\<d\\> \\#e \\`f\\` \\\\g \\_h\\_")


def test_the_other_language_is_left_out_when_six_buttons_are_there(library: Library) -> None:
    seven = tuple(Button(verb) for verb in ("home", "help", "modules", "record", "report", "coi"))
    json_card = card(library, Shown(View("help", {}, seven), "en", "t"))
    assert len(json_card["actions"]) == 6


def test_a_list_is_a_list_and_a_story_is_not(library: Library) -> None:
    lines = (Text(en="One.", fr="Un."), Text(en="Two.", fr="Deux."))
    values: dict[str, Value] = {
        "title": lines[0],
        "minutes": 5,
        "outcomes": lines,
        "public_value": lines[1],
    }
    opening = json.dumps(card(library, Shown(View("module.opening", values), "fr", "t")), ensure_ascii=False)
    assert "• Un." in opening
    story = json.dumps(
        card(library, Shown(View("module.dilemma", {"title": lines[0], "situation": lines}), "fr", "t"))
    )
    assert "•" not in story


def test_words_are_written_in_a_field_of_their_length_and_come_back_in_it(library: Library) -> None:
    missing = Text(en="Nothing yet.", fr="Rien encore.")
    label = Text(en="Text", fr="Texte")
    inputs = (
        WordsInput("title", label, "save-message", 120, missing, "Gifts"),
        WordsInput("body", label, "save-message", 2_000, missing, "One\n\nTwo", lines=True),
        WordsInput("people", label, "save-message", 200, missing, lines=True, required=False),
    )
    view = View("campaigns.form", {}, (Button("save-message"), Button("campaigns")), inputs)
    drawn = card(library, Shown(view, "fr", "t"))
    title, body, people = (each for each in elements(drawn) if each.get("type") == "Input.Text")
    assert (title["maxLength"], title["isMultiline"], title["value"]) == (120, False, "Gifts")
    assert (body["maxLength"], body["isMultiline"], body["value"]) == (2_000, True, "One\n\nTwo")
    assert (body["errorMessage"], body["isRequired"]) == ("Rien encore.", True)
    assert not {"isRequired", "errorMessage", "value"} & people.keys()
    assert [each["id"] for each in drawn["actions"]] == ["save-message", "campaigns"], "no other language"


def test_a_card_in_a_language_of_its_own_does_not_offer_the_other(library: Library) -> None:
    view = View("help", {}, (Button("home"),), language="fr")
    assert [each["id"] for each in card(library, Shown(view, "fr", "t"))["actions"]] == ["home"]
