"""Draws the icons of the Teams app from their one source, with the Chromium of this machine.

`python -m tests.browser.icons` writes them anew after the source has changed.
"""

import asyncio
import os
import shutil
from collections.abc import Mapping

from playwright.async_api import Browser, async_playwright

from tests.browser.conftest import FLAGS, NAMES
from tests.conftest import CONTENT

FOLDER = CONTENT / "app"
SIZES: Mapping[str, int] = {"color": 192, "outline": 32}
"""Pixels of each side, as Teams wants them."""


async def drawn(browser: Browser) -> Mapping[str, bytes]:
    """Return each icon as a PNG."""
    source, found = FOLDER / "icon.svg", {}
    for name, side in SIZES.items():
        page = await browser.new_page(viewport={"width": side, "height": side})
        await page.goto(source.as_uri() + f"#{name}")
        found[name] = await page.screenshot(omit_background=True)
        await page.close()
    return found


async def _write() -> None:
    chromium = os.environ.get("ETHOS_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for name, picture in (await drawn(browser)).items():
            (FOLDER / f"{name}.png").write_bytes(picture)
        await browser.close()


if __name__ == "__main__":
    asyncio.run(_write())
