"""Looks outward, when asked to: the keys of Microsoft, a token of ours, the hosts we write to, the clock."""

import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Protocol

import aiohttp

from bot.command.checkup.findings import Finding, good, mend, unseen

PATIENCE = 8.0
"""Seconds to wait for each answer."""

AGREES = timedelta(seconds=60)
"""How far the clocks may be apart. Tokens forgive five minutes, so there is time to mend it."""


class Outside(Protocol):
    """What Teams mode asks of Microsoft. Each raises whatever it raises: then it could not be had."""

    async def signing_keys(self) -> tuple[int, int]:
        """Fetch the keys that sign what comes in, from the key server, not from memory.

        Return how many there are, and how many of them may sign for Teams.
        """
        ...

    async def token(self) -> None:
        """Get a token for what goes out, from the token server, not from memory."""
        ...


async def online(outside: Outside, urls: Sequence[str], clock: Callable[[], datetime]) -> Sequence[Finding]:
    """Look at everything that takes the network. `urls` are roots of hosts, such as https://host."""
    timeout = aiohttp.ClientTimeout(total=PATIENCE)
    async with aiohttp.ClientSession(timeout=timeout, trust_env=False) as session:
        dates: list[timedelta] = []
        hosts = [await host(session, url, clock, dates) for url in urls]
    return [await signing_keys(outside), await token(outside), *hosts, *clocks(dates)]


async def signing_keys(outside: Outside) -> Finding:
    """Look whether the key server answers, and whether its keys may sign for Teams."""
    try:
        found, for_teams = await outside.signing_keys()
    except Exception as error:  # noqa: BLE001 whatever is in the way, the operator is told
        return mend("online.no-keys", error=type(error).__name__)
    figures = {"found": found, "endorsed": for_teams}
    return good("online.keys", **figures) if for_teams else mend("online.keys-of-others", **figures)


async def token(outside: Outside) -> Finding:
    """Look whether a token can be had for what goes out."""
    try:
        await outside.token()
    except Exception as error:  # noqa: BLE001 as above
        return mend("online.no-token", error=type(error).__name__)
    return good("online.token")


async def host(
    session: aiohttp.ClientSession, url: str, clock: Callable[[], datetime], dates: list[timedelta]
) -> Finding:
    """Look whether a host has an address, speaks TLS with a name we trust, and answers anything at all.

    How far its clock is from ours is added to `dates`.
    """
    name = url.partition("://")[2]
    try:
        async with session.head(url, allow_redirects=False) as answer:
            with suppress(KeyError, ValueError, TypeError):
                dates.append(clock() - parsedate_to_datetime(answer.headers["Date"]))
            return good("online.host", host=name)
    except aiohttp.ClientConnectorDNSError:
        return mend("online.host-unknown", host=name)
    except (aiohttp.ClientConnectorCertificateError, aiohttp.ClientSSLError, ssl.SSLError):
        return mend("online.host-tls", host=name)
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        return mend("online.host-silent", host=name, error=type(error).__name__)


def clocks(dates: Sequence[timedelta]) -> Iterator[Finding]:
    """Look whether our clock agrees with the nearest of the hosts' clocks: one of theirs may be wrong."""
    if not dates:
        yield unseen("online.clock-unseen")
        return
    apart = min(dates, key=abs)
    seconds = round(abs(apart).total_seconds())
    yield good("online.clock") if abs(apart) <= AGREES else mend("online.clock-apart", seconds=seconds)
