"""The icons that ship are what their one source draws."""

import pytest
from playwright.async_api import Browser

from tests import png
from tests.browser.icons import FOLDER, SIZES, drawn

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

MOST_APART = 24
"""Of 255: another Chromium may smooth an edge a little differently."""


async def test_the_icons_that_ship_are_drawn_from_their_source(browser: Browser) -> None:
    for name, picture in (await drawn(browser)).items():
        shipped, now = png.read((FOLDER / f"{name}.png").read_bytes()), png.read(picture)
        assert shipped.size == now.size == (SIZES[name], SIZES[name])
        apart = [
            max(abs(one - other) for one, other in zip(before, after, strict=True))
            for before, after in zip(shipped.pixels, now.pixels, strict=True)
        ]
        assert max(apart) <= MOST_APART, f"{name}: run python -m tests.browser.icons"


async def test_the_two_icons_are_not_one_picture(browser: Browser) -> None:
    icons = {name: png.read(picture) for name, picture in (await drawn(browser)).items()}
    assert {alpha for *_, alpha in icons["color"].pixels} == {255}
    assert 0 in {alpha for *_, alpha in icons["outline"].pixels}
