"""Serves the real Teams door for a bot under attack, over HTTP, on a loopback port."""

import itertools
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

from bot.cards import drawn
from bot.teams import channel
from bot.teams.channel import Parts, Tenant
from bot.teams.clouds import PUBLIC
from bot.teams.door import Door
from bot.teams.wire.connector import open_session
from bot.turn import Turns
from bot.web import application, listening
from content.model import Library
from storage.keys import FolderKeys
from storage.mailbox import Mailbox
from storage.ports import Store
from tests.bot.teams.conftest import OUTCOMES, QUICK
from tests.bot.teams.host import PACE, Shows
from tests.bot.teams.hosting import Setting

FASTER = timedelta(milliseconds=5)
"""How far the channel's clock goes on whenever somebody looks at it."""


@asynccontextmanager
async def door(
    library: Library, store: Store, keys: FolderKeys, clock: Callable[[], datetime], setting: Setting
) -> AsyncIterator[str]:
    """Serve the Teams door on a loopback port; the turns go by `clock`, the tokens by the day of today."""
    mailbox = Mailbox(store.slots, keys, os.urandom)
    turns = Turns(library, store, keys, clock, os.urandom, mailbox=mailbox)
    hosts = frozenset(setting.service_hosts)
    cloud = replace(PUBLIC, openid=setting.openid, hosts=hosts, uploads=frozenset(), secure=False)
    tenant = Tenant(cloud, setting.app, setting.tenant, Shows(), PACE)
    async with open_session() as session:
        draw = partial(drawn.for_teams, library)

        asked = itertools.count()

        def today() -> datetime:
            """Go faster than the machine: nobody here is to be told that it was a lot at once."""
            return datetime.now(UTC) + FASTER * next(asked)

        parts = Parts(turns, draw, store.people, library, session, today, jitter=lambda: 0.0, waits=QUICK)
        opened = channel.in_teams(parts, OUTCOMES, tenant)

        async def found() -> Door:
            return opened.door

        async with listening(application(found, {}, admits=lambda _: True), "127.0.0.1", 0) as port:
            yield f"http://127.0.0.1:{port}/api/messages"
        if opened.keys:
            await opened.keys.close()
