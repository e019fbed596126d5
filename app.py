"""The one place where choices are made: settings, adapters, wiring, and the command line."""

import asyncio
import gc
import os
import secrets
import sys
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import click
from aiohttp import ClientSession

from bot.cards import drawn
from bot.command import cores, doctor, operations, orders
from bot.command.commandline import commands
from bot.command.commands import Commands, Wiring
from bot.command.control import answering
from bot.command.copies import Copies, Tools
from bot.command.doctor import LOCAL, TEAMS
from bot.command.operator import Operator, log_to_standard_error
from bot.command.options import RATE, Serving, Settings
from bot.command.simulation.command import Parts
from bot.counting import Look, publish
from bot.local.messenger import PageMessenger
from bot.local.page import routes
from bot.local.served import local_chat, of_teams
from bot.local.terminal import ADDRESS, Inbox, Terminal
from bot.meters import REFUSALS, Measured
from bot.metrics import Counts, Metrics, Sources, key_of, metrics_route
from bot.roles import Roles, mapped
from bot.team_chats.talk import Talk
from bot.teams import late
from bot.teams.clouds import NAMES
from bot.teams.wire.connector import open_session
from bot.turn import Clock, Given, Turns
from bot.web import PortTaken, application, from_this_machine, listening, readiness, stopped
from content.loader import ContentBroken, load
from content.model import Library
from dialogs.people import Person, Role
from dialogs.surroundings import local_day
from scheduler.ahead import Ahead
from scheduler.beat import Beat
from scheduler.channels import Channels, Later
from scheduler.pace import Floor, Pacer, alone, hurried, paced
from scheduler.ports import Elsewhere, Messenger, Outcome, Refused, Retry, Sent, Uncertain
from scheduler.rehearsal import Rehearsal
from scheduler.releases import Releases
from scheduler.ticker import Ticker
from scheduler.zones import OLDEST, OldZoneRules, found_version, rules_version, use_packaged_rules
from storage.embedded.backup import copy_out, restore
from storage.folder import FolderRefused
from storage.keys import FolderKeys, MemoryKeys
from storage.looking import archives_with_keys, look_at_data, look_at_keys
from storage.mailbox import Mailbox
from storage.memory import open_memory
from storage.opening import look_at_database, looked_at, mark_of, move_store, open_store, reopen
from storage.ports import Backlog, Keys, NotSaved, Store, Unavailable
from storage.roster import read_roster, shipped, units_of
from storage.team_sessions import TeamSessions
from storage.tiny import TinyStore

CONTENT = Path(__file__).with_name("content")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Ethos:
    """Everything that runs, wired over one store."""

    library: Library
    store: Store
    keys: Keys
    turns: Turns
    files: TinyStore | None = None
    backlog: Callable[[], Backlog] | None = None
    floor: Floor = alone
    talk: Talk | None = None


def now() -> datetime:
    """Return the instant; nothing else in the program reads the clock."""
    return datetime.now(UTC)


HERE: Given = (now, os.urandom)


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
async def opened(
    settings: Settings, mark: str | None = None, roles: Callable[[dict[Role, str]], Roles] | None = None
) -> AsyncIterator[Ethos]:
    """Open data and wire everything over them. Without a `mark` they are opened for whom they serve."""
    library = load(CONTENT, settings.organization)
    keys = FolderKeys(settings.keys, os.urandom, data=settings.data)
    fresh = TEAMS if os.environ.get("ETHOS_APP_ID") else LOCAL
    mark = mark or await mark_of(settings.data, settings.database) or fresh
    async with await open_store(settings.data, settings.database, mark=mark, timer=time.monotonic) as medium:
        files = medium if isinstance(medium, TinyStore) else None
        # In local mode the roster that ships with the organization fills an empty one.
        if mark == LOCAL and not await medium.store.people.everyone():
            await medium.store.people.bring_in(shipped(CONTENT, library))
        who = roles and roles(dict(mapped(library.organization)))
        wired = partial(Ethos, library, medium.store, keys, turns_over(library, medium.store, keys, who))
        talk = talk_over(library, medium.store, keys, who)
        yield wired(files, medium.backlog, medium.floor, talk)


