"""Checks a whole content folder, or one organization's, and seals it: what `app.py check` calls."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from content import seal as sealing
from content.faults import ContentBroken, Fault, in_order
from content.loader import Overlaid, build, overlaid
from content.overlay import texts, texts_of
from content.proofreading import read_aloud
from content.seal import Edition
from content.shelf import ORGANIZATION, take

SHIPPED = Path(__file__).parent
ORGANIZATIONS = "organizations"


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found. Faults are to be mended; warnings are worth a second look.

    `organizations` are the ids that were checked.
    """

    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...]
    organizations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Read:
    """Everything a check looks at."""

    root: Path
    laid: tuple[Overlaid, ...]
    faults: tuple[Fault, ...]
    lock: sealing.Lock
    editions: tuple[Edition, ...]


def check(path: Path, organization: str | None = None) -> Checked:
    """Check a content folder with all its organizations, or only one of them.

    `path` may also be an organization's folder; wherever it lies, its own content folder or else ours is
    checked with it.
    """
    found = _read(path, organization)
    return Checked(found.faults, in_order(_warnings(found)), tuple(laid.organization for laid in found.laid))


def check_pack(root: Path, pack: str) -> tuple[Fault, ...]:
    """Check a content pack as it would lie under an organization that adds nothing to it."""
    folders = sorted(file.parent for file in root.glob(f"{ORGANIZATIONS}/*/{ORGANIZATION}"))
    laid = overlaid(take(root, complete=True), root, folders[0], also=(pack,))
    return in_order(build(laid)[1])


def seal(path: Path) -> int:
    """Seal every new version in a content folder, and return how many there were.

    Raises ContentBroken when anything is at fault: what is sealed is sound.
    """
    found = _read(path, None)
    if found.faults:
        raise ContentBroken(found.faults)
    return sealing.write(found.root, found.lock, found.editions)


def _read(path: Path, organization: str | None) -> _Read:
    root, folders = _folders(path, organization)
    base = take(root, complete=True)
    laid = tuple(overlaid(base, root, folder) for folder in folders)
    lock = sealing.read_lock(root)
    editions = [*sealing.editions(sealing.BASE, base.entries)]
    for folder, each in zip(folders, laid, strict=True):
        if folder.resolve().is_relative_to(root.resolve()):  # What lies elsewhere is sealed elsewhere.
            editions += sealing.editions(each.organization, each.filled)
    built = [fault for each in laid for fault in build(each)[1]]
    faults = in_order([*base.faults, *built, *lock.faults, *sealing.broken(lock, editions)])
    return _Read(root, laid, faults, lock, tuple(editions))


def _folders(path: Path, organization: str | None) -> tuple[Path, list[Path]]:
    """Return the content folder and the organizations' folders that are meant."""
    if (path / ORGANIZATION).is_file():
        around = path.resolve().parent
        inside = around.name == ORGANIZATIONS and (around.parent / "notice.yaml").is_file()
        return (around.parent if inside else SHIPPED), [path.resolve()]
    if organization is not None:
        return path, [path / ORGANIZATIONS / organization]
    found = sorted(file.parent for file in path.glob(f"{ORGANIZATIONS}/*/{ORGANIZATION}"))
    return path, found or [path / ORGANIZATIONS / "demo"]


def _warnings(found: _Read) -> Iterator[Fault]:
    yield from sealing.unsealed(found.lock, found.editions)
    for laid in found.laid:
        for entry in laid.filled.values():
            for text in texts(entry.node):
                for finding in read_aloud(texts_of(text)):
                    line = text.at((finding.language or "en",)).line
                    said = {"language": finding.language or "en", **finding.values}
                    yield Fault(entry.file, line, finding.id, said)
