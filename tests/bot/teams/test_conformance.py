"""The conformance table, put to a bot in Teams mode over HTTP with real signed tokens.

The cases lie in `conformance/*.yaml`; `cases.py` says which words they may use. What a case leaves out is as
Teams sends it: a good token, a message in a private chat of somebody new, POST to /api/messages. In its texts
{service}, {port}, {trap}, {app}, {tenant}, {person}, {chat} and {token} stand for what this run made up. A
claim "now-299" counts seconds from the next full one, so that every edge has one to spare. `expect` is the
whole of it: the status, the kind of body, its statusCode, and what leaves for the connector, in order; what
is not written there must not leave, and of a refused request not even a look-up.

Another host can be put to the table: ETHOS_CONFORMANCE_HOST names the program, which is given

    --openid URL --app-id GUID --tenant GUID --service-hosts HOST:PORT[,...] --staff GUID[,...]

- `--openid`: the OpenID metadata to take keys from, in place of Microsoft's; they are there before it starts.
- `--service-hosts`: the only hosts that may be written to, over http in place of https.
- `--staff`: Entra ids the staff list knows; everybody else is looked up with the connector
  (GET /v3/conversations/{id}/pagedmembers or /members/{id}).
- What leaves needs no token: no request goes to any other address.
- The rate for all is out of the way (1,000 a second and more); the rate of one person is the product's own
  and lets 20 pass at once, of 80 some are too many. The clock is the real one. The data are new.

It prints its port on one line of standard output once it serves, at 127.0.0.1, logs to standard error, and
stops with 0 within 20 s after its standard input ends.

Tests that need a clock, a store or other words open the same bot in their own process: `host.inside(setting,
clock, store, library, secrets)` is an asynchronous context manager that gives a `hosting.Inside`. Its `post`
is everything behind the HTTP server's limits on path, method, size and time; `setting.staff` are in the
staff list of its store; all it knows of time it has from `clock`, by which tokens are minted too.
"""

import asyncio
import io
import json
import os
import re
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from multidict import CIMultiDict

from tests.bot.teams import minting
from tests.bot.teams.cases import TABLE, Case, Expect, request, table
from tests.bot.teams.conftest import FakeConnector
from tests.bot.teams.hosting import KeyServer, Reply, Setting, outside, running
from tests.bot.teams.shapes import JSON
from tests.bot.teams.traps import Trap, trap

CASES = table()
CARD = "application/vnd.microsoft.card.adaptive"
BODIES = {
    "card": CARD,
    "words": "application/vnd.microsoft.activity.message",
    "error": "application/vnd.microsoft.error",
}
ENGLISH = re.compile(r"\b(the|you|your|is|in|not|with|to|and|please|sorry|this)\b", re.IGNORECASE)
FRENCH = re.compile(r"\b(le|la|les|vous|votre|est|en|pas|avec|et|ce|nous|pour|réessayez)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Host:
    """The bot under test."""

    url: str
    setting: Setting
    log: Path


@pytest.fixture(scope="module")
def host(
    connector_port: int, key_server_port: int, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Host]:
    setting = Setting(
        f"http://127.0.0.1:{key_server_port}/v1/.well-known/openidconfiguration",
        (f"127.0.0.1:{connector_port}",),
    )
    log = tmp_path_factory.mktemp("conformance") / "log"
    with running(outside(setting), log) as port:
        found = Host(f"http://127.0.0.1:{port}", setting, log)
        assert any(knock(found) != 401 for _ in range(1_000)), "the keys never came"
        yield found


def knock(host: Host) -> int:
    """Say something ordinary: keys that are fetched in the background are there a moment later."""
    wanted = request(CASES["A person's words with a good token are answered by a card"], host.setting, 9)
    asked = urllib.request.Request(f"{host.url}{wanted.path}", wanted.body, dict(wanted.headers))
    try:
        with urllib.request.urlopen(asked) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refusal:
        return refusal.code


@pytest.fixture
async def trapped() -> AsyncIterator[Trap]:
    async with trap() as found:
        yield found


@pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))
async def test_the_door_answers_as_the_table_says(
    case: Case, host: Host, keys: KeyServer, connector: FakeConnector, trapped: Trap
) -> None:
    wanted = request(case, host.setting, trapped.port)
    member = dict(wanted.member)
    if status := member.pop("status", 0):
        await connector.misbehave({"status": status, "times": 20}, on="members")
    await connector.holds(member)

    replies = [await put(host, wanted, keys.session, chunked=case.chunked) for _ in range(case.times)]

    allowed = [case.expect.status] if isinstance(case.expect.status, int) else case.expect.status
    assert {reply.status for reply in replies} <= set(allowed)
    for reply in replies:
        if reply.status == 200:
            assert body_faults(case.expect, reply.body) == []
    assert trapped.caught == []
    left = [kind(each) for each in await connector.seen()]
    assert sending_faults(case.expect, left, refused=replies[0].status != 200) == []


