"""Reads the envelope of a Bot Framework activity: who sends it, from where, and where the answer goes.

It is read from the strict JSON itself; the SDK's activity is only carried through its pipeline and never
asked what somebody said.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from botbuilder.schema import Activity

from bot.teams.entry.body import Malformed
from bot.teams.wire.codec import decode
from dialogs.people import PersonId
from storage.ports import Address

LONGEST_ID = 1_024
LONGEST_NAME = 100
"""Characters of what a chat is called that are kept."""

_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_PLAIN = re.compile(rf"[A-Za-z0-9][ -~]{{0,{LONGEST_ID - 1}}}")


@dataclass(frozen=True, slots=True)
class Envelope:
    """Where an activity comes from and where its answer goes.

    `person` is None when the sender has no Entra object id; `private` means a chat with one person alone.
    `tenants` are those of the conversation and of the channel, in small letters, empty when not said. `team`
    is the id of the team whose channel it is, and `called` the name its people gave it, empty when not said.
    """

    kind: str
    channel: str
    service_url: str
    conversation: str
    bot: str
    user: str
    tenants: tuple[str, str]
    person: PersonId | None
    private: bool
    team: str = ""
    called: str = ""

    @property
    def heard(self) -> bool:
        """Tell whether somebody says something, rather than something happening."""
        return self.kind in {"message", "invoke"}

    @property
    def tenant(self) -> str:
        """Return the tenant that is named."""
        return next(filter(None, self.tenants), "")

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


def activity(body: Mapping[str, Any]) -> Activity:
    """Build the SDK's activity. Raises Malformed when a field has not the type its protocol says."""
    built = decode(body)
    # Replies are always sent; otherwise the SDK would gather them for a body that nobody reads.
    built.delivery_mode = None
    return built


def envelope(body: Mapping[str, Any]) -> Envelope:
    """Read sender and addresses. Raises Malformed when one is missing or not a plain id."""
    sender, bot, conversation = (part(body, name) for name in ("from", "recipient", "conversation"))
    data = body.get("channelData")
    tenant = part(data, "tenant") if isinstance(data, Mapping) and data.get("tenant") else {}
    team = data.get("team") if isinstance(data, Mapping) else None
    channel = _id(body, "channelId")
    return Envelope(
        kind=_id(body, "type"),
        channel=channel,
        service_url=_id(body, "serviceUrl"),
        conversation=_id(conversation, "id"),
        bot=_id(bot, "id"),
        user=_id(sender, "id"),
        tenants=(word(conversation, "tenantId").lower(), word(tenant, "id").lower()),
        person=entra(word(sender, "aadObjectId")),
        private=_private(channel, conversation),
        team=_team(team),
        called=_called(conversation),
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


def _team(found: Any) -> str:
    """Return how the connector calls a team; what is no plain id names none."""
    name = found.get("id") if isinstance(found, Mapping) else None
    return name if isinstance(name, str) and _PLAIN.fullmatch(name) else ""


def _called(conversation: Mapping[str, Any]) -> str:
    """Return the name that people gave their chat, as one short line."""
    name = conversation.get("name")
    words = " ".join(name[:LONGEST_NAME].split()) if isinstance(name, str) else ""
    return "".join(each for each in words if each.isprintable())


def entra(object_id: str) -> PersonId | None:
    """Return the person an Entra object id names, or None when it is not one."""
    lowered = object_id.lower()
    return PersonId(lowered) if _GUID.fullmatch(lowered) else None


def part(body: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Return an object inside another. Raises Malformed."""
    if not isinstance(found := body.get(name), Mapping):
        raise Malformed(name)
    return found


def word(body: Mapping[str, Any], name: str) -> str:
    """Return a text that may be missing. Raises Malformed."""
    found = body.get(name)
    if found is not None and not isinstance(found, str):
        raise Malformed(name)
    return found or ""


def _id(body: Mapping[str, Any], name: str) -> str:
    """Return a text that must be there, fit for a path and for every store: printable and not only dots."""
    found = word(body, name)
    if _PLAIN.fullmatch(found):  # Nearly every id; what follows asks the same of all others.
        return found
    if not (len(found) <= LONGEST_ID and found.isprintable() and any(map(str.isalnum, found))):
        raise Malformed(name)
    return found
