"""Checks a whole content folder, one organization's, or one file, and seals: what `app.py check` calls."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from content import seal as sealing
from content.approvals import Reader, Trail, approvable, to_approve, trail
from content.faults import ContentBroken, Fault, in_order
from content.giveaways import giveaways
from content.loader import Overlaid, build, overlaid
from content.plain import rather_hard, too_hard
from content.rereading import proofs, proofs_of_organization, second_looks
from content.seal import Edition
from content.shelf import ORGANIZATION, Entry, Key, Listed, Shelf, take
from content.single import ORGANIZATIONS, Single, laid_over, single
from content.size import too_large
from content.twins import left_behind, misplaced
from content.unconfirmed import waiting

SHIPPED = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found. Faults are to be mended; warnings are worth a second look.

    `to_confirm` are facts that an organization has still to confirm, with the lines hidden until then, and
    `to_approve` texts that an office has still to approve; they are no faults. `organizations` are the ids
    that were checked. `alone` says what was checked by itself.
    """

    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...]
    organizations: tuple[str, ...]
    to_confirm: tuple[Fault, ...] = ()
    to_approve: tuple[Fault, ...] = ()
    alone: Fault | None = None


@dataclass(frozen=True, slots=True)
class _Read:
    """Everything a check looks at."""

    root: Path
    base: Shelf
    laid: tuple[Overlaid, ...]
    lock: sealing.Lock
    editions: tuple[Edition, ...]

    @property
    def entries(self) -> list[Entry]:
        """Every text as it stands in its file, each once."""
        own = [entry for laid in self.laid for entry in laid.entries.values()]
        return list({id(entry): entry for entry in (*self.base.entries.values(), *own)}.values())


def check(path: Path, organization: str | None = None) -> Checked:
    """Check a content folder with all its organizations, only one of them, or one file.

    `path` may also be an organization's folder; wherever it lies, its own content folder or else ours is
    checked with it. A file is checked with all that can be known of it where it lies; a copy that lies
    elsewhere is laid over our texts.
    """
    if path.exists() and not path.is_dir():
        return _check_alone(single(path, SHIPPED))
    return _checked(_read(*_folders(path, organization)))


def check_pack(root: Path, pack: str) -> tuple[Fault, ...]:
    """Check a content pack as it would lie under an organization that adds nothing to it."""
    folders = sorted(file.parent for file in root.glob(f"{ORGANIZATIONS}/*/{ORGANIZATION}"))
    laid = overlaid(take(root, complete=True), root, folders[0], also=(pack,))
    return in_order([*build(laid)[1], *proofs(laid.entries.values())])


def seal(path: Path) -> int:
    """Seal every new version in a content folder, and return how many there were.

    Raises ContentBroken when anything is at fault: what is sealed is sound. A folder that lies elsewhere is
    checked with our texts, and seals nothing among them.
    """
    found = _read(*_folders(path, None))
    if faults := in_order(_faults(found)):
        raise ContentBroken(faults)
    if not path.resolve().is_relative_to(found.root.resolve()):
        return 0
    return sealing.write(found.root, found.lock, found.editions)


def _check_alone(file: Single) -> Checked:
    """Check one file, and keep what was found in it."""
    folders = [file.organization] if file.organization else _organizations(file.root)
    found = _checked(_read(file.root, folders, file.copied))
    faults, warnings, to_confirm, to_approve = (
        tuple(fault for fault in kind if fault.file == file.name)
        for kind in (found.faults, found.warnings, found.to_confirm, found.to_approve)
    )
    if file.unread and not faults:
        return Checked((file.unread,), warnings, found.organizations)
    alone = Fault(file.name, 0, "checked-alone", {"organizations": ", ".join(found.organizations)})
    return Checked(faults, warnings, found.organizations, to_confirm, to_approve, alone)


def _checked(found: _Read) -> Checked:
    told = [(laid.organization, laid.entries, laid.unconfirmed) for laid in found.laid]
    return Checked(
        in_order(_faults(found)),
        in_order(_warnings(found)),
        tuple(laid.organization for laid in found.laid),
        in_order(waiting(told)),
        in_order(_to_approve(found)),
    )


