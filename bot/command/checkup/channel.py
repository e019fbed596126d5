"""Looks at the settings of Teams mode: ids, clouds and hosts, and what Ethos shows to Microsoft.

What `serve` refuses of the rest, it says itself; only what it would start with has a finding here.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.command.checkup.findings import Finding, good, mend
from bot.teams_settings import GUID, HOST, KINDS, MANAGED, Given, Term

WARNED = timedelta(days=30)
"""How long before its end a certificate is to be renewed."""


def named(given: Given, clouds: frozenset[str]) -> Iterator[Finding]:
    """Look at ids and names: every fault at once, and which of the hosts it is."""
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


def _id(name: str, value: str) -> Finding:
    if not value:
        return mend(f"{name}.missing")
    return good(f"{name}.ok") if GUID.fullmatch(value) else mend(f"{name}.wrong")


def _tenant(given: Given) -> Finding:
    same = given.tenant and given.tenant.lower() == given.app_id.lower()
    return mend("tenant.same") if same else _id("tenant", given.tenant)


def proof(given: Given, term: Term | None, now: datetime) -> Finding:
    """Look at what Ethos shows to Microsoft, which `serve` takes; `term` is that of a certificate."""
    if term is not None:
        return _certificate(term, now)
    return good("identity.managed" if given.app_type == MANAGED else "secret.ok")


def _certificate(term: Term, now: datetime) -> Finding:
    if now < term.begins:
        return mend("certificate.not-yet", day=term.begins.date().isoformat())
    day = term.ends.date().isoformat()
    return (
        mend("certificate.expires", day=day) if now > term.ends - WARNED else good("certificate.ok", day=day)
    )


def figures(key: str | None) -> Finding:
    """Look at the key for /metrics; without one there is no such page in Teams mode, which is no fault."""
    return good("metrics-key.ok" if key else "metrics-key.none")
