"""Folders that earlier versions wrote are read by this one, and say the same."""

import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import orjson
import pytest

from dialogs.facts import (
    Acknowledged,
    LanguageChosen,
    ModuleFinished,
    NoticeSeen,
    Outcome,
    Reached,
    ReminderAnswered,
    ReminderSent,
)
from dialogs.people import PersonId, Role, UnitId
from storage.folder import FORMAT
from storage.keys import MemoryKeys
from storage.ports import Address, Conversation, DeliveryState, Store
from storage.tiny import open_tiny
from tests.storage.answering import AGREE, DISAGREE, PULSE, card, mailbox_over, opinion
from tests.storage.rows import JOHN, MARIE, fact, person

GOLDEN = Path(__file__).with_name("golden")
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


async def expected(store: Store) -> None:
    """What happened in each of the golden folders; the facts of the demonstration in small."""
    assert await store.people.everyone() == (
        person(name="Marie Tremblay", unit=UnitId("policy"), language="fr", start=date(2026, 4, 1)),
        person(JOHN, name="John Smith", role=Role.MANAGER, end=date(2026, 12, 31)),
    )
    assert await store.people.address(MARIE) == Address("local", {"page": "1"})
    assert await store.people.address(JOHN) is None
    life = await store.ledger.life(MARIE)
    assert life.facts == tuple(
        fact(what=each)
        for each in (
            NoticeSeen(1),
            LanguageChosen("fr"),
            ModuleFinished("M01", 1),
            Acknowledged("2024"),
            ReminderSent("coi", "2026-Q4", 1, Reached.DELIVERED),
            ReminderAnswered("coi", "2026-Q4", Outcome.FILED, date(2026, 11, 20)),
        )
    )
    places = {(kept.conversation.flow, kept.conversation.key): kept for kept in life.conversations}
    assert {key: kept.revision for key, kept in places.items()} == {
        ("welcome", ""): 1, ("home", ""): 1, ("module", "M01"): 1, ("coi", "2026-Q4"): 1
    }  # fmt: skip
    assert places["module", "M01"].place == b'{"kind":"reading","page":2}'
    assert places["coi", "2026-Q4"].conversation == Conversation(PersonId(MARIE), "coi", "2026-Q4")
    assert places["coi", "2026-Q4"].acted > places["coi", "2026-Q4"].arrived > places["module", "M01"].acted
    of_marie, of_john = await store.deliveries.find("coi")
    assert (of_marie.state, of_john.state) == (DeliveryState.DELIVERED, DeliveryState.SENDING)
    assert await store.deliveries.lapsed(NOON + timedelta(minutes=1)) == (of_john,)
    assert [each.body for each in await store.registers.history("snapshot", "2026-Q3.unit")] == [
        {"total": 3},
        {"total": 4},
    ]


@pytest.mark.parametrize("version", sorted(path.name for path in GOLDEN.iterdir()))
async def test_a_folder_of_every_earlier_format_is_brought_up_to_date(tmp_path: Path, version: str) -> None:
    folder = tmp_path / "data"
    shutil.copytree(GOLDEN / version, folder)

    for _ in range(2):
        async with await open_tiny(folder, mark="local") as tiny:
            await expected(tiny.store)
    async with await open_tiny(folder, mark="local") as tiny:
        assert await tiny.compact()
    async with await open_tiny(folder, mark="local") as tiny:
        await expected(tiny.store)

    assert orjson.loads((folder / "ethos.json").read_bytes()) == {"format": FORMAT, "mark": "local"}


async def test_an_upgrade_that_was_killed_half_way_is_finished(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(GOLDEN / "format-1", folder)
    (folder / "journal").rename(folder / "journal-00000001")

    async with await open_tiny(folder, mark="local") as tiny:
        await expected(tiny.store)


async def test_answers_that_were_sealed_earlier_are_read(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(GOLDEN / "format-3", folder)
    keys = MemoryKeys(lambda size: bytes(range(size)))

    async with await open_tiny(folder, mark="local") as tiny:
        mailbox = mailbox_over(tiny.store, keys)
        await keys.boxes.of_box(PULSE)
        await mailbox.put(PULSE, card(1), DISAGREE)
        found = sorted(sorted(answer.items()) for answer in await mailbox.open(PULSE))

    assert found == sorted(sorted(answer.items()) for answer in (AGREE, AGREE, DISAGREE, opinion(4)))


def test_there_is_a_folder_of_every_format() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == {f"format-{n}" for n in range(1, FORMAT + 1)}
