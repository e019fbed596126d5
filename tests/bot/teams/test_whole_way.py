"""A whole module and a group chat with real signed tokens, through every check and the real turns."""

from collections.abc import AsyncIterator
from typing import Literal

import pytest
from structlog.testing import capture_logs

from content.model import Library
from tests.bot.teams import shapes
from tests.bot.teams.conftest import FakeConnector
from tests.bot.teams.hosting import KeyServer, Visitor
from tests.bot.teams.test_conformance import kind
from tests.bot.teams.test_replays import chosen
from tests.bot.teams.walking import Walker, house, mine


@pytest.fixture
async def visitor(connector: FakeConnector, keys: KeyServer) -> AsyncIterator[Visitor]:
    async with house(connector, keys) as found:
        with capture_logs() as logs:
            yield found
        assert "turn.failed" not in {line["event"] for line in logs}


@pytest.mark.parametrize("language", ["en", "fr"])
async def test_a_newcomer_reads_the_whole_of_m01(
    language: Literal["en", "fr"], visitor: Visitor, connector: FakeConnector, library: Library
) -> None:
    ada = Walker(visitor, connector, 0)
    await connector.clear()
    await ada.posts(shapes.installation(connector.url))
    [welcome] = await connector.seen()
    ada.card = welcome["body"]["attachments"][0]["content"]
    await ada.presses(f"language-{language}")
    assert ada.card["lang"] == language
    assert "open-M01" in verbs(ada)

    await ada.presses("open-M01")
    seen: list[str] = []
    while not {"open-M01", "open-M02"} & set(verbs(ada)) and len(seen) < 40:
        seen.append(str(ada.card))
        await forward(ada)

    await ada.types("home" if language == "en" else "accueil")
    assert "open-M01" not in verbs(ada), "what is finished is not offered again"
    for page in (page for page in library.modules["M01"].pages if not page.paths):
        assert any(page.title.of(language) in card for card in seen), page.id


async def test_a_group_chat_hears_where_to_talk_and_nothing_of_anybody(
    visitor: Visitor, connector: FakeConnector
) -> None:
    await connector.clear()
    for company in (shapes.in_group, shapes.in_channel):
        for words in ("my record", "mon dossier", "M01"):
            body = mine(company(shapes.message(connector.url, words)), 1)
            assert (await visitor.post(body)).status == 200
    assert [kind(each) for each in await connector.seen()] == ["both"] * 6

    pressed = await visitor.post(mine(shapes.in_group(shapes.execute(connector.url, "my-record")), 1))
    assert pressed.body["type"] == "application/vnd.microsoft.activity.message"


def verbs(walker: Walker) -> list[str]:
    return [action["data"]["verb"] for action in walker.card["actions"]]


async def forward(walker: Walker) -> None:
    """Press the first button, which is the way on, with the first choice of each question."""
    await walker.presses(verbs(walker)[0], **chosen(walker.card))
