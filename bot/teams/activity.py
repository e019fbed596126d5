"""Says what a Bot Framework activity means to us: who, from where, and what was heard.

The meaning is read from the strict JSON itself; the SDK's activity is only carried through its pipeline and
never asked what somebody said.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from botbuilder.schema import Activity

from bot.heard import Message, Press
from bot.teams.body import Malformed
from bot.teams.codec import decode
from dialogs.people import PersonId
from storage.ports import Address

LONGEST_TEXT = 4_000
LONGEST_INPUT = 10_000
LONGEST_NAME = 128
LONGEST_TOKEN = 1_024
LONGEST_ID = 1_024
MOST_INPUTS = 64

_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_PLAIN = re.compile(rf"[A-Za-z0-9][ -~]{{0,{LONGEST_ID - 1}}}")
# No "<" inside, so that a text full of half-open tags costs one pass.
_MENTION = re.compile(r"<at\b[^<>]*>[^<>]*</at>", re.IGNORECASE)
_DIRECTIONS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


@dataclass(frozen=True, slots=True)
class Envelope:
    """Where an activity comes from and where its answer goes.

    `person` is None when the sender has no Entra object id; `private` means a chat with one person alone.
    """

    kind: str
    channel: str
    service_url: str
    conversation: str
    bot: str
    user: str
    tenant: str
    person: PersonId | None
    private: bool

    @property
    def address(self) -> Address:
        """Return how to write to this person later."""
        return Address(
            "teams",
            {
                "service_url": self.service_url,
                "conversation": self.conversation,
                "bot": self.bot,
                "tenant": self.tenant,
                "user": self.user,
                "channel": self.channel,
            },
        )


@dataclass(frozen=True, slots=True)
class Said:
    """Words, or a button of a client that cannot be answered in place; the answer is a new message."""

    heard: Message | Press


@dataclass(frozen=True, slots=True)
class Executed:
    """A button whose card waits to be replaced by the answer."""

    press: Press


@dataclass(frozen=True, slots=True)
class Arrived:
    """The person has the bot now."""


@dataclass(frozen=True, slots=True)
class Removed:
    """The bot was taken away."""


@dataclass(frozen=True, slots=True)
class NotOffered:
    """The client asks for something by a name we do not know, and waits for an answer."""


@dataclass(frozen=True, slots=True)
class Unheeded:
    """Edits, deletes, reactions and what is still to be invented: nothing to say."""


What = Said | Executed | Arrived | Removed | NotOffered | Unheeded


def activity(body: Mapping[str, Any]) -> Activity:
    """Build the SDK's activity. Raises Malformed when a field has not the type its protocol says."""
    built = decode(body)
    # Replies are always sent; otherwise the SDK would gather them for a body that nobody reads.
    built.delivery_mode = None
    return built


def envelope(body: Mapping[str, Any]) -> Envelope:
    """Read sender and addresses. Raises Malformed when one is missing or not a plain id."""
    sender, bot, conversation = (_part(body, name) for name in ("from", "recipient", "conversation"))
    data = body.get("channelData")
    tenant = _part(data, "tenant") if isinstance(data, Mapping) and data.get("tenant") else {}
    channel = _id(body, "channelId")
    return Envelope(
        kind=_id(body, "type"),
        channel=channel,
        service_url=_id(body, "serviceUrl"),
        conversation=_id(conversation, "id"),
        bot=_id(bot, "id"),
        user=_id(sender, "id"),
        tenant=_word(conversation, "tenantId") or _word(tenant, "id"),
        person=_person(_word(sender, "aadObjectId")),
        private=_private(channel, conversation),
    )


def what(body: Mapping[str, Any], *, private: bool) -> What:
    """Read what was heard. Raises Malformed when the frame of it is broken, never for what is inside."""
    match body["type"]:
        case "message":
            return Said(_message(body, private=private))
        case "invoke":
            return _invoke(body)
        case "installationUpdate":
            # An upgrade ("add-upgrade", "remove-upgrade") is neither an arrival nor a farewell.
            action = _word(body, "action")
            return Arrived() if action == "add" else Removed() if action == "remove" else Unheeded()
        case "conversationUpdate":
            bot = body["recipient"]["id"]
            members = body.get("membersAdded")
            joined = isinstance(members, list) and any(
                isinstance(member, Mapping) and member.get("id") != bot for member in members
            )
            return Arrived() if joined else Unheeded()
        case _:
            return Unheeded()


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


def _message(body: Mapping[str, Any], *, private: bool) -> Message | Press:
    """Read typed words, or a button sent as a message."""
    if isinstance(value := body.get("value"), Mapping):
        return _press("", value)
    text = _word(body, "text")
    spoken = text if private else _MENTION.sub(" ", text)
    return Message(clean(spoken, LONGEST_TEXT), _word(body, "id")[:LONGEST_ID])


def _invoke(body: Mapping[str, Any]) -> What:
    """Read a request that waits for its answer."""
    if _id(body, "name") != "adaptiveCard/action":
        return NotOffered()
    action = _part(_part(body, "value"), "action")
    if _word(action, "type") != "Action.Execute":
        raise Malformed("action")
    data = action.get("data")
    return Executed(_press(_word(action, "verb"), data if isinstance(data, Mapping) else {}))


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


def _private(channel: str, conversation: Mapping[str, Any]) -> bool:
    """Tell whether one person alone reads along. Teams always says; when it does not, it is not private."""
    match conversation.get("conversationType"):
        case "personal":
            return True
        case None:
            return channel != "msteams" and conversation.get("isGroup") is not True
        case _:
            return False


def _person(object_id: str) -> PersonId | None:
    """Return the person an Entra object id names, or None when it is not one."""
    lowered = object_id.lower()
    return PersonId(lowered) if _GUID.fullmatch(lowered) else None


def _part(body: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Return an object inside another."""
    found = body.get(name)
    if not isinstance(found, dict):
        raise Malformed(name)
    return found


def _word(body: Mapping[str, Any], name: str) -> str:
    """Return a text that may be missing."""
    found = body.get(name)
    if found is not None and not isinstance(found, str):
        raise Malformed(name)
    return found or ""


def _id(body: Mapping[str, Any], name: str) -> str:
    """Return a text that must be there, fit for a path and for every store: printable and not only dots."""
    found = _word(body, name)
    if _PLAIN.fullmatch(found):  # Nearly every id; what follows asks the same of all others.
        return found
    if not (0 < len(found) <= LONGEST_ID and found.isprintable() and any(map(str.isalnum, found))):
        raise Malformed(name)
    return found
