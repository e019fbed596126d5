"""People of the demonstration in the chat of their team, each in a window, in front of the whole program."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass

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


async def asks(page: Page, where: str, person: str, chat: str, **more: object) -> dict[str, object]:
    """Ask the program what a window would, as anybody in it."""
    answer: dict[str, object] = await page.evaluate(SAY, [where, {"person": person, "chat": chat, **more}])
    return answer
