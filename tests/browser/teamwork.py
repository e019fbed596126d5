"""People of the demonstration in the chat of their team, each in a window, in front of the whole program."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from playwright.async_api import Page

from tests.browser.chats import Member
from tests.browser.conftest import NewPage

ID = "{0:08x}-de30-4000-8000-{0:012x}"
MADELEINE, FARAH, GRAHAM, SOLANGE, WESLEY, CATHERINE, RAYMOND = (
    ID.format(number) for number in (1, 2, 3, 6, 7, 8, 0x1A)
)
PRIYA = ID.format(0x1C)
ARJUN, TOMASZ = ID.format(9), ID.format(0xB)
IN_CATHERINES_TEAM = (ARJUN, TOMASZ, *(ID.format(number) for number in (10, 12, 15, 13, 17, 20, 22, 24)))
IN_ENGLISH = frozenset({GRAHAM, WESLEY, RAYMOND, PRIYA, ARJUN, TOMASZ})

SAY = """async ([where, body]) => {
  const answer = await fetch(`/local/chat/${where}`, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
  });
  return { status: answer.status, said: answer.ok ? await answer.json() : null };
}"""


@dataclass
class Windows:
    """Windows of one chat, by who sits in front of each; the first of them leads."""

    members: dict[str, Member]

    def __getitem__(self, person: str) -> Member:
        return self.members[person]

    @property
    def lead(self) -> Member:
        """Whoever begins the session, and leads it on."""
        return next(iter(self.members.values()))

    async def all_see(self, english: str, french: str) -> None:
        """Wait until everybody's own view has the title of a step, each in their language."""
        await asyncio.gather(
            *(
                member.sees(english if person in IN_ENGLISH else french)
                for person, member in self.members.items()
            )
        )

    async def all_press(self, verb: str) -> None:
        """Let everybody press the same at the same time."""
        await asyncio.gather(*(member.press(verb) for member in self.members.values()))

    async def look(self, step: str) -> None:
        """Look at every window that is narrow, and at one that is wide."""
        for member in self.members.values():
            if member.page.viewport_size and member.page.viewport_size["width"] < 1000:
                await member.looks.look_at_all(step)
        await self.lead.looks.look_at_all(step)


async def windows(
    new_page: NewPage, entrance: str, manager: str, people: Iterable[str], narrow: dict[str, int]
) -> Windows:
    """Open the chat of a manager in a window for each person; some are as narrow as a phone."""
    members = {}
    for person in people:
        width = narrow.get(person, 1280)
        page = await new_page(width, 800, "dark" if width == 360 else "light")
        members[person] = Member(page, f"team-{person[:8]}-{width}")
        await members[person].join(entrance, person, f"local:{manager}")
    return Windows(members)


async def asks(page: Page, where: str, person: str, chat: str, **more: object) -> dict[str, Any]:
    """Ask the program what a window would, as anybody in it."""
    answer: dict[str, Any] = await page.evaluate(SAY, [where, {"person": person, "chat": chat, **more}])
    return answer


@dataclass(frozen=True)
class Seated:
    """People of a chat whose windows are not open: each presses what stands on their own view."""

    page: Page
    chat: str

    async def press(self, person: str, verb: str, **inputs: str) -> dict[str, Any]:
        """Press a button of somebody's own view, or of the form they left open, and return the answer."""
        own = (await asks(self.page, "open", person, self.chat))["said"]["own"]
        found = [part for part in parts(own["card"]) if part.get("verb") == verb]
        assert found, (verb, [part["verb"] for part in parts(own["card"]) if "verb" in part])
        token = found[0]["data"]["token"]
        told = {"message": own["id"], "verb": verb, "token": token, "inputs": inputs}
        answer = await asks(self.page, "press", person, self.chat, **told)
        assert answer["status"] == HTTPStatus.OK, answer
        said: dict[str, Any] = answer["said"]
        return said

    async def offered(self, person: str, name: str) -> list[tuple[str, str]]:
        """Return what an input of somebody's own view offers: what it sends, and what people read."""
        own = (await asks(self.page, "open", person, self.chat))["said"]["own"]
        asked = next(part for part in parts(own["card"]) if part.get("id") == name)
        return [(each["value"], each["title"]) for each in asked["choices"]]


def parts(node: Any) -> list[dict[str, Any]]:
    """List every object inside a card."""
    if isinstance(node, dict):
        return [node, *(part for value in node.values() for part in parts(value))]
    return [part for each in node for part in parts(each)] if isinstance(node, list) else []
