"""Knows a typed message that a channel delivers twice, without keeping when or by whom it was typed."""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta

from bot.heard import Heard, Message
from dialogs.people import PersonId
from storage.ports import Key, Keys, TurnMark

PURPOSE = "turns"


async def mark(keys: Keys, person: PersonId, heard: Heard, now: datetime) -> TurnMark | None:
    """Digest a typed message under the keys of today and of the eve; buttons repeat themselves harmlessly."""
    if not isinstance(heard, Message) or not heard.id:
        return None
    today = now.astimezone(UTC).date()
    eve = await keys.daily(PURPOSE, today - timedelta(days=1))
    named = f"{person}\0{heard.id}".encode()
    return TurnMark(_digest(await keys.daily(PURPOSE, today), named), hour(now), _digest(eve, named))


def _digest(key: Key, named: bytes) -> bytes:
    return hmac.new(key.secret, named, hashlib.sha256).digest()


def hour(now: datetime) -> datetime:
    """Return the full hour: nobody needs the minute in which a person said something."""
    return now.replace(minute=0, second=0, microsecond=0)
