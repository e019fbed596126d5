"""Somebody who has folders as they lie, and keys perhaps, and reads what team sessions said."""

import base64
import hmac
import os
import re
import shutil
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import ExitStack, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from storage.embedded.backup import copy_out
from storage.ports import Store
from storage.postgres import PostgresStore, open_postgres
from storage.session_seal import FIRST_STEP
from storage.team_sessions import SEALED
from storage.tiny import TinyStore, open_tiny
from tests.anonymity.canaries import contents, files_below, search
from tests.storage.postgres_server import Server, run_sql, running_server

NONCE = 12
SECRET = re.compile(rb"[0-9a-f]{64}")
IN_JSON = re.compile(re.escape(base64.b64encode(SEALED)) + rb"[A-Za-z0-9+/=]+")


def read_back(
    folders: Sequence[Path],
    needles: Sequence[str | bytes],
    notes: Path,
    keys: Sequence[Path] | None = None,
) -> set[str | bytes]:
    """Return which needles stand somewhere in the folders, or in what a key that lies in them opens.

    Where there is much to open, only `keys` are taken for keys, and not whatever looks like one.
    """
    notes.write_bytes(b"\n".join(opened(folders, keys or folders)))
    found = {needles[finding.needle] for finding in search([*folders, notes], needles)}
    notes.unlink()
    return found


def opened(folders: Iterable[Path], keys: Iterable[Path]) -> Iterator[bytes]:
    """Give what every secret among the keys makes of every sealed state in the folders; mostly noise."""
    sealed, secrets = set[bytes](), set[bytes]()
    for path in files_below(keys):
        for content in contents(path):
            secrets.update(bytes.fromhex(each.decode()) for each in SECRET.findall(content))
    for path in files_below(folders):
        for content in contents(path):
            sealed.update(sealed_in(content))
    for secret in secrets:
        own = hmac.digest(secret, b"ethos team session 1 seal", "sha256")
        for each in sealed:
            # A piece is enough: the cipher goes through it from its beginning.
            start = each[:NONCE] + (2).to_bytes(4, "big")
            yield Cipher(algorithms.AES(own), modes.CTR(start)).decryptor().update(each[NONCE:])


def sealed_in(content: bytes) -> Iterator[bytes]:
    """Give what follows the beginning of a sealed state, as it stands or in base64."""
    for match in re.finditer(re.escape(SEALED), content):
        yield content[match.end() : match.end() + NONCE + FIRST_STEP]
    for match in IN_JSON.finditer(content):
        yield base64.b64decode(match[0])[len(SEALED) :]


# Media as they lie ------------------------------------------------------------------------------------


class Lying(Protocol):
    """A medium with a store in it, that somebody may take along."""

    async def open(self) -> Store: ...

    async def taken(self, to: Path) -> Path:
        """Copy everything that lies there, and a backup as it is made here."""
        ...

    async def close(self) -> None: ...


class Folder:
    """A data folder of many small files: old ones are replaced while others are written."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "data"
        self._tiny: TinyStore | None = None

    async def open(self) -> Store:
        self._tiny = await open_tiny(self._folder, mark="local", segment=100_000)
        return self._tiny.store

    async def taken(self, to: Path) -> Path:
        assert self._tiny is not None
        await self._tiny.settled()
        to.mkdir()
        await copy_out(self._folder, self._tiny.seal, to / "ethos.tar", lambda: datetime.now(UTC))
        await self._tiny.settled()
        shutil.copytree(self._folder, to / "data")
        return to

    async def close(self) -> None:
        if self._tiny is not None:
            await self._tiny.close()


class Database:
    """The files of a server, its write-ahead log among them, and every place as its owner may ask for it."""

    def __init__(self, server: Server) -> None:
        self._server, self._url = server, server.url()
        self._replicas: list[PostgresStore] = []

    async def open(self) -> Store:
        """Open it, once more for each replica."""
        self._replicas.append(await open_postgres(self._url, mark="local"))
        return self._replicas[-1].store

    async def taken(self, to: Path) -> Path:
        rows = await run_sql(self._url, "SELECT person, flow, key, place FROM places")
        await run_sql(self._url, "CHECKPOINT")
        shutil.copytree(self._server.folder / "data", to, ignore=shutil.ignore_patterns("postmaster.*"))
        (to / "asked").write_bytes(b"\n".join(part for row in rows for part in map(as_bytes, row)))
        return to

    async def close(self) -> None:
        for each in self._replicas:
            await each.close()


@asynccontextmanager
async def lying_on(medium: str, folder: Path) -> AsyncIterator[Lying]:
    """Give a medium, a data folder below `folder` or a "database", for as long as somebody needs it."""
    with ExitStack() as servers:
        lying: Lying = Folder(folder)
        if medium == "database":
            lying = Database(servers.enter_context(running_server("fsync=off")))
        yield lying
        await lying.close()


def as_bytes(value: str | bytes) -> bytes:
    return value if isinstance(value, bytes) else value.encode()


def words(nth: int, what: str) -> str:
    """Return a text that nobody else writes, in letters of two languages."""
    return f"Dans notre équipe, {what} {nth} : {os.urandom(9).hex()}"
