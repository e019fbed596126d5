"""Shows that an answer is on its way when it takes longer than a moment."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from botbuilder.core import TurnContext

from bot.teams import outgoing
from bot.teams.wire.connector import Unsent

PATIENCE = 1.0
"""Seconds after which somebody wonders whether they were heard."""


@asynccontextmanager
async def typing(context: TurnContext, patience: float = PATIENCE) -> AsyncIterator[None]:
    """Send one typing indicator if what happens inside takes longer than `patience` seconds."""
    sign = asyncio.create_task(_later(context, patience))
    try:
        yield
    finally:
        sign.cancel()
        await asyncio.gather(sign, return_exceptions=True)


async def _later(context: TurnContext, patience: float) -> None:
    await asyncio.sleep(patience)
    with suppress(Unsent):  # A sign that does not arrive costs nothing.
        await context.send_activity(outgoing.typing())
