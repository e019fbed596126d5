"""Ways to break the settings of Teams mode, the port and the network, each with what the doctor must find."""

import socket
import ssl
from collections.abc import Callable
from datetime import timedelta

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
teams("identity.spare", MEND, app_type="UserAssignedMSI")
teams("identity.missing", MEND, secret="")
teams("secret.empty", MEND, secret=" \n")
teams("secret.is-an-id", MEND, secret=APP)
teams("secret.several-words", MEND, secret=f"{SECRET}\nvalue")


def files(**named: str) -> Callable[[Clinic], object]:
    """Name files of settings: by setting, the text in it."""

    def write(clinic: Clinic) -> None:
        paths = {}
        for setting, text in named.items():
            paths[setting] = clinic.folder / setting
            paths[setting].write_text(text)
            paths[setting].chmod(0o600)
        clinic.teams = given(**{"secret": "", **paths})

    return write


def opened(setting: str) -> Callable[[Clinic], object]:
    def write(clinic: Clinic) -> None:
        files(**{setting: PEM if setting == "certificate" else SECRET})(clinic)
        (clinic.folder / setting).chmod(0o644)

    return write


def missing(setting: str) -> Callable[[Clinic], object]:
    return lambda clinic: setattr(clinic, "teams", given(**{"secret": "", setting: clinic.folder / "no"}))


def both(clinic: Clinic) -> None:
    files(secret_file=SECRET)(clinic)
    clinic.teams = given(secret_file=clinic.folder / "secret_file")


def two(clinic: Clinic) -> None:
    files(certificate=PEM)(clinic)
    clinic.teams = given(certificate=clinic.folder / "certificate")


teams("secret.twice", MEND, both)
teams("secret.no-file", MEND, missing("secret_file"))
teams("secret.open", MEND, opened("secret_file"))
teams("identity.both", MEND, two)


# The certificate ------------------------------------------------------------------------------------------


Keys = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
OWN, OTHER = (rsa.generate_private_key(65_537, 2_048) for _ in range(2))


def pem(
    days: int,
    since: int = -100,
    *,
    own: Keys = OWN,
    other_key: bool = False,
    key: bool = True,
    word: bytes = b"",
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
        serialization.BestAvailableEncryption(word) if word else serialization.NoEncryption(),
    )
    return (made.public_bytes(serialization.Encoding.PEM) + (kept if key else b"")).decode()


PEM = pem(300)
teams("certificate.ok", GOOD, files(certificate=PEM))
teams("certificate.expires", MEND, files(certificate=pem(29)))
teams("certificate.expired", MEND, files(certificate=pem(-1)))
teams("certificate.not-yet", MEND, files(certificate=pem(300, since=1)))
teams("certificate.other-key", MEND, files(certificate=pem(300, other_key=True)))
teams("certificate.no-key", MEND, files(certificate=pem(300, word=b"word")))
teams("certificate.unreadable", MEND, files(certificate="hello"))
teams("settings.refused", MEND, files(certificate=pem(300, own=ec.generate_private_key(ec.SECP256R1()))))
teams("certificate.no-file", MEND, missing("certificate"))
teams("certificate.open", MEND, opened("certificate"))


# The key for /metrics -------------------------------------------------------------------------------------

teams("metrics-key.ok", GOOD, metrics_key="k" * 32)
teams("metrics-key.short", MEND, metrics_key="k" * 31)
teams("metrics-key.no-file", MEND, missing("metrics_key_file"))
teams("metrics-key.open", MEND, opened("metrics_key_file"))


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
