"""Signed tokens on buttons: which conversation a card belongs to, and how old it is."""

import base64
import binascii
import hashlib
import hmac
import json

from dialogs.turned import Card
from storage.ports import Keys

PURPOSE = "buttons"
VERSION = "v1"
LONGEST = 512


class Tokens:
    """Seals and reads tokens `v1.key_id.body.tag`, HMAC-SHA256. They do not expire and name no person."""

    def __init__(self, keys: Keys) -> None:
        """Keep the port to the keys."""
        self._keys = keys

    async def seal(self, card: Card) -> str:
        """Write a token with the current key."""
        key = await self._keys.current(PURPOSE)
        fields = [card.flow, card.key, card.revision, card.step, card.edition]
        if card.nonce or card.about:
            fields += [card.period, card.nonce]
        if card.about:
            fields.append(card.about)
        body = _encode(json.dumps(fields, separators=(",", ":"), ensure_ascii=False).encode())
        signed = f"{VERSION}.{key.id}.{body}"
        return f"{signed}.{_tag(key.secret, signed)}"

    async def read(self, token: str) -> Card | None:
        """Return what a token of ours says, or None for anything else."""
        signed, _, tag = token[:LONGEST].rpartition(".")
        version, _, rest = signed.partition(".")
        key_id, _, body = rest.partition(".")
        if version != VERSION:
            return None
        key = await self._keys.find(PURPOSE, key_id)
        if key is None or not hmac.compare_digest(_tag(key.secret, signed).encode(), tag.encode()):
            return None
        try:
            return Card(*json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))))
        except (binascii.Error, TypeError, ValueError):
            return None


def _tag(secret: bytes, signed: str) -> str:
    return _encode(hmac.new(secret, signed.encode(), hashlib.sha256).digest())


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
