"""An operator lists scenarios and gets one as the file of a module."""

import pytest

from bot.command.operations import perform
from bot.command.operator import Operator
from bot.command.orders import Means, Order, UnknownOrder
from content.model import Library
from tests.bot.clerk import means_of
from tests.bot.scenario_office import scenario, themed
from tests.conftest import CONTENT

OPERATOR = Operator(CONTENT, {})


@pytest.fixture
async def means(library: Library) -> Means:
    office = await themed(library, s1=scenario(), s2=scenario("T2", withdrawn=True))
    return await means_of(office)


def order(id_: str, language: str) -> Order:
    return Order("scenario show", "en", "demo", {"id": id_, "lang": language})


async def test_scenarios_that_stand_are_listed_with_their_ids(means: Means, library: Library) -> None:
    done = await perform(means, OPERATOR, Order("scenario list", "en", "demo"))
    assert done.text == "s1, 2026-11-01, T1\n"
    none = await perform(
        await means_of(await themed(library)), OPERATOR, Order("scenario list", "fr", "demo")
    )
    assert none.text == "Aucune mise en situation n'est encore enregistrée.\n"


async def test_one_is_printed_with_remarks_in_the_language_that_was_asked_for(means: Means) -> None:
    done = await perform(means, OPERATOR, order("s1", "fr"))
    assert done.text.startswith("# Une mise en situation")
    assert '  en: "T1"' in done.text


async def test_one_that_is_not_there_or_was_taken_back_is_refused(means: Means) -> None:
    for id_ in ("s2", "s3"):
        done = await perform(means, OPERATOR, order(id_, "en"))
        assert (done.code, done.text) == (1, "")
        assert f"“{id_}”" in done.errors[-1]


async def test_a_language_that_nobody_knows_is_no_order(means: Means) -> None:
    with pytest.raises(UnknownOrder):
        await perform(means, OPERATOR, order("s1", "it"))
