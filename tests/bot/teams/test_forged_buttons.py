"""Thousands of buttons nobody of ours made: none is accepted, and each is answered."""

import base64
import hashlib
import hmac
import json
import os
from collections import Counter
from collections.abc import AsyncIterator, Callable
from random import Random
from typing import Any

import pytest

from tests.bot.teams import shapes
from tests.bot.teams.conftest import FakeConnector
from tests.bot.teams.hosting import KeyServer, Visitor
from tests.bot.teams.test_replays import chosen
from tests.bot.teams.walking import Walker, house, mine
from tests.conftest import Figure

MANY = 10_000 if os.environ.get("ETHOS_TORTURE") else 600
SEED = int(os.environ.get("ETHOS_SEED", "2026"))

MOVING = ("next", "back", "answer", "finish", "reconsider", "acknowledge", "open", "yes", "no", "filed")
"""Verbs that move a conversation; the doors that are open from everywhere need no token."""
NOBODYS = (
    "launch",
    "__class__",
    "nextt",
    "NEXT\u0000next",
    "open-M99",
    "to-module/M02",
    "grant",
    "",
    "export",
)
Forge = Callable[[Random, str, str], Any]


def fields(token: str) -> list[Any]:
    body = token.split(".")[2]
    found: list[Any] = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    return found


def encoded(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value, separators=(",", ":")).encode()).decode().rstrip("=")


def cut(chance: Random, token: str, _other: str) -> str:
    return token[: chance.randrange(len(token))]


def flipped(chance: Random, token: str, _other: str) -> str:
    at = chance.randrange(len(token) - 1)  # the last letter also holds bits that say nothing
    return token[:at] + chance.choice([c for c in "Ab9-_.é" if c != token[at]]) + token[at + 1 :]


def changed(chance: Random, token: str, _other: str) -> str:
    """Say something else about the card, under the old seal."""
    version, key, _, tag = token.split(".")
    said = fields(token)
    at = chance.randrange(len(said))
    said[at] = (
        said[at] + 1 if isinstance(said[at], int) else chance.choice(("M02", "home", "coi", "welcome", ""))
    )
    if said == fields(token):
        said.append("more")
    return f"{version}.{key}.{encoded(said)}.{tag}"


def resealed(chance: Random, token: str, _other: str) -> str:
    """Say the right thing under a seal of one's own."""
    version, key, body, _ = token.split(".")
    signed = f"{version}.{key}.{body}"
    secret = chance.choice((b"", b"secret", key.encode(), chance.randbytes(32)))
    tag = hmac.new(secret, signed.encode(), hashlib.sha256).digest()
    return f"{signed}.{base64.urlsafe_b64encode(tag).decode().rstrip('=')}"


def renamed(chance: Random, token: str, _other: str) -> str:
    """Name another key, or another kind of seal."""
    version, key, body, tag = token.split(".")
    return chance.choice(
        (
            f"v2.{key}.{body}.{tag}",
            f"{version}.nobody.{body}.{tag}",
            f"{version}..{body}.{tag}",
            f"{body}.{tag}",
        )
    )


def lengthened(chance: Random, token: str, _other: str) -> str:
    return chance.choice((f"{token}A", f".{token}", f"{token}.{token}", token + "=" * 4, token + "A" * 2_000))


def elsewhere(_chance: Random, _token: str, other: str) -> str:
    """Take the card of another conversation, which somebody else holds."""
    return other


def no_text(chance: Random, token: str, _other: str) -> Any:
    return chance.choice(([token], {"token": token}, 5, True, None, [[token]], 1e308))


FORGERIES: tuple[Forge, ...] = (
    cut,
    flipped,
    changed,
    resealed,
    renamed,
    lengthened,
    elsewhere,
    no_text,
)


@pytest.fixture
async def visitor(connector: FakeConnector, keys: KeyServer) -> AsyncIterator[Visitor]:
    async with house(connector, keys) as found:
        yield found


@pytest.fixture
async def ada(visitor: Visitor, connector: FakeConnector) -> Walker:
    """Ada stands before a question in the middle of a module."""
    walker = Walker(visitor, connector, 0)
    await walker.settles_in()
    await walker.types("M01")
    while "answer" not in [each["data"]["verb"] for each in walker.card["actions"]]:
        await walker.presses("next")
    return walker


@pytest.fixture
async def bo(visitor: Visitor, connector: FakeConnector) -> Walker:
    """Bo is in another module."""
    walker = Walker(visitor, connector, 1)
    await walker.settles_in()
    await walker.types("M02")
    await walker.presses("next")
    return walker


def pressed(chance: Random, url: str, verb: Any, token: Any, inputs: dict[str, Any]) -> dict[str, Any]:
    """Send a button as a client of today does, or an old one, or with two verbs that disagree."""
    data = {**inputs, "verb": verb, "token": token}
    if chance.random() < 0.3:
        return shapes.submit(url) | {"value": data}
    body = shapes.execute(url)
    body["value"]["action"] |= {"verb": chance.choice((verb, "")), "data": data}
    return body


async def test_no_forged_token_moves_anything(
    ada: Walker, bo: Walker, connector: FakeConnector, figure: Figure
) -> None:
    chance = Random(SEED)
    token, other = ada.button("answer")["token"], bo.button("next")["token"]
    right = chosen(ada.card)
    before = await ada.stands()
    tried: Counter[str] = Counter()

    for number in range(MANY):
        if number % 200 == 0:
            await connector.clear()
        forge = chance.choice(FORGERIES)
        said = forge(chance, token, other)
        tried[forge.__name__] += 1
        inputs = right if chance.random() < 0.7 else {"option": chance.choice((5, None, ["a"], {"a": 1}))}
        body = pressed(chance, ada.visitor.service_url, chance.choice(MOVING), said, inputs)
        await ada.posts(body)
        if number % 50 == 0:
            assert await ada.stands() == before, forge.__name__
    assert await ada.stands() == before

    # What was bent would have moved her: a question may be passed over.
    await ada.posts(shapes.execute(ada.visitor.service_url, "next", token))
    assert await ada.stands() != before
    figure(f"forged buttons, seed {SEED}: {MANY} of {len(tried)} kinds, none accepted")


async def test_a_good_token_carries_no_verb_that_its_card_does_not_offer(ada: Walker) -> None:
    chance = Random(SEED)
    token = ada.button("answer")["token"]
    before = await ada.stands()

    for verb in (*NOBODYS, "acknowledge", "filed", "nothing-changed", "yes", "no", "finish"):
        for _ in range(3):
            await ada.posts(pressed(chance, ada.visitor.service_url, verb, token, chosen(ada.card)))
        assert await ada.stands() == before, verb


@pytest.mark.parametrize("option", [5, None, True, [], ["a"], {"a": 1}, "", "no-such-option", "x" * 20_000])
async def test_an_answer_of_a_wrong_kind_is_no_answer(option: Any, ada: Walker) -> None:
    before = await ada.stands()
    body = shapes.execute(ada.visitor.service_url, **{**ada.button("answer"), "option": option})

    assert (await ada.posts(body)).body["statusCode"] == 200
    assert await ada.stands() == before


async def test_a_button_of_somebody_elses_card_moves_only_who_presses_it(ada: Walker, bo: Walker) -> None:
    before = await bo.stands()
    body = shapes.execute(ada.visitor.service_url, **{**ada.button("answer"), **chosen(ada.card)})

    await bo.visitor.post(mine(body, bo.number))

    assert await bo.stands() == before
