"""Which service URLs stay on this machine."""

import pytest

from bot.teams.service_urls import loopback

HOSTILE = [
    "http://ada@127.0.0.1:{port}",
    "http://ada:secret@localhost:{port}",
    "http://evil.example@127.0.0.1:{port}",
    "http://127.0.0.1:{port}@evil.example",
    "http://127.0.0.1:{port}#@evil.example",
    "http://127.0.0.1:{port}?next=evil.example",
    "http://evil.example#127.0.0.1:{port}",
    "http://evil.example\\@127.0.0.1:{port}",
    "http://127.0.0.1:{port}\\@evil.example",
    "http:\\\\127.0.0.1:{port}",
    "http://0x7f.1:{port}",
    "http://0x7f000001:{port}",
    "http://0177.0.0.1:{port}",
    "http://127.1:{port}",
    "http://2130706433:{port}",
    "http://127.0.0.1.:{port}",
    "http://localhost.:{port}",
    "http://\uff11\uff12\uff17.0.0.1:{port}",
    "http://127\u30020.0.1:{port}",
    "http://127.0.0.1%2eevil.example:{port}",
    "http://%31%32%37.0.0.1:{port}",
    "http://localhost.evil.example:{port}",
    "http://127.0.0.1.evil.example:{port}",
    "http://localhost-evil.example:{port}",
    "http://[::ffff:127.0.0.1]:{port}",
    "http://[::ffff:7f00:1]:{port}",
    "http://[::1%25lo]:{port}",
    "http://[::1]evil.example:{port}",
    "http://[::]:{port}",
    "http://0.0.0.0:{port}",
    "http://0:{port}",
    "http://169.254.169.254",
    "http://10.0.0.1:{port}",
    "http://[fe80::1]:{port}",
    "https://smba.trafficmanager.net/ca/",
    "https://smba.trafficmanager.net.evil.example/",
    "ftp://127.0.0.1:{port}",
    "file:///etc/passwd",
    "//127.0.0.1:{port}",
    "127.0.0.1:{port}",
    "http://",
    "http://:{port}",
    "http:///x",
    "http://127.0.0.1:99999",
    "http://127.0.0.1:-1",
    "http://127.0.0.1:{port}:80",
    "http://127.0.0.1:{port}/a b",
    " http://127.0.0.1:{port}",
    "http://127.0.0.1:{port}\n",
    "javascript:alert(1)",
]


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:56150",
        "http://127.0.0.1:56150/",
        "http://127.255.3.9",
        "http://localhost:3979/_connector/v1",
        "https://LOCALHOST",
        "http://[::1]:80/amer/",
        "http://[0:0:0:0:0:0:0:1]:80",
    ],
)
def test_addresses_of_this_machine_are_allowed(url: str) -> None:
    assert loopback(url)


@pytest.mark.parametrize("url", HOSTILE)
def test_whatever_only_looks_like_this_machine_is_not(url: str) -> None:
    assert not loopback(url.format(port=3978))
