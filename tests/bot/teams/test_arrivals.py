"""One welcome for each arrival, however it is announced."""

import asyncio
from datetime import timedelta

import pytest

from bot.heard import Arrival
from storage.ports import NotSaved
from tests.bot.teams import shapes
from tests.bot.teams.conftest import Doorway, FakeConnector
from tests.bot.teams.fakes import Directory, ScriptedTurns, SetClock, drawn
from tests.bot.teams.shapes import ADA


async def test_a_person_who_installs_gets_one_welcome_from_two_announcements(
    doorway: Doorway, connector: FakeConnector, turns: ScriptedTurns, people: Directory
) -> None:
    both = [shapes.installation(connector.url), shapes.conversation_update(connector.url)]

    assert [answer.status for answer in await asyncio.gather(*map(doorway.post, both))] == [200, 200]

    assert turns.heard == [(ADA, Arrival())]
    [sent] = await connector.seen()
    assert drawn(sent["body"]["attachments"][0]["content"]) == "welcome"
    assert sent["body"]["summary"] == "A note waits / Un mot attend"
    assert list(people.addresses) == [ADA]


@pytest.mark.parametrize("announce", [shapes.installation, shapes.conversation_update])
async def test_either_announcement_alone_is_enough(
    announce: type, doorway: Doorway, connector: FakeConnector
) -> None:
    await doorway.post(announce(connector.url))

    assert len(await connector.seen()) == 1


async def test_two_people_who_install_together_are_both_welcomed(
    doorway: Doorway, connector: FakeConnector
) -> None:
    other = shapes.installation(connector.url) | {
        "from": {"id": "29:2bo", "aadObjectId": "1" * 8 + ADA[8:]},
        "conversation": {"conversationType": "personal", "id": "a:2bo"},
    }
    await asyncio.gather(doorway.post(shapes.installation(connector.url)), doorway.post(other))

    assert len(await connector.seen()) == 2


async def test_a_person_who_removes_and_installs_again_is_welcomed_again(
    doorway: Doorway, connector: FakeConnector, people: Directory
) -> None:
    await doorway.post(shapes.installation(connector.url))
    await doorway.post(shapes.installation(connector.url, "remove"))
    assert people.addresses == {}

    await doorway.post(shapes.installation(connector.url))
    assert len(await connector.seen()) == 2
    assert list(people.addresses) == [ADA]


@pytest.mark.parametrize("step", [timedelta(minutes=5), timedelta(hours=-2)])
async def test_an_arrival_at_another_time_is_welcomed_even_if_the_clock_went_back(
    step: timedelta, doorway: Doorway, connector: FakeConnector, clock: SetClock
) -> None:
    await doorway.post(shapes.conversation_update(connector.url))
    clock.go(step)
    await doorway.post(shapes.installation(connector.url))

    assert len(await connector.seen()) == 2


async def test_a_welcome_that_failed_leaves_the_second_announcement_its_chance(
    doorway: Doorway, connector: FakeConnector, turns: ScriptedTurns
) -> None:
    turns.fault = NotSaved()
    await doorway.post(shapes.conversation_update(connector.url))
    assert await connector.seen() == []

    turns.fault = None
    await doorway.post(shapes.installation(connector.url))
    assert len(await connector.seen()) == 1
