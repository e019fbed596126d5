"""A Bot Connector to test against: it prints its port and serves until its standard input ends.

`python -m tests.bot.teams.connector` starts it. It checks every request against the published shapes by
itself, writes down what it saw, and misbehaves as `POST /control/rules` tells it. `POST /control/members`
takes who is in every conversation from then on. A rule is {"on": "activities", "conversations" or "members",
"times": n} with one of {"status", "headers", "text"}, {"hang"}, {"reset"}, {"drip"}.
"""

import asyncio
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

ACCOUNT = {"id": str, "name": str, "aadObjectId": str, "role": str}
CONVERSATION = {"id": str, "conversationType": str, "isGroup": bool, "tenantId": str, "name": str}
ATTACHMENT = {"contentType": str, "content": dict, "contentUrl": str, "name": str}
ACTIVITY: dict[str, Any] = {
    "type": str,
    "channelId": str,
    "serviceUrl": str,
    "from": ACCOUNT,
    "recipient": ACCOUNT,
    "conversation": CONVERSATION,
    "id": str,
    "text": str,
    "textFormat": str,
    "summary": str,
    "locale": str,
    "inputHint": str,
    "replyToId": str,
    "attachments": [ATTACHMENT],
    "channelData": dict,
}
OPENING: dict[str, Any] = {
    "isGroup": bool,
    "bot": ACCOUNT,
    "members": [ACCOUNT],
    "tenantId": str,
    "channelData": dict,
}
NEEDED = {"type", "from", "recipient", "conversation", "channelId", "serviceUrl"}


def faults(found: Any, shape: Any, where: str = "") -> list[str]:
    """List what in a JSON value is not as its shape says."""
    if isinstance(shape, list):
        if not isinstance(found, list):
            return [f"{where}: not a list"]
        return [fault for each in found for fault in faults(each, shape[0], f"{where}[]")]
    if isinstance(shape, dict):
        if not isinstance(found, dict):
            return [f"{where}: not an object"]
        unknown = [f"{where}.{name}: unknown" for name in found if name not in shape]
        known = (faults(found[name], shape[name], f"{where}.{name}") for name in found if name in shape)
        return unknown + [fault for each in known for fault in each]
    return [] if isinstance(found, shape) else [f"{where}: not {shape.__name__}"]


def activity_faults(body: Any, request: web.Request) -> list[str]:
    """Check one message on its way to a person."""
    found = faults(body, ACTIVITY)
    if found:
        return found
    found += [f".{name}: missing" for name in sorted(NEEDED - body.keys())]
    found += [
        f".{part}.id: missing" for part in ("from", "recipient", "conversation") if "id" not in body[part]
    ]
    if request.method == "POST" and body.get("replyToId") != request.match_info.get("activity"):
        found.append("replyToId is not the one in the path")
    if body["type"] == "message" and ("text" in body) == ("attachments" in body):
        found.append("a message has either text or attachments")
    for attachment in body.get("attachments", ()):
        card = attachment["content"]
        if attachment["contentType"] != "application/vnd.microsoft.card.adaptive":
            found.append("not an Adaptive Card")
        elif (
            card.get("type") != "AdaptiveCard"
            or not isinstance(card.get("body"), list)
            or "version" not in card
        ):
            found.append("not the root of an Adaptive Card")
        if not body.get("summary"):
            found.append("a card without a notification")
    return found


