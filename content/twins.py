"""Finds a language that was left behind: the other one changed since the sealed version, this one did not.

Whoever has read both again and found that one needs no change says so beside the two languages, with the
version for which it holds: `reread: 2`. It says nothing about version 3.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from content.faults import Fault
from content.model import LANGUAGES
from content.overlay import REREAD, texts, texts_of
from content.seal import BASE, SEALED, Edition, Lock, kept
from content.shelf import Entry
from content.wording import fold
from content.yaml_source import Node, read

Place = tuple[str, ...]


def left_behind(root: Path, lock: Lock, now: Iterable[Edition]) -> Iterator[Fault]:
    """Compare the texts as they stand in their files with the sealed ones in the archive."""
    for edition in now:
        if not edition.entry.path.is_relative_to(root) and edition.name[0] != BASE:
            continue  # What lies elsewhere is sealed elsewhere.
        version, digest = lock.sealed.get(edition.name, (0, ""))
        if not version or digest == edition.digest:
            continue
        before, _ = read(kept(root, edition.entry.path, edition.entry.id, version))
        if before is not None:
            yield from _compared(before, edition.entry, version)


def misplaced(entries: Iterable[Entry]) -> Iterator[Fault]:
    """Find a `reread` that says nothing: no number, or beside a text that has no version."""
    for entry in entries:
        for text in texts(entry.node):
            stated = text.at((REREAD,))
            if stated is text:
                continue
            if entry.kind not in SEALED:
                yield entry.blame(stated, "field-unknown", field=REREAD, where=entry.id)
            elif not isinstance(stated.value, int) or isinstance(stated.value, bool):
                yield entry.blame(stated, "not-number", where=f"{entry.id} > {REREAD}")


def _compared(before: Node, entry: Entry, sealed: int) -> Iterator[Fault]:
    old = dict(_placed(before, ()))
    version = entry.node.at(("version",)).value
    for path, text in _placed(entry.node, ()):
        if path not in old or text.at((REREAD,)).value == version:
            continue
        was, now = texts_of(old[path]), texts_of(text)
        changed = [each for each in LANGUAGES if fold(was.get(each, "")) != fold(now.get(each, ""))]
        behind = [each for each in LANGUAGES if each not in changed and each in now]
        if changed and behind:
            said: dict[str, str | int] = {"language": behind[0], "other": changed[0], "sealed": sealed}
            yield entry.blame(text.at((behind[0],)), "twin-older", **said)


def _placed(node: Node, path: Place) -> Iterator[tuple[Place, Node]]:
    """List every text with its place; what has an id is found by it, wherever it was moved to."""
    if texts_of(node):
        yield path, node
    elif isinstance(node.value, Mapping):
        for name, child in node.value.items():
            yield from _placed(child, (*path, name))
    elif isinstance(node.value, list):
        for number, child in enumerate(node.value):
            known = child.at(("id",))
            name = str(number) if known is child else f"id {known.value}"
            yield from _placed(child, (*path, name))
