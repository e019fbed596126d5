"""Each part of the adversary does what it says, and nothing that lies in a folder makes it stumble."""

import gzip
import hashlib
import json
import os
import sqlite3
import struct
import uuid
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.anonymity.adversary.attacks import ALL, ATTACKS, Adversary, tried
from tests.anonymity.adversary.blocks import block_tables
from tests.anonymity.adversary.corpus import gathered
from tests.anonymity.adversary.tables import rows_in
from tests.anonymity.adversary.values import fields_of
from tests.anonymity.adversary.views import ranks
from tests.anonymity.answered import BEGIN, PERIOD, played
from tests.anonymity.evidence import take
from tests.anonymity.scoring import betrayed
from tests.anonymity.subjects import Played

INSTANT = 1_783_159_200
"""The fourth of July 2026 at ten, UTC."""


def _ulid(instant: int) -> str:
    letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    return "".join(letters[instant * 1000 >> shift & 31] for shift in range(45, -1, -5)) + "A" * 16


def _of_version_1(instant: int) -> str:
    ticks = instant * 10**7 + 0x01B21DD213814000
    return str(
        uuid.UUID(
            fields=(ticks & 0xFFFFFFFF, ticks >> 32 & 0xFFFF, ticks >> 48, 0x80, 1, 0x112233445566), version=1
        )
    )


# Nothing makes it stumble ----------------------------------------------------------------------------------


def test_unreadable_and_unknown_files_never_stop_the_adversary(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    chance = np.random.default_rng(1)
    with closing(sqlite3.connect(data / "whole.db")) as base:
        base.execute("CREATE TABLE a (b BLOB, c TEXT)")
        base.execute("INSERT INTO a VALUES (x'00ff', 'text'), (NULL, NULL)")
        base.commit()
    whole = (data / "whole.db").read_bytes()
    odd: dict[str, bytes] = {
        "empty": b"",
        "one": b"\x00",
        "newlines": b"\n" * 500,
        "zeros": bytes(40_000),
        "random": chance.bytes(40_001),
        "torn.db": whole[:1500],
        "only-head.db": b"SQLite format 3\x00",
        "torn.json": b'{"a": [1, 2, {"b": "',
        "deep.json": b"[" * 4000 + b"]" * 4000,
        "odd.json": b'{"a": 1e308, "b": -0.0, "c": "\\ud83d\\ude00", "d": [[]], "e": {}, "f": null}',
        "many.jsonl": b"".join(b'{"n": %d, "t": "%d-99-99T99:99:99Z"}\n' % (n, n) for n in range(50)),
        "digits.jsonl": b'{"n": "\xc2\xb2", "m": 123456789012345678901234567890}\n' * 20,
        "torn.gz": gzip.compress(b"text" * 100)[:40],
        "torn.zip": b"PK\x03\x04" + bytes(30),
        "latin.txt": "déjà".encode("latin-1") * 200,
        "lines.txt": b"a=1 b=two c=nan d=inf e=1e999\n" * 60,
    }
    for name, content in odd.items():
        (data / name).write_bytes(content)
    (data / "nowhere").symlink_to(tmp_path / "nothing")
    os.mkfifo(data / "pipe")
    results = tried(played(data), 1)
    assert {*results} == {*ATTACKS, ALL}
    assert results[ALL].figure.answers == 40


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_hardly_any_evidence_is_no_reason_to_stumble(count: int, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    rows = [{"at": BEGIN + n, "ms": 1000 * n, "who": f"{n:08x}", "kind": "ab"[n % 2]} for n in range(30)]
    (tmp_path / "data" / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)))
    (tmp_path / "data" / "box").write_bytes(os.urandom(64 * 64))
    few = played(tmp_path / "data", count)
    assert tried(few, 1)[ALL].figure.answers <= count


def test_a_file_that_went_away_after_it_was_noted_is_passed_over(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "a").write_text("text")
    run = played(data)
    (run.evidence.snapshots[0].folder / "a").unlink()
    assert tried(run, 1)[ALL].figure.answers == 40


