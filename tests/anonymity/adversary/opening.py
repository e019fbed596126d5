"""Every key that was found, tried on everything that may be sealed, in every usual way of sealing."""

import base64
import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from pathlib import PurePosixPath
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, AESSIV, ChaCha20Poly1305

from tests.anonymity.adversary.corpus import Corpus
from tests.anonymity.adversary.digests import candidates, decoded, strings
from tests.anonymity.adversary.tables import Row, Source, is_text
from tests.anonymity.adversary.values import fields_of
from tests.anonymity.evidence import Opener

LEAST: Final = 28
"""Bytes that something sealed has: a nonce and a tag."""

PROBED: Final = 3
"""Blocks of each period, about, that a key is tried on first."""
KEYS: Final = 32
TABLES: Final = 6
MOST_PATIENT: Final = 4
"""Every key is tried on every block in every way: more patience than this would never end."""
LENGTHS: Final = frozenset({16, 24, 32, 64})
NAMED: Final = 8
"""Letters of a key's name by which it is known what it is for."""
FRONTS: Final = (0, 16, 32, 4, 8, 24, 48)
"""What may stand before it: marks, tags, lengths."""

NONCE: Final = 12
CRIB: Final = 10
CRIBS: Final = 48
FRONT: Final = 96
"""Bytes of what a stream gives that are looked at: how many make an answer's front, how many make words."""


