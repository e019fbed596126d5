"""The bot itself as a subject: the Teams door over HTTP, real turns, real files, in a process of its own.

`python -m tests.anonymity.live FOLDER` reads what it is told from `FOLDER/told`, lives through it, writes
what the watcher saw into `FOLDER/played`, and ends. Its standard error is a file that the attacker has.
"""

import asyncio
import json
import os
import pickle
import sys
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import aiohttp

from bot.logs import log_to
from content.loader import load
from dialogs.people import Person, PersonId
from scheduler.releases import Releases
from storage.batches import batches
from storage.keys import FolderKeys
from storage.mailbox import Mailbox
from storage.opening import open_store
from tests.anonymity.breaking import breaking
from tests.anonymity.entrance import door
from tests.anonymity.opens import Opens, box_of
from tests.anonymity.quarters import Calendar
from tests.anonymity.rows_copied import copy_rows
from tests.anonymity.script import Answers, Looks, Script
from tests.anonymity.script import Releases as Released
from tests.anonymity.script import Turns as Turned
from tests.anonymity.subjects import Played, Watch
from tests.bot.teams import minting, shapes
from tests.bot.teams.hosting import APP, Instant, KeyServer, OverHttp, Setting, Visitor
from tests.conftest import CONTENT

FLOOR = 60.0
"""Seconds for which the process has the floor when it releases: nobody else asks for it."""

RAW = 7
"""Of so many looks one takes the raw files of a database's server too, its log of writes among them."""

OTHERS = ("home", "menu", "modules", "privacy", "open-M01", "next", "doors", "messages")
"""What else people press."""


@dataclass(frozen=True)
class Told:
    """What the process is to live through, and over which store: a folder, or a database and its server.

    After that so many answers are sent on whose way something breaks.
    """

    script: Script
    database: str | None = None
    server: Path | None = None
    faults: int = 0


@dataclass
class Live:
    """One life of the bot."""

    folder: Path
    told: Told
    calendar: Calendar
    visitor: Visitor
    releases: Releases
    watch: Watch
    numbers: dict[str, int] = field(default_factory=dict)
    sent: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    turns: int = 0

    async def lives(self) -> None:
        """Live through the whole script."""
        await self.releases(self.calendar())
        for person in self.told.script.people:
            await self.settles_in(person)
        for act in self.told.script.acts:
            self.calendar.goes_to(act.at)
            match act:
                case Answers():
                    await self.answers(act)
                case Turned():
                    self.watch.saw(replace(act, at=self.calendar.now.timestamp()))
                    self.turns += 1
                    await self.presses(act.person, OTHERS[self.turns % len(OTHERS)])
                case Looks():
                    await self.looks()
                case Released():
                    self.calendar.after(act.period)
                    await self.releases(self.calendar())
                case _:
                    pass
        await self.breaks(self.told.faults)

    async def breaks(self, count: int) -> None:
        """Send answers on whose way something breaks, each time elsewhere, with their words in the error."""
        people = self.told.script.people
        for number in range(count):
            person = people[number % len(people)]
            self.calendar.now += timedelta(minutes=1) if number % len(people) else timedelta(days=1)
            form = await self.window(person, "task/fetch", {"verb": "feedback-form"})
            text = f"canary {person} {number:05} breaks on its way"
            data = {"verb": "send-as-it-is", "token": self.token_of(form), "change": text}
            with breaking(text, number), suppress(AssertionError, aiohttp.ClientError):
                await self.posts(person, named(shapes.window(self.visitor.service_url, "task/submit", data)))

    async def looks(self) -> None:
        if self.told.database:
            await copy_rows(self.told.database, self.folder / "data" / "tables")
        seen = len(self.watch.snapshots)
        self.watch.others = [self.told.server] if self.told.server and seen % RAW == 0 else []
        self.watch.look(self.calendar.now.timestamp())

    async def settles_in(self, person: str) -> None:
        await self.presses(person, "language-en", self.token_of(await self.presses(person, "home")))

    async def answers(self, act: Answers) -> None:
        """Open the form and send it; where the reply was lost, the client sends the very same once more."""
        key = (act.person, act.period)
        if act.again:
            self.watch.saw(replace(act, at=self.calendar.now.timestamp()))
            await self.posts(act.person, self.sent[key])
            return
        form = await self.window(act.person, "task/fetch", {"verb": "feedback-form"})
        data = {"verb": "send-as-it-is", "token": self.token_of(form), "change": act.text}
        self.calendar.now += timedelta(seconds=1)
        self.watch.saw(replace(act, at=self.calendar.now.timestamp()))
        self.sent[key] = named(shapes.window(self.visitor.service_url, "task/submit", data))
        said = json.dumps(await self.posts(act.person, self.sent[key]))
        assert '"send"' not in said, "the form came back: it was not sent"

    async def window(self, person: str, name: str, data: dict[str, Any]) -> dict[str, Any]:
        answer = await self.posts(person, named(shapes.window(self.visitor.service_url, name, data)))
        card: dict[str, Any] = answer["task"]["value"]["card"]["content"]
        return card

    async def presses(self, person: str, verb: str, token: str = "") -> dict[str, Any]:
        body = named(shapes.execute(self.visitor.service_url, verb=verb, token=token))
        answer = await self.posts(person, body)
        card: dict[str, Any] = answer["value"]
        return card

    @staticmethod
    def token_of(card: dict[str, Any]) -> str:
        token: str = card["actions"][0]["data"]["token"]
        return token

    async def posts(self, person: str, body: dict[str, Any]) -> Any:
        number = self.numbers.setdefault(person, len(self.numbers))
        mine = body | {
            "from": {"id": f"29:{number}", "name": "Somebody", "aadObjectId": person},
            "conversation": {**body["conversation"], "id": f"a:{number}"},
        }
        reply = await self.visitor.post(mine)
        assert reply.status == 200, reply
        return reply.body


