"""A Bot Connector to test against: it prints its port and serves until its standard input ends.

`python -m tests.bot.teams.connector` starts it. It checks every request against the published shapes by
itself, writes down what it saw, and misbehaves as `POST /control/rules` tells it. A rule is {"on":
"activities", "conversations", "members" or "teams", "times": n} with one of {"status", "headers", "text",
"padding"}, {"hang"}, {"reset"}, {"drip"}. Told a token with `/control/token`, it answers 401 to everything
else; who is in every conversation comes from `/control/members`. What it took stands there until
it is taken back, as `/control/standing` tells; nothing else can be replaced.
"""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.bot.teams import published
from tests.bot.teams.serving import serve

BAD = 300
"""From here on a status says that nothing was taken."""


@dataclass(slots=True)
class Notebook:
    """What came in, what was wrong with it, and how to misbehave next."""

    seen: list[dict[str, Any]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    rules: list[dict[str, Any]] = field(default_factory=list)
    members: list[dict[str, Any]] = field(default_factory=list)
    standing: dict[str, dict[str, Any]] = field(default_factory=dict)
    token: str = ""
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


@dataclass(frozen=True, slots=True)
class Routes:
    """What is answered to what."""

    book: Notebook = field(default_factory=Notebook)

    async def activity(self, request: web.Request) -> web.StreamResponse:
        body, named = await self.noted(request), request.match_info
        replaces = request.method == "PUT"
        self.book.faults += published.activity_faults(
            body, named["conversation"], named.get("activity"), replaces=replaces
        )
        self.book.sent += 1
        where = f"{named['conversation']} {named['activity'] if replaces else f'1:{self.book.sent}'}"
        rule = self.book.rule("activities")
        if rule is None and replaces and where not in self.book.standing:
            return web.Response(status=404)
        if rule is None or rule.get("status", 200) < BAD:
            self.book.standing[where] = body
        if rule is not None:
            return await self.misbehaving(request, rule)
        return web.json_response({"id": where.partition(" ")[2]}, status=200 if replaces else 201)

    async def opening(self, request: web.Request) -> web.StreamResponse:
        self.book.faults += published.opening_faults(await self.noted(request))
        self.book.sent += 1
        fresh = {"id": f"a:fresh-{self.book.sent}", "serviceUrl": str(request.url.origin())}
        return await self.misbehave(request, "conversations") or web.json_response(fresh, status=201)

    async def removal(self, request: web.Request) -> web.StreamResponse:
        await self.noted(request)
        named = request.match_info
        self.book.standing.pop(f"{named['conversation']} {named['activity']}", None)
        return await self.misbehave(request, "activities") or web.Response()

    async def members(self, request: web.Request) -> web.StreamResponse:
        await self.noted(request)
        self.book.faults += published.page_faults(dict(request.query))
        if answer := await self.misbehave(request, "members"):
            return answer
        first, size = int(request.query.get("continuationToken", "0")), int(request.query["pageSize"])
        page: dict[str, Any] = {"members": self.book.members[first : first + size]}
        if first + size < len(self.book.members):
            page["continuationToken"] = str(first + size)
        return web.json_response(page)

    async def member(self, request: web.Request) -> web.StreamResponse:
        await self.noted(request)
        name = request.match_info["member"]
        found = [
            each
            for each in self.book.members
            if name in {each.get("id"), each.get("objectId"), each.get("aadObjectId")}
        ]
        if answer := await self.misbehave(request, "members"):
            return answer
        return web.json_response(found[0]) if found else web.Response(status=404)

    async def team(self, request: web.Request) -> web.StreamResponse:
        await self.noted(request)
        known = {"id": request.match_info["team"], "name": "Équipe", "aadGroupId": "AB-1"}
        return await self.misbehave(request, "teams") or web.json_response(known)

    async def elsewhere(self, request: web.Request) -> web.StreamResponse:
        await self.noted(request)
        return web.Response(status=404)

    async def noted(self, request: web.Request) -> Any:
        text = await request.text()
        if request.content_type != "application/json" and (text or request.method in {"POST", "PUT"}):
            self.book.faults.append(f"content type {request.content_type}")
        body = json.loads(text) if text else None
        said = request.headers.get("Authorization")
        self.book.seen.append(
            {"method": request.method, "path": request.raw_path, "body": body, "authorization": said}
        )
        if self.book.token and said != self.book.token:
            raise web.HTTPUnauthorized
        return body

    async def misbehave(self, request: web.Request, on: str) -> web.StreamResponse | None:
        rule = self.book.rule(on)
        return None if rule is None else await self.misbehaving(request, rule)

    async def misbehaving(self, request: web.Request, rule: Mapping[str, Any]) -> web.StreamResponse:
        match rule:
            case {"hang": True}:
                await asyncio.Event().wait()
            case {"reset": True}:
                request.transport.abort()  # type: ignore[union-attr] # a request being read has its transport
            case {"drip": True}:
                response = web.StreamResponse(status=201, headers={"Content-Type": "application/json"})
                await response.prepare(request)
                await response.write(b'{"id":')
                await asyncio.Event().wait()
            case {"status": _}:
                return web.Response(
                    status=rule["status"],
                    text=rule.get("text", "") + " " * rule.get("padding", 0),
                    headers=rule.get("headers"),
                )
        return web.Response(status=500)

    async def control(self, request: web.Request) -> web.StreamResponse:
        match request.match_info["what"]:
            case "rules":
                self.book.rules += await request.json()
            case "seen":
                return web.json_response({"seen": self.book.seen, "faults": self.book.faults})
            case "standing":
                return web.json_response(self.book.standing)
            case "token":
                self.book.token = await request.json()
            case "members":
                self.book.members = await request.json()
            case "clear":
                self.book.seen, self.book.faults, self.book.rules, self.book.members = [], [], [], []
                self.book.standing, self.book.token, self.book.sent = {}, "", 0
        return web.json_response({})


def application() -> web.Application:
    """Build the connector's routes."""
    routes = Routes()
    app = web.Application()
    for region in ("", "/ca"):
        app.router.add_post(f"{region}/v3/conversations", routes.opening)
        app.router.add_post(f"{region}/v3/conversations/{{conversation}}/activities", routes.activity)
        app.router.add_post(
            f"{region}/v3/conversations/{{conversation}}/activities/{{activity}}", routes.activity
        )
        app.router.add_put(
            f"{region}/v3/conversations/{{conversation}}/activities/{{activity}}", routes.activity
        )
        app.router.add_delete(
            f"{region}/v3/conversations/{{conversation}}/activities/{{activity}}", routes.removal
        )
        app.router.add_get(f"{region}/v3/conversations/{{conversation}}/pagedmembers", routes.members)
        app.router.add_get(f"{region}/v3/conversations/{{conversation}}/members/{{member}}", routes.member)
        app.router.add_get(f"{region}/v3/teams/{{team}}", routes.team)
    app.router.add_route("*", "/control/{what}", routes.control)
    app.router.add_route("*", "/{rest:.*}", routes.elsewhere)
    return app


if __name__ == "__main__":
    asyncio.run(serve(application()))
