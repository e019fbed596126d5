"""What goes wrong on the way in, by its number in the list of faults to survive, through the real turns.

| Fault | Where it is shown |
|---|---|
| F30 duplicate | here; `test_replays` (every second delivery at every later moment) |
| F31 out of order | `test_replays` (every order of a short conversation) |
| F32 the same again with a new id | here |
| F33 a button of a module that changed | here |
| F34 a button of a module that is gone | here |
| F35 two devices at once | here |
| F36 after uninstall | here |
| F37 conversationUpdate lost | here; `test_arrivals` (either announcement alone) |
| F38 invoke without name | the table ("An invoke without a name is refused") |
| F39 edits, deletes, reactions, unknown types | the table ("Silence"); `test_door` |
| F40 fuzz | `test_fuzz`, `test_nonsense` |
| F41 huge values | the table (256 KiB, 100,000 letters, names, ids); `test_fuzz` |
| F42 guest, other tenant, no Entra id | the table ("Who is not of the organization", "The person") |
| F43 group chat in place of personal | the table ("In company"); `test_door` |
| F44 the manager leaves in the middle | here; there is no charter to leave in the middle yet |
| F50 429, with or without Retry-After | `test_faults`, `test_retries` |
| F51 5xx and 412 | `test_faults`, `test_retries` |
| F52 accept, then hang | `test_faults`, `test_door` (a connector that will not take the reply) |
| F53 reset before and after the bytes | `test_faults`, `test_messenger` |
| F54 slow drip | `test_faults`, `test_messenger` |
| F55 200 with garbage | `test_faults`, `test_messenger` |
| F56 201 without id | `test_faults`, `test_messenger` |
| F57 401 once and for ever | `identity/test_who_we_are`, `test_messenger` |
| F58 403 | here (after uninstall), `test_faults` |
| F59 404 | `test_faults`, `test_messenger` (made once anew) |
| F60 413 | `test_faults`, `test_messenger` |
| F61 DNS, TLS | `test_faults`, `test_messenger` (a name nobody knows, a machine that speaks no TLS) |
| F62 token endpoint down | `identity/test_who_we_are` |
| F63 keys down at start and at rotation | `test_key_server`, `test_seen_before` |
| F64 serviceUrl changed | here; `test_faults` (a note goes where the last message came from) |
"""

import asyncio
import os
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from content.model import Library
from dialogs.people import Path, Person
from storage.keys import MemoryKeys
from storage.memory import open_memory
from tests.bot.teams import shapes
from tests.bot.teams.conftest import FakeConnector
from tests.bot.teams.hosting import KeyServer, Visitor
from tests.bot.teams.walking import Walker, house, mine


@pytest.fixture
async def visitor(connector: FakeConnector, keys: KeyServer) -> AsyncIterator[Visitor]:
    async with house(connector, keys) as found:
        yield found


@pytest.fixture
async def ada(visitor: Visitor, connector: FakeConnector) -> Walker:
    walker = Walker(visitor, connector, 0)
    await walker.settles_in()
    return walker


def notes(walker: Walker) -> str:
    return str(walker.card["body"][0])


async def turned(walker: Walker, module: str = "M01") -> int:
    return (await walker.stands())[1].get(("module", module), (0, b""))[0]


def test_every_fault_on_the_way_in_and_out_says_where_it_is_shown() -> None:
    rows = [
        line.split("|")[1:3]
        for line in (__doc__ or "").splitlines()
        if line.startswith("| F") and line[3].isdigit()
    ]
    told = [int(name.split()[0].removeprefix("F")) for name, where in rows if where.strip()]

    assert told == [*range(30, 45), *range(50, 65)]


async def test_f30_a_message_delivered_twice_turns_one_page_and_is_answered_twice(
    ada: Walker, connector: FakeConnector
) -> None:
    await ada.types("M01")
    await ada.types("next")
    pages = await turned(ada)
    await connector.clear()

    assert (await ada.posts(ada.record[-1])).status == 200

    assert await turned(ada) == pages
    assert len(await connector.seen()) == 1


async def test_f32_the_same_word_with_a_new_id_is_said_again_and_a_button_is_not(ada: Walker) -> None:
    await ada.types("M01")
    start = await turned(ada)
    await ada.types("next")
    await ada.types("next")
    assert await turned(ada) == start + 2

    await ada.presses("next")
    again = ada.record[-1] | {"id": "1769999999999", "timestamp": "2026-10-01T13:00:09.0000000Z"}
    for _ in range(3):
        assert (await ada.posts(again)).body["statusCode"] == 200
    assert await turned(ada) == start + 3


async def test_f33_a_button_of_a_module_that_changed_gets_one_kind_sentence_and_todays_card(
    connector: FakeConnector, keys: KeyServer, library: Library
) -> None:
    store, secrets = open_memory(), MemoryKeys(os.urandom)
    async with house(connector, keys, store, None, secrets) as before:
        ada = Walker(before, connector, 0)
        await ada.settles_in()
        await ada.types("M01")
        await ada.presses("next")
        stood = await ada.stands()

    module = library.modules["M01"]
    newer = library.modules | {"M01": module.model_copy(update={"version": module.version + 1})}
    changed = library.model_copy(update={"modules": newer})
    async with house(connector, keys, store, changed, secrets) as after:
        ada = Walker(after, connector, 0, card=ada.card)
        await ada.presses("next")
        assert library.sentences["old-card"].en in notes(ada)
        assert (await ada.stands())[0] == stood[0]
        assert ada.card["actions"]


