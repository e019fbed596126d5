"""Looks at the settings of Teams mode: ids, the secret or the certificate, and who may read their files."""

import stat
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bot.command.checkup.findings import Finding, good, mend
from bot.teams_settings import GUID, HOST, KINDS, MANAGED, Given

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

WARNED = timedelta(days=30)
"""How long before its end a certificate is to be renewed."""

SHORTEST_KEY = 32
"""Letters that a key for /metrics has at least."""


def channel(given: Given, clouds: frozenset[str], now: datetime) -> Iterator[Finding]:
    """Look at all of them."""
    yield _id("app-id", given.app_id)
    yield _tenant(given)
    if given.app_type not in KINDS:
        yield mend("app-type.unknown", known=", ".join(KINDS))
    if given.cloud not in clouds:
        yield mend("cloud.unknown", known=", ".join(sorted(clouds)))
    for name, hosts in (("service-host", given.hosts), ("file-host", given.uploads)):
        for number, host in enumerate(hosts, start=1):
            if not HOST.fullmatch(host):
                yield mend(f"{name}.wrong", nth=number)
    yield from identity(given, now)
    yield from metrics_key(given)


def _id(name: str, value: str) -> Finding:
    if not value:
        return mend(f"{name}.missing")
    return good(f"{name}.ok") if GUID.fullmatch(value) else mend(f"{name}.wrong")


def _tenant(given: Given) -> Finding:
    same = given.tenant and given.tenant.lower() == given.app_id.lower()
    return mend("tenant.same") if same else _id("tenant", given.tenant)


# What Ethos shows to Microsoft ----------------------------------------------------------------------------


def identity(given: Given, now: datetime) -> Iterator[Finding]:
    """Look at the secret or the certificate; a managed identity needs neither."""
    secret, certificate = bool(given.secret or given.secret_file), given.certificate is not None
    if given.app_type == MANAGED:
        yield mend("identity.spare") if secret or certificate else good("identity.managed")
        return
    if given.secret and given.secret_file:
        yield mend("secret.twice")
    if secret and certificate:
        yield mend("identity.both")
    elif not secret and not certificate:
        yield mend("identity.missing")
    if secret:
        yield from _secret(given)
    if given.certificate is not None:
        yield from _certificate(given.certificate, now)


def _secret(given: Given) -> Iterator[Finding]:
    value = given.secret
    if given.secret_file is not None:
        trouble = private("secret", given.secret_file)
        if trouble is not None:
            yield trouble
        if not given.secret_file.is_file():
            return
        value = given.secret_file.read_text(encoding="utf-8", errors="replace")
    if not value.strip():
        yield mend("secret.empty")
    elif GUID.fullmatch(value.strip()):
        yield mend("secret.is-an-id")
    elif len(value.split()) > 1:
        yield mend("secret.several-words")
    else:
        yield good("secret.ok")


def private(kind: str, file: Path) -> Finding | None:
    """Look whether a file is there and only its owner may read it; None when both are so."""
    if not file.is_file():
        return mend(f"{kind}.no-file", file=file.name)
    if file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        return mend(f"{kind}.open", file=file.name)
    return None


def _certificate(file: Path, now: datetime) -> Iterator[Finding]:
    trouble = private("certificate", file)
    if trouble is not None:
        yield trouble
    if file.is_file():
        yield from certificate(file.read_bytes(), file.name, now)


def certificate(pem: bytes, file: str, now: datetime) -> Iterator[Finding]:
    """Look at a certificate and its key in one PEM: whole, belonging together, and for how long."""
    # Imported here: only whoever has a certificate waits for it.
    from cryptography.hazmat.primitives.serialization import load_pem_private_key  # noqa: PLC0415
    from cryptography.x509 import load_pem_x509_certificates  # noqa: PLC0415

    try:
        found = load_pem_x509_certificates(pem)[0]
    except ValueError:
        yield mend("certificate.unreadable", file=file)
        return
    try:
        key = load_pem_private_key(pem, None)
    except (ValueError, TypeError):  # TypeError: it asks for a password, which nobody could type.
        yield mend("certificate.no-key", file=file)
        return
    if key.public_key() != found.public_key():
        yield mend("certificate.other-key", file=file)
    yield _term(found, now)


def _term(found: "Certificate", now: datetime) -> Finding:
    until = found.not_valid_after_utc
    day = until.date().isoformat()
    if now < found.not_valid_before_utc:
        return mend("certificate.not-yet", day=found.not_valid_before_utc.date().isoformat())
    if now > until:
        return mend("certificate.expired", day=day)
    return mend("certificate.expires", day=day) if now > until - WARNED else good("certificate.ok", day=day)


# The key for /metrics -------------------------------------------------------------------------------------


def metrics_key(given: Given) -> Iterator[Finding]:
    """Look at the key for /metrics; without one there is no such page in Teams mode, which is no fault."""
    if not given.metrics_key and given.metrics_key_file is None:
        yield good("metrics-key.none")
        return
    value = given.metrics_key
    if given.metrics_key_file is not None:
        trouble = private("metrics-key", given.metrics_key_file)
        if trouble is not None:
            yield trouble
        if not given.metrics_key_file.is_file():
            return
        value = given.metrics_key_file.read_text(encoding="utf-8", errors="replace")
    short = len(value.strip()) < SHORTEST_KEY
    yield mend("metrics-key.short", least=SHORTEST_KEY) if short else good("metrics-key.ok")