async def passing(organization: str) -> Ethos:
    """Wire everything over nothing: what is kept is gone at the end."""
    library, store, keys = load(CONTENT, organization), open_memory(), MemoryKeys(os.urandom)
    await store.people.bring_in(shipped(CONTENT, library))
    return Ethos(library, store, keys, turns_over(library, store, keys, None))


def turns_over(library: Library, store: Store, keys: Keys, roles: Roles | None, given: Given = HERE) -> Turns:
    """Wire the turns with what looks ahead."""
    whose, (clock, random) = library.organization, given
    turns = partial(Turns, library, store, keys, clock, random, roles=roles)
    ahead, plans = Ahead(store, whose, library.checklists, clock), Rehearsal(store, whose, clock)
    return turns(ahead=ahead, plans=plans, mailbox=Mailbox(store.slots, keys, os.urandom))


def talk_over(library: Library, store: Store, keys: Keys, roles: Roles | None) -> Talk:
    """Wire the sessions of teams."""
    return Talk(library, store, keys, TeamSessions(store.ledger, keys, os.urandom), given=HERE, roles=roles)


def means(ethos: Ethos) -> orders.Means:
    """Return what commands work with, here or for others while this process serves."""
    zone = ZoneInfo(ethos.library.organization.time_zone)
    return orders.Means(
        ethos.store,
        ethos.library,
        look=lambda: Look(os.urandom(16).hex(), "operator", now(), zone),
        read=partial(read_roster, units=units_of(ethos.library)),
        seal=ethos.files.seal if ethos.files else None,
        plans=Rehearsal(ethos.store, ethos.library.organization, now),
    )


def beat(
    ethos: Ethos, messenger: Messenger, served: frozenset[str], pacer: Pacer, clock: Clock = now
) -> Beat:
    """Return what happens when the clock says "now", with the channels that this process serves."""
    wired = partial(
        Beat, ethos.store, messenger, clock, ethos.library.organization, served=served, pacer=pacer
    )
    freeze, lists = partial(publish, ethos.store, ethos.library), ethos.library.checklists
    mailbox = Mailbox(ethos.store.slots, ethos.keys, os.urandom)
    releases = Releases(ethos.store, mailbox, ethos.library, os.urandom, pacer.has_floor)
    return wired(
        opening=ethos.turns.opening,
        publish=freeze,
        checklists=lists,
        releases=releases,
        rounds=ethos.talk.rounds if ethos.talk else None,
    )


def terminal(ethos: Ethos, person: Person) -> Terminal:
    """Wire the terminal of one person, whose clock ticks once after each turn."""
    inbox = Inbox[Outcome](ethos.turns, person.id, Sent, Refused, Elsewhere)
    beats = beat(ethos, inbox, frozenset({ADDRESS.channel}), paced(RATE, time.monotonic, ethos.floor))
    return Terminal(ethos.turns, ethos.store, person.id, inbox, beats)


