"""The shapes of the Bot Connector's published document, as far as a bot may send them, and who breaks them.

A shape is a type, a set of the only words there are, a list of one shape, or an object of named shapes;
`object` is anything, and every name may be missing but those under `NEEDED`.
"""

import re
from typing import Any

Faults = list[str]

ACCOUNT = {"id": str, "name": str, "aadObjectId": str, "role": {"user", "bot", "skill"}}
CONVERSATION = {
    **ACCOUNT,
    "isGroup": bool,
    "conversationType": str,
    "tenantId": str,
}
CARD_ACTION = {
    "type": str,
    "title": str,
    "image": str,
    "text": str,
    "displayText": str,
    "value": object,
    "channelData": dict,
    "imageAltText": str,
}
ATTACHMENT = {"contentType": str, "content": dict, "contentUrl": str, "name": str, "thumbnailUrl": str}
MENTION = {"type": {"mention"}, "mentioned": ACCOUNT, "text": str}
REFERENCE = {
    "activityId": str,
    "user": ACCOUNT,
    "bot": ACCOUNT,
    "conversation": CONVERSATION,
    "channelId": str,
    "locale": str,
    "serviceUrl": str,
}
ACTIVITY: dict[str, Any] = {
    "type": {"message", "typing", "event", "endOfConversation", "trace"},
    "id": str,
    "timestamp": "instant",
    "localTimestamp": "instant",
    "localTimezone": str,
    "channelId": str,
    "serviceUrl": str,
    "from": ACCOUNT,
    "recipient": ACCOUNT,
    "conversation": CONVERSATION,
    "textFormat": {"plain", "markdown", "xml"},
    "attachmentLayout": {"list", "carousel"},
    "locale": str,
    "text": str,
    "speak": str,
    "inputHint": {"acceptingInput", "ignoringInput", "expectingInput"},
    "summary": str,
    "suggestedActions": {"to": [str], "actions": [CARD_ACTION]},
    "attachments": [ATTACHMENT],
    "entities": [object],
    "channelData": dict,
    "replyToId": str,
    "label": str,
    "valueType": str,
    "value": object,
    "name": str,
    "relatesTo": REFERENCE,
    "code": str,
    "expiration": "instant",
    "importance": {"low", "normal", "high"},
    "deliveryMode": {"normal", "notification"},
}
PARAMETERS: dict[str, Any] = {
    "isGroup": bool,
    "bot": ACCOUNT,
    "members": [ACCOUNT],
    "topicName": str,
    "activity": ACTIVITY,
    "tenantId": str,
    "channelData": dict,
}
CARDS: dict[str, dict[str, Any]] = {
    "application/vnd.microsoft.teams.card.file.consent": {
        "description": str,
        "sizeInBytes": int,
        "acceptContext": object,
        "declineContext": object,
    },
    "application/vnd.microsoft.teams.card.file.info": {"uniqueId": str, "fileType": str, "etag": object},
}
ADAPTIVE = "application/vnd.microsoft.card.adaptive"
NEEDED = {"type", "from", "conversation", "channelId", "serviceUrl"}
OPENING = {"isGroup", "bot", "members", "tenantId", "channelData"}
PAGE = {"pageSize": re.compile(r"5\d|[6-9]\d|[1-4]\d\d|500"), "continuationToken": re.compile(r".+")}
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


def faults(found: Any, shape: Any, where: str = "") -> Faults:
    """List what in a JSON value is not as its shape says."""
    match shape:
        case [inner]:
            if not isinstance(found, list):
                return [f"{where}: not a list"]
            return [fault for each in found for fault in faults(each, inner, f"{where}[]")]
        case dict():
            if not isinstance(found, dict):
                return [f"{where}: not an object"]
            unknown = [f"{where}.{name}: unknown" for name in found if name not in shape]
            known = (faults(found[name], shape[name], f"{where}.{name}") for name in found if name in shape)
            return unknown + [fault for each in known for fault in each]
        case set():
            return (
                [] if isinstance(found, str) and found in shape else [f"{where}: not one of {sorted(shape)}"]
            )
        case "instant":
            return (
                [] if isinstance(found, str) and _INSTANT.fullmatch(found) else [f"{where}: not an instant"]
            )
        case type():
            right = type(found) is shape if shape in {int, bool} else isinstance(found, shape)
            return [] if right else [f"{where}: not {shape.__name__}"]
        case _:
            return []


def activity_faults(body: Any, conversation: str, answers: str | None, *, replaces: bool) -> Faults:
    """Check one activity on its way into a conversation; `answers` is the activity named in the path."""
    if found := faults(body, ACTIVITY):
        return found
    # What is said to a chat as a whole is said to nobody in particular.
    alone = () if body.get("conversation", {}).get("isGroup") and "recipient" not in body else ("recipient",)
    found += [f".{name}: missing" for name in sorted(NEEDED.union(alone) - body.keys())]
    found += [
        f".{part}.id: missing" for part in ("from", "conversation", *alone) if "id" not in body.get(part, {})
    ]
    if body.get("conversation", {}).get("id") != conversation:
        found.append("the conversation is not the one in the path")
    if body.get("id" if replaces else "replyToId") != answers:
        found.append(f"{'id' if replaces else 'replyToId'} is not the one in the path")
    if body["type"] == "message" and ("text" in body) == ("attachments" in body):
        found.append("a message has either text or attachments")
    if body["type"] == "typing" and {"text", "attachments"} & body.keys():
        found.append("typing says nothing")
    if body.get("attachments") and not body.get("summary"):
        found.append("a card without a notification")
    found += [fault for each in body.get("attachments", ()) for fault in attachment_faults(each)]
    found += [fault for each in body.get("entities", ()) for fault in entity_faults(each, body)]
    return found


def attachment_faults(attachment: dict[str, Any]) -> Faults:
    """Check a card."""
    card = attachment.get("content", {})
    match attachment.get("contentType"):
        case str(kind) if kind == ADAPTIVE:
            whole = card.get("type") == "AdaptiveCard" and isinstance(card.get("body"), list)
            return [] if whole and "version" in card else ["not the root of an Adaptive Card"]
        case str(kind) if kind in CARDS:
            return faults(card, CARDS[kind], ".content")
        case _:
            return ["a kind of card nobody knows"]


def entity_faults(entity: Any, activity: dict[str, Any]) -> Faults:
    """Check a mention: Teams wants its text inside the text of the message, and an id."""
    if not isinstance(entity, dict) or not isinstance(entity.get("type"), str):
        return ["an entity without type"]
    if entity["type"] != "mention":
        return []
    if found := faults(entity, MENTION, ".entities[]"):
        return found
    text, mentioned = entity.get("text", ""), entity.get("mentioned", {})
    found += [] if text.startswith("<at>") and text.endswith("</at>") else ["a mention without tags"]
    found += [] if text in activity.get("text", "") else ["a mention that is not in the text"]
    return found + ([] if mentioned.get("id") else ["a mention of nobody"])


def opening_faults(body: Any) -> Faults:
    """Check what makes a conversation."""
    return faults(body, PARAMETERS) or [f".{name}: missing" for name in sorted(OPENING - body.keys())]


def page_faults(query: dict[str, str]) -> Faults:
    """Check how members are asked for."""
    return [
        f"?{name}: not as published"
        for name, value in query.items()
        if name not in PAGE or not PAGE[name].fullmatch(value)
    ]