def opened(corpus: Corpus, patience: int) -> None:
    """Add a table of what could be opened, for each table that holds something sealed."""
    everything = [*_sealed(corpus)]
    for name, sealed in everything:
        corpus.add(f"opened:{name}", Source.OPENED, [*_by_name(corpus, sealed)])
    ways = _ways(corpus)
    probed = max(12, PROBED * len(corpus.evidence.released))
    keys = list(islice(_keys(corpus), KEYS * min(patience, MOST_PATIENT)))
    rest = [each for each in everything if not corpus.tables[f"opened:{each[0]}"].rows]
    for name, sealed in _likely(corpus, rest):
        for key in keys:
            for way in ways:
                probes = sealed[:: max(1, len(sealed) // probed)][:probed]
                if not any(_tried(way, key, block) for block, _ in probes):
                    continue
                rows = [
                    _in_plain(row, plain)
                    for block, row in sealed
                    if (plain := _tried(way, key, block)) is not None
                ]
                corpus.add(f"opened:{name}", Source.OPENED, rows)


def _by_name(corpus: Corpus, sealed: Sequence[tuple[bytes, Row]]) -> Iterator[Row]:
    """Open what bears the name of a key's file, or lies in a file that does, in the subject's own way."""
    keys = [
        (stem, key)
        for name, data in corpus.keys.items()
        if len(stem := PurePosixPath(name).stem) >= NAMED and corpus.evidence.openers
        for key in dict.fromkeys(strings(data))
        if len(key) in LENGTHS
    ]
    for block, row in sealed:
        for key in (key for stem, key in keys if stem in row.file or stem.encode() in row.raw):
            found = (each(key, block) for each in corpus.evidence.openers)
            yield from (_in_plain(row, plain) for plain in found if plain is not None)


def _in_plain(row: Row, plain: bytes) -> Row:
    return replace(row, raw=plain, fields=fields_of(plain) | row.fields)


def _likely(
    corpus: Corpus, sealed: Sequence[tuple[str, list[tuple[bytes, Row]]]]
) -> Sequence[tuple[str, list[tuple[bytes, Row]]]]:
    """Return the tables that have about as many rows as there are answers, the likeliest first."""
    answers = sum(map(len, corpus.evidence.released.values()))
    return sorted(sealed, key=lambda each: abs(len(each[1]) - answers))[:TABLES]


def _tried(way: Opener, key: bytes, block: bytes) -> bytes | None:
    """Open a block, wherever in it what is sealed begins and however long it is said to be."""
    for body in _bodies(block):
        with suppress(InvalidTag, InvalidToken, ValueError, OverflowError):
            plain = way(key, body)
            if plain:
                return plain.rstrip(b"\x00")
    return None


def _bodies(block: bytes) -> Iterator[bytes]:
    for front in FRONTS:
        if len(block) - front < LEAST:
            return
        yield block[front:]
        for width in (2, 4):
            for order in ("big", "little"):
                length = int.from_bytes(block[front : front + width], "big" if order == "big" else "little")
                if LEAST <= length < len(block) - front - width:
                    yield block[front + width : front + width + length]


def _keys(corpus: Corpus) -> Iterator[bytes]:
    """Give byte strings of the lengths of keys, those of the key folder first; and hashes of any."""
    seen = set()
    for each in candidates(corpus):
        shapes = [each] if len(each) in LENGTHS else []
        for key in (*shapes, hashlib.sha256(each).digest()):
            if key not in seen:
                seen.add(key)
                yield key


def _sealed(corpus: Corpus) -> Iterator[tuple[str, list[tuple[bytes, Row]]]]:
    """Give, table by table, bytes that may be sealed with the row they are from."""
    for name, table in corpus.tables.items():
        found: list[tuple[bytes, Row]] = []
        if table.source is Source.BLOCKS:
            found = [(row.raw, row) for row in table.rows if len(row.raw) >= LEAST]
        elif table.source is Source.FOLDER:
            contents = [(row.raw.partition(b"\x00")[2], row) for row in table.rows]
            found = [each for each in contents if not is_text(each[0])]
            found += [(block, row) for row in table.rows for block in _letters(row)]
        elif table.source in {Source.FILE, Source.LOG}:
            found = [(block, row) for row in table.rows for block in _letters(row)]
        found = [each for each in found if len(each[0]) >= LEAST]
        if found:
            yield name, found


def _letters(row: Row) -> Iterator[bytes]:
    for value in row.fields.values():
        if isinstance(value, str) and len(value) >= LEAST and " " not in value and value.isascii():
            yield from decoded(value.encode())
            if value.startswith("gAAAA"):
                yield value.encode()


# Ways of sealing ----------------------------------------------------------------------------------------


def _ways(corpus: Corpus) -> list[Opener]:
    cribs = {text[:CRIB] for texts in corpus.evidence.released.values() for text in texts}
    streams = (_repeated, _counted("big"), _counted("little"), _shaken, _counter_mode, _chained)
    return [
        *corpus.evidence.openers,
        *(_authentic(kind, back=back) for kind in (AESGCM, ChaCha20Poly1305) for back in (False, True)),
        *(_fernet, _siv),
        *(_checked(stream, cribs) for stream in streams),
    ]


def _authentic(kind: type[AESGCM | ChaCha20Poly1305], *, back: bool) -> Opener:
    def way(key: bytes, block: bytes) -> bytes | None:
        if len(key) != 32 and (kind is ChaCha20Poly1305 or len(key) not in {16, 24}):
            return None
        nonce, rest = (block[-NONCE:], block[:-NONCE]) if back else (block[:NONCE], block[NONCE:])
        return kind(key).decrypt(nonce, rest, None)

    return way


def _fernet(key: bytes, block: bytes) -> bytes | None:
    if len(key) != 32 or block[:1] not in {b"\x80", b"g"}:
        return None
    token = block if block[:1] == b"g" else base64.urlsafe_b64encode(block)
    return Fernet(base64.urlsafe_b64encode(key)).decrypt(token)


def _siv(key: bytes, block: bytes) -> bytes | None:
    return AESSIV(key).decrypt(block, None) if len(key) in {32, 64} else None


def _checked(stream: Opener, cribs: set[bytes]) -> Opener:
    """Take what a stream without a tag gives only where an answer that was read begins so, or words do."""

    def way(key: bytes, block: bytes) -> bytes | None:
        front = stream(key, block[:FRONT]) or b""
        return stream(key, block) if front[:CRIB] in cribs or _worded(front[:CRIBS]) else None

    return way


def _worded(front: bytes) -> bool:
    """Tell whether these are words, a few lines of them at most."""
    text = front[:-4].decode(errors="replace")
    return len(front) == CRIBS and "\ufffd" not in text and text.replace("\n", "").isprintable()


def _xor(block: bytes, stream: bytes) -> bytes:
    length = min(len(block), len(stream))
    mixed = int.from_bytes(block[:length], "big") ^ int.from_bytes(stream[:length], "big")
    return mixed.to_bytes(length, "big")


def _repeated(key: bytes, block: bytes) -> bytes:
    return _xor(block, key * (len(block) // len(key) + 1))


def _counted(order: str) -> Callable[[bytes, bytes], bytes]:
    """Return a stream of hashes of the key and a counter, as people write it themselves."""

    def way(key: bytes, block: bytes) -> bytes:
        counters = range(-(-len(block) // 32))
        numbers = (number.to_bytes(8, "big" if order == "big" else "little") for number in counters)
        return _xor(block, b"".join(hashlib.sha256(key + number).digest() for number in numbers))

    return way


def _shaken(key: bytes, block: bytes) -> bytes:
    return _xor(block[16:], hashlib.shake_256(key + block[:16]).digest(len(block)))


def _counter_mode(key: bytes, block: bytes) -> bytes:
    if len(key) not in {16, 24, 32}:
        return b""
    return Cipher(algorithms.AES(key), modes.CTR(block[:16])).decryptor().update(block[16:])


def _chained(key: bytes, block: bytes) -> bytes:
    if len(key) not in {16, 24, 32} or len(block) % 16:
        return b""
    return Cipher(algorithms.AES(key), modes.CBC(block[:16])).decryptor().update(block[16:])