async def serve(operator: Operator, settings: Settings, serving: Serving) -> None:
    """Serve until stopped: Teams where an app id is set, this machine alone elsewhere."""
    counts, key = Counts(REFUSALS), key_of(operator, serving.channel)
    async with AsyncExitStack() as until:
        http = await until.enter_async_context(open_session())
        tenancy = await until.enter_async_context(late.tenancy(operator, serving.channel, http, now))
        mark, roles = (TEAMS, tenancy.roles) if tenancy else (LOCAL, None)
        ethos = await until.enter_async_context(opened(settings, mark, roles))
        perform, held = partial(operations.perform, means(ethos), operator), settings.held
        await until.enter_async_context(answering(held, perform, operator, user=os.geteuid()))
        channel = asyncio.create_task(channel_of(ethos, http, counts, tenancy))
        until.push_async_callback(late.close, channel)
        page = Measured(ethos.turns, counts, "local", time.monotonic), ethos.store.people, ethos.library
        chat = None if tenancy else local_chat(*page, secrets.token_urlsafe(24))
        messengers: dict[str, Messenger] = {"teams": Later(partial(late.part, channel, "messenger"))}
        if chat is None:
            await channel  # Nobody waits for a page here, and what is wrong is to be told before.
        else:
            messengers["local"] = PageMessenger[Outcome](ethos.turns, chat, Sent, Refused, Elsewhere)
        channels, served = Channels(ethos.store.people, messengers), frozenset(messengers)
        beats = beat(ethos, channels, served, paced(serving.send_rate, time.monotonic, ethos.floor))
        sources, words = Sources(ethos.store.deliveries, ethos.backlog), ethos.library.sentences
        figures = metrics_route(Metrics(counts, sources, words, time.monotonic), key, open=chat is not None)
        app = application(
            partial(late.part, channel, "door"),
            readiness(ethos.store, ethos.keys, rules_version, ethos.files.damaged if ethos.files else None),
            [*(routes(chat, teams=of_teams(ethos.talk, *page[1:], now)) if chat else ()), figures],
            admits=from_this_machine if chat else lambda _: True,
        )
        app.on_shutdown.extend([chat.leave] if chat else [])
        ticker = Ticker(serving.tick_seconds, beats.look, beats.send)
        gc.freeze()  # What is there now stays; looking through it again and again would cost every turn.
        async with listening(app, serving.host, serving.port) as bound:
            ticker.start()
            address = f"http://{serving.host}:{bound}/" + (f"?key={chat.session.key}" if chat else "")
            stop = stopped()  # Whoever reads the address may stop the program at once.
            click.echo(operator.says("serve.address" if chat else "serve.teams", address=address))
            await stop.wait()
            beats.stop()
            stopping = asyncio.create_task(ticker.stop(grace_seconds=5))  # While visitors leave.
        await stopping


async def channel_of(ethos: Ethos, http: ClientSession, counts: Counts, tenancy: Any) -> Any:
    """Open the channel of the Bot Framework, which reaches the chats of teams there."""
    channel = await late.channel(
        tenancy,
        (Sent, Refused, Retry, Uncertain, Elsewhere),
        turns=Measured(ethos.turns, counts, "teams", time.monotonic),
        draw=partial(drawn.for_teams, ethos.library),
        people=ethos.store.people,
        library=ethos.library,
        session=http,
        clock=now,
        jitter=partial(late.fraction, os.urandom),
        talk=ethos.talk,
        meters=counts,
    )
    if ethos.talk:
        ethos.talk.serve("teams", channel.chats)
    return channel


# The command line ---------------------------------------------------------------------------------


def command_line(operator: Operator) -> click.Group:
    """Put the commands together."""
    running = partial(run, operator)
    copies = Copies(operator, Tools(reopen, partial(copy_out, clock=now), restore, move_store))
    serving, here = partial(serve, operator), partial(opened, mark=LOCAL)

    def today(ethos: Ethos, person: Person) -> date:
        return local_day(person, now(), ethos.library.organization.time_zone)

    wiring = Wiring(running, serving, opened, here, passing, means, terminal, today, copies)
    tools = doctor.Instruments(
        registers=partial(late.registers, operator, now), outside=partial(late.outside, operator, now),
        archives_with_keys=archives_with_keys, look_at_database=look_at_database, python=sys.version_info[:2],
        zones=(found_version(), OLDEST), look_at_data=look_at_data, look_at_keys=look_at_keys, run=running,
        clouds=frozenset(NAMES), environment=os.environ, user=os.geteuid(), opened=looked_at, content=CONTENT,
        clock=now,
    )  # fmt: skip
    local, keys = partial(open_store, mark=LOCAL), partial(FolderKeys, random=os.urandom)
    wired, endings = (turns_over, Ethos, beat, hurried), (Sent, Refused, Uncertain)
    parts = Parts(running, now, time.monotonic, partial(load, CONTENT), local, keys, *wired, endings)
    return commands(operator, Commands(operator, wiring), CONTENT, tools, parts)


def main() -> None:
    """Run the command line."""
    gc.set_threshold(10_000)  # What a start makes stays: looking for waste in it costs a quarter of reading.
    cores.none()
    log_to_standard_error()
    command_line(Operator(CONTENT, os.environ))()


if __name__ == "__main__":
    main()
