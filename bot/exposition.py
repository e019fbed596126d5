"""Writes what was counted in the words of Prometheus. Only `bot.metrics` imports it, when it is asked."""

from collections.abc import Iterable, Iterator, Mapping

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.metrics_core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

from bot.meters import CHANNELS, ENDINGS
from bot.metrics import STATUSES, STEPS, Counts, Gauges
from content.model import Text

LABELS = {"deliveries": "state"}
"""The gauges that have a label."""


def written(counts: Counts, gauges: Gauges, words: Mapping[str, Text]) -> bytes:
    """Return the page. The registry is made for it, so nothing of the process is on it."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Families([*_counted(counts, words), *_measured(gauges, words)]))
    return generate_latest(registry)


class _Families(Collector):
    def __init__(self, families: list[Metric]) -> None:
        self._families = families

    def collect(self) -> list[Metric]:
        """Hand out what was counted."""
        return self._families


def _counted(counts: Counts, words: Mapping[str, Text]) -> Iterator[Metric]:
    turns = CounterMetricFamily("ethos_turns", _said(words, "turns"), labels=["channel", "ending"])
    for channel in CHANNELS:
        for ending in ENDINGS:
            turns.add_metric([channel, ending], counts.turns[channel, ending])
    yield turns
    times = HistogramMetricFamily("ethos_turn_seconds", _said(words, "turn_seconds"), labels=["channel"])
    for channel in CHANNELS:
        times.add_metric([channel], *_histogram([counts.steps[channel, n] for n in range(len(STEPS) + 1)]))
    yield times
    yield _filled(words, "activities", "outcome", counts.outcomes, counts.activities)
    yield _filled(words, "requests", "status", STATUSES, counts.requests)
    tokens = {"yes": counts.tokens[True], "no": counts.tokens[False]}
    yield _filled(words, "tokens_checked", "cached", tokens, tokens)


def _filled(
    words: Mapping[str, Text], name: str, label: str, values: Iterable[str], counted: Mapping[str, int]
) -> CounterMetricFamily:
    family = CounterMetricFamily(f"ethos_{name}", _said(words, name), labels=[label])
    for value in values:
        family.add_metric([value], counted.get(value, 0))
    return family


def _histogram(steps: list[int]) -> tuple[list[tuple[str, float]], float]:
    """Return the buckets, each with all before it, and the sum of the times as they were rounded."""
    bounds = [*map(str, STEPS), "+Inf"]
    buckets = [(bound, float(sum(steps[: number + 1]))) for number, bound in enumerate(bounds)]
    # What took longer than the last step counts as the last: the sum may not tell more than the buckets.
    return buckets, sum(number * step for number, step in zip(steps, (*STEPS, STEPS[-1]), strict=True))


def _measured(gauges: Gauges, words: Mapping[str, Text]) -> Iterator[Metric]:
    for name, values in gauges.items():
        label = LABELS.get(name)
        family = GaugeMetricFamily(f"ethos_{name}", _said(words, name), labels=[label] if label else [])
        for value, figure in values.items():
            family.add_metric([value] if label else [], figure)
        yield family


def _said(words: Mapping[str, Text], name: str) -> str:
    """Return what a line is about, in both languages: a page for machines has no reader to ask."""
    text = words[f"metrics.{name.replace('_', '-')}"]
    return f"{text.en} / {text.fr}"
