"""Files that would stop a careless reader: each is refused with a sentence, in bounded time and memory."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from content.checks import SHIPPED, check
from content.loader import ContentBroken, load
from content.shelf import take
from tests.content.conftest import Desk

ROOT = Path(__file__).parents[2]
SECONDS = 5.0
"""Of the processor, for one file more than there are."""
MEBIBYTES = 400
"""Of addresses, for a process that reads all of them: as much as it takes to begin, and a few files more."""

LARGE: dict[str, tuple[bytes, str]] = {
    "a million lines": (b"a: b\n" * 1_000_000, "file-too-large"),
    "a million short lines": (b"-\n" * 1_000_000, "file-too-large"),
    "as many empty lines as fit": (b"\n" * 1_048_000, "kind-unknown"),
    "a comment of a megabyte": (b"#" + b"x" * 1_048_000, "kind-unknown"),
    "as many comments as fit": (b"#\n" * 524_000, "kind-unknown"),
    "a line of a megabyte": (b'a: {en: "' + b"x" * 1_048_000 + b'", fr: "x"}', "text-too-long"),
    "a line of words": (b'a: {en: "' + b"so much " * 131_000 + b'", fr: "x"}', "text-too-long"),
    "a hundred thousand keys": (b"".join(b"k%d: v\n" % n for n in range(100_000)), "too-many-values"),
    "a key again and again": (b"a: b\n" * 200_000, "too-many-values"),
    "a list of half a million": (b"a: [" + b"1," * 520_000 + b"1]", "too-many-values"),
    "brackets without end": (b"[" * 1_048_000, "yaml-deep"),
    "braces without end": (b"{a: " * 260_000, "yaml-deep"),
    "dashes without end": (b"- " * 520_000, "yaml-deep"),
    "questions without end": (b"? " * 520_000, "yaml-key"),
    "a quote without end": (b'a: "' + b"x\n" * 520_000, "yaml-broken"),
    "nothing visible": ("\u200b".encode() * 349_000, "invisible"),
    "marks without end": (b'a: {en: "' + b"[" * 4_900 + b'", fr: "' + b"*" * 4_900 + b'"}', "markup"),
    "zeros": (b"\0" * 1_048_000, "invisible"),
}

CHILD = """
import json, resource, sys, time
resource.setrlimit(resource.RLIMIT_AS, ({bytes}, {bytes}))
from pathlib import Path
from content.checks import check
begun = time.process_time()
check(Path(sys.argv[2]))
least = time.process_time() - begun
for name in sorted(Path(sys.argv[1]).iterdir()):
    before = time.process_time()
    found = check(name / "sentences").faults
    said = [fault.sentence("fr") for fault in found[:3]]
    alone = time.process_time() - before - least
    print(json.dumps([name.name, sorted({{fault.id for fault in found}}), alone, said]))
