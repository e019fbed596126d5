"""A form in a window of its own: nothing of it is written into the chat, and what is not of it ends it."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.cards import drawn
from bot.heard import Shown
from content.model import LANGUAGES, Language, Library
from dialogs.people import PersonId
from dialogs.views import Button, View
from storage.ports import Store
from storage.tiny import open_tiny
from tests.bot.teams import host, shapes
from tests.bot.teams.conftest import FakeConnector
from tests.bot.teams.hosting import Instant, KeyServer, Setting, Visitor
from tests.bot.teams.surfaces.brittle import Brittle
from tests.bot.teams.surfaces.clients import (
    Client,
    action_of,
    both,
    choices,
    each,
    elements,
    heading,
    verbs,
    written,
)
from tests.bot.teams.walking import START
from tests.selfcheck import answers

ADA = PersonId(shapes.ADA)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with await open_tiny(tmp_path / "data", mark="teams") as tiny:
        yield tiny.store


@pytest.fixture
def brittle(store: Store) -> Brittle:
    return Brittle(store.people, store.ledger)


@pytest.fixture
async def visitor(
    connector: FakeConnector, keys: KeyServer, store: Store, brittle: Brittle
) -> AsyncIterator[Visitor]:
    breakable: Any = brittle
    setting, clock = Setting(keys.openid, (connector.url.removeprefix("http://"),)), Instant(START)
    async with host.inside(setting, clock, replace(store, people=breakable, ledger=breakable)) as bot:
        found = Visitor(bot, clock, connector.url)
        assert await found.comes_in()
        yield found


@pytest.fixture
def ada(visitor: Visitor, connector: FakeConnector) -> Client:
    return Client(visitor.post, connector)


async def settled(ada: Client, language: Language = "en") -> None:
    await ada.types("hello")
    await ada.press(f"language-{language}")


async def at_the_form(ada: Client, language: Language = "en") -> dict[str, Any]:
    """Open the self-assessment from a card that offers it; return the body of the answer."""
    await settled(ada, language)
    await ada.types({"en": "start a file", "fr": "commencer un dossier"}[language])
    reply = await ada.press("self-check")
    assert reply.status == 200
    body: dict[str, Any] = reply.body
    return body


def bytes_under(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_self_assessment_opens_in_a_window_with_buttons_that_a_window_knows(
    language: Language, ada: Client, library: Library
) -> None:
    body = await at_the_form(ada, language)

    shown = body["task"]["value"]
    assert body["task"]["type"] == "continue"
    assert (shown["title"], shown["height"], shown["width"]) == ("Ethos", "large", "medium")
    assert ada.window is not None
    assert ada.window["lang"] == language
    assert heading(ada.window) == library.forms["coi-self-check"].title.of(language)
    assert {action["type"] for action in ada.window["actions"]} == {"Action.Submit"}
    assert "fallback" not in json.dumps(ada.window)
    assert all("msteams" not in action["data"] for action in ada.window["actions"])
    inputs = [part for part in elements(ada.window) if str(part["type"]).startswith("Input.")]
    assert len(inputs) == 13
    assert all(part["label"] for part in inputs)
    assert ada.came == []


async def test_the_button_that_opens_it_is_a_submit_in_teams_and_an_ordinary_one_on_the_local_page(
    ada: Client, library: Library
) -> None:
    await settled(ada)
    await ada.types("start a file")
    button = action_of(ada.card, "self-check")
    assert button["type"] == "Action.Submit"
    assert button["data"]["msteams"] == {"type": "task/fetch"}
    others = [action for action in ada.card["actions"] if action["id"] != "self-check"]
    assert {action["type"] for action in others} == {"Action.Execute"}
    assert others

    view = View("file.none", {}, (Button("self-check"), Button("home")))
    page = action_of(drawn.for_page(library, Shown(view, "en", "a token")), "self-check")
    assert (page["type"], page["fallback"]["type"]) == ("Action.Execute", "Action.Submit")
    assert "msteams" not in page["data"]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_answers_and_advice_stay_in_the_window_and_leave_no_trace(
    language: Language, ada: Client, library: Library, tmp_path: Path
) -> None:
    await at_the_form(ada, language)
    kept = bytes_under(tmp_path)

    with capture_logs() as logs:
        for given in (answers(Q5="yes"), answers(), {}):
            reply = await ada.press_in_window("show-advice", **given)
            assert reply.body["task"]["type"] == "continue"
            assert ada.window is not None
            advice = [text.title.of(language) for text in library.forms["coi-self-check"].advice.values()]
            assert heading(ada.window) in advice
            assert {action["type"] for action in ada.window["actions"]} == {"Action.Submit"}
            assert ada.came == [], "no message leaves"
            await ada.press_in_window("start-again")
            assert ada.window is not None
            assert choices(ada.window)
            assert ada.came == []

    assert logs == []
    assert bytes_under(tmp_path) == kept


@pytest.mark.parametrize("text_only", [False, True])
@pytest.mark.parametrize("language", LANGUAGES)
async def test_however_somebody_comes_to_the_form_the_chat_shows_only_what_opens_it(
    language: Language,
    ada: Client,
    library: Library,
    *,
    text_only: bool,
) -> None:
    """Typed, chosen from the menu, or pressed on a card from before there were windows."""
    await settled(ada, language)
    if text_only:
        await ada.types({"en": "text only", "fr": "texte seulement"}[language])
    typed = {"en": "self-assessment", "fr": "autoévaluation"}[language]

    async def typing() -> None:
        await ada.types(typed)

    async def choosing() -> None:
        await ada.hears(shapes.execute(ada.url, "open", "", menu="self-check"))
        await ada.types("menu")
        if not text_only:
            await ada.press("open", menu="self-check")
        else:
            await ada.types(typed)

    async def pressing() -> None:
        reply = await ada.hears(shapes.execute(ada.url, "start-again", ""))
        ada.card = reply.body["value"]

    for comes in (typing, choosing, pressing):
        await comes()
        assert ada.card["lang"] == language
        assert choices(ada.card) == {}
        assert heading(ada.card) == library.forms["coi-self-check"].title.of(language)
        assert action_of(ada.card, "self-check")["type"] == "Action.Submit"
        await ada.press("self-check")
        assert ada.window is not None
        assert len(choices(ada.window)) == 13


async def test_the_answers_decide_the_advice(ada: Client, library: Library) -> None:
    advice = library.forms["coi-self-check"].advice
    await at_the_form(ada)
    await ada.press_in_window("show-advice", **answers())
    assert ada.window is not None
    assert heading(ada.window) == advice["nothing"].title.en
    await ada.press_in_window("start-again")
    await ada.press_in_window("show-advice", **answers(Q5="yes", Q12="yes"))
    assert ada.window is not None
    assert heading(ada.window) == advice["pause"].title.en


async def test_home_ends_the_window_and_goes_on_in_the_chat(ada: Client, library: Library) -> None:
    await at_the_form(ada)
    await ada.press_in_window("show-advice", **answers(Q5="yes"))
    reply = await ada.press_in_window("home")

    assert (reply.status, reply.body, ada.window) == (200, None, None)
    assert len(ada.came) == 1
    assert heading(ada.card) == library.cards["home"].title.en
    assert {action["type"] for action in ada.card["actions"]} == {"Action.Execute"}


async def test_the_language_changes_inside_the_window(ada: Client, library: Library) -> None:
    await at_the_form(ada)
    await ada.press_in_window("language-fr")
    assert ada.window is not None
    assert (ada.window["lang"], ada.came) == ("fr", [])
    await ada.press_in_window("show-advice", **answers())
    assert heading(ada.window) == library.forms["coi-self-check"].advice["nothing"].title.fr


async def test_first_contact_in_a_window_asks_for_the_language_there_and_goes_on_in_the_chat(
    ada: Client, library: Library, store: Store
) -> None:
    """A card can be brought along from somebody else, so a window may be the first thing there is."""
    reply = await ada.opens({"verb": "self-check", "token": "", "msteams": {"type": "task/fetch"}})

    assert reply.body["task"]["type"] == "continue"
    assert ada.window is not None
    assert verbs(ada.window) == ["language-en", "language-fr"]
    assert await store.people.address(ADA) is None
    reply = await ada.press_in_window("language-fr")
    assert (reply.status, reply.body) == (200, None)
    assert heading(ada.card) == library.cards["home"].title.fr
    assert await store.people.address(ADA) is not None


async def test_a_window_that_opens_for_something_else_shows_it(ada: Client, library: Library) -> None:
    """What is only just being opened cannot be closed by its answer."""
    await settled(ada)
    for data in ({}, {"verb": "help"}, {"verb": "no such verb", "token": "x"}, {"verb": 5, "token": None}):
        reply = await ada.opens(data)
        assert reply.body["task"]["type"] == "continue", data
        assert ada.window is not None
        assert {action["type"] for action in ada.window["actions"]} == {"Action.Submit"}
        assert ada.came == []


async def test_somebody_who_asked_for_text_gets_the_form_as_labelled_inputs_and_the_advice_as_words(
    ada: Client, library: Library
) -> None:
    await settled(ada)
    await ada.types("start a file")
    button = dict(action_of(ada.card, "self-check")["data"])
    await ada.types("text only")
    await ada.opens(button)
    assert ada.window is not None
    assert choices(ada.window)

    reply = await ada.press_in_window("show-advice", **answers(Q5="yes"))
    assert reply.body["task"]["type"] == "message"
    assert library.forms["coi-self-check"].advice["report"].title.en in reply.body["task"]["value"]
    assert ada.came == []


@pytest.mark.parametrize("name", ["task/fetch", "task/submit"])
@pytest.mark.parametrize("place", [shapes.in_group, shapes.in_channel])
async def test_in_company_no_window_opens_and_words_say_where_to_talk(
    place: Any, name: str, ada: Client, library: Library
) -> None:
    await at_the_form(ada)
    in_company = Client(ada.posts, ada.connector, place)
    data = {"verb": "show-advice", "token": "", **answers(Q5="yes")}
    reply = await in_company.hears(shapes.window(ada.url, name, data))
    assert reply.body == {"task": {"type": "message", "value": both(library, "talk-in-private")}}
    assert in_company.came == []


@pytest.mark.parametrize("name", ["task/fetch", "task/submit"])
async def test_what_breaks_is_said_in_the_window_whatever_breaks(
    name: str, ada: Client, library: Library, brittle: Brittle
) -> None:
    await at_the_form(ada)
    data = {"verb": "show-advice", "token": "", **answers(Q5="yes")}

    brittle.broken = {"life"}
    reply = await ada.hears(shapes.window(ada.url, name, data))
    card = reply.body["task"]["value"]["card"]["content"]
    assert {action["type"] for action in card["actions"]} == {"Action.Submit"}
    assert all(words in written(card) for words in each(library.cards["unavailable"].title))

    brittle.broken = {"person"}
    reply = await ada.hears(shapes.window(ada.url, name, data))
    assert reply.body == {"task": {"type": "message", "value": both(library, "unavailable")}}
    assert ada.came == []
