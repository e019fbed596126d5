"""A key server to test against: OpenID metadata and signing keys, and every way to fail at giving them.

`python -m tests.bot.teams.keyserver` prints its port and serves until its standard input ends. `POST
/control/publish` takes the key set it gives from then on. `POST /control/rules` takes a list of rules: {"on":
"metadata" or "keys", "times": n (0 for ever)} with one of {"status", "headers", "text"}, {"hang"}, {"reset"},
{"drip"}, {"text", "endless": what is written again and again},
{"elsewhere": the address the metadata name for the keys}. `seen` tells what was asked for; `clear`
forgets rules and visits, the published keys stay.
"""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.bot.teams.serving import serve

METADATA = "/v1/.well-known/openidconfiguration"
KEYS = "/v1/.well-known/keys"
ISSUER = "https://api.botframework.com"


@dataclass(slots=True)
class Safe:
    """What is published, who asked, and how to misbehave next."""

    published: Any = field(default_factory=lambda: {"keys": []})
    seen: list[str] = field(default_factory=list)
    rules: list[dict[str, Any]] = field(default_factory=list)

    def rule(self, on: str) -> Mapping[str, Any]:
        """Take the next rule for a kind of request; one with `times: 0` stays."""
        for rule in self.rules:
            if rule["on"] == on:
                if rule.get("times", 1) == 1:
                    self.rules.remove(rule)
                elif rule["times"]:
                    rule["times"] -= 1
                return rule
        return {}


def application() -> web.Application:
    """Build the key server's routes."""
    safe = Safe()

    async def metadata(request: web.Request) -> web.StreamResponse:
        safe.seen.append("metadata")
        rule = safe.rule("metadata")
        found = {
            "issuer": ISSUER,
            "authorization_endpoint": "https://invalid.botframework.com",
            "jwks_uri": rule.get("elsewhere", f"{request.url.origin()}{KEYS}"),
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["private_key_jwt"],
        }
        return await misbehave(request, rule) or web.json_response(found)

    async def keys(request: web.Request) -> web.StreamResponse:
        safe.seen.append("keys")
        return await misbehave(request, safe.rule("keys")) or web.json_response(safe.published)

    async def misbehave(request: web.Request, rule: Mapping[str, Any]) -> web.StreamResponse | None:
        match rule:
            case {"hang": True}:
                await asyncio.Event().wait()
            case {"reset": True}:
                request.transport.abort()  # type: ignore[union-attr] # a request being read has its transport
                return web.Response(status=500)
            case {"drip": True}:
                response = web.StreamResponse(headers={"Content-Type": "application/json"})
                await response.prepare(request)
                await response.write(b'{"keys":')
                await asyncio.Event().wait()
            case {"endless": piece}:
                response = web.StreamResponse(headers={"Content-Type": "application/json"})
                await response.prepare(request)
                await response.write(rule["text"].encode())
                with suppress(ConnectionError):
                    while True:
                        await response.write(piece.encode() * 100_000)
                return response
            case {"status": status}:
                return web.Response(status=status, text=rule.get("text", ""), headers=rule.get("headers"))
        return None

    async def control(request: web.Request) -> web.StreamResponse:
        match request.match_info["what"]:
            case "publish":
                safe.published = await request.json()
            case "rules":
                safe.rules += await request.json()
            case "seen":
                return web.json_response({"seen": safe.seen})
            case "clear":
                safe.seen, safe.rules = [], []
        return web.json_response({})

    async def elsewhere(request: web.Request) -> web.StreamResponse:
        safe.seen.append(request.raw_path)
        return web.json_response(safe.published)

    app = web.Application(client_max_size=8 * 1024 * 1024)
    app.router.add_get(METADATA, metadata)
    app.router.add_get(KEYS, keys)
    app.router.add_post("/control/{what}", control)
    app.router.add_route("*", "/{rest:.*}", elsewhere)
    return app


if __name__ == "__main__":
    asyncio.run(serve(application()))
