"""A copy of the whole roster in memory, brought up to date by reading only what changed since."""

import asyncio
from collections.abc import Sequence

import orjson

from dialogs.people import Person, PersonId
from storage.codec import from_json
from storage.replicated.connections import Link
from storage.replicated.queries import query
from storage.replicated.reading import CHUNK


class RosterCopy:
    """Everybody, as of the last look. Whoever changes the roster counts the change in the same commit."""

    def __init__(self) -> None:
        self._changes = 0
        self._removals = 0
        self._people: dict[PersonId, Person] = {}
        self._sorted: tuple[Person, ...] = ()
        self._reading = asyncio.Lock()

    async def everyone(self, link: Link) -> tuple[Person, ...]:
        """Return all people, sorted by id."""
        async with self._reading, link.transaction(isolation="repeatable_read", readonly=True):
            await self._refresh(link, await link.fetchrow(query("roster-changes")))
            return self._sorted

    async def held(self, link: Link) -> tuple[Person, ...]:
        """Return all people, sorted by id, and keep other replicas from changing any until the batch ends."""
        async with self._reading:
            await self._refresh(link, await link.fetchrow(query("hold-roster")))
            return self._sorted

    async def _refresh(self, link: Link, counted: Sequence[int]) -> None:
        changes, removals = counted
        if (changes, removals) == (self._changes, self._removals):
            return
        if removals != self._removals or changes < self._changes:
            self._people, self._changes = {}, 0
        # Work on a copy: should the connection break on the way, what was read before still holds.
        people = dict(self._people)
        rows = await link.cursor(query("people-changed-since"), self._changes)
        while chunk := await rows.fetch(CHUNK):
            people.update(await asyncio.to_thread(_read, [row["person"] for row in chunk]))
        self._sorted = tuple(people[person] for person in sorted(people))
        self._people, self._changes, self._removals = people, changes, removals


def _read(texts: list[str]) -> list[tuple[PersonId, Person]]:
    people = (from_json(Person, orjson.loads(text)) for text in texts)
    return [(person.id, person) for person in people]
