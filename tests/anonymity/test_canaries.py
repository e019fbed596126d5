"""Whatever was said is found again, wherever and however it lies in a file, and nothing else is."""

import base64
import gzip
import json
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.anonymity import search as command
from tests.anonymity.canaries import PIECE, Net, counted, search, sixty_four, spellings
from tests.anonymity.mutants.deleted import SYSTEMS
from tests.anonymity.script import SHORT, script

CANARY = "œuvre d'été « déjà » zqxv"


def _sixty_four(data: bytes) -> bytes:
    return base64.b64encode(data)


WAYS: dict[str, Callable[[str], bytes]] = {
    "utf-8": str.encode,
    "utf-16": lambda text: text.encode("utf-16-le"),
    "json": lambda text: json.dumps({"a": text}).encode(),
    "json-utf-8": lambda text: json.dumps({"a": text}, ensure_ascii=False).encode(),
    "hex": lambda text: text.encode().hex().encode(),
    "hex-upper": lambda text: text.encode().hex().upper().encode(),
    "base64": lambda text: _sixty_four(text.encode() + b"yz"),
    "base64 after one": lambda text: _sixty_four(b"x" + text.encode() + b"yz"),
    "base64 after two": lambda text: _sixty_four(b"xx" + text.encode() + b"yz"),
    "base64 after three": lambda text: _sixty_four(b"xxx" + text.encode() + b"yz"),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_canary_is_found_however_it_was_written(way: str, tmp_path: Path) -> None:
    path = tmp_path / "deep" / "file.bin"
    path.parent.mkdir()
    path.write_bytes(b"\x00before" * 100 + WAYS[way](CANARY) + b"after" * 100)
    assert {each.needle for each in search([tmp_path], ["somebody else entirely", CANARY])} == {1}
    assert {each.path for each in search([tmp_path], [CANARY])} == {path}


def test_a_canary_is_found_in_what_was_packed(tmp_path: Path) -> None:
    (tmp_path / "a.gz").write_bytes(gzip.compress(f"text {CANARY} text".encode()))
    with zipfile.ZipFile(tmp_path / "b.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inner", CANARY.encode() * 3)
    assert {each.path.name for each in search([tmp_path], [CANARY])} == {"a.gz", "b.zip"}


def test_nothing_is_found_where_nothing_was_said(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(CANARY[:-1].encode() + b"w" + CANARY[1:].encode())
    (tmp_path / "empty").touch()
    assert search([tmp_path], [CANARY]) == []


def test_a_short_needle_is_refused_because_chance_would_find_it(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="by chance"):
        search([tmp_path], ["too few"])


@given(
    data=st.binary(max_size=80).map(lambda raw: bytes(each % 3 for each in raw)),
    patterns=st.lists(
        st.binary(min_size=8, max_size=24).map(lambda raw: bytes(each % 3 for each in raw)),
        min_size=1,
        max_size=6,
        unique=True,
    ),
)
def test_a_net_finds_what_a_plain_search_finds(data: bytes, patterns: list[bytes]) -> None:
    whole = data + patterns[0] + data + patterns[-1]
    plain = {
        (at, number)
        for number, pattern in enumerate(patterns)
        for at in range(len(whole))
        if whole.startswith(pattern, at)
    }
    assert {*Net(patterns).hits(whole)} == plain


@pytest.mark.parametrize("before", [PIECE - 17, PIECE - 8, PIECE - 1, PIECE, 2 * PIECE - 3])
def test_a_net_finds_what_lies_across_two_pieces(before: int) -> None:
    pattern = b"across the edge of a piece"
    assert Net([pattern]).hits(bytes(before) + pattern + bytes(30)) == [(before, 0)]


@given(st.binary(min_size=9, max_size=60), st.binary(max_size=9), st.binary(max_size=9))
def test_letters_of_base64_stand_whatever_lies_around(raw: bytes, before: bytes, after: bytes) -> None:
    assert sixty_four(raw, len(before) % 3) in _sixty_four(before + raw + after)


def test_what_a_needle_may_look_like_differs_from_spelling_to_spelling() -> None:
    found = spellings(CANARY)
    assert len({*found.values()}) == len(found) >= 8


def test_what_was_deleted_from_a_database_is_still_found(tmp_path: Path) -> None:
    system = next(each for each in SYSTEMS if each.name == "free-pages")
    run = script(SHORT, 3)
    played = system.play(run, tmp_path)
    last = played.evidence.snapshots[-1].folder
    with closing(sqlite3.connect(last / "ethos.db")) as base:
        assert base.execute("SELECT count(*) FROM outbox").fetchone() == (0,)
    needles = [text[:16].decode() for text in played.truth.texts[run.periods[-1]]]
    found = {each.needle for each in search([last], needles)}
    assert len(found) >= 0.95 * len(needles)


def test_findings_are_counted_by_file_and_encoding(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b" ".join([b"first canary", b"first canary", b"second canary"]))
    found = search([tmp_path], ["first canary", "second canary"])
    assert counted(found) == {(str(tmp_path / "a"), "utf-8"): 3}


@pytest.mark.parametrize(("language", "said"), [("en", "None of 1 lines"), ("fr", "Aucune des 1 lignes")])
def test_somebody_searches_from_the_command_line(
    language: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        listed, data = Path(folder, "list"), Path(folder, "data")
        data.mkdir()
        listed.write_text(CANARY)
        (data / "a").write_text("nothing")
        assert command.main([str(listed), str(data), "--language", language]) == 0
        assert said in capsys.readouterr().out
        (data / "a").write_text(f"... {CANARY} ...")
        assert command.main([str(listed), str(data), "--language", language]) == 1
        assert "utf-8" in capsys.readouterr().out
        listed.write_text("short")
        assert command.main([str(listed), str(data), "--language", language]) == 2
        assert "9" in capsys.readouterr().err
