"""Whatever activity is made up, the codec and the SDK's own serializer read and write it alike."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from botbuilder import schema
from botbuilder.schema import Activity
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msrest.serialization import Model

from bot.teams.entry.body import Malformed
from bot.teams.wire.codec import decode
from tests.bot.teams.shapes import TENANT, Body
from tests.bot.teams.test_codec import agree
from tests.bot.teams.test_nonsense import bent

free = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False)
    | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)
words = st.none() | st.text(max_size=12)
zones = st.sampled_from(["", "Z", "+00:00", "-03:30", "+0545", "-08", "+14:00", "-00:00", "z"])


@st.composite
def instants(draw: Callable[[st.SearchStrategy[Any]], Any]) -> str:
    """An instant as a client writes it, with up to nine digits after the point."""
    whole: datetime = draw(st.datetimes(datetime(2, 1, 1), datetime(9998, 1, 1)))  # noqa: DTZ001 the zone follows
    # Without a comma or repeated digits: msrest cuts the fraction by replacing text, see below.
    fraction = draw(st.sampled_from(["", ".1", ".120", ".123456", ".1234567", ".987654321", ".000"]))
    text: str = f"{whole:%m-%dT%H:%M:%S}{fraction}{draw(zones)}"
    return f"{whole.year:04}-{text}"


def objects(kind: type[Model]) -> st.SearchStrategy[Body]:
    """Everything a model of one kind can be read from, with extras beside."""
    known = {each["key"]: values(each["type"]) for each in kind._attribute_map.values()}
    extras = st.dictionaries(st.text(max_size=5).filter(lambda key: key not in known), free, max_size=2)
    return st.builds(lambda body, more: more | body, st.fixed_dictionaries({}, optional=known), extras)


def values(shape: str) -> st.SearchStrategy[Any]:
    """Everything that may stand where an attribute map names a type."""
    match shape:
        case "str":
            return words
        case "bool":
            return st.none() | st.booleans()
        case "int":
            return st.none() | st.integers(-(2**53), 2**53)
        case "object":
            return free
        case "iso-8601":
            return st.none() | instants()
        case _ if shape.startswith("["):
            return st.none() | st.lists(values(shape[1:-1]), max_size=2)
        case _ if shape.startswith("{"):
            return st.none() | st.dictionaries(st.text(max_size=5), values(shape[1:-1]), max_size=2)
        case _:
            return st.none() | st.deferred(lambda: objects(getattr(schema, shape)))


@settings(deadline=None, max_examples=300)
@given(objects(Activity))
@example({"conversation": {"tenantId": TENANT, "tenantID": TENANT}})
@example({"additional_properties": {"a": 1}, "from_property": {"id": "1"}})
def test_whatever_an_activity_holds_both_read_and_write_it_alike(body: Body) -> None:
    agree(body)


@settings(deadline=None, max_examples=300)
@given(bent())
def test_a_bent_activity_is_read_as_the_sdk_does_or_refused(body: Body) -> None:
    try:
        decode(body)
    except Malformed:
        return
    agree(body)
