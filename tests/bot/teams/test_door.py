"""What a person gets who writes, presses, edits, or asks for too much."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

import aiohttp
import pytest
from structlog.testing import capture_logs

from bot.heard import Message, Press
from bot.meters import REFUSALS
from bot.metrics import Counts
from bot.teams import channel
from bot.teams.channel import Parts
from bot.teams.door import Door
from bot.teams.entry.gate import LocalGate
from storage.ports import NotSaved
from tests.bot.teams import shapes
from tests.bot.teams.conftest import OUTCOMES, Doorway, FakeConnector, serving
from tests.bot.teams.fakes import Directory, NoNames, ScriptedTurns, drawn
from tests.bot.teams.shapes import ADA, BOT, CHAT, TENANT
from tests.bot.teams.test_service_urls import HOSTILE

CARD = "application/vnd.microsoft.card.adaptive"


async def test_typed_words_are_answered_by_a_card_in_the_chat(
    doorway: Doorway, connector: FakeConnector, turns: ScriptedTurns
) -> None:
    answer = await doorway.post(shapes.message(connector.url + "/"))

    assert (answer.status, answer.body) == (200, None)
    assert turns.heard == [(ADA, Message("help", "1760000000001"))]
    [sent] = await connector.seen()
    assert sent["method"] == "POST"
    assert sent["path"] == "/v3/conversations/a%3A1ada_Xk-private/activities/1760000000001"
    body = sent["body"]
    assert body["type"] == "message"
    assert body["from"]["id"] == BOT
    assert body["recipient"]["id"] == "29:1ada"
    assert body["conversation"] == {"id": CHAT, "conversationType": "personal", "tenantId": TENANT}
    assert [attachment["contentType"] for attachment in body["attachments"]] == [CARD]
    assert drawn(body["attachments"][0]["content"]) == "current"


async def test_the_notification_names_no_subject_and_speaks_the_persons_language(
    doorway: Doorway, connector: FakeConnector, turns: ScriptedTurns
) -> None:
    await doorway.post(shapes.message(connector.url, "conflict of interest"))
    turns.language = None
    await doorway.post(shapes.message(connector.url, "conflict of interest"))

    assert [sent["body"]["summary"] for sent in await connector.seen()] == [
        "Un mot attend",
        "A note waits / Un mot attend",
    ]


async def test_an_executed_button_is_answered_in_place(
    doorway: Doorway, connector: FakeConnector, turns: ScriptedTurns
) -> None:
    answer = await doorway.post(shapes.execute(connector.url, "answer", "v1.k.b.t", option="b"))

    assert answer.status == 200
    assert (answer.body["statusCode"], answer.body["type"]) == (200, CARD)
    assert drawn(answer.body["value"]) == "after answer"
    assert turns.heard == [(ADA, Press("answer", "v1.k.b.t", {"option": "b"}))]
    assert await connector.seen() == []


async def test_a_fallback_button_is_answered_by_a_new_message(
    doorway: Doorway, connector: FakeConnector, turns: ScriptedTurns
) -> None:
    assert (await doorway.post(shapes.submit(connector.url, "filed", date="2026-09-30"))).status == 200

    assert turns.heard == [(ADA, Press("filed", "v1.k.b.t", {"date": "2026-09-30"}))]
    [sent] = await connector.seen()
    assert drawn(sent["body"]["attachments"][0]["content"]) == "after filed"


async def test_a_message_delivered_twice_reaches_the_turn_with_the_same_id(
    doorway: Doorway, connector: FakeConnector, turns: ScriptedTurns
) -> None:
    body = shapes.message(connector.url, "2")
    await doorway.post(body)
    await doorway.post(body)

    assert turns.heard == [(ADA, Message("2", "1760000000001"))] * 2


async def test_a_person_is_reachable_once_a_turn_was_answered_and_not_before(
    doorway: Doorway, connector: FakeConnector, people: Directory, turns: ScriptedTurns
) -> None:
    await doorway.post(shapes.unheeded(connector.url)["reaction"])
    turns.fault = NotSaved()
    await doorway.post(shapes.message(connector.url))
    assert people.addresses == {}

    turns.fault = None
    await doorway.post(shapes.execute(connector.url))
    [address] = people.addresses.values()
    assert address.reference["service_url"] == connector.url
    assert address.reference["conversation"] == CHAT


async def test_an_address_that_cannot_be_kept_costs_no_answer(
    doorway: Doorway, connector: FakeConnector, people: Directory
) -> None:
    people.fault = NotSaved()

    with capture_logs() as logs:
        assert (await doorway.post(shapes.execute(connector.url))).body["statusCode"] == 200

    assert [line["event"] for line in logs] == ["address.not-kept"]


@pytest.mark.parametrize("kind", shapes.unheeded("http://127.0.0.1:9"))
async def test_edits_deletes_reactions_and_the_unknown_get_silence(
    kind: str, doorway: Doorway, connector: FakeConnector, turns: ScriptedTurns, people: Directory
) -> None:
    answer = await doorway.post(shapes.unheeded(connector.url)[kind])

    assert (answer.status, answer.body) == (200, None)
    assert turns.heard == []
    assert people.addresses == {}
    assert await connector.seen() == []


@pytest.mark.parametrize("company", [shapes.in_group, shapes.in_channel])
async def test_in_company_a_person_is_only_asked_to_talk_in_private(
    company: type, doorway: Doorway, connector: FakeConnector, turns: ScriptedTurns, people: Directory
) -> None:
    for body in (shapes.message(connector.url, "my record"), shapes.submit(connector.url)):
        assert (await doorway.post(company(body))).status == 200
    in_place = await doorway.post(company(shapes.execute(connector.url)))

    assert [sent["body"]["text"] for sent in await connector.seen()] == [
        "Privately, please / En privé, merci"
    ] * 2
    assert in_place.body == {
        "statusCode": 200,
        "type": "application/vnd.microsoft.activity.message",
        "value": "Privately, please / En privé, merci",
    }
    assert turns.heard == []
    assert people.addresses == {}


async def test_removing_the_bot_from_a_group_forgets_nobody(
    doorway: Doorway, connector: FakeConnector, people: Directory
) -> None:
    await doorway.post(shapes.message(connector.url))
    await doorway.post(shapes.in_group(shapes.installation(connector.url, "remove")))

    assert list(people.addresses) == [ADA]


@pytest.mark.parametrize("make", [shapes.message, shapes.submit, shapes.execute])
async def test_a_guest_without_entra_id_is_refused_with_one_line(
    make: type, doorway: Doorway, connector: FakeConnector, turns: ScriptedTurns
) -> None:
    with capture_logs() as logs:
        answer = await doorway.post(make(connector.url) | {"from": {"id": "29:guest", "name": "Guest"}})

    assert (answer.status, answer.body) == (403, None)
    assert logs == [{"event": "activity.refused", "log_level": "warning", "reason": "no-entra-id"}]
    assert turns.heard == []


async def test_an_event_without_entra_id_is_no_error(doorway: Doorway, connector: FakeConnector) -> None:
    body = shapes.installation(connector.url) | {"from": {"id": "29:1ada"}}

    assert (await doorway.post(body)).status == 200
    assert await connector.seen() == []


async def test_an_invoke_we_do_not_offer_says_so_in_its_body(
    doorway: Doorway, connector: FakeConnector
) -> None:
    unknown = shapes.execute(connector.url) | {"name": "composeExtension/query", "value": {}}
    answer = await doorway.post(unknown)

    assert answer.status == 200
    assert (answer.body["statusCode"], answer.body["value"]["code"]) == (501, "NotSupported")


@pytest.mark.parametrize(
    "fault", [NotSaved("disk of Ada"), RuntimeError("Ada said so"), ValueError(), KeyError()]
)
async def test_a_turn_that_fails_is_never_a_500_and_the_person_hears_of_it(
    fault: Exception, doorway: Doorway, connector: FakeConnector, turns: ScriptedTurns
) -> None:
    turns.fault = fault

    with capture_logs() as logs:
        said = await doorway.post(shapes.message(connector.url))
        executed = await doorway.post(shapes.execute(connector.url))

    assert (said.status, said.body) == (200, None)
    assert [sent["body"]["text"] for sent in await connector.seen()] == [
        "That did not work / Rien n'a marché"
    ]
    assert executed.status == 200
    assert (executed.body["statusCode"], executed.body["type"]) == (500, "application/vnd.microsoft.error")
    assert executed.body["value"]["message"] == "That did not work / Rien n'a marché"
    # The kind and the place only: what a fault says may hold names.
    for line in logs:
        assert line.pop("at").startswith("tests.bot.teams.fakes:")
    line = {"event": "turn.failed", "log_level": "error", "fault": type(fault).__name__}
    assert logs == [line, line]


async def test_what_fails_before_anybody_is_let_in_is_counted_and_logged_without_its_words(
    door: Door, connector: FakeConnector, turns: ScriptedTurns
) -> None:
    def breaks(_: str) -> bool:
        raise RuntimeError("Ada said so")

    counts, body = Counts(REFUSALS), json.dumps(shapes.message(connector.url)).encode()
    with capture_logs() as logs:
        answer = await replace(door, gate=LocalGate(breaks), meters=counts).receive(body, shapes.JSON)

    assert (answer.status, answer.body) == (400, None)
    assert counts.activities == {"failed": 1}
    assert turns.heard == []
    assert [line.pop("at").partition(":")[0] for line in logs] == ["tests.bot.teams.test_door"]
    assert logs == [{"event": "activity.failed", "log_level": "error", "fault": "RuntimeError"}]


@pytest.mark.parametrize(
    "rule",
    [{"status": 403}, {"status": 429}, {"status": 500}, {"reset": True}, {"hang": True}, {"status": 200}],
)
async def test_a_connector_that_will_not_take_the_reply_does_not_matter_to_the_caller(
    rule: dict[str, object], doorway: Doorway, connector: FakeConnector
) -> None:
    await connector.misbehave(rule)

    assert (await doorway.post(shapes.message(connector.url))).status == 200


async def test_a_reply_meant_for_the_response_is_sent_all_the_same(
    doorway: Doorway, connector: FakeConnector
) -> None:
    await doorway.post(shapes.message(connector.url) | {"deliveryMode": "expectReplies"})

    assert len(await connector.seen()) == 1


@dataclass(frozen=True)
class Trap:
    """A port that notes who connects, and the names that somebody looked up."""

    port: int
    caught: list[str]
    asked: list[str]


@pytest.fixture
async def trap(names: NoNames) -> AsyncIterator[Trap]:
    caught: list[str] = []

    def notice(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        caught.append("caught")
        writer.close()

    server = await asyncio.start_server(notice, "127.0.0.1", 0)
    async with server:
        yield Trap(server.sockets[0].getsockname()[1], caught, names.asked)


@pytest.mark.parametrize("url", HOSTILE)
async def test_a_hostile_service_url_never_gets_a_connection(
    url: str, doorway: Doorway, trap: Trap, turns: ScriptedTurns, people: Directory
) -> None:
    for make in (shapes.message, shapes.execute, shapes.installation):
        answer = await doorway.post(make(url.format(port=trap.port)))
        # Unprintable addresses are malformed, the others refused.
        assert answer.status in (400, 403)

    assert (trap.caught, trap.asked) == ([], [])
    assert turns.heard == []
    assert people.addresses == {}


async def test_the_trap_would_have_caught_a_connection(doorway: Doorway, trap: Trap) -> None:
    await doorway.post(shapes.message(f"http://127.0.0.1:{trap.port}"))

    assert trap.caught


async def test_a_fault_that_breaks_the_apology_too_is_no_500(
    parts: Parts, session: aiohttp.ClientSession, client: aiohttp.ClientSession, connector: FakeConnector
) -> None:
    await session.close()  # From here on sending fails in a way that is none of the network's.
    async for url in serving(channel.local(parts, OUTCOMES).door):
        said = await Doorway(url, client).post(shapes.message(connector.url))
    assert (said.status, said.body) == (200, None)
