"""The one place where choices are made: settings, adapters, wiring, and the command line."""

import asyncio
import importlib
import os
import secrets
import sys
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click
import orjson
from aiohttp import ClientSession, web

from bot.cards import adaptive
from bot.commandline import Settings, commands
from bot.counting import Look, counts
from bot.local.chat import LocalChat
from bot.local.messenger import PageMessenger
from bot.local.page import routes
from bot.local.sessions import Session
from bot.local.terminal import ADDRESS, Exchange, Inbox, Terminal, transcript
from bot.operator import Operator, log_to_standard_error
from bot.teams.connector import open_session
from bot.turn import Turns
from bot.web import Door, application, readiness, until_stopped
from content import checks
from content.loader import ContentBroken, load
from content.model import Language, Library
from dialogs.people import Person
from dialogs.surroundings import local_day
from reports.participation import Dimension
from reports.periods import PeriodUnknown, parse
from reports.rendering import as_csv, as_json, as_text
from reports.snapshots import SnapshotUnreadable
from scheduler.beat import Beat
from scheduler.channels import Channels, Later
from scheduler.ports import Elsewhere, Messenger, Outcome, Refused, Retry, Sent, Uncertain
from scheduler.ticker import Ticker
from scheduler.zones import OldZoneRules, rules_version, use_packaged_rules
from storage.folder import FolderRefused
from storage.keys import FolderKeys, MemoryKeys
from storage.memory import open_memory
from storage.ports import Keys, NotSaved, Store
from storage.roster import Roster, read_roster
from storage.tiny import open_tiny

CONTENT = Path(__file__).with_name("content")


@dataclass(frozen=True, slots=True)
class Ethos:
    """Everything that runs, wired over one store."""

    library: Library
    store: Store
    keys: Keys
    turns: Turns


def now() -> datetime:
    """Return the instant; nothing else in the program reads the clock."""
    return datetime.now(UTC)


def run(operator: Operator, work: Coroutine[Any, Any, None]) -> None:
    """Run a command; what can go wrong with folders, content and the disk is one sentence."""
    try:
        use_packaged_rules()
        asyncio.run(work)
    except ContentBroken as broken:
        operator.faults(broken.faults)
        raise operator.refuses("content.broken") from None
    except FolderRefused as refused:
        raise operator.refuses(f"folder.{refused.reason}", **refused.values) from None
    except NotSaved:
        raise operator.refuses("folder.not-saved") from None
    except OldZoneRules as old:
        work.close()
        raise operator.refuses("zones.old", found=old.found, oldest=old.oldest) from None
    except SnapshotUnreadable:
        raise operator.refuses("report.kept-unreadable") from None
    except OSError as error:
        raise (operator.of_system(error) or error) from None


# Wiring -------------------------------------------------------------------------------------------


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Ethos]:
    """Open the data folder of local mode and wire everything over it; the demo roster fills an empty one."""
    library = load(CONTENT, settings.organization)
    keys = FolderKeys(settings.keys, os.urandom, data=settings.data)
    async with await open_tiny(settings.data, mark="local") as tiny:
        yield await wired(library, tiny.store, keys)


async def wired(library: Library, store: Store, keys: Keys) -> Ethos:
    """Wire everything over a store; an empty roster is filled with the one the organization ships."""
    if not await store.people.everyone():
        await store.people.bring_in(_roster_of(library).people)
    return Ethos(library, store, keys, Turns(library, store, keys, now, os.urandom))


def _roster_of(library: Library) -> Roster:
    """Read the roster that ships with an organization, if one does."""
    file = CONTENT / "organizations" / library.organization.id / "people.csv"
    return read_people(file, library) if file.exists() else Roster((), ())


def read_people(file: Path, library: Library) -> Roster:
    """Read a roster file against the organization's units."""
    return read_roster(file.read_bytes(), frozenset(unit.id for unit in library.organization.units))


def beat(ethos: Ethos, messenger: Messenger, served: frozenset[str]) -> Beat:
    """Return what happens when the clock says "now", with the channels that this process serves."""
    organization = ethos.library.organization
    return Beat(ethos.store, messenger, now, organization, opening=ethos.turns.opening, served=served)


async def _serve(operator: Operator, settings: Settings, host: str, port: int, tick_seconds: float) -> None:
    async with opened(settings) as ethos, open_session() as http:
        draw = partial(adaptive.card, ethos.library)
        session = Session(secrets.token_urlsafe(24))
        chat = LocalChat(ethos.turns, ethos.store.people, ethos.library, session, draw)
        page = PageMessenger[Outcome](ethos.turns, chat, Sent, Refused, Elsewhere)
        teams = asyncio.create_task(_teams(ethos, http))

        async def door() -> Door:
            return (await asyncio.shield(teams))[0]

        async def by_teams() -> Messenger:
            return (await asyncio.shield(teams))[1]

        channels = Channels(ethos.store.people, {"local": page, "teams": Later(by_teams)})
        app = application(door, readiness(ethos.store, ethos.keys, rules_version), routes(chat))
        app.on_shutdown.append(lambda _: _closed(chat))
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=5)
        await runner.setup()
        site = web.TCPSite(runner, host, port)
        try:
            await site.start()
        except OSError:
            await runner.cleanup()
            raise operator.refuses("serve.port-taken", 2, port=str(port)) from None
        beats = beat(ethos, channels, channels.served)
        ticker = Ticker(tick_seconds, beats)
        ticker.start()
        bound = runner.addresses[0][1]
        click.echo(operator.says("serve.address", address=f"http://127.0.0.1:{bound}/?key={session.key}"))
        await until_stopped()
        beats.stop()
        # Together, so that the slowest message and the slowest visitor end within ten seconds.
        await asyncio.gather(ticker.stop(grace_seconds=5), runner.cleanup())
        teams.cancel()


