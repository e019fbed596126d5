"""Somebody in front of the page: presses, types, looks, and checks every card that comes."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from playwright.async_api import Locator, Page

ROOT = Path(__file__).parents[2]
SCREENSHOTS = ROOT / "build" / "screenshots"
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"

IDLE = "() => !document.getElementById('conversation').hasAttribute('aria-busy')"
WIDTHS = "() => [document.scrollingElement.scrollWidth, document.scrollingElement.clientWidth]"
CUT = """() => [...document.querySelectorAll('[role=cell] > *, .ac-pushButton')].filter((part) => {
  const card = part.closest('.ac-adaptiveCard');
  return card && part.getBoundingClientRect().right > card.getBoundingClientRect().right;
}).map((part) => part.textContent)"""
FAULTS = """async () => (await axe.run({resultTypes: ["violations"]})).violations.map(
  (fault) => `${fault.id}: ${fault.nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`)"""


@dataclass
class Visitor:
    """One person's browser. `card` is the card in hand: the last one that answered."""

    page: Page
    name: str
    enlarged: bool = False
    checked: bool = True
    shown: list[str] = field(default_factory=list)
    at: str = ""

    async def arrive(self, address: str) -> None:
        """Open the printed address and wait for the first card."""
        await self.page.goto(address)
        if self.enlarged:
            await self.page.evaluate("document.documentElement.style.fontSize = '200%'")
        await self.page.wait_for_selector("#conversation .theirs")
        await self.page.wait_for_function(IDLE)
        await self.hold_the_last()

    async def act_as(self, person: str) -> None:
        await self.page.select_option("#person", person)
        await self.page.wait_for_function(IDLE)
        await self.page.wait_for_selector("#conversation .theirs")
        await self.hold_the_last()

    async def hold_the_last(self) -> None:
        self.at = await self.page.locator(".theirs").last.get_attribute("data-message") or ""

    @property
    def card(self) -> Locator:
        return self.page.locator(f'[data-message="{self.at}"]')

    def button(self, verb: str) -> Locator:
        return self.card.locator(f'[data-verb="{verb}"]')

    async def press(self, verb: str) -> None:
        """Press a button of the card in hand; the answer takes its place and the focus."""
        await self.button(verb).click()
        await self.answered()

    async def answered(self) -> None:
        await self.page.wait_for_function(IDLE)
        assert not await self.page.locator("#lost").is_visible(), "the program did not answer"
        assert await self.card.locator("[role=heading]:focus").count() == 1, "the new card has the focus"

    async def say(self, words: str) -> None:
        """Type something; the answer is a new card, which is in hand from now on."""
        await self.page.fill("#words", words)
        await self.page.press("#words", "Enter")
        await self.page.wait_for_function(IDLE)
        await self.page.wait_for_selector(".mine:last-child, .mine + .theirs")
        newest = self.page.locator(".mine + .theirs").last
        self.at = await newest.get_attribute("data-message") or ""

    async def choose(self, number: int) -> None:
        await self.card.locator("input[type=radio]").nth(number).check()

    async def title(self) -> str:
        return await self.card.locator("[role=heading]").first.inner_text()

    async def words(self) -> str:
        return await self.card.inner_text()

    async def offers(self, verb: str) -> bool:
        return await self.button(verb).count() > 0

    async def look_at_all(self, step: str) -> None:
        """Look on a screen that is as high as the conversation is long."""
        usual = self.page.viewport_size
        assert usual
        height = await self.page.evaluate("() => document.scrollingElement.scrollHeight")
        await self.page.set_viewport_size({"width": usual["width"], "height": height})
        await self.look(step)
        await self.page.set_viewport_size(usual)

    async def look(self, step: str) -> None:
        """Check what is on the screen now; what is at fault is kept as a picture."""
        self.shown.append(step)
        try:
            await self._find_nothing_wrong(step)
        except AssertionError:
            await self._keep_picture(step)
            raise

    async def _find_nothing_wrong(self, step: str) -> None:
        """Look for sideways scrolling, parts that are cut off, and anything that axe finds."""
        width, room = await self.page.evaluate(WIDTHS)
        assert width <= room, f"{step}: {width} px wide in {room}"
        assert await self.page.evaluate(CUT) == [], f"{step}: cut at the edge of its card"
        if self.checked:
            await self.find_no_faults(step)

    async def _keep_picture(self, step: str) -> None:
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        await self.page.screenshot(path=SCREENSHOTS / f"{self.name}-{len(self.shown):02}-{step}.png")

    async def find_no_faults(self, step: str) -> None:
        if not await self.page.evaluate("() => 'axe' in window"):
            await self.page.evaluate(AXE.read_text(encoding="utf-8"))
        faults = await self.page.evaluate(FAULTS)
        assert faults == [], f"{step}: {faults}"


def numbers(words: str) -> list[int]:
    """Read the whole numbers of a text, whatever separates their thousands."""
    return [int(re.sub(r"\D", "", found)) for found in re.findall(r"\d[\d\u00a0\u202f,]*", words)]
