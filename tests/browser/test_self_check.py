"""The self-assessment on the page: one form filled by keyboard, on a phone too, and nothing of it comes back."""

import pytest

from content.model import LANGUAGES, FormOption, FormQuestion, Language, Library
from tests.browser.conftest import NewPage
from tests.browser.test_first_conversation import DESK, PHONE, PHONE_LARGE, Screen, somebody
from tests.browser.test_reminder import meet
from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

WORD = {"en": "self-assessment", "fr": "autoévaluation"}


async def tab_to(visitor: Visitor, question: str) -> None:
    """Go from input to input with the keyboard until the group of a question has the focus."""
    for _ in range(20):
        await visitor.page.keyboard.press("Tab")
        if await visitor.page.evaluate(
            "(id) => document.activeElement.name?.endsWith(id) ?? false", question
        ):
            return
    raise AssertionError(f"the keyboard does not reach {question}")


@pytest.mark.parametrize("screen", [DESK, PHONE, PHONE_LARGE], ids=str)
@pytest.mark.parametrize("language", LANGUAGES)
async def test_x(ethos: str, new_page: NewPage, library: Library, language: Language, screen: Screen) -> None:
    page = await new_page(screen.width, screen.height)
    visitor = Visitor(page, f"self-check-{language}-{screen}", screen.enlarged)
    await meet(visitor, ethos, somebody("employee", language), language)
    await visitor.say(WORD[language])
    await visitor.look_at_all("form")
    print(await visitor.card.evaluate("(c) => c.innerHTML.slice(0, 20000)"))
