"""The self-assessment on the page: one form, filled by keyboard on a phone, and nothing of it comes back."""

import pytest

from content.model import LANGUAGES, Language, Library
from tests.browser.conftest import NewPage
from tests.browser.test_first_conversation import PHONE, PHONE_LARGE, Screen, somebody
from tests.browser.test_reminder import meet
from tests.browser.visitor import Visitor
from tests.selfcheck import QUESTIONS, REAL

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

WORD = {"en": "self-assessment", "fr": "autoévaluation"}
FOCUSED = """() => {
  const group = document.activeElement.closest('[role=radiogroup]');
  const labels = (group?.getAttribute('aria-labelledby') ?? '').split(' ');
  return labels.map((id) => document.getElementById(id)?.textContent ?? '').join(' ').trim();
}"""


async def answer(visitor: Visitor, label: str, place: int) -> None:
    """Go to the next question with the keyboard, hear its words as the group's name, and choose."""
    await visitor.page.keyboard.press("Tab")
    assert await visitor.page.evaluate(FOCUSED) == label
    await visitor.page.keyboard.press("Space")
    for _ in range(place):
        await visitor.page.keyboard.press("ArrowDown")


async def fill(visitor: Visitor, language: Language, **places: int) -> None:
    """Answer every question, the first option where nothing else is asked for."""
    await visitor.card.locator("[role=heading]").first.evaluate(
        "(title) => (title.tabIndex = -1, title.focus())"
    )
    await answer(visitor, REAL.reasons_label.of(language), 0)
    for question in REAL.questions:
        await answer(visitor, question.text.of(language), places.get(question.id.replace("-", "_"), 0))


async def send(visitor: Visitor) -> None:
    """Go on to the button and press it."""
    await visitor.page.keyboard.press("Tab")
    assert await visitor.page.evaluate("() => document.activeElement.dataset.verb") == "show-advice"
    await visitor.page.keyboard.press("Enter")
    await visitor.answered()


@pytest.mark.parametrize("screen", [PHONE, PHONE_LARGE], ids=str)
@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_person_fills_the_form_by_keyboard_and_reads_the_advice(
    ethos: str, new_page: NewPage, library: Library, language: Language, screen: Screen
) -> None:
    page = await new_page(screen.width, screen.height)
    visitor = Visitor(page, f"self-check-{language}-{screen}", screen.enlarged)
    await meet(visitor, ethos, somebody("employee", language), language)
    await visitor.say(WORD[language])
    await visitor.look_at_all("form")
    assert await visitor.card.locator("[role=radiogroup]").count() == 1 + len(QUESTIONS)
    assert await visitor.card.locator("[aria-required=true]").count() == 0

    await fill(visitor, language, gifts=2)
    await visitor.look_at_all("filled")
    await send(visitor)
    assert await visitor.title() == REAL.advice["report"].title.of(language)
    words = await visitor.words()
    assert REAL.questions[5].options[2].text.of(language) not in words
    for line in (*REAL.advice["report"].lines, *REAL.reasons[0].deadline, *REAL.closing):
        assert line.of(language) in words
    await visitor.look_at_all("report")

    await visitor.press("start-again")
    assert await visitor.card.locator(":checked").count() == 0
    await fill(visitor, language, close_people=1, coming_up=1)
    await send(visitor)
    assert await visitor.title() == REAL.advice["pause"].title.of(language)
    await visitor.look_at_all("pause")

    await page.reload()
    await page.wait_for_selector("#conversation .theirs")
    titles = await page.locator("#conversation [role=heading]").all_inner_texts()
    assert REAL.title.of(language) not in titles, "that the form was opened is not remembered either"
    assert not {advice.title.of(language) for advice in REAL.advice.values()} & set(titles)
    assert await page.locator("#conversation :checked").count() == 0
