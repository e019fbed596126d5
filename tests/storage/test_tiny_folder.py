"""What an operator meets at the start: somebody else's folder, a damaged file, a crash long ago."""

from collections.abc import Callable
from pathlib import Path

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs
from tinydb import TinyDB
from tinydb.storages import MemoryStorage

from storage import codec
from storage.embedded.lines import framed
from storage.entries import TurnTaken
from storage.folder import FolderRefused
from storage.ports import Unavailable
from storage.tiny import TinyShelf, open_tiny
from tests.storage.rows import MARIE, fact, move, person

TURNS = 6
JOURNAL = "journal-00000001"


async def lived(folder: Path) -> bytes:
    """Fill a folder with turns, each in a batch of its own, and return its journal."""
    async with await open_tiny(folder, mark="local") as tiny:
        for at in range(TURNS):
            await tiny.store.ledger.commit(move(at=at), facts=[fact()])
    return (folder / JOURNAL).read_bytes()


async def facts_in(folder: Path) -> int:
    async with await open_tiny(folder, mark="local") as tiny:
        return len((await tiny.store.ledger.life(MARIE)).facts)


async def refused(folder: Path, mark: str = "local") -> FolderRefused:
    with pytest.raises(FolderRefused) as error:
        await open_tiny(folder, mark=mark)
    assert isinstance(error.value, Unavailable)
    return error.value


async def test_a_second_process_is_refused_until_the_first_has_gone(tmp_path: Path) -> None:
    async with await open_tiny(tmp_path, mark="local"):
        assert (await refused(tmp_path)).reason == "locked"
    assert await facts_in(tmp_path) == 0


@pytest.mark.parametrize(("first", "then"), [("teams", "local"), ("local", "teams")])
async def test_a_folder_that_served_others_is_refused(tmp_path: Path, first: str, then: str) -> None:
    await (await open_tiny(tmp_path, mark=first)).close()

    error = await refused(tmp_path, then)

    assert (error.reason, error.values) == ("other-mark", {"found": first, "wanted": then})
    await (await open_tiny(tmp_path, mark=first)).close()


async def test_a_folder_of_a_newer_ethos_is_refused(tmp_path: Path) -> None:
    await lived(tmp_path)
    (tmp_path / "ethos.json").write_bytes(orjson.dumps({"format": 9, "mark": "local"}))

    error = await refused(tmp_path)

    assert (error.reason, error.values["found"]) == ("newer-format", 9)


@pytest.mark.parametrize("label", [b"", b"{}", b"[]", b'{"format": "x", "mark": "local"}'])
async def test_a_damaged_label_is_refused(tmp_path: Path, label: bytes) -> None:
    await lived(tmp_path)
    (tmp_path / "ethos.json").write_bytes(label)

    assert (await refused(tmp_path)).reason == "corrupt"


async def test_a_journal_without_its_label_is_refused(tmp_path: Path) -> None:
    await lived(tmp_path)
    (tmp_path / "ethos.json").unlink()

    assert (await refused(tmp_path)).reason == "corrupt"


async def test_nobody_else_can_read_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "data"
    await lived(folder)

    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
