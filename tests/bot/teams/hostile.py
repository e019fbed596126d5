"""Makes hundreds of service URLs that only look like a place where answers may go."""

from itertools import product

SPELLINGS = (
    "{scheme}://{host}",
    "{scheme}://{host}/ca/",
    "{scheme}://ada@{host}/",
    "{scheme}://ada:secret@{host}/",
    "{scheme}://{good}@{host}/",
    "{scheme}://{good}%40{host}/",
    "{scheme}://{good}\\@{host}/",
    "{scheme}://{host}\\@{good}/",
    "{scheme}://{host}#@{good}/",
    "{scheme}://{host}?@{good}/",
    "{scheme}://{host}/{good}",
    "{scheme}://{host}/..;/{good}/",
    "{scheme}:\\\\{host}",
    "{scheme}:{host}",
    "{scheme}:///{host}",
    "{scheme}://[{host}]",
    "{scheme}://{good}.{host}",
    "{scheme}://{good},{host}",
    "{scheme}://{good} {host}",
    "{scheme}://{good}\t.{host}",
    "{scheme}://{good}%00.{host}",
    "{scheme}://{good}%2f@{host}",
    "{scheme}://{good}\u3002{host}",
    "{scheme}://{good}.\u200b{host}",
)
PLACES = (
    "127.0.0.1:{trap}",
    "localhost:{trap}",
    "[::1]:{trap}",
    "127.1:{trap}",
    "2130706433:{trap}",
    "0x7f000001:{trap}",
    "0.0.0.0:{trap}",
    "evil.example",
    "evil.trafficmanager.net",
    "smba.trafficmanager.net.evil.example",
    "169.254.169.254",
)
ODD = (
    "",
    "//127.0.0.1:{trap}",
    "127.0.0.1:{trap}",
    "http://",
    "https://",
    "http://{good}:80:{trap}",
    "http://{good}/\r\nHost: 127.0.0.1:{trap}",
    "http://{good}./",
    "https://{good}/",
    "HTTP://{good}:{trap}",
    "javascript:fetch('http://127.0.0.1:{trap}')",
    "data:text/plain,x",
    "file:///etc/passwd",
    "gopher://127.0.0.1:{trap}/_POST",
    "unix:///var/run/docker.sock",
    "\u0000http://127.0.0.1:{trap}",
    "http://127.0.0.1:{trap}" + "/a" * 2_000,
)


def urls(good: str, trap: int) -> list[str]:
    """Return them all, each once. `good` is the one host that is allowed, with its port."""
    made = [
        spelling.format(scheme=scheme, good=good, host=place.format(trap=trap))
        for scheme, spelling, place in product(("http", "https"), SPELLINGS, PLACES)
    ]
    return sorted({*made, *(each.format(good=good, trap=trap) for each in ODD)})
