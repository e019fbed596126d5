"""Opens the channel and the tenancy, importing the slow SDK no sooner than somebody needs it."""

import asyncio
import importlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any

from aiohttp import ClientSession

from bot.command.operator import Operator
from bot.teams.wire.connector import open_session
from bot.teams_settings import Given, Term

if TYPE_CHECKING:
    from bot.teams.identity.registration import Registration
    from bot.teams.identity.tenancy import Tenancy

Clock = Callable[[], datetime]


async def channel(tenancy: "Tenancy | None", outcomes: tuple[Any, ...], **parts: Any) -> Any:
    """Open the channel of a tenancy, or that of local mode, once the SDK is there.

    `outcomes` and `parts` are what `bot.teams.channel` calls `Outcomes` and `Parts`.
    """
    found = await asyncio.to_thread(importlib.import_module, "bot.teams.channel")
    opened, named = found.Parts(**parts), found.Outcomes(*outcomes)
    return found.in_teams(opened, named, tenancy.tenant) if tenancy else found.local(opened, named)


async def part(opening: asyncio.Task[Any], name: str) -> Any:
    """Return the `door` or the `messenger` of a channel that is being opened."""
    return getattr(await asyncio.shield(opening), name)


async def close(opening: asyncio.Task[Any]) -> None:
    """Stop opening a channel, or stop what it does beside the turns."""
    opening.cancel()
    await asyncio.wait([opening])
    if opening.cancelled() or opening.exception() is not None:
        return
    if (keys := opening.result().keys) is not None:
        await keys.close()


def registers(operator: Operator, clock: Clock, given: Given) -> Term | None:
    """Parse the settings as `serve` does, and return the term of the certificate, if there is one.

    Raises the operator's refusal.
    """
    found = importlib.import_module("bot.teams.identity.tenancy")
    try:
        registered: Registration = found.parsed(given, clock())[0]
    except found.Misregistered as wrong:
        raise operator.refuses(f"teams.{wrong.reason}", 2, **wrong.values) from None
    return registered.term


@asynccontextmanager
async def tenancy(
    operator: Operator, given: Given, session: ClientSession, clock: Clock
) -> AsyncIterator["Tenancy | None"]:
    """Open the tenancy that the settings name; None in local mode. What is wrong is one sentence."""
    if not given.app_id:
        yield None
        return
    found = await asyncio.to_thread(importlib.import_module, "bot.teams.identity.tenancy")
    try:
        opened: Tenancy = found.open_tenancy(given, session=session, clock=clock)
    except found.Misregistered as wrong:
        raise operator.refuses(f"teams.{wrong.reason}", 2, **wrong.values) from None
    try:
        yield opened
    finally:
        await opened.close()


@asynccontextmanager
async def outside(
    operator: Operator, clock: Clock, given: Given
) -> AsyncIterator[tuple["Tenancy", tuple[str, ...]]]:
    """Open what asks Microsoft for the doctor, with the roots of the hosts that are written to."""
    async with open_session() as session, tenancy(operator, given, session, clock) as opened:
        if opened is None:
            raise LookupError("only settings with an app id ask outside")
        yield opened, opened.roots


def fraction(random: Callable[[int], bytes]) -> float:
    """Return a number from 0 up to 1, so that what is tried again is not tried by all at once."""
    return int.from_bytes(random(4), "big") / 2**32
