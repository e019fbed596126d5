"""A Bot Connector that is slow, too full, out of order, and sometimes takes a message and falls silent.

`python -m tests.scheduler.faults.connector` prints its port and serves until its standard input ends. It
writes down itself what it took from whom and when each request came, by its own clock. What it does to
whom is drawn from the addressee and the attempt, so that a run can be repeated.
"""

import argparse
import asyncio
import socket
import struct
import time
from array import array
from collections import Counter
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

import orjson
from aiohttp import web

from tests.bot.teams import published
from tests.bot.teams.serving import serve
from tests.scheduler.simulated import fullest_second

MOST_PUT_OFF = 5
"""So many times a message is put off; nobody is refused for ever here."""

CHECKED = 20
"""Each so many-th request is checked against the published shapes."""

LAST_RECEIVED = 52
"""Where `struct tcp_info` says how many milliseconds ago data came; see linux/tcp.h."""


TICK = 0.004
"""Seconds between two ticks of the kernel that says so: by so much a moment may be wrong."""


@dataclass(frozen=True)
class Mood:
    """How it behaves: shares of requests, one in `hangs` messages, and how long an answer takes."""

    full: float
    broken: float
    hangs: int
    latency: float


@dataclass
class Book:
    """What it saw. `arrived` are seconds by a clock of its own."""

    arrived: "array[float]" = field(default_factory=lambda: array("d"))
    attempts: Counter[str] = field(default_factory=Counter)
    taken: Counter[str] = field(default_factory=Counter)
    silent: list[str] = field(default_factory=list)
    answers: Counter[int] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


@dataclass
class Routes:
    """What is answered to what."""

    mood: Mood
    book: Book = field(default_factory=Book)
    more: asyncio.Event = field(default_factory=asyncio.Event)

    async def activity(self, request: web.Request) -> web.StreamResponse:
        self.book.arrived.append(came(request))
        body = await request.read()
        chat = request.match_info["conversation"]
        who = chat.removeprefix("a:")
        if len(self.book.arrived) % CHECKED == 1:
            answers = request.match_info.get("activity")
            self.book.faults += published.activity_faults(orjson.loads(body), chat, answers, replaces=False)
        self.book.attempts[who] += 1
        status = self.status(who, self.book.attempts[who])
        if status == 201:
            self.book.taken[who] += 1
            self.more.set()
            if share(who, 0) < 1 / self.mood.hangs:
                self.book.silent.append(who)
                await asyncio.Event().wait()
            await asyncio.sleep(self.mood.latency)
        self.book.answers[status] += 1
        more = {"Retry-After": "1"} if status == 503 else None
        return web.json_response({"id": f"1:{who}"} if status == 201 else None, status=status, headers=more)

    def status(self, who: str, attempt: int) -> int:
        drawn = share(who, attempt)
        if attempt > MOST_PUT_OFF or drawn >= self.mood.full + self.mood.broken:
            return 201
        return 429 if drawn < self.mood.full else 503

    async def taken(self, request: web.Request) -> web.StreamResponse:
        """Answer as soon as so many messages were taken."""
        wanted = int(request.match_info["count"])
        while self.book.taken.total() < wanted:
            self.more.clear()
            await self.more.wait()
        return web.json_response(self.book.taken.total())

    async def seen(self, _: web.Request) -> web.StreamResponse:
        book = self.book
        arrived = sorted(book.arrived)
        found: dict[str, Any] = {
            "requests": len(arrived),
            "seconds": arrived[-1] - arrived[0] if arrived else 0,
            "fullest": fullest_second(arrived, 1 - TICK),
            "taken": dict(book.taken),
            "silent": book.silent,
            "answers": {str(status): count for status, count in book.answers.items()},
            "faults": book.faults[:10],
        }
        return web.Response(body=orjson.dumps(found), content_type="application/json")


def share(who: str, attempt: int) -> float:
    """Draw a number from 0 up to 1 for an addressee's attempt; attempt 0 is for all of them."""
    drawn = blake2b(f"{attempt} {who}".encode(), digest_size=4).digest()
    return int.from_bytes(drawn, "big") / 2**32


def came(request: web.Request) -> float:
    """Return when a request came to this machine, however long this process was kept from looking."""
    now = time.monotonic()
    line = request.transport.get_extra_info("socket") if request.transport else None
    if line is None:
        return now
    told = line.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, LAST_RECEIVED + 4)
    since: int = struct.unpack_from("I", told, LAST_RECEIVED)[0]
    return now - since / 1000


def application(mood: Mood) -> web.Application:
    """Build the connector's routes."""
    routes = Routes(mood)
    app = web.Application()
    app.router.add_post("/v3/conversations/{conversation}/activities", routes.activity)
    # The SDK makes up an activity and answers it.
    app.router.add_post("/v3/conversations/{conversation}/activities/{activity}", routes.activity)
    app.router.add_get("/control/taken/{count}", routes.taken)
    app.router.add_get("/control/seen", routes.seen)
    return app


def main() -> None:
    """Read its mood from the command line and serve."""
    read = argparse.ArgumentParser()
    read.add_argument("--full", type=float, default=0.2)
    read.add_argument("--broken", type=float, default=0.02)
    read.add_argument("--hangs", type=int, default=2000)
    read.add_argument("--latency", type=float, default=0.1)
    given = read.parse_args()
    asyncio.run(serve(application(Mood(given.full, given.broken, given.hangs, given.latency))))


if __name__ == "__main__":
    main()
