"""Activities in the shape Teams sends them; ids, names and the tenant are made up."""

from collections.abc import Mapping
from typing import Any

TENANT = "5b1f0c6e-7c1d-4a57-9f0a-2d1f6b1c9e10"
ADA = "9d3c8a52-0f4e-4c55-8a4b-6f2f7b1d3e21"
BOT = "28:0c7e5a9e-2f60-4c0c-b7d2-1f9f5f7f8a11"
CHAT = "a:1ada_Xk-private"
JSON = "application/json; charset=utf-8"

Body = dict[str, Any]


def common(service_url: str, **more: Any) -> Body:
    """What every activity from a private chat carries."""
    return {
        "id": "1760000000001",
        "timestamp": "2026-10-01T13:00:00.1234567Z",
        "serviceUrl": service_url,
        "channelId": "msteams",
        "from": {"id": "29:1ada", "name": "Ada Tremblay", "aadObjectId": ADA.upper()},
        "recipient": {"id": BOT, "name": "Ethos"},
        "conversation": {"conversationType": "personal", "tenantId": TENANT, "id": CHAT},
        "channelData": {"tenant": {"id": TENANT}},
        **more,
    }


def message(service_url: str, text: str = "help", **more: Any) -> Body:
    """Typed words."""
    return common(
        service_url,
        type="message",
        text=text,
        textFormat="plain",
        locale="en-CA",
        localTimestamp="2026-10-01T09:00:00.1234567-04:00",
        localTimezone="America/Toronto",
        entities=[
            {
                "type": "clientInfo",
                "locale": "en-CA",
                "country": "CA",
                "platform": "Windows",
                "timezone": "America/Toronto",
            }
        ],
        **more,
    )


def submit(service_url: str, verb: str = "next", token: str = "v1.k.b.t", **inputs: Any) -> Body:
    """A button of a client that only knows Action.Submit."""
    value = {"verb": verb, "token": token, **inputs}
    return common(service_url, type="message", replyToId="1:7", value=value)


def execute(service_url: str, verb: str = "next", token: str = "v1.k.b.t", **inputs: Any) -> Body:
    """A button whose card is replaced by the answer."""
    action = {
        "type": "Action.Execute",
        "id": verb,
        "verb": verb,
        "data": {"verb": verb, "token": token, **inputs},
    }
    value = {"action": action, "trigger": "manual"}
    return common(service_url, type="invoke", name="adaptiveCard/action", replyToId="1:7", value=value)


def window(service_url: str, name: str, data: Mapping[str, Any]) -> Body:
    """A button that opens a window ("task/fetch"), or one inside it ("task/submit")."""
    value = {"data": dict(data), "context": {"theme": "default"}, "tabContext": {"theme": "default"}}
    return common(service_url, type="invoke", name=name, value=value)


def file_consent(service_url: str, action: str, context: Mapping[str, Any], url: str = "") -> Body:
    """The answer to a consent card; where the file may be put comes only with a yes."""
    value: Body = {"type": "fileUpload", "action": action, "context": dict(context)}
    if action == "accept":
        value["uploadInfo"] = {
            "contentUrl": "https://contoso-my.sharepoint.com/personal/ada/Documents/Applications/counts.csv",
            "name": "counts.csv",
            "uploadUrl": url,
            "uniqueId": "1150d938-8870-4044-9f2c-5bbdebd4d7a4",
            "fileType": "csv",
        }
    return common(service_url, type="invoke", name="fileConsent/invoke", replyToId="1:7", value=value)


def installation(service_url: str, action: str = "add", **more: Any) -> Body:
    """The bot was added or removed; `from` has no name in events."""
    data = {
        "tenant": {"id": TENANT},
        "source": {"name": "message"},
        "settings": {"selectedChannel": {"id": CHAT}},
    }
    return _event(service_url, type="installationUpdate", action=action, channelData=data, **more)


def conversation_update(service_url: str, **more: Any) -> Body:
    """Arrives together with the installation."""
    members = [{"id": BOT}, {"id": "29:1ada", "aadObjectId": ADA}]
    return _event(service_url, type="conversationUpdate", **{"membersAdded": members, **more})


def in_group(body: Body) -> Body:
    """The same activity in a group chat."""
    return {
        **body,
        "conversation": {
            "isGroup": True,
            "conversationType": "groupChat",
            "tenantId": TENANT,
            "id": "19:team-of-nine@thread.v2",
        },
    }


def in_channel(body: Body) -> Body:
    """The same activity in a team's channel, with the bot mentioned."""
    mention = "<at>Ethos</at>"
    return {
        **body,
        **({"text": f"{mention} {body['text']}"} if "text" in body else {}),
        "entities": [{"type": "mention", "mentioned": {"id": BOT, "name": "Ethos"}, "text": mention}],
        "conversation": {
            "isGroup": True,
            "conversationType": "channel",
            "tenantId": TENANT,
            "id": "19:chan@thread.tacv2;messageid=1760000000000",
        },
        "channelData": {
            "teamsChannelId": "19:chan@thread.tacv2",
            "teamsTeamId": "19:team@thread.tacv2",
            "team": {"id": "19:team@thread.tacv2"},
            "channel": {"id": "19:chan@thread.tacv2"},
            "tenant": {"id": TENANT},
        },
    }


def unheeded(service_url: str) -> dict[str, Body]:
    """What Teams sends and nobody answers."""
    event = {"service_url": service_url}
    return {
        "edit": message(**event, channelData={"eventType": "editMessage", "tenant": {"id": TENANT}})
        | {"type": "messageUpdate"},
        "delete": _event(**event, type="messageDelete", channelData={"eventType": "softDeleteMessage"}),
        "reaction": _event(
            **event, type="messageReaction", reactionsAdded=[{"type": "like"}], replyToId="1760000000000"
        ),
        "typing": _event(**event, type="typing"),
        "end": _event(**event, type="endOfConversation", code="completedSuccessfully"),
        "event": _event(
            **event, type="event", name="application/vnd.microsoft.readReceipt", value={"lastRead": "1"}
        ),
        "upgrade": installation(**event, action="remove-upgrade"),
        "bot added": conversation_update(**event, membersAdded=[{"id": BOT}]),
        "someone left": conversation_update(**event, membersAdded=None, membersRemoved=[{"id": "29:1ada"}]),
        "yet to be invented": _event(**event, type="hologram", shape={"of": ["things", 1, None]}),
    }


def _event(service_url: str, **more: Any) -> Body:
    body = common(service_url)
    sender = {"id": "29:1ada", "aadObjectId": ADA}
    return {**body, "from": sender, "id": "f:37bb", **more}
