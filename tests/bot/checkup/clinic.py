"""A healthy installation in a folder, which a test breaks on purpose, and what the doctor then finds."""

import asyncio
import sys
from collections.abc import AsyncIterator, Coroutine, Iterable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from typing import Any

from bot.command.checkup.findings import Finding
from bot.command.checkup.folders import DatabaseSeen
from bot.command.checkup.online import Outside
from bot.command.doctor import Doctor, Instruments, Patient, line
from bot.command.operator import Operator
from bot.teams import late
from bot.teams_settings import Given
from content.checks import check
from content.loader import load
from content.model import Language
from storage.keys import FolderKeys
from storage.looking import FolderSeen, archives_with_keys, look_at_data, look_at_keys
from storage.opening import look_at_database, looked_at
from storage.ports import Store
from storage.tiny import open_tiny
from tests.conftest import CONTENT

NOON = datetime(2026, 11, 24, 17, tzinfo=UTC)
APP = "11111111-2222-4333-8444-555555555555"
TENANT = "22222222-2222-4333-8444-555555555555"
SECRET = "Zq8~Q1tY7uI3oP5aS9dF2gH4jK6lZ8xC0v"


CHECK, LOAD = cache(check), cache(load)
"""The texts are read once for all tests."""


def given(**more: Any) -> Given:
    """Return sound settings of Teams mode, changed as a test likes."""
    return Given(**{"app_id": APP, "tenant": TENANT, "secret": SECRET, **more})


@dataclass
class Microsoft:
    """What answers in place of Microsoft; each may fail."""

    keys: tuple[int, int] | Exception = (4, 2)
    no_token: Exception | None = None

    async def signing_keys(self) -> tuple[int, int]:
        if isinstance(self.keys, Exception):
            raise self.keys
        return self.keys

    async def token(self) -> None:
        if self.no_token:
            raise self.no_token


@dataclass
class Clinic:
    """The patient and the instruments. `free` bytes are on the disk (None: as many as there are)."""

    folder: Path
    teams: Given = field(default_factory=Given)
    organization: str = "demo"
    content: Path = CONTENT
    database: str | None = None
    host: str = "127.0.0.1"
    port: int = 0
    online: bool = False
    python: tuple[int, int] = sys.version_info[:2]
    zones: tuple[str, str] = ("2026f", "2026f")
    user: int = field(default_factory=lambda: Path("/proc/self").stat().st_uid)
    free: int | None = 2**40
    microsoft: Microsoft = field(default_factory=Microsoft)
    urls: tuple[str, ...] = ()
    keys: Path | None = None
    at: datetime = NOON
    language: Language = "en"
    until_the_end: AsyncExitStack = field(default_factory=AsyncExitStack)

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def patient(self) -> Patient:
        keys = self.keys or self.folder / "data.keys"
        return Patient(
            self.data, keys, self.organization, self.database, self.host, self.port, self.teams, self.online
        )

    @property
    def instruments(self) -> Instruments:
        return Instruments(
            self.content,
            lambda: self.at,
            {},
            self.python,
            self.zones,
            self.user,
            self._look,
            look_at_keys,
            self._archives,
            self._database,
            self._opened,
            frozenset({"public", "us-government"}),
            partial(late.registers, speaker(self.language), lambda: self.at),
            self._outside,
            self._run,
            CHECK,
            LOAD,
        )

    def _look(self, folder: Path) -> FolderSeen:
        seen = look_at_data(folder)
        return seen if self.free is None else replace(seen, free=self.free)

    def _archives(self, folders: Iterable[Path]) -> list[str]:
        return archives_with_keys(folders)

    async def _database(self, url: str) -> DatabaseSeen:
        return await look_at_database(url)

    @asynccontextmanager
    async def _opened(self, data: Path, database: str | None, mark: str) -> AsyncIterator[Store]:
        async with looked_at(data, database, mark) as store:
            yield store

    @asynccontextmanager
    async def _outside(self, _: Given) -> AsyncIterator[tuple[Outside, tuple[str, ...]]]:
        yield self.microsoft, self.urls

    def _run(self, work: Coroutine[Any, Any, bool]) -> bool:
        return asyncio.run(work)

    async def settles(self, *people: Any, mark: str = "local") -> None:
        """Make what a first start makes: data, keys, and a staff list."""
        async with await open_tiny(self.data, mark=mark) as tiny:
            await tiny.store.people.bring_in(people)
        keys = FolderKeys(self.patient.keys, bytes, data=self.data / "elsewhere")
        await keys.current("buttons")

    async def finds(self) -> list[Finding]:
        doctor = Doctor(self.patient, self.instruments, speaker(self.language))
        return [finding async for finding in doctor.findings()]


def speaker(language: Language) -> Operator:
    return Operator(CONTENT, {"ETHOS_LANGUAGE": language}).knowing("doctor.yaml")


def ids(findings: Sequence[Finding]) -> list[str]:
    return [finding.id for finding in findings]


def said(findings: Sequence[Finding], language: Language) -> str:
    return "\n".join(line(speaker(language), finding) for finding in findings)
