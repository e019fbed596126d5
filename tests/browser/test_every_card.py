"""Every kind of card, as the reference renderer draws it, has nothing for axe to find, in either language."""

from collections.abc import Iterable

import pytest

from bot.cards.drawn import for_page
from bot.heard import Shown
from content.model import LANGUAGES, Language, Library
from content.wording import PLACEHOLDER
from dialogs.people import Path
from dialogs.views import Button, View
from tests.bot.crawl import Crawl
from tests.bot.walk import UNREACHED, every_card
from tests.bot.walk_library import WHO, library_of, office_of
from tests.browser.conftest import NewPage
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.asyncio(loop_scope="session")

DRAW = """async (cards) => {
  const { drawCard } = await import("/page/cards.js");
  const items = cards.map((json) => {
    const item = document.createElement("article");
    item.append(drawCard(json, () => {}));
    return item;
  });
  document.getElementById("conversation").replaceChildren(...items);
}"""

TOGETHER = 6
"""How many cards are looked at together: each look takes time."""

in_each_language = pytest.mark.parametrize("language", LANGUAGES)


async def draw(
    visitor: Visitor, ethos: str, library: Library, met: Iterable[Shown], language: Language
) -> set[str]:
    """Draw one card of each kind, some at a time, and look at them; return which cards these were."""
    await visitor.arrive(ethos)
    await visitor.page.evaluate("(language) => { document.documentElement.lang = language; }", language)
    kinds = {
        (each.view.card, bool(each.view.note), len(each.view.inputs), len(each.view.tables)): each
        for each in met
    }
    one_of_each = list(kinds.values())
    for first in range(0, len(one_of_each), TOGETHER):
        some = one_of_each[first : first + TOGETHER]
        await visitor.page.evaluate(DRAW, [for_page(library, shown) for shown in some])
        await visitor.look_at_all("+".join(shown.view.card for shown in some))
    return {card for card, *_ in kinds}


def unreached(library: Library, language: Language) -> list[Shown]:
    """Make the cards that a walk does not meet, with the names of registers in what they leave open."""
    register = library.sentences["registers.title.evidence"]
    values = {
        name: register
        for each in UNREACHED
        for words in (library.cards[each].title, *library.cards[each].body)
        for name in PLACEHOLDER.findall(words.en)
    }
    buttons = (Button("home"), Button("help"))
    return [Shown(View(each, values, buttons), language, "token") for each in sorted(UNREACHED)]


@in_each_language
async def test_every_kind_of_card_is_sound_for_assistive_technology(
    new_page: NewPage, ethos: str, library: Library, language: Language
) -> None:
    met = [*(await every_card(library, language)).values(), *unreached(library, language)]
    visitor = Visitor(await new_page(width=390), f"every-card-{language}")
    assert await draw(visitor, ethos, library, met, language) == set(library.cards)


@in_each_language
async def test_the_cards_of_an_organization_that_has_little_are_sound_too(
    new_page: NewPage, ethos: str, language: Language
) -> None:
    library = library_of("opo")
    office = await office_of(library, Path.EMPLOYEE, language)
    met = (await Crawl(office, WHO).run(await office.presses(WHO, "home"))).values()
    visitor = Visitor(await new_page(width=390), f"every-card-opo-{language}")
    assert len(await draw(visitor, ethos, library, met, language)) > 20
