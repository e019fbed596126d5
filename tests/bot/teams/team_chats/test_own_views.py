"""One card for everybody, and each reader's own view of it: asked for, pressed, and written in a window."""

import pytest

from content.model import LANGUAGES, Library
from tests.bot.teams import shapes
from tests.bot.teams.hosting import Reply
from tests.bot.teams.surfaces.clients import action_of, both, each, elements, heading, verbs, written
from tests.bot.teams.surfaces.microsoft import Place
from tests.bot.teams.team_chats.conftest import World
from tests.bot.teams.team_chats.jars import (
    CLOSE,
    FORM,
    HAND,
    KEEP,
    KEPT,
    LONG,
    NONE,
    OPEN,
    OWN,
    PUT,
    SHARED,
    WRITE,
)
from tests.bot.teams.team_chats.readers import CREW, Reader


async def test_the_shared_card_stands_in_both_languages_and_has_each_client_ask_for_its_own(
    world: World, place: Place, words: Library
) -> None:
    await world.connector.holds({"id": shapes.BOT, "userRole": "bot"})
    opener, other = await world.opened(place)

    card = opener.card
    assert all(title in written(card) for title in each(words.cards[SHARED].title))
    assert card["refresh"] == {
        "action": {
            "type": "Action.Execute",
            "verb": "session",
            "data": {"verb": "session", "token": "all.0"},
        }
    }
    assert verbs(card) == ["session"], "whoever's client does not ask by itself presses"
    [posted] = [
        each for each in await world.connector.seen() if each["body"] and "recipient" not in each["body"]
    ]
    conversation = place(shapes.message(world.connector.url))["conversation"]
    assert posted["body"]["conversation"]["id"] == conversation["id"]
    assert posted["body"]["conversation"]["conversationType"] == conversation["conversationType"]
    assert posted["body"]["summary"] == both(words, "note-for-you")
    assert "replyToId" not in posted["body"]
    assert heading(await other.refreshes()) == words.cards[OWN].title.fr


async def test_two_people_see_their_own_views_in_their_languages_and_nothing_of_each_other(
    world: World, place: Place, words: Library
) -> None:
    ada, bo = await world.opened(place)
    await ada.refreshes()
    await ada.presses(WRITE)
    await ada.sends(KEEP, words="Ada's own words")

    for reader, language in zip((ada, bo), LANGUAGES, strict=True):
        posted = await world.shared()
        card = await reader.refreshes(posted)
        assert (card["lang"], heading(card)) == (language, words.cards[OWN].title.of(language))
        assert verbs(card) == [PUT, WRITE, HAND, "session"], "and no button for the other language"
        assert reader.came == []
        assert ("Ada's own words" in written(card)) is (reader is ada)
    assert "Ada's own words" not in str(await world.shared())


async def test_somebody_whose_language_nobody_knows_and_somebody_who_asked_for_text_get_a_card(
    world: World, place: Place
) -> None:
    ada, bo = await world.opened(place)
    new = world.reader(5, place)
    card = await new.refreshes(ada.card)
    assert {part["id"] for part in card["body"]} == {"lang-en", "lang-fr"}

    world.jars.plain.add(bo.who)
    await bo.refreshes()
    await bo.presses(PUT)
    assert [sent["method"] for sent in bo.came] == ["PUT"], "their text would stand before everybody"


async def test_a_press_changes_the_card_of_all_and_answers_whoever_pressed_in_place(
    world: World, place: Place, words: Library
) -> None:
    ada, bo = await world.opened(place)
    before = set(await world.connector.standing())
    await ada.refreshes()
    reply = await ada.presses(PUT)

    [changed] = ada.came
    assert changed["method"] == "PUT"
    assert "1 in it" in written(changed["body"]["attachments"][0]["content"])
    assert set(await world.connector.standing()) == before, "the same card, and no other"
    assert reply.body["value"]["refresh"]["action"]["data"]["verb"] == "session"
    assert heading(reply.body["value"]) == words.cards[OWN].title.en
    assert changed["body"]["attachments"][0]["content"]["refresh"]["action"]["data"]["token"] == "all.1"
    assert "1 dedans" in written(await bo.refreshes(await world.shared()))


async def test_a_card_of_what_is_over_stays_as_it_is_for_everybody(world: World, place: Place) -> None:
    ada, _ = await world.opened(place)
    data = {"verb": CLOSE, "token": "x"}
    await ada.hears(shapes.execute(ada.url, **data))
    [changed] = ada.came
    assert "refresh" not in changed["body"]["attachments"][0]["content"]


async def test_a_form_opens_in_a_window_and_says_there_what_came_of_it(
    world: World, place: Place, words: Library
) -> None:
    _, bo = await world.opened(place)
    await bo.refreshes()
    assert action_of(bo.card, WRITE)["data"]["msteams"] == {"type": "task/fetch"}
    await bo.presses(WRITE)
    assert bo.window is not None
    assert heading(bo.window) == words.cards[FORM].title.fr
    assert bo.came == []

    await bo.sends(KEEP, words="Nous nous écoutons")
    assert bo.window is not None
    assert heading(bo.window) == words.cards[OWN].title.fr
    assert words.sentences[KEPT].fr in written(bo.window)
    assert "Nous nous écoutons" in written(bo.window)
    assert {action["type"] for action in bo.window["actions"]} == {"Action.Submit"}
    assert bo.came == [], "no message leaves"

    await bo.sends(WRITE)  # One goes on in the same window.
    assert bo.window is not None
    assert [part["value"] for part in elements(bo.window) if part["type"] == "Input.Text"] == [
        "Nous nous écoutons"
    ]


