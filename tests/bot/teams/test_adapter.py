"""The adapter means what the SDK's documents say: updates, deletes, middleware."""

from collections.abc import Awaitable, Callable

import aiohttp
import pytest
from botbuilder.core import Middleware, TurnContext
from botbuilder.schema import Activity, Attachment, ChannelAccount, Mention
from botbuilder.schema.teams import FileConsentCard

from bot.teams import outgoing
from bot.teams.entry import activity
from bot.teams.service_urls import loopback
from bot.teams.wire.adapter import TeamsAdapter, reference
from bot.teams.wire.connector import Connector, Forbidden
from tests.bot.teams import shapes
from tests.bot.teams.conftest import QUICK, FakeConnector

CARD = {
    "type": "AdaptiveCard",
    "version": "1.5",
    "lang": "fr",
    "body": [{"type": "TextBlock", "text": "Voilà\u00a0!"}],
}


@pytest.fixture
def adapter(session: aiohttp.ClientSession) -> TeamsAdapter:
    return TeamsAdapter(Connector(session, loopback, QUICK))


async def test_a_sent_card_can_be_replaced_and_taken_back(
    adapter: TeamsAdapter, connector: FakeConnector
) -> None:
    async def turn(context: TurnContext) -> None:
        sent = await context.send_activity(outgoing.message(CARD, "note"))
        assert sent is not None
        changed = outgoing.message({**CARD, "body": []}, "note")
        changed.id = sent.id
        await context.update_activity(changed)
        await context.delete_activity(sent.id)

    await adapter.process(activity.activity(shapes.message(connector.url)), turn)

    sent, changed, deleted = await connector.seen()
    assert sent["body"]["attachments"][0]["content"] == CARD
    assert changed["method"] == "PUT"
    assert changed["body"]["attachments"][0]["content"]["body"] == []
    assert changed["path"] == deleted["path"]
    assert changed["path"].rpartition("/")[2].startswith("1%3A")
    assert deleted["method"] == "DELETE"


async def test_middleware_of_the_sdk_sees_every_turn(adapter: TeamsAdapter, connector: FakeConnector) -> None:
    seen: list[str] = []

    class Witness(Middleware):
        async def on_turn(
            self,
            context: TurnContext,
            logic: Callable[[], Awaitable[None]],  # type: ignore[override] # as it is called
        ) -> None:
            seen.append(context.activity.type)
            await logic()

    async def turn(context: TurnContext) -> None:
        await context.send_activity(outgoing.sentence("hello"))

    adapter.use(Witness())  # type: ignore[no-untyped-call] # the SDK's own
    await adapter.process(activity.activity(shapes.message(connector.url)), turn)

    assert seen == ["message"]
    assert len(await connector.seen()) == 1


@pytest.mark.parametrize("name", ["tenantId", "tenantID"])
async def test_the_tenant_goes_back_under_the_name_teams_reads(
    name: str, adapter: TeamsAdapter, connector: FakeConnector
) -> None:
    heard = shapes.message(connector.url)
    heard["conversation"] = {"id": shapes.CHAT, "conversationType": "personal", name: shapes.TENANT}

    async def turn(context: TurnContext) -> None:
        await context.send_activity(outgoing.sentence("hello"))

    await adapter.process(activity.activity(heard), turn)

    [sent] = await connector.seen()
    assert sent["body"]["conversation"] == {
        "id": shapes.CHAT,
        "conversationType": "personal",
        "tenantId": shapes.TENANT,
    }


async def test_a_group_is_answered_with_a_mention_and_a_file_is_offered(
    adapter: TeamsAdapter, connector: FakeConnector
) -> None:
    who = ChannelAccount(id="29:1ada", name="Ada")
    mention = Mention(mentioned=who, text="<at>Ada</at>", type="mention")
    consent = Attachment(
        content_type="application/vnd.microsoft.teams.card.file.consent",
        content=FileConsentCard(description="Rapport", size_in_bytes=12, accept_context={"report": "1"}),
        name="report.csv",
    )

    async def turn(context: TurnContext) -> None:
        await context.send_activity(Activity(type="typing"))
        await context.send_activity(Activity(type="message", text="<at>Ada</at> Bonjour", entities=[mention]))
        await context.send_activity(Activity(type="message", attachments=[consent], summary="note"))

    await adapter.process(activity.activity(shapes.in_group(shapes.message(connector.url))), turn)

    typing, group, file = (seen["body"] for seen in await connector.seen())
    assert typing["type"] == "typing"
    assert group["entities"] == [
        {"type": "mention", "mentioned": {"id": "29:1ada", "name": "Ada"}, "text": "<at>Ada</at>"}
    ]
    assert file["attachments"][0]["content"]["sizeInBytes"] == 12


async def test_a_redirect_is_not_followed(adapter: TeamsAdapter, connector: FakeConnector) -> None:
    await connector.misbehave({"status": 308, "headers": {"Location": f"{connector.url}/elsewhere"}})

    async def turn(context: TurnContext) -> None:
        await context.send_activity(outgoing.sentence("hello"))

    with pytest.raises(Exception, match="308"):
        await adapter.process(activity.activity(shapes.message(connector.url)), turn)
    assert [sent["path"].split("/")[1] for sent in await connector.seen()] == ["v3"]


async def test_the_address_is_checked_at_every_use(
    session: aiohttp.ClientSession, connector: FakeConnector
) -> None:
    adapter = TeamsAdapter(Connector(session, lambda _url: False, QUICK))
    address = activity.envelope(shapes.message(connector.url)).address

    async def turn(context: TurnContext) -> None:
        await context.send_activity(outgoing.sentence("hello"))

    with pytest.raises(Forbidden):
        await adapter.continue_conversation(reference(address), turn)
    assert await connector.seen() == []
