"""Looks at where Ethos listens: the address, and who is there already."""

import asyncio
import errno
import socket
from contextlib import suppress

import aiohttp
import orjson

from bot.command.checkup.findings import Finding, good, mend, unseen
from bot.web import READY

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
ANYWHERE = frozenset({"0.0.0.0", "::"})  # noqa: S104 compared with, not listened on
PATIENCE = 5.0
LARGEST = 64 * 1024


def address(host: str, *, teams: bool) -> Finding:
    """Look at the address to listen on: in local mode this computer only, in Teams mode one others reach."""
    if not teams:
        return good("host.local") if host in LOOPBACK else mend("host.not-local", host=host)
    return unseen("host.behind", host=host) if host in LOOPBACK else good("host.open", host=host)


async def port(host: str, number: int, patience: float = PATIENCE) -> Finding:
    """Look at the port: free, held by an Ethos that answers, or taken by somebody else."""
    if number == 0:
        return good("port.any")
    near = "127.0.0.1" if host in ANYWHERE else host
    health = await _asked(near, number, "/healthz", patience)
    if health is None:
        return await asyncio.to_thread(_free, host, number)
    ready = await _asked(near, number, "/readyz", patience)
    match health, ready:
        case (_, {"status": "ok"}), (_, {"status": str(status), "checks": dict(checks)}):
            if status == "ok":
                return good("port.ethos", port=str(number))
            ill = ", ".join(sorted(name for name, word in checks.items() if word not in READY))
            return mend("port.not-ready", port=str(number), checks=ill)
        case _:
            return mend("port.taken", port=str(number))


async def _asked(host: str, number: int, path: str, patience: float) -> tuple[int, object] | None:
    """Ask a page of health; None when nobody listens there."""
    timeout = aiohttp.ClientTimeout(total=patience)
    address = f"[{host}]" if ":" in host else host
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout, trust_env=False) as session,
            session.get(f"http://{address}:{number}{path}", allow_redirects=False) as answer,
        ):
            body = await answer.content.read(LARGEST)
            with suppress(orjson.JSONDecodeError):
                return answer.status, orjson.loads(body)
            return answer.status, None
    except aiohttp.ClientConnectorError:
        return None
    except (aiohttp.ClientError, TimeoutError, OSError):
        return 0, None


def _free(host: str, number: int) -> Finding:
    """Listen there for a moment."""
    try:
        for family, kind, _, _, place in socket.getaddrinfo(host, number, type=socket.SOCK_STREAM):
            with socket.socket(family, kind) as listener:
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                listener.bind(place)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            return mend("port.taken", port=str(number))
        if error.errno in {errno.EACCES, errno.EPERM}:
            return mend("port.not-allowed", port=str(number))
        return mend("host.unknown", host=host)
    return good("port.free", port=str(number))
