"""The conversation that a README shows is one that a person can have, word for word."""

import os
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.cards.text import text
from bot.heard import Arrival, Heard, Message
from bot.local.terminal import Exchange, Inbox, Terminal
from bot.turn import Turns
from content.model import Library
from dialogs.people import PersonId
from scheduler.ports import Elsewhere, Outcome, Refused, Sent
from scheduler.sender import Sender
from scheduler.tick import tick
from storage.keys import MemoryKeys
from storage.memory import open_memory
from storage.roster import read_roster
from tests.conftest import CONTENT
from tests.docs.pages import ROOT, words

SHOWN = re.compile(r"<!-- played by tests/docs -->\n```text\n(.*?)```", re.DOTALL)
SAID = re.compile(r"^(?:You|Vous\u00a0): (.+)\n", re.MULTILINE)
LEFT_OUT = "…"
GRAHAM = PersonId("00000003-de30-4000-8000-000000000003")


def noon() -> datetime:
    return datetime(2026, 11, 23, 17, tzinfo=UTC)


async def at_once(_: float) -> None:
    pass


async def terminal(library: Library) -> Terminal:
    """Sit an employee of the demonstration down at a terminal, with nothing kept yet."""
    store = open_memory()
    roster = (CONTENT / "organizations" / "demo" / "people.csv").read_bytes()
    units = frozenset(unit.id for unit in library.organization.units)
    await store.people.bring_in(read_roster(roster, units).people)
    turns = Turns(library, store, MemoryKeys(os.urandom), noon, os.urandom)
    inbox = Inbox[Outcome](turns, GRAHAM, Sent, Refused, Elsewhere)
    sender = Sender(store, inbox, noon, library.organization, opening=turns.opening, pause=at_once)

    async def beat() -> None:
        await tick(noon(), store, library.organization, channels=frozenset({"terminal"}))
        await sender.drain()

    return Terminal(turns, store, GRAHAM, inbox, beat)


def seen(library: Library, exchange: Exchange) -> str:
    """Return what came on the screen, without blank lines and lines under titles."""
    screen = "\n".join(text(library, shown) for shown in (exchange.shown, *exchange.came))
    return "\n".join(line for line in screen.splitlines() if line.strip("= "))


@pytest.mark.parametrize(
    "readme", [ROOT / "README.md", ROOT / "docs" / "LISEZMOI.md"], ids=lambda path: path.name
)
async def test_a_reader_who_types_the_same_sees_the_same(readme: Path, library: Library) -> None:
    block = SHOWN.search(words(readme))
    assert block, "no conversation is shown"
    first, *following = SAID.split(block[1])
    turns: list[tuple[Heard, str]] = [(Arrival(), first)]
    turns += [(Message(said), screen) for said, screen in zip(following[::2], following[1::2], strict=True)]
    assert len(turns) > 3
    person = await terminal(library)
    for heard, screen in turns:
        shown = seen(library, await person.take(heard))
        for passage in screen.split(LEFT_OUT):
            lines = "\n".join(line for line in passage.splitlines() if line.strip())
            assert lines in shown, f"{lines}\n--- is not part of ---\n{shown}"
            shown = shown[shown.index(lines) + len(lines) :]