@pytest.mark.parametrize("verb", [PUT, "session"])
async def test_an_old_client_is_told_so_in_both_languages_and_everybody_gets_the_card_again(
    verb: str, world: World, place: Place, words: Library
) -> None:
    ada, _ = await world.opened(place)
    reply = await ada.hears(shapes.submit(ada.url, verb, "all.0"))
    assert (reply.status, reply.body) == (200, None)
    said, *_, again = ada.came
    assert said["body"]["text"] == both(words, "newer-teams")
    assert "refresh" in again["body"]["attachments"][0]["content"]
    assert [press.verb for _, _, press in world.jars.pressed] == [OPEN]


@pytest.mark.parametrize("typed", ["jar", "JAR", "bocal"])
async def test_words_of_a_session_put_its_card_before_everybody_again(
    typed: str, world: World, place: Place, words: Library
) -> None:
    _, bo = await world.opened(place)
    await bo.types(f"<at>Ethos</at> {typed}")
    assert [sent["method"] for sent in bo.came if sent["body"]] == ["POST"]
    assert bo.card == await world.shared(), "what comes then changes this one"
    assert all(title in written(bo.card) for title in each(words.cards[SHARED].title))
    assert heading(await bo.refreshes()) == words.cards[OWN].title.fr


async def test_where_nothing_is_open_the_words_show_the_card_of_the_chat_and_each_client_how_one_begins(
    world: World, place: Place, words: Library
) -> None:
    reader = world.reader(3, place)
    world.jars.languages[reader.who] = "fr"
    await reader.types("<at>Ethos</at> jar")
    assert all(title in written(reader.card) for title in each(words.cards["company"].title))
    assert verbs(reader.card) == ["session", "company-private"]
    assert heading(await reader.refreshes()) == words.cards[NONE].title.fr
    assert verbs(reader.card) == [OPEN]


@pytest.mark.parametrize("typed", ["help", "aide", ""])
async def test_whoever_asks_for_help_gets_the_card_of_the_chat_with_the_way_to_a_session(
    typed: str, world: World, place: Place, words: Library
) -> None:
    reader = world.reader(3, place)
    await reader.types(f"<at>Ethos</at> {typed}")
    assert verbs(reader.card) == ["session", "company-private"]
    assert reader.card["refresh"]["action"]["verb"] == "company"
    await reader.refreshes()
    assert all(title in written(reader.card) for title in each(words.cards["company"].title))
    await reader.presses("session")
    assert verbs(reader.card) == [OPEN]


async def test_other_words_and_other_buttons_are_asked_to_be_said_in_private_as_before(
    world: World, place: Place, words: Library
) -> None:
    ada, _ = await world.opened(place)
    await ada.types("<at>Ethos</at> my record")
    assert [sent["body"]["text"] for sent in ada.came] == [both(words, "talk-in-private")]
    reply = await ada.hears(shapes.execute(ada.url, "open-M01", "v1.k.b.t"))
    assert reply.body["value"] == both(words, "talk-in-private")
    for name in ("task/fetch", "task/submit"):
        reply = await ada.hears(shapes.window(ada.url, name, {"verb": "show-advice", "token": ""}))
        assert reply.body["task"] == {"type": "message", "value": both(words, "talk-in-private")}
    assert [press.verb for _, _, press in world.jars.pressed] == [OPEN]


async def test_a_card_that_was_forwarded_is_pressed_in_the_chat_where_it_is_pressed(
    world: World, words: Library
) -> None:
    ada, _ = await world.opened(shapes.in_group)
    brought = Reader(world.visitor, world.connector, CREW[0], shapes.in_channel, ada.card)
    await brought.presses("session")
    assert heading(brought.card) == words.cards[NONE].title.en
    await ada.refreshes()
    brought.card = ada.card
    await brought.presses(PUT)
    chat, _, press = world.jars.pressed[-1]
    assert (press.verb, chat.id) == (PUT, brought.place({"text": ""})["conversation"]["id"])
    assert brought.came == [], "what stands in the first chat is not touched"


async def test_a_view_that_teams_would_not_take_is_said_in_words_in_place_and_in_the_window(
    world: World, place: Place, words: Library
) -> None:
    ada, _ = await world.opened(place)
    trouble = words.sentences["unavailable"].en
    reply: Reply = await ada.hears(shapes.execute(ada.url, LONG, "x"))
    assert (reply.body["type"], reply.body["value"]) == (
        "application/vnd.microsoft.activity.message",
        trouble,
    )
    reply = await ada.hears(shapes.window(ada.url, "task/submit", {"verb": LONG, "token": "x"}))
    assert reply.body == {"task": {"type": "message", "value": trouble}}
