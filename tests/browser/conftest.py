"""One browser for all these tests, and the whole program in a process of its own."""

import asyncio
import os
import shutil
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Literal

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright

from tests.app.program import serving
from tests.browser.chats import Member
from tests.browser.visitor import AXE
from tests.local.team_talk import CHAT, TeamOffice, team_office

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

NewPage = Callable[..., Awaitable[Page]]
Joins = Callable[..., Awaitable[Member]]


def missing(what: str) -> None:
    """Skip in one plain sentence, or fail where the browser tests must run."""
    if os.environ.get("ETHOS_REQUIRE_BROWSER") == "1":
        pytest.fail(what, pytrace=False)
    pytest.skip(what)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium of this machine."""
    found = os.environ.get("ETHOS_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if not found:
        missing(
            "The browser tests need Chromium: install the package chromium, or name one in ETHOS_CHROMIUM."
        )
    if not AXE.exists():
        missing("The browser tests need the page's npm packages: run npm ci.")
    return str(found)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(chromium: str) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield running
        await running.close()


@pytest_asyncio.fixture(loop_scope="session")
async def new_page(browser: Browser) -> AsyncIterator[NewPage]:
    """Open pages, each with cookies of its own; a script error or a broken security policy fails the test."""
    contexts, complaints = [], []

    async def open_page(
        width: int = 1100, height: int = 800, light: Literal["light", "dark"] = "light"
    ) -> Page:
        context = await browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=light,
            reduced_motion="reduce",
        )
        contexts.append(context)
        page = await context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console", lambda said: complaints.append(said.text) if "Security Policy" in said.text else None
        )
        return page

    yield open_page
    for context in contexts:
        await context.close()
    assert complaints == []


@pytest_asyncio.fixture(loop_scope="session")
async def team() -> AsyncIterator[TeamOffice]:
    """Serve the page with the chat of one small team."""
    async with team_office() as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def joins(team: TeamOffice, new_page: NewPage) -> Joins:
    """Let somebody come into that chat in a window of their own."""

    async def join(person: str, width: int = 1100, height: int = 800) -> Member:
        member = Member(await new_page(width, height), f"chat-{person}-{width}")
        await member.join(team.page.entrance, person, CHAT)
        return member

    return join


@pytest_asyncio.fixture(loop_scope="session")
async def ethos(tmp_path: Path) -> AsyncIterator[str]:
    """Start the program as a newcomer does and give the address it prints."""
    with ExitStack() as until:
        started = partial(until.enter_context, serving(tmp_path / "data", ETHOS_TICK_SECONDS="0.2"))
        program = await asyncio.to_thread(started)
        hearing = asyncio.create_task(asyncio.to_thread(program.process.communicate))
        yield program.entrance
        program.process.terminate()
        await hearing
    assert program.process.returncode in {0, -signal.SIGTERM}
