"""An operator gets the page for the deputy head: as plain words, or as a file with one page a language."""

import io

import docx
import pytest

from bot.command.operations import perform
from bot.command.operator import Operator
from bot.command.orders import Means, Order, UnknownOrder
from content.model import Library, Note, Title
from storage.written import RECOMMENDATIONS
from tests.bot.clerk import means_of
from tests.bot.plan_office import goal, office_of
from tests.bot.test_recommendations import recommendation
from tests.conftest import CONTENT

OPERATOR = Operator(CONTENT, {})


@pytest.fixture
async def means(library: Library) -> Means:
    """Return what a command works with where there are more open recommendations than a page holds."""
    found = await office_of(library, g1=goal("2026-10-31"))
    long = Note(en="Every word counts here. " * 25, fr="Chaque mot compte ici, oui. " * 21)
    for number in range(1, 9):
        title = Title(en=f"Change number {number} " * 10, fr=f"Changement numéro {number} " * 8)
        each = recommendation("T", f"2026-11-{number:02}", because=long, goal="g1")
        named = each.model_copy(update={"title": title})
        await RECOMMENDATIONS.keep(found.store, f"r{number}", named, 0)
    return await means_of(found)


def order(kind: str, language: str) -> Order:
    return Order("recommendations", "en", "demo", {"format": kind, "lang": language})


async def test_the_page_is_printed_in_one_language_or_in_both(means: Means) -> None:
    done = await perform(means, OPERATOR, order("md", "both"))
    assert done.text.startswith("# Recommendations of the Senior Official to the deputy head\n")
    assert "# Recommandations à l'administratrice générale ou à l'administrateur général" in done.text
    assert "Change number 8" in done.text
    assert "Further open recommendations:" in done.text
    only = await perform(means, OPERATOR, order("md", "fr"))
    assert "Change number" not in only.text


async def test_a_format_or_a_language_that_nobody_knows_is_no_order(means: Means) -> None:
    for kind, language in (("pdf", "en"), ("md", "it")):
        with pytest.raises(UnknownOrder):
            await perform(means, OPERATOR, order(kind, language))


async def test_a_file_for_word_has_each_language_on_a_page_of_its_own(means: Means) -> None:
    done = await perform(means, OPERATOR, order("docx", "both"))
    read = docx.Document(io.BytesIO(done.body))
    titles = [each.text for each in read.paragraphs if each.style and each.style.name == "Title"]
    assert [title.split()[0] for title in titles] == ["Recommendations", "Recommandations"]
    assert len(read.sections) == 2
