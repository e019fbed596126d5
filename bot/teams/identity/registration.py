"""Who the bot is in Entra, parsed once: its app id, the one tenant it serves, and what proves it."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from bot.private_files import NotPrivate, private
from bot.teams_settings import GUID, KINDS, MANAGED, SINGLE_TENANT, Given, Kind, Term

Reason = Literal[
    "app-id",
    "tenant",
    "app-type",
    "cloud",
    "service-host",
    "file-host",
    "secret-missing",
    "secret-twice",
    "secret-not-needed",
    "secret-unreadable",
    "secret-open-to-others",
    "secret-shape",
    "certificate-unreadable",
    "certificate-open-to-others",
    "certificate-incomplete",
    "certificate-weak",
    "certificate-not-its-key",
    "certificate-over",
]
"""What can be wrong; the sentence of each is `teams.` and this."""

LEAST_BITS = 2048
_SECRET = re.compile(r"[!-~]{8,1024}")
_NOBODY = "00000000-0000-0000-0000-000000000000"


class Misregistered(Exception):
    """The settings do not name an app that can get tokens: `reason` names the sentence, `values` fill it."""

    def __init__(self, reason: Reason, **values: str | int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.values = values


@dataclass(frozen=True, slots=True)
class Secret:
    """A secret of the app registration."""

    value: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate of the app registration, and the key that belongs to it; both PEM."""

    key: str = field(repr=False)
    pem: str = field(repr=False)
    term: Term


@dataclass(frozen=True, slots=True)
class ManagedIdentity:
    """Nothing to keep secret: Azure knows the machine this runs on."""


Proof = Secret | Certificate | ManagedIdentity


@dataclass(frozen=True, slots=True)
class Registration:
    """One registered app: lower-case GUIDs, and what proves that it is us."""

    app_id: str
    tenant: str
    proof: Proof

    @property
    def kind(self) -> Kind:
        """Return the app type, as Azure calls it."""
        return MANAGED if isinstance(self.proof, ManagedIdentity) else SINGLE_TENANT

    @property
    def term(self) -> Term | None:
        """Return from when until when the certificate is good; None where there is none."""
        return self.proof.term if isinstance(self.proof, Certificate) else None


def register(given: Given, now: datetime) -> Registration:
    """Parse what the settings hold; files are read here, once. Raises Misregistered for the first fault."""
    app_id, tenant = (_guid(given.app_id, "app-id"), _guid(given.tenant, "tenant"))
    proofs: list[Callable[[], Proof]] = []
    if given.secret:
        proofs.append(lambda: _secret(given.secret))
    if (secret_file := given.secret_file) is not None:
        proofs.append(lambda: _secret(_read(secret_file, "secret").strip("\r\n")))
    if (certificate := given.certificate) is not None:
        proofs.append(lambda: _certificate(certificate, now))
    match given.app_type, proofs:
        case "UserAssignedMSI", []:
            return Registration(app_id, tenant, ManagedIdentity())
        case "UserAssignedMSI", _:
            raise Misregistered("secret-not-needed")
        case "SingleTenant", [proof]:
            return Registration(app_id, tenant, proof())
        case "SingleTenant", []:
            raise Misregistered("secret-missing")
        case "SingleTenant", _:
            raise Misregistered("secret-twice")
        case _:
            raise Misregistered("app-type", expected=", ".join(KINDS))


def _guid(found: str, reason: Reason) -> str:
    lowered = found.strip().lower()
    if not GUID.fullmatch(lowered) or lowered == _NOBODY:
        raise Misregistered(reason)
    return lowered


def _secret(value: str) -> Secret:
    """Check that a secret is one: printable, without spaces, and not the id that Entra shows beside it."""
    if not _SECRET.fullmatch(value) or GUID.fullmatch(value):
        raise Misregistered("secret-shape")
    return Secret(value)


def _read(file: Path, what: Literal["secret", "certificate"]) -> str:
    try:
        return private(file)
    except NotPrivate as fault:
        reasons: dict[tuple[str, str], Reason] = {
            ("secret", "unreadable"): "secret-unreadable",
            ("secret", "open-to-others"): "secret-open-to-others",
            ("certificate", "unreadable"): "certificate-unreadable",
            ("certificate", "open-to-others"): "certificate-open-to-others",
        }
        raise Misregistered(reasons[what, fault.reason], file=file.name) from None


def _certificate(file: Path, now: datetime) -> Certificate:
    """Read a PEM file that holds a certificate and its key, in any order, without a passphrase."""
    pem = _read(file, "certificate")
    try:
        key = load_pem_private_key(pem.encode(), password=None)
        certificate = x509.load_pem_x509_certificate(pem.encode())
    except (ValueError, TypeError, UnsupportedAlgorithm, x509.InvalidVersion):
        # From no cause: what the library says may quote the file.
        raise Misregistered("certificate-incomplete", file=file.name) from None
    if not isinstance(key, RSAPrivateKey) or key.key_size < LEAST_BITS:
        raise Misregistered("certificate-weak", file=file.name, least=LEAST_BITS)
    if certificate.public_key() != key.public_key():
        raise Misregistered("certificate-not-its-key", file=file.name)
    term = Term(certificate.not_valid_before_utc, certificate.not_valid_after_utc)
    if term.ends <= now:
        raise Misregistered("certificate-over", file=file.name, day=term.ends.date().isoformat())
    written = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return Certificate(written.decode(), certificate.public_bytes(Encoding.PEM).decode(), term)
