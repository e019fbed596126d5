"""A thousand turns without a name change not one byte of anything that is kept with a person."""

import hashlib
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.heard import Press, Shown
from bot.turn import Turns
from content.model import Library
from dialogs.people import Person, PersonId
from storage.keys import FolderKeys
from storage.mailbox import Mailbox
from storage.ports import Store
from storage.postgres import open_postgres
from storage.tiny import open_tiny
from tests.anonymity.rows_copied import rows_of_every_table
from tests.storage.postgres_server import new_database

TURNS = 1_000
STAFF = [Person(PersonId(f"{number:08}-aaaa-4bbb-8ccc-dddddddddddd")) for number in range(121)]
TAPS = ("door-ear", "door-harassment", "show-advice", "pulse", "feedback", "rating", "what-is-stored")

Seen = Callable[[], Awaitable[Mapping[str, str]]]


@pytest.fixture(params=["tiny", "postgres"])
async def house(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[tuple[Store, Seen]]:
    """A store, and a way to see everything in it but the mailbox, under a name for each part."""
    if request.param == "tiny":
        folder = tmp_path / "data"

        async def of_files() -> Mapping[str, str]:
            return {
                path.name: hashlib.sha256(path.read_bytes()).hexdigest()
                for path in sorted(folder.rglob("*"))
                if path.is_file() and path.parent.name != "mailboxes"
            }

        async with await open_tiny(folder, mark="teams") as tiny:
            yield tiny.store, of_files
        return
    url = await new_database()

    async def of_rows() -> Mapping[str, str]:
        tables = await rows_of_every_table(url)
        return {name: hashlib.sha256(rows).hexdigest() for name, rows in tables.items() if name != "slots"}

    async with await open_postgres(url, mark="teams") as postgres:
        yield postgres.store, of_rows


async def test_nothing_that_is_kept_with_a_person_changes(
    house: tuple[Store, Seen], library: Library, tmp_path: Path
) -> None:
    store, seen = house
    keys = FolderKeys(tmp_path / "keys", os.urandom, data=tmp_path / "data")
    now = datetime(2026, 11, 23, 15, tzinfo=UTC)
    mailbox = Mailbox(store.slots, keys, os.urandom)
    turns = Turns(library, store, keys, lambda: now, os.urandom, mailbox=mailbox)
    await store.people.bring_in(STAFF)

    async def presses(person: Person, verb: str, on: Shown | None = None, **inputs: str) -> Shown:
        return await turns.hear(person.id, Press(verb, on.token if on else "", inputs))

    for person in STAFF:
        await presses(person, "language-en", await presses(person, "home"))
        await presses(person, "home")
    before, taken, cards = await seen(), 0, set()
    while taken < TURNS:
        person = STAFF[taken % len(STAFF)]
        form = await presses(person, "feedback-form")
        sent = await presses(person, "send-as-it-is", form, change=f"Words {taken} of {person.id}")
        tapped = await presses(person, TAPS[taken % len(TAPS)], form, change="nothing else")
        cards |= {sent.view.card, tapped.view.card}
        taken += 3

    assert {"questionnaire.sent", "doors.protected", "feedback.hall"} <= cards
    assert "questionnaire.too-many" not in cards, "each of them was kept"
    assert await seen() == before
    assert await store.slots.boxes(), "what was said lies in the mailbox"
