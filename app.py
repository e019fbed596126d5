"""The one place where choices are made: settings, adapters, wiring, and the command line."""

import asyncio
import importlib
import os
import secrets
import sys
from collections.abc import AsyncIterator, Coroutine, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import click
from aiohttp import ClientSession

from bot import operations
from bot.cards import drawn
from bot.commandline import Settings, commands
from bot.control import answering, ask
from bot.copies import Copies, Tools
from bot.counting import Look, publish
from bot.local.chat import LocalChat
from bot.local.messenger import PageMessenger
from bot.local.page import routes
from bot.local.sessions import Session
from bot.local.terminal import ADDRESS, Exchange, Inbox, Terminal, transcript
from bot.operator import Operator, log_to_standard_error
from bot.teams.connector import open_session
from bot.turn import Turns
from bot.web import Door, PortTaken, application, listening, readiness, until_stopped
from content.loader import ContentBroken, load
from content.model import Language, Library
from dialogs.people import Person
from dialogs.surroundings import local_day
from scheduler.beat import Beat
from scheduler.channels import Channels, Later
from scheduler.ports import Elsewhere, Messenger, Outcome, Refused, Retry, Sent, Uncertain
from scheduler.ticker import Ticker
from scheduler.zones import OldZoneRules, rules_version, use_packaged_rules
from storage.embedded.backup import copy_out, restore
from storage.folder import FolderRefused
from storage.keys import FolderKeys, MemoryKeys
from storage.memory import open_memory
from storage.opening import move_store, open_store
from storage.ports import Keys, NotSaved, Store, Unavailable
from storage.roster import Roster, read_roster
from storage.tiny import TinyStore, open_tiny

MARK = "local"
"""Whom the data serve; those of local mode are never used for others."""

CONTENT = Path(__file__).with_name("content")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Ethos:
    """Everything that runs, wired over one store."""

    library: Library
    store: Store
    keys: Keys
    turns: Turns
    files: TinyStore | None


def now() -> datetime:
    """Return the instant; nothing else in the program reads the clock."""
    return datetime.now(UTC)


def jitter() -> float:
    """Return a number from 0 up to 1, so that what is tried again is not tried by all at once."""
    return int.from_bytes(os.urandom(4), "big") / 2**32


def run(operator: Operator, work: Coroutine[Any, Any, T]) -> T:
    """Run a command; what can go wrong with folders, content and the disk is one sentence."""
    try:
        use_packaged_rules()
        return asyncio.run(work)
    except ContentBroken as broken:
        operator.faults(broken.faults)
        raise operator.refuses("content.broken") from None
    except FolderRefused as refused:
        raise operator.refuses(f"folder.{refused.reason}", **refused.values) from None
    except NotSaved:
        raise operator.refuses("folder.not-saved") from None
    except Unavailable:
        raise operator.refuses("database.away") from None
    except PortTaken as taken:
        raise operator.refuses("serve.port-taken", 2, port=str(taken)) from None
    except OldZoneRules as old:
        work.close()
        raise operator.refuses("zones.old", found=old.found, oldest=old.oldest) from None
    except OSError as error:
        raise (operator.of_system(error) or error) from None


# Wiring -------------------------------------------------------------------------------------------


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Ethos]:
    """Open the data of local mode and wire everything over them; the demo roster fills an empty one."""
    library = load(CONTENT, settings.organization)
    keys = FolderKeys(settings.keys, os.urandom, data=settings.data)
    async with await open_store(settings.data, settings.database, mark=MARK) as medium:
        files = medium if isinstance(medium, TinyStore) else None
        yield await wired(library, medium.store, keys, files)


async def wired(library: Library, store: Store, keys: Keys, files: TinyStore | None = None) -> Ethos:
    """Wire everything over a store; an empty roster is filled with the one the organization ships."""
    if not await store.people.everyone():
        await store.people.bring_in(_roster_of(library).people)
    return Ethos(library, store, keys, Turns(library, store, keys, now, os.urandom), files)


