"""What the page sends: small JSON objects, checked once at the door."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from aiohttp import web

from bot.web import body

LARGEST = 64 * 1024
"""Bytes of one body."""


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
    """Read a JSON object. 415 for other types, 400 for what is no object, and what `body` raises."""
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType
    try:
        fields = orjson.loads(await body(request, LARGEST))
    except orjson.JSONDecodeError as error:
        raise web.HTTPBadRequest from error
    if not isinstance(fields, dict):
        raise web.HTTPBadRequest
    return Body(fields)
