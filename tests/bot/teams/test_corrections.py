"""A message is changed where it stands, as often as it takes, and never becomes a second one."""

import socket
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from scheduler.ports import Elsewhere, Messenger, Outcome, Refused, Retry, Sent
from storage.ports import Address
from tests.bot.teams.conftest import FakeConnector
from tests.bot.teams.fakes import Directory, NoNames, ScriptedTurns, drawn
from tests.bot.teams.shapes import BOT, CHAT, TENANT
from tests.bot.teams.test_messenger import ADA, NOTE, at_home, lives_at, send

__all__ = ["at_home"]


async def replace(messenger: Messenger, replaces: str) -> Outcome:
    made = await messenger.prepare(ADA, NOTE, None, replaces)
    return await made() if callable(made) else made


@pytest.fixture
async def sent(messenger: Messenger, at_home: FakeConnector) -> str:
    """The id of a note that Ada has."""
    outcome = await send(messenger)
    assert isinstance(outcome, Sent)
    return outcome.message


async def test_a_message_is_changed_in_its_place_under_the_id_it_got(
    messenger: Messenger, at_home: FakeConnector, turns: ScriptedTurns, sent: str
) -> None:
    turns.language = "en"

    assert await replace(messenger, sent) == Sent(sent)

    _, change = await at_home.seen()
    assert (change["method"], change["path"]) == (
        "PUT",
        "/v3/conversations/a%3A1ada_Xk-private/activities/1%3A1",
    )
    body = change["body"]
    assert (body["id"], body["type"]) == (sent, "message")
    assert "replyToId" not in body
    assert body["conversation"] == {
        "id": CHAT,
        "conversationType": "personal",
        "isGroup": False,
        "tenantId": TENANT,
    }
    assert (body["from"], body["recipient"]) == ({"id": BOT}, {"id": "29:1ada"})
    assert body["summary"] == "A note waits"
    assert drawn(body["attachments"][0]["content"]) == "coi 2026-Q4"
    assert await at_home.standing() == {f"{CHAT} {sent}": body}


async def test_two_corrections_in_a_row_leave_one_message(
    messenger: Messenger, at_home: FakeConnector, turns: ScriptedTurns, sent: str
) -> None:
    for language in ("en", "fr"):
        turns.language = language
        assert await replace(messenger, sent) == Sent(sent)

    [standing] = (await at_home.standing()).values()
    assert standing["summary"] == "Un mot attend"


async def test_a_correction_is_drawn_before_it_leaves(
    messenger: Messenger, at_home: FakeConnector, turns: ScriptedTurns, sent: str
) -> None:
    turns.fault = LookupError("no such card")

    with pytest.raises(LookupError):
        await messenger.prepare(ADA, NOTE, None, sent)
    assert len(await at_home.seen()) == 1


async def test_a_message_that_was_taken_away_is_neither_changed_nor_written_again(
    messenger: Messenger, at_home: FakeConnector, people: Directory
) -> None:
    assert await replace(messenger, "1:taken-away") == Refused("gone")
    assert [each["method"] for each in await at_home.seen()] == ["PUT"]
    assert people.addresses[ADA] == lives_at(at_home.url)


