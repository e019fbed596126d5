"""Reads the conformance table and makes the request each of its cases describes.

The table lies in `conformance/*.yaml`; a word it does not know is a fault. `test_conformance` explains it.
"""

import json
import re
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from math import ceil
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from ruamel.yaml import YAML

from tests.bot.teams import minting, shapes
from tests.bot.teams.hosting import Setting

TABLE = Path(__file__).with_name("conformance")
NOW = re.compile(r"now([+-][0-9]+)?")

Kind = Literal["card", "text", "both", "typing", "opening", "lookup", "other"]


class Strict(BaseModel):
    """A part of the table, with no word that nobody reads."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Token(Strict):
    """How a token differs from a good one."""

    key: str = "first"
    algorithm: str = "RS256"
    claims: dict[str, Any] = Field(default_factory=dict)
    without: list[str] = Field(default_factory=list)
    payload: str | None = None
    header: dict[str, Any] = Field(default_factory=dict)
    header_without: list[str] = Field(default_factory=list)
    header_text: str | None = None
    bent: str | None = None


class Expect(Strict):
    """What must come back, and what may leave. Looking somebody up is no sending; a refusal has neither."""

    status: int | list[int]
    answer: Literal["any", "none", "card", "words", "error", "continue", "message"] = "any"
    code: int | None = None
    sends: list[Kind] = Field(default_factory=list)
    sends_at_most: int | None = None


class Case(Strict):
    """One line of the table."""

    case: str
    token: Token = Token()
    authorization: str | list[str] = "Bearer {token}"
    method: str = "POST"
    path: str = "/api/messages"
    headers: dict[str, str | None] = Field(default_factory=dict)
    activity: str = "message"
    place: Literal["private", "group", "channel"] = "private"
    sender: Literal["stranger", "staff"] = "stranger"
    change: dict[str, Any] = Field(default_factory=dict)
    without: list[str] = Field(default_factory=list)
    long: dict[str, int] = Field(default_factory=dict)
    long_header: int = 0
    inserted: str = ""
    nested: int = 0
    padded: int = 0
    raw: str | None = None
    encoding: str = "utf-8"
    chunked: bool = False
    member: dict[str, Any] | None = None
    times: int = 1
    expect: Expect


class Sheet(Strict):
    """One file of the table."""

    about: str
    cases: list[Case]


def table() -> dict[str, Case]:
    """Read every case by its name, which no other has."""
    sheets = [
        Sheet.model_validate(YAML(typ="safe").load(path.read_text("utf-8")))
        for path in sorted(TABLE.glob("*.yaml"))
    ]
    cases = [case for sheet in sheets for case in sheet.cases]
    found = {case.case: case for case in cases}
    assert len(found) == len(cases), "two cases of one name"
    return found


@dataclass(frozen=True)
class Request:
    """What goes over the wire, and who is said to have sent it."""

    method: str
    path: str
    headers: list[tuple[str, str]]
    body: bytes
    chat: str
    member: Mapping[str, Any]


def request(case: Case, setting: Setting, trap: int) -> Request:
    """Make the request of a case; each has a person and a chat of its own."""
    person = setting.staff[0] if case.sender == "staff" else str(uuid.uuid4())
    names = {
        "service": f"http://{setting.service_hosts[0]}",
        "port": setting.service_hosts[0].partition(":")[2],
        "trap": str(trap),
        "app": setting.app,
        "tenant": setting.tenant,
        "person": person,
        "chat": f"a:{person}",
    }
    activity = _activity(case, names)
    url = activity.get("serviceUrl")
    token = _token(_filled(case.token.model_dump(), names), setting, url if isinstance(url, str) else "")
    schemes = [case.authorization] if isinstance(case.authorization, str) else case.authorization
    headers = {"Content-Type": shapes.JSON, **_filled(case.headers, names)}
    if case.long_header:
        headers["X-Long"] = "my record " * (case.long_header // 10)
    return Request(
        case.method,
        _filled(case.path, {**names, "token": token}),
        [(name, value) for name, value in headers.items() if value is not None]
        + [("Authorization", _filled(scheme, {"token": token})) for scheme in schemes],
        _written(case, activity, names),
        names["chat"],
        {
            "id": f"29:{person}",
            "name": "Somebody",
            "aadObjectId": person,
            "objectId": person,
            "userRole": "user",
            "tenantId": setting.tenant,
            **_filled(case.member or {}, names),
        },
    )


def _token(how: Mapping[str, Any], setting: Setting, service_url: str) -> str:
    """Mint what a case says, counting from the next full second, so that every edge has one to spare."""
    now = ceil(time.time())
    payload: Any = minting.claims(setting.app, service_url, now) | how["claims"]
    payload = {
        name: now + int(value[3:] or 0) if isinstance(value, str) and NOW.fullmatch(value) else value
        for name, value in payload.items()
        if name not in how["without"]
    }
    header: Any = {"alg": how["algorithm"], "kid": how["key"], "typ": "JWT"} | how["header"]
    header = {name: value for name, value in header.items() if name not in how["header_without"]}
    if header.get("jwk") == "own":
        header["jwk"] = minting.public(how["key"], ["msteams"])
    made = minting.token(
        header if how["header_text"] is None else how["header_text"].encode("latin-1"),
        payload if how["payload"] is None else how["payload"].encode("latin-1"),
        how["key"],
        how["algorithm"],
    )
    return minting.bent(made, how["bent"]) if how["bent"] else made


def _activity(case: Case, names: Mapping[str, str]) -> dict[str, Any]:
    """Build the activity of a case: its shape, its sender and chat, and what is different."""
    body = base(case.activity, names["service"])
    sender = {"id": f"29:{names['person']}", "aadObjectId": names["person"]}
    chat = {**body["conversation"], "id": names["chat"], "tenantId": names["tenant"]}
    body |= {
        "id": f"17{uuid.uuid4().int % 10**11:011}",
        "from": {**body["from"], **sender},
        "recipient": {"id": f"28:{names['app']}", "name": "Ethos"},
        "conversation": chat,
        "channelData": {**body.get("channelData", {}), "tenant": {"id": names["tenant"]}},
    }
    if case.place != "private":
        body = (shapes.in_group if case.place == "group" else shapes.in_channel)(body)
        body["conversation"]["tenantId"] = names["tenant"]
        body["channelData"]["tenant"] = {"id": names["tenant"]}
    for way, value in {**_filled(case.change, names), **_long(case.long)}.items():
        *parents, last = way.split(".")
        inside = reduce(_inner, parents, body)
        inside[int(last) if isinstance(inside, list) else last] = value
    for way in case.without:
        *parents, last = way.split(".")
        del reduce(_inner, parents, body)[last]
    if case.nested:
        body["nest"] = _nested(case.nested - 1)
    return body


def base(name: str, url: str) -> dict[str, Any]:
    """Return an activity of a kind, as Teams sends it."""
    match name:
        case "message":
            return shapes.message(url)
        case "submit":
            return shapes.submit(url)
        case "execute":
            return shapes.execute(url)
        case "refresh":
            body = shapes.execute(url, "home")
            return body | {"value": {**body["value"], "trigger": "automatic"}}
        case "fetch" | "submit-dialog":
            data = {"data": {"verb": "home", "token": "v1.k.b.t"}, "context": {"theme": "default"}}
            return _invoke(url, "task/fetch" if name == "fetch" else "task/submit", data)
        case "accept" | "decline":
            card = {"action": name, "context": {"file": "record"}, "type": "fileUpload"}
            upload = {
                "contentUrl": f"{url}/content",
                "name": "record.csv",
                "uploadUrl": f"{url}/upload",
                "uniqueId": "1",
            }
            return _invoke(url, "fileConsent/invoke", {**card, "uploadInfo": {**upload, "fileType": "csv"}})
        case "sign-in":
            return _invoke(url, "signin/verifyState", {"state": "123456"})
        case "install":
            return shapes.installation(url)
        case "uninstall":
            return shapes.installation(url, "remove")
        case "joined":
            return shapes.conversation_update(url)
        case _:
            return shapes.unheeded(url)[name]


def _invoke(url: str, name: str, value: dict[str, Any]) -> dict[str, Any]:
    return shapes.execute(url) | {"name": name, "value": value}


def _written(case: Case, activity: dict[str, Any], names: Mapping[str, str]) -> bytes:
    """Write the body: as JSON, with what no JSON writer would write, or as other bytes altogether."""
    if case.raw is not None:
        raw: str = _filled(case.raw, names)
        return raw.encode(case.encoding)
    if case.padded:
        bare = len(json.dumps(activity | {"padding": ""}).encode())
        activity = activity | {"padding": "x" * (case.padded - bare)}
    written = json.dumps(activity)
    if case.inserted:
        written = "{" + _filled(case.inserted, names) + "," + written[1:]
    return written.encode(case.encoding)


def _long(paths: Mapping[str, int]) -> dict[str, str]:
    return {way: "m" * length for way, length in paths.items()}


def _inner(inside: Any, key: str) -> Any:
    return inside[int(key) if isinstance(inside, list) else key]


def _filled(value: Any, names: Mapping[str, str]) -> Any:
    """Put the names of this run into every text of a value."""
    match value:
        case str():
            return reduce(lambda text, name: text.replace(f"{{{name}}}", names[name]), names, value)
        case dict():
            return {key: _filled(each, names) for key, each in value.items()}
        case list():
            return [_filled(each, names) for each in value]
        case _:
            return value


def _nested(levels: int) -> list[Any]:
    inside: list[Any] = []
    for _ in range(levels - 1):
        inside = [inside]
    return inside
