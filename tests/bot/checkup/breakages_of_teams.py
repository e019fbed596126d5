"""Ways to break the settings of Teams mode, the port and the network, each with what the doctor must find."""

import socket
import ssl
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

from bot.command.checkup.findings import State
from bot.web import Checks, application, listening
from tests.bot.checkup.breakages import GOOD, MEND, OFFICIALS, UNSEEN, found, quick
from tests.bot.checkup.clinic import APP, NOON, SECRET, Clinic, given


def teams(id_: str, state: State, breakage: Callable[[Clinic], object] | None = None, **more: object) -> None:
    """Add a breakage of settings that are sound otherwise."""

    async def settled(clinic: Clinic) -> None:
        await clinic.settles(*OFFICIALS, mark="teams")
        clinic.teams, clinic.host = given(**more), "0.0.0.0"
        if breakage:
            breakage(clinic)

    found(id_, state)(settled)


for id_ in ("mode.teams", "app-id.ok", "tenant.ok", "secret.ok", "metrics-key.none", "host.open"):
    teams(id_, GOOD)

teams("app-id.wrong", MEND, app_id="ethos")
teams("tenant.wrong", MEND, tenant="contoso.example")
teams("tenant.missing", MEND, tenant="")
teams("tenant.same", MEND, tenant=APP.upper())
teams("app-type.unknown", MEND, app_type="MultiTenant")
teams("cloud.unknown", MEND, cloud="moon")
teams("file-host.wrong", MEND, uploads=("files.example.ca", "files.example.ca/here"))
teams("service-host.wrong", MEND, hosts=("smba.example.ca", "https://smba.example.ca/"))
teams("identity.managed", GOOD, app_type="UserAssignedMSI", secret="")


def settings(**more: object) -> Callable[[Clinic], object]:
    return lambda clinic: setattr(clinic, "teams", given(**more))


def files(*, secret: str = "", **named: str) -> Callable[[Clinic], object]:
    """Name files of settings: by setting, the text in it."""

    def write(clinic: Clinic) -> None:
        paths = {}
        for setting, text in named.items():
            paths[setting] = clinic.folder / setting
            paths[setting].write_text(text)
            paths[setting].chmod(0o600)
        clinic.teams = given(secret=secret, **paths)

    return write


def opened(setting: str, secret: str = "") -> Callable[[Clinic], object]:
    def write(clinic: Clinic) -> None:
        files(secret=secret, **{setting: PEM if setting == "certificate" else SECRET})(clinic)
        (clinic.folder / setting).chmod(0o644)

    return write


def missing(setting: str, secret: str = "") -> Callable[[Clinic], object]:
    return lambda clinic: setattr(clinic, "teams", given(**{"secret": secret, setting: clinic.folder / "no"}))


# The certificate ------------------------------------------------------------------------------------------


Keys = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
OWN, OTHER = (rsa.generate_private_key(65_537, 2_048) for _ in range(2))


