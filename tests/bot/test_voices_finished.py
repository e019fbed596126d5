"""Nobody reads a batch while anything is left that could open its box."""

from content.model import Library
from storage.batches import finished
from storage.mailbox import Mailbox
from storage.ports import Box
from tests.bot.voices_office import batch, office_of, opens


async def test_a_batch_is_read_only_once_nothing_is_left_that_could_open_its_box(library: Library) -> None:
    office = await office_of(library)
    assert [each.id for each in await finished(office.store)] == [batch().id]
    box = Box("feedback", 2, "2026-Q3", large=True)
    await Mailbox(office.store.slots, office.keys, office.chance).prepare(box)
    assert list(await finished(office.store)) == []
    assert (await opens(office)).view.card != "voices.batch"
