"""A sample of every kind of card, as the reference renderer draws it, has nothing for axe to find."""

import pytest

from bot.cards.adaptive import card
from content.loader import load
from content.model import LANGUAGES, Language
from dialogs.people import Path
from tests.bot.crawl import Crawl
from tests.bot.test_library_walk import WHO, office_of
from tests.browser.conftest import NewPage
from tests.browser.visitor import Visitor
from tests.conftest import CONTENT

pytestmark = pytest.mark.asyncio(loop_scope="session")

DRAW = """async (json) => {
  const { drawCard } = await import("/page/cards.js");
  const conversation = document.getElementById("conversation");
  const item = document.createElement("article");
  item.append(drawCard(json, () => {}));
  conversation.replaceChildren(item);
}"""
CALM = ("demo", "opo")
"""One organization that has everything, and one that has little and hides much."""


@pytest.mark.parametrize("organization", CALM)
@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_kind_of_card_is_sound_for_assistive_technology(
    new_page: NewPage, ethos: str, language: Language, organization: str
) -> None:
    library = load(CONTENT, organization)
    visitor = Visitor(await new_page(width=390), f"every-card-{organization}-{language}")
    await visitor.arrive(ethos)
    await visitor.page.evaluate("(language) => { document.documentElement.lang = language; }", language)
    drawn = set()
    for path in (Path.EMPLOYEE, Path.MANAGER, Path.EXECUTIVE):
        office = await office_of(library, path, language)
        for shown in (await Crawl(office, WHO).run(await office.presses(WHO, "home"))).values():
            kind = (shown.view.card, bool(shown.view.note), len(shown.view.inputs), len(shown.view.tables))
            if kind not in drawn:
                drawn.add(kind)
                await visitor.page.evaluate(DRAW, card(library, shown))
                await visitor.look_at_all(shown.view.card)
    assert len(drawn) > 20
