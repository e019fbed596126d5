"""The SDK's turn context, without the deep copy it makes of everything that is sent."""

from collections.abc import Sequence
from typing import Any

from botbuilder.core import TurnContext
from botbuilder.schema import Activity, ActivityTypes, DeliveryModes, InputHints, ResourceResponse

from bot.teams.codec import twin


class Context(TurnContext):  # type: ignore[misc,unused-ignore] # the SDK's base class is only partly typed
    """Sends copies that share what hangs below them: a card is not changed once it is drawn.

    Everything else is the SDK's: which hook is asked first, what a reply answers, and that a send hook which
    does not call on keeps the hooks after it from being asked, but not the activities from being sent.
    """

    async def send_activities(self, activities: Sequence[Activity]) -> list[ResourceResponse]:
        """Address copies as replies, ask the send hooks, and hand them to the adapter."""
        reference = self.get_conversation_reference(self.activity)
        output = [self._reply(each, reference) for each in activities]
        sending = self._hand_on(output)
        try:
            hooks: Any = self._on_send_activities
            responses: list[ResourceResponse] = await self._emit(hooks, output, sending)  # type: ignore[no-untyped-call]
        finally:
            # A hook that raises leaves it unbegun, which Python would otherwise remark on.
            sending.close()
        return responses

    def _reply(self, activity: Activity, reference: Any) -> Activity:
        reply = self.apply_conversation_reference(twin(activity), reference)
        reply.type = reply.type or ActivityTypes.message
        reply.input_hint = reply.input_hint or InputHints.accepting_input.value
        vars(reply)["id"] = None  # the SDK's types forget that a new activity has none
        return reply

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
