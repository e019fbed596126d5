"""The first conversation as a newcomer has it: the real program, a real browser, each language and size."""

import csv
from dataclasses import dataclass

import pytest

from content.model import LANGUAGES, Language, Library
from tests.browser.conftest import NewPage
from tests.browser.visitor import ROOT, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

REPORT = {"en": "report", "fr": "rapport"}
RECORD = {"en": "my record", "fr": "mon dossier"}
OTHER: dict[Language, Language] = {"en": "fr", "fr": "en"}
TABLES = """(card) => [...card.querySelectorAll('[role=table]')].map((table) => {
  let title = table.previousElementSibling;
  while (!title.textContent || title.matches('.chart')) title = title.previousElementSibling;
  const rows = [...table.querySelectorAll('[role=row]')].map(
    (row) => [...row.querySelectorAll('[role=cell], [role=columnheader]')].map((cell) => cell.textContent));
  return [title.textContent, rows];
})"""


@dataclass(frozen=True)
class Screen:
    """What somebody looks at."""

    width: int
    height: int
    enlarged: bool = False

    def __str__(self) -> str:
        return f"{self.width}{'-large' if self.enlarged else ''}"


DESK, PHONE, PHONE_LARGE = Screen(1100, 800), Screen(360, 640), Screen(360, 640, enlarged=True)


def somebody(role: str, language: Language) -> str:
    """Find a person of the demonstration by role, an employee also by language."""
    people = ROOT / "content" / "organizations" / "demo" / "people.csv"
    with people.open(encoding="utf-8-sig", newline="") as rows:
        return next(
            row["id"]
            for row in csv.DictReader(rows)
            if row["role"] == role and (role != "employee" or row["language"] == language)
        )


@pytest.mark.parametrize("screen", [DESK, PHONE, PHONE_LARGE], ids=str)
@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_newcomer_learns_answers_and_is_counted(
    ethos: str, new_page: NewPage, library: Library, language: Language, screen: Screen
) -> None:
    page = await new_page(screen.width, screen.height)
    visitor = Visitor(page, f"{language}-{screen}", screen.enlarged)
    await visitor.arrive(ethos)

    await visitor.act_as(somebody("employee", language))
    await begin(visitor, language)
    await read_module(visitor, library, language)
    await answer_reminder(visitor)
    await visitor.say(RECORD[language])
    await visitor.look_at_all("record")

    await visitor.act_as(somebody("senior-official", language))
    await begin(visitor, language)
    await read_counts(visitor, library, language)


async def begin(visitor: Visitor, language: Language) -> None:
    """Meet Ethos in both languages and choose one."""
    assert await visitor.offers("language-en")
    assert await visitor.offers("language-fr")
    await visitor.look_at_all("welcome")
    await visitor.press(f"language-{language}")
    assert await visitor.page.evaluate("() => document.documentElement.lang") == language
    assert await visitor.offers("open-M01")
    await visitor.look("home")


async def read_module(visitor: Visitor, library: Library, language: Language) -> None:
    """Read every page of M01, decide, talk, acknowledge; the language changes once on the way."""
    module = library.modules["M01"]
    await visitor.press("open-M01")
    await visitor.look("opening")
    await visitor.press("next")
    for number, text in enumerate(page for page in module.pages if not page.paths):
        assert await visitor.title() == text.title.of(language)
        await visitor.look(f"page-{number + 1}")
        if number == 1:
            await visitor.press(f"language-{OTHER[language]}")
            assert await visitor.title() == text.title.of(OTHER[language])
            await visitor.look("other-language")
            await visitor.press(f"language-{language}")
            assert await visitor.title() == text.title.of(language)
            await turn_by_keyboard(visitor, "next")
        else:
            await visitor.press("next")

    assert await visitor.title() == module.dilemma.title.of(language)
    await visitor.look("dilemma")
    await visitor.button("answer").click()
    missing = library.sentences["option-required"].of(language)
    assert await visitor.card.get_by_text(missing).count() == 1
    await visitor.look("nothing-chosen")
    held = visitor.at
    await visitor.choose(1)
    await visitor.press("answer")
    assert visitor.at == held
    assert module.dilemma.options[1].feedback.of(language) in await visitor.words()
    await visitor.look("feedback")

    await visitor.press("next")
    await visitor.look("talk")
    await visitor.press("next")
    assert library.organization.code.version in await visitor.words()
    await visitor.look("code")
    await visitor.press("acknowledge")
    assert await visitor.title() == library.cards["module.done"].title.of(language)
    await visitor.look("done")


async def turn_by_keyboard(visitor: Visitor, verb: str) -> None:
    """From the heading, which has the focus, to a button and on, without a mouse."""
    for _ in range(10):
        await visitor.page.keyboard.press("Tab")
        if await visitor.page.evaluate("() => document.activeElement.dataset.verb") == verb:
            break
    await visitor.page.keyboard.press("Enter")
    await visitor.answered()


async def answer_reminder(visitor: Visitor) -> None:
    """Find the reminder, which came by itself, and say that nothing changed."""
    reminder = visitor.page.locator(".theirs").filter(
        has=visitor.page.locator('[data-verb="nothing-changed"]')
    )
    await reminder.first.wait_for()
    assert await reminder.count() == 1
    visitor.at = await reminder.get_attribute("data-message") or ""
    assert await visitor.offers("will-declare")
    assert await visitor.offers("filed")
    assert await visitor.offers("need-advice")
    await reminder.scroll_into_view_if_needed()
    await visitor.look("reminder")
    await visitor.press("nothing-changed")
    assert not await visitor.offers("nothing-changed")
    await visitor.look("answered")


async def read_counts(visitor: Visitor, library: Library, language: Language) -> None:
    """As the Senior Official, see what one person's module, acknowledgement and answer counted for."""
    await visitor.say(REPORT[language])
    await visitor.look_at_all("report")
    tables = dict(await visitor.card.evaluate(TABLES))
    totals = tables[library.sentences["report.total"].of(language)]
    for measure in ("modules-finished", "acknowledgements", "reminders-answered"):
        assert [library.sentences[f"measure.{measure}"].of(language), "1"] in totals, totals
