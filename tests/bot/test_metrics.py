"""What an operator reads on /metrics, and what nobody can read there."""

import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import aiohttp
import prometheus_client
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.heard import Arrival, Press
from bot.meters import CHANNELS, ENDINGS, UNMETERED, Measured, Meters
from bot.metrics import CONTENT_TYPE, STEPS, STILL, Counts, Metrics, Sources, metrics_route
from bot.web import application, listening
from content.model import Library
from dialogs.facts import Stamped
from dialogs.people import PersonId
from storage.memory import open_memory
from storage.ports import Backlog, DeliveryState, Ledger, Life, NotSaved, Unavailable
from tests.app.program import ROOT
from tests.bot.office import Office
from tests.storage.rows import MARIE, delivery


class Timer:
    """A timer that a test sets."""

    def __init__(self) -> None:
        self.at = 100.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def timer() -> Timer:
    return Timer()


@pytest.fixture
def counts() -> Counts:
    return Counts(frozenset({"service-url", "token"}))


@pytest.fixture
def metrics(counts: Counts, library: Library, timer: Timer) -> Metrics:
    return Metrics(counts, Sources(open_memory().deliveries), library.sentences, timer)


Series = tuple[str, frozenset[tuple[str, str]]]


def series(page: bytes) -> dict[Series, float]:
    """Return every line with its labels, as a Prometheus would read it."""
    families = text_string_to_metric_families(page.decode())
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in families
        for sample in family.samples
    }


def one(page: bytes, name: str, **labels: str) -> float:
    return series(page)[name, frozenset(labels.items())]


async def test_turns_are_counted_by_channel_and_ending(counts: Counts, metrics: Metrics) -> None:
    counts.turned("teams", "answered", 0.003)
    counts.turned("teams", "answered", 0.4)
    counts.turned("teams", "not-saved", 200)
    counts.turned("local", "failed", 2.5)
    page = await metrics.page()
    assert one(page, "ethos_turns_total", channel="teams", ending="answered") == 2
    assert one(page, "ethos_turns_total", channel="teams", ending="not-saved") == 1
    assert one(page, "ethos_turns_total", channel="local", ending="failed") == 1
    assert one(page, "ethos_turn_seconds_bucket", channel="teams", le="0.25") == 1
    assert one(page, "ethos_turn_seconds_bucket", channel="teams", le="1.0") == 2
    assert one(page, "ethos_turn_seconds_bucket", channel="teams", le="60.0") == 2
    assert one(page, "ethos_turn_seconds_bucket", channel="teams", le="+Inf") == 3
    assert one(page, "ethos_turn_seconds_bucket", channel="local", le="2.5") == 1
    assert one(page, "ethos_turn_seconds_count", channel="teams") == 3


async def test_the_sum_of_the_times_tells_no_more_than_the_steps(counts: Counts, metrics: Metrics) -> None:
    for seconds in (0.001, 0.2, 0.9, 61):
        counts.turned("teams", "answered", seconds)
    page = await metrics.page()
    assert one(page, "ethos_turn_seconds_sum", channel="teams") == 0.25 + 0.25 + 1 + 60


async def test_activities_requests_and_tokens_are_counted(counts: Counts, metrics: Metrics) -> None:
    for outcome in ("answered", "malformed", "token", "token", "never heard of", "madeleine"):
        counts.received(outcome)
    for status in (200, 201, 302, 404, 429, 503, None, 999, 0):
        counts.requested(status)
    counts.checked(cached=True)
    page = await metrics.page()
    outcomes = {"answered": 1, "malformed": 1, "token": 2, "service-url": 0, "other": 2}
    for outcome, count in outcomes.items():
        assert one(page, "ethos_activities_total", outcome=outcome) == count
    classes = {"2xx": 2, "3xx": 1, "4xx": 1, "429": 1, "5xx": 1, "none": 3}
    for each, count in classes.items():
        assert one(page, "ethos_requests_total", status=each) == count
    assert one(page, "ethos_tokens_checked_total", cached="yes") == 1
    assert b"madeleine" not in page


async def test_every_series_is_there_from_the_start_and_no_label_tells_more(
    counts: Counts, metrics: Metrics, timer: Timer
) -> None:
    before = series(await metrics.page())
    for channel in CHANNELS:
        for ending in ENDINGS:
            for seconds in (0, *STEPS, 10**6):
                counts.turned(channel, ending, seconds)
    for outcome in ("answered", "malformed", "token", "other", "anything"):
        counts.received(outcome)
    for status in range(100, 600):
        counts.requested(status)
    timer.at += STILL
    after = series(await metrics.page())
    assert set(after) == set(before)
    assert after != before
    labels = {label for _, named in after for label, _ in named}
    assert labels == {"channel", "ending", "le", "outcome", "status", "state", "cached"}
    assert not [name for name, _ in after if "created" in name or not name.startswith("ethos_")]


async def test_the_page_stands_still_for_a_minute(counts: Counts, metrics: Metrics, timer: Timer) -> None:
    first = await metrics.page()
    counts.turned("teams", "answered", 0.1)
    timer.at += STILL - 0.001
    assert await metrics.page() == first
    timer.at += 0.001
    assert await metrics.page() != first


async def test_the_state_of_the_store_is_on_the_page(library: Library, timer: Timer) -> None:
    store = open_memory()
    await store.deliveries.owe([delivery(MARIE), delivery(MARIE, nth=2)])
    sources = Sources(store.deliveries, backlog=lambda: Backlog(3, 1.5))
    page = await Metrics(Counts(), sources, library.sentences, timer).page()
    assert one(page, "ethos_store_up") == 1
    assert {state: one(page, "ethos_deliveries", state=state.value) for state in DeliveryState} == {
        **dict.fromkeys(DeliveryState, 0.0),
        DeliveryState.OWED: 2,
    }
    assert one(page, "ethos_writes_waiting") == 3
    assert one(page, "ethos_oldest_write_waiting_seconds") == 1.5


