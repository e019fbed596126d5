"""What can be put to the test: whatever plays a script and leaves evidence."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from content.model import Text
from tests.anonymity.evidence import Evidence, Kind, Opener, Sighting, Snapshot, take
from tests.anonymity.script import Answers, Script, Sizes, Truth, Turns


@dataclass(frozen=True, slots=True)
class Played:
    """What a run left for the attacker, and apart from it what only scoring sees."""

    evidence: Evidence
    truth: Truth


class Subject(Protocol):
    """A system under attack. `how` says in a sentence how it leaks, or that it keeps its promise."""

    @property
    def name(self) -> str:
        """A short name without spaces."""

    @property
    def how(self) -> Text:
        """One sentence."""

    @property
    def sizes(self) -> Sizes:
        """How much happens in its short form."""

    def play(self, script: Script, folder: Path) -> Played:
        """Live through a script, writing real files below a folder that exists and is empty."""


@dataclass(slots=True)
class Watch:
    """Keeps what the attacker sees while a subject plays: sightings and copies.

    `data` is what is copied at each look, `others` are folders copied with it. `wall` stamps sightings with
    the clock of the machine; without it the subject says that its files carry the script's own times.
    """

    data: Path
    into: Path
    others: Sequence[Path] = ()
    wall: Callable[[], float] | None = time.time
    sightings: list[Sighting] = field(default_factory=list)
    snapshots: list[Snapshot] = field(default_factory=list)

    def saw(self, act: Answers | Turns) -> None:
        """Note who did something, at the moment the request leaves their machine."""
        kind = Kind.TURN if isinstance(act, Turns) else Kind.AGAIN if act.again else Kind.ANSWER
        wall = self.wall() if self.wall else act.at
        self.sightings.append(Sighting(act.person, act.at, act.period, kind, wall))

    def look(self, at: float) -> None:
        """Copy everything; `at` is the script's time."""
        self.snapshots.append(take(self.data, self.into / f"{len(self.snapshots):04d}", at, *self.others))

    def evidence(
        self,
        script: Script,
        released: Mapping[str, Sequence[bytes]],
        *,
        logs: Sequence[Path] = (),
        keys: Path | None = None,
        openers: Sequence[Opener] = (),
    ) -> Played:
        """Return what there is after the last release, with the truth of the script beside it."""
        found = Evidence(self.snapshots, logs, keys, released, script.people, self.sightings, openers)
        return Played(found, script.truth())
