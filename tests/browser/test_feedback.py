"""Feedback without a name: the doors, the promise, the warning, the record to the letter, and thank you."""

import pytest

from content.model import LANGUAGES, Language, Library
from tests.browser.conftest import NewPage
from tests.browser.test_first_conversation import somebody
from tests.browser.test_reminder import meet
from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

NAMED = {
    "en": "Mr. Tremblay should answer sooner, see 2026-03-03.",
    "fr": "M. Tremblay devrait répondre plus vite, voir le 2026-03-03.",
}
WORDS = {"en": "More real dilemmas, please.", "fr": "Plus de vrais dilemmes, s'il vous plaît."}


@pytest.mark.parametrize("language", LANGUAGES)
async def test_somebody_says_something_without_a_name(
    ethos: str, new_page: NewPage, library: Library, language: Language
) -> None:
    visitor = Visitor(await new_page(360, 640), f"feedback-{language}")
    await meet(visitor, ethos, somebody("employee", language), language)
    form = library.questionnaires["feedback"]
    words = next(question for question in form.questions if question.kind == "words")

    await visitor.press("feedback")
    await visitor.look_at_all("hall")
    await visitor.press("feedback-form")
    await visitor.look_at_all("form")
    for question in form.questions:
        assert question.text.of(language) in await visitor.words()
    field = visitor.card.get_by_label(words.text.of(language))
    await field.fill(NAMED[language])
    await visitor.press("send")
    await visitor.look_at_all("warned")
    field = visitor.card.get_by_label(words.text.of(language))
    assert await field.input_value() == NAMED[language]
    await field.fill(WORDS[language])
    await visitor.press("what-is-stored")
    await visitor.look_at_all("stored")
    assert f'"{words.id}": "{WORDS[language]}"' in await visitor.words()
    await visitor.press("send")
    await visitor.look_at_all("sent")
    assert WORDS[language] not in await visitor.page.content(), "it is never said back"
    await visitor.press("home")
    assert await visitor.offers("feedback")
