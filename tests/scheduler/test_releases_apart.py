"""What people said of themselves is told apart at the release, and what is too small is not even stored."""

import os
from datetime import UTC, datetime

from content.model import AnswerOption, Factor, Library, Text
from scheduler.releases import release
from storage.batches import batches
from storage.keys import MemoryKeys
from storage.mailbox import Mailbox
from storage.memory import open_memory
from storage.ports import Box

VALUES = ("new", "long", "never")


async def test_what_people_said_of_themselves_is_told_apart_only_where_cells_are_large(
    library: Library,
) -> None:
    said = Factor(
        id="since",
        text=Text(en="How long?", fr="Depuis quand?"),
        options=tuple(
            AnswerOption(id=each, text=Text(en=each, fr=each)) for each in ("new", "long", "never")
        ),
        opening=Text(en="Asked last.", fr="Demandé à la fin."),
    )
    form = library.questionnaires["feedback"].model_copy(update={"factor": said})
    changed = library.model_copy(update={"questionnaires": library.questionnaires | {form.id: form}})
    box = Box("feedback", 1, "2026-Q4", large=True)
    store = open_memory()
    mailbox = Mailbox(store.slots, MemoryKeys(os.urandom), os.urandom)
    groups = [("new", 14), ("long", 14), ("never", 2)]
    for who, count in groups:
        for number in range(count):
            answer = {"help": "agree" if number % 2 else "no", "since": who, "change": f"words of {who}"}
            await mailbox.put(box, f"{who}{number}".encode(), answer)
    await release(store, mailbox, changed, datetime(2027, 1, 3, tzinfo=UTC), os.urandom)

    (batch,) = await batches(store.registers)
    assert batch.answers == 30
    assert {words.question for words in batch.words} == {"change"}
    assert "since" not in batch.tallies
    assert "never" not in batch.by_factor, "two people are not told apart, nor found by subtraction"
    stored = {value: sum(cells.get("help", {}).values()) for value, cells in batch.by_factor.items()}
    assert set(stored.values()) <= {14}
    assert len(stored) < 2, "what is left of the whole would be the two"