async def put(host: Host, wanted: Any, session: aiohttp.ClientSession, *, chunked: bool) -> Reply:
    """Send what a case describes, exactly."""

    async def pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(wanted.body), 8_192):
            yield wanted.body[start : start + 8_192]

    async with session.request(
        wanted.method,
        f"{host.url}{wanted.path}",
        data=pieces() if chunked else io.BytesIO(wanted.body),
        headers=CIMultiDict(wanted.headers),
        skip_auto_headers=["Content-Type"],
        allow_redirects=False,
    ) as response:
        text = await response.text()
        given = response.headers.get("Content-Type", "")
        return Reply(response.status, json.loads(text) if text and "json" in given else None)


def body_faults(expect: Expect, body: Any) -> list[str]:
    """Say what in an answer is not as the table says."""
    match expect.answer:
        case "any":
            return []
        case "none":
            return [] if body is None else ["a body nobody waits for"]
        case "continue" | "message":
            found = body["task"]
            good = found["type"] == expect.answer and found["value"]
            return [] if good else [f"a dialog's {found['type']}"]
        case "card" | "words" | "error":
            wrong = [] if body["type"] == BODIES[expect.answer] else [f"type {body['type']}"]
            wrong += [] if body["statusCode"] == expect.code else [f"statusCode {body['statusCode']}"]
            if expect.answer == "card":
                return wrong + ([] if body["value"]["type"] == "AdaptiveCard" else ["no card"])
            said = body["value"] if expect.answer == "words" else body["value"]["message"]
            return wrong + ([] if in_both_languages(said) else ["not in both languages"])


def sending_faults(expect: Expect, left: list[str], *, refused: bool) -> list[str]:
    """Say what left, or did not, against the table."""
    if refused:
        return left
    sent = [each for each in left if each not in ("lookup", "typing")]
    if expect.sends_at_most is not None:
        return [] if len(sent) <= expect.sends_at_most else [f"{len(sent)} messages"]
    return [] if sent == expect.sends else [f"{sent} in place of {expect.sends}"]


def kind(seen: Mapping[str, Any]) -> str:
    """Name what reached the connector."""
    body = seen["body"] or {}
    match seen["method"]:
        case "GET":
            return "lookup"
        case "POST" if seen["path"].endswith("/conversations"):
            return "opening"
        case "POST" if body.get("type") == "typing":
            return "typing"
        case "POST" if "attachments" in body:
            return "card"
        case "POST" if "text" in body:
            return "both" if in_both_languages(body["text"]) else "text"
        case _:
            return "other"


def in_both_languages(text: str) -> bool:
    return bool(ENGLISH.search(text) and FRENCH.search(text))


async def test_a_body_that_drips_is_not_waited_for(host: Host) -> None:
    head = (
        "POST /api/messages HTTP/1.1",
        "Host: localhost",
        f"Content-Type: {JSON}",
        "Content-Length: 90",
        "",
    )
    reader, writer = await asyncio.open_connection("127.0.0.1", int(host.url.rpartition(":")[2]))
    writer.write("\r\n".join((*head, '{"type":')).encode())
    async with asyncio.timeout(10):
        line = await reader.readline()
    writer.close()

    assert line.startswith(b"HTTP/1.1 408")


# The table itself ---------------------------------------------------------------------------------------


def test_the_table_holds_the_cases_of_a_door_and_not_only_refusals() -> None:
    statuses = Counter(case.expect.status for case in CASES.values() if isinstance(case.expect.status, int))

    assert len(CASES) >= 300
    assert min(statuses[each] for each in (200, 400, 401, 403)) >= 30


def test_no_case_differs_from_another_in_nothing_but_its_name() -> None:
    bodies = Counter(case.model_dump_json(exclude={"case", "expect"}) for case in CASES.values())

    assert [body for body, times in bodies.items() if times > 1] == []


def test_the_table_is_data_another_program_could_read() -> None:
    assert len(list(TABLE.glob("*.yaml"))) >= 5
    with pytest.raises(ValueError, match="nonsense"):
        Case.model_validate({"case": "A case", "expect": {"status": 200}, "nonsense": 1})


async def test_what_the_table_put_to_it_left_no_word_and_no_fault_in_the_log(host: Host) -> None:
    log = host.log.read_text()

    for word in ("turn.failed", "Traceback", "Ada Tremblay", "my record", "Authorization", "eyJ"):
        assert word not in log, word
    if not os.environ.get("ETHOS_CONFORMANCE_HOST"):
        assert "activity.refused" in log


def test_a_good_token_is_what_the_table_bends() -> None:
    claims = json.loads(minting.decode(minting.good("app", "https://service", 1_000).split(".")[1]))

    assert claims == {
        "iss": "https://api.botframework.com",
        "aud": "app",
        "serviceurl": "https://service",
        "nbf": 940,
        "exp": 4_540,
    }
