"""Keeps what the centre learns of a session of a team when it closes: numbers, once for each session."""

from content.model import TeamSessionHeld
from storage.ports import Stale, Store
from storage.written import TEAM_SESSIONS


async def keep_held(store: Store, id_: str, body: TeamSessionHeld) -> None:
    """Keep the numbers of a session that closes under an id of their own; durable on return.

    Whoever closes the same session again, because another process had moved it on meanwhile, puts theirs in
    place of those; the same again adds nothing. Raises NotSaved and Unavailable.
    """
    while True:
        line = await TEAM_SESSIONS.line(store, id_)
        if line is not None and line.body == body:
            return
        try:
            await TEAM_SESSIONS.keep(store, id_, body, line.revision if line else 0)
        except Stale:
            continue
        return
