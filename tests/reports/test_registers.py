"""A file of what officials write: good rows are kept, bad ones named, and out and in again is the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.model import Evidence, Note, Span, Title
from dialogs.register_shapes import CODE_REVIEW, EVIDENCE, SHAPES, TRAINING_PLANS
from reports import registers
from reports.registers import Rows

HEADER = "kinds,begins,title_en,note_en"
GOOD = "topic,2024-02-06,A talk,"


def read(*lines: str, encoding: str = "utf-8") -> Rows[Evidence]:
    return registers.read(EVIDENCE, "\n".join(lines).encode(encoding))


def faults(found: Rows[Evidence]) -> list[tuple[int, str, str]]:
    return [(each.line, each.column, each.reason) for each in found.faults]


def test_a_bad_row_is_named_by_line_and_column_and_no_good_one_is_lost() -> None:
    found = read(HEADER, GOOD, "dance,soon,,", "all-staff,2024-03,Town hall,", "topic,2024-02", GOOD, 'a,"b')
    assert [row.body.title.en for row in found.rows] == ["A talk", "Town hall"]
    assert faults(found) == [
        (3, "kinds", "kinds-unknown"),
        (3, "begins", "when"),
        (3, "title_en", "title-needed"),
        (5, "", "too-few-columns"),
        (6, "id", "repeated-row"),
        (7, "", "broken-quotes"),
    ]
    assert not found.refused
    assert read(HEADER, f"{GOOD},more").faults[0].reason == "too-many-columns"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_french_spreadsheet_is_read_with_its_semicolons(encoding: str) -> None:
    found = read("begins;kinds;title_fr", "6 février 2024;topic;Un exposé, puis un débat", encoding=encoding)
    assert found.faults == ()
    assert found.rows[0].body.title.fr == "Un exposé, puis un débat"


def test_a_file_that_nobody_could_mean_is_refused_whole() -> None:
    assert faults(registers.read(EVIDENCE, "kinds\né".encode("latin-1"))) == [(2, "", "not-utf-8")]
    assert faults(read("")) == [(1, "", "empty-file")]
    wrong = read("kinds,titel_en,begins,begins", "topic,A talk,2024-02,2024-02")
    assert faults(wrong) == [
        (1, "title_en", "missing-column"),
        (1, "2", "unknown-column"),
        (1, "begins", "repeated-column"),
    ]
    assert wrong.refused
    assert wrong.rows == ()


def test_a_row_without_an_id_is_the_same_line_in_every_file_that_says_the_same() -> None:
    [plain], [moved] = read(HEADER, GOOD).rows, read("title_en,begins,kinds", "A talk,2024-02-06,topic").rows
    assert plain.id == moved.id
    assert not plain.named
    [other] = read(HEADER, "topic,2024-02-07,A talk,").rows
    assert other.id != plain.id


def test_an_id_of_the_file_is_kept_and_a_wrong_or_repeated_one_named() -> None:
    header = f"id,{HEADER}"
    found = read(header, f"e1,{GOOD}", f"e1,{GOOD}", f"no id,{GOOD}")
    assert [(row.id, row.named) for row in found.rows] == [("e1", True)]
    assert faults(found) == [(3, "id", "repeated-id"), (4, "id", "no-id")]


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]) | st.sampled_from("'=+-@;,\" "))


@given(TEXTS, TEXTS)
def test_whatever_is_written_out_comes_in_again_and_acts_as_no_formula(title: str, note: str) -> None:
    title, note = " ".join(title.split())[:200] or "x", note.strip()[:2000]
    body = Evidence(
        kinds=("topic",), when=Span(begins="2024-02"), title=Title(fr=title), note=Note(en=note or "x")
    )
    written = registers.as_csv(EVIDENCE, [("e1", body)])
    [row] = registers.read(EVIDENCE, written.encode()).rows
    assert (row.id, row.body) == ("e1", body)
    assert ',"=' not in written.replace(',"","', ",")


def test_every_register_has_a_file_of_its_own_shape() -> None:
    plans = b"unit_en,level,exists\nPolicy,branch,yes\n"
    steps = b"step,target,nature_fr\ndraft,2025,\ndraft,2025-03,Plus court\n"
    [plan] = registers.read(TRAINING_PLANS, plans).rows
    found = registers.read(CODE_REVIEW, steps)
    assert plan.body.unit.en == "Policy"
    assert [(each.line, each.column) for each in found.faults] == [(2, "target")]
    assert len(found.rows) == 1
    for shape in SHAPES.values():
        assert registers.columns(shape)[0] == "id"
        assert registers.columns(shape)[-1] == "withdrawn"
