"""What small systems share: they live through a script, and say what a developer did with each answer."""

import os
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import orjson

from content.model import Text
from tests.anonymity.evidence import Opener
from tests.anonymity.script import SHORT, Answers, Looks, Opens, Releases, Script, Sizes, Turns
from tests.anonymity.subjects import Played, Watch

HOUR: Final = 3600.0


class Office:
    """A bot of a few lines that keeps what its subclass says. `chance` stands for fresh randomness."""

    def __init__(self, folder: Path, script: Script) -> None:
        """Take an empty folder: data, keys and the log lie in it."""
        self.data, self.keys, self.log = folder / "data", folder / "keys", folder / "bot.log"
        self.data.mkdir()
        self.keys.mkdir()
        self.log.touch()
        self.room = 2 * script.sizes.answers // script.sizes.periods
        self.chance = random.Random(f"fresh {script.seed} {type(self).__name__}")
        self.texts: dict[str, list[str]] = {period: [] for period in script.periods}
        self.begin()

    # What a developer fills in ---------------------------------------------------------------------------

    def begin(self) -> None:
        """Start the bot for the first time."""

    def opens(self, act: Opens) -> None:
        """Begin a period."""

    def answers(self, act: Answers) -> None:
        """Keep an answer; one that is sent again is not handed on."""

    def turns(self, act: Turns) -> None:
        """Do anything else with somebody."""

    def before_a_look(self) -> None:
        """Write down what a developer would have written long since."""

    def released(self, act: Releases) -> list[str]:
        """Return what officers read, in order: the answers of a period, shuffled."""
        self.chance.shuffle(self.texts[act.period])
        return self.texts[act.period]

    # What they may use -----------------------------------------------------------------------------------

    def write(self, name: str, value: Any, at: float | None = None) -> None:
        """Write a file of JSON, or of JSON lines as its name says; `at` is the time the medium will note."""
        lines = name.endswith(".jsonl")
        data = b"".join(orjson.dumps(each) + b"\n" for each in value) if lines else orjson.dumps(value)
        path = self.data / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        if at is not None:
            os.utime(path, (at, at))

    def append(self, name: str, row: dict[str, Any]) -> None:
        """Add a line of JSON to a file."""
        path = self.data / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab") as file:
            file.write(orjson.dumps(row) + b"\n")

    def say(self, at: float, event: str, **fields: Any) -> None:
        """Write a line of the log."""
        with self.log.open("ab") as file:
            file.write(orjson.dumps({"event": event, **fields, "timestamp": round(at, 6)}) + b"\n")

    def anywhere(self, rows: list[Any], row: Any) -> None:
        """Put a row among others where chance says."""
        rows.insert(self.chance.randint(0, len(rows)), row)

    def id(self) -> str:
        """Return a fresh id."""
        return self.chance.randbytes(16).hex()


@dataclass(frozen=True, slots=True)
class System:
    """A small system as a subject: `attack` is the one written for it, "" where it keeps its promise.

    With `machine` what it writes carries the times of the machine's clock, not those of the script.
    """

    name: str
    how: Text
    attack: str
    office: type[Office]
    sizes: Sizes = SHORT
    openers: Sequence[Opener] = field(default=())
    machine: bool = False

    def play(self, script: Script, folder: Path) -> Played:
        """Live through a script; files carry the script's own times where the developer's would carry any."""
        office = self.office(folder, script)
        watch = Watch(office.data, folder / "copies", wall=time.time if self.machine else None)
        shown: dict[str, list[bytes]] = {}
        for act in script.acts:
            match act:
                case Opens():
                    office.opens(act)
                case Answers():
                    watch.saw(act)
                    if not act.again:
                        office.texts[act.period].append(act.text)
                        office.answers(act)
                case Turns():
                    watch.saw(act)
                    office.turns(act)
                case Looks():
                    office.before_a_look()
                    watch.look(act.at)
                case Releases():
                    office.before_a_look()
                    shown[act.period] = [text.encode() for text in office.released(act)]
        return watch.evidence(script, shown, logs=[office.log], keys=office.keys, openers=self.openers)
