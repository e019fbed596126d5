"""How writing first ends, for every way a channel can take it."""

import socket
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.roles import Unconfirmed
from dialogs.flow import Ref
from dialogs.people import PersonId
from scheduler.ports import Elsewhere, Messenger, Outcome, Refused, Retry, Sent, Uncertain
from storage.ports import Address, NotSaved
from tests.bot.teams.conftest import FakeConnector
from tests.bot.teams.fakes import Directory, NoNames, ScriptedTurns, drawn
from tests.bot.teams.shapes import BOT, CHAT, TENANT
from tests.bot.teams.test_service_urls import HOSTILE

ADA = PersonId("9d3c8a52-0f4e-4c55-8a4b-6f2f7b1d3e21")
BO = PersonId("1d3c8a52-0f4e-4c55-8a4b-6f2f7b1d3e21")
NOTE = Ref("coi", "2026-Q4")


def lives_at(service_url: str) -> Address:
    where = {
        "service_url": service_url,
        "conversation": CHAT,
        "bot": BOT,
        "tenant": TENANT,
        "user": "29:1ada",
    }
    return Address("teams", where)


@pytest.fixture
def at_home(people: Directory, connector: FakeConnector) -> FakeConnector:
    """Ada can be reached."""
    people.addresses[ADA] = lives_at(connector.url)
    return connector


async def send(messenger: Messenger) -> Outcome:
    made = await messenger.prepare(ADA, NOTE, BO)
    return await made() if callable(made) else made


async def test_a_note_is_drawn_when_it_leaves_and_answers_no_message(
    messenger: Messenger, at_home: FakeConnector, turns: ScriptedTurns
) -> None:
    assert await send(messenger) == Sent("1:1")

    assert turns.presented == [(ADA, NOTE, BO)]
    [sent] = await at_home.seen()
    assert (sent["method"], sent["path"]) == ("POST", "/v3/conversations/a%3A1ada_Xk-private/activities")
    body = sent["body"]
    assert "replyToId" not in body
    assert body["conversation"]["tenantId"] == TENANT
    assert body["recipient"] == {"id": "29:1ada"}
    assert body["from"] == {"id": BOT}
    assert body["summary"] == "Un mot attend"
    assert drawn(body["attachments"][0]["content"]) == "coi 2026-Q4"


async def test_nobody_is_written_to_who_has_no_address_here(messenger: Messenger, people: Directory) -> None:
    assert await send(messenger) == Elsewhere("no-address")

    people.addresses[ADA] = Address("local")
    assert await send(messenger) == Elsewhere("other-channel")


async def test_nothing_leaves_while_a_note_is_being_made(
    messenger: Messenger, at_home: FakeConnector, turns: ScriptedTurns
) -> None:
    letter = await messenger.prepare(ADA, NOTE, BO)
    assert callable(letter)
    assert turns.presented == [(ADA, NOTE, BO)]
    assert await at_home.seen() == []


async def test_a_note_that_cannot_be_drawn_is_told_apart_from_one_that_left(
    messenger: Messenger, at_home: FakeConnector, turns: ScriptedTurns
) -> None:
    turns.fault = LookupError("no such card")

    with pytest.raises(LookupError):
        await messenger.prepare(ADA, NOTE, BO)

    assert await at_home.seen() == []


async def test_a_note_for_an_office_waits_while_nobody_can_say_who_holds_it(
    messenger: Messenger, at_home: FakeConnector, turns: ScriptedTurns
) -> None:
    turns.fault = Unconfirmed()

    assert await send(messenger) == Elsewhere("unconfirmed")
    assert await at_home.seen() == []


async def test_what_is_answered_already_is_not_sent(
    messenger: Messenger, at_home: FakeConnector, turns: ScriptedTurns
) -> None:
    turns.answered = True

    assert await send(messenger) == Refused("answered")
    assert await at_home.seen() == []


MINUTES = timedelta(minutes=10)
ENDINGS: dict[str, tuple[dict[str, Any], Outcome]] = {
    "blocked": ({"status": 403, "text": '{"error":{"subCode":"MessageWritesBlocked"}}'}, Refused("blocked")),
    "blocked without a word": ({"status": 403}, Refused("blocked")),
    "unauthorized": ({"status": 401}, Elsewhere("unauthorized")),
    "bad card": ({"status": 400, "text": "Bad format"}, Refused("content")),
    "large card": ({"status": 413}, Refused("content")),
    "busy": ({"status": 429}, Retry("status-429")),
    "busy for a while": (
        {"status": 429, "headers": {"Retry-After": "7"}},
        Retry("status-429", timedelta(seconds=7)),
    ),
    "busy for ever": (
        {"status": 429, "headers": {"Retry-After": "999999999999"}},
        Retry("status-429", MINUTES),
    ),
    "busy until": (
        {"status": 429, "headers": {"Retry-After": "Thu, 01 Oct 2026 13:00:20 GMT"}},
        Retry("status-429", timedelta(seconds=20)),
    ),
    "busy, absurdly": ({"status": 429, "headers": {"Retry-After": "soon"}}, Retry("status-429")),
    "not ready": ({"status": 412}, Retry("status-412")),
    "broken": ({"status": 500}, Retry("status-500")),
    "bad gateway": ({"status": 502, "text": "<html>"}, Retry("status-502")),
    "unavailable": (
        {"status": 503, "headers": {"Retry-After": "2"}},
        Retry("status-503", timedelta(seconds=2)),
    ),
    "slow gateway": ({"status": 504}, Retry("status-504")),
    "teapot": ({"status": 418}, Refused("status-418")),
    "redirect": ({"status": 307, "headers": {"Location": "/elsewhere"}}, Refused("status-307")),
    "hang": ({"hang": True}, Uncertain("no-answer")),
    "reset": ({"reset": True}, Uncertain("no-answer")),
    "success that is no JSON": ({"status": 200, "text": "<html>fine</html>"}, Sent()),
    "success that is a list": ({"status": 200, "text": "[1]"}, Sent()),
    "success without id": ({"status": 201, "text": "{}"}, Sent()),
    "success with an id nobody could keep": ({"status": 201, "text": '{"id": "1:\\u0000"}'}, Sent()),
    "success with an id without end": ({"status": 201, "text": '{"id": "%s"}' % ("1" * 2000)}, Sent()),
    "success without words": ({"status": 202}, Sent()),
    "success without end": ({"status": 200, "text": "x" * 1_000_000}, Sent()),
    "success that drips": ({"drip": True}, Sent()),
}


