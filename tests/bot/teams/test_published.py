"""The test connector notices what the real one would refuse."""

from typing import Any

import pytest

from tests.bot.teams.published import activity_faults, opening_faults, page_faults
from tests.bot.teams.shapes import BOT, CHAT, TENANT

GOOD: dict[str, Any] = {
    "type": "message",
    "from": {"id": BOT},
    "recipient": {"id": "29:1"},
    "conversation": {"id": CHAT, "tenantId": TENANT, "conversationType": "personal", "isGroup": False},
    "channelId": "msteams",
    "serviceUrl": "https://smba.trafficmanager.net/ca/",
    "replyToId": "1",
    "text": "<at>Ada</at> Bonjour",
    "textFormat": "plain",
    "inputHint": "acceptingInput",
    "timestamp": "2026-10-01T13:00:00.000Z",
    "entities": [{"type": "mention", "mentioned": {"id": "29:1"}, "text": "<at>Ada</at>"}],
}
CARD = {"contentType": "application/vnd.microsoft.card.adaptive", "content": {"type": "AdaptiveCard"}}
BAD: dict[str, dict[str, Any]] = {
    "a name nobody knows": {"tenantID": TENANT},
    "a name nobody knows, inside": {"conversation": {"id": CHAT, "tenantID": TENANT}},
    "a number for a text": {"text": 5},
    "a text for true": {"conversation": {"id": CHAT, "isGroup": "false"}},
    "a kind of activity bots do not send": {"type": "invoke"},
    "a word there is not": {"inputHint": "please"},
    "a list for a text": {"textFormat": ["plain"]},
    "no sender": {"from": None},
    "a sender without id": {"from": {"name": "Ethos"}},
    "another conversation": {"conversation": {"id": "19:other"}},
    "another message": {"replyToId": "2"},
    "neither text nor card": {"text": None, "entities": None},
    "an instant without zone": {"timestamp": "2026-10-01T13:00:00"},
    "attachments that are none": {"attachments": {}},
    "text and card": {"attachments": [CARD]},
    "a broken card": {"text": None, "entities": None, "summary": "x", "attachments": [CARD]},
    "an unknown card": {
        "text": None,
        "entities": None,
        "summary": "x",
        "attachments": [{"contentType": "application/x", "content": {}}],
    },
    "a consent with more than is known": {
        "text": None,
        "entities": None,
        "summary": "x",
        "attachments": [
            {"contentType": "application/vnd.microsoft.teams.card.file.consent", "content": {"size": 1}}
        ],
    },
    "a card without notification": {
        "text": None,
        "entities": None,
        "attachments": [{**CARD, "content": {"type": "AdaptiveCard", "version": "1.5", "body": []}}],
    },
    "typing that says something": {"type": "typing"},
    "a mention that is not in the text": {"text": "Bonjour"},
    "a mention without tags": {
        "entities": [{"type": "mention", "mentioned": {"id": "1"}, "text": "Bonjour"}]
    },
    "a mention of nobody": {"entities": [{"type": "mention", "text": "<at>Ada</at>"}]},
    "a mention of a text": {"entities": [{"type": "mention", "mentioned": "Ada", "text": "<at>Ada</at>"}]},
    "an entity without type": {"entities": [{}]},
}


def changed(change: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in {**GOOD, **change}.items() if value is not None}


def test_a_reply_as_published_has_no_fault() -> None:
    assert activity_faults(GOOD, CHAT, "1", replaces=False) == []


@pytest.mark.parametrize("change", BAD.values(), ids=BAD)
def test_what_is_not_as_published_is_noticed(change: dict[str, Any]) -> None:
    assert activity_faults(changed(change), CHAT, "1", replaces=False)


def test_a_replacement_names_what_it_replaces() -> None:
    assert activity_faults(GOOD, CHAT, "1:2", replaces=True)
    assert activity_faults({**GOOD, "id": "1:2"}, CHAT, "1:2", replaces=True) == []


def test_a_conversation_is_made_with_everything_it_needs() -> None:
    whole = {"isGroup": False, "bot": {}, "members": [], "tenantId": TENANT, "channelData": {}}
    assert opening_faults(whole) == []
    assert opening_faults({**whole, "tenantID": TENANT})
    for name in whole:
        assert opening_faults({key: value for key, value in whole.items() if key != name})


@pytest.mark.parametrize(
    "query", [{"pageSize": "49"}, {"pageSize": "501"}, {"pagesize": "50"}, {"continuationToken": ""}]
)
def test_members_are_asked_for_in_pages_of_fifty_to_five_hundred(query: dict[str, str]) -> None:
    assert page_faults(query)
    assert page_faults({"pageSize": "500", "continuationToken": "x"}) == []
