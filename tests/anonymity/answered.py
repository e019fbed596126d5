"""A few people who answered, for tests of single parts: what lies in a folder is up to the test."""

import uuid
from pathlib import Path

import numpy as np

from tests.anonymity.evidence import Evidence, Kind, Opener, Sighting, take
from tests.anonymity.script import Truth
from tests.anonymity.subjects import Played

PERIOD = "2026-P01"
BEGIN = 1_782_900_000.0


def played(
    folder: Path, count: int = 40, keys: Path | None = None, openers: tuple[Opener, ...] = ()
) -> Played:
    """People answer once an hour; the folder is copied once, after all of them."""
    people = [
        str(uuid.UUID(int=number * 0x9E3779B97F4A7C15F39CC0605CEDC835 % 2**128)) for number in range(count)
    ]
    said = [f"canary{number:010d} what somebody thinks".encode() for number in range(count)]
    order = np.random.default_rng(5).permutation(count)
    seen = [
        Sighting(person, BEGIN + 3600 * number, PERIOD, Kind.ANSWER, BEGIN + 3600 * number)
        for number, person in enumerate(people)
    ]
    snapshots = [take(folder, folder.parent / "copy", BEGIN + 3600 * count)]
    evidence = Evidence(snapshots, [], keys, {PERIOD: [said[n] for n in order]}, people, seen, openers)
    return Played(evidence, Truth({PERIOD: said}))
