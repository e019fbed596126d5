"""Hashed ids: every usual hash of every usual wording, with every key found, looked for everywhere."""

import base64
import hashlib
import hmac
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from tests.anonymity.adversary.corpus import Corpus
from tests.anonymity.adversary.tables import Source, is_text
from tests.anonymity.evidence import Kind

FRONT: Final = 96
"""Bytes of a block in which a digest may stand."""

MARK: Final = 8
"""Bytes of a digest that are looked for: it may be cut to so few."""

Hash = Callable[[bytes, bytes], bytes]
"""Of a key and a message."""

Wording = Callable[[str, str], bytes]
"""Of a person and a period."""

_HEX = re.compile(rb"[0-9a-fA-F]{16,}")
_LETTERS = re.compile(rb"[A-Za-z0-9+/_-]{11,}={0,2}")
_WORD = re.compile(rb"[^\s\"',:;|=\[\]{}()]{4,128}")
_HINT = re.compile(r"key|secret|salt|pepper|seed|config|setting|\.env|\.json$|token", re.IGNORECASE)

KEYS: Final = 160
LIKELY: Final = 40
"""So many keys, the likeliest, are tried with every wording and more people."""
FORMS: Final = ("feedback", "form", "answer", "pulse")


def _plain(name: str) -> Hash:
    return lambda _, said: hashlib.new(name, said).digest()


def _blake(size: int) -> Hash:
    return lambda key, said: hashlib.blake2b(said, digest_size=size, key=key[:64]).digest()


def _small_blake(size: int) -> Hash:
    return lambda key, said: hashlib.blake2s(said, digest_size=size, key=key[:32]).digest()


def _keyed(name: str) -> Hash:
    return lambda key, said: hmac.digest(key, said, name)


def _salted(name: str, *, before: bool) -> Hash:
    if before:
        return lambda key, said: hashlib.new(name, key + said).digest()
    return lambda key, said: hashlib.new(name, said + key).digest()


UNKEYED: Final[dict[str, Hash]] = {
    **{name: _plain(name) for name in ("md5", "sha1", "sha224", "sha256", "sha512", "sha3_256")},
    **{f"blake2b-{size}": _blake(size) for size in (8, 16, 20, 32, 64)},
    **{f"blake2s-{size}": _small_blake(size) for size in (8, 16, 32)},
}
KEYED: Final[dict[str, Hash]] = {
    **{f"hmac-{name}": _keyed(name) for name in ("md5", "sha1", "sha256", "sha512")},
    **{f"{name}-before": _salted(name, before=True) for name in ("md5", "sha1", "sha256")},
    **{f"{name}-after": _salted(name, before=False) for name in ("sha1", "sha256")},
    **{f"blake2b-key-{size}": _blake(size) for size in (8, 16, 20, 32, 64)},
}


@dataclass(frozen=True, slots=True)
class Scheme:
    """One way to hash an id: which hash, with which key, around which words."""

    hash: Hash
    key: bytes
    wording: Wording


@dataclass(slots=True)
class Digests:
    """The ways that were found to be in use, and the keys that were tried."""

    schemes: list[Scheme] = field(default_factory=list)
    periods: tuple[str, ...] = ()
    keys: list[bytes] = field(default_factory=list)
    marks: frozenset[bytes] = frozenset()
    """The first 8 bytes of whatever in the files may be a digest."""

    def of_person(self, person: str) -> set[bytes]:
        """Return how a hashed id may stand in a file, cut to 8 bytes."""
        said = {
            each.hash(each.key, each.wording(person, period))
            for each in self.schemes
            for period in self.periods
        }
        return {pattern for digest in said for pattern in written(digest)}

    def of_text(self, text: bytes) -> set[bytes]:
        """Return how an unkeyed hash of an answer stands in a file, cut to 8 bytes, where one may."""
        said = (each(b"", text) for each in UNKEYED.values())
        return {pattern for digest in said if digest[:MARK] in self.marks for pattern in written(digest)}


def written(digest: bytes) -> set[bytes]:
    """Return how the first 8 bytes of a digest may be written."""
    letters = base64.b64encode(digest[: MARK + 1])[:10]
    return {
        digest[:MARK],
        digest[:MARK].hex().encode(),
        digest[:MARK].hex().upper().encode(),
        letters,
        letters.translate(bytes.maketrans(b"+/", b"-_")),
    }


