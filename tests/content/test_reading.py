"""Reading one file: strict, line by line, and never fooled."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.yaml_source import MOST_BYTES, Node, plain, read


def problem(tmp_path: Path, data: bytes) -> tuple[int, str]:
    file = tmp_path / "words.yaml"
    file.write_bytes(data)
    node, problems = read(file)
    assert node is None
    return problems[-1].line, problems[-1].id


def value(tmp_path: Path, data: bytes) -> object:
    file = tmp_path / "words.yaml"
    file.write_bytes(data)
    node, problems = read(file)
    assert node is not None
    assert not problems
    return plain(node)


def test_each_value_knows_its_line(tmp_path: Path) -> None:
    file = tmp_path / "words.yaml"
    file.write_text("one:\n  - a\n  - en: b\n    fr: c\n", encoding="utf-8")
    node, _ = read(file)
    assert node is not None
    assert node.at(("one", 1, "fr")).line == 4
    assert node.at(("one", 1, "de", "x")).line == 3, "what is missing is looked for where it should stand"


def test_unquoted_words_stay_words_except_whole_numbers_and_yes_or_no_of_the_format(tmp_path: Path) -> None:
    text = b"[no, on, 2026-1, 08:00, 1e3, 0o7, 012, 7, -3, true, null, '7', 2026-11-22]"
    expected = ["no", "on", "2026-1", "08:00", "1e3", "0o7", "012", 7, -3, True, None, "7", "2026-11-22"]
    assert value(tmp_path, text) == expected


def test_an_absurdly_long_number_is_a_text_and_no_work(tmp_path: Path) -> None:
    assert value(tmp_path, b"a: " + b"9" * 100_000) == {"a": "9" * 100_000}


def test_a_byte_order_mark_and_windows_line_ends_are_accepted(tmp_path: Path) -> None:
    text = "\ufeffen: hello\r\nfr: \u00e0 bient\u00f4t\r\n"
    assert value(tmp_path, text.encode()) == {"en": "hello", "fr": "à bientôt"}


def test_an_empty_file_holds_nothing(tmp_path: Path) -> None:
    assert value(tmp_path, b"") is None
    assert value(tmp_path, b"# only a comment\n") is None


def test_another_encoding_is_named_with_its_line(tmp_path: Path) -> None:
    assert problem(tmp_path, "a: b\nfr: à bientôt\n".encode("latin-1")) == (2, "not-utf8")


def test_a_file_over_one_mebibyte_is_not_read(tmp_path: Path) -> None:
    assert problem(tmp_path, b"a: " + b"x" * MOST_BYTES) == (0, "file-too-large")


def test_a_bomb_of_references_is_refused_at_its_first_reference(tmp_path: Path) -> None:
    bomb = b'a: &a ["lol","lol"]\nb: &b [*a,*a]\nc: &c [*b,*b]\nd: [*c,*c]\n'
    assert problem(tmp_path, bomb) == (1, "yaml-alias")
    assert problem(tmp_path, b"a: 1\n*x : 2\n")[1] == "yaml-alias"
    assert problem(tmp_path, b"a: 1\n&x b: 2\n") == (2, "yaml-alias")


@pytest.mark.parametrize(
    "text",
    [b"ok: 1\na: !!python/object/apply:os.system [ls]\n", b"ok: 1\na: !mine x\n", b"ok: 1\n!!str a: x\n"],
)
def test_a_tag_is_refused_with_its_line(tmp_path: Path, text: bytes) -> None:
    assert problem(tmp_path, text) == (2, "yaml-tag")


def test_directives_and_second_documents_are_refused(tmp_path: Path) -> None:
    assert problem(tmp_path, b"%YAML 1.1\n---\na: 1\n")[1] == "yaml-directive"
    assert problem(tmp_path, b"a: 1\n---\nb: 2\n") == (2, "yaml-directive")


def test_levels_without_end_are_refused(tmp_path: Path) -> None:
    assert problem(tmp_path, b"[" * 5000) == (1, "yaml-deep")


def test_a_name_that_is_a_list_is_refused(tmp_path: Path) -> None:
    assert problem(tmp_path, b"ok: 1\n? [a, b]\n: c\n") == (2, "yaml-key")


def test_a_missing_quote_is_named_near_its_line(tmp_path: Path) -> None:
    line, id_ = problem(tmp_path, b'a: 1\nb: "open\nc: 2\n')
    assert id_ == "yaml-broken"
    assert line >= 2


def test_a_name_that_stands_twice_is_named_and_the_rest_is_still_read(tmp_path: Path) -> None:
    file = tmp_path / "words.yaml"
    file.write_bytes(b"a: 1\nb: 2\na: 3\n")
    node, problems = read(file)
    assert node is not None
    assert plain(node) == {"a": 1, "b": 2}
    assert [(each.line, each.id) for each in problems] == [(3, "yaml-twice")]


def test_a_file_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    (tmp_path / "gone.yaml").symlink_to(tmp_path / "nowhere.yaml")
    node, problems = read(tmp_path / "gone.yaml")
    assert node is None
    assert [(each.id, each.values) for each in problems] == [("file-unreadable", {"reason": "gone"})]


@given(
    data=st.one_of(
        st.binary(max_size=200), st.text("[]{}&*!|>-?:#'\"\n %@\u0085a0", max_size=60).map(str.encode)
    )
)
def test_no_file_makes_the_reader_fall_over(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    file = tmp_path_factory.getbasetemp() / "any.yaml"
    file.write_bytes(data)
    node, problems = read(file)
    assert isinstance(node, Node) or problems
