"""Closes team sessions in processes that die at a given step, each in a fork of its own.

It reads jobs as lines of JSON and answers each with `killed`, `done` or `failed`.
"""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from storage.key_files import KeyFiles
from storage.ports import Ledger, Move, SessionId
from storage.session_keys import FOLDER
from storage.team_sessions import TeamSessions
from tests.storage.answering_office import opened
from tests.storage.sitting import CHARTER

USES = {"open", "os.remove", "os.listdir", "os.scandir"}
"""What of a file's life Python tells before it happens."""


@dataclass(frozen=True)
class Job:
    """What a fork does, and before which step it dies: each use of a file, each end of a commit is one.

    It dies at none when `at` is 0.
    """

    data: str
    session: str
    at: int
    database: str | None = None
    revision: int = 0
    work: str = "close"


class Death:
    """Comes before a given step, once it is armed."""

    def __init__(self, at: int) -> None:
        self._left = at
        self._armed = False
        sys.addaudithook(self._heard)

    def arm(self) -> None:
        """Count from here on."""
        self._armed = True

    def step(self) -> None:
        """Take one step, unless it is the one."""
        if self._armed:
            self._left -= 1
            if self._left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    def _heard(self, event: str, _: object) -> None:
        if event in USES:
            self.step()


class Mortal:
    """A ledger around whose commits somebody may die."""

    def __init__(self, ledger: Ledger, death: Death) -> None:
        self._ledger, self._death = ledger, death
        self.life, self.facts = ledger.life, ledger.facts

    async def commit(self, move: Move, **more: Any) -> bool:
        """Keep it, with a step before and one after."""
        self._death.step()
        kept = await self._ledger.commit(move, **more)
        self._death.step()
        return kept


async def close(job: Job, death: Death) -> None:
    async with opened(Path(job.data), job.database) as (store, keys):
        sessions = TeamSessions(Mortal(store.ledger, death), keys, os.urandom)
        death.arm()
        await sessions.close(SessionId(job.session), job.revision, CHARTER)


async def wipe(job: Job, death: Death) -> None:
    files = KeyFiles(Path(job.data).with_name("keys") / FOLDER, os.urandom)
    death.arm()
    files.wipe(job.session)


WORK = {"close": close, "wipe": wipe}


def main() -> None:
    for line in sys.stdin:
        job = Job(**json.loads(line))
        child = os.fork()
        if child == 0:
            with suppress(Exception):
                os.setpgid(0, 0)
                asyncio.run(WORK[job.work](job, Death(job.at)))
                os._exit(0)
            os._exit(1)
        _, status = os.waitpid(child, 0)
        said = "killed" if os.WIFSIGNALED(status) else "failed" if status else "done"
        sys.stdout.write(said + "\n")
        sys.stdout.flush()


@dataclass
class Office:
    """The process, asked from outside."""

    process: asyncio.subprocess.Process

    async def killed(self, job: Job) -> bool:
        """Have a job done, and tell whether the process died at its step; False: it came to its end."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write((json.dumps(vars(job)) + "\n").encode())
        said = (await self.process.stdout.readline()).decode().strip()
        assert said in {"killed", "done"}, said
        return said == "killed"


@asynccontextmanager
async def an_office() -> AsyncIterator[Office]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.storage.closing_office"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        yield Office(process)
    finally:
        assert process.stdin is not None
        process.stdin.close()
        await asyncio.wait_for(process.wait(), 30)


if __name__ == "__main__":
    main()
