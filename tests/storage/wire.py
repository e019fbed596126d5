"""A wire between a store and its server, that a test cuts or silences at the moment that hurts most."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from enum import Enum, auto
from pathlib import Path

SOCKET = ".s.PGSQL.5432"
COMMIT = b"Q\x00\x00\x00\x0bCOMMIT\x00"


class Fault(Enum):
    """What happens to the next COMMIT."""

    NEVER_ARRIVES = auto()
    ANSWER_LOST = auto()
    SILENCE = auto()  # The server gets it; nobody hears anything ever again, not even that the wire is cut.


class Wire:
    """Connections pass through here. `struck` tells of each fault when it has happened.

    `closed` lets no new connection through; with `closes`, that begins with the last fault.
    """

    def __init__(self, server: Path) -> None:
        self._server = server / SOCKET
        self._passing: set[asyncio.Task[None]] = set()
        self.faults: list[Fault] = []
        self.struck: asyncio.Queue[Fault] = asyncio.Queue()
        self.closed = False
        self.closes = False

    async def pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._passing.add(task)
        with suppress(OSError, asyncio.CancelledError):
            if not self.closed:
                await self._connection(reader, writer)
        self._passing.discard(task)
        writer.transport.abort()

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        from_server, to_server = await asyncio.open_unix_connection(self._server)
        back = asyncio.create_task(_copy(from_server, writer))
        try:
            while said := await reader.read(65536):
                if said == COMMIT and self.faults:
                    await self._strike(self.faults.pop(0), back, from_server, to_server)
                    return
                to_server.write(said)
        finally:
            back.cancel()
            to_server.transport.abort()

    async def _strike(
        self,
        fault: Fault,
        back: asyncio.Task[None],
        from_server: asyncio.StreamReader,
        to_server: asyncio.StreamWriter,
    ) -> None:
        self.closed = self.closes and not self.faults
        if fault is Fault.NEVER_ARRIVES:
            self.struck.put_nowait(fault)
            return
        back.cancel()
        with suppress(asyncio.CancelledError):
            await back
        to_server.write(COMMIT)
        await from_server.read(65536)
        self.struck.put_nowait(fault)
        if fault is Fault.SILENCE:
            await asyncio.get_running_loop().create_future()

    def cut(self) -> None:
        """Cut every connection, and let no new one through."""
        self.closed = True
        for task in self._passing:
            task.cancel()


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while said := await reader.read(65536):
            writer.write(said)
    writer.transport.abort()


@asynccontextmanager
async def wire_to(server: Path, folder: Path) -> AsyncIterator[Wire]:
    """Lay a wire from a folder of the test's to the folder of a server."""
    wire = Wire(server)
    listening = await asyncio.start_unix_server(wire.pass_on, folder / SOCKET)
    async with listening:
        yield wire
        wire.cut()