def pem(
    days: int,
    since: int = -100,
    *,
    own: Keys = OWN,
    other_key: bool = False,
) -> str:
    """Make a certificate that ends in so many days, with its key."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "x")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(own.public_key())
        .serial_number(7)
        .not_valid_before(NOON + timedelta(days=since))
        .not_valid_after(NOON + timedelta(days=days))
        .sign(own, hashes.SHA256())
    )
    if other_key:
        own = OTHER
    kept = own.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return (made.public_bytes(serialization.Encoding.PEM) + kept).decode()


PEM = pem(300)
teams("certificate.ok", GOOD, files(certificate=PEM))
teams("certificate.expires", MEND, files(certificate=pem(29)))
teams("certificate.not-yet", MEND, files(certificate=pem(300, since=1)))
teams("metrics-key.ok", GOOD, metrics_key="k" * 32)


# What serve would not start with --------------------------------------------------------------------------

CURVE = ec.generate_private_key(ec.SECP256R1())
WEAK = files(certificate=pem(300, own=CURVE))
teams("settings.refused", MEND, WEAK)

REFUSED: dict[str, tuple[Callable[[Clinic], object], dict[str, str | int]]] = {
    "teams.secret-missing": (settings(secret=""), {}),
    "teams.secret-not-needed": (settings(app_type="UserAssignedMSI"), {}),
    "teams.secret-twice": (settings(secret_file=Path("secret")), {}),
    "teams.secret-shape": (settings(secret=APP), {}),
    "teams.secret-unreadable": (missing("secret_file"), {"file": "no"}),
    "teams.secret-open-to-others": (opened("secret_file"), {"file": "secret_file"}),
    "teams.certificate-unreadable": (missing("certificate"), {"file": "no"}),
    "teams.certificate-open-to-others": (opened("certificate"), {"file": "certificate"}),
    "teams.certificate-incomplete": (files(certificate="hello"), {"file": "certificate"}),
    "teams.certificate-weak": (WEAK, {"file": "certificate", "least": 2048}),
    "teams.certificate-not-its-key": (files(certificate=pem(300, other_key=True)), {"file": "certificate"}),
    "teams.certificate-over": (files(certificate=pem(-1)), {"file": "certificate", "day": "2026-11-23"}),
    "metrics-key.short": (settings(metrics_key="k" * 31), {"least": 32}),
    "metrics-key.unreadable": (missing("metrics_key_file", SECRET), {"file": "no"}),
    "metrics-key.open-to-others": (opened("metrics_key_file", SECRET), {"file": "metrics_key_file"}),
}
"""Settings that are sound but for one thing: what `serve` says of it, what was done, and what it names."""


# Where Ethos listens --------------------------------------------------------------------------------------

quick("host.not-local", MEND, lambda clinic: setattr(clinic, "host", "0.0.0.0"))
teams("host.behind", UNSEEN, lambda clinic: setattr(clinic, "host", "127.0.0.1"))


@found("host.unknown", MEND)
async def an_address_of_somebody_else(clinic: Clinic) -> None:
    clinic.host, clinic.port = "192.0.2.1", free_port()
    clinic.teams = given()


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


quick("port.free", GOOD, lambda clinic: setattr(clinic, "port", free_port()))


async def serves(clinic: Clinic, checks: Checks) -> None:
    async def nobody() -> object:
        raise AssertionError

    app = application(nobody, checks)  # type: ignore[arg-type]
    clinic.port = await clinic.until_the_end.enter_async_context(listening(app, "127.0.0.1", 0))


async def fine() -> str:
    return "ok"


async def on_hold() -> str:
    return "on hold"


async def full() -> str:
    return "NotSaved"


@found("port.ethos", GOOD)
async def an_ethos_answers(clinic: Clinic) -> None:
    await serves(clinic, {"store": fine, "disposal": on_hold})


@found("port.not-ready", MEND)
async def an_ethos_is_not_ready(clinic: Clinic) -> None:
    await serves(clinic, {"store": full, "keys": fine})


@found("port.taken", MEND)
async def somebody_else_listens(clinic: Clinic) -> None:
    async def hello(_: web.Request) -> web.Response:
        return web.Response(text="hello")

    app = web.Application()
    app.router.add_get("/healthz", hello)
    clinic.port = await clinic.until_the_end.enter_async_context(listening(app, "127.0.0.1", 0))


# The network ----------------------------------------------------------------------------------------------

teams("online.not-asked", UNSEEN)


def asking(id_: str, state: State, breakage: Callable[[Clinic], object] | None = None) -> None:
    def asked(clinic: Clinic) -> None:
        clinic.online = True
        if breakage:
            breakage(clinic)

    teams(id_, state, asked)


asking("online.keys", GOOD)
asking("online.token", GOOD)
asking("online.clock-unseen", UNSEEN)
asking("online.keys-of-others", MEND, lambda clinic: setattr(clinic.microsoft, "keys", (3, 0)))
asking("online.no-keys", MEND, lambda clinic: setattr(clinic.microsoft, "keys", TimeoutError("x")))
asking("online.no-token", MEND, lambda clinic: setattr(clinic.microsoft, "no_token", ValueError(SECRET)))
asking("online.host-unknown", MEND, lambda clinic: setattr(clinic, "urls", ("https://nowhere.invalid",)))
asking(
    "online.host-silent", MEND, lambda clinic: setattr(clinic, "urls", (f"http://127.0.0.1:{free_port()}",))
)


async def answers(clinic: Clinic, **apart: float) -> None:
    """Have a host answer whose clock is so far from ours."""

    async def hello(_: web.Request) -> web.Response:
        when = clinic.at + timedelta(**apart)
        return web.Response(status=405, headers={"Date": when.strftime("%a, %d %b %Y %H:%M:%S GMT")})

    app = web.Application()
    app.router.add_route("*", "/", hello)
    port = await clinic.until_the_end.enter_async_context(listening(app, "127.0.0.1", 0))
    clinic.urls = (*clinic.urls, f"http://127.0.0.1:{port}")
    clinic.online, clinic.teams, clinic.host = True, given(), "0.0.0.0"


@found("online.host", GOOD)
@found("online.clock", GOOD)
async def a_host_answers_with_the_right_time(clinic: Clinic) -> None:
    await answers(clinic, minutes=30)
    await answers(clinic, seconds=60)


@found("online.clock-apart", MEND)
async def the_clock_is_wrong(clinic: Clinic) -> None:
    await answers(clinic, seconds=-61)


@found("online.host-tls", MEND)
async def a_host_shows_a_certificate_nobody_trusts(clinic: Clinic) -> None:
    file = clinic.folder / "host.pem"
    file.write_text(pem(300))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(file)
    runner = web.AppRunner(web.Application())
    await runner.setup()
    clinic.until_the_end.push_async_callback(runner.cleanup)
    site = web.TCPSite(runner, "127.0.0.1", 0, ssl_context=context)
    await site.start()
    clinic.urls = (f"https://127.0.0.1:{runner.addresses[0][1]}",)
    clinic.online, clinic.teams, clinic.host = True, given(), "0.0.0.0"
