"""The SDK's turn context, without the deep copy it makes of everything that is sent."""

from collections.abc import Sequence
from typing import Any

from botbuilder.core import TurnContext
from botbuilder.schema import Activity, ActivityTypes, DeliveryModes, InputHints, ResourceResponse
from botframework.connector import Channels

from bot.teams.wire.codec import twin

UNNAMED = frozenset({Channels.direct_line, Channels.webchat})
"""Channels on which a reply does not name what it answers."""


class Context(TurnContext):  # type: ignore[misc,unused-ignore] # the SDK's base class is only partly typed
    """Sends copies that share what hangs below them: a card is not changed once it is drawn.

    Everything else is the SDK's: which hook is asked first, what a reply answers, and that a send hook which
    does not call on keeps the hooks after it from being asked, but not the activities from being sent.
    """

    async def send_activities(self, activities: Sequence[Activity]) -> list[ResourceResponse]:
        """Address copies as replies, ask the send hooks, and hand them to the adapter."""
        address = self._address()
        output = [_reply(each, address) for each in activities]
        hooks: Any = self._on_send_activities
        if not hooks:
            return await self._hand_on(output)
        sending = self._hand_on(output)
        try:
            responses: list[ResourceResponse] = await self._emit(hooks, output, sending)  # type: ignore[no-untyped-call]
        finally:
            # A hook that raises leaves it unbegun, which Python would otherwise remark on.
            sending.close()
        return responses

    def _address(self) -> dict[str, Any]:
        """Say how a reply is addressed, as the SDK's conversation reference would."""
        heard = self.activity
        address = {
            "id": None,
            "channel_id": heard.channel_id,
            "locale": heard.locale,
            "service_url": heard.service_url,
            "conversation": heard.conversation and twin(heard.conversation),
            "from_property": heard.recipient and twin(heard.recipient),
            "recipient": heard.from_property and twin(heard.from_property),
        }
        if heard.id and heard.type != ActivityTypes.conversation_update and heard.channel_id not in UNNAMED:
            address["reply_to_id"] = heard.id
        return address

    async def _hand_on(self, output: list[Activity]) -> list[ResourceResponse]:
        """Send, or keep for whoever asked to have the replies in the response."""
        if self.activity.delivery_mode == DeliveryModes.expect_replies:
            self.buffered_reply_activities.extend(output)
            for each in output:
                if each.type == ActivityTypes.invoke_response:
                    self.turn_state[self._INVOKE_RESPONSE_KEY] = each
            responses = [ResourceResponse() for _ in output]
        else:
            responses = await self.adapter.send_activities(self, output)
        if any(each.type != ActivityTypes.trace for each in output):
            self.responded = True
        return responses


def _reply(activity: Activity, address: dict[str, Any]) -> Activity:
    reply = twin(activity)
    vars(reply).update(address)
    reply.type = reply.type or ActivityTypes.message
    reply.input_hint = reply.input_hint or InputHints.accepting_input.value
    return reply
