"""MSAL's requests are carried to where they may go, and its thread always hears of an end."""

import aiohttp
import pytest
from yarl import URL

from bot.teams.identity.carrier import Carrier, NotCarried, Reply, in_a_thread, on_this_machine
from tests.bot.teams.identity.entra import threads_end


@pytest.mark.parametrize(
    ("url", "here"),
    [
        ("http://localhost:42356/msi/token", True),
        ("http://127.0.0.1:41001/msi/token", True),
        ("http://[::1]/msi/token", True),
        ("http://169.254.169.254/metadata/identity/oauth2/token", True),
        ("http://169.254.130.4:8081/msi/token", True),
        ("http://10.0.0.4/msi/token", False),
        ("http://203.0.113.7/msi/token", False),
        ("http://localhost.example/msi/token", False),
        ("http://169.254.169.254.example/msi/token", False),
    ],
)
def test_a_managed_identity_is_answered_on_this_machine_only(url: str, here: bool) -> None:  # noqa: FBT001
    assert on_this_machine(URL(url)) is here


async def test_after_the_end_nothing_is_carried(session: aiohttp.ClientSession) -> None:
    asked: list[URL] = []

    def may_ask(url: URL) -> bool:
        asked.append(url)
        return True

    carrier = Carrier(session, may_ask, 20)
    carrier.end()

    def attempt() -> Reply | str:
        try:
            return carrier.get("http://127.0.0.1:9/")
        except NotCarried as fault:
            return str(fault)

    assert await in_a_thread(attempt) == "over"
    assert asked == []
    await threads_end()


async def test_a_session_that_was_closed_is_trouble_like_any_other(session: aiohttp.ClientSession) -> None:
    await session.close()
    carrier = Carrier(session, lambda _url: True, 20)

    def attempt() -> Reply | str:
        try:
            return carrier.post("http://127.0.0.1:9/", data={"a": "b", "c": None})
        except NotCarried as fault:
            return str(fault)

    assert await in_a_thread(attempt) == "unreachable"
