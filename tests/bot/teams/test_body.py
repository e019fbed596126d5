"""What cannot be read is refused with one word, whatever it is."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from bot.teams.entry.body import DEEPEST, LARGEST, Malformed, read
from tests.bot.teams.conftest import Doorway, FakeConnector
from tests.bot.teams.fakes import ScriptedTurns
from tests.bot.teams.shapes import JSON, execute, message

URL = "http://127.0.0.1:9"


def written(**changes: Any) -> bytes:
    return json.dumps(message(URL) | changes).encode()


def without(name: str) -> bytes:
    body = message(URL)
    del body[name]
    return json.dumps(body).encode()


def invoke(**changes: Any) -> bytes:
    return json.dumps(execute(URL) | changes).encode()


def nested(depth: int) -> bytes:
    """The root object counts as the first level."""
    return b'{"a":' * (depth - 1) + b"{}" + b"}" * (depth - 1)


BROKEN = {
    "nothing": (b"", "not-json"),
    "blank": (b"   ", "not-json"),
    "half": (b'{"type":"message"', "not-json"),
    "two documents": (b"{}{}", "not-json"),
    "trailing comma": (b'{"type":"message",}', "not-json"),
    "single quotes": (b"{'type':'message'}", "not-json"),
    "comment": (b'{"type":"message"/* hi */}', "not-json"),
    "raw control character": (b'{"type":"mess\x01age"}', "not-json"),
    "byte order mark": (b'\xef\xbb\xbf{"type":"message"}', "not-json"),
    "number with leading zero": (b'{"a":01}', "not-json"),
    "list": (b"[]", "not-an-object"),
    "text": (b'"message"', "not-an-object"),
    "null": (b"null", "not-an-object"),
    "utf-16": ('{"type":"message"}'.encode("utf-16"), "not-utf-8"),
    "latin-1": ('{"text":"é"}'.encode("latin-1"), "not-utf-8"),
    "overlong utf-8": (b'{"text":"\xc0\xaf"}', "not-utf-8"),
    "raw surrogate": (b'{"text":"\xed\xa0\x80"}', "not-utf-8"),
    "escaped surrogate": (b'{"text":"\\ud800"}', "lone-surrogate"),
    "surrogate in a key": (b'{"\\udc00":1}', "lone-surrogate"),
    "key twice": (b'{"type":"message","type":"invoke"}', "duplicate-key"),
    "key twice, spelled differently": (b'{"a":{"b":1,"\\u0062":2}}', "duplicate-key"),
    "NaN": (b'{"a":NaN}', "number"),
    "infinity": (b'{"a":[-Infinity]}', "number"),
    "overflow": (b'{"a":1e999}', "number"),
    "too large": (b'{"a":9007199254740993}', "number"),
    "too small": (b'{"a":-9007199254740993}', "number"),
    "digits without end": (b'{"a":' + b"9" * 100_000 + b"}", "number"),
    "too deep": (nested(DEEPEST + 1), "too-deep"),
    "deep lists": (b'{"a":' + b"[" * 40 + b"]" * 40 + b"}", "too-deep"),
    "bottomless": (b'{"a":' + b"[" * 100_000, "too-deep"),
    "no type": (without("type"), "type"),
    "type is a number": (written(type=5), "type"),
    "type is an object": (written(type={}), "type"),
    "no sender": (without("from"), "from"),
    "sender is a text": (written(**{"from": "Ada"}), "from"),
    "sender without id": (written(**{"from": {"name": "Ada"}}), "id"),
    "object id is a number": (written(**{"from": {"id": "29:1", "aadObjectId": 5}}), "aadObjectId"),
    "no conversation": (without("conversation"), "conversation"),
    "conversation is a list": (written(conversation=[]), "conversation"),
    "conversation is a path": (written(conversation={"id": ".."}), "id"),
    "conversation has a line break": (written(conversation={"id": "a\r\nb"}), "id"),
    "conversation without end": (written(conversation={"id": "a" * 5_000}), "id"),
    "no recipient": (without("recipient"), "recipient"),
    "no service URL": (without("serviceUrl"), "serviceUrl"),
    "service URL is null": (written(serviceUrl=None), "serviceUrl"),
    "no channel": (without("channelId"), "channelId"),
    "text is a number": (written(text=12), "text"),
    "text is a list": (written(text=["help"]), "text"),
    "tenant is a text": (written(channelData={"tenant": "mine"}), "tenant"),
    "time that is none": (written(timestamp="yesterday"), "timestamp"),
    "entities are a text": (written(entities="mention"), "entities"),
    "attachments hold a number": (written(attachments=[5]), "attachments"),
    "invoke without name": (invoke(name=None), "name"),
    "invoke without value": (invoke(value=None), "value"),
    "invoke without action": (invoke(value={"trigger": "manual"}), "action"),
    "invoke of another action": (invoke(value={"action": {"type": "Action.OpenUrl"}}), "action"),
    "verb is an object": (invoke(value={"action": {"type": "Action.Execute", "verb": {}}}), "verb"),
}


@pytest.mark.parametrize(("body", "reason"), BROKEN.values(), ids=BROKEN)
async def test_what_cannot_be_read_is_refused_with_one_word_in_the_log(
    body: bytes, reason: str, doorway: Doorway, turns: ScriptedTurns
) -> None:
    with capture_logs() as logs:
        answer = await doorway.post_bytes(body)

    assert (answer.status, answer.body) == (400, None)
    assert logs == [{"event": "activity.malformed", "log_level": "warning", "reason": reason}]
    assert turns.heard == []


@pytest.mark.parametrize(
    "content_type", ["", "text/plain", "application/x-www-form-urlencoded", "application/jsonp"]
)
async def test_another_content_type_is_refused(content_type: str, doorway: Doorway) -> None:
    assert (await doorway.post_bytes(written(), content_type or " ")).status == 415


@pytest.mark.parametrize("content_type", ["application/json", JSON, "Application/JSON ; charset=UTF-8"])
async def test_json_is_taken_however_its_type_is_spelled(
    content_type: str, doorway: Doorway, connector: FakeConnector
) -> None:
    body = json.dumps(message(connector.url)).encode()

    assert (await doorway.post_bytes(body, content_type)).status == 200


def test_what_is_just_within_bounds_is_read() -> None:
    assert read(nested(DEEPEST))
    # Many brackets side by side are not deep.
    assert read(b'{"a":[' + b"{},[]," * 100 + b"{}]}")
    assert read(f'{{"a":{LARGEST},"b":{-LARGEST},"c":0.5}}'.encode()) == {
        "a": LARGEST,
        "b": -LARGEST,
        "c": 0.5,
    }
    assert read('{"a":"\\ud83d\\ude00é"}'.encode()) == {"a": "😀é"}


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec=None), max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=15,
)


@given(st.dictionaries(st.text(max_size=8), json_values, max_size=5))
def test_what_is_read_can_be_written_again_and_is_the_same(value: dict[str, Any]) -> None:
    try:
        found = read(json.dumps(value).encode())
    except Malformed:
        return
    assert found == value
    json.dumps(found, ensure_ascii=False, allow_nan=False).encode()


@given(st.binary(max_size=200))
def test_noise_is_refused_and_nothing_else_happens(noise: bytes) -> None:
    with suppress(Malformed):
        assert isinstance(read(noise), dict)
