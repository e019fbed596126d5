"""The store for several replicas: the ports over one PostgreSQL database they share."""

from collections.abc import Iterable
from typing import Any, Self

from storage.ports import Backlog, Store
from storage.replicated.connections import Patience
from storage.replicated.facets import facets
from storage.replicated.group_commit import GroupCommit
from storage.replicated.migrations import Migration, migrations, prepare
from storage.replicated.reading import Reading
from storage.replicated.roster_copy import RosterCopy
from storage.rows import Timer, no_timer


class PostgresStore:
    """An open database; `store` holds its ports. Close it, or use it as a context."""

    def __init__(self, store: Store, reading: Reading, writer: GroupCommit) -> None:
        self.store = store
        self._reading = reading
        self._writer = writer
        self._name: Any = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    def backlog(self) -> Backlog:
        """Return how many writes of this process wait for the database, and for how long the oldest has."""
        return self._writer.backlog()

    async def floor(self, seconds: float) -> bool:
        """Tell whether this process is the one that may begin messages, for so long from the question on.

        Only the server's clock counts, for those of the replicas differ. Raises Unavailable.
        """
        self._name = self._name or (await self._reading.rows("new-name"))[0][0]
        return bool(await self._reading.rows("take-floor", self._name, seconds))

    async def close(self) -> None:
        """Finish what is being written and let the database go. Afterwards writes raise Unavailable."""
        await self._writer.close()
        await self._reading.close()


async def open_postgres(
    url: str,
    *,
    mark: str,
    known: Iterable[Migration] | None = None,
    patience: Patience | None = None,
    timer: Timer = no_timer,
) -> PostgresStore:
    """Open a database, made and marked when it is new; `pre` migrations run, `post` ones do not.

    `url` is postgresql://…; its user owns the database or a schema in it. `known` are the migrations of
    this version; `timer` tells how long writes wait. Raises FolderRefused "other-mark", "newer-format" or
    "half-moved", Unavailable.
    """
    patience = patience or Patience()
    await prepare(url, mark, migrations() if known is None else known, patience)
    roster = RosterCopy()
    reading = Reading(url, patience)
    await reading.open()
    writer = GroupCommit(url, roster, patience, timer)
    return PostgresStore(facets(reading, writer, roster), reading, writer)


async def finish_migrating(
    url: str, *, mark: str, known: Iterable[Migration] | None = None
) -> tuple[str, ...]:
    """Run the `post` migrations, once no older Ethos uses the database, and return the names of what ran."""
    return await prepare(url, mark, migrations() if known is None else known, Patience(), post=True)
