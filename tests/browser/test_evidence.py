"""An office enters a piece of evidence, changes it and reads its versions; the Senior Official reads too."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from content.model import LANGUAGES, Language, Library
from tests.browser.conftest import NewPage
from tests.browser.house import House
from tests.browser.test_first_conversation import DESK, PHONE, Screen, somebody
from tests.browser.test_reminder import meet
from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

TITLES = {"en": "A talk on gifts", "fr": "Exposé sur les cadeaux"}
LONGER = {"en": "A longer talk on gifts", "fr": "Long exposé sur les cadeaux"}


@pytest_asyncio.fixture(loop_scope="session")
async def house(library: Library) -> AsyncIterator[House]:
    """An office in which nothing was entered yet."""
    async with House(library).open() as running:
        yield running


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=str)
@pytest.mark.parametrize("language", LANGUAGES)
async def test_an_office_enters_evidence_changes_it_and_reads_its_versions(
    house: House, new_page: NewPage, library: Library, language: Language, screen: Screen
) -> None:
    officer = Visitor(await new_page(screen.width, screen.height), f"evidence-{language}-{screen}")
    await meet(officer, house.entrance, somebody("ve-officer", language), language)
    await officer.say(library.verbs["evidence"].label.of(language))
    await officer.look_at_all("none")
    await officer.press("new-entry")
    await officer.look_at_all("form")

    await fill(officer, library, language, "begins", "2024-02-06")
    await fill(officer, library, language, f"title_{language}", TITLES[language])
    kind = library.sentences["registers.kinds.all-staff"].of(language)
    await officer.card.get_by_label(kind, exact=True).check()
    await officer.press("save-entry")
    assert await officer.title() == TITLES[language]
    await officer.look_at_all("saved")

    await officer.press("edit-entry")
    await fill(officer, library, language, f"title_{language}", LONGER[language])
    await officer.press("save-entry")
    assert await officer.title() == LONGER[language]
    await officer.press("entry-history")
    words = await officer.words()
    assert TITLES[language] in words
    assert LONGER[language] in words
    await officer.look_at_all("versions")
    await officer.press("back")
    await officer.press("back")
    await officer.look_at_all("list")
    await officer.press("narrow-entries")
    await officer.look_at_all("narrow")


async def fill(officer: Visitor, library: Library, language: Language, field: str, words: str) -> None:
    """Write into a field of the form."""
    label = library.sentences[f"registers.field.{field}"].of(language)
    await officer.card.get_by_label(label).fill(words)
