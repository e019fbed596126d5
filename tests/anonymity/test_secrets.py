"""Hashed ids are recognized and sealed things opened, when the key lies about."""

import base64
import hashlib
import hmac
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, ChaCha20Poly1305

from tests.anonymity.adversary.corpus import gathered
from tests.anonymity.adversary.digests import found_in
from tests.anonymity.adversary.opening import opened
from tests.anonymity.answered import PERIOD, played

KEY = bytes(range(32))
HASHES: dict[str, Callable[[bytes], bytes]] = {
    "sha1 in hexadecimal": lambda said: hashlib.sha1(said).hexdigest().encode(),
    "sha256 cut to 8 bytes": lambda said: hashlib.sha256(said).hexdigest()[:16].encode(),
    "sha256 cut to 20, base64": lambda said: base64.b64encode(hashlib.sha256(said).digest()[:20]),
    "md5, base64url": lambda said: base64.urlsafe_b64encode(hashlib.md5(said).digest()),
    "blake2b of 16": lambda said: hashlib.blake2b(said, digest_size=16).hexdigest().encode(),
    "HMAC with a key found": lambda said: hmac.digest(KEY, said, "sha256").hex().encode(),
    "HMAC cut to 8 bytes": lambda said: hmac.digest(KEY, said, "sha1")[:8].hex().encode(),
    "key before the id": lambda said: hashlib.sha256(KEY + said).hexdigest().upper().encode(),
    "blake2b with a key": lambda said: hashlib.blake2b(said, key=KEY, digest_size=20).hexdigest().encode(),
}
WORDINGS = ("{}", "{p}:{}", "{}|{p}", "feedback:{p}:{}", "{}:feedback")


@pytest.mark.parametrize("wording", WORDINGS)
@pytest.mark.parametrize("way", HASHES)
def test_a_hashed_id_is_recognized_whichever_way_it_was_hashed(
    way: str, wording: str, tmp_path: Path
) -> None:
    data, keys = tmp_path / "data", tmp_path / "keys"
    data.mkdir()
    keys.mkdir()
    (keys / "seats.1").write_text(f"0a1b2c3d {KEY.hex()}\n")
    people = played(data, keys=keys).evidence.people
    said = [wording.replace("{p}", PERIOD).replace("{}", person).encode() for person in people]
    (data / "seen").write_bytes(b"\n".join(b"seen " + HASHES[way](each) for each in said))
    found = found_in(gathered(played(data, keys=keys).evidence), 1)
    assert found.schemes


def test_random_letters_are_no_hashed_ids(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "seen").write_text("\n".join(os.urandom(32).hex() for _ in range(200)))
    assert not found_in(gathered(played(data).evidence), 1).schemes


def _counted(text: bytes) -> bytes:
    stream = b"".join(hashlib.sha256(KEY + n.to_bytes(8, "big")).digest() for n in range(9))
    return bytes(a ^ b for a, b in zip(text, stream, strict=False))


def _counter(text: bytes) -> bytes:
    nonce = os.urandom(16)
    return nonce + Cipher(algorithms.AES(KEY), modes.CTR(nonce)).encryptor().update(text)


NONCE = bytes(12)
SEALED: dict[str, Callable[[bytes], bytes]] = {
    "AES-GCM, nonce before": lambda text: NONCE + AESGCM(KEY).encrypt(NONCE, text, None),
    "AES-GCM, nonce behind": lambda text: AESGCM(KEY).encrypt(NONCE, text, None) + NONCE,
    "AES-GCM behind 32 bytes": lambda text: os.urandom(32) + NONCE + AESGCM(KEY).encrypt(NONCE, text, None),
    "AES-GCM of 128 bits": lambda text: NONCE + AESGCM(KEY[:16]).encrypt(NONCE, text, None),
    "ChaCha20-Poly1305": lambda text: NONCE + ChaCha20Poly1305(KEY).encrypt(NONCE, text, None),
    "Fernet": Fernet(base64.urlsafe_b64encode(KEY)).encrypt,
    "a stream of hashes": _counted,
    "the key again and again": lambda text: bytes(a ^ b for a, b in zip(text, KEY * 9, strict=False)),
    "AES in counter mode": _counter,
}


@pytest.mark.parametrize("kept", ["hexadecimal", "base64", "raw"])
@pytest.mark.parametrize("way", SEALED)
def test_what_was_sealed_is_opened_when_the_key_is_still_there(way: str, kept: str, tmp_path: Path) -> None:
    data, keys = tmp_path / "data", tmp_path / "keys"
    (data / "box").mkdir(parents=True)
    keys.mkdir()
    key = KEY[:16] if "128" in way else KEY
    (keys / "box.1").write_bytes(
        {"hexadecimal": key.hex().encode() + b"\n", "base64": base64.b64encode(key), "raw": key}[kept]
    )
    texts = played(data).truth.texts[PERIOD]
    for number, text in enumerate(texts):
        (data / "box" / f"{number:04d}").write_bytes(SEALED[way](text + bytes(200 - len(text))))
    corpus = gathered(played(data, keys=keys).evidence)
    opened(corpus, 1)
    found = {
        row.raw for name, table in corpus.tables.items() if name.startswith("opened:") for row in table.rows
    }
    assert {*texts} <= {raw.rstrip(b"\x00") for raw in found}


def test_a_subject_with_a_seal_of_its_own_hands_over_how_to_open_it(tmp_path: Path) -> None:
    data, keys = tmp_path / "data", tmp_path / "keys"
    (data / "box").mkdir(parents=True)
    keys.mkdir()
    (keys / "box.1").write_bytes(KEY)

    def turned(key: bytes, block: bytes) -> bytes | None:
        return block[1:][::-1] if key == KEY and block[:1] == b"\x07" else None

    for number, text in enumerate(played(data).truth.texts[PERIOD]):
        (data / "box" / f"{number:04d}").write_bytes(b"\x07" + (b"\x00" + text)[::-1])
    corpus = gathered(played(data, keys=keys, openers=(turned,)).evidence)
    opened(corpus, 1)
    assert any(name.startswith("opened:") for name in corpus.tables)


def test_a_key_opens_what_bears_its_name_among_many_keys_and_rows(tmp_path: Path) -> None:
    data, keys = tmp_path / "data", tmp_path / "keys"
    data.mkdir()
    keys.mkdir()
    for number in range(50):
        (keys / f"box-{number:04}.key").write_text(f"0a1b2c3d {os.urandom(32).hex()}\n")
    (keys / "the-right-box.key").write_text(f"0a1b2c3d {KEY.hex()}\n")
    texts = played(data).truth.texts[PERIOD]
    blocks = [(b"\x07" + text[::-1]).hex() for text in texts]
    rows = [
        *(f"the-right-box {block}" for block in blocks),
        *(f"box-0001 {os.urandom(60).hex()}" for _ in range(900)),
    ]
    (data / "rows").write_text("\n".join(rows))

    def turned(key: bytes, block: bytes) -> bytes | None:
        return block[1:][::-1] if key == KEY and block[:1] == b"\x07" else None

    corpus = gathered(played(data, keys=keys, openers=(turned,)).evidence)
    opened(corpus, 1)
    assert {row.raw for row in corpus.tables["opened:rows"].rows} == {*texts}
