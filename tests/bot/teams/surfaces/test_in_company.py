"""In a group chat or a channel: one shared card, nothing of anybody, and a way into private."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from content.model import LANGUAGES, Language, Library
from tests.bot.teams import host, shapes
from tests.bot.teams.conftest import FakeConnector
from tests.bot.teams.hosting import Instant, KeyServer, Reply, Setting, Visitor
from tests.bot.teams.surfaces.clients import (
    CARD,
    WORDS,
    Client,
    action_of,
    alone,
    both,
    each,
    heading,
    verbs,
    written,
)
from tests.bot.teams.surfaces.microsoft import COMPANY, PEOPLE, Meets, Place


@pytest.mark.parametrize("place", COMPANY.values(), ids=COMPANY)
async def test_where_the_bot_is_added_everybody_reads_one_card_in_both_languages(
    place: Place, meets: Meets, library: Library
) -> None:
    adds = meets(3, place)
    await adds.installs()
    await adds.hears(shapes.conversation_update(adds.url, membersAdded=[{"id": shapes.BOT}]))
    assert adds.came == [], "announced twice, introduced once"

    await adds.installs("remove")
    await adds.hears(shapes.conversation_update(adds.url, membersAdded=[{"id": shapes.BOT}]))
    [sent] = adds.came
    assert sent["body"]["summary"] == both(library, "note-for-you")
    assert {part["id"] for part in adds.card["body"]} == {"lang-en", "lang-fr"}
    assert all(title in written(adds.card) for title in each(library.cards["company"].title))
    assert verbs(adds.card) == ["company-private"]
    assert adds.card["refresh"]["action"]["type"] == "Action.Execute"
    assert adds.card["refresh"]["action"]["verb"] == "company"
    await adds.installs("remove")


@pytest.mark.parametrize("place", COMPANY.values(), ids=COMPANY)
async def test_somebody_else_who_is_added_to_a_group_is_no_reason_to_speak(
    place: Place, meets: Meets
) -> None:
    someone = meets(3, place)
    await someone.hears(shapes.conversation_update(someone.url, membersAdded=[{"id": "29:2bo"}]))
    assert someone.came == []


@pytest.mark.parametrize("words", ["help", "aide", "AIDE", ""])
@pytest.mark.parametrize("place", COMPANY.values(), ids=COMPANY)
async def test_whoever_asks_for_help_in_company_gets_the_shared_card(
    place: Place, words: str, meets: Meets, library: Library
) -> None:
    asks = meets(4, place)
    await asks.types(f"<at>Ethos</at> {words}")
    assert len(asks.came) == 1
    assert "refresh" in asks.card
    assert all(title in written(asks.card) for title in each(library.cards["company"].title))


@pytest.mark.parametrize(
    "words", ["my record", "mon dossier", "M01", "2", "oui", "I have a conflict with my boss"]
)
@pytest.mark.parametrize("place", COMPANY.values(), ids=COMPANY)
async def test_anything_else_in_company_is_asked_to_be_said_in_private(
    place: Place, words: str, meets: Meets, library: Library
) -> None:
    says = meets(5, place)
    await says.types(f"<at>Ethos</at> {words}")
    assert says.texts == [both(library, "talk-in-private")]
    assert len(says.came) == 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", COMPANY.values(), ids=COMPANY)
async def test_each_reader_gets_the_shared_card_in_their_own_language_and_a_way_into_private(
    place: Place, language: Language, meets: Meets, library: Library
) -> None:
    number = 11 + 2 * LANGUAGES.index(language) + (place is shapes.in_group)
    at_home, reader = meets(number, alone), meets(number, place)
    await at_home.installs()
    await at_home.press(f"language-{language}")

    await reader.types("<at>Ethos</at> help")
    refreshed = await reader.hears(shapes.execute(reader.url, **reader.card["refresh"]["action"]["data"]))
    assert refreshed.body["type"] == CARD
    card = refreshed.body["value"]
    assert (card["lang"], heading(card)) == (language, library.cards["company"].title.of(language))
    assert reader.came == []

    reply = await reader.press("company-private")
    [opening, first] = reader.came
    assert (opening["method"], opening["path"]) == ("POST", "/v3/conversations")
    assert opening["body"]["members"] == [{"id": f"29:{PEOPLE[number][:8]}"}]
    assert opening["body"]["tenantId"] == shapes.TENANT
    assert "a%3Afresh" in first["path"]
    assert first["body"]["summary"] == library.sentences["note-for-you"].of(language)
    home = first["body"]["attachments"][0]["content"]
    assert heading(home) == library.cards["home"].title.of(language)
    assert reply.body["type"] == CARD
    assert library.sentences["wrote-in-private"].of(language) in written(reply.body["value"])
    assert heading(home) not in written(reply.body["value"])


async def test_whoever_talks_in_private_for_the_first_time_is_asked_for_the_language_there(
    meets: Meets, library: Library
) -> None:
    newcomer = meets(8, shapes.in_group)
    await newcomer.types("<at>Ethos</at> aide")
    shared = newcomer.card
    reply = await newcomer.press("company-private")
    [_, first] = newcomer.came
    assert verbs(first["body"]["attachments"][0]["content"]) == ["language-en", "language-fr"]
    # Nobody knows the language yet, so the answer in the group says it in both.
    assert all(words in written(reply.body["value"]) for words in each(library.sentences["wrote-in-private"]))

    newcomer.card = shared
    await newcomer.press_on_an_old_phone("company-private")
    assert newcomer.texts == [], "nobody saw the press, so nobody is told of it"


@pytest.mark.parametrize("place", COMPANY.values(), ids=COMPANY)
async def test_somebody_whom_teams_lets_nobody_write_to_is_told_how_to_add_the_bot(
    place: Place, meets: Meets, library: Library, connector: FakeConnector
) -> None:
    reader = meets(9, place)
    await reader.types("<at>Ethos</at> help")
    shared = reader.card

    refused = {"status": 403, "text": '{"error":{"code":"BotNotInConversationRoster"}}'}
    reply = await pressing(reader, "company-private", refused, connector)
    assert [sent["path"] for sent in reader.came] == ["/v3/conversations"]
    assert all(words in written(reply.body["value"]) for words in each(library.sentences["add-me-first"]))

    reader.card = shared
    data = shared["actions"][0]["fallback"]["data"]
    await connector.misbehave(refused, on="conversations")
    await reader.posts(place(shapes.submit(reader.url, **data)))
    said = [sent["body"]["text"] for sent in await connector.seen() if "text" in sent["body"]]
    assert said == [both(library, "add-me-first")]


async def pressing(reader: Client, verb: str, refusal: dict[str, Any], connector: FakeConnector) -> Reply:
    """Press while the connector opens no conversation."""
    await connector.clear()
    await connector.misbehave(refusal, on="conversations")
    data = action_of(reader.card, verb)["data"]
    reply = await reader.posts(reader.place(shapes.execute(reader.url, **data)))
    reader.came = await connector.seen()
    return reply


async def test_a_button_of_a_private_card_pressed_in_company_shows_nothing_of_anybody(
    meets: Meets, library: Library
) -> None:
    alone_with_it = meets(10, alone)
    await alone_with_it.installs()
    await alone_with_it.press("language-en")
    brought = Client(alone_with_it.posts, alone_with_it.connector, shapes.in_group, alone_with_it.card)
    reply = await brought.press("open-M01")
    assert (reply.body["type"], reply.body["value"]) == (WORDS, both(library, "talk-in-private"))


async def test_the_language_that_comes_first_on_the_shared_card_changes_from_day_to_day(
    connector: FakeConnector, keys: KeyServer
) -> None:
    clock = Instant(datetime(2026, 10, 1, 13, tzinfo=UTC))
    first: list[str] = []
    setting = Setting(keys.openid, (connector.url.removeprefix("http://"),))
    async with host.inside(setting, clock) as bot:
        visitor = Visitor(bot, clock, connector.url)
        assert await visitor.comes_in()
        client = Client(visitor.post, connector, shapes.in_group)
        for _ in range(4):
            await client.types("<at>Ethos</at> help")
            assert client.card["lang"] == client.card["body"][0]["id"].removeprefix("lang-")
            first.append(client.card["lang"])
            clock.now += timedelta(days=1)
    assert first in (["en", "fr", "en", "fr"], ["fr", "en", "fr", "en"])
