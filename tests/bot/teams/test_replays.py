"""What the channel repeats or mixes up takes effect once, through the real turns, in memory and on disk."""

import itertools
from collections.abc import AsyncIterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from dialogs.facts import LanguageChosen, ModuleFinished, NoticeSeen, TextOnlyChosen
from tests.bot.teams.conftest import FakeConnector
from tests.bot.teams.hosting import KeyServer, Visitor
from tests.bot.teams.walking import Walker, house, stores
from tests.conftest import Figure

SEED = 2026


@pytest.fixture(params=["memory", "tiny"])
async def visitor(
    request: pytest.FixtureRequest, connector: FakeConnector, keys: KeyServer, tmp_path: Path
) -> AsyncIterator[Visitor]:
    async with stores(request.param, tmp_path) as store, house(connector, keys, store) as found:
        yield found


@pytest.fixture
async def said(visitor: Visitor, connector: FakeConnector) -> Walker:
    """Somebody who lived through a short conversation, with a record of what their client sent."""
    walker = Walker(visitor, connector, 0)
    await walker.settles_in()
    walker.record.clear()
    await walker.presses("language-fr")
    await walker.types("M01")
    await walker.presses("next")
    await walker.types("suivant")
    await walker.types("text only")
    return walker


async def lives(said: Walker, number: int, order: list[dict[str, Any]]) -> Walker:
    """Have a newcomer's client send the same things in some order."""
    walker = Walker(said.visitor, said.connector, number)
    await walker.settles_in()
    for body in order:
        await walker.posts(body)
    return walker


async def test_the_short_conversation_leaves_what_it_should(said: Walker) -> None:
    kinds = [type(fact) for fact in await said.facts()]

    assert kinds == [NoticeSeen, LanguageChosen, LanguageChosen, TextOnlyChosen]
    assert await turned(said) == 3


async def test_whatever_is_sent_again_at_once_changes_nothing(said: Walker) -> None:
    wanted = await said.stands()
    for number, first in enumerate(range(len(said.record)), 1):
        order = [*said.record[: first + 1], *[said.record[first]] * 4, *said.record[first + 1 :]]
        assert await (await lives(said, number, order)).stands() == wanted, first
    everything = [body for body in said.record for _ in range(3)]
    assert await (await lives(said, 10, everything)).stands() == wanted


async def test_every_second_delivery_at_every_later_moment_leaves_the_same_facts(
    said: Walker, figure: Figure
) -> None:
    (facts, _), pages = await said.stands(), await turned(said)
    numbers = itertools.count(20)
    for first in range(len(said.record)):
        for again in range(first, len(said.record)):
            order = [*said.record[: again + 1], said.record[first], *said.record[again + 1 :]]
            walker = await lives(said, next(numbers), order)
            assert (await walker.stands())[0] == facts, (first, again)
            # A late button shows its own conversation again, and a word typed after it may mean that one.
            assert await turned(walker) <= pages
    whole = await lives(said, next(numbers), said.record * 3)
    assert ((await whole.stands())[0], await turned(whole)) == (facts, pages)
    figure(f"replays: {next(numbers) - 20} orders of deliveries, each thing took effect once")


async def test_every_order_ends_with_the_same_facts_and_no_page_turned_twice(
    said: Walker, figure: Figure
) -> None:
    (facts, _), pages = await said.stands(), await turned(said)
    orders = list(itertools.permutations(said.record))
    for number, order in enumerate(orders, 1):
        walker = await lives(said, number, list(order))
        assert (await walker.stands())[0] == facts
        assert await turned(walker) <= pages
    figure(f"reordered: {len(orders)} orders end with the same facts")


async def test_a_finished_module_stays_finished_once_when_all_of_it_comes_again(
    said: Walker, connector: FakeConnector
) -> None:
    walker = Walker(said.visitor, connector, 1)
    await walker.settles_in()
    walker.record.clear()
    await walker.types("M01")
    for _ in range(40):
        if any(isinstance(fact, ModuleFinished) for fact in await walker.facts()):
            break
        await walker.presses(walker.card["actions"][0]["data"]["verb"], **chosen(walker.card))
    wanted = await walker.stands()
    assert sum(isinstance(fact, ModuleFinished) for fact in await walker.facts()) == 1

    chance = Random(SEED)
    for _ in range(5):
        order = walker.record * 2
        chance.shuffle(order)
        for body in order:
            await walker.posts(body)
        assert await walker.stands() == wanted


async def turned(walker: Walker) -> int:
    """Return how often somebody's place in the module moved."""
    places = (await walker.stands())[1]
    return places.get(("module", "M01"), (0, b""))[0]


def chosen(card: dict[str, Any]) -> dict[str, str]:
    """Choose the first answer of each question on a card."""
    asked = (each for each in card["body"] if each["type"] == "Input.ChoiceSet")
    return {each["id"]: each["choices"][0]["value"] for each in asked}
