"""Carries turns through the Bot Framework SDK and sends over the one shared session.

The SDK's own adapters build a client for every turn and send with blocking calls; this one only keeps the
pipeline, so that its middleware and `TurnContext` mean what their documents say.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from botbuilder.core import BotAdapter, InvokeResponse, TurnContext
from botbuilder.schema import (
    Activity,
    ActivityTypes,
    ChannelAccount,
    ConversationAccount,
    ConversationReference,
    ResourceResponse,
)

from bot.teams.wire import members
from bot.teams.wire.codec import encode
from bot.teams.wire.connector import Connector, Unreadable
from bot.teams.wire.context import Context
from bot.teams.wire.members import Member, Team
from storage.ports import Address

LONGEST_ID = 1000
"""Characters of an id; those of Teams have about a hundred."""

Turn = Callable[[TurnContext], Awaitable[None]]


class TeamsAdapter(BotAdapter):  # type: ignore[misc,unused-ignore] # the SDK's base class is only partly typed
    """A thin adapter over one `Connector`. Its sends raise what the connector raises."""

    def __init__(self, connector: Connector) -> None:
        super().__init__()
        self._connector = connector

    async def process(self, activity: Activity, turn: Turn) -> InvokeResponse | None:
        """Run one turn; return what it answered to an invoke, None for everything else."""
        context = Context(self, activity)
        await self.run_pipeline(context, turn)
        answer = context.turn_state.get(self._INVOKE_RESPONSE_KEY)
        return answer.value if isinstance(answer, Activity) else None

    async def send_activities(
        self, context: TurnContext, activities: list[Activity]
    ) -> list[ResourceResponse]:
        """Send in order. An answer to an invoke is set aside for `process`; it goes back in the response."""
        responses = []
        for activity in activities:
            if activity.type == ActivityTypes.invoke_response:
                context.turn_state[self._INVOKE_RESPONSE_KEY] = activity
                responses.append(ResourceResponse())
                continue
            tail = (activity.reply_to_id,) if activity.reply_to_id else ()
            answer = await self._connector.call(
                "POST",
                activity.service_url,
                ("conversations", activity.conversation.id, "activities", *tail),
                as_json(activity),
            )
            responses.append(ResourceResponse(id=_id(answer)))
        return responses

    async def update_activity(self, _context: TurnContext, activity: Activity) -> ResourceResponse:
        """Replace an activity we sent."""
        path = ("conversations", activity.conversation.id, "activities", activity.id)
        answer = await self._connector.call("PUT", activity.service_url, path, as_json(activity))
        return ResourceResponse(id=_id(answer))

    async def delete_activity(self, _context: TurnContext, reference: ConversationReference) -> None:
        """Take back an activity we sent."""
        path = ("conversations", reference.conversation.id, "activities", reference.activity_id)
        await self._connector.call("DELETE", reference.service_url, path)

    async def continue_conversation(
        self,
        reference: ConversationReference,
        callback: Turn,
        bot_id: str | None = None,
        claims_identity: Any = None,
        audience: str | None = None,
    ) -> None:
        """Write first. The SDK would make up an activity id, and every send a reply to that; we give none."""
        del bot_id, claims_identity, audience  # the shared session is already one bot's
        activity = Activity(
            type=ActivityTypes.event,
            name="ContinueConversation",
            channel_id=reference.channel_id,
            service_url=reference.service_url,
            conversation=reference.conversation,
            recipient=reference.bot,
            from_property=reference.user,
        )
        await self.run_pipeline(Context(self, activity), callback)

    async def open_conversation(self, address: Address) -> str:
        """Make a new private conversation with a person; return its id, empty when the answer names none."""
        where = address.reference
        answer = await self._connector.call(
            "POST",
            where["service_url"],
            ("conversations",),
            {
                "isGroup": False,
                "bot": {"id": where["bot"]},
                "members": [{"id": where["user"]}],
                "tenantId": where["tenant"],
                "channelData": {"tenant": {"id": where["tenant"]}},
            },
        )
        return _id(answer)

    async def members(
        self, service_url: str, conversation: str, page_size: int = members.LARGEST_PAGE
    ) -> tuple[Member, ...]:
        """List who is in a conversation. Raises as the connector's `look`; Unreadable when it has no end."""
        found: list[Member] = []
        query = {"pageSize": str(page_size)}
        for _ in range(members.MOST_PAGES):
            path = ("conversations", conversation, "pagedmembers")
            page = members.page(await self._connector.look(service_url, path, query))
            if page is None:
                break
            listed, following = page
            found += listed
            if not following:
                return tuple(found)
            query["continuationToken"] = following
        raise Unreadable

    async def member(self, service_url: str, conversation: str, member: str) -> Member:
        """Look one member up, by the channel's id or the Entra object id. Declined(404) when not there."""
        path = ("conversations", conversation, "members", member)
        found = members.member(await self._connector.look(service_url, path))
        if found is None:
            raise Unreadable
        return found

    async def team(self, service_url: str, team: str) -> Team:
        """Look up how Entra calls a team. Raises as the connector's `look`."""
        found = members.team(await self._connector.look(service_url, ("teams", team)))
        if found is None:
            raise Unreadable
        return found


def reference(address: Address) -> ConversationReference:
    """Turn a stored address into the SDK's reference."""
    where = address.reference
    conversation = ConversationAccount(id=where["conversation"], conversation_type="personal", is_group=False)
    conversation.additional_properties["tenantId"] = where["tenant"]
    return ConversationReference(
        user=ChannelAccount(id=where["user"]),
        bot=ChannelAccount(id=where["bot"]),
        conversation=conversation,
        channel_id=where.get("channel", "msteams"),
        service_url=where["service_url"],
    )


def as_json(activity: Activity) -> dict[str, Any]:
    """Write an activity as the connector reads it."""
    written = encode(activity)
    if (conversation := activity.conversation) is not None:
        # The SDK calls it tenantID, Teams tenantId; what it read stays among the additional properties.
        tenant = conversation.additional_properties.get("tenantId") or conversation.tenant_id
        written["conversation"].pop("tenantID", None)
        if tenant:
            written["conversation"]["tenantId"] = tenant
    return written


def _id(answer: Any) -> str:
    """Return the id an answer names; a success without one that can be kept is still a success."""
    found = answer.get("id")
    return found if isinstance(found, str) and len(found) <= LONGEST_ID and found.isprintable() else ""