async def test_f34_a_button_of_a_module_that_is_gone_leads_to_where_the_person_is(
    connector: FakeConnector, keys: KeyServer, library: Library
) -> None:
    store, secrets = open_memory(), MemoryKeys(os.urandom)
    async with house(connector, keys, store, None, secrets) as before:
        ada = Walker(before, connector, 0)
        await ada.settles_in()
        await ada.types("M02")
        await ada.presses("next")
        facts = (await ada.stands())[0]

    fewer = {key: module for key, module in library.modules.items() if key != "M02"}
    changed = library.model_copy(update={"modules": fewer})
    async with house(connector, keys, store, changed, secrets) as after:
        ada = Walker(after, connector, 0, card=ada.card)
        with capture_logs() as logs:
            await ada.presses("next")
        assert library.sentences["old-card"].en in notes(ada)
        assert "turn.failed" not in {line["event"] for line in logs}
        assert (await ada.stands())[0] == facts


async def test_f35_two_devices_at_once_turn_one_page_and_both_are_answered(ada: Walker) -> None:
    await ada.types("M01")
    start = await turned(ada)
    body = shapes.execute(ada.visitor.service_url, **ada.button("next"))

    replies = await asyncio.gather(*(ada.posts(body) for _ in range(8)))

    assert [reply.body["type"] for reply in replies] == ["application/vnd.microsoft.card.adaptive"] * 8
    assert await turned(ada) == start + 1


async def test_f36_what_arrives_after_the_bot_was_removed_is_answered_and_nobody_writes_first(
    ada: Walker, connector: FakeConnector
) -> None:
    await ada.types("M01")
    people = ada.visitor.bot.store.people
    assert await people.address(ada.id) is not None
    await ada.posts(shapes.installation(ada.visitor.service_url, "remove"))
    assert await people.address(ada.id) is None

    await connector.misbehave({"status": 403, "text": '{"error":{"code":"BotNotInConversationRoster"}}'})
    with capture_logs() as logs:
        late = shapes.message(ada.visitor.service_url, "next", id="1769999999998")
        assert (await ada.posts(late)).status == 200
    assert "turn.failed" not in {line["event"] for line in logs}


async def test_f37_somebody_whose_arrival_was_lost_altogether_is_welcomed_at_the_first_word(
    visitor: Visitor, connector: FakeConnector, library: Library
) -> None:
    ada = Walker(visitor, connector, 5)
    await ada.types("hello")

    assert library.sentences["welcome.continue-fr"].fr in str(ada.card)
    assert {action["data"]["verb"] for action in ada.card["actions"]} == {"language-en", "language-fr"}


async def test_f44_a_manager_who_leaves_in_the_middle_is_answered_and_keeps_no_role(
    ada: Walker, connector: FakeConnector
) -> None:
    people = ada.visitor.bot.store.people
    manager = Person(ada.id, name="A", path=Path.MANAGER)
    await people.bring_in([manager])
    await ada.types("team")
    card = ada.card
    await people.bring_in([replace(manager, end=(ada.visitor.clock.now - timedelta(days=30)).date())])

    with capture_logs() as logs:
        for action in card["actions"]:
            body = shapes.execute(ada.visitor.service_url, **action["data"])
            assert (await ada.posts(body)).body["statusCode"] == 200
    assert "turn.failed" not in {line["event"] for line in logs}


async def test_f64_the_newest_service_url_is_where_we_write_from_then_on(
    ada: Walker, visitor: Visitor
) -> None:
    await ada.types("help")
    moved = f"{visitor.service_url}/"

    await visitor.post(mine(shapes.message(moved, "help", id="1769999999997"), ada.number))

    address = await visitor.bot.store.people.address(ada.id)
    assert address is not None
    assert address.reference["service_url"] == moved


@pytest.mark.parametrize(
    "text", ["\u202etxet\u202c", "a\u0000b\u0007", "**b** [x](y) <at>z</at>", "=1+1", "\ufeff"]
)
async def test_f83_and_f84_odd_words_are_answered_and_never_given_back(text: str, ada: Walker) -> None:
    await ada.types(f"Zanzibar {text}")

    assert "Zanzibar" not in str(ada.card)


async def test_f41_ids_as_long_as_a_book_are_answered_or_refused_and_nobody_fails(
    ada: Walker, connector: FakeConnector
) -> None:
    for change in ({"id": "1" * 100_000}, {"replyToId": "1" * 100_000}, {"locale": "e" * 100_000}):
        body: dict[str, Any] = shapes.message(ada.visitor.service_url, "help") | change
        with capture_logs() as logs:
            reply = await ada.visitor.post(mine(body, ada.number))
        assert reply.status in (200, 400)
        assert "turn.failed" not in {line["event"] for line in logs}
    assert await connector.faults() == []