async def test_wherever_a_crash_cut_the_journal_every_whole_turn_is_there(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("data")
    whole = await lived(folder)
    cut = data.draw(st.integers(0, len(whole)))
    rest = data.draw(st.binary(max_size=40).filter(lambda tail: b"\n" not in tail))
    (folder / JOURNAL).write_bytes(whole[:cut] + rest)
    turns = whole[:cut].count(b"\n")

    assert await facts_in(folder) == turns
    # The tail is gone for good: the next turn stands right after the last whole one.
    async with await open_tiny(folder, mark="local") as tiny:
        await tiny.store.ledger.commit(move(at=turns), facts=[fact()])
    assert await facts_in(folder) == turns + 1
    assert not aside(folder)


async def test_a_cut_tail_is_said_in_the_log(tmp_path: Path) -> None:
    whole = await lived(tmp_path)
    (tmp_path / JOURNAL).write_bytes(whole[:-1])

    with capture_logs() as logs:
        await facts_in(tmp_path)
        await facts_in(tmp_path)

    assert [(line["event"], line["log_level"]) for line in logs] == [("journal.tail-cut", "warning")]


def flipped(line: bytes) -> bytes:
    return line[:20] + bytes([line[20] ^ 1]) + line[21:]


def zeroed(line: bytes) -> bytes:
    return b"\0" * len(line)


def shortened(line: bytes) -> bytes:
    return line[:30] + b"\n"


async def set_aside(folder: Path) -> list[int]:
    """Open a damaged folder twice, and return the lines that were set aside: the same both times."""
    for _ in range(2):
        async with await open_tiny(folder, mark="local") as tiny:
            assert tiny.damaged() == len(aside(folder))
    return aside(folder)


def aside(folder: Path) -> list[int]:
    return sorted(int(path.name.rpartition("-")[2]) for path in folder.glob("quarantine-*"))


@pytest.mark.parametrize("damage", [flipped, zeroed, shortened])
@pytest.mark.parametrize("number", [1, 3, TURNS - 1])
async def test_of_a_damaged_journal_all_other_turns_are_read_and_the_damage_is_set_aside(
    tmp_path: Path, damage: Callable[[bytes], bytes], number: int
) -> None:
    lines = (await lived(tmp_path)).splitlines(keepends=True)
    lines[number - 1] = damage(lines[number - 1])
    whole = b"".join(lines)
    (tmp_path / JOURNAL).write_bytes(whole)

    with capture_logs() as logs:
        assert await set_aside(tmp_path) == [number]

    assert await facts_in(tmp_path) == TURNS - 1
    assert lines[number - 1] in (tmp_path / f"quarantine-{JOURNAL}-{number}").read_bytes()
    assert (tmp_path / JOURNAL).read_bytes() == whole, "what is left is left for whoever mends it"
    assert [(line["event"], line["line"]) for line in logs] == [("line.set-aside", number)]


@pytest.mark.parametrize("gone", [0, 2, TURNS - 2])
async def test_a_missing_turn_is_noticed_and_all_others_are_read(tmp_path: Path, gone: int) -> None:
    lines = (await lived(tmp_path)).splitlines(keepends=True)
    del lines[gone]
    (tmp_path / JOURNAL).write_bytes(b"".join(lines))

    assert await set_aside(tmp_path) == [gone + 1]
    assert await facts_in(tmp_path) == TURNS - 1


async def test_after_damage_life_goes_on(tmp_path: Path) -> None:
    lines = (await lived(tmp_path)).splitlines(keepends=True)
    lines[2] = flipped(lines[2])
    (tmp_path / JOURNAL).write_bytes(b"".join(lines))

    async with await open_tiny(tmp_path, mark="local") as tiny:
        await tiny.store.ledger.commit(move(at=TURNS), facts=[fact()])

    assert await facts_in(tmp_path) == TURNS


def group(turns: int) -> list[bytes]:
    """Return the lines of one batch of turns, as they would follow the others."""
    bodies = [codec.write(turn_taken(at)) for at in range(TURNS, TURNS + turns)]
    return framed(TURNS + 1, bodies).splitlines(keepends=True)


@pytest.mark.parametrize("damaged", [0, 1, 2])
async def test_of_a_torn_group_nothing_is_kept(tmp_path: Path, damaged: int) -> None:
    # A power cut may lose any block of what was not yet synced, and keep what came after it.
    whole = await lived(tmp_path)
    lines = group(3)
    lines[damaged] = flipped(lines[damaged])
    (tmp_path / JOURNAL).write_bytes(whole + b"".join(lines))

    assert await facts_in(tmp_path) == TURNS
    assert (tmp_path / JOURNAL).read_bytes() == whole


async def test_a_turn_missing_from_the_middle_of_a_group_is_noticed(tmp_path: Path) -> None:
    whole = await lived(tmp_path)
    lines = group(3)
    (tmp_path / JOURNAL).write_bytes(whole + lines[0] + lines[2])

    assert await set_aside(tmp_path) == [TURNS + 2]
    assert await facts_in(tmp_path) == TURNS + 2


async def test_of_a_group_cut_between_two_lines_nothing_is_kept(tmp_path: Path) -> None:
    whole = await lived(tmp_path)
    (tmp_path / JOURNAL).write_bytes(whole + group(2)[0])

    assert await facts_in(tmp_path) == TURNS
    assert (tmp_path / JOURNAL).read_bytes() == whole


def turn_taken(at: int) -> TurnTaken:
    return TurnTaken((move(at=at),), None, (fact(),), ())


@pytest.mark.parametrize(
    "body", [b'{"kind":"address-forgotten","v":2,"person":"p"}', b'{"kind":"horoscope","v":1}']
)
async def test_a_line_of_a_newer_ethos_is_refused(tmp_path: Path, body: bytes) -> None:
    whole = await lived(tmp_path)
    (tmp_path / JOURNAL).write_bytes(whole + framed(TURNS + 1, [body]))

    assert (await refused(tmp_path)).reason == "newer-format"
    assert (tmp_path / JOURNAL).read_bytes() == whole + framed(TURNS + 1, [body])


@pytest.mark.parametrize("body", [b'{"kind":"address-forgotten","v":1}', b"{"])
async def test_a_line_that_makes_no_sense_is_set_aside(tmp_path: Path, body: bytes) -> None:
    whole = await lived(tmp_path)
    (tmp_path / JOURNAL).write_bytes(whole + framed(TURNS + 1, [body]))

    assert await set_aside(tmp_path) == [TURNS + 1]
    assert await facts_in(tmp_path) == TURNS


async def test_a_refused_folder_is_let_go(tmp_path: Path) -> None:
    await lived(tmp_path)
    before = open_files()
    (tmp_path / JOURNAL).write_bytes(framed(1, [b'{"kind":"horoscope","v":1}']))
    for _ in range(3):
        await refused(tmp_path)

    assert open_files() == before


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def test_writing_one_document_leaves_all_others_where_they_lie() -> None:
    storage = TinyDB(storage=MemoryStorage).storage
    shelf = TinyShelf(storage, "people")
    for n in range(100):
        shelf.put(f"p{n}", codec.to_json(person(name=f"{n}")))
    table = storage.read()["people"]  # type: ignore[index]  # written to just above
    others = {key: id(document) for key, document in table.items() if key != "p7"}

    shelf.put("p7", {"name": "new"})
    shelf.drop("p100")

    assert storage.read()["people"] is table  # type: ignore[index]  # as above
    assert {key: id(document) for key, document in table.items() if key != "p7"} == others
    assert shelf.one("p7") == {"name": "new"}
    assert dict(shelf.pairs())["p7"] == {"name": "new"}
    assert shelf.get(doc_id="p7") == {"name": "new"}  # type: ignore[call-overload]  # our ids are words
