"""What an office writes is kept once, and no word is lost: pressed twice, on a full disk, too late."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pytest

from bot.heard import Shown
from content.model import Library
from dialogs.people import PersonId
from storage.ports import NotSaved
from storage.written import EVIDENCE, PLAN, RECOMMENDATIONS, SCENARIOS, Book
from tests.bot import plan_office, register_office, scenario_office, test_recommendations
from tests.bot.office import Office

VERA, SAM = plan_office.VERA, plan_office.SAM


@dataclass(frozen=True)
class Desk:
    """Where an office writes: who it is, the way to an empty form, and the words in it."""

    who: str
    hired: Callable[[Library], Awaitable[Office]]
    ways: tuple[str, ...]
    save: str
    form: Mapping[str, str]
    book: Book[Any]
    edit: str

    async def opens(self, office: Office) -> Shown:
        if self.book is SCENARIOS:
            return await scenario_office.begins(office)
        await office.types(self.who, self.ways[0])
        for verb in self.ways[1:]:
            await office.presses(self.who, verb)
        return office.shown[PersonId(self.who)]

    async def saves(self, office: Office, on: Shown | None = None, **changed: str) -> Shown:
        return await office.presses(self.who, self.save, on, **{**self.form, **changed})

    async def edits(self, office: Office) -> Shown:
        offered = {button.verb for button in office.shown[PersonId(self.who)].view.buttons}
        if self.edit in offered:
            return await office.presses(self.who, self.edit)
        return await office.presses(self.who, "open", None, more=self.edit)

    async def kept(self, office: Office) -> list[Any]:
        return [each.body for each in (await self.book.everything(office.store)).values()]


DESKS = {
    "evidence": Desk(
        VERA,
        register_office.office_of,
        ("evidence", "new-entry"),
        "save-entry",
        register_office.TALK,
        EVIDENCE,
        "edit-entry",
    ),
    "plan": Desk(
        VERA, plan_office.office_of, ("plan", "new-goal"), "save-goal", plan_office.GOAL, PLAN, "edit-goal"
    ),
    "recommendations": Desk(
        SAM,
        plan_office.office_of,
        ("recommendations", "new-recommendation"),
        "save-recommendation",
        test_recommendations.FORM,
        RECOMMENDATIONS,
        "edit-recommendation",
    ),
    "scenarios": Desk(
        VERA,
        scenario_office.themed,
        ("scenarios",),
        "save-scenario",
        scenario_office.FORM,
        SCENARIOS,
        "edit-scenario",
    ),
}

each_desk = pytest.mark.parametrize("desk", DESKS.values(), ids=DESKS)


class Registers:
    """The registers of a store that takes its time, and may be full. `lost`: so many writes fail."""

    def __init__(self, registers: Any) -> None:
        self.registers, self.lost = registers, 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self.registers, name)

    async def get(self, kind: str, entry: str) -> Any:
        await asyncio.sleep(0)
        return await self.registers.get(kind, entry)

    async def put(self, kind: str, entry: str, body: Mapping[str, Any], revision: int) -> Any:
        if self.lost:
            self.lost -= 1
            raise NotSaved
        return await self.registers.put(kind, entry, body, revision)


class Ledger:
    """A ledger whose next commits fail."""

    def __init__(self, ledger: Any) -> None:
        self.ledger, self.lost = ledger, 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self.ledger, name)

    async def commit(self, *moves: Any, **more: Any) -> bool:
        if self.lost:
            self.lost -= 1
            raise NotSaved
        return bool(await self.ledger.commit(*moves, **more))


def frail(office: Office) -> tuple[Office, Registers, Ledger]:
    """Return the same office on a store that can be made to fail."""
    registers, ledger = Registers(office.store.registers), Ledger(office.store.ledger)
    store = replace(office.store, registers=registers, ledger=ledger)
    again = Office(office.library, store, office.at, roles=office.roles, chance=office.chance, before=office)
    again.shown = office.shown
    return again, registers, ledger


def held(shown: Shown) -> dict[str, str]:
    return {each.id: getattr(each, "value", "") for each in shown.view.inputs}


def words_are_back(desk: Desk, shown: Shown) -> bool:
    told = held(shown)
    return all(
        told[field] == words for field, words in desk.form.items() if words and field.endswith(("_en", "_fr"))
    )


@each_desk
async def test_two_clicks_at_once_write_one_entry(desk: Desk, library: Library) -> None:
    office, _, _ = frail(await desk.hired(library))
    form = await desk.opens(office)
    both = await asyncio.gather(desk.saves(office, form), desk.saves(office, form))
    assert len(await desk.kept(office)) == 1
    assert {shown.view.card for shown in both} != {form.view.card}


@each_desk
async def test_two_forms_one_after_the_other_are_two_entries(desk: Desk, library: Library) -> None:
    office = await desk.hired(library)
    for _ in range(2):
        await desk.opens(office)
        await desk.saves(office)
    assert len(await desk.kept(office)) == 2


@each_desk
@pytest.mark.parametrize("part", ["turn", "entry"])
async def test_where_either_was_not_kept_the_words_come_back_and_are_written_once(
    desk: Desk, library: Library, part: str
) -> None:
    office, registers, ledger = frail(await desk.hired(library))
    await desk.opens(office)
    failing: Registers | Ledger = ledger if part == "turn" else registers
    failing.lost = 1
    shown = await desk.saves(office)
    assert (shown.view.note, words_are_back(desk, shown)) == ("not-saved", True)
    shown = await desk.saves(office)
    assert shown.view.note.endswith(".saved")
    assert len(await desk.kept(office)) == 1


@each_desk
async def test_on_a_disk_that_stays_full_the_person_still_gets_a_card(desk: Desk, library: Library) -> None:
    office, registers, _ = frail(await desk.hired(library))
    await desk.opens(office)
    registers.lost = 1_000
    shown = await desk.saves(office)
    assert (shown.view.note, shown.token != "") == ("not-saved", True)
    assert await desk.kept(office) == []


@each_desk
async def test_an_edit_on_an_old_card_changes_its_own_entry_and_makes_no_second_one(
    desk: Desk, library: Library
) -> None:
    office = await desk.hired(library)
    await desk.opens(office)
    await desk.saves(office)
    form = await desk.edits(office)
    await desk.saves(
        office
    )  # From another window, which then begins once more: the first form is out of date.
    await desk.edits(office)
    changed = next(field for field in desk.form if field.startswith(("title", "scene")))
    anew = {changed: "Said anew"}
    shown = await desk.saves(office, form, **anew)
    assert (held(shown)[changed], len(await desk.kept(office))) == ("Said anew", 1)
    shown = await desk.saves(office, None, **anew)
    if not shown.view.note.endswith(
        "saved"
    ):  # It stands beside what is there; saved again it takes its place.
        assert shown.view.note.endswith("form-changed")
        shown = await desk.saves(office, None, **anew)
    assert shown.view.note.endswith("saved")
    [body] = await desk.kept(office)
    assert "Said anew" in str(body)


@each_desk
async def test_a_second_click_on_the_same_form_shows_what_was_saved(desk: Desk, library: Library) -> None:
    office = await desk.hired(library)
    form = await desk.opens(office)
    first = await desk.saves(office, form)
    for _ in range(3):
        again = await desk.saves(office, form)
        assert (again.view.card, again.view.note) == (first.view.card, first.view.note)
    assert len(await desk.kept(office)) == 1


@each_desk
async def test_other_words_in_a_second_window_of_the_same_form_are_not_lost(
    desk: Desk, library: Library
) -> None:
    office = await desk.hired(library)
    form = await desk.opens(office)
    await desk.saves(office, form)
    changed = next(field for field in desk.form if field.startswith(("title", "scene")))
    shown = await desk.saves(office, form, **{changed: "Said anew"})
    assert (held(shown)[changed], len(await desk.kept(office))) == ("Said anew", 1)
    assert shown.view.note.endswith(("form-changed", "form-again"))


@each_desk
async def test_a_form_in_which_nothing_changed_makes_no_version(desk: Desk, library: Library) -> None:
    office = await desk.hired(library)
    await desk.opens(office)
    await desk.saves(office)
    await desk.edits(office)
    shown = await desk.saves(office)
    [line] = (await desk.book.everything(office.store)).values()
    assert (shown.view.note.rpartition(".")[2], line.revision) == ("saved", 1)
