"""What the page's doors answer with: JSON, a file that is handed over, and a stream of news."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import orjson
from aiohttp import web

from bot.heard import File
from bot.local.sessions import BEGUN, HEADERS
from dialogs.people import PersonId
from storage.ports import People

STREAM_PATIENCE = 15.0
"""Seconds without news after which a line nobody reads finds out whether the page is still there."""

News = Sequence[tuple[int, Any]]
"""What is new, each with its place in the count."""


async def somebody(people: People, given: str) -> PersonId:
    """Find who is acted as; 404 when the roster does not know them."""
    if await people.person(PersonId(given)) is None:
        raise web.HTTPNotFound
    return PersonId(given)


def as_json(value: object) -> web.Response:
    """Answer with JSON."""
    return web.Response(body=orjson.dumps(value), content_type="application/json")


def handed_over(file: File | None) -> web.Response:
    """Hand a file over; 404 when there is none, or not any more."""
    if file is None:
        raise web.HTTPNotFound
    disposition = f'attachment; filename="{file.name}"'
    return web.Response(
        body=file.body, headers={"Content-Type": file.media_type, "Content-Disposition": disposition}
    )


async def streamed(
    request: web.Request, closed: Callable[[], bool], news: Callable[[int, float], Awaitable[News]]
) -> web.StreamResponse:
    """Stream what is new, as server-sent events, until the page or the program goes.

    `news` gets what the page has seen and how many seconds to wait. 400 when the page names no such place.
    """
    seen = request.headers.get("Last-Event-ID") or request.query.get("after", "0")
    if not (seen.isascii() and seen.isdecimal()):
        raise web.HTTPBadRequest
    after = int(seen)
    stream = web.StreamResponse(headers={**HEADERS, "Content-Type": "text/event-stream"})
    request[BEGUN] = stream
    await stream.prepare(request)
    try:
        while not closed():
            found = await news(after, STREAM_PATIENCE)
            for at, message in found:
                after = at
                await stream.write(b"id: %d\ndata: %b\n\n" % (at, orjson.dumps(message)))
            if not found:  # A line the browser ignores finds out whether anybody is still there.
                await stream.write(b":\n\n")
    except ConnectionResetError:
        pass  # The page was closed; what was sent stays in its conversation.
    return stream