REFUSED_OR_LATER: dict[str, tuple[dict[str, Any], Outcome]] = {
    "busy": ({"status": 429}, Retry("status-429")),
    "busy for a while": (
        {"status": 429, "headers": {"Retry-After": "7"}},
        Retry("status-429", timedelta(seconds=7)),
    ),
    "busy for ever": (
        {"status": 429, "headers": {"Retry-After": "999999999999"}},
        Retry("status-429", timedelta(minutes=10)),
    ),
    "busy, absurdly": ({"status": 429, "headers": {"Retry-After": "soon"}}, Retry("status-429")),
    "not ready": ({"status": 412}, Retry("status-412")),
    "broken": ({"status": 500}, Retry("status-500")),
    "bad gateway": ({"status": 502, "text": "<html>"}, Retry("status-502")),
    "unavailable": ({"status": 503}, Retry("status-503")),
    "slow gateway": ({"status": 504}, Retry("status-504")),
    "bad card": ({"status": 400, "text": "Bad format"}, Refused("content")),
    "large card": ({"status": 413}, Refused("content")),
    "unauthorized": ({"status": 401}, Elsewhere("unauthorized")),
    "blocked": ({"status": 403, "text": '{"error":{"subCode":"MessageWritesBlocked"}}'}, Refused("blocked")),
    "gone": ({"status": 404}, Refused("gone")),
    "a channel that changes nothing": ({"status": 405}, Refused("cannot-update")),
    "a channel that has not learned it": ({"status": 501}, Refused("cannot-update")),
    "teapot": ({"status": 418}, Refused("status-418")),
    "redirect": ({"status": 307, "headers": {"Location": "/elsewhere"}}, Refused("status-307")),
}
TAKEN: dict[str, dict[str, Any]] = {
    "garbage": {"status": 200, "text": "<html>fine</html>"},
    "a list": {"status": 200, "text": "[1]"},
    "no id": {"status": 200, "text": "{}"},
    "another id": {"status": 200, "text": '{"id": "1:other"}'},
    "nothing": {"status": 202},
    "no end": {"status": 200, "text": "x" * 1_000_000},
    "a drip": {"drip": True},
}


@pytest.mark.parametrize(("rule", "outcome"), REFUSED_OR_LATER.values(), ids=REFUSED_OR_LATER)
async def test_every_refusal_of_a_change_has_one_ending_and_leaves_what_stood(
    rule: Mapping[str, Any], outcome: Outcome, messenger: Messenger, at_home: FakeConnector, sent: str
) -> None:
    before = await at_home.standing()
    await at_home.misbehave(dict(rule))

    assert await replace(messenger, sent) == outcome
    assert [each["method"] for each in await at_home.seen()] == ["POST", "PUT"]
    assert await at_home.standing() == before


@pytest.mark.parametrize("rule", TAKEN.values(), ids=TAKEN)
async def test_a_change_that_was_taken_keeps_the_id_whatever_the_answer_says(
    rule: Mapping[str, Any], messenger: Messenger, at_home: FakeConnector, sent: str
) -> None:
    await at_home.misbehave(dict(rule))

    assert await replace(messenger, sent) == Sent(sent)
    assert [*await at_home.standing()] == [f"{CHAT} {sent}"]


# A PUT over a connection that stood open is repeated by the HTTP client itself when that is cut: hence twice.
@pytest.mark.parametrize("rule", [{"hang": True}, {"reset": True, "times": 2}], ids=["hang", "reset"])
async def test_a_change_without_an_answer_is_made_again_and_does_no_harm(
    rule: Mapping[str, Any], messenger: Messenger, at_home: FakeConnector, sent: str
) -> None:
    await at_home.misbehave(dict(rule))

    assert await replace(messenger, sent) == Retry("no-answer")
    assert await replace(messenger, sent) == Sent(sent)
    assert [*await at_home.standing()] == [f"{CHAT} {sent}"]


async def test_a_machine_that_is_not_there_is_asked_again(
    messenger: Messenger, people: Directory, names: NoNames
) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        people.addresses[ADA] = lives_at(f"http://127.0.0.1:{unused.getsockname()[1]}")
        assert await replace(messenger, "1:1") == Retry("unreachable")
    people.addresses[ADA] = lives_at("http://localhost:9")
    assert await replace(messenger, "1:1") == Retry("unreachable")
    assert names.asked == ["localhost"]


async def test_a_change_goes_to_no_address_that_is_not_allowed(
    messenger: Messenger, people: Directory
) -> None:
    people.addresses[ADA] = lives_at("https://connector.example")

    assert await replace(messenger, "1:1") == Refused("service-url")


async def test_a_message_of_another_channel_is_left_to_that_one(
    messenger: Messenger, people: Directory
) -> None:
    assert await replace(messenger, "1:1") == Elsewhere("no-address")
    people.addresses[ADA] = Address("local")
    assert await replace(messenger, "1:1") == Elsewhere("other-channel")
