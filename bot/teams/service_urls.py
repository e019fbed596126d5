"""Decides which service URLs may be written to; a request can name any, so each use is checked."""

import re
from functools import lru_cache
from ipaddress import IPv4Address, ip_address

from yarl import URL

# No user, query, fragment, escape, backslash or letter beyond ASCII: nothing to be read in two ways.
_PLAIN = re.compile(r"https?://(\[[0-9A-Fa-f:]+\]|[A-Za-z0-9.-]+)(:[0-9]{1,5})?(/[A-Za-z0-9._~-]+)*/?")


def plain(service_url: str) -> bool:
    """Tell whether two readers would understand a service URL alike."""
    return _PLAIN.fullmatch(service_url) is not None


@lru_cache(maxsize=256)  # asked for the same few addresses, twice in every turn
def loopback(service_url: str) -> bool:
    """Tell whether a service URL stays on this machine: 127.0.0.0/8, ::1 or localhost, spelled out."""
    if not plain(service_url):
        return False
    try:
        host = URL(service_url).host or ""
        if host.lower() == "localhost":
            return True
        address = ip_address(host)
    except ValueError:
        return False
    # is_loopback also holds for ::ffff:127.0.0.1 in newer Pythons; only the plain spellings are meant.
    return address.is_loopback and (isinstance(address, IPv4Address) or address.ipv4_mapped is None)
