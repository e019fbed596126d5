"""Mints tokens as the Bot Connector signs them, and forges them in every way somebody might try.

All by hand, from the standard's own words: a library that makes tokens refuses to make bad ones.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

ISSUER = "https://api.botframework.com"
SHARED = b"a secret that lies in the open, long enough for any rule about length"

ENDORSED: dict[str, Any] = {
    "first": ["msteams"],
    "second": ["webchat", "msteams", "skype"],
    "unendorsed": None,
    "endorses-nothing": [],
    "other-channels": ["webchat", "emulator"],
    "as-text": "msteams",
    "shouted": ["MSTEAMS"],
    "longer-name": ["msteams-preview", "notmsteams"],
    "as-object": {"msteams": True},
}
"""What the key server says of each RSA key; `stranger` and `latecomer` are keys it does not know."""


@dataclass(frozen=True, slots=True)
class Ring:
    """The private keys. Several published names share one, for making keys is slow."""

    first: rsa.RSAPrivateKey
    second: rsa.RSAPrivateKey
    stranger: rsa.RSAPrivateKey
    curve: ec.EllipticCurvePrivateKey

    def rsa(self, name: str) -> rsa.RSAPrivateKey:
        """Return the private key behind a published name."""
        match name:
            case "first":
                return self.first
            case "stranger":
                return self.stranger
            case _:
                return self.second


@cache
def ring() -> Ring:
    """Make the keys, once in a process."""
    one, two, three = (rsa.generate_private_key(65537, 2048) for _ in range(3))
    return Ring(one, two, three, ec.generate_private_key(ec.SECP256R1()))


def published(*more: str) -> dict[str, Any]:
    """Return the key set: good keys, badly endorsed ones, other kinds, and broken ones beside them."""
    curve = ring().curve.public_key().public_numbers()
    broken: list[Any] = [
        {"kty": "RSA", "use": "sig", "kid": "broken", "n": "!!!", "e": "AQAB", "endorsements": ["msteams"]},
        {"kty": "RSA", "use": "sig", "kid": "empty", "endorsements": ["msteams"]},
        {"kty": "RSA", "use": "sig", "kid": 7, "n": "AQAB", "e": "AQAB", "endorsements": ["msteams"]},
        {"kty": "lattice", "kid": "invented", "endorsements": ["msteams"]},
        {},
        None,
        "key",
    ]
    other = [
        {
            "kty": "EC",
            "crv": "P-256",
            "kid": "curve",
            "x": number(curve.x),
            "y": number(curve.y),
            "endorsements": ["msteams"],
        },
        {"kty": "oct", "kid": "shared", "k": encode(SHARED), "endorsements": ["msteams"]},
    ]
    names = [*ENDORSED, *more]
    return {"keys": [*broken, *other, *(public(name, ENDORSED.get(name, ["msteams"])) for name in names)]}


def public(name: str, endorsements: Any) -> dict[str, Any]:
    """Return the public half of an RSA key as the key server gives it."""
    numbers = ring().rsa(name).public_key().public_numbers()
    found = {
        "kty": "RSA",
        "use": "sig",
        "kid": name,
        "x5t": name,
        "n": number(numbers.n),
        "e": number(numbers.e),
    }
    return found if endorsements is None else {**found, "endorsements": endorsements}


def claims(app_id: str, service_url: str, now: int) -> dict[str, Any]:
    """Return what the Bot Connector says in a token for us."""
    return {
        "serviceurl": service_url,
        "nbf": now - 60,
        "exp": now + 3_540,
        "iss": ISSUER,
        "aud": app_id,
    }


def good(app_id: str, service_url: str, now: int, key: str = "first") -> str:
    """Mint a token that is right in everything."""
    head = {"alg": "RS256", "kid": key, "typ": "JWT", "x5t": key}
    return token(head, claims(app_id, service_url, now), key)


def token(header: Any, payload: Any, key: str, algorithm: str = "RS256") -> str:
    """Sign a header and a payload, each JSON or ready bytes, with whatever the algorithm asks of a key."""
    signed = f"{encode(_bytes(header))}.{encode(_bytes(payload))}"
    return f"{signed}.{encode(signature(signed.encode(), key, algorithm))}"


def signature(signed: bytes, key: str, algorithm: str) -> bytes:
    """Sign. The kinds that begin with "hmac" use what everybody can read as the secret."""
    private = ring().rsa(key)
    match algorithm:
        case "none":
            return b""
        case "RS256" | "RS384" | "RS512":
            return private.sign(signed, padding.PKCS1v15(), _hash(algorithm))
        case "PS256":
            pad = padding.PSS(padding.MGF1(hashes.SHA256()), hashes.SHA256().digest_size)
            return private.sign(signed, pad, hashes.SHA256())
        case "ES256":
            one, two = decode_dss_signature(ring().curve.sign(signed, ec.ECDSA(hashes.SHA256())))
            return one.to_bytes(32, "big") + two.to_bytes(32, "big")
        case "hmac-pem":
            pem = private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
            return hmac.new(pem, signed, hashlib.sha256).digest()
        case "hmac-der":
            der = private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
            return hmac.new(der, signed, hashlib.sha256).digest()
        case "hmac-modulus":
            secret = public(key, None)["n"].encode()
            return hmac.new(secret, signed, hashlib.sha256).digest()
        case "hmac-empty":
            return hmac.new(b"", signed, hashlib.sha256).digest()
        case "hmac-shared":
            return hmac.new(SHARED, signed, hashlib.sha256).digest()
        case _:
            raise ValueError(algorithm)


def bent(minted: str, how: str) -> str:
    """Damage a good token after it was signed."""
    header, payload, sign = minted.split(".")
    said = json.loads(decode(payload))
    match how:
        case "payload-changed":
            return f"{header}.{encode(_bytes({**said, 'extra': True}))}.{sign}"
        case "header-changed":
            return f"{encode(decode(header)[:-1] + b' }')}.{payload}.{sign}"
        case "signature-flipped":
            return f"{header}.{payload}.{encode(_flipped(decode(sign)))}"
        case "signature-cut":
            return f"{header}.{payload}.{encode(decode(sign)[:-1])}"
        case "signature-empty":
            return f"{header}.{payload}."
        case "signature-zero":
            return f"{header}.{payload}.{encode(bytes(256))}"
        case "signature-not-base64":
            return f"{header}.{payload}.~{sign[1:]}"
        case "signature-doubled":
            return f"{header}.{payload}.{sign}{sign}"
        case "signature-missing":
            return f"{header}.{payload}"
        case "one-part":
            return payload
        case "four-parts":
            return f"{minted}.{sign}"
        case "five-parts":
            return f"{header}.{payload}.{sign}.{payload}.{sign}"
        case "parts-swapped":
            return f"{payload}.{header}.{sign}"
        case "header-empty":
            return f".{payload}.{sign}"
        case "payload-empty":
            return f"{header}..{sign}"
        case "dots":
            return ".."
        case "header-not-base64":
            return f"$${header[2:]}.{payload}.{sign}"
        case "payload-not-base64":
            return f"{header}.%%{payload[2:]}.{sign}"
        case "beyond-ascii":
            return f"{header}.{payload}.{sign[:-1]}é"
        case "long" | "longer":
            return f"{header}.{payload}.{sign}{'A' * (6_000 if how == 'long' else 60_000)}"
        case _:
            raise ValueError(how)


def encode(raw: bytes) -> str:
    """Write base64url without padding."""
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def decode(text: str) -> bytes:
    """Read base64url without padding."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def number(value: int) -> str:
    """Write a number as key sets do."""
    return encode(value.to_bytes((value.bit_length() + 7) // 8, "big"))


def _bytes(part: Any) -> bytes:
    return part if isinstance(part, bytes) else json.dumps(part, separators=(",", ":")).encode()


def _hash(algorithm: str) -> hashes.HashAlgorithm:
    kinds: Mapping[str, hashes.HashAlgorithm] = {
        "RS256": hashes.SHA256(),
        "RS384": hashes.SHA384(),
        "RS512": hashes.SHA512(),
    }
    return kinds[algorithm]


def _flipped(raw: bytes) -> bytes:
    return raw[:100] + bytes([raw[100] ^ 1]) + raw[101:]
