"""Somebody in front of a window of the page, in a chat of their team: several windows are several people."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from playwright.async_api import Locator, Page

from tests.browser.visitor import IDLE, Visitor

OWN = "[data-own]"
DRAWN = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))"
REMEMBERED = "sessionStorage.person ??= %s; sessionStorage.where ??= %s;"


@dataclass
class Member:
    """One person in one chat, in a window of their own. `card` is their own view, wherever it stands."""

    page: Page
    name: str
    looks: Visitor = field(init=False)

    def __post_init__(self) -> None:
        self.looks = Visitor(self.page, self.name)

    @property
    def card(self) -> Locator:
        """Their own view of what is open in the chat."""
        return self.page.locator(f".theirs{OWN}")

    @property
    def shared(self) -> Locator:
        """The cards that everybody sees, those aside in whose place their own view stands."""
        return self.page.locator(".theirs[data-shared]")

    def button(self, verb: str) -> Locator:
        return self.card.locator(f'[data-verb="{verb}"]')

    async def join(self, entrance: str, person: str, chat: str) -> None:
        """Open the page as somebody who was in the chat before; what they choose on the page counts then.

        Ethos can write to a person in private once they were there: `go` without a name.
        """
        await self.page.add_init_script(REMEMBERED % (json.dumps(person), json.dumps(chat)))
        await self.page.goto(entrance)
        await self.page.wait_for_selector("#conversation .theirs")
        await self.idle()
        assert await self.page.input_value("#where") == chat

    async def go(self, chat: str) -> None:
        """Choose a chat in the list of places; without a name, the private conversation."""
        await self.page.select_option("#where", chat)
        await self.idle()
        await self.page.wait_for_selector("#conversation .theirs")

    async def idle(self) -> None:
        """Wait until nothing that was pressed or typed is on its way."""
        await self.page.wait_for_selector("#person option", state="attached")
        await self.page.wait_for_function(IDLE)

    async def press(self, verb: str) -> None:
        """Press a button of their own view; the answer takes the focus."""
        await self.reach(self.button(verb))
        await self.button(verb).click()
        await self.answered()

    async def reach(self, part: Locator) -> None:
        """Scroll to a part of the page as people do, who then see where it is.

        What leads to a new card goes away once that card is seen, and what stands at the end moves.
        """
        await part.click(trial=True)
        await self.page.evaluate(DRAWN)

    async def press_shared(self, verb: str) -> None:
        """Press a button of the newest card that everybody sees."""
        await self.shared.last.locator(f'[data-verb="{verb}"]').click()
        await self.answered()

    async def answered(self) -> None:
        """Wait for the answer to a press."""
        await self.idle()
        assert not await self.page.locator("#lost").is_visible(), "the program did not answer"
        assert await self.page.locator(".theirs [role=heading]:focus").count() == 1, (
            "the answer has the focus"
        )

    async def fill(self, name: str, words: str) -> None:
        """Fill an input of their own view, by the name it has on its card."""
        await self.input(name).fill(words)

    def input(self, name: str) -> Locator:
        """One of the inputs of their own view in which words or a date are typed, or that folds."""
        return self.card.locator(f'[data-input="{name}"]').locator("input, textarea, select")

    async def choose(self, number: int, name: str = "") -> None:
        """Choose an option of their own view, counted from 0: of the input of that name, if one is given."""
        asked = self.card.locator(f'[data-input="{name}"]') if name else self.card
        await asked.locator("input[type=radio], input[type=checkbox]").nth(number).check()

    async def say(self, words: str) -> None:
        """Type something in the chat."""
        await self.page.fill("#words", words)
        await self.page.press("#words", "Enter")
        await self.idle()
        await self.page.wait_for_selector(".mine + .theirs")

    async def sees(self, title: str) -> None:
        """Wait until their own view has these words in its title, whoever brought them about."""
        await self.card.locator("[role=heading]").first.filter(has_text=title).wait_for()

    async def sees_shared(self, title: str) -> None:
        """Wait until a card that everybody sees has these words in a title, in either language."""
        await self.shared.locator("[role=heading]").filter(has_text=title).first.wait_for()

    async def title(self) -> str:
        return await self.card.locator("[role=heading]").first.inner_text()

    async def words(self) -> str:
        return await self.card.inner_text()

    async def everything(self) -> str:
        """Read all that stands in the window."""
        return await self.page.locator("#conversation").inner_text()

    async def look(self, step: str) -> None:
        """Check what is on the screen now, and keep a picture."""
        await self.looks.look(step)