def _roster_of(library: Library) -> Roster:
    """Read the roster that ships with an organization, if one does."""
    file = CONTENT / "organizations" / library.organization.id / "people.csv"
    return read_roster(file.read_bytes(), units_of(library)) if file.exists() else Roster((), ())


def units_of(library: Library) -> frozenset[str]:
    """Return the ids of the organization's units, against which a staff list is read."""
    return frozenset(unit.id for unit in library.organization.units)


def means(ethos: Ethos) -> operations.Means:
    """Return what commands work with, here or for others while this process serves."""
    zone = ZoneInfo(ethos.library.organization.time_zone)
    return operations.Means(
        ethos.store,
        ethos.library,
        look=lambda: Look(os.urandom(16).hex(), "operator", now(), zone),
        read=partial(read_roster, units=units_of(ethos.library)),
        seal=ethos.files.seal if ethos.files else None,
    )


def beat(ethos: Ethos, messenger: Messenger, served: frozenset[str]) -> Beat:
    """Return what happens when the clock says "now", with the channels that this process serves."""
    opening, freeze = ethos.turns.opening, partial(publish, ethos.store, ethos.library)
    whose, lists = ethos.library.organization, ethos.library.checklists
    return Beat(
        ethos.store, messenger, now, whose, opening=opening, served=served, publish=freeze, checklists=lists
    )


async def _serve(operator: Operator, settings: Settings, host: str, port: int, tick_seconds: float) -> None:
    async with opened(settings) as ethos, open_session() as http, commands_of(operator, settings, ethos):
        draw = partial(drawn.for_page, ethos.library)
        session = Session(secrets.token_urlsafe(24))
        chat = LocalChat(ethos.turns, ethos.store.people, ethos.library, session, draw)
        page = PageMessenger[Outcome](ethos.turns, chat, Sent, Refused, Elsewhere)
        teams = asyncio.create_task(_teams(ethos, http))

        async def door() -> Door:
            return (await asyncio.shield(teams))[0]

        async def by_teams() -> Messenger:
            return (await asyncio.shield(teams))[1]

        channels = Channels(ethos.store.people, {"local": page, "teams": Later(by_teams)})
        damaged = ethos.files.damaged if ethos.files else lambda: 0
        checks = readiness(ethos.store, ethos.keys, rules_version, damaged)
        app = application(door, checks, routes(chat))
        app.on_shutdown.append(chat.leave)
        beats = beat(ethos, channels, channels.served)
        ticker = Ticker(tick_seconds, beats)
        async with listening(app, host, port) as bound:
            ticker.start()
            address = f"http://127.0.0.1:{bound}/?key={session.key}"
            click.echo(operator.says("serve.address", address=address))
            await until_stopped()
            beats.stop()
            # Beside the leaving visitors, so that the slowest message and the slowest visitor end together.
            stopping = asyncio.create_task(ticker.stop(grace_seconds=5))
        await stopping
        teams.cancel()


def commands_of(operator: Operator, settings: Settings, ethos: Ethos) -> AbstractAsyncContextManager[None]:
    """Answer the commands of whoever runs this process, which holds a folder; nobody holds a database."""
    if settings.database:
        return nullcontext()
    return answering(
        settings.data, partial(operations.perform, means(ethos), operator), operator, user=os.geteuid()
    )


async def _teams(ethos: Ethos, http: ClientSession) -> tuple[Door, Messenger]:
    """Make the Bot Framework door and its messenger, importing the SDK beside the running server."""
    channel = await asyncio.to_thread(importlib.import_module, "bot.teams.channel")
    draw = partial(drawn.for_teams, ethos.library)
    parts = channel.Parts(
        ethos.turns, draw, ethos.store.people, ethos.library, session=http, clock=now, jitter=jitter
    )
    opened = channel.local(parts, channel.Outcomes(Sent, Refused, Retry, Uncertain, Elsewhere))
    return opened.door, opened.messenger


# Commands -----------------------------------------------------------------------------------------


