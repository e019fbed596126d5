"""The command that makes a year to explore: a made-up organization lives in a new folder."""

import gc
import logging
from collections.abc import Callable, Coroutine, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import click
import structlog

from bot.command.operator import Operator
from bot.command.options import Settings, over_a_store
from bot.command.simulation.channel import Channel
from bot.command.simulation.dice import Dice
from bot.command.simulation.roster import LEAST
from bot.command.simulation.year import Clock, World, Year, live, unhurried
from content.model import Library
from dialogs.surroundings import zone_named
from storage.ports import Address

SENTENCES = "simulate.yaml"
ADDRESS = Address("local")
"""Everybody is reached on the local page, so that `serve` goes on where the year ended."""

MOST = 100_000
MOST_DAYS = 1_100
NEWS = 2.0
"""Seconds between two lines about how far the year is."""


@dataclass(frozen=True, slots=True)
class Parts:
    """How app.py puts a bot together, with what is made up here in place of clock, chance and channel.

    `load` reads an organization's words; `open_store` opens a data folder, `keys` the one of keys beside it.
    `turns` takes words, store and keys; `wired` makes of these what `beat` sends for, by the pacer that
    `hurried` makes. `endings` say how a message ends: accepted, refused, or nobody can tell. `timer` counts
    seconds, `instant` tells what time it really is, and `run` carries out a coroutine.
    """

    run: Callable[[Coroutine[Any, Any, Any]], Any]
    instant: Callable[[], datetime]
    timer: Callable[[], float]
    load: Callable[[str], Library]
    open_store: Callable[..., Coroutine[Any, Any, AbstractAsyncContextManager[Any]]]
    keys: Callable[..., Any]
    turns: Callable[..., Any]
    wired: Callable[..., Any]
    beat: Callable[..., Any]
    hurried: Callable[[], Any]
    endings: tuple[Callable[[str], Any], Callable[[str], Any], Callable[[str], Any]]


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for: how many people, from which day on, how many days, and where chance begins."""

    settings: Settings
    people: int
    days: int
    seed: int
    last: date | None


@dataclass(slots=True)
class Progress:
    """How far the year is."""

    operator: Operator
    timer: Callable[[], float]
    people: int
    last: date
    facts: int = 0
    day: date | None = None
    begun: float = field(init=False)
    said: float = field(init=False)

    def __post_init__(self) -> None:
        """Begin to count."""
        self.begun = self.said = self.timer()

    def __call__(self, day: date, facts: int) -> None:
        """Count a day, and say it now and then, and at the end."""
        self.day, self.facts = day, self.facts + facts
        moment = self.timer()
        if moment - self.said >= NEWS or day == self.last:
            self.said = moment
            click.echo(self.says("simulate.progress"), err=True)

    def says(self, sentence: str) -> str:
        """Say a sentence about it."""
        day = self.day.isoformat() if self.day else "—"
        seconds = int(self.timer() - self.begun)
        return self.operator.says(sentence, day=day, people=self.people, facts=self.facts, seconds=seconds)


def add_commands(group: click.Group, operator: Operator, parts: Parts) -> None:
    """Add `simulate`."""
    speaker = operator.knowing(SENTENCES)
    says = speaker.says

    @group.command(help=says("help.simulate"))
    @click.option(
        "--people",
        type=click.IntRange(LEAST, MOST),
        default=300,
        show_default=True,
        help=says("help.people-made-up"),
    )
    @click.option(
        "--days", type=click.IntRange(1, MOST_DAYS), default=365, show_default=True, help=says("help.days")
    )
    @click.option("--seed", type=int, default=1, show_default=True, help=says("help.seed"))
    @click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help=says("help.until"))
    @over_a_store(operator)
    def simulate(settings: Settings, people: int, days: int, seed: int, until: datetime | None) -> None:
        last = until.date() if until else None
        carry_out(speaker, parts, Order(settings, people, days, seed, last))


def carry_out(operator: Operator, parts: Parts, order: Order) -> None:
    """Make the folder and live in it; whoever interrupts keeps the days that were lived."""
    settings = order.settings
    if settings.database:
        raise operator.refuses("simulate.database", 2)
    if _used(settings.data):
        raise operator.refuses("simulate.folder-used", 1, folder=str(settings.data))
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    library = unhurried(parts.load(settings.organization))
    last = order.last or _yesterday(parts.instant(), library)
    progress = Progress(operator, parts.timer, order.people, last)
    try:
        parts.run(_lived(parts, order, library, last, progress))
    except KeyboardInterrupt:
        raise operator.refuses("simulate.stopped", 1, **_lived_until(progress, settings.data)) from None
    click.echo(operator.says("simulate.done", **_lived_until(progress, settings.data)))


def _lived_until(progress: Progress, data: Path) -> Mapping[str, str | int]:
    day = progress.day.isoformat() if progress.day else "—"
    return {"day": day, "facts": progress.facts, "people": progress.people, "folder": str(data)}


def _used(folder: Path) -> bool:
    """Tell whether a folder holds anything; what is no folder is refused by whoever opens it."""
    return folder.is_dir() and any(folder.iterdir())


def _yesterday(now: datetime, library: Library) -> date:
    zone = zone_named(library.organization.time_zone)
    return now.astimezone(zone).date() - timedelta(days=1)


async def _lived(parts: Parts, order: Order, library: Library, last: date, progress: Progress) -> None:
    """Wire everything over a new folder, and live. Ids come from the seed; keys never do."""
    gc.freeze()
    gc.set_threshold(10_000)
    settings, dice = order.settings, Dice(str(order.seed))
    first = last - timedelta(days=order.days - 1)
    clock = Clock(first)
    keys = parts.keys(settings.keys, data=settings.data)
    async with await parts.open_store(settings.data, None) as medium:
        store = medium.store
        turns = parts.turns(library, store, keys, None, (clock, dice.of("ids").drawn))
        channel = Channel(turns, dice.of("channel"), *parts.endings)
        ethos, served = parts.wired(library, store, keys, turns), frozenset({ADDRESS.channel})
        beats = parts.beat(ethos, channel, served, parts.hurried(), clock)
        year = Year(World(library, store, turns, beats, clock), order.people, (first, last), dice, ADDRESS)
        channel.came.append(year.came)

        async def told(today: date) -> None:
            progress(today, len(tuple(await store.ledger.facts(today, today))))

        await live(year, first, order.days, told)
