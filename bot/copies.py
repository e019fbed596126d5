"""The commands that copy data: a backup, a restore, and the move of a folder into a database."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

import click

from bot.commandline import Settings
from bot.control import ask
from bot.operations import Order, text_of
from bot.operator import Operator


class Copied(Protocol):
    """What a backup holds."""

    @property
    def made(self) -> datetime:
        """When it was made."""

    @property
    def files(self) -> int:
        """How many files it has."""

    @property
    def size(self) -> int:
        """How many bytes they have."""


class OpenFolder(Protocol):
    """A data folder that this process holds."""

    async def seal(self) -> int:
        """Seal what was written until now, and return the number of the last sealed file."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What the storage offers: open a folder, copy it up to a sealed file, restore a copy, move it."""

    open: Callable[[Path], Awaitable[AbstractAsyncContextManager[OpenFolder]]]
    copy: Callable[[Path, int, Path], Awaitable[Copied]]
    restore: Callable[[Path, Path], Copied]


class Copies:
    """Meets `bot.commandline.Copying`; `run` runs a command and words its errors."""

    def __init__(self, operator: Operator, tools: Tools) -> None:
        """Take who is spoken to, and the tools."""
        self._operator = operator
        self._tools = tools

    async def back_up(self, settings: Settings, out: Path) -> None:
        """Copy the data folder into one file, also while a `serve` uses it."""
        data = settings.data
        if not data.exists():
            raise self._operator.refuses("backup.nothing", folder=data.name)
        order = Order("seal", self._operator.language, settings.organization)
        printed = await ask(data, order, self._operator)
        if printed is None:
            async with await self._tools.open(data) as folder:
                copied = await self._tools.copy(data, await folder.seal(), out)
        else:
            copied = await self._tools.copy(data, int(text_of(printed)), out)
        click.echo(self._operator.says("backup.done", files=copied.files, size=copied.size))

    async def restore(self, settings: Settings, file: Path) -> None:
        """Make a data folder from a backup, and open it once to see that it can be read."""
        copied = await asyncio.to_thread(self._tools.restore, file, settings.data)
        async with await self._tools.open(settings.data):
            pass
        day = f"{copied.made:%Y-%m-%d}"
        click.echo(self._operator.says("restore.done", day=day, files=copied.files))
