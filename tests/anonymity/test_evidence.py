"""What an attacker takes along is whole: every file as it was, with what the medium said of it."""

import os
import socket
import tempfile
from itertools import pairwise
from pathlib import Path

from tests.anonymity.evidence import Kind, Snapshot, rows_of, take
from tests.anonymity.script import CLOSE, LONG, SHORT, Answers, Looks, Opens, Releases, Turns, script
from tests.anonymity.subjects import Watch


def test_a_copy_has_every_file_and_what_the_medium_said_of_the_original(tmp_path: Path) -> None:
    data = tmp_path / "data"
    (data / "deep").mkdir(parents=True)
    (data / "deep" / "a").write_bytes(b"abc")
    os.utime(data / "deep" / "a", (1_000_000, 2_000_000))
    (data / "empty").touch()
    snapshot = take(data, tmp_path / "copy", 5.0)
    assert {name: path.read_bytes() for name, path in snapshot.files()} == {"deep/a": b"abc", "empty": b""}
    found, original = snapshot.meta["deep/a"], (data / "deep" / "a").stat()
    assert (found.size, found.mtime_ns, found.inode) == (3, 2_000_000 * 10**9, original.st_ino)
    assert found.ctime_ns == original.st_ctime_ns
    assert snapshot.taken == 5.0


def test_a_copy_stays_as_it_was_when_the_file_changes(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "a").write_bytes(b"before")
    snapshot = take(data, tmp_path / "copy", 0.0)
    with (data / "a").open("r+b") as file:
        file.write(b"after!")
    assert (snapshot.folder / "a").read_bytes() == b"before"


def test_other_folders_are_copied_under_their_names_and_sockets_are_passed_over(tmp_path: Path) -> None:
    data, box = tmp_path / "data", tmp_path / "box"
    data.mkdir()
    box.mkdir()
    (box / "b").write_bytes(b"b")
    with tempfile.TemporaryDirectory() as short, socket.socket(socket.AF_UNIX) as ours:
        ours.bind(f"{short}/control.sock")
        (data / "link").symlink_to(short)
        Path(short, "control.sock").replace(data / "control.sock")
        snapshot = take(data, tmp_path / "copy", 0.0, box)
    assert [name for name, _ in snapshot.files()] == ["box/b"]


def test_rows_of_a_database_come_in_the_order_in_which_they_lie(tmp_path: Path) -> None:
    tables = tmp_path / "data" / "tables"
    tables.mkdir(parents=True)
    (tables / "turns.jsonl").write_text('{"ctid": "(0,2)"}\nno row\n[1]\n{"ctid": "(0,1)"}\n')
    snapshot: Snapshot = take(tmp_path / "data", tmp_path / "copy", 0.0)
    assert rows_of(snapshot) == {"turns": [{"ctid": "(0,2)"}, {"ctid": "(0,1)"}]}


def test_a_script_has_what_its_sizes_say_in_order_of_time() -> None:
    for sizes in (SHORT, CLOSE):
        run = script(sizes, 4)
        times = [act.at for act in run.acts]
        assert times == sorted(times)
        answers = [act for act in run.acts if isinstance(act, Answers) and not act.again]
        assert len(answers) == sizes.answers == sum(map(len, run.truth().texts.values()))
        assert sum(isinstance(act, Turns) for act in run.acts) == sizes.others
        assert len({answer.text for answer in answers}) == len(answers)
        assert {len(text.text) for text in answers} != {sizes.longest}
        assert all(answer.text == answer.text.strip() for answer in answers)
        assert sum(isinstance(act, Opens) for act in run.acts) == sizes.periods
        assert sum(isinstance(act, Releases) for act in run.acts) == sizes.periods


def test_somebody_answers_once_in_a_period_and_some_send_it_again() -> None:
    run = script(SHORT, 4)
    for period in run.periods:
        answers = [act for act in run.acts if isinstance(act, Answers) and act.period == period]
        once = [act.person for act in answers if not act.again]
        assert len(once) == len({*once})
        assert {act.person for act in answers if act.again} <= {*once}
    assert any(isinstance(act, Answers) and act.again for act in run.acts)


def test_the_attacker_looks_twenty_times_also_when_very_few_have_answered() -> None:
    for sizes in (SHORT, LONG):
        acts = script(sizes, 4).acts
        assert sum(isinstance(act, Looks) for act in acts) == 20
        counts, since = [], 0
        for act in acts:
            if isinstance(act, Looks):
                counts.append(since)
            since = 0 if isinstance(act, Opens) else since + (isinstance(act, Answers) and not act.again)
        assert {0, 1, 2} < {*counts}


def test_whoever_looks_after_every_answer_sees_each_alone() -> None:
    acts = [act for act in script(CLOSE, 4).acts if isinstance(act, Answers | Looks)]
    for act, following in pairwise(acts):
        assert isinstance(following, Looks) or not isinstance(act, Answers) or act.again or following.again


def test_the_same_seed_makes_the_same_run_and_another_seed_another() -> None:
    assert script(SHORT, 1) == script(SHORT, 1) != script(SHORT, 2)


def test_a_watcher_notes_who_pressed_when_and_what_for(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    run = script(SHORT, 1)
    watch = Watch(tmp_path / "data", tmp_path / "copies", wall=lambda: 77.0)
    acts = [act for act in run.acts if isinstance(act, Answers | Turns)]
    for act in acts:
        watch.saw(act)
    watch.look(9.0)
    played = watch.evidence(run, {period: [] for period in run.periods})
    kinds = [each.kind for each in played.evidence.sightings]
    assert kinds.count(Kind.ANSWER) == SHORT.answers
    assert kinds.count(Kind.TURN) == SHORT.others
    assert kinds.count(Kind.AGAIN) == len(acts) - SHORT.answers - SHORT.others > 0
    assert {each.wall for each in played.evidence.sightings} == {77.0}
    assert [each.at for each in played.evidence.sightings] == [act.at for act in acts]
    for period in run.periods:
        assert len(played.evidence.presses(period)) == len(played.truth.texts[period])
    assert played.evidence.snapshots[0].taken == 9.0