"""


def test_large_and_endless_files_are_refused_in_bounded_time_and_memory(tmp_path: Path) -> None:
    for name, (data, _) in LARGE.items():
        folder = tmp_path / name
        folder.mkdir()
        (folder / "sentences").write_bytes(data)
    small = tmp_path.with_suffix(".yaml")
    small.write_bytes(b"a: b\n")
    program = CHILD.format(bytes=MEBIBYTES * 1024 * 1024)
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path), str(small)],
        cwd=ROOT,
        env={**os.environ, "MALLOC_ARENA_MAX": "1"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    told = {name: (ids, alone, said) for name, ids, alone, said in map(json.loads, done.stdout.splitlines())}
    assert set(told) == set(LARGE)
    for name, (_, id_) in LARGE.items():
        ids, alone, said = told[name]
        assert id_ in ids, (name, ids)
        assert alone < SECONDS, (name, alone)
        assert all(len(sentence) < 1000 for sentence in said), name


def test_a_byte_order_mark_and_the_line_ends_of_windows_change_nothing(desk: Desk) -> None:
    for file in (*desk.root.glob("modules/*.yaml"), desk.root / "organizations/demo/organization.yaml"):
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert desk.check().faults == ()
    desk.change("modules/M04.yaml", "minutes: 5", "minutes: five")
    assert [fault.id for fault in desk.check().faults] == ["not-number"]


@pytest.mark.parametrize(
    "place",
    ["modules/M50.yaml", "cards/more.yaml", "paths.yaml", "notice.yaml", "organizations/demo/paths.yaml"],
)
def test_a_link_that_leaves_the_folder_is_not_followed(desk: Desk, tmp_path: Path, place: str) -> None:
    (tmp_path / "secret.yaml").write_text("password: hunter2\n", encoding="utf-8")
    (desk.root / place).unlink(missing_ok=True)
    (desk.root / place).symlink_to(tmp_path / "secret.yaml")
    found = [fault for fault in desk.check().faults if fault.file == f"content/{place}"]
    assert [fault.id for fault in found] == ["path-leaves"]
    assert "password" not in "".join(fault.sentence("en") for fault in desk.check().faults)


def test_a_folder_of_texts_that_is_a_link_elsewhere_is_not_followed(desk: Desk, tmp_path: Path) -> None:
    (desk.root / "cards").rename(tmp_path / "elsewhere")
    (desk.root / "cards").symlink_to(tmp_path / "elsewhere")
    assert "path-leaves" in {fault.id for fault in desk.check().faults}


def test_a_link_inside_the_folder_is_followed(desk: Desk) -> None:
    (desk.root / "modules/M04.yaml").rename(desk.root / "kept-here")
    (desk.root / "modules/M04.yaml").symlink_to("../kept-here")
    assert desk.check().faults == ()


@pytest.mark.parametrize("name", ["../../etc", "..", "", "demo/../demo", "a b", "\u202edemo", "x" * 300, "."])
def test_an_organization_is_a_name_and_never_a_path(desk: Desk, tmp_path: Path, name: str) -> None:
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc/organization.yaml").write_text("id: etc\n", encoding="utf-8")
    with pytest.raises(ContentBroken) as broken:
        load(desk.root, name)
    assert {fault.id for fault in broken.value.faults} <= {"path-leaves", "organization-missing"}
    assert "\u202e" not in broken.value.faults[0].sentence("fr")


def test_a_folder_or_a_pipe_where_a_file_belongs_is_named_and_never_waited_for(desk: Desk) -> None:
    (desk.root / "modules/M50.yaml").mkdir()
    os.mkfifo(desk.root / "modules/M60.yaml")
    os.mkfifo(desk.root / "sentences/more.yaml")
    (desk.root / "doors.yaml").unlink()
    (desk.root / "doors.yaml").mkdir()
    found = {(fault.file, fault.id) for fault in desk.check().faults}
    for place in ("modules/M50.yaml", "modules/M60.yaml", "sentences/more.yaml", "doors.yaml"):
        assert (f"content/{place}", "not-a-file") in found
    assert [fault.id for fault in check(desk.root / "modules/M60.yaml").faults] == ["not-a-file"]


def test_a_link_to_itself_and_a_link_to_nothing_are_named(desk: Desk) -> None:
    (desk.root / "modules/M50.yaml").symlink_to("M50.yaml")
    (desk.root / "modules/M60.yaml").symlink_to("M07.yml")
    said = {fault.file: fault.sentence("fr") for fault in desk.check().faults}
    assert "mène à lui-même" in said["content/modules/M50.yaml"]
    assert "n'existe plus" in said["content/modules/M60.yaml"]


@pytest.mark.skipif(os.geteuid() == 0, reason="an administrator may read every file")
def test_a_file_the_account_may_not_open_is_named(desk: Desk) -> None:
    (desk.root / "modules/M04.yaml").chmod(0)
    assert "file-unreadable" in {fault.id for fault in desk.check().faults}


def test_what_is_quoted_of_a_file_is_short_and_holds_nothing_a_terminal_obeys(desk: Desk) -> None:
    desk.add("sentences/new.yaml", f'"{"k" * 5000}":\n  en: "A"\n')
    desk.add("sentences/more.yaml", '"\\e[31mred":\n  en: "A"\n')
    said = [fault.sentence("en") for fault in desk.check().faults]
    assert len(said) == 3
    assert all(len(sentence) < 400 and "\x1b" not in sentence for sentence in said)


def test_the_same_file_is_taken_apart_anew_when_it_changed(desk: Desk) -> None:
    before = take(desk.root, complete=True).entries["module", "M04"].node.at(("minutes",)).value
    desk.change("modules/M04.yaml", "minutes: 5", "minutes: 6")
    after = take(desk.root, complete=True).entries["module", "M04"].node.at(("minutes",)).value
    assert (before, after) == (5, 6)
    assert SHIPPED.is_dir()
