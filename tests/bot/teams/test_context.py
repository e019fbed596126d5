"""Our turn context does what the SDK's does, for everybody who stands in the way of a send."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from botbuilder.core import BotAdapter, TurnContext
from botbuilder.schema import Activity, ActivityTypes, Attachment, ConversationReference, ResourceResponse

from bot.teams.wire.codec import decode
from bot.teams.wire.context import Context
from tests.bot.teams import shapes

Next = Callable[[], Awaitable[None]]
Kind = type[TurnContext]
both = pytest.mark.parametrize("kind", [TurnContext, Context])


class Recorder(BotAdapter):  # type: ignore[misc,unused-ignore] # the SDK's base class is only partly typed
    """An adapter that keeps what it is given."""

    def __init__(self) -> None:
        super().__init__()
        self.done: list[tuple[str, Any]] = []

    async def send_activities(
        self, context: TurnContext, activities: list[Activity]
    ) -> list[ResourceResponse]:
        self.done += [("sent", activity) for activity in activities]
        return [ResourceResponse(id=f"1:{number}") for number, _ in enumerate(activities)]

    async def update_activity(self, context: TurnContext, activity: Activity) -> ResourceResponse:
        self.done.append(("changed", activity))
        return ResourceResponse(id=activity.id)

    async def delete_activity(self, context: TurnContext, reference: ConversationReference) -> None:
        self.done.append(("deleted", reference.activity_id))


def turn(kind: Kind, **more: Any) -> tuple[Any, Recorder]:
    """A turn of a message; Any, for the SDK's hooks are mistyped."""
    adapter = Recorder()
    return kind(adapter, decode(shapes.message("http://127.0.0.1:9", **more))), adapter


def words() -> Activity:
    return Activity(type="message", text="Bonjour", attachments=[Attachment(content={"a": 1})])


@both
async def test_a_reply_answers_the_message_and_the_original_is_left_alone(kind: Kind) -> None:
    context, adapter = turn(kind)
    original = words()

    found = await context.send_activities([original, original])

    assert [each.id for each in found] == ["1:0", "1:1"]
    assert original == words()
    [(_, first), (_, second)] = adapter.done
    assert first is not second
    assert (first.reply_to_id, first.from_property.id, first.recipient.id) == (
        context.activity.id,
        shapes.BOT,
        "29:1ada",
    )
    assert (first.id, first.input_hint, first.locale) == (None, "acceptingInput", "en-CA")
    assert context.responded


@pytest.mark.parametrize(
    "activity", [words(), Activity(text="without type"), Activity(type=ActivityTypes.trace, input_hint="x")]
)
async def test_what_is_sent_equals_what_the_sdk_would_send(activity: Activity) -> None:
    sent, responded = [], []
    for kind in (TurnContext, Context):
        context, adapter = turn(kind)
        await context.send_activity(activity)
        sent.append(adapter.done)
        responded.append(context.responded)
    assert sent[0] == sent[1]
    assert responded[0] == responded[1]


@both
async def test_plain_words_are_sent_as_a_message(kind: Kind) -> None:
    context, adapter = turn(kind)

    assert (await context.send_activity("Bonjour")).id == "1:0"
    [(_, sent)] = adapter.done
    assert (sent.type, sent.text) == ("message", "Bonjour")


@both
async def test_send_hooks_are_asked_in_order_and_may_change_what_is_sent(kind: Kind) -> None:
    context, adapter = turn(kind)
    asked: list[str] = []

    async def first(_context: TurnContext, activities: list[Activity], on: Next) -> None:
        asked.append("first")
        activities[0].text = "Bonsoir"
        await on()
        asked.append("first again")

    async def second(_context: TurnContext, activities: list[Activity], on: Next) -> None:
        asked.append("second")
        await on()

    context.on_send_activities(first).on_send_activities(second)
    await context.send_activity(words())

    assert asked == ["first", "second", "first again"]
    assert [each.text for _, each in adapter.done] == ["Bonsoir"]


@both
async def test_a_send_hook_that_does_not_call_on_stops_the_other_hooks_and_not_the_send(kind: Kind) -> None:
    context, adapter = turn(kind)
    asked: list[str] = []

    async def first(_context: TurnContext, _activities: list[Activity], _on: Next) -> None:
        asked.append("first")

    async def second(_context: TurnContext, _activities: list[Activity], on: Next) -> None:
        asked.append("second")

    context.on_send_activities(first).on_send_activities(second)
    await context.send_activity(words())

    assert asked == ["first"]
    assert len(adapter.done) == 1


async def test_a_send_hook_that_fails_stops_the_send_without_a_remark() -> None:
    # The SDK's own leaves a coroutine behind that nobody awaits, of which Python complains.
    context, adapter = turn(Context)

    async def failing(_context: TurnContext, _activities: list[Activity], _on: Next) -> None:
        raise LookupError

    context.on_send_activities(failing)
    with pytest.raises(LookupError):
        await context.send_activity(words())

    assert adapter.done == []
    assert not context.responded


@both
async def test_hooks_see_what_is_changed_and_taken_back(kind: Kind) -> None:
    context, adapter = turn(kind)
    asked: list[str] = []

    async def changing(_context: TurnContext, activity: Activity, on: Next) -> None:
        asked.append(activity.id)
        await on()

    async def deleting(_context: TurnContext, reference: ConversationReference, on: Next) -> None:
        asked.append(reference.activity_id)
        await on()

    context.on_update_activity(changing)
    context.on_delete_activity(deleting)
    changed = words()
    changed.id = "1:5"
    await context.update_activity(changed)
    await context.delete_activity("1:6")

    assert asked == ["1:5", "1:6"]
    assert [what for what, _ in adapter.done] == ["changed", "deleted"]


@both
async def test_replies_that_belong_in_the_response_are_kept_for_it(kind: Kind) -> None:
    context, adapter = turn(kind, deliveryMode="expectReplies")

    found = await context.send_activities([words(), Activity(type=ActivityTypes.invoke_response, value=1)])

    assert [each.id for each in found] == [None, None]
    assert adapter.done == []
    assert [each.type for each in context.buffered_reply_activities] == ["message", "invokeResponse"]
    assert [each.value for each in context.turn_state.values()] == [1]
    assert context.responded


async def test_a_copied_context_keeps_its_hooks() -> None:
    context, adapter = turn(Context)
    asked: list[str] = []

    async def hook(_context: TurnContext, _activities: list[Activity], on: Next) -> None:
        asked.append("hook")

    context.on_send_activities(hook)
    await TurnContext(context).send_activity(words())

    assert asked == ["hook"]
    assert len(adapter.done) == 1