@pytest.mark.parametrize(("rule", "outcome"), ENDINGS.values(), ids=ENDINGS)
async def test_every_answer_of_the_channel_has_one_ending_and_one_request(
    rule: Mapping[str, Any], outcome: Outcome, messenger: Messenger, at_home: FakeConnector
) -> None:
    await at_home.misbehave(dict(rule))

    assert await send(messenger) == outcome
    assert len(await at_home.seen()) == 1


async def test_a_machine_that_does_not_answer_is_tried_again(messenger: Messenger, people: Directory) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        people.addresses[ADA] = lives_at(f"http://127.0.0.1:{unused.getsockname()[1]}")
        assert await send(messenger) == Retry("unreachable")


async def test_a_name_nobody_knows_is_tried_again(
    messenger: Messenger, people: Directory, names: NoNames
) -> None:
    people.addresses[ADA] = lives_at("http://localhost:9")

    assert await send(messenger) == Retry("unreachable")
    assert names.asked == ["localhost"]


async def test_a_machine_that_speaks_no_tls_is_tried_again(
    messenger: Messenger, people: Directory, connector: FakeConnector
) -> None:
    people.addresses[ADA] = lives_at(connector.url.replace("http:", "https:"))

    assert await send(messenger) == Retry("unreachable")


@pytest.mark.parametrize("url", HOSTILE)
async def test_a_stored_address_is_checked_again(
    url: str, messenger: Messenger, people: Directory, names: NoNames
) -> None:
    people.addresses[ADA] = lives_at(url.format(port=9))

    assert await send(messenger) == Refused("service-url")
    assert names.asked == []


async def test_a_conversation_that_is_gone_is_made_once_anew(
    messenger: Messenger, at_home: FakeConnector, people: Directory
) -> None:
    await at_home.misbehave({"status": 404})

    assert await send(messenger) == Sent("1:3")
    first, opening, second = await at_home.seen()
    assert opening["path"] == "/v3/conversations"
    assert opening["body"] == {
        "isGroup": False,
        "bot": {"id": BOT},
        "members": [{"id": "29:1ada"}],
        "tenantId": TENANT,
        "channelData": {"tenant": {"id": TENANT}},
    }
    fresh = people.addresses[ADA].reference["conversation"]
    assert fresh != CHAT
    assert second["path"] == f"/v3/conversations/{fresh.replace(':', '%3A')}/activities"
    assert second["body"]["attachments"] == first["body"]["attachments"]


async def test_a_conversation_that_is_gone_twice_is_given_up(
    messenger: Messenger, at_home: FakeConnector, people: Directory
) -> None:
    await at_home.misbehave({"status": 404, "times": 2})

    assert await send(messenger) == Refused("gone")
    assert len(await at_home.seen()) == 3
    assert people.addresses[ADA] == lives_at(at_home.url)


@pytest.mark.parametrize(
    ("rule", "outcome"),
    [
        ({"status": 403}, Refused("blocked")),
        ({"status": 404}, Refused("gone")),
        ({"status": 201, "text": "{}"}, Refused("gone")),
        ({"status": 429}, Retry("status-429")),
        # No message has left, so this is no uncertainty.
        ({"hang": True}, Retry("unreachable")),
        ({"reset": True}, Retry("unreachable")),
    ],
)
async def test_a_conversation_that_cannot_be_made_again_is_never_uncertain(
    rule: dict[str, Any], outcome: Outcome, messenger: Messenger, at_home: FakeConnector
) -> None:
    await at_home.misbehave({"status": 404})
    await at_home.misbehave(rule, on="conversations")

    assert await send(messenger) == outcome
    assert len(await at_home.seen()) == 2


async def test_a_new_address_that_cannot_be_kept_does_not_undo_what_was_sent(
    messenger: Messenger, at_home: FakeConnector, people: Directory
) -> None:
    await at_home.misbehave({"status": 404})
    people.fault = NotSaved()

    with capture_logs() as logs:
        assert await send(messenger) == Sent("1:3")

    assert [line["event"] for line in logs] == ["address.not-kept"]
