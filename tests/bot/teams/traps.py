"""Notes every connection and every look-up of a name, by whatever library it is made."""

import asyncio
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Trap:
    """A port that notes who connects."""

    port: int
    caught: list[str]


@asynccontextmanager
async def trap() -> AsyncIterator[Trap]:
    """Listen where nobody should come."""
    caught: list[str] = []

    def notice(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        caught.append("caught")
        writer.close()

    server = await asyncio.start_server(notice, "127.0.0.1", 0)
    async with server:
        yield Trap(server.sockets[0].getsockname()[1], caught)


@dataclass
class Watch:
    """What left this process: addresses connected to, and names looked up."""

    connected: set[tuple[Any, ...]] = field(default_factory=set)
    asked: set[str] = field(default_factory=set)


_watching: list[Watch] = []


def _notice(event: str, arguments: tuple[Any, ...]) -> None:
    """Hear what the interpreter says of every socket, below every library."""
    if not _watching:
        return
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        for each in _watching:
            each.connected.add(arguments[1][:2])
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        for each in _watching:
            each.asked.add(str(arguments[0]))


@contextmanager
def watching() -> Iterator[Watch]:
    """Watch every socket of this process."""
    if not _installed:
        sys.addaudithook(_notice)
        _installed.append(True)
    watch = Watch()
    _watching.append(watch)
    try:
        yield watch
    finally:
        _watching.remove(watch)


_installed: list[bool] = []
