"""Of a session of a team, the centre keeps numbers: once each, on every store, and none under five."""

import asyncio
import shutil
from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.team_sessions_held import keep_held
from content.model import TeamSessionHeld
from storage.ports import Store
from storage.tiny import open_tiny
from storage.written import TEAM_SESSIONS
from tests.storage.houses import House
from tests.storage.test_golden import GOLDEN

HELD = TeamSessionHeld(kind="charter", day=date(2026, 11, 23), people=12, made=True)
ONE, OTHER = "0123456789abcdef" * 2, "fedcba9876543210" * 2


async def test_a_session_that_two_replicas_close_is_counted_once(house: House, store: Store) -> None:
    again = HELD.model_copy(update={"day": date(2026, 11, 24)})
    await asyncio.gather(*(keep_held(store, ONE, HELD) for _ in range(3)))
    await keep_held(store, ONE, again)
    await keep_held(store, OTHER, again)

    store = await house.restart()
    await keep_held(store, ONE, again)

    assert await TEAM_SESSIONS.bodies(store) == {ONE: again, OTHER: again}
    assert len(await TEAM_SESSIONS.history(store, ONE)) == len([HELD, again])


async def test_what_is_kept_of_a_session_has_no_room_for_a_team_a_person_or_a_word(store: Store) -> None:
    await keep_held(store, ONE, HELD)
    (entry,) = await store.registers.find("team-sessions")
    assert entry.body == {"kind": "charter", "day": "2026-11-23", "people": 12, "made": True}
    for more in ({"team": "Finance"}, {"chat": "19:a"}, {"unit": "policy"}, {"people": 4}, {"people": 0}):
        with pytest.raises(ValidationError):
            TeamSessionHeld.model_validate({"kind": "charter", "day": "2026-11-23", **more})


@pytest.mark.parametrize("version", sorted(path.name for path in GOLDEN.iterdir()))
async def test_a_data_folder_from_before_has_held_none_and_takes_the_first(
    tmp_path: Path, version: str
) -> None:
    folder = tmp_path / "data"
    shutil.copytree(GOLDEN / version, folder)
    async with await open_tiny(folder, mark="local") as tiny:
        assert await TEAM_SESSIONS.bodies(tiny.store) == {}
        await keep_held(tiny.store, ONE, HELD)
    async with await open_tiny(folder, mark="local") as tiny:
        assert await TEAM_SESSIONS.bodies(tiny.store) == {ONE: HELD}