@dataclass(slots=True)
class Notebook:
    """What came in, what was wrong with it, and how to misbehave next."""

    seen: list[dict[str, Any]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    rules: list[dict[str, Any]] = field(default_factory=list)
    members: list[dict[str, Any]] = field(default_factory=list)
    sent: int = 0

    def rule(self, on: str) -> Mapping[str, Any] | None:
        """Take the next rule for a kind of request, once."""
        for rule in self.rules:
            if rule["on"] == on:
                rule["times"] = rule.get("times", 1) - 1
                if not rule["times"]:
                    self.rules.remove(rule)
                return rule
        return None


def application() -> web.Application:  # noqa: PLR0915 a list of routes
    """Build the connector's routes."""
    book = Notebook()

    async def activity(request: web.Request) -> web.StreamResponse:
        book.faults += activity_faults(await noted(request), request)
        book.sent += 1
        return await misbehave(request, "activities") or web.json_response(
            {"id": f"1:{book.sent}"}, status=201
        )

    async def opening(request: web.Request) -> web.StreamResponse:
        body = await noted(request)
        book.faults += faults(body, OPENING)
        book.faults += [f".{name}: missing" for name in sorted(OPENING.keys() - body.keys())]
        book.sent += 1
        fresh = {"id": f"a:fresh-{book.sent}", "serviceUrl": str(request.url.origin())}
        return await misbehave(request, "conversations") or web.json_response(fresh, status=201)

    async def removal(request: web.Request) -> web.StreamResponse:
        await noted(request)
        return await misbehave(request, "activities") or web.Response()

    async def members(request: web.Request) -> web.StreamResponse:
        await noted(request)
        wrong = await misbehave(request, "members")
        return wrong or web.json_response({"members": book.members})

    async def member(request: web.Request) -> web.StreamResponse:
        await noted(request)
        if wrong := await misbehave(request, "members"):
            return wrong
        named = request.match_info["member"]
        found = [each for each in book.members if named in (each["id"], each.get("aadObjectId"))]
        return web.json_response(found[0]) if found else web.Response(status=404)

    async def elsewhere(request: web.Request) -> web.StreamResponse:
        await noted(request)
        return web.Response(status=404)

    async def noted(request: web.Request) -> Any:
        if request.method in {"POST", "PUT"} and request.content_type != "application/json":
            book.faults.append(f"content type {request.content_type}")
        text = await request.text()
        body = await request.json() if text else None
        book.seen.append({"method": request.method, "path": request.raw_path, "body": body})
        return body

    async def misbehave(request: web.Request, on: str) -> web.StreamResponse | None:
        match book.rule(on):
            case None:
                return None
            case {"hang": True}:
                await asyncio.Event().wait()
            case {"reset": True}:
                request.transport.abort()  # type: ignore[union-attr] # a request being read has its transport
            case {"drip": True}:
                response = web.StreamResponse(status=201, headers={"Content-Type": "application/json"})
                await response.prepare(request)
                await response.write(b'{"id":')
                await asyncio.Event().wait()
            case rule if "status" in rule:
                return web.Response(
                    status=rule["status"], text=rule.get("text", ""), headers=rule.get("headers")
                )
        return web.Response(status=500)

    async def control(request: web.Request) -> web.StreamResponse:
        match request.match_info["what"]:
            case "rules":
                book.rules += await request.json()
            case "seen":
                return web.json_response({"seen": book.seen, "faults": book.faults})
            case "members":
                book.members = await request.json()
            case "clear":
                book.seen, book.faults, book.rules, book.members = [], [], [], []
        return web.json_response({})

    app = web.Application()
    app.router.add_post("/v3/conversations", opening)
    app.router.add_post("/v3/conversations/{conversation}/activities", activity)
    app.router.add_post("/v3/conversations/{conversation}/activities/{activity}", activity)
    app.router.add_put("/v3/conversations/{conversation}/activities/{activity}", activity)
    app.router.add_delete("/v3/conversations/{conversation}/activities/{activity}", removal)
    app.router.add_get("/v3/conversations/{conversation}/pagedmembers", members)
    app.router.add_get("/v3/conversations/{conversation}/members/{member}", member)
    app.router.add_route("*", "/control/{what}", control)
    app.router.add_route("*", "/{rest:.*}", elsewhere)
    return app


async def serve() -> None:
    """Serve on a free loopback port until whoever started this closes our standard input."""
    # Handlers that hang on purpose are cut off at once.
    runner = web.AppRunner(application(), shutdown_timeout=0.05)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    sys.stdout.write(f"{runner.addresses[0][1]}\n")
    sys.stdout.flush()
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(serve())