class Commands:
    """What each command does, wired; meets `bot.commandline.Actions`."""

    def __init__(self, operator: Operator) -> None:
        """Take who is spoken to."""
        self._operator = operator
        copy = partial(copy_out, clock=now)
        move = partial(move_store, mark=MARK)
        self._copies = Copies(operator, Tools(partial(open_tiny, mark=MARK), copy, restore, move))

    def serve(self, settings: Settings, host: str, port: int, tick_seconds: float) -> None:
        """Serve the page and the Bot Framework door until stopped."""
        run(self._operator, _serve(self._operator, settings, host, port, tick_seconds))

    def play(self, settings: Settings, who: str, file: Path | None) -> None:
        """Talk in the terminal; a transcript starts from nothing and leaves nothing."""
        run(self._operator, self._recorded(settings, who, file) if file else self._kept(settings, who))

    async def _kept(self, settings: Settings, who: str) -> None:
        async with opened(settings) as ethos:
            await self._talk(ethos, who)

    async def _recorded(self, settings: Settings, who: str, file: Path) -> None:
        library = load(CONTENT, settings.organization)
        ethos = await wired(library, open_memory(), MemoryKeys(os.urandom))
        person, exchanges = await self._talk(ethos, who)
        day = local_day(person, now(), library.organization.time_zone)
        self._operator.write(file, transcript(person.id, library.organization.id, day, exchanges))

    async def _talk(self, ethos: Ethos, who: str) -> tuple[Person, list[Exchange]]:
        person = await operations.somebody(ethos.store, self._operator, who)
        inbox = Inbox[Outcome](ethos.turns, person.id, Sent, Refused, Elsewhere)
        beats = beat(ethos, inbox, frozenset({ADDRESS.channel}))
        terminal = Terminal(ethos.turns, ethos.store, person.id, inbox, beats)
        click.echo(self._operator.says("play.hello", name=person.name))
        return person, await terminal.play(ethos.library, sys.stdin, click.echo)

    def import_people(self, settings: Settings, file: Path) -> None:
        """Bring the rows of a file onto the roster and say what changed and what was wrong."""
        operations.show(
            run(self._operator, self._ordered(settings, "people import", {}, file)), self._operator
        )

    def report(self, settings: Settings, period: str, by: str, kind: str, out: Path | None) -> None:
        """Print or write the counts of a period."""
        operations.period_named(
            self._operator, period
        )  # A period that nobody understands makes no data folder.
        words = {"period": period, "by": by, "format": kind}
        operations.show(run(self._operator, self._ordered(settings, "report", words)), self._operator, out)

    async def _ordered(
        self, settings: Settings, command: str, words: Mapping[str, str], file: Path | None = None
    ) -> operations.Printed:
        """Have the `serve` that holds the data folder carry out a command; when there is none, do it here."""
        content = await asyncio.to_thread(file.read_bytes) if file else b""
        order = operations.Order(command, self._operator.language, settings.organization, words, content)
        if not settings.database:
            printed = await ask(settings.data, order, self._operator)
            if printed is not None:
                return printed
        async with opened(settings) as ethos:
            return await operations.perform(means(ethos), self._operator, order)

    def check(self, path: Path, language: Language, *, seal: bool) -> None:
        """Check content, seal it if asked and sound, and say everything at once."""
        operations.check_content(self._operator.speaking(language), path, seal=seal)

    def back_up(self, settings: Settings, out: Path) -> None:
        """Copy the data folder into one file, also while a `serve` uses it."""
        run(self._operator, self._copies.back_up(settings, out))

    def restore(self, settings: Settings, file: Path) -> None:
        """Make a data folder from a backup."""
        run(self._operator, self._copies.restore(settings, file))

    def migrate(self, data: Path, to: str) -> None:
        """Bring a data folder into a database."""
        run(self._operator, self._copies.migrate(data, to))


def main() -> None:
    """Run the command line."""
    log_to_standard_error()
    operator = Operator(CONTENT, os.environ)
    commands(operator, Commands(operator), CONTENT)()


if __name__ == "__main__":
    main()
