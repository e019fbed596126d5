"""The real bot as a subject, over a data folder and over PostgreSQL, each life in a process of its own."""

import asyncio
import pickle
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from content.model import Text
from tests.anonymity.live import Told
from tests.anonymity.quarters import in_quarters
from tests.anonymity.script import SHORT, Script, Sizes
from tests.anonymity.subjects import Played
from tests.bot.teams.hosting import program
from tests.storage.postgres_server import Server, run_sql, running_server

Store = Literal["folder", "postgres"]

ROOT = Path(__file__).parents[2]
KEY_SERVER = [sys.executable, "-m", "tests.bot.teams.keyserver"]

SIZES = replace(SHORT, longest=300)
"""The form takes so many characters."""

PATIENCE = 7_200.0
"""Seconds after which a life is ended that has not ended by itself."""


@dataclass(frozen=True, slots=True)
class Product:
    """Ethos over one store.

    `program` is what lives, a module and what it is told before the folder. Without `raw` the attacker of a
    database reads its tables and not the server's own files.
    """

    store: Store
    sizes: Sizes = SIZES
    program: Sequence[str] = ("tests.anonymity.live",)
    raw: bool = True

    @property
    def name(self) -> str:
        """A short name without spaces."""
        return f"ethos-{self.store}"

    @property
    def how(self) -> Text:
        """One sentence."""
        return Text(
            en="Ethos itself: sealed slots, a key apart, one shuffled batch, then the key is destroyed.",
            fr="Ethos lui-même : cases scellées, clé à part, un seul lot mêlé, puis la clé est détruite.",
        )

    def play(self, script: Script, folder: Path, *, faults: int = 0) -> Played:
        """Live through a script below an empty folder; `faults` of the last answers meet an error."""
        with ExitStack() as stack:
            port, _ = stack.enter_context(program(KEY_SERVER))
            server = stack.enter_context(_database()) if self.store == "postgres" else None
            told = Told(
                in_quarters(script),
                database=server.url("office", "ethos") if server else None,
                server=server.folder if server and self.raw else None,
                faults=faults,
            )
            (folder / "told").write_bytes(pickle.dumps((told, f"http://127.0.0.1:{port}")))
            with (folder / "errors").open("wb") as errors:
                done = subprocess.run(
                    [sys.executable, "-m", *self.program, str(folder)],
                    cwd=ROOT,
                    stderr=errors,
                    timeout=PATIENCE,
                    check=False,
                )
        if done.returncode:
            raise RuntimeError((folder / "errors").read_text(errors="replace")[-3_000:])
        played: Played = pickle.loads((folder / "played").read_bytes())
        return played


@contextmanager
def _database() -> Iterator[Server]:
    with running_server() as running:
        asyncio.run(run_sql(running.url(), "CREATE ROLE ethos LOGIN"))
        asyncio.run(run_sql(running.url(), "CREATE DATABASE office OWNER ethos"))
        yield running
