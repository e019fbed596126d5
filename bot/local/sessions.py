"""Who may talk to the local page: this machine's browser, after the printed address, and nobody else."""

import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog
from aiohttp import web

from bot.web import from_this_machine, port

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

BEGUN = web.RequestKey("begun", web.StreamResponse)
"""Where a handler leaves an answer that it sends piece by piece."""

log = structlog.get_logger()


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

    It is the edge of the page: a fault that nobody foresaw is one line in the log and an empty 500, upon
    which the page says that the connection was lost.
    """

    async def guard(request: web.Request) -> web.StreamResponse:
        try:
            welcome = from_this_machine(request, page=True)
            answer = await handler(request) if welcome else web.Response(status=403)
        except web.HTTPException as refusal:
            answer = web.Response(status=refusal.status, text=refusal.reason)
        except Exception as fault:  # noqa: BLE001 the edge of the page
            log.error("page.failed", fault=type(fault).__name__)  # noqa: TRY400 a traceback may hold words
            answer = request.get(BEGUN) or web.Response(status=500)
        if not answer.prepared:
            answer.headers.update(HEADERS)
        return answer

    return guard


def _cookie(request: web.Request) -> str:
    """Name the cookie after the port, because browsers send a host's cookies to all of its ports."""
    return f"ethos-{port(request)}"
