"""Shapes what leaves: a card whose notification tells nothing, a plain sentence, the answer to an invoke."""

from collections.abc import Mapping
from typing import Any

from botbuilder.core import InvokeResponse
from botbuilder.schema import Activity, ActivityTypes, Attachment

from content.model import Language, Text

CARD = "application/vnd.microsoft.card.adaptive"
NOTIFICATION = "note-for-you"
BELOW = "answered-below"
PRIVATE = "talk-in-private"
TROUBLE = "unavailable"


def spoken(text: Text, language: Language | None) -> str:
    """Return a sentence in one language, or in both when nobody knows which."""
    return text.of(language) if language else f"{text.en} / {text.fr}"


Drawn = dict[str, Any] | str
"""A card, or its text for a person who asked for text only."""


def message(drawn: Drawn, notification: str) -> Activity:
    """Make a message of one card or text. The notification, on a lock screen, names no subject."""
    if isinstance(drawn, str):
        words = sentence(drawn)
        words.summary = notification
        return words
    attachment = Attachment(content_type=CARD, content=drawn)
    return Activity(type=ActivityTypes.message, attachments=[attachment], summary=notification)


def sentence(text: str) -> Activity:
    """Make a message of plain words."""
    return Activity(type=ActivityTypes.message, text=text, text_format="plain")


def in_place(body: Mapping[str, Any]) -> Activity:
    """Make the activity that the adapter hands back as the answer to an invoke."""
    return Activity(type=ActivityTypes.invoke_response, value=InvokeResponse(status=200, body=dict(body)))


def card_body(card: dict[str, Any]) -> dict[str, Any]:
    """Answer an Action.Execute with the card that takes the old one's place."""
    return {"statusCode": 200, "type": CARD, "value": card}


def words_body(text: str) -> dict[str, Any]:
    """Answer an Action.Execute with words; the card stays."""
    return {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": text}


def error_body(status: int, code: str, text: str) -> dict[str, Any]:
    """Answer an Action.Execute with a fault the person can read. The HTTP status stays 200."""
    value = {"code": code, "message": text}
    return {"statusCode": status, "type": "application/vnd.microsoft.error", "value": value}
