"""The codec says of every activity what the SDK's own serializer says, or refuses what that guesses at."""

import json
from datetime import UTC, datetime, timedelta, timezone
from enum import Enum
from typing import Any

import pytest
from botbuilder import schema
from botbuilder.schema import Activity, teams
from msrest.serialization import Model

from bot.teams import outgoing
from bot.teams.entry.body import Malformed
from bot.teams.wire.codec import decode, encode, twin
from tests.bot.teams import shapes
from tests.bot.teams.shapes import BOT, TENANT, Body

URL = "https://smba.trafficmanager.net/ca/"
Msrest: Any = Activity  # the same, without the types that would forbid what is tested here
NEWFOUNDLAND = timezone(timedelta(hours=-3, minutes=-30))

MORE: dict[str, Body] = {
    "task/fetch": shapes.common(
        URL, type="invoke", name="task/fetch", value={"data": {"verb": "open"}, "context": {"theme": "dark"}}
    ),
    "task/submit": shapes.common(
        URL, type="invoke", name="task/submit", value={"data": {"answer": "Ça va", "again": "true"}}
    ),
    "fileConsent/invoke": shapes.common(
        URL,
        type="invoke",
        name="fileConsent/invoke",
        value={
            "type": "fileUpload",
            "action": "accept",
            "context": {"report": "2026-Q3"},
            "uploadInfo": {"contentUrl": "https://files.example/1", "name": "a.csv", "uniqueId": "1"},
        },
    ),
    "refresh": shapes.execute(URL)
    | {"value": {"action": {"type": "Action.Execute", "verb": "refresh"}, "trigger": "automatic"}},
    "everything an activity can hold": shapes.message(URL)
    | {
        "attachmentLayout": "carousel",
        "membersRemoved": [{"id": "29:2", "role": "user", "properties": {"a": [1, None, {"b": 2.5}]}}],
        "reactionsAdded": [{"type": "like"}],
        "reactionsRemoved": [{"type": "heart"}, {}],
        "topicName": "Équipe",
        "historyDisclosed": False,
        "speak": "<speak/>",
        "inputHint": "expectingInput",
        "summary": "s",
        "suggestedActions": {
            "to": ["29:1", None],
            "actions": [{"type": "imBack", "title": "Oui", "value": {"v": [1]}, "channelData": "x"}],
        },
        "attachments": [
            {"contentType": "text/html", "content": "<p>Allô</p>"},
            {"contentType": "image/png", "contentUrl": "https://x.example", "name": "n", "thumbnailUrl": "t"},
            None,
        ],
        "label": "l",
        "valueType": "v",
        "value": [1, "two", None],
        "relatesTo": {
            "activityId": "1",
            "user": {"id": "29:1"},
            "bot": {"id": BOT},
            "conversation": {"id": "c", "isGroup": False, "tenantID": TENANT, "properties": {}},
            "channelId": "msteams",
            "locale": "fr-CA",
            "serviceUrl": URL,
        },
        "code": "unknown",
        "expiration": "2026-10-01T13:00:00-03:30",
        "importance": "high",
        "deliveryMode": "expectReplies",
        "listenFor": ["éthique"],
        "textHighlights": [{"text": "a", "occurrence": 2}],
        "semanticAction": {"id": "1", "state": "start", "entities": {"who": {"type": "place"}}},
        "callerId": "urn:botframework:azure",
    },
    "nothing but nulls": dict.fromkeys([*shapes.message(URL), "attachments", "relatesTo", "hologram"])
    | {"type": "message"},
    "nothing": {},
}
READ: dict[str, Body] = {
    "message": shapes.message(URL),
    "submit": shapes.submit(URL, answer="1", on="true"),
    "execute": shapes.execute(URL, words="Été"),
    "installed": shapes.installation(URL),
    "removed": shapes.installation(URL, "remove"),
    "joined": shapes.conversation_update(URL),
    "in a group": shapes.in_group(shapes.message(URL)),
    "in a channel": shapes.in_channel(shapes.message(URL)),
    **shapes.unheeded(URL),
    **MORE,
}


@pytest.mark.parametrize("body", READ.values(), ids=READ)
def test_every_activity_is_read_and_written_as_the_sdk_does(body: Body) -> None:
    agree(body)


def agree(body: Body) -> None:
    """Compare with msrest, both ways."""
    theirs: Any = Msrest.deserialize(json.loads(json.dumps(body)))
    ours = decode(body)
    assert ours == theirs
    assert parts(ours) == parts(theirs)
    assert encode(ours) == theirs.serialize()
    assert text(encode(theirs)) == text(theirs.serialize())


def text(value: Any) -> str:
    """Write JSON so that 1, 1.0 and true differ, and the order of names does not."""
    return json.dumps(value, sort_keys=True)


def parts(value: Any) -> Any:
    """Take a model apart, with the type and zone of each thing in it."""
    match value:
        case Model():
            held = {name: parts(each) for name, each in vars(value).items()}
            return type(value), sorted(held.items(), key=lambda each: each[0])
        case list():
            return [parts(each) for each in value]
        case dict():
            return {name: parts(each) for name, each in value.items()}
        case datetime():
            return value.replace(tzinfo=None), value.utcoffset()
        case _:
            return type(value), value


CARD = {"type": "AdaptiveCard", "version": "1.5", "body": [{"type": "TextBlock", "text": "É", "wrap": True}]}


def attached(content_type: str, content: Any) -> Activity:
    return Activity(
        type="message",
        attachments=[schema.Attachment(content_type=content_type, content=content, name="a.csv")],
    )