def found_in(corpus: Corpus, patience: int) -> Digests:
    """Find the ways in which ids were hashed: one that fits two of a few people who answered is in use.

    `patience` times `KEYS` keys are tried: those of the key folder first, then whatever stands in
    files called like one, then the rest.
    """
    marks = frozenset(_marks(corpus))
    periods = tuple(corpus.evidence.released)
    keys = list(islice(dict.fromkeys(candidates(corpus)), KEYS * patience))
    seen = {each.person: each.period for each in corpus.evidence.sightings if each.kind is Kind.ANSWER}
    probes = [(person, seen[person]) for person in sorted(seen)[:: max(1, len(seen) // 4)][:4]]
    schemes = []
    for number, key in enumerate((b"", *keys)):
        likely = number <= LIKELY
        for wording in WORDINGS if likely else WORDINGS[:8]:
            said = [wording(*probe) for probe in (probes if likely else probes[:2])]
            schemes += [
                Scheme(each, key, wording)
                for each in (KEYED if key else UNKEYED).values()
                if any(each(key, message)[:MARK] in marks for message in said)
            ]
    return Digests(schemes, periods, keys, marks)


def _worded(pattern: str) -> Wording:
    return lambda person, period: pattern.replace("{p}", period).replace("{}", person).encode()


def _raw(person: str) -> bytes:
    try:
        return bytes.fromhex(person.replace("-", ""))
    except ValueError:
        return person.encode()


def _wordings() -> Iterator[Wording]:
    yield lambda person, _: person.encode()
    yield lambda person, _: person.replace("-", "").encode()
    yield lambda person, _: _raw(person)
    yield from map(_worded, ("{}:{p}", "{p}:{}", ":{}", "{}:", "{p}{}"))
    yield lambda person, _: person.upper().encode()
    yield from map(_worded, ("{}{p}", "-{}", "|{}"))
    for sign in "|-/\n\x00 ":
        yield from map(_worded, (f"{{}}{sign}{{p}}", f"{{p}}{sign}{{}}"))
    for sign in ":|-":
        for form in FORMS:
            yield from map(_worded, (f"{form}{sign}{{}}", f"{{}}{sign}{form}"))
            yield from map(_worded, (f"{form}{sign}{{p}}{sign}{{}}", f"{{}}{sign}{form}{sign}{{p}}"))


WORDINGS: Final = tuple(_wordings())


def candidates(corpus: Corpus) -> Iterator[bytes]:
    """Give byte strings that may be keys: whole files, words in them, and what their letters stand for."""
    for data in corpus.keys.values():
        yield from strings(data)
    hinted = sorted(corpus.files, key=lambda name: (not _HINT.search(name), len(corpus.files[name][0].data)))
    for name in hinted:
        for version in corpus.files[name] if _HINT.search(name) else corpus.files[name][:1]:
            yield from strings(version.data[:65536])


def strings(data: bytes) -> Iterator[bytes]:
    """Give byte strings in a file: all of it, its words, and what they stand for."""
    if 4 <= len(data) <= 256:
        yield data
        yield data.strip()
        yield from decoded(data.strip())
    for word in _WORD.findall(data) if is_text(data) else ():
        yield word
        yield from decoded(word)


def decoded(word: bytes) -> Iterator[bytes]:
    """Give what letters stand for, as hexadecimal and as base64."""
    if len(word) >= 16 and len(word) % 2 == 0:
        with suppress(ValueError):
            yield bytes.fromhex(word.decode("ascii"))
    if len(word) >= 11:
        with suppress(ValueError):
            letters = word.translate(bytes.maketrans(b"-_", b"+/")).rstrip(b"=")
            yield base64.b64decode(letters + b"=" * (-len(letters) % 4), validate=True)


def _marks(corpus: Corpus) -> Iterator[bytes]:
    lasts = [each[-1].data for each in corpus.files.values() if each]
    texts = [data for _, data in corpus.blobs() if is_text(data)]
    for data in (*texts, *(each for each in lasts if not is_text(each))):
        for word in _HEX.findall(data):
            with suppress(ValueError):
                yield bytes.fromhex(word[:16].decode("ascii"))
        for word in _LETTERS.findall(data):
            for each in islice(decoded(word[:12]), 2):
                yield each[:MARK]
    for name, table in corpus.tables.items():
        if ":" in name:
            for row in table.rows:
                for word in row.fields.values():
                    with suppress(ValueError):
                        yield bytes.fromhex(str(word)[:16])
        few = len(table.rows) <= 2 * sum(map(len, corpus.evidence.released.values()))
        if table.source in {Source.BLOCKS, Source.FOLDER} and few:
            for row in table.rows:
                for offset in range(min(len(row.raw) - MARK + 1, FRONT)):
                    yield row.raw[offset : offset + MARK]
