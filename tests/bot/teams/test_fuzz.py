"""Whatever somebody with a good token makes up, the door answers; nothing fails, leaks, grows or leaves.

`make torture` does 100,000 in this process and 5,000 over HTTP. ETHOS_SEED repeats a run.
"""

import gc
import logging
import os
from collections import Counter
from collections.abc import AsyncIterator, Iterator, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import structlog

from tests.bot.teams import host
from tests.bot.teams.conftest import FakeConnector
from tests.bot.teams.fuzzing import PLANTED, Bender
from tests.bot.teams.hosting import Instant, KeyServer, OverHttp, Reply, Setting, Visitor, outside, program
from tests.bot.teams.traps import watching
from tests.conftest import Figure

TORTURE = bool(os.environ.get("ETHOS_TORTURE"))
MANY = 100_000 if TORTURE else 5_000
OVER_HTTP = 5_000
SEED = int(os.environ.get("ETHOS_SEED", "2026"))
STATUSES = {200, 400, 403}
"""With a good token and over a good connection; the others are the table's."""
MOST_GROWN = 48 * 1024 * 1024
"""Bytes that may be added between the first fifth and the end: people's places, not every activity."""


@dataclass
class Log:
    """What was logged: how often each event, and whether anybody's words were in it."""

    events: Counter[str] = field(default_factory=Counter)
    leaks: list[str] = field(default_factory=list)

    def __call__(self, _logger: Any, _name: str, line: MutableMapping[str, Any]) -> Any:
        self.note(str(line.get("event")), repr(dict(line)))
        raise structlog.DropEvent

    def note(self, event: str, whole: str) -> None:
        self.events[event] += 1
        if (PLANTED in whole or "eyJ" in whole) and len(self.leaks) < 10:
            self.leaks.append(whole)


class Handler(logging.Handler):
    """Hears the libraries, whose every warning here is a fault."""

    def __init__(self, log: Log) -> None:
        super().__init__(logging.WARNING)
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        self._log.note(f"library: {record.name}", self.format(record))


@contextmanager
def listening_to_logs() -> Iterator[Log]:
    """Hear everything that is logged, and keep only counts: a list of it all would look like a leak."""
    log = Log()
    processors = structlog.get_config()["processors"]
    before = processors.copy()
    handler = Handler(log)
    logging.getLogger().addHandler(handler)
    try:
        processors[:] = [log]
        structlog.configure(processors=processors)
        yield log
    finally:
        processors[:] = before
        structlog.configure(processors=processors)
        logging.getLogger().removeHandler(handler)


def resident(process: int | str = "self") -> int:
    gc.collect()
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGESIZE")


@pytest.fixture
def setting(connector: FakeConnector, keys: KeyServer) -> Setting:
    return Setting(keys.openid, (connector.url.removeprefix("http://"),))


@pytest.fixture
async def visitor(setting: Setting, connector: FakeConnector) -> AsyncIterator[Visitor]:
    clock = Instant(datetime(2026, 10, 1, 13, tzinfo=UTC))
    async with host.inside(setting, clock) as bot:
        yield Visitor(bot, clock, connector.url)


async def test_whatever_is_made_up_is_answered_and_nothing_fails_leaks_grows_or_leaves(
    visitor: Visitor, setting: Setting, connector: FakeConnector, figure: Figure
) -> None:
    statuses: Counter[int] = Counter()
    codes: Counter[int] = Counter()
    sizes: list[int] = []
    bender = Bender(SEED, connector.url)
    assert await visitor.comes_in()

    with watching() as watch, listening_to_logs() as log:
        for number, (activity, raw) in enumerate(bender.activities(MANY)):
            if number % (MANY // 10) == 0:
                sizes.append(resident())
            if number % 500 == 0:
                assert await connector.faults() == []
                await connector.clear()
                await connector.holds(*bender.members())
            visitor.clock.now += timedelta(seconds=1)
            reply = await visitor.post(activity, raw)
            statuses[reply.status] += 1
            codes[code(reply)] += 1
    sizes.append(resident())

    grown = sizes[-1] - sizes[2]
    figure(f"fuzz, seed {SEED}: {MANY} activities, {dict(statuses)}, events {dict(log.events)}")
    figure(f"fuzz: {sizes[2] >> 20} MiB resident after a fifth, {grown / 2**20:+.1f} MiB at the end")
    assert set(statuses) <= STATUSES
    assert set(codes) <= {0, 200, 501}
    assert log.leaks == []
    assert not [each for each in log.events if each == "turn.failed" or each.startswith("library")]
    assert {f"{name}:{port}" for name, port in watch.connected} <= here(setting)
    assert watch.asked <= {"127.0.0.1"}
    assert grown < MOST_GROWN
    # A run in which nobody got in would show nothing.
    assert statuses[200] > MANY // 4


@pytest.mark.skipif(not TORTURE, reason="the long form: make torture")
async def test_whatever_is_made_up_is_answered_over_http_too(
    setting: Setting, connector: FakeConnector, keys: KeyServer, tmp_path: Path, figure: Figure
) -> None:
    statuses: Counter[int] = Counter()
    clock = Instant(datetime.now(UTC))
    sizes: list[int] = []
    with program(outside(setting), tmp_path / "log") as (port, process):
        visitor = Visitor(
            OverHttp(f"http://127.0.0.1:{port}/api/messages", keys.session), clock, connector.url
        )
        assert await visitor.comes_in()
        bender = Bender(SEED, connector.url, 500)
        for number, (activity, raw) in enumerate(bender.activities(OVER_HTTP)):
            if number % 500 == 0:
                await connector.clear()
                await connector.holds(*bender.members())
                sizes.append(resident(process))
            clock.now = datetime.now(UTC)
            statuses[(await visitor.post(activity, raw)).status] += 1
        sizes.append(resident(process))

    grown = sizes[-1] - sizes[2]
    figure(f"fuzz over HTTP, seed {SEED}: {OVER_HTTP} activities, {dict(statuses)}")
    figure(
        f"fuzz over HTTP: {sizes[2] >> 20} MiB resident after a fifth, {grown / 2**20:+.1f} MiB at the end"
    )
    assert grown < MOST_GROWN
    assert set(statuses) <= STATUSES
    log = (tmp_path / "log").read_text()
    for word in (PLANTED, "turn.failed", "Traceback", "eyJ"):
        assert word not in log, word


def here(setting: Setting) -> set[str]:
    """Name the only places a connection may go to."""
    return {*setting.service_hosts, setting.openid.split("/")[2]}


def code(reply: Reply) -> int:
    """Return the statusCode inside a body, 0 where there is none."""
    found = reply.body.get("statusCode", 0) if isinstance(reply.body, dict) else 0
    return found if isinstance(found, int) else -1


def test_the_same_seed_bends_the_same() -> None:
    one, other = (list(Bender(7, "http://127.0.0.1:9").activities(300)) for _ in range(2))

    assert [raw for _, raw in one] == [raw for _, raw in other]
    assert len({raw for _, raw in one}) > 290