def models() -> dict[str, Model]:
    """What leaves, made as we make it."""
    mention = schema.Mention(
        mentioned=schema.ChannelAccount(id="29:1", name="Ada"), text="<at>Ada</at>", type="mention"
    )
    consent = teams.FileConsentCard(
        description="Rapport", size_in_bytes=12, accept_context={"r": 1}, decline_context={"r": 1}
    )
    info = teams.FileInfoCard(unique_id="1", file_type="csv", etag='"1"')
    task = teams.TaskModuleTaskInfo(title="Titre", height="small", width=400, card=schema.Attachment())
    return {
        "card": outgoing.message(CARD, "note"),
        "text": outgoing.sentence("Voilà\u00a0!"),
        "answer in place": schema.InvokeResponse(status=200, body=outgoing.card_body(CARD)),
        "typing": Activity(type=schema.ActivityTypes.typing),
        "file consent": attached("application/vnd.microsoft.teams.card.file.consent", consent),
        "file info": attached("application/vnd.microsoft.teams.card.file.info", info),
        "dialog": teams.TaskModuleResponse(task=teams.TaskModuleContinueResponse(value=task)),
        "dialog with words": teams.TaskModuleResponse(task=teams.TaskModuleMessageResponse(value="Merci")),
        "group message": Activity(type="message", text="<at>Ada</at> Bonjour", entities=[mention]),
        "extras of an entity stay here": Activity(
            entities=[decode(shapes.in_channel(shapes.message(URL))).entities[0]]
        ),
        "conversation parameters": schema.ConversationParameters(
            is_group=False,
            bot=schema.ChannelAccount(id=BOT),
            members=[schema.ChannelAccount(id="29:1")],
            activity=outgoing.message(CARD, "note"),
            channel_data={"tenant": {"id": TENANT}},
            tenant_id=TENANT,
        ),
        "reference": schema.ConversationReference(
            activity_id="1", conversation=schema.ConversationAccount(id="c", conversation_type="personal")
        ),
        "enumerations": Activity(
            type=schema.ActivityTypes.message,
            text_format=schema.TextFormatTypes.plain,
            delivery_mode=schema.DeliveryModes.normal,
            conversation=schema.ConversationAccount(role=schema.RoleTypes.user),
        ),
        "hero card": attached(
            "application/vnd.microsoft.card.hero",
            schema.HeroCard(
                title="T", buttons=[schema.CardAction(type=schema.ActionTypes.im_back, title="Oui", value=1)]
            ),
        ),
        "instants": Activity(
            timestamp=datetime(2026, 10, 1, 9, 0, 0, 120, NEWFOUNDLAND),
            local_timestamp=datetime(2026, 1, 1),  # noqa: DTZ001 msrest counts it as UTC
            expiration=datetime(2026, 12, 31, 23, 59, 59, 999_999, UTC),
            value={
                "at": datetime(2026, 1, 1, tzinfo=UTC),
                "list": [1.5, True, None, schema.Entity(type="x")],
            },
        ),
        "places": schema.GeoCoordinates(latitude=45.5, longitude=-73.0),
    }


@pytest.mark.parametrize("name", models())
def test_everything_that_leaves_is_written_as_the_sdk_does(name: str) -> None:
    model: Any = models()[name]

    assert text(encode(model)) == text(model.serialize())


GUESSED: dict[str, Body] = {
    "a text is a number": {"text": 5},
    "a text is an object": {"text": {}},
    "a text is true": {"from": {"name": True}},
    "a list holds an object for a text": {"listenFor": [{}]},
    "true is a word": {"conversation": {"isGroup": "true"}},
    "true is a number": {"conversation": {"isGroup": 1}},
    "a number is a word": {"textHighlights": [{"occurrence": "2"}]},
    "a number is true": {"textHighlights": [{"occurrence": True}]},
    "an object is a list of pairs": {"semanticAction": {"entities": [{"key": "a", "value": {}}]}},
    "an instant with a comma": {"timestamp": "2026-10-01T13:00:00,5Z"},
    "an instant followed by more": {"timestamp": "2026-10-01T13:00:00Z "},
    "a zone beyond a day": {"timestamp": "2026-10-01T13:00:00+05:75"},
    "an instant before all time": {"timestamp": "0001-01-01T00:00:00+05:00"},
    "a day that is none": {"timestamp": "2026-02-29T00:00:00Z"},
    "an instant that is a number": {"expiration": 1_760_000_000},
    "a sender that is a list": {"from": []},
    "a list that is an object": {"membersAdded": {}},
    "a list of texts for people": {"membersAdded": ["29:1"]},
}


@pytest.mark.parametrize("body", GUESSED.values(), ids=GUESSED)
def test_what_the_sdk_would_guess_at_is_refused_and_the_field_named(body: Body) -> None:
    with pytest.raises(Malformed, match=r"^[A-Za-z]+$"):
        decode(body)


class Colour(Enum):
    RED = 1


@pytest.mark.parametrize(
    "model",
    [
        Msrest(text=5),
        Msrest(text=Colour.RED),
        Msrest(history_disclosed="true"),
        Activity(timestamp="2026-10-01T13:00:00Z"),
        Activity(attachments="none"),
        Activity(attachments=[{"contentType": "text/plain"}]),
        Activity(conversation={"id": "c"}),
        Activity(value={1: "a"}),
        Activity(value=schema.ActivityTypes.message),
        Activity(value={"set"}),
        Activity(semantic_action=schema.SemanticAction(entities=[])),
        schema.AttachmentData(original_base64=bytearray(b"x")),
    ],
)
def test_what_has_no_json_is_never_written_as_something_else(model: Model) -> None:
    with pytest.raises(TypeError):
        encode(model)


def test_a_twin_is_another_activity_that_shares_what_hangs_below() -> None:
    one = outgoing.message(CARD, "note")
    other = twin(one)

    assert other == one
    other.id = "1"
    assert one.id is None
    assert other.attachments is one.attachments
