"""The words that Teams offers in a group chat or a channel are answered there, in both languages at once."""

import pytest

from content.loader import load
from content.model import LANGUAGES, Language
from tests.bot.teams import shapes
from tests.bot.teams.conftest import Doorway, FakeConnector
from tests.conftest import CONTENT

OFFERED = load(CONTENT, "demo").app.shared


@pytest.mark.parametrize("company", [shapes.in_group, shapes.in_channel])
@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_word_offered_in_company_is_answered(
    company: type, language: Language, doorway: Doorway, connector: FakeConnector
) -> None:
    for command in OFFERED:
        await connector.clear()
        said = shapes.message(connector.url, command.title.of(language))
        assert (await doorway.post(company(said))).status == 200
        (sent,) = await connector.seen()
        assert sent["body"].get("text") or sent["body"].get("attachments")
