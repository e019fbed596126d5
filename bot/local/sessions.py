"""Who may talk to the local page: this machine's browser, after the printed address, and nobody else."""

import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'; require-trusted-types-for 'script'; "
        "trusted-types adaptivecards#markdownPassthroughPolicy adaptivecards#restoreContentsPolicy "
        "adaptivecards#deprecatedExportedFunctionPolicy"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""On every answer. No inline script or style, and HTML only through the card renderer's own policies."""


@dataclass(frozen=True, slots=True)
class Session:
    """The secret of one run. Whoever opens the printed address gets it as a cookie."""

    key: str

    def opened_by(self, offered: str) -> bool:
        """Compare a secret somebody offers with ours, in constant time."""
        return hmac.compare_digest(offered.encode(errors="replace"), self.key.encode())

    def admits(self, request: web.Request) -> bool:
        """Tell whether the request carries our cookie."""
        return self.opened_by(request.cookies.get(_cookie(request), ""))

    def open(self, request: web.Request) -> web.Response:
        """Hand the cookie over and lead to the address without the secret."""
        answer = web.Response(status=303, headers={"Location": "/"})
        answer.set_cookie(_cookie(request), self.key, path="/", httponly=True, samesite="Strict")
        return answer

    def guarded(self, handler: Handler) -> Handler:
        """Wrap a handler: our host and origin, then our cookie; otherwise 403."""

        async def guard(request: web.Request) -> web.StreamResponse:
            if not self.admits(request):
                raise web.HTTPForbidden
            return await handler(request)

        return at_home(guard)


def at_home(handler: Handler) -> Handler:
    """Wrap a handler: only this machine's own names, only our own page; our headers on the answer.

    The exact Host keeps foreign names that resolve to 127.0.0.1 out; the exact Origin keeps out pages of
    other sites and of other ports, for which SameSite is no border.
    """

    async def guard(request: web.Request) -> web.StreamResponse:
        try:
            if not _from_here(request):
                raise web.HTTPForbidden
            answer = await handler(request)
        except web.HTTPException as refusal:
            answer = web.Response(status=refusal.status, text=refusal.reason)
        if not answer.prepared:
            answer.headers.update(HEADERS)
        return answer

    return guard


def _from_here(request: web.Request) -> bool:
    """Check Host against the port that accepted the connection, and Origin against Host."""
    host = request.headers.get("Host", "")
    if host not in {f"127.0.0.1:{_port(request)}", f"localhost:{_port(request)}"}:
        return False
    origin = request.headers.get("Origin")
    if origin is None:
        return request.method in {"GET", "HEAD"}
    return origin == f"http://{host}"


def _port(request: web.Request) -> int:
    """Return the port this request came in on: with `--port 0` nobody knows it earlier."""
    if request.transport is None:  # The caller is gone; no host matches.
        return 0
    port: int = request.transport.get_extra_info("sockname")[1]
    return port


def _cookie(request: web.Request) -> str:
    """Name the cookie after the port, because browsers send a host's cookies to all of its ports."""
    return f"ethos-{_port(request)}"
