"""Says what an activity means to us: words, a button, a window that opens, a file, an arrival, or nothing."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.heard import Message, Press
from bot.teams.entry.activity import LONGEST_ID, entra, part, word
from bot.teams.entry.body import Malformed
from dialogs.people import PersonId

LONGEST_TEXT = 4_000
LONGEST_INPUT = 10_000
LONGEST_NAME = 128
LONGEST_TOKEN = 1_024
LONGEST_URL = 8_192
MOST_INPUTS = 64
MOST_LEFT = 200
"""People of one announcement who are heard of."""

# No "<" inside, so that a text full of half-open tags costs one pass.
_MENTION = re.compile(r"<at\b[^<>]*>[^<>]*</at>", re.IGNORECASE)
_DIRECTIONS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


@dataclass(frozen=True, slots=True)
class Said:
    """Words, or a button of a client that cannot be answered in place; the answer is a new message."""

    heard: Message | Press


@dataclass(frozen=True, slots=True)
class Attached:
    """A file or a picture, with or without words. It is not looked at, and neither are the words."""


@dataclass(frozen=True, slots=True)
class Executed:
    """A button whose card waits to be replaced by the answer."""

    press: Press


@dataclass(frozen=True, slots=True)
class Windowed:
    """A button that `opens` a window of its own, or one inside it; the window waits for what it shows."""

    press: Press
    opens: bool


@dataclass(frozen=True, slots=True)
class Upload:
    """Where Teams lets a file be put, and how it will be called there."""

    url: str
    content_url: str
    unique_id: str
    file_type: str
    name: str


@dataclass(frozen=True, slots=True)
class Consented:
    """Whether a file may be handed over, which one, and the message that asked. None means it may not.

    `chat` is the chat of a team whose file it is, empty for a file of one's own.
    """

    file: str
    upload: Upload | None
    asked_by: str
    chat: str = ""


@dataclass(frozen=True, slots=True)
class Arrived:
    """The person, or the group, has the bot now."""


@dataclass(frozen=True, slots=True)
class Removed:
    """The bot was taken away."""


@dataclass(frozen=True, slots=True)
class Left:
    """People who are no longer in a chat; those without an Entra id are nobody we know."""

    people: tuple[PersonId, ...]


@dataclass(frozen=True, slots=True)
class NotOffered:
    """The client asks for something by a name we do not know, and waits for an answer."""


@dataclass(frozen=True, slots=True)
class Unheeded:
    """Edits, deletes, reactions and what is still to be invented: nothing to say."""


Asked = Said | Attached | Executed | Windowed | Consented
"""What somebody does and expects an answer to."""

What = Asked | Arrived | Removed | Left | NotOffered | Unheeded


def what(body: Mapping[str, Any], *, private: bool) -> What:
    """Read what was heard. Raises Malformed when the frame of it is broken, never for what is inside."""
    match body["type"]:
        case "message":
            return Attached() if _attached(body) else Said(_message(body, private=private))
        case "invoke":
            return _invoke(body)
        case "installationUpdate":
            # An upgrade ("add-upgrade", "remove-upgrade") is neither an arrival nor a farewell.
            action = word(body, "action")
            return Arrived() if action == "add" else Removed() if action == "remove" else Unheeded()
        case "conversationUpdate":
            if _arrived(body, private=private):
                return Arrived()
            left = () if private else _left(body)
            return Left(left) if left else Unheeded()
        case _:
            return Unheeded()


def _arrived(body: Mapping[str, Any], *, private: bool) -> bool:
    """Tell whether somebody new is there: in private any person, in company only the bot itself."""
    bot, members = body["recipient"]["id"], body.get("membersAdded")
    if not isinstance(members, list):
        return False
    return any(isinstance(each, Mapping) and (each.get("id") == bot) is not private for each in members)


def _left(body: Mapping[str, Any]) -> tuple[PersonId, ...]:
    """Return who is said to have left a chat."""
    members = body.get("membersRemoved")
    if not isinstance(members, list):
        return ()
    named = (each.get("aadObjectId") for each in members[:MOST_LEFT] if isinstance(each, Mapping))
    people = (entra(each) for each in named if isinstance(each, str))
    return tuple(dict.fromkeys(each for each in people if each is not None))


def clean(text: str, longest: int) -> str:
    """Return a text in NFC without control and direction characters; line ends and tabs stay."""
    if text.isascii() and text.isprintable():
        return text[:longest].strip()
    composed = unicodedata.normalize("NFC", text[:longest]).replace("\r\n", "\n").replace("\r", "\n")
    kept = (
        each
        for each in composed
        if each in "\n\t" or (each not in _DIRECTIONS and unicodedata.category(each) != "Cc")
    )
    return "".join(kept).strip()


def _attached(body: Mapping[str, Any]) -> bool:
    """Tell whether something is attached beside the words; Teams attaches the words themselves as HTML."""
    attachments = body.get("attachments")
    if not isinstance(attachments, list):
        return False
    kinds = [each.get("contentType") for each in attachments if isinstance(each, Mapping)]
    return any(kind != "text/html" for kind in kinds)


def _message(body: Mapping[str, Any], *, private: bool) -> Message | Press:
    """Read typed words, or a button sent as a message."""
    if isinstance(value := body.get("value"), Mapping):
        return _press("", value)
    text = word(body, "text")
    spoken = text if private else _MENTION.sub(" ", text)
    return Message(clean(spoken, LONGEST_TEXT), word(body, "id")[:LONGEST_ID])


def _invoke(body: Mapping[str, Any]) -> What:
    """Read a request that waits for its answer."""
    name = word(body, "name")
    match name:
        case "adaptiveCard/action":
            action = part(part(body, "value"), "action")
            if word(action, "type") != "Action.Execute":
                raise Malformed("action")
            return Executed(_press(word(action, "verb"), _data(action)))
        case "task/fetch" | "task/submit":
            return Windowed(_press("", _data(part(body, "value"))), opens=name == "task/fetch")
        case "fileConsent/invoke":
            return _consented(body, part(body, "value"))
        case "":
            raise Malformed("name")
        case _:
            return NotOffered()


def _data(inside: Mapping[str, Any]) -> Mapping[str, Any]:
    data = inside.get("data")
    return data if isinstance(data, Mapping) else {}


def _consented(body: Mapping[str, Any], value: Mapping[str, Any]) -> Consented:
    """Read the answer to a consent card. What it carries is looked at again when the file is made."""
    context, asked_by = value.get("context"), word(body, "replyToId")[:LONGEST_ID]
    given = context if isinstance(context, Mapping) else {}
    file, chat = word(given, "file")[:LONGEST_TOKEN], word(given, "chat")[:LONGEST_ID]
    if word(value, "action") != "accept":
        return Consented(file, None, asked_by, chat)
    info = part(value, "uploadInfo")
    names = ("uploadUrl", "contentUrl", "uniqueId", "fileType", "name")
    return Consented(file, Upload(*(word(info, name)[:LONGEST_URL] for name in names)), asked_by, chat)


def _press(verb: str, data: Mapping[str, Any]) -> Press:
    """Read what a button carries. No input of ours sends anything but text, so the rest is left out."""
    texts = {name: value for name, value in data.items() if isinstance(value, str)}
    token = texts.pop("token", "")
    # A token cut short would only look like a forgery; one too long is none of ours.
    token = token if len(token) <= LONGEST_TOKEN else ""
    named = texts.pop("verb", "")
    inputs = [(name, value) for name, value in texts.items() if len(name) <= LONGEST_NAME][:MOST_INPUTS]
    return Press(
        clean(verb or named, LONGEST_NAME),
        token,
        {name: clean(value, LONGEST_INPUT) for name, value in inputs},
    )
