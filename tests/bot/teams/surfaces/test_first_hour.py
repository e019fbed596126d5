"""A newcomer's first hour, over HTTP and with signed tokens: all is real but Microsoft."""

import json

import pytest

from content.model import LANGUAGES, Language, Library
from dialogs import paths
from dialogs.people import Path
from tests.bot.teams import shapes
from tests.bot.teams.surfaces.clients import alone, choices, heading, verbs, written
from tests.bot.teams.surfaces.microsoft import Meets


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_newcomer_installs_chooses_a_language_and_finishes_the_first_module_page_by_page(
    language: Language, meets: Meets, library: Library
) -> None:
    ada = meets(LANGUAGES.index(language), alone)
    module = library.modules["M01"]

    await ada.installs()
    assert len(ada.came) == 1
    assert verbs(ada.card) == ["language-en", "language-fr"]
    assert {each["id"] for each in ada.card["body"]} == {"lang-en", "lang-fr"}
    await ada.hears(shapes.conversation_update(ada.url))
    assert ada.came == [], "one welcome is enough"

    await ada.press(f"language-{language}")
    assert ada.card["lang"] == language
    assert heading(ada.card) == library.cards["home"].title.of(language)
    assert verbs(ada.card)[0] == "open-M01"

    await ada.press("open-M01")
    pages = [module.pages[number] for number in paths.shown(module, Path.EMPLOYEE)]
    titles = [module.title, *(page.title for page in pages), module.dilemma.title]
    read = [heading(ada.card)]
    for page in pages:
        await ada.press("next")
        read.append(heading(ada.card))
        assert all(line.of(language) in written(ada.card) for line in page.lines)
    await ada.press("next")
    assert [*read, heading(ada.card)] == [title.of(language) for title in titles]

    assert choices(ada.card) == {"option": [option.id for option in module.dilemma.options]}
    for option in module.dilemma.options:
        await ada.press("answer", option=option.id)
        assert option.feedback.of(language) in written(ada.card)
        await ada.press("reconsider")
        assert choices(ada.card)
    await ada.press("answer", option=module.dilemma.options[0].id)
    await ada.press("next")
    assert module.talk.of(language) in written(ada.card)
    await ada.press("next")
    await ada.press("acknowledge")
    assert heading(ada.card) == library.cards["module.done"].title.of(language)
    assert ada.came == [], "every button was answered in its own card"

    await ada.press("home")
    assert verbs(ada.card)[0] == "open-M03", "the next one on the path of an employee"
    await ada.types(library.verbs["modules"].label.of(language))
    assert "M01" in json.dumps(ada.card)


async def test_the_same_hour_on_a_phone_that_cannot_replace_cards(meets: Meets, library: Library) -> None:
    ada = meets(2, alone)
    await ada.installs()
    await ada.press_on_an_old_phone("language-fr")
    await ada.press_on_an_old_phone("open-M01")
    for _ in paths.shown(library.modules["M01"], Path.EMPLOYEE):
        await ada.press_on_an_old_phone("next")
        assert len(ada.came) == 1, "each card is a message below the last"
    await ada.press_on_an_old_phone("next")
    await ada.press_on_an_old_phone("answer", option="interrupt")
    for verb in ("next", "next", "acknowledge"):
        await ada.press_on_an_old_phone(verb)
    assert heading(ada.card) == library.cards["module.done"].title.fr
