"""The Senior Official chooses a period and a cut, and looks at the bars; at a desk and on a phone."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser

from content.model import LANGUAGES, Language, Library
from dialogs.facts import Fact, ModuleFinished, Outcome, ReminderAnswered, Stamped
from dialogs.people import Person, Role
from storage.ports import Conversation, Move
from tests import png
from tests.browser.conftest import NewPage
from tests.browser.house import NOVEMBER, House
from tests.browser.picture import FILES, photograph
from tests.browser.test_first_conversation import (
    DESK,
    PHONE,
    PHONE_LARGE,
    REPORT,
    TABLES,
    Screen,
    begin,
    somebody,
)
from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

QUARTERS = (date(2026, 2, 10), date(2026, 5, 12), date(2026, 8, 11), date(2026, 11, 10))
"""A day in each of the last four."""
PICTURES = """(card) => [...card.querySelectorAll('[role=img]')].map((chart) => ({
  text: chart.getAttribute('aria-label'),
  bars: [...chart.querySelectorAll('.bar-row')].map((row) => ({
    label: row.querySelector('.label').textContent,
    figure: row.querySelector('.figure').textContent,
    length: row.querySelector('.bar').getBoundingClientRect().width,
    room: row.querySelector('.room').getBoundingClientRect().width,
  })),
}))"""


async def busy_year(house: House) -> None:
    """Have the employees of the demonstration finish modules, more of them in each quarter."""
    everyone = [each for each in await house.store.people.everyone() if each.role is Role.EMPLOYEE]
    modules = sorted(house.library.modules)
    for number, day in enumerate(QUARTERS):
        active = [each for place, each in enumerate(everyone) if place % 5 <= number]
        for place, person in enumerate(active):
            for module in modules[: 1 + place % len(modules)]:
                await keeps(house, person, day + timedelta(days=place % 20), ModuleFinished(module, 1))
            if place % 2:
                answer = ReminderAnswered("coi", f"{day.year}-Q{number + 1}", Outcome.NOTHING_CHANGED)
                await keeps(house, person, day, answer)


async def keeps(house: House, person: Person, day: date, fact: Fact) -> None:
    stamped = Stamped(person.id, day, person.unit, person.path, person.language or "en", fact)
    move = Move(Conversation(person.id, "module", f"{day}{fact}"), 0, 1, b"{}")
    await house.store.ledger.commit(move, facts=[stamped])


async def pictures(visitor: Visitor) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = await visitor.card.evaluate(PICTURES)
    return found


@pytest.mark.parametrize("screen", [DESK, PHONE, PHONE_LARGE], ids=str)
@pytest.mark.parametrize("language", LANGUAGES)
async def test_an_official_chooses_a_period_and_a_cut_and_sees_the_bars(
    new_page: NewPage, library: Library, language: Language, screen: Screen
) -> None:
    async with House(library, NOVEMBER).open() as house:
        await busy_year(house)
        visitor = Visitor(
            await new_page(screen.width, screen.height), f"report-{language}-{screen}", screen.enlarged
        )
        await visitor.arrive(house.entrance)
        await visitor.act_as(somebody("senior-official", language))
        await begin(visitor, language)
        await visitor.say(REPORT[language])
        await visitor.look_at_all("glance")
        await bars_are_those_of_the_tables(visitor)

        await visitor.card.locator("select").nth(0).select_option("last-quarter")
        await visitor.card.locator("select").nth(1).select_option("unit")
        await visitor.press("show-report")
        await visitor.look_at_all("by-unit")
        await bars_are_those_of_the_tables(visitor)

        await visitor.card.locator("input[type=text]").fill("2026-Q7")
        await visitor.press("show-report")
        assert library.sentences["report.no-period"].of(language) in await visitor.words()
        await visitor.look_at_all("no-period")
        await visitor.card.locator("input[type=text]").fill("EX2026-27")
        await visitor.card.locator("select").nth(1).select_option("module")
        await visitor.press("show-report")
        assert "2026" in await visitor.title()
        await visitor.look_at_all("year-by-module")
        await bars_are_those_of_the_tables(visitor)


async def bars_are_those_of_the_tables(visitor: Visitor) -> None:
    """Each picture has a text in its place, and the names, figures and lengths of the table below it."""
    drawn = await pictures(visitor)
    tables = [rows for _, rows in await visitor.card.evaluate(TABLES)]
    assert drawn
    for picture in drawn:
        rows = [[bar["label"], bar["figure"]] for bar in picture["bars"]]
        assert any(all(row in table for row in rows) for table in tables), rows
        most = max(picture["bars"], key=lambda bar: float(bar["length"]))
        assert f"{most['label']}, {most['figure']}" in picture["text"]
        assert abs(most["length"] - most["room"]) < 1, "the longest bar fills its room"


async def test_pictures_of_the_card_are_taken_in_both_languages(
    browser: Browser, library: Library, tmp_path: Path
) -> None:
    async with House(library, NOVEMBER).open() as house:
        await busy_year(house)
        await photograph(browser, house.entrance, tmp_path)
    english, french = ((tmp_path / name).read_bytes() for name in FILES.values())
    assert english != french
    assert all(picture.startswith(png.SIGNATURE) for picture in (english, french))


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_bars_are_seen_in_the_dark_too(
    new_page: NewPage, library: Library, language: Language
) -> None:
    async with House(library, datetime(2026, 11, 23, 15, tzinfo=UTC)).open() as house:
        await busy_year(house)
        visitor = Visitor(await new_page(390, 800, "dark"), f"report-dark-{language}")
        await visitor.arrive(house.entrance)
        await visitor.act_as(somebody("senior-official", language))
        await begin(visitor, language)
        await visitor.say(REPORT[language])
        await visitor.look_at_all("glance")
        colours = await visitor.card.locator(".bar").first.evaluate(
            "(bar) => [getComputedStyle(bar).backgroundColor,"
            " getComputedStyle(bar.closest('.ac-adaptiveCard')).backgroundColor]"
        )
        assert contrast(*colours) >= 3


def contrast(one: str, other: str) -> float:
    """Return how far two colours are apart, 1 to 21; parts of a picture need 3."""
    darker, lighter = sorted(map(light, (one, other)))
    return (lighter + 0.05) / (darker + 0.05)


def light(colour: str) -> float:
    parts = [int(found) / 255 for found in re.findall(r"[0-9]+", colour)[:3]]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
