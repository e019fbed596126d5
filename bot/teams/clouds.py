"""Names the Microsoft clouds a bot can live in: who signs, who gives tokens, and where may be written to."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from yarl import URL

from bot.teams.service_urls import plain


@dataclass(frozen=True, slots=True)
class Cloud:
    """The addresses of one cloud, as Microsoft documents them; `hosts` are compared whole, never by suffix.

    `issuer` signs what comes in with the keys behind `openid`; `authority` gives the tokens for what goes
    out, for the `connector` and for `graph`. `uploads` are the organization's own hosts for files. `secure`
    is false only in tests, where all is on this machine.
    """

    issuer: str
    openid: str
    authority: str
    connector: str
    graph: str
    hosts: frozenset[str]
    uploads: frozenset[str] = frozenset()
    secure: bool = True

    def allows(self, service_url: str) -> bool:
        """Tell whether a service URL may be written to: plain, https, and on a host of the list."""
        return plain(service_url) and self._on(service_url, self.hosts)

    def takes(self, upload_url: str) -> bool:
        """Tell whether a file may be put at an address: on one of the organization's own hosts."""
        return self._on(upload_url, self.uploads)

    def with_hosts(self, service: Iterable[str], uploads: Iterable[str]) -> "Cloud":
        """Return the same with more hosts that may be written to, and those that take files."""
        more = frozenset(host.lower() for host in service)
        return replace(self, hosts=self.hosts | more, uploads=frozenset(host.lower() for host in uploads))

    def _on(self, address: str, hosts: frozenset[str]) -> bool:
        """Tell whether an address is on one of some hosts, with nobody's name or password in it.

        A space or a control character would end the line of HTTP that names the path.
        """
        if not (address.isascii() and address.isprintable() and " " not in address):
            return False
        try:
            url = URL(address, encoded=True)
            name = (url.raw_host or "").lower()
            host = name if url.is_default_port() else f"{name}:{url.port}"
        except ValueError:  # Such as a name in letters that no name can have, or a port that is none.
            return False
        named = "@" in url.raw_authority
        return url.scheme == ("https" if self.secure else "http") and host in hosts and not named


PUBLIC = Cloud(
    issuer="https://api.botframework.com",
    openid="https://login.botframework.com/v1/.well-known/openidconfiguration",
    authority="https://login.microsoftonline.com",
    connector="https://api.botframework.com",
    graph="https://graph.microsoft.com",
    # Not the suffix: any customer of Azure can register a name under trafficmanager.net.
    hosts=frozenset({"smba.trafficmanager.net"}),
)

US_GOVERNMENT = Cloud(
    issuer="https://api.botframework.us",
    openid="https://login.botframework.azure.us/v1/.well-known/openidconfiguration",
    authority="https://login.microsoftonline.us",
    connector="https://api.botframework.us",
    graph="https://graph.microsoft.us",
    hosts=frozenset({"smba.infra.gov.teams.microsoft.us", "smba.infra.dod.teams.microsoft.us"}),
)

CLOUDS = {"public": PUBLIC, "us-government": US_GOVERNMENT}
NAMES = tuple(CLOUDS)
