"""Two replicas over one database, and a channel that repeats itself: each thing a person does counts once."""

import asyncio
import os
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from bot.heard import Arrival, Heard, Message, Press
from bot.turn import Turns
from content.model import Library
from dialogs.facts import LanguageChosen, NoticeSeen
from dialogs.people import PersonId
from storage.keys import FolderKeys
from storage.postgres import open_postgres
from tests.conftest import Figure

NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)
ACTIVITIES = 5_000 if os.environ.get("ETHOS_TORTURE") else 1_000
AT_ONCE = 32

Activity = tuple[PersonId, Heard]


def person(number: int) -> PersonId:
    return PersonId(f"{number:08x}-0000-4000-8000-000000000000")


async def all_at_once(turns: tuple[Turns, ...], activities: list[Activity]) -> None:
    """Hand activities to the replicas in turn, many at a time."""
    waiting = iter(enumerate(activities))

    async def line() -> None:
        for at, (who, heard) in waiting:
            await turns[at % len(turns)].hear(who, heard)

    await asyncio.gather(*(line() for _ in range(AT_ONCE)))


async def test_whatever_is_delivered_up_to_five_times_in_any_order_takes_effect_once(
    database: str, library: Library, tmp_path: Path, figure: Figure
) -> None:
    chance = Random(2026)
    keys = [FolderKeys(tmp_path / "keys", os.urandom, data=tmp_path / "data") for _ in range(2)]
    async with (
        await open_postgres(database, mark="local") as one,
        await open_postgres(database, mark="local") as other,
    ):
        stores = (one.store, other.store)
        turns = tuple(
            Turns(library, store, key, lambda: NOW, os.urandom)
            for store, key in zip(stores, keys, strict=True)
        )
        newcomers = [person(number) for number in range(ACTIVITIES // 2)]
        settled = [person(number) for number in range(ACTIVITIES // 2, ACTIVITIES)]
        first = {who: (await turns[0].hear(who, Arrival())).token for who in (*newcomers, *settled)}
        await all_at_once(turns, [(who, Press("language-en", first[who])) for who in settled])
        await all_at_once(turns, [(who, Message("M01", f"opening-{who}")) for who in settled])

        # A newcomer presses their first button; somebody else types a word that turns one page each time.
        pressed: list[Activity] = [(who, Press("language-en", first[who])) for who in newcomers]
        typed: list[Activity] = [(who, Message("next", f"message-{who}")) for who in settled]
        delivered = [each for each in (*pressed, *typed) for _ in range(chance.randint(1, 5))]
        chance.shuffle(delivered)
        await all_at_once(turns, delivered)

        for store in stores:
            lives = [await store.ledger.life(who) for who in (*newcomers, *settled)]
            kept = Counter(tuple(type(stamped.fact) for stamped in life.facts) for life in lives)
            pages = Counter(
                place.revision
                for life in lives
                for place in life.conversations
                if place.conversation.flow == "module"
            )
            assert kept == {(NoticeSeen, LanguageChosen): ACTIVITIES}
            assert pages == {1: len(settled)}, "one page was turned, whatever was repeated"
    figure(f"two replicas: {ACTIVITIES} activities in {len(delivered)} deliveries, each took effect once")
