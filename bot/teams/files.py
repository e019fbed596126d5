"""Hands a file over as Teams does it: the person agrees, and Teams names a place in their own storage."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

import aiohttp
import structlog
from botbuilder.core import TurnContext
from yarl import URL

from bot.heard import File
from bot.team_chats.ports import Chat, TeamTalk
from bot.teams import outgoing
from bot.teams.chats import VIA
from bot.teams.entry.meaning import Consented, Upload
from bot.teams.replies import Replies
from bot.teams.waiting import typing
from bot.teams.wire.connector import Unsent
from content.model import Language
from dialogs.people import PersonId

TAKEN = frozenset({200, 201})
TIDYING = 2.0
"""Seconds for taking the question back: what matters comes after it, and Teams waits 15 for everything."""

log = structlog.get_logger()


class Makes(Protocol):
    """Who makes the file."""

    async def file(self, person: PersonId, key: str) -> File | None:
        """Make the file a card offered, for whoever the person is now; None when it is not theirs."""
        ...

    async def spoken(self, person: PersonId) -> Language | None:
        """Return the language a person is spoken to in; None when nobody knows yet."""
        ...


@dataclass(frozen=True, slots=True)
class Files:
    """Puts files where Teams says, on hosts that `takes` knows, with nothing that says who we are.

    A whole upload takes `patience` seconds at most, and taking the question back `tidying`. `talk` makes the
    files of teams.
    """

    makes: Makes
    replies: Replies
    session: aiohttp.ClientSession
    takes: Callable[[str], bool]
    patience: float
    tidying: float = TIDYING
    talk: TeamTalk | None = None

    async def take(self, context: TurnContext, person: PersonId, consented: Consented) -> None:
        """Make the file and hand it over, or say why not. The consent card goes: it is answered."""
        await context.send_activity(outgoing.in_place(None))
        if consented.asked_by:
            with suppress(Unsent, TimeoutError):
                async with asyncio.timeout(self.tidying):
                    await context.delete_activity(consented.asked_by)
        async with typing(context):
            upload, name = await self._handed(person, consented)
            language = await self.makes.spoken(person)
        if upload is None:
            await self.replies.say(context, name, language)
        else:
            await context.send_activity(outgoing.handed_over(upload, self.replies.words(name, language)))

    async def _handed(self, person: PersonId, consented: Consented) -> tuple[Upload | None, str]:
        """Hand over what may be; return where it lies now, or None, with the sentence that goes with that."""
        upload = consented.upload
        if upload is None:
            return None, outgoing.DECLINED
        if not self.takes(upload.url):  # Before the file is made: who gets it is written down then.
            log.warning("file.refused", reason="host")
            return None, outgoing.NOT_HANDED
        file = await self._made(person, consented)
        if file is None:
            return None, outgoing.NOT_YOURS
        if not await self._put(upload, file):
            return None, outgoing.NOT_HANDED
        return upload, outgoing.NOTIFICATION

    async def _made(self, person: PersonId, consented: Consented) -> File | None:
        """Make a file of somebody's own, or of the chat of their team, which its key is good for alone."""
        if not consented.chat:
            return await self.makes.file(person, consented.file)
        if self.talk is None:
            return None
        return await self.talk.file(Chat(consented.chat, {"via": VIA}), person, consented.file)

    async def _put(self, upload: Upload, file: File) -> bool:
        """Upload in one piece; no redirects, for they could lead anywhere."""
        size = len(file.body)
        headers = {"Content-Type": file.media_type, "Content-Range": f"bytes 0-{size - 1}/{size}"}
        try:
            async with self.session.put(
                URL(upload.url, encoded=True),
                data=file.body,
                headers=headers,
                allow_redirects=False,
                timeout=aiohttp.ClientTimeout(total=self.patience),
            ) as response:
                taken = response.status in TAKEN
                if not taken:
                    log.warning("file.refused", reason=f"status-{response.status}")
                return taken
        except (aiohttp.ClientError, OSError) as fault:  # A TimeoutError is an OSError.
            log.warning("file.refused", reason=type(fault).__name__)
            return False
