"""The commands that copy data: a backup, a restore, and the move of a folder into a database."""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

import click

from bot.command.control import ask
from bot.command.operator import Operator
from bot.command.options import Settings
from bot.command.orders import Order, text_of


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


class Step(Protocol):
    """How far a move is."""

    @property
    def what(self) -> str:
        """What is being read, brought or compared; names the sentence."""

    @property
    def done(self) -> int:
        """How many of them are done."""

    @property
    def total(self) -> int:
        """How many there are."""


class Difference(Protocol):
    """A kind of record that did not arrive as it left."""

    @property
    def kind(self) -> str:
        """Which; names the sentence."""

    @property
    def left(self) -> int:
        """How many there are in the folder."""

    @property
    def arrived(self) -> int:
        """How many there are in the database."""


class Moved(Protocol):
    """How a move ended."""

    @property
    def rows(self) -> Mapping[str, int]:
        """How many rows of each kind the folder holds."""

    @property
    def differences(self) -> Sequence[Difference]:
        """What is not the same in the database."""

    @property
    def damaged(self) -> int:
        """How many lines of the folder could not be read."""

    @property
    def before(self) -> datetime | None:
        """When all had arrived, if that was earlier."""


class Move(Protocol):
    """Brings a data folder into a database, and says now and then how far it is."""

    async def __call__(self, data: Path, database: str, told: Callable[[Step], None]) -> Moved:
        """Do it, or go on with it."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What the storage offers: open a folder, copy it, restore a copy, move it.

    `copy` takes what seals the folder, and asks for it when it has copied what changes.
    """

    open: Callable[[Path], Awaitable[AbstractAsyncContextManager[OpenFolder]]]
    copy: Callable[[Path, Callable[[], Awaitable[int]], Path], Awaitable[Copied]]
    restore: Callable[[Path, Path], Copied]
    move: Move


class Copies:
    """Meets `bot.command.commandline.Copying`; `run` runs a command and words its errors."""

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

        async def sealed_by_serve() -> int:
            printed = await ask(data, order, self._operator)
            if printed is None:
                raise self._operator.refuses("backup.interrupted")
            return int(text_of(printed))

        if await ask(data, order, self._operator) is None:
            async with await self._tools.open(data) as folder:
                copied = await self._tools.copy(data, folder.seal, out)
        else:
            copied = await self._tools.copy(data, sealed_by_serve, out)
        click.echo(self._operator.says("backup.done", files=copied.files, size=copied.size))

    async def restore(self, settings: Settings, file: Path) -> None:
        """Make a data folder from a backup, and open it once to see that it can be read."""
        copied = await asyncio.to_thread(self._tools.restore, file, settings.data)
        async with await self._tools.open(settings.data):
            pass
        day = f"{copied.made:%Y-%m-%d}"
        click.echo(self._operator.says("restore.done", day=day, files=copied.files))

    async def migrate(self, data: Path, to: str) -> None:
        """Bring a data folder into a database, and say what is there now."""
        says = self._operator.says
        if not await asyncio.to_thread(_holds_anything, data):
            raise self._operator.refuses("backup.nothing", folder=data.name)
        moved = await self._tools.move(data, to, self._show)
        if moved.differences:
            for each in moved.differences:
                kind = says(f"migrate.{each.kind}")
                click.echo(
                    says("migrate.difference", kind=kind, left=each.left, arrived=each.arrived), err=True
                )
            raise self._operator.refuses("migrate.different")
        if moved.before is not None:
            click.echo(says("migrate.before", day=f"{moved.before:%Y-%m-%d}"))
            return
        click.echo(says("migrate.done", folder=data.name, **moved.rows))
        if moved.damaged:
            click.echo(says("migrate.damaged", count=moved.damaged), err=True)

    def _show(self, step: Step) -> None:
        """Show how far it is: in one line of a terminal, elsewhere in a line when something is done."""
        what = self._operator.says(f"migrate.{step.what}")
        line = self._operator.says("migrate.step", what=what, done=step.done, total=step.total)
        over = step.done == step.total
        if sys.stderr.isatty():
            # Back to the line's beginning, where whatever is said next replaces it.
            click.echo(f"\x1b[K{line}" + ("" if over else "\r"), nl=over, err=True)
        elif over:
            click.echo(line, err=True)


def _holds_anything(folder: Path) -> bool:
    return folder.exists() and any(folder.iterdir())
