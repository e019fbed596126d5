"""What a token must say, to the second, and how long one that was good is remembered."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import aiohttp
import pytest

from bot.meters import REFUSALS, Unmetered
from bot.teams.clouds import PUBLIC
from bot.teams.entry.signing_keys import SigningKeys
from bot.teams.entry.token_checks import Refused, TokenChecks
from tests.bot.teams import minting
from tests.bot.teams.fakes import SetClock
from tests.bot.teams.hosting import APP, KeyServer

TEAMS, SERVICE = "msteams", "https://smba.trafficmanager.net/ca/"
HEADER = {"alg": "RS256", "kid": "first", "typ": "JWT"}
DAY = 24 * 60 * 60


@dataclass
class Counted(Unmetered):
    """Counts good tokens: new ones, and those that were remembered."""

    cached: list[bool] = field(default_factory=list)

    def checked(self, *, cached: bool) -> None:
        self.cached.append(cached)


@dataclass(frozen=True)
class Post:
    """The checks, and somebody who mints by the same clock."""

    checks: TokenChecks
    clock: SetClock
    counted: Counted

    def claims(self, **changed: Any) -> dict[str, Any]:
        """Return good claims with some changed; a change to ... leaves one out."""
        good = minting.claims(APP, SERVICE, int(self.clock.now.timestamp())) | changed
        return {name: value for name, value in good.items() if value is not ...}

    def shows(self, key: str = "first", header: Any = None, **changed: Any) -> str:
        minted = minting.token(
            {**HEADER, "kid": key} if header is None else header, self.claims(**changed), key
        )
        return f"Bearer {minted}"

    async def answer(self, authorization: str, channel: str = TEAMS, service: str = SERVICE) -> str:
        """Return why a token is refused, empty when it is good. Every refusal has its counter."""
        try:
            await self.checks.check(authorization, channel, service)
        except Refused as refused:
            reason = str(refused)
            return reason if reason in REFUSALS and refused.status in (401, 403) else f"{reason}?"
        return ""


@pytest.fixture
async def post(keys: KeyServer, session: aiohttp.ClientSession, clock: SetClock) -> AsyncIterator[Post]:
    cloud = replace(PUBLIC, openid=keys.openid)
    signing, counted = SigningKeys(session, cloud, clock), Counted()
    yield Post(TokenChecks(signing, cloud.issuer, APP, clock, counted, most=3), clock, counted)
    await signing.close()


# F28: the skew at its edges -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ends", "answer"),
    [(3_600, ""), (1, ""), (0, ""), (-299, ""), (-299.5, ""), (-300, "expired"), (-301, "expired")],
)
async def test_a_token_ends_five_minutes_after_it_says(ends: float, answer: str, post: Post) -> None:
    now = post.clock.now.timestamp()
    assert await post.answer(post.shows(exp=now + ends, nbf=now - 3_000)) == answer


@pytest.mark.parametrize(
    ("begins", "answer"),
    [(-60, ""), (0, ""), (299, ""), (300, ""), (300.5, "not-yet"), (301, "not-yet"), (9_999, "not-yet")],
)
async def test_a_token_begins_five_minutes_before_it_says(begins: float, answer: str, post: Post) -> None:
    now = post.clock.now.timestamp()
    assert await post.answer(post.shows(nbf=now + begins, exp=now + 10_000)) == answer


@pytest.mark.parametrize(
    ("issued", "answer"),
    [
        (-60, ""),
        (300, ""),
        (301, "issued-later"),
        ("now", "no-iat"),
        (None, "no-iat"),
        (True, "no-iat"),
        (..., ""),
    ],
)
async def test_a_token_may_leave_out_when_it_was_issued_but_not_lie_about_it(
    issued: Any, answer: str, post: Post
) -> None:
    now = post.clock.now.timestamp()
    shown = now + issued if type(issued) is int else issued
    assert await post.answer(post.shows(iat=shown)) == answer


@pytest.mark.parametrize(
    ("life", "answer"),
    [(DAY, ""), (DAY + 0.5, "lifetime"), (DAY + 1, "lifetime"), (1e300, "lifetime"), (-10, "")],
)
async def test_no_token_lives_longer_than_a_day(life: float, answer: str, post: Post) -> None:
    now = post.clock.now.timestamp()
    assert await post.answer(post.shows(nbf=now, exp=now + life)) == answer


@pytest.mark.parametrize("name", ["exp", "nbf"])
@pytest.mark.parametrize("value", [..., None, "", "1760000000", True, [], {}, [1_760_000_000]])
async def test_a_token_must_say_when_it_begins_and_ends(name: str, value: Any, post: Post) -> None:
    assert await post.answer(post.shows(**{name: value})) == f"no-{name}"


async def test_a_clock_that_moves_moves_the_edges(post: Post) -> None:
    shown = post.shows()
    post.clock.go(timedelta(seconds=3_540 + 299))
    assert await post.answer(shown) == ""
    post.clock.go(timedelta(seconds=1))
    assert await post.answer(shown) == "expired"


# Who signed it, for whom --------------------------------------------------------------------------------

WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "another issuer": ({"iss": "https://sts.windows.net/x/"}, "issuer"),
    "the emulator": ({"iss": "https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/"}, "issuer"),
    "no issuer": ({"iss": ...}, "issuer"),
    "two issuers": ({"iss": [minting.ISSUER]}, "issuer"),
    "another app": ({"aud": "8d7f0c3a-5b1e-4c2d-9a6f-0e1d2c3b4a59"}, "audience"),
    "our app in capitals": ({"aud": APP.upper()}, "audience"),
    "several apps": ({"aud": [APP]}, "audience"),
    "another service": ({"serviceurl": "https://smba.trafficmanager.net/emea/"}, "service-url"),
    "no service": ({"serviceurl": ...}, "service-url"),
    "the service of an activity's spelling": ({"serviceurl": ..., "serviceUrl": SERVICE}, "service-url"),
}


@pytest.mark.parametrize(("changed", "answer"), WRONG.values(), ids=WRONG)
async def test_a_token_that_speaks_of_others_is_refused(
    changed: dict[str, Any], answer: str, post: Post
) -> None:
    assert await post.answer(post.shows(**changed)) == answer


@pytest.mark.parametrize(
    ("key", "answer"),
    [
        ("second", ""),
        ("unendorsed", "endorsement"),
        ("other-channels", "endorsement"),
        ("shouted", "endorsement"),
        ("longer-name", "endorsement"),
        ("stranger", "unknown-key"),
    ],
)
async def test_a_key_speaks_only_for_the_channels_its_owner_names(key: str, answer: str, post: Post) -> None:
    assert await post.answer(post.shows(key)) == answer


@pytest.mark.parametrize(
    ("header", "answer"),
    [
        ({**HEADER, "alg": "none"}, "signature"),
        ({**HEADER, "alg": "HS256"}, "signature"),
        ({**HEADER, "alg": "RS512"}, "signature"),
        ({**HEADER, "alg": ["RS256"]}, "signature"),
        ({**HEADER, "crit": ["exp"]}, "token"),
        ({**HEADER, "crit": ["b64"], "b64": True}, "critical"),
        ({"alg": "RS256"}, "unknown-key"),
        ({**HEADER, "kid": "second"}, "signature"),
        ({**HEADER, "jku": "https://evil.example/keys"}, ""),
        ({**HEADER, "jwk": minting.public("second", ["msteams"])}, ""),
        (b"[]", "token"),
        (b"\xff", "token"),
        (b"[" * 2_000, "token"),
    ],
)
async def test_of_a_header_nothing_is_believed_but_which_key_it_names(
    header: Any, answer: str, post: Post, keys: KeyServer
) -> None:
    assert await post.answer(post.shows(header=header)) == answer
    assert set(await keys.seen()) <= {"metadata", "keys"}


@pytest.mark.parametrize(
    ("payload", "answer"),
    [
        (b"[]", "claims"),
        (b"null", "claims"),
        (b'"iss"', "claims"),
        (b"\xff", "claims"),
        (b"[" * 2_000, "claims"),
    ],
)
async def test_claims_that_are_none_are_refused(payload: bytes, answer: str, post: Post) -> None:
    assert await post.answer(f"Bearer {minting.token(HEADER, payload, 'first')}") == answer


async def test_only_the_one_way_of_showing_a_token_is_understood(post: Post) -> None:
    token = post.shows().removeprefix("Bearer ")
    for good in (f"Bearer {token}", f"bearer {token}", f"BEARER {token}"):
        assert await post.answer(good) == ""
    for bad in (
        *("", "Bearer", "Bearer ", token, f"Basic {token}", f"Bearer  {token}", f" Bearer {token}"),
        *(f"Bearer {token} ", f"Bearer {token}\n", f"Bearer {token}, Bearer {token}", f"Bearer {token}=="),
        *("Bearer ..", "Bearer a.b", f"Bearer {token}.x"),
    ):
        assert await post.answer(bad) == "no-token", bad


# What is remembered -------------------------------------------------------------------------------------


async def test_a_token_that_was_good_is_good_again_without_the_key_server_until_its_end(
    post: Post, keys: KeyServer
) -> None:
    shown = post.shows()
    assert await post.answer(shown) == ""
    await keys.misbehave({"status": 500}, on="metadata")
    post.clock.go(timedelta(seconds=3_540 + 299))
    assert await post.answer(shown) == ""
    assert post.counted.cached == [False, True]
    post.clock.go(timedelta(seconds=1))
    assert await post.answer(shown) == "expired"


async def test_what_is_remembered_is_bound_to_the_channel_the_address_and_the_whole_token(post: Post) -> None:
    shown = post.shows("second")
    assert await post.answer(shown) == ""
    assert await post.answer(shown, channel="webchat") == "", "the key speaks for that one too"
    assert await post.answer(shown, channel="email") == "endorsement"
    assert await post.answer(shown, service=f"{SERVICE}x") == "service-url"
    # The same letters, cut in another place, are another question.
    assert await post.answer(shown, channel=f"{TEAMS}h", service=SERVICE[1:]) == "service-url"
    assert await post.answer(f"{shown[:-4]}AAAA") == "signature"
    assert post.counted.cached == [False, False]


async def test_only_the_newest_tokens_are_remembered(post: Post) -> None:
    shown = [post.shows(jti=number) for number in range(4)]
    for each in (*shown, shown[3], shown[1], shown[0]):
        assert await post.answer(each) == ""
    assert post.counted.cached == [False] * 4 + [True, True, False]


async def test_a_token_that_was_refused_is_not_remembered_as_refused(post: Post) -> None:
    now = post.clock.now.timestamp()
    shown = post.shows(nbf=now + 600, exp=now + 4_000)
    assert await post.answer(shown) == "not-yet"
    post.clock.go(timedelta(minutes=5))
    assert await post.answer(shown) == ""
