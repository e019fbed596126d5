"""Everybody is written to once through kills, throttling, silence and a database that restarts."""

import asyncio
import os
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.conftest import Figure
from tests.scheduler.faults.bot import READY, WORKERS
from tests.scheduler.faults.campaign import Ended, Office, Plan, live_through
from tests.storage.postgres_server import Server, run_sql, running_server

TORTURE = bool(os.environ.get("ETHOS_TORTURE"))
PEOPLE = int(os.environ.get("ETHOS_RECIPIENTS", "100000"))

LONG = Plan(
    people=PEOPLE,
    kills=5,
    rate=200,
    slowest=200,
    latency=0.1,
    speed=10,
    patience=12,
    hangs=2000,
    seconds=3600,
)
SHORT = Plan(
    people=600,
    kills=2,
    rate=120,
    slowest=120,
    latency=0.05,
    speed=200,
    patience=2,
    hangs=200,
    seconds=120,
)
PLAN = LONG if TORTURE else SHORT
"""The connector is full as often however slowly one writes, so the pace is not to slow down for ever."""

SLOWING = replace(PLAN, slowest=0.8 * PLAN.rate)

IN_HAND = WORKERS + READY
"""How many a bot of these tests has taken at most when it is killed: its workers, and what is ready."""

FLAT = 1.1
"""How much more memory the last bot has after three quarters of what is left than after a fifth of it."""


def holds(ended: Ended, plan: Plan, figure: Figure, store: str) -> None:
    """Check the promise: nobody lost, nobody twice, few in doubt and all of them listed."""
    seen = ended.seen
    answers = {status: count / seen["requests"] for status, count in seen["answers"].items()}
    figure(
        f"a campaign on {store}: {plan.people} people, {plan.kills} kills, {ended.seconds:.0f} s, "
        f"{len(ended.lost)} lost, {len(ended.repeated)} repeated, {ended.uncertain} in doubt "
        f"({ended.silent} of them silence), {answers.get('429', 0):.1%} too full, "
        f"{answers.get('503', 0):.1%} broken, at most {seen['fullest']} requests in a second "
        f"of {plan.rate}, memory of the last bot {[size >> 20 for size in ended.memory]} MiB"
    )
    assert seen["faults"] == []
    assert ended.lost == []
    assert ended.repeated == []
    assert ended.untold == [], "what became of it is in everybody's record"
    assert {state for state, _ in ended.states} <= {"delivered", "uncertain"}
    assert 1 <= ended.silent <= ended.uncertain <= plan.kills * IN_HAND + ended.silent
    assert seen["fullest"] <= plan.rate
    assert 0.15 < answers["429"] < 0.25
    assert 0.005 < answers["503"] < 0.04
    assert ended.memory[-1] <= FLAT * ended.memory[0]


async def test_a_campaign_over_a_data_folder_reaches_everybody_once(tmp_path: Path, figure: Figure) -> None:
    ended = await live_through(Office(tmp_path / "data"), PLAN, tmp_path / "log")
    holds(ended, PLAN, figure, "the embedded store")


@pytest.fixture
def database() -> Iterator[Server]:
    """A server of our own, which may be restarted."""
    try:
        with running_server() as running:
            asyncio.run(run_sql(running.url(), "CREATE ROLE ethos LOGIN"))
            asyncio.run(run_sql(running.url(), "CREATE DATABASE office OWNER ethos"))
            yield running
    except LookupError as error:
        pytest.skip(str(error))


async def test_a_campaign_over_a_database_that_restarts_reaches_everybody_once(
    database: Server, tmp_path: Path, figure: Figure
) -> None:
    restarts = 0

    async def restart() -> None:
        nonlocal restarts
        await asyncio.to_thread(database.stop, signal.SIGQUIT)
        database.start()
        restarts += 1

    office = Office(tmp_path / "data", database.url("office", "ethos"))
    ended = await live_through(office, SLOWING, tmp_path / "log", meanwhile=restart)
    assert restarts == 1
    holds(ended, SLOWING, figure, "PostgreSQL, restarted once")
