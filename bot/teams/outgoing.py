"""Shapes what leaves: a card whose notification tells nothing, a plain sentence, the answer to an invoke."""

import json
from collections.abc import Mapping
from typing import Any

from botbuilder.core import InvokeResponse
from botbuilder.schema import Activity, ActivityTypes, Attachment

from bot.teams.entry.meaning import Upload
from content.model import Language, Text

CARD = "application/vnd.microsoft.card.adaptive"
CONSENT_CARD = "application/vnd.microsoft.teams.card.file.consent"
FILE_CARD = "application/vnd.microsoft.teams.card.file.info"

TITLE = "page.title"
NOTIFICATION = "note-for-you"
BELOW = "answered-below"
PRIVATE = "talk-in-private"
TROUBLE = "unavailable"
WROTE = "wrote-in-private"
ADD_ME = "add-me-first"
GUESTS = "not-for-guests"
TOO_FAST = "too-fast"
NO_ATTACHMENTS = "no-attachments"
CONSENT = "file-consent"
DECLINED = "file-declined"
NOT_HANDED = "file-not-handed-over"
NOT_YOURS = "file-not-yours"
NO_FILES = "file-not-here"
NEWER_TEAMS = "newer-teams"
TEAM_FILE = "team-file-consent"

LARGEST = 28 * 1_024
"""Bytes of a card, in UTF-16, that Teams takes."""

SENTENCES = (
    *(TITLE, NOTIFICATION, BELOW, PRIVATE, TROUBLE, WROTE, ADD_ME, GUESTS, TOO_FAST, NO_ATTACHMENTS),
    *(CONSENT, DECLINED, NOT_HANDED, NOT_YOURS, NO_FILES, NEWER_TEAMS, TEAM_FILE),
)
"""What this channel says by itself, beside the cards of the turns."""


def spoken(text: Text, language: Language | None) -> str:
    """Return a sentence in one language, or in both when nobody knows which."""
    return text.of(language) if language else f"{text.en} / {text.fr}"


Drawn = dict[str, Any] | str
"""A card, or its text for a person who asked for text only."""


def fits(card: dict[str, Any]) -> bool:
    """Tell whether Teams takes a card."""
    return len(json.dumps(card, ensure_ascii=False).encode("utf-16-le", "surrogatepass")) <= LARGEST


def message(drawn: Drawn, notification: str) -> Activity:
    """Make a message of one card or text. The notification, on a lock screen, names no subject."""
    if isinstance(drawn, str):
        words = sentence(drawn)
        words.summary = notification
        return words
    return _attached(Attachment(content_type=CARD, content=drawn), notification)


def sentence(text: str) -> Activity:
    """Make a message of plain words."""
    return Activity(type=ActivityTypes.message, text=text, text_format="plain")


def typing() -> Activity:
    """Say that an answer is on its way."""
    return Activity(type=ActivityTypes.typing)


def shared(card: dict[str, Any], verb: str, token: str = "") -> dict[str, Any]:
    """Have each reader's client ask for their own view of a card; up to 60 do so by themselves."""
    action = {"type": "Action.Execute", "verb": verb, "data": {"verb": verb, "token": token}}
    return {**card, "refresh": {"action": action}}


def consent(name: str, size: int, said: str, file: Mapping[str, str], notification: str) -> Activity:
    """Ask whether a file of `size` bytes may be put into the person's own storage; `file` comes back."""
    context = dict(file)
    content = {
        "description": said,
        "sizeInBytes": size,
        "acceptContext": context,
        "declineContext": context,
    }
    return _attached(Attachment(content_type=CONSENT_CARD, name=name, content=content), notification)


def handed_over(upload: Upload, notification: str) -> Activity:
    """Show the file where it lies now."""
    content = {"uniqueId": upload.unique_id, "fileType": upload.file_type}
    card = Attachment(
        content_type=FILE_CARD, name=upload.name, content_url=upload.content_url, content=content
    )
    return _attached(card, notification)


def _attached(attachment: Attachment, notification: str) -> Activity:
    return Activity(type=ActivityTypes.message, attachments=[attachment], summary=notification)


def in_place(body: Mapping[str, Any] | None) -> Activity:
    """Make the activity that the adapter hands back as the answer to an invoke."""
    answer = InvokeResponse(status=200, body=None if body is None else dict(body))
    return Activity(type=ActivityTypes.invoke_response, value=answer)


def card_body(card: dict[str, Any]) -> dict[str, Any]:
    """Answer an Action.Execute with the card that takes the old one's place."""
    return {"statusCode": 200, "type": CARD, "value": card}


def words_body(text: str) -> dict[str, Any]:
    """Answer an Action.Execute with words; the card stays."""
    return {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": text}


def window_body(title: str, card: dict[str, Any]) -> dict[str, Any]:
    """Show a card in the window that was opened, or that stays open."""
    attachment = {"contentType": CARD, "content": card}
    window = {"title": title, "height": "large", "width": "medium", "card": attachment}
    return {"task": {"type": "continue", "value": window}}


def window_words_body(text: str) -> dict[str, Any]:
    """Show words in the place of a window, which closes with them."""
    return {"task": {"type": "message", "value": text}}


def error_body(status: int, code: str, text: str) -> dict[str, Any]:
    """Answer an Action.Execute with a fault the person can read. The HTTP status stays 200."""
    value = {"code": code, "message": text}
    return {"statusCode": status, "type": "application/vnd.microsoft.error", "value": value}
