"""A token service to test against, over TLS with a certificate made here, and Azure's to an identity."""

import asyncio
import ssl
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from bot.teams.clouds import PUBLIC, Cloud
from bot.teams.identity.credentials import Bearer, Credentials, Patience
from bot.teams.identity.registration import Registration, Secret
from bot.teams_settings import Term

APP = "11111111-aaaa-4bbb-8ccc-000000000001"
TENANT = "22222222-aaaa-4bbb-8ccc-000000000002"
SECRET = "s3cret~of.the-app"
HOUR = 3600

TERM = Term(datetime(2020, 1, 1, tzinfo=UTC), datetime(2040, 1, 1, tzinfo=UTC))
"""How long a certificate made here is good."""

BY_SECRET = Registration(APP, TENANT, Secret(SECRET))
AMPLE = Patience(answer=20, altogether=30)

Makes = Callable[..., Credentials]
"""Makes credentials from a registration, a cloud and a patience, each with its usual value."""

Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


def certificate(key: Key, ends: datetime = TERM.ends) -> bytes:
    """Make a certificate that signs itself, for 127.0.0.1; PEM."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "ethos test")])
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(TERM.begins)
        .not_valid_after(ends)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
    )
    return built.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM)


def written(key: Key) -> bytes:
    """Write a key as PEM."""
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


@dataclass(frozen=True)
class Trust:
    """A certificate for the server, and clients that trust it."""

    server: ssl.SSLContext
    client: ssl.SSLContext


def trust(folder: Path) -> Trust:
    """Make both sides of TLS on this machine."""
    key = ec.generate_private_key(ec.SECP256R1())
    pem = folder / "server.pem"
    pem.write_bytes(written(key) + certificate(key))
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(pem)
    return Trust(server, ssl.create_default_context(cafile=pem))


@dataclass
class Entra:
    """What was asked, and how to answer next: `rules` once each, then `always`, else with a token.

    A rule is a status and a body, with headers; "hang" never answers and "cut" closes the connection.
    """

    url: str = ""
    lives: Any = HOUR
    asked: list[dict[str, str]] = field(default_factory=list)
    looked: int = 0
    rules: list[Any] = field(default_factory=list)
    always: Any = None
    discovery: Any = None
    came: asyncio.Event = field(default_factory=asyncio.Event)
    goes_on: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def cloud(self) -> Cloud:
        """Return a cloud whose tokens come from here."""
        return Cloud(
            PUBLIC.issuer, PUBLIC.openid, self.url, PUBLIC.connector, PUBLIC.graph, frozenset(), secure=False
        )

    async def discover(self, request: web.Request) -> web.StreamResponse:
        self.looked += 1
        if self.discovery is not None:
            return await self._misbehave(request, self.discovery)
        tenant = f"{self.url}/{request.match_info['tenant']}"
        return web.json_response(
            {
                "issuer": f"{tenant}/v2.0",
                "authorization_endpoint": f"{tenant}/oauth2/v2.0/authorize",
                "token_endpoint": f"{tenant}/oauth2/v2.0/token",
            }
        )

    async def token(self, request: web.Request) -> web.StreamResponse:
        form = {name: str(value) for name, value in (await request.post()).items()}
        return await self._give(request, {**form, "path": request.path})

    async def identity(self, request: web.Request) -> web.StreamResponse:
        shown = request.headers.get("X-IDENTITY-HEADER", "")
        return await self._give(request, {**request.query, "header": shown})

    async def _give(self, request: web.Request, asked: dict[str, str]) -> web.StreamResponse:
        self.asked.append(asked)
        self.came.set()
        rule = self.rules.pop(0) if self.rules else self.always
        if rule is not None:
            return await self._misbehave(request, rule)
        token = {"access_token": f"token-{len(self.asked)}", "token_type": "Bearer"}
        if "header" in asked:
            ends = int(datetime.now(UTC).timestamp()) + self.lives
            return web.json_response({**token, "expires_on": str(ends), "resource": asked["resource"]})
        return web.json_response({**token, "expires_in": self.lives})

    async def _misbehave(self, request: web.Request, rule: Any) -> web.StreamResponse:
        if rule == "cut":
            request.transport.abort()  # type: ignore[union-attr] # a request being read has its transport
            return web.Response()
        if rule == "hang":
            await self.goes_on.wait()
            return web.Response(status=503)
        if rule == "drip":
            response = web.StreamResponse(headers={"Content-Type": "application/json"})
            await response.prepare(request)
            await response.write(b'{"access_token":')
            await self.goes_on.wait()
            return response
        status, body, *headers = rule
        if isinstance(body, str):
            return web.Response(status=status, text=body, headers=headers[0] if headers else None)
        return web.json_response(body, status=status, headers=headers[0] if headers else None)


@asynccontextmanager
async def served(entra: Entra, tls: ssl.SSLContext | None) -> AsyncIterator[Entra]:
    """Serve on a free loopback port."""
    app = web.Application()
    app.router.add_get("/{tenant}/v2.0/.well-known/openid-configuration", entra.discover)
    app.router.add_post("/{tenant}/oauth2/v2.0/token", entra.token)
    app.router.add_get("/msi/token", entra.identity)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=tls).start()
    entra.url = f"{'https' if tls else 'http'}://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield entra
    finally:
        entra.goes_on.set()
        await runner.cleanup()


async def renewed(bearer: Bearer) -> None:
    """Wait until what goes on in the background has ended."""
    if bearer._asking is not None:
        await asyncio.wait([bearer._asking])


async def threads_end() -> None:
    """Make sure that no thread of MSAL's stays behind."""
    for thread in [each for each in threading.enumerate() if each.name == "msal"]:
        await asyncio.to_thread(thread.join, 10)
        assert not thread.is_alive()
