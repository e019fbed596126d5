"""Whatever a caller makes up, the door answers, and no turn fails because of it."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from bot.teams import channel
from bot.teams.door import DoorAnswer
from bot.teams.wire.connector import open_session
from content.loader import load
from tests.bot.teams import shapes
from tests.bot.teams.conftest import OUTCOMES, parts_of
from tests.bot.teams.fakes import Directory, ScriptedTurns, SetClock
from tests.conftest import CONTENT

LIBRARY = load(CONTENT, "demo")
NOBODY = "http://127.0.0.1:9"
ACTIVITIES: list[dict[str, Any]] = [
    shapes.message(NOBODY),
    shapes.submit(NOBODY),
    shapes.execute(NOBODY),
    shapes.installation(NOBODY),
    shapes.installation(NOBODY, "remove"),
    shapes.conversation_update(NOBODY),
    shapes.in_group(shapes.message(NOBODY)),
    shapes.in_channel(shapes.message(NOBODY)),
    *shapes.unheeded(NOBODY).values(),
]
anything = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


def paths(body: Any) -> list[tuple[str | int, ...]]:
    """List the way to every value inside an activity."""
    match body:
        case dict():
            inner: list[tuple[str | int, Any]] = list(body.items())
        case list():
            inner = list(enumerate(body))
        case _:
            return []
    return [(key,) for key, _ in inner] + [(key, *rest) for key, value in inner for rest in paths(value)]


@st.composite
def bent(draw_from: Callable[[st.SearchStrategy[Any]], Any]) -> dict[str, Any]:
    """An activity in which one or two things are something else, or gone."""
    body: dict[str, Any] = json.loads(json.dumps(draw_from(st.sampled_from(ACTIVITIES))))
    for _ in range(draw_from(st.integers(1, 2))):
        ways = [way for way in paths(body) if way != ("serviceUrl",)]
        *parents, last = draw_from(st.sampled_from(ways))
        inside: Any = body
        for key in parents:
            inside = inside[key]
        if draw_from(st.booleans()):
            inside[last] = draw_from(anything)
        else:
            del inside[last]
    return body


async def answers(bodies: list[bytes]) -> list[DoorAnswer]:
    """Have a door answer, with nobody listening where the replies go."""
    async with open_session() as session:
        clock = SetClock()
        parts = parts_of(ScriptedTurns(), Directory(), session, clock, LIBRARY)
        door = channel.local(parts, OUTCOMES).door
        return [await door.receive(body, shapes.JSON) for body in bodies]


def check(bodies: list[bytes]) -> None:
    with capture_logs() as logs:
        found = asyncio.run(answers(bodies))

    assert {answer.status for answer in found} <= {200, 400, 403}
    # The edge catches everything; what it had to catch would be a fault of ours.
    assert "turn.failed" not in {line["event"] for line in logs}
    for answer in found:
        assert answer.body is None or json.loads(json.dumps(answer.body))["statusCode"] in (200, 501)


@settings(deadline=None, max_examples=60)
@given(st.lists(bent(), min_size=5, max_size=10))
@example([shapes.conversation_update(NOBODY) | {"membersAdded": 1}])
def test_bent_activities_are_answered_and_break_no_turn(bodies: list[dict[str, Any]]) -> None:
    check([json.dumps(body).encode() for body in bodies])


@settings(deadline=None, max_examples=30)
@given(st.lists(anything.map(json.dumps).map(str.encode) | st.binary(max_size=60), min_size=5, max_size=10))
def test_noise_is_answered_and_breaks_no_turn(bodies: list[bytes]) -> None:
    check(bodies)