def test_an_attacker_who_is_told_another_half_guesses_the_first(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    run = played(data)
    rows = [{"at": BEGIN + 3600 * n, "text": text.decode()} for n, text in enumerate(run.truth.texts[PERIOD])]
    (data / "answers.json").write_text(
        json.dumps(sorted(rows, key=lambda row: hashlib.md5(str(row).encode()).digest()))
    )
    run = Played(played(data).evidence, run.truth)
    first, second = betrayed(run.evidence, run.truth, 3)
    adversary = Adversary(run.evidence)
    for told in (first, second):
        guess = adversary.best(told)
        top = guess.scores[PERIOD].argmax(axis=1)
        texts = run.truth.texts[PERIOD]
        assert [texts[press] for press in top] == list(run.evidence.released[PERIOD])


# What files say --------------------------------------------------------------------------------------------


def test_a_row_gives_its_numbers_its_texts_and_what_they_hide() -> None:
    found = fields_of(b'crc32:12ab {"a": {"b": [1, "2026-07-04T10:00:00Z"]}, "ctid": "(3,7)", "n": "0042"}')
    assert found[".a.b.0"] == 1.0
    assert found[".a.b.1~time"] == 1_783_159_200.0
    assert found[".ctid~place"] == 3 * 65536 + 7
    assert found[".n~number"] == 42.0


@pytest.mark.parametrize(
    "text",
    [
        "2026-07-04T06:00:00-04:00",
        "2026-07-04 10:00:00",
        "2026-07-04T10:00:00,000Z",
        _ulid(INSTANT),
        str(uuid.UUID(int=(INSTANT * 1000 << 80) | (7 << 76) | (2 << 62) | 99)),
        _of_version_1(INSTANT),
    ],
)
def test_the_time_in_a_text_or_an_id_is_read(text: str) -> None:
    found = fields_of(json.dumps({"id": text}).encode())
    assert abs(float(found[".id~time"]) - INSTANT) < 1


def test_rows_come_out_of_lines_collections_and_databases(tmp_path: Path) -> None:
    lines = b'{"a": 1}\n\n{"a": 2}\n'
    assert [fields[".a"] for _, _, fields in rows_in(lines)] == [1.0, 2.0]
    nested = b'{"_default": {"1": {"a": 1}, "2": {"a": 2}}}'
    found = [(name, fields["@key"]) for name, _, fields in rows_in(nested) if ".a" in fields]
    assert found == [("._default[]", "1"), ("._default[]", "2")]
    with closing(sqlite3.connect(tmp_path / "x.db")) as base:
        base.execute("CREATE TABLE a (b BLOB)")
        base.execute("INSERT INTO a VALUES (x'00ff')")
        base.commit()
    ((name, raw, fields),) = rows_in((tmp_path / "x.db").read_bytes())
    assert (name, fields[".b"], fields[".rowid_"]) == (":a", "00ff", 1.0)
    assert raw.endswith(b"\x00\x00\xff")


def test_rows_come_out_of_a_list_within_a_line_also_of_one_that_is_written_as_a_text() -> None:
    words = [[f"id{number}", "change", f"text {number}"] for number in range(9)]
    lines = [b"crc32:12ab " + json.dumps({"kind": "put", "body": {"words": words}}).encode()]
    lines += [json.dumps({"ctid": "(0,1)", "body": json.dumps({"words": words})}).encode()]
    for line in lines:
        found = [fields[".2"] for name, _, fields in rows_in(line + b"\n{}\n") if name == ".body.words[]"]
        assert found == [f"text {number}" for number in range(9)]


def test_a_row_that_was_written_anew_is_told_from_one_that_came(tmp_path: Path) -> None:
    def rows(*slots: str) -> str:
        said = ({"ctid": f"(0,{n})", "nr": n, "slot": slot * 99} for n, slot in enumerate(slots))
        return "\n".join(map(json.dumps, said)) + "\n"

    data = tmp_path / "data"
    (data / "tables").mkdir(parents=True)
    looks = []
    for number, slots in enumerate((("a", "b", "c"), ("a", "x", "c"), ("a", "x", "c", "d"))):
        (data / "tables" / "slots.jsonl").write_text(rows(*slots))
        looks.append(take(data, tmp_path / f"copy-{number}", BEGIN + number))
    evidence = replace(played(data, 1).evidence, snapshots=looks)
    table = gathered(evidence).tables["tables/slots.jsonl"]
    assert [(row.fields[".nr"], row.later, row.anew) for row in table.rows] == [
        *((0.0, False, False), (1.0, False, False), (2.0, False, False)),
        *((1.0, True, True), (3.0, True, False)),
    ]


def test_the_blocks_that_changed_between_two_copies_are_found_with_the_copy() -> None:
    before = os.urandom(64 * 128)
    after = bytearray(before)
    for block in (5, 40):
        after[block * 128 : block * 128 + 128] = struct.pack("<Q", 1000 + block) + os.urandom(120)
    found = dict(block_tables("box", [(3, before), (7, bytes(after))], 99))
    assert [(row.position, row.first) for row in found[128]] == [(5, 7), (40, 7)]


def test_a_filled_file_is_no_row_and_a_file_that_grew_is() -> None:
    filling = os.urandom(16 * 128)
    assert not [*block_tables("box", [(0, filling), (1, filling)], 99)]
    grown = dict(block_tables("box", [(0, filling[: 8 * 128]), (1, filling)], 99))
    assert [(row.position, row.first) for row in grown[128]] == [(n, n // 8) for n in range(16)]


def test_ranks_lie_between_nought_and_one_with_ties_in_the_middle() -> None:
    found = ranks(np.array([5.0, 1.0, 1.0, np.nan, 9.0]))
    assert np.allclose(found[[0, 1, 2, 4]], [2 / 3, 1 / 6, 1 / 6, 1.0])
    assert np.isnan(found[3])
