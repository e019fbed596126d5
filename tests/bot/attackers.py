"""Callers that mean no good: they begin something and hold the line, in a process of their own.

Arguments: the port, how many connections, and how many addresses of this machine they come from. Writes one
JSON object: for each kind how many were open, the longest and the median time one stayed open (seconds), and
how many were still open after 20 s.
"""

import asyncio
import json
import resource
import sys
from collections.abc import Iterable
from contextlib import suppress
from statistics import median
from time import monotonic

HOST = "127.0.0.1"
FOREVER = 20.0
PAUSE = 0.25
"""Seconds between two drops, and after which one that is still open counts as open for good."""


def habits(port: int) -> dict[str, tuple[bytes, bytes]]:
    """List what each kind says at once, and what it drips from then on."""
    headers = (
        f"POST /api/messages HTTP/1.1\r\nHost: {HOST}:{port}\r\nContent-Type: application/json\r\n".encode()
    )
    return {
        "silent": (b"", b""),
        "headers cut": (headers, b""),
        "headers dripped": (b"", headers + b"X: " + b"x" * 1000),
        "body dripped": (headers + b"Content-Length: 1000\r\n\r\n", b" " * 1000),
        "chunks dripped": (headers + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n" * 1000),
        "idle": (headers.replace(b"POST /api/messages", b"GET /healthz") + b"\r\n", b""),
    }


async def hold(port: int, source: str, habit: tuple[bytes, bytes]) -> float:
    """Hold one line as long as it can be held and return for how many seconds that was."""
    at_once, drops = habit
    step = 6 if drops.startswith(b"1\r\n") else 1
    try:
        reader, writer = await asyncio.open_connection(HOST, port, local_addr=(source, 0))
    except OSError:
        return 0.0
    began = monotonic()
    writer.write(at_once)
    at = 0
    try:
        async with asyncio.timeout(FOREVER):
            while True:
                try:
                    async with asyncio.timeout(PAUSE if drops else FOREVER):
                        if not await reader.read(4096):
                            break
                except TimeoutError:
                    writer.write(drops[at : at + step])
                    at += step
    except (ConnectionError, TimeoutError):
        pass
    writer.close()
    with suppress(ConnectionError):
        await writer.wait_closed()
    return monotonic() - began


async def attack(port: int, many: int, addresses: int) -> dict[str, dict[str, float]]:
    """Hold many lines at once, equally many of each kind, and tell how long each kind lasted."""
    kinds = habits(port)
    sources = [f"127.0.0.{number + 1}" for number in range(addresses)]
    lines: dict[str, list[asyncio.Task[float]]] = {name: [] for name in kinds}
    for number in range(many):
        name = list(kinds)[number % len(kinds)]
        source = sources[number // len(kinds) % len(sources)]
        lines[name].append(asyncio.create_task(hold(port, source, kinds[name])))
    return {name: told([await each for each in held]) for name, held in lines.items()}


def told(seconds: Iterable[float]) -> dict[str, float]:
    all_of_them = sorted(seconds)
    return {
        "lines": len(all_of_them),
        "median": round(median(all_of_them), 2),
        "longest": round(all_of_them[-1], 2),
        "open": sum(each >= FOREVER for each in all_of_them),
    }


if __name__ == "__main__":
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    sys.stdout.write(json.dumps(asyncio.run(attack(*(int(word) for word in sys.argv[1:4])))))
