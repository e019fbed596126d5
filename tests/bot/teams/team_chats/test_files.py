"""The file that a card in a chat offers: asked about and handed over in private, and to nobody else."""

from typing import Any

import pytest

from content.model import Library
from tests.bot.teams import shapes
from tests.bot.teams.hosting import Reply
from tests.bot.teams.surfaces.clients import both, heading, written
from tests.bot.teams.surfaces.microsoft import Place, spoken_by
from tests.bot.teams.team_chats.conftest import World
from tests.bot.teams.team_chats.jars import BYTES, FILE, HAND
from tests.bot.teams.team_chats.readers import Reader

CONSENT = "application/vnd.microsoft.teams.card.file.consent"


async def offered(world: World, place: Place) -> tuple[Reader, Reply, list[dict[str, Any]]]:
    """Open a jar and ask for its file in the chat; return what went out for it."""
    _, bo = await world.opened(place)
    await bo.refreshes()
    reply = await bo.presses(HAND)
    return bo, reply, bo.came


async def agrees(world: World, reader: Reader, context: dict[str, str]) -> Reply:
    """Agree in private that Teams may take the file."""
    body = shapes.file_consent(reader.url, "accept", context, f"{world.onedrive.url}/jar.docx")
    before = len(await world.connector.seen())
    reply = await world.visitor.post(spoken_by(reader.who, body))
    reader.came = (await world.connector.seen())[before:]
    return reply


async def test_the_file_of_a_chat_is_handed_over_in_private(
    world: World, place: Place, words: Library
) -> None:
    bo, reply, came = await offered(world, place)
    opening, asking = came
    assert (opening["method"], opening["path"]) == ("POST", "/v3/conversations")
    assert "a%3Afresh" in asking["path"]
    [asked] = asking["body"]["attachments"]
    assert (asked["contentType"], asked["name"]) == (CONSENT, "jar.docx")
    assert asked["content"]["description"] == words.sentences["team-file-consent"].fr
    card = reply.body["value"]
    assert heading(card) == words.cards[FILE].title.fr
    assert words.sentences["wrote-in-private"].fr in written(card)

    assert await agrees(world, bo, asked["content"]["acceptContext"]) == Reply(200)
    [(method, path, _, body)] = world.onedrive.came
    assert (method, path, body) == ("PUT", "/jar.docx", BYTES)
    assert "file.info" in str(bo.came[-1]["body"]["attachments"])


async def test_a_file_asked_for_in_a_window_is_handed_over_in_the_same_way(
    world: World, place: Place, words: Library
) -> None:
    _, bo = await world.opened(place)
    await bo.hears(shapes.window(bo.url, "task/submit", {"verb": HAND, "token": "x"}))
    assert len(bo.came) == 2
    assert bo.window is not None
    assert words.sentences["wrote-in-private"].fr in written(bo.window)


@pytest.mark.parametrize(
    "change", [{"chat": "19:another@thread.v2"}, {"file": "forged"}, {"chat": ""}, {"chat": "x" * 3_000}]
)
async def test_a_context_that_somebody_changed_gets_no_file(
    change: dict[str, str], world: World, place: Place, words: Library
) -> None:
    bo, _, came = await offered(world, place)
    context = came[1]["body"]["attachments"][0]["content"]["acceptContext"]
    await agrees(world, bo, {**context, **change})
    assert world.onedrive.came == []
    assert bo.came[-1]["body"]["text"] == both(words, "file-not-yours")


@pytest.mark.parametrize(
    "rule", [{"status": 403}, {"status": 500}, {"hang": True}, {"status": 201, "text": "{}"}]
)
async def test_somebody_whom_teams_lets_nobody_write_to_is_told_how_to_add_the_bot(
    rule: dict[str, Any], world: World, place: Place, words: Library
) -> None:
    _, bo = await world.opened(place)
    await bo.refreshes()
    await world.connector.misbehave(rule, on="conversations")
    reply = await bo.presses(HAND)
    assert words.sentences["add-me-first"].fr in written(reply.body["value"])
    assert world.onedrive.came == []


@pytest.mark.parametrize("uploads", [False])
async def test_in_a_cloud_where_no_file_can_be_handed_over_that_is_said(
    world: World, place: Place, words: Library
) -> None:
    _, reply, came = await offered(world, place)
    assert words.sentences["file-not-handed-over"].fr in written(reply.body["value"])
    assert came == []
