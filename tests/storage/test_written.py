"""What officials write comes back as it was written, in every version, on every store."""

import pytest

from content.model import Evidence, Span, Title
from storage.ports import Stale, Store
from storage.written import EVIDENCE, PLAN
from tests.storage.houses import House

TALK = Evidence(
    kinds=("all-staff", "topic"), when=Span(begins="2024-03"), title=Title(en="A talk", fr="Exposé")
)


async def test_an_officer_changes_a_line_and_its_earlier_version_stays(house: House, store: Store) -> None:
    first = await EVIDENCE.keep(store, "e1", TALK, 0)
    changed = TALK.model_copy(update={"number": 2, "of": "sessions"})
    await EVIDENCE.keep(store, "e1", changed, first.revision)

    store = await house.restart()

    assert [line.body for line in await EVIDENCE.history(store, "e1")] == [TALK, changed]
    found = await EVIDENCE.line(store, "e1")
    assert found is not None
    assert (found.body, found.revision) == (changed, 2)
    with pytest.raises(Stale):
        await EVIDENCE.keep(store, "e1", TALK, first.revision)


async def test_a_line_that_was_taken_back_is_not_listed_and_can_still_be_read(store: Store) -> None:
    await EVIDENCE.keep(store, "e1", TALK, 0)
    await EVIDENCE.keep(store, "e2", TALK.model_copy(update={"withdrawn": True}), 0)

    assert list(await EVIDENCE.lines(store)) == ["e1"]
    assert await EVIDENCE.line(store, "e2") is not None
    assert await EVIDENCE.line(store, "e3") is None


async def test_one_line_that_nobody_can_read_holds_up_no_other(store: Store) -> None:
    await EVIDENCE.keep(store, "e1", TALK, 0)
    await store.registers.put("evidence", "e2", {"kinds": []}, 0)

    assert list(await EVIDENCE.lines(store)) == ["e1"]
    assert await PLAN.lines(store) == {}
