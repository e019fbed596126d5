"""An operator reads what was released of answers without a name: as words, and never a number."""

import pytest

from bot.command.operations import perform
from bot.command.operator import Operator
from bot.command.orders import Means, Order
from content.model import Language, Library
from storage.batches import keep
from tests.bot.clerk import means_of
from tests.bot.office import Office
from tests.bot.voices_office import batch, with_form
from tests.conftest import CONTENT

OPERATOR = Operator(CONTENT, {})


@pytest.fixture
async def means(library: Library) -> Means:
    office = Office(with_form(library))
    await keep(office.store.registers, batch())
    await keep(office.store.registers, batch("2026-Q1", 1))
    await keep(office.store.registers, batch("2025-Q4", form="gone", answers=12_345))
    return await means_of(office)


async def test_each_form_and_period_stands_there_as_released_open_or_nothing(means: Means) -> None:
    done = await perform(means, OPERATOR, Order("feedback list", "en", "demo"))
    lines = [" ".join(line.split()) for line in done.text.splitlines()]
    assert lines[0] == "form version period state"
    for line in (
        "feedback 2 2026-Q3 released",
        "feedback 2 2026-Q4 open",
        "feedback 1 2026-Q1 released",
        "gone 2 2025-Q4 released",
        "doors 2026-Q4 open",
        "check-m01-1 1 2026-Q3 nothing released: too few answers, or none",
    ):
        assert line in lines
    assert "feedback 2 2026-Q3 nothing" not in done.text


async def test_no_number_of_answers_is_printed_and_it_is_no_look(means: Means) -> None:
    states: dict[Language, str] = {"en": "released", "fr": "sorti"}
    for language, state in states.items():
        done = await perform(means, OPERATOR, Order("feedback list", language, "demo"))
        assert state in done.text
        assert "24" not in done.text
        assert "12" not in done.text
    assert not await means.store.registers.find("access")
