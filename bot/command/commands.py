"""What each command does with what app.py wires; meets `bot.command.commandline.Actions`."""

import asyncio
import sys
from collections.abc import Callable, Coroutine, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Protocol, TypeVar

import click

from bot.command import operations, orders
from bot.command.checking import check_content
from bot.command.control import ask
from bot.command.copies import Copies
from bot.command.operator import Operator
from bot.command.options import Serving, Settings
from bot.command.whose import somebody
from bot.local.terminal import Exchange, Terminal, transcript
from content.model import Language, Library
from dialogs.people import Person
from storage.ports import Store

T = TypeVar("T")


class Wired(Protocol):
    """Everything that runs, over one store."""

    @property
    def library(self) -> Library:
        """The words."""

    @property
    def store(self) -> Store:
        """What is kept."""


@dataclass(frozen=True, slots=True)
class Wiring:
    """How app.py puts things together.

    `run` carries out what a command does; `opened` opens the data that a command names, `played` only those
    of local mode, in which anybody can act as anyone, and `passing` what leaves nothing behind. `day` is the
    date where a person is.
    """

    run: Callable[[Coroutine[Any, Any, Any]], Any]
    serve: Callable[[Settings, Serving], Coroutine[Any, Any, None]]
    opened: Callable[[Settings], AbstractAsyncContextManager[Wired]]
    played: Callable[[Settings], AbstractAsyncContextManager[Wired]]
    passing: Callable[[str], Coroutine[Any, Any, Wired]]
    means: Callable[[Any], orders.Means]
    terminal: Callable[[Any, Person], Terminal]
    day: Callable[[Any, Person], date]
    copies: Copies


class Commands:
    """One method for each command."""

    def __init__(self, operator: Operator, wiring: Wiring) -> None:
        """Take who is spoken to, and how things are put together."""
        self._operator = operator
        self._wiring = wiring

    def serve(self, settings: Settings, serving: Serving) -> None:
        """Serve until stopped."""
        self._wiring.run(self._wiring.serve(settings, serving))

    def play(self, settings: Settings, who: str, file: Path | None) -> None:
        """Talk in the terminal; a transcript starts from nothing and leaves nothing."""
        self._wiring.run(self._recorded(settings, who, file) if file else self._kept(settings, who))

    async def _kept(self, settings: Settings, who: str) -> None:
        async with self._wiring.played(settings) as ethos:
            await self._talk(ethos, who)

    async def _recorded(self, settings: Settings, who: str, file: Path) -> None:
        ethos = await self._wiring.passing(settings.organization)
        person, exchanges = await self._talk(ethos, who)
        day, organization = self._wiring.day(ethos, person), ethos.library.organization.id
        self._operator.write(file, transcript(person.id, organization, day, exchanges))

    async def _talk(self, ethos: Wired, who: str) -> tuple[Person, list[Exchange]]:
        person = await somebody(ethos.store, self._operator, who)
        terminal = self._wiring.terminal(ethos, person)
        click.echo(self._operator.says("play.hello", name=person.name))
        return person, await terminal.play(ethos.library, sys.stdin, click.echo)

    def import_people(self, settings: Settings, file: Path) -> None:
        """Bring the rows of a file onto the roster and say what changed and what was wrong."""
        order = self._ordered(settings, "people import", {}, file)
        orders.show(self._wiring.run(order), self._operator)

    def campaign(self, settings: Settings, command: str, words: Mapping[str, str]) -> None:
        """Carry out an order about campaigns and print what it says."""
        order = self._ordered(settings, f"campaign {command}", words)
        orders.show(self._wiring.run(order), self._operator)

    def feedback(self, settings: Settings) -> None:
        """List what was released of answers without a name."""
        orders.show(self._wiring.run(self._ordered(settings, "feedback list", {})), self._operator)

    def register(self, settings: Settings, command: str, file: Path | None, out: Path | None) -> None:
        """Carry out an order about what officials write, and print or write what it says."""
        order = self._ordered(settings, command, {}, file)
        orders.show(self._wiring.run(order), self._operator, out)

    def selfassessment(self, settings: Settings, words: Mapping[str, str], out: Path | None) -> None:
        """Draft a self-assessment of the organization, keep it, or print a kept one again."""
        order = self._ordered(settings, "selfassessment", words)
        orders.show(self._wiring.run(order), self._operator, out)

    def report(self, settings: Settings, words: Mapping[str, str], out: Path | None) -> None:
        """Print or write the counts of a period."""
        # A period that nobody understands makes no data folder.
        operations.period_named(self._operator, words["period"])
        orders.show(self._wiring.run(self._ordered(settings, "report", words)), self._operator, out)

    def recommendations(self, settings: Settings, words: Mapping[str, str], out: Path | None) -> None:
        """Print or write the page for the deputy head."""
        order = self._ordered(settings, "recommendations", words)
        orders.show(self._wiring.run(order), self._operator, out)

    def scenario(self, settings: Settings, command: str, words: Mapping[str, str]) -> None:
        """List scenarios, or print one as a file."""
        orders.show(self._wiring.run(self._ordered(settings, command, words)), self._operator)

    async def _ordered(
        self, settings: Settings, command: str, words: Mapping[str, str], file: Path | None = None
    ) -> orders.Printed:
        """Have the `serve` that holds the data folder carry out a command; when there is none, do it here."""
        content = await asyncio.to_thread(file.read_bytes) if file else b""
        order = orders.Order(command, self._operator.language, settings.organization, words, content)
        if not settings.database:
            printed = await ask(settings.data, order, self._operator)
            if printed is not None:
                return printed
        async with self._wiring.opened(settings) as ethos:
            return await operations.perform(self._wiring.means(ethos), self._operator, order)

    def check(self, path: Path, language: Language, *, seal: bool) -> None:
        """Check content, seal it if asked and sound, and say everything at once."""
        check_content(self._operator.speaking(language), path, seal=seal)

    def back_up(self, settings: Settings, out: Path) -> None:
        """Copy the data folder into one file, also while a `serve` uses it."""
        self._wiring.run(self._wiring.copies.back_up(settings, out))

    def restore(self, settings: Settings, file: Path) -> None:
        """Make a data folder from a backup."""
        self._wiring.run(self._wiring.copies.restore(settings, file))

    def migrate(self, data: Path, to: str) -> None:
        """Bring a data folder into a database."""
        self._wiring.run(self._wiring.copies.migrate(data, to))