def _to_approve(found: _Read) -> Iterator[Fault]:
    common = _common(found)
    readers = [Reader(laid.organization, laid.entries, _own(found, laid).approvals) for laid in found.laid]
    return to_approve(found.base.entries, common.approvals, readers)


def _common(found: _Read) -> Trail:
    """Read the approvals of the texts of all."""
    return _trail(found, found.base.approvals, found.base.entries.values())


def _own(found: _Read, laid: Overlaid) -> Trail:
    """Read the approvals of one organization."""
    return _trail(found, laid.approvals, laid.entries.values())


def _trail(found: _Read, listed: Listed | None, entries: Iterable[Entry]) -> Trail:
    """Read one file of approvals; a text that is gone was sealed once, so its trail stays."""
    sealed = [id_ for _, _, id_ in found.lock.sealed]
    return trail(listed, [*(entry.id for entry in approvable(entries)), *sealed])


def _read(root: Path, folders: list[Path], copied: Shelf | None = None) -> _Read:
    base = take(root, complete=True)
    if copied:
        base = laid_over(base, copied)
    laid = tuple(overlaid(base, root, folder) for folder in folders)
    editions = [*sealing.editions(sealing.BASE, base.entries)]
    for folder, each in zip(folders, laid, strict=True):
        if folder.resolve().is_relative_to(root.resolve()):  # What lies elsewhere is sealed elsewhere.
            editions += sealing.editions(each.organization, each.filled)
    return _Read(root, base, laid, sealing.read_lock(root), tuple(editions))


def _folders(path: Path, organization: str | None) -> tuple[Path, list[Path]]:
    """Return the content folder and the organizations' folders that are meant."""
    if (path / ORGANIZATION).is_file():
        around = path.resolve().parent
        inside = around.name == ORGANIZATIONS and (around.parent / "notice.yaml").is_file()
        return (around.parent if inside else SHIPPED), [path.resolve()]
    if organization is not None:
        return path, [path / ORGANIZATIONS / organization]
    return path, _organizations(path)


def _organizations(root: Path) -> list[Path]:
    found = sorted(file.parent for file in root.glob(f"{ORGANIZATIONS}/*/{ORGANIZATION}"))
    return found or [root / ORGANIZATIONS / "demo"]


def _faults(found: _Read) -> Iterator[Fault]:
    yield from (*found.base.faults, *found.lock.faults)
    yield from proofs(found.entries)
    yield from misplaced(found.entries)
    yield from too_hard(found.entries)
    for laid in found.laid:
        yield from build(laid)[1]
        yield from proofs_of_organization(laid.file, laid.node)
        yield from giveaways(laid.entries.values())
    for entry in _each_once(laid.filled for laid in found.laid):
        yield from too_large(entry)
    for listed in (found.base.approvals, *(laid.approvals for laid in found.laid)):
        if listed:
            yield from proofs_of_organization(listed.file, listed.node)
    yield from _common(found).faults
    for laid in found.laid:
        yield from _own(found, laid).faults
    yield from sealing.broken(found.lock, found.editions)
    yield from left_behind(found.root, found.lock, sealing.editions(sealing.BASE, found.base.entries))
    for laid in found.laid:
        own = {key: entry for key, entry in laid.entries.items() if found.base.entries.get(key) is not entry}
        yield from left_behind(found.root, found.lock, sealing.editions(laid.organization, own))


def _each_once(layers: Iterable[Mapping[Key, Entry]]) -> Iterable[Entry]:
    """Return what several organizations share once; what was filled for one is an entry of its own."""
    return {id(entry): entry for layer in layers for entry in layer.values()}.values()


def _warnings(found: _Read) -> Iterator[Fault]:
    yield from sealing.unsealed(found.lock, found.editions)
    yield from second_looks(_each_once(laid.filled for laid in found.laid))
    yield from rather_hard(found.entries)
