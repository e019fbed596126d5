"""A collection of broken files, each a mistake an officer could make, and exactly what is said of it.

Each file, or each folder of files, lies over a copy of the content that ships. Its first lines are comments:
what the mistake is; `at`, where the file lies; `instead of`, a line of the shipped file that the rest takes
the place of; `expect`, each line that is named (0: the whole file), counted in the broken file, and why.
"""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from content.checks import check
from content.faults import Fault
from tests.content.conftest import SAMPLES, SHIPPED

BROKEN = Path(__file__).parent / "broken"
CASES = sorted(BROKEN.iterdir())
HEADER = re.compile(rb"# (at|instead of|expect): (.*)")
FEWEST = 40


LOCK = "versions.lock"


@dataclass(frozen=True, slots=True)
class Broken:
    """One file as it is laid over the content, and the faults expected in it."""

    at: str
    data: bytes
    expected: tuple[tuple[str, int, str], ...]


def broken(file: Path, root: Path) -> Broken:
    data = file.read_bytes()
    lines = data.split(b"\n")
    told = [(found[1].decode(), found[2].decode()) for line in lines if (found := HEADER.fullmatch(line))]
    header = 1 + len(told)
    (at,) = [words for name, words in told if name == "at"]
    shift = 0
    for anchor in [words for name, words in told if name == "instead of"]:
        whole = (root / at).read_bytes().split(b"\n")
        place = whole.index(anchor.encode())
        data = b"\n".join([*whole[:place], *lines[header:-1], *whole[place + 1 :]])
        shift = place - header
    if at == "versions.lock":
        data = (root / at).read_bytes() + data
    expected = [words.split() for name, words in told if name == "expect"]
    return Broken(
        at, data, tuple((f"content/{at}", int(n) + shift if int(n) else 0, id_) for n, id_ in expected)
    )


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One copy for all: what a test lays over it, it takes away again."""
    root = tmp_path_factory.mktemp("broken") / "content"
    shutil.copytree(SHIPPED, root, ignore=shutil.ignore_patterns("*.py", "__pycache__", *SAMPLES))
    return root


@pytest.fixture(params=CASES, ids=lambda case: case.stem)
def case(request: pytest.FixtureRequest, content: Path) -> Iterator[tuple[Path, list[tuple[str, int, str]]]]:
    """Lay one case over the content; return the content and what is expected."""
    files = sorted(file for file in request.param.rglob("*") if file.is_file()) or [request.param]
    laid = [broken(file, content) for file in files]
    before = {each.at: (content / each.at).read_bytes() for each in laid if (content / each.at).exists()}
    expected = sorted(fault for each in laid for fault in each.expected)
    if "organizations/demo/organization.yaml" in {
        each.at for each in laid
    }:  # Its names stand in sealed texts.
        before[LOCK] = (content / LOCK).read_bytes()
        (content / LOCK).unlink()
    for each in laid:
        (content / each.at).parent.mkdir(parents=True, exist_ok=True)
        (content / each.at).write_bytes(each.data)
    yield content, expected
    for at in {each.at for each in laid} - before.keys():
        (content / at).unlink()
    for at, data in before.items():
        (content / at).write_bytes(data)


def test_each_mistake_is_named_where_it_stands_and_nothing_else(
    case: tuple[Path, list[tuple[str, int, str]]],
) -> None:
    content, expected = case
    found = check(content).faults
    assert sorted((fault.file, fault.line, fault.id) for fault in found) == expected
    assert expected, "a broken file has a fault"
    for fault in found:
        assert well_said(fault), fault.sentence("en")


def well_said(fault: Fault) -> bool:
    """Tell whether both sentences are whole: no id instead of words, nothing left to fill, two languages."""
    place = f"{fault.file}:{fault.line}: " if fault.line else f"{fault.file}: "
    english, french = (fault.sentence(language).removeprefix(place) for language in ("en", "fr"))
    whole = all(not re.search(r"\{[a-z_]+\}", said) and " " in said for said in (english, french))
    return whole and english != french and not english.startswith(fault.id)


def test_there_are_enough_of_them() -> None:
    assert len(CASES) >= FEWEST


def test_what_ships_is_sound_while_nothing_is_laid_over_it(content: Path) -> None:
    assert check(content).faults == ()
