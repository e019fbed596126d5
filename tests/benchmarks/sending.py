"""Measures whether the rate is held, and what a message costs beside the SDK's own way, in one run.

`python -m tests.benchmarks.sending [--seconds N]`. The connector takes 250 ms for each answer and measures
when requests come; it and every sender are in processes of their own.
"""

import argparse
import json
import subprocess
import sys
import urllib.request
from dataclasses import dataclass
from typing import Any

from tests.bot.teams.hosting import ROOT, running

RATES = (25, 48)
NAMES = {
    "whole": "everything: store, card, message, outcome kept",
    "ours": "our adapter, a ready card",
    "sdk": "the SDK's continue_conversation, a ready card, no token asked for",
}
CONNECTOR = [sys.executable, "-m", "tests.scheduler.faults.connector", "--full", "0", "--broken", "0"]


@dataclass(frozen=True)
class Row:
    """How one way of writing did at one rate."""

    name: str
    rate: int
    took: dict[str, float]
    seen: dict[str, Any]

    @property
    def held(self) -> float:
        """Return how many requests came in a second, over all of them."""
        return float((self.seen["requests"] - 1) / self.seen["seconds"])

    def words(self) -> str:
        """Say it in one line."""
        memory = " → ".join(f"{self.took[when] / 2**20:.0f}" for when in ("before", "after"))
        return (
            f"{NAMES[self.name]:<68}{self.rate:>4}/s  held {self.held:6.2f} "
            f"({self.held / self.rate - 1:+.1%})  fullest second {self.seen['fullest']:>3}  "
            f"CPU {self.took['cpu'] * 1e3:5.2f} ms  memory {memory} MiB"
        )


def measure(name: str, rate: int, seconds: int) -> Row:
    """Write for so long in one way."""
    with running([*CONNECTOR, "--latency", "0.25", "--hangs", "1000000000"]) as port:
        url = f"http://127.0.0.1:{port}"
        words = [sys.executable, "-m", "tests.benchmarks.senders", name, url, str(rate * seconds), str(rate)]
        told = subprocess.run(words, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout
        with urllib.request.urlopen(f"{url}/control/seen") as answer:
            seen = json.load(answer)
    assert len(seen["taken"]) == rate * seconds
    assert seen["faults"] == [] or name == "sdk"
    return Row(name, rate, json.loads(told), seen)


def main() -> None:
    """Read the command line, and print every row."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=60)
    asked = parser.parse_args()
    rows = [measure(name, rate, asked.seconds) for rate in RATES for name in NAMES]
    for row in rows:
        sys.stdout.write(row.words() + "\n")
    for rate in RATES:
        cost = {row.name: row.took["cpu"] for row in rows if row.rate == rate}
        sys.stdout.write(
            f"at {rate}/s the SDK's message takes {cost['sdk'] / cost['ours']:.1f} times our adapter's, "
            f"and {cost['sdk'] / cost['whole']:.1f} times ours with everything\n"
        )


if __name__ == "__main__":
    main()
