"""Keeps what the centre learns of a session of a team when it closes: numbers, once for each session."""

from contextlib import suppress

from content.model import TeamSessionHeld
from storage.ports import Stale, Store
from storage.written import TEAM_SESSIONS


async def keep_held(store: Store, id_: str, body: TeamSessionHeld) -> None:
    """Keep the numbers of a closed session under its own random id; durable on return.

    What is kept first stands: whoever closes the same session again adds nothing. Raises NotSaved and
    Unavailable.
    """
    with suppress(Stale):
        await TEAM_SESSIONS.keep(store, id_, body, 0)
