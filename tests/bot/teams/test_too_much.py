"""Somebody who writes without end: few answers, one polite sentence at a time; everybody else is heard."""

from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from tests.bot.teams import shapes
from tests.bot.teams.conftest import FakeConnector
from tests.bot.teams.hosting import KeyServer, Reply, Visitor
from tests.bot.teams.test_conformance import in_both_languages, kind
from tests.bot.teams.walking import house, mine

MANY = 80
LOUD, QUIET = 10, 11


@pytest.fixture
async def visitor(connector: FakeConnector, keys: KeyServer) -> AsyncIterator[Visitor]:
    async with house(connector, keys) as found:
        await connector.clear()
        yield found


async def writes(visitor: Visitor, who: int, text: str = "help") -> Reply:
    return await visitor.post(mine(shapes.message(visitor.service_url, text), who))


async def kinds(connector: FakeConnector) -> Counter[str]:
    found = Counter(kind(each) for each in await connector.seen())
    await connector.clear()
    return found


async def test_of_a_flood_of_words_few_are_answered_and_one_sentence_says_why(
    visitor: Visitor, connector: FakeConnector
) -> None:
    replies = [await writes(visitor, LOUD) for _ in range(MANY)]

    assert {reply.status for reply in replies} == {200}
    sent = await kinds(connector)
    assert 10 <= sent["card"] < MANY
    assert sent["both"] + sent["text"] == 1


async def test_the_polite_sentence_comes_once_in_ten_seconds_however_long_the_flood_lasts(
    visitor: Visitor, connector: FakeConnector
) -> None:
    said = 0
    for _ in range(30):
        for _ in range(20):
            assert (await writes(visitor, LOUD)).status == 200
        sent = await kinds(connector)
        said += sent["both"] + sent["text"]
        visitor.clock.now += timedelta(seconds=1)

    assert 1 <= said <= 4


async def test_everybody_else_is_heard_meanwhile(visitor: Visitor, connector: FakeConnector) -> None:
    for _ in range(MANY):
        await writes(visitor, LOUD)
    await connector.clear()

    assert (await writes(visitor, QUIET)).status == 200
    assert (await kinds(connector))["card"] == 1


async def test_who_was_too_loud_is_heard_again_after_a_pause(
    visitor: Visitor, connector: FakeConnector
) -> None:
    for _ in range(MANY):
        await writes(visitor, LOUD)
    await connector.clear()
    visitor.clock.now += timedelta(minutes=5)

    await writes(visitor, LOUD)
    assert (await kinds(connector))["card"] == 1


async def test_a_clock_set_back_silences_nobody(visitor: Visitor, connector: FakeConnector) -> None:
    await writes(visitor, LOUD)
    await connector.clear()
    # Within the skew of the token, which is minted anew.
    visitor.clock.now -= timedelta(minutes=4)

    await writes(visitor, LOUD)
    assert (await kinds(connector))["card"] == 1


async def test_a_flood_of_presses_is_answered_in_place_each_time(
    visitor: Visitor, connector: FakeConnector
) -> None:
    presses = [
        await visitor.post(mine(shapes.execute(visitor.service_url, "help"), LOUD)) for _ in range(MANY)
    ]

    assert {press.status for press in presses} == {200}
    assert {press.body["statusCode"] for press in presses} == {200}
    said = [press.body["value"] for press in presses if "message" in press.body["type"]]
    assert said
    assert all(in_both_languages(words) for words in said if isinstance(words, str))
    assert (await kinds(connector)).total() <= 1


async def test_what_nobody_answers_costs_nobody_their_turn(
    visitor: Visitor, connector: FakeConnector
) -> None:
    for _ in range(MANY):
        await visitor.post(mine(shapes.unheeded(visitor.service_url)["typing"], LOUD))

    await writes(visitor, LOUD)
    assert (await kinds(connector))["card"] == 1


async def test_people_without_an_entra_id_are_told_whom_ethos_is_for_and_not_for_ever(
    visitor: Visitor, connector: FakeConnector
) -> None:
    said = shapes.in_group(shapes.message(visitor.service_url))
    del said["from"]["aadObjectId"]
    replies = [await visitor.post(said) for _ in range(MANY)]

    assert {reply.status for reply in replies} == {200}
    assert 1 <= (await kinds(connector))["both"] < MANY