def named(body: dict[str, Any]) -> dict[str, Any]:
    """Return an activity with an id of its own; whoever sends it again keeps the id."""
    return body | {"id": f"f:{os.urandom(8).hex()}"}


async def live(folder: Path, told: Told, key_server: str) -> Played:
    """Live through a script over a folder, or over a database, and return what is left for the attacker."""
    library = load(CONTENT, "demo")
    calendar = Calendar(told.script)
    data, keys = folder / "data", FolderKeys(folder / "keys", os.urandom, data=folder / "data")
    async with (
        await open_store(data, told.database, mark="teams") as medium,
        aiohttp.ClientSession() as session,
    ):
        store = medium.store
        await store.people.bring_in([Person(PersonId(each)) for each in sorted(told.script.people)])
        server = KeyServer(key_server, session)
        await server.publish(minting.published())
        setting = Setting(server.openid, ("127.0.0.1:1",))
        async with door(library, store, keys, calendar, setting) as url:
            visitor = Visitor(
                OverHttp(url, session), Instant(datetime.now(UTC)), "http://127.0.0.1:1", app=APP
            )
            assert await visitor.comes_in()
            mailbox = Mailbox(store.slots, keys, os.urandom)
            watch = Watch(data, folder / "looks")
            releases = Releases(store, mailbox, library, os.urandom, partial(medium.floor, FLOOR))
            life = Live(folder, told, calendar, visitor, releases, watch)
            await life.lives()
        released = {
            period: [words.text.encode() for words in batch.words]
            for period in told.script.periods
            for batch in await batches(store.registers)
            if batch.form == "feedback" and batch.period == period
        }
        opens = Opens([box_of(library, period) for period in told.script.periods])
    await life.looks()
    logs = [folder.parent / "errors"]
    return watch.evidence(told.script, released, logs=logs, keys=folder / "keys", openers=[opens])


def main() -> None:
    """Do it once, in the folder that is named last."""
    folder = Path(sys.argv[-1])
    told, key_server = pickle.loads((folder / "told").read_bytes())
    log_to(sys.stderr)
    played = asyncio.run(live(folder / "life", told, key_server))
    (folder / "played").write_bytes(pickle.dumps(played))


if __name__ == "__main__":
    main()
