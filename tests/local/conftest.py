"""The page with its office, a browser that was let in, and one that was not."""

import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest_asyncio

from tests.local.office import Office, office


@pytest_asyncio.fixture
async def here() -> AsyncIterator[Office]:
    async with office() as running:
        yield running


@pytest_asyncio.fixture
async def stranger() -> AsyncIterator[aiohttp.ClientSession]:
    """A browser that has not opened the printed address."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as client:
        yield client


@pytest_asyncio.fixture
async def browser(here: Office, stranger: aiohttp.ClientSession) -> aiohttp.ClientSession:
    """A browser that has."""
    async with stranger.get(here.entrance):
        return stranger


async def post(
    browser: aiohttp.ClientSession, here: Office, path: str, body: Any, **headers: str
) -> tuple[int, Any]:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    sent = {"Content-Type": "application/json", "Origin": here.address} | headers
    async with browser.post(here.address + path, data=raw, headers=sent) as answer:
        return answer.status, await answer.json() if answer.status == 200 else None
