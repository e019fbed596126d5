"""What the page sends: small JSON objects, checked once at the door."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from aiohttp import web

LARGEST = 64 * 1024
PATIENCE = 5.0
"""Bytes of one body, and seconds to send it in."""


@dataclass(frozen=True, slots=True)
class Body:
    """A JSON object of which every field is checked when it is taken. Wrong fields raise 400."""

    fields: Mapping[str, Any]

    def string(self, name: str, default: str | None = None) -> str:
        """Take a text."""
        value = self.fields.get(name, default)
        if not isinstance(value, str):
            raise web.HTTPBadRequest
        return value

    def number(self, name: str) -> int:
        """Take a whole number of at least 0; 0 when it is not there."""
        value = self.fields.get(name, 0)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise web.HTTPBadRequest
        return value

    def texts(self, name: str) -> dict[str, str]:
        """Take a map of texts; empty when it is not there."""
        value = self.fields.get(name, {})
        if not isinstance(value, dict) or not all(isinstance(item, str) for item in value.values()):
            raise web.HTTPBadRequest
        return value


async def read(request: web.Request) -> Body:
    """Read a JSON object. 415 for other types, 413 above the limit, 408 when it drips, 400 otherwise."""
    if request.content_type != "application/json" or "Content-Encoding" in request.headers:
        raise web.HTTPUnsupportedMediaType
    try:
        async with asyncio.timeout(PATIENCE):
            raw = await _all(request)
    except TimeoutError as error:
        raise web.HTTPRequestTimeout from error
    try:
        fields = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise web.HTTPBadRequest from error
    if not isinstance(fields, dict):
        raise web.HTTPBadRequest
    return Body(fields)


async def _all(request: web.Request) -> bytes:
    raw = bytearray()
    async for chunk in request.content.iter_any():
        raw += chunk
        if len(raw) > LARGEST:
            raise web.HTTPRequestEntityTooLarge(max_size=LARGEST, actual_size=len(raw))
    return bytes(raw)