async def _closed(chat: LocalChat) -> None:
    chat.close()


async def _teams(ethos: Ethos, http: ClientSession) -> tuple[Door, Messenger]:
    """Make the Bot Framework door and its messenger, importing the SDK beside the running server."""
    door, messenger, urls = [
        await asyncio.to_thread(importlib.import_module, f"bot.teams.{name}")
        for name in ("door", "messenger", "service_urls")
    ]
    parts = (ethos.turns, partial(adaptive.card, ethos.library), ethos.store.people, ethos.library.sentences)
    common = {"session": http, "allowed": urls.loopback, "clock": now}
    outcomes = messenger.Outcomes(Sent, Refused, Retry, Uncertain, Elsewhere)
    return door.Door(*parts, **common), messenger.TeamsMessenger(*parts, **common, outcomes=outcomes)


# Commands -----------------------------------------------------------------------------------------


class Commands:
    """What each command does, wired; meets `bot.commandline.Actions`."""

    def __init__(self, operator: Operator) -> None:
        """Take who is spoken to."""
        self._operator = operator

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
        person = await self._somebody(ethos.store, who)
        inbox = Inbox[Outcome](ethos.turns, person.id, Sent, Refused, Elsewhere)
        beats = beat(ethos, inbox, frozenset({ADDRESS.channel}))
        terminal = Terminal(ethos.turns, ethos.store, person.id, inbox, beats)
        click.echo(self._operator.says("play.hello", name=person.name))
        return person, await terminal.play(ethos.library, sys.stdin, click.echo)

    async def _somebody(self, store: Store, who: str) -> Person:
        """Find a person by id, by e-mail, or by the only name that contains the words."""
        everyone = await store.people.everyone()
        exact = [person for person in everyone if who.casefold() in (person.id, person.email.casefold())]
        found = exact or [person for person in everyone if who.casefold() in person.name.casefold()]
        if len(found) != 1:
            raise self._operator.refuses("play.who", 2, found=len(found))
        return found[0]

    def import_people(self, settings: Settings, file: Path) -> None:
        """Bring the rows of a file onto the roster and say what changed and what was wrong."""
        run(self._operator, self._imported(settings, file))

    async def _imported(self, settings: Settings, file: Path) -> None:
        says = self._operator.says
        async with opened(settings) as ethos:
            roster = read_people(file, ethos.library)
            changes = await ethos.store.people.bring_in(roster.people)
            sizes = {name: len(getattr(changes, name)) for name in ("added", "changed", "same", "absent")}
            click.echo(says("import.done", **sizes))
        for fault in roster.faults:
            reason = says(f"import.{fault.reason}")
            click.echo(
                says("import.fault", line=str(fault.line), column=fault.column, reason=reason), err=True
            )
        if roster.faults:
            raise self._operator.refuses("import.faults", count=len(roster.faults))

    def report(self, settings: Settings, period: str, by: str, kind: str, out: Path | None) -> None:
        """Print or write the counts of a period."""
        run(self._operator, self._reported(settings, period, Dimension(by), kind, out))

    async def _reported(
        self, settings: Settings, words: str, by: Dimension, kind: str, out: Path | None
    ) -> None:
        try:
            period = parse(words)
        except PeriodUnknown:
            raise self._operator.refuses("report.period-unknown", 2) from None
        async with opened(settings) as ethos:
            zone = ZoneInfo(ethos.library.organization.time_zone)
            look = Look(os.urandom(16).hex(), "operator", now(), zone)
            (report,) = await counts(ethos.store, ethos.library, period, (by,), look)
            match kind:
                case "json":
                    written = orjson.dumps(as_json(report), option=orjson.OPT_INDENT_2).decode() + "\n"
                case "csv":
                    written = as_csv(report, ethos.library)
                case _:
                    written = as_text(report, ethos.library, self._operator.language)
        if out is None:
            click.echo(written, nl=False)
        else:
            self._operator.write(out, written)

    def check(self, path: Path, language: Language, *, seal: bool) -> None:
        """Check content, seal it if asked and sound, and say everything at once."""
        speaker = self._operator.speaking(language)
        found = checks.check(path)
        speaker.faults((*found.faults, *found.warnings))
        if found.faults:
            raise speaker.refuses("check.faults", count=len(found.faults))
        if found.warnings:
            click.echo(speaker.says("check.warnings", count=len(found.warnings)), err=True)
        click.echo(speaker.says("check.clean", count=len(found.organizations)))
        if seal:
            click.echo(speaker.says("check.sealed", count=checks.seal(path)))


def main() -> None:
    """Run the command line."""
    log_to_standard_error()
    operator = Operator(CONTENT, os.environ)
    commands(operator, Commands(operator), CONTENT)()


if __name__ == "__main__":
    main()