class Away:
    """Deliveries of a database that is away."""

    def __getattr__(self, name: str) -> object:
        async def asked(*_: object) -> Mapping[DeliveryState, int]:
            raise Unavailable

        return asked


async def test_a_store_that_is_away_is_told_on_the_page(library: Library, timer: Timer) -> None:
    away: object = Away()
    page = await Metrics(Counts(), Sources(away), library.sentences, timer).page()  # type: ignore[arg-type]
    assert one(page, "ethos_store_up") == 0
    assert b"ethos_deliveries" not in page
    assert one(page, "ethos_turns_total", channel="teams", ending="answered") == 0


async def test_each_line_is_explained_in_both_languages(metrics: Metrics) -> None:
    page = (await metrics.page()).decode()
    helped = [line for line in page.splitlines() if line.startswith("# HELP")]
    assert len(helped) == len(list(text_string_to_metric_families(page)))
    for line in helped:
        english, french = line.split(" / ")
        assert english != french
    assert f"content-type: {CONTENT_TYPE}" == f"content-type: {prometheus_client.CONTENT_TYPE_LATEST}"


def test_importing_the_metrics_changes_nothing_in_the_process() -> None:
    code = "import sys, bot.metrics, bot.meters; sys.exit('prometheus_client' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


# Turns that are measured ----------------------------------------------------------------------------------


class Disk:
    """A ledger on a disk that is full, or broken."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self.trouble: Exception | None = None

    async def life(self, person: PersonId) -> Life:
        if isinstance(self.trouble, Unavailable):
            raise self.trouble
        return await self._ledger.life(person)

    async def commit(self, *what: Any, **more: Any) -> bool:
        if self.trouble:
            raise self.trouble
        return await self._ledger.commit(*what, **more)

    async def facts(self, since: date, until: date) -> Iterable[Stamped]:
        return await self._ledger.facts(since, until)


async def test_a_measured_turn_is_counted_by_what_the_person_is_shown(library: Library, timer: Timer) -> None:
    store = open_memory()
    disk = Disk(store.ledger)
    counts = Counts()
    office = Office(library, replace(store, ledger=disk))
    turns = Measured(office.turns, counts, "teams", timer)

    shown = await turns.hear(PersonId("ana"), Arrival())
    assert counts.turns == {("teams", "answered"): 1}
    disk.trouble = NotSaved()
    await turns.hear(PersonId("ana"), Press("language-en", shown.token))
    assert counts.turns == {("teams", "answered"): 1, ("teams", "not-saved"): 1}
    disk.trouble = Unavailable()
    await turns.hear(PersonId("ana"), Arrival())
    assert counts.turns[("teams", "failed")] == 1
    assert counts.steps == {("teams", 0): 3}


async def test_turns_work_without_anybody_counting(office: Office, timer: Timer) -> None:
    meters: Meters = UNMETERED
    shown = await Measured(office.turns, meters, "local", timer).hear(PersonId("ana"), Arrival())
    assert shown.view.both
    meters.received("answered")
    meters.requested(200)
    meters.checked(cached=False)


# Who may read it ------------------------------------------------------------------------------------------


async def asked(
    metrics: Metrics, key: str | None, headers: Mapping[str, str] | None = None, *, open_: bool = False
) -> tuple[int, str]:
    """Ask for the page over HTTP and return the status and the text."""

    async def nobody() -> None:
        raise AssertionError

    app = application(nobody, {}, [metrics_route(metrics, key, open=open_)])  # type: ignore[arg-type]
    async with (
        listening(app, "127.0.0.1", 0) as port,
        aiohttp.request("GET", f"http://127.0.0.1:{port}/metrics", headers=headers) as answer,
    ):
        return answer.status, await answer.text()


KEY = "k" * 43


@pytest.mark.parametrize("scheme", ["Bearer", "bearer"])
async def test_whoever_shows_the_key_reads_the_page(metrics: Metrics, scheme: str) -> None:
    status, text = await asked(metrics, KEY, {"Authorization": f"{scheme} {KEY}"})
    assert status == 200
    assert "ethos_turns_total" in text


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": KEY},
        {"Authorization": "Bearer"},
        {"Authorization": f"Bearer {KEY}x"},
        {"Authorization": f"Bearer {KEY[:-1]}"},
        {"Authorization": f"Basic {KEY}"},
        {"Authorization": "Bearer \u00e9\u00e9"},
    ],
    ids=str,
)
async def test_nobody_else_learns_that_there_is_a_page(metrics: Metrics, headers: dict[str, str]) -> None:
    assert await asked(metrics, KEY, headers) == (404, "")


async def test_without_a_key_there_is_no_page(metrics: Metrics) -> None:
    assert (await asked(metrics, None))[0] == 404
    assert (await asked(metrics, ""))[0] == 404
    assert (await asked(metrics, "", {"Authorization": "Bearer "}))[0] == 404


async def test_in_local_mode_only_this_machine_reads_it(metrics: Metrics) -> None:
    assert (await asked(metrics, None, open_=True))[0] == 200
    assert (await asked(metrics, None, {"Host": "evil.example"}, open_=True))[0] == 404
    assert (await asked(metrics, None, {"Origin": "https://evil.example"}, open_=True))[0] == 404
