"""Takes the pictures of the card of counts for the README from a running demonstration.

`python -m tests.browser.picture FOLDER [--data DIR]` writes report-card.png and carte-du-rapport.png. The
demonstration is started on DIR, so that what was lived there is counted, and is ended afterwards.
"""

import argparse
import asyncio
import os
import re
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Browser, async_playwright

from content.model import Language
from tests.browser.conftest import FLAGS, NAMES
from tests.browser.test_first_conversation import REPORT
from tests.browser.visitor import ROOT, Visitor

ENTRANCE = re.compile(r"http://127\.0\.0\.1:\d+/\?key=\S+")
FILES: dict[Language, str] = {"en": "report-card.png", "fr": "carte-du-rapport.png"}
SPOKEN: dict[Language, str] = {"en": "English", "fr": "Français"}
OFFICIAL = "Senior Official"
"""How the page names whose report it is, whoever the people are."""
WIDTH, HEIGHT = 900, 3_000
"""Pixels. On so high a screen the line to type on does not lie over the card."""
PERIOD, CUT = "last-quarter", "module"
"""What the pictures show: a quarter that is over, so that its figures are exact."""


@asynccontextmanager
async def running(data: Path) -> AsyncIterator[str]:
    """Start the demonstration on a folder of data and give the address it prints."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "app.py", "serve", "--port", "0", "--data", str(data)),
        cwd=ROOT,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    assert process.stdout
    rest = None
    try:
        found = None
        while found is None:
            line = (await process.stdout.readline()).decode()
            assert line, "the program ended before it printed an address"
            found = ENTRANCE.search(line)
        rest = asyncio.create_task(process.stdout.read())
        yield found[0]
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()
        if rest:
            await rest


async def photograph(browser: Browser, address: str, folder: Path) -> None:
    """Open the report in each language and keep a picture of its card."""
    folder.mkdir(parents=True, exist_ok=True)
    for language, name in FILES.items():
        context = await browser.new_context(
            viewport={"width": WIDTH, "height": 1_000}, device_scale_factor=2, reduced_motion="reduce"
        )
        visitor = Visitor(await context.new_page(), name)
        await visitor.arrive(address)
        official = visitor.page.locator("#person option", has_text=OFFICIAL).first
        await visitor.act_as(await official.get_attribute("value") or "")
        await visitor.say(SPOKEN[language])
        await visitor.say(REPORT[language])
        await visitor.card.locator("select").nth(0).select_option(PERIOD)
        await visitor.card.locator("select").nth(1).select_option(CUT)
        await visitor.press("show-report")
        await visitor.page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
        await visitor.card.screenshot(path=folder / name)
        await context.close()


async def take(folder: Path, data: Path) -> None:
    """Take both pictures."""
    chromium = os.environ.get("ETHOS_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    async with async_playwright() as playwright, running(data) as address:
        browser = await playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        await photograph(browser, address, folder)
        await browser.close()


def main() -> None:
    """Read the two folders of the command."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("folder", type=Path)
    words.add_argument("--data", type=Path)
    given = words.parse_args()
    with tempfile.TemporaryDirectory() as nothing:
        asyncio.run(take(given.folder, given.data or Path(nothing) / "data"))


if __name__ == "__main__":
    main()
