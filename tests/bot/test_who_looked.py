"""Everybody reads how often which role opened what, by month, and never who."""

import pytest

from content.model import Library
from dialogs.people import Role
from tests.bot.office import Office, person
from tests.bot.voices_office import ANA, SAM, VERA, cells, office_of, opens, reads


@pytest.fixture
async def office(library: Library) -> Office:
    return await office_of(library)


async def test_an_employee_reads_that_results_were_opened_so_many_times_by_so_many_roles(
    office: Office,
) -> None:
    for _ in range(2):
        await opens(office)
    await opens(office, SAM)
    office.later(days=10)
    await reads(office)
    shown = await office.types(ANA, "who looked")
    (table,) = shown.view.tables
    official, officer = "Senior Official for Values and Ethics", "values and ethics contact"
    assert [[getattr(cell, "en", cell) for cell in row[:3]] for row in table.rows] == [
        ["December 2026", "Counts of answers without a name", 2],
        ["December 2026", "Words of answers without a name", 1],
        ["November 2026", "Counts of answers without a name", 6],
    ]
    roles = [row[3] for row in table.rows]
    assert [[text.en for text in each] for each in roles if isinstance(each, tuple)] == [
        [officer],
        [officer],
        [official, officer],
    ]
    assert not any(name.title() in str(table) for name in (VERA, SAM)), "no person is named"


@pytest.mark.parametrize("role", list(Role))
async def test_whoever_works_here_may_read_it(office: Office, role: Role) -> None:
    await opens(office)
    await office.hires(person("eve", "policy", role))
    await office.settles_in("eve", language="fr")
    shown = await office.types("eve", "qui a consulté")
    assert shown.view.card == "who-looked"
    assert "who-looked" in str((await office.types("eve", "plus")).view.inputs)


async def test_reading_the_list_is_no_look(office: Office) -> None:
    assert (await office.types(ANA, "who looked")).view.card == "who-looked.none"
    assert not await office.store.registers.find("access")


async def test_every_kind_of_look_is_named_and_an_unknown_one_is_not_left_out(office: Office) -> None:
    kinds = ("report", "record", "unanswered", "unreached", "rehearsal", "feedback", "feedback-words", "new")
    for number, kind in enumerate(kinds):
        line = {"what": kind, "role": "operator", "day": "2026-11-23", "period": "2026-Q3", "by": "unit"}
        await office.store.registers.put("access", f"look-{number}", line, 0)
    await office.store.registers.put("access", "old", {"day": "2026-11-01"}, 0)
    (table,) = (await office.types(ANA, "who looked")).view.tables
    assert sum(int(str(row[2])) for row in table.rows) == 9
    assert len(table.rows) == len({str(row[1]) for row in table.rows}) == 8
    assert [getattr(row[1], "en", "") for row in table.rows][-1] == "Something else"
    assert {text.en for row in table.rows if isinstance(row[3], tuple) for text in row[3]} == {
        "whoever runs Ethos"
    }
    assert "2026-Q3" not in str(cells(table))


async def test_a_long_list_comes_in_parts(office: Office) -> None:
    for number in range(60):
        line = {
            "what": "report",
            "role": "senior-official",
            "day": f"{2020 + number // 12}-{number % 12 + 1:02}-01",
        }
        await office.store.registers.put("access", f"look-{number}", line, 0)
    shown = await office.types(ANA, "who looked")
    met = len(shown.view.tables[0].rows)
    assert "December 2024" in str(shown.view.tables[0].rows[0])
    page = 1
    while any(button.verb == f"part-{page + 1}" for button in shown.view.buttons):
        page += 1
        shown = await office.presses(ANA, f"part-{page}")
        met += len(shown.view.tables[0].rows)
    assert (met, page > 1) == (60, True)
    assert (await office.presses(ANA, "part-99")).view.tables == shown.view.tables
