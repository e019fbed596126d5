"""The approval trail: which texts still wait for an office to read them, and what is wrong in the trail.

An approval is of one version. When the text has a new one, the old approval stays as the trail and counts
for nothing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pydantic import TypeAdapter

from content.faults import SENTENCES, Fault, spoken
from content.fitting import fit
from content.model import Approval, Text
from content.overlay import CONTACT, SUPPLIED, basis_of, texts, texts_of
from content.seal import SEALED
from content.shelf import Entry, Key, Listed
from content.wording import fold
from content.yaml_source import Node

APPROVALS = TypeAdapter(tuple[Approval, ...])

KINDS = (*SEALED, "form")
"""What is approved: all that is sealed, and the self-assessment."""

SENSITIVE = frozenset(
    {("module", "M04"), ("module", "M05"), ("module", "M10"), ("form", "coi-self-check"), ("duty", "coi")}
)
SENSITIVE_FACTS = ("COI", "PSDPA")
SENSITIVE_CONTACTS = frozenset({"coi", "senior_officer_disclosure", "psic"})
"""Texts about conflict of interest, and those that name a disclosure office, are read by two offices."""


@dataclass(frozen=True, slots=True)
class Trail:
    """What one file of approvals holds, and what is wrong in it."""

    approvals: tuple[Approval, ...]
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Reader:
    """One organization: its texts as they stand in the files, and its own approvals."""

    organization: str
    entries: Mapping[Key, Entry]
    approvals: tuple[Approval, ...]


def trail(listed: Listed | None, known: Iterable[str]) -> Trail:
    """Read a file of approvals; no file, or an empty one, is no approval. `known` are ids of texts."""
    if listed is None or listed.node.value is None:
        return Trail((), ())
    found = fit(APPROVALS, listed.node, listed.file, "approvals")
    if found[0] is None:
        return Trail((), found[1])
    return Trail(found[0], tuple(_wrong(listed, found[0], frozenset(known))))


def approvable(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Choose the texts that are approved."""
    return (entry for entry in entries if entry.kind in KINDS)


def _wrong(listed: Listed, approvals: Sequence[Approval], known: frozenset[str]) -> Iterator[Fault]:
    seen: set[tuple[str, int]] = set()
    for place, each in enumerate(approvals):
        said: dict[str, str | int] = {"found": each.text, "version": each.version}
        line = listed.node.at((place, "text")).line
        if each.text not in known:
            yield Fault(listed.file, line, "approval-unknown", said)
        if (each.text, each.version) in seen:
            yield Fault(listed.file, line, "approval-twice", said)
        seen.add((each.text, each.version))
        if each.second and not _another(each.second.by, [each]):
            yield Fault(listed.file, listed.node.at((place, "second")).line, "office-twice", said)


def _another(office: Text, approvals: Iterable[Approval]) -> bool:
    """Tell whether an office is another than those that approved either language."""
    firsts = [one.by for each in approvals for one in (each.english, each.french) if one]
    return not any(fold(office.en) == fold(one.en) or fold(office.fr) == fold(one.fr) for one in firsts)


def to_approve(
    base: Mapping[Key, Entry], common: Sequence[Approval], readers: Iterable[Reader]
) -> Iterator[Fault]:
    """List each text that lacks an approval, with the organizations for which it does.

    `common` approvals are of the texts of all; they say nothing of what an organization has changed.
    """
    waiting: dict[tuple[str, int, str, int, tuple[str, ...]], list[str]] = {}
    for reader in readers:
        for entry in approvable(reader.entries.values()):
            number = entry.node.at(("version",))
            if not isinstance(number.value, int):
                continue  # That is a fault elsewhere.
            shared = common if base.get((entry.kind, entry.id)) is entry else ()
            given = [
                each
                for each in (*shared, *reader.approvals)
                if (each.text, each.version) == (entry.id, number.value)
            ]
            if lacking := tuple(_lacking(entry, given)):
                place = (number.file or entry.file, number.line)
                waiting.setdefault((*place, entry.id, number.value, lacking), []).append(reader.organization)
    for (file, line, id_, version, lacking), organizations in waiting.items():
        said: dict[str, str | int | Text] = {"found": id_, "version": version, "lacking": _words(lacking)}
        yield Fault(file, line, "to-approve", {**said, "organizations": ", ".join(organizations)})


def _lacking(entry: Entry, given: Sequence[Approval]) -> Iterator[str]:
    if not any(each.english for each in given):
        yield "english"
    if not any(each.french for each in given):
        yield "french"
    seconds = [each.second.by for each in given if each.second]
    if sensitive(entry) and not any(_another(office, given) for office in seconds):
        yield "second"


def sensitive(entry: Entry) -> bool:
    """Tell whether a second office reads a text: it is about conflict of interest, or about disclosure."""
    if (entry.kind, entry.id) in SENSITIVE:
        return True
    written = list(texts(entry.node))
    facts = [fact for text in written for fact in basis_of(text)]
    named = {
        name for text in written for words in texts_of(text).values() for name in SUPPLIED.findall(words)
    }
    contacts = {name.removeprefix(CONTACT) for name in named if name.startswith(CONTACT)}
    sends = {*contacts, *_listed(entry.node, "contacts")}
    return any(fact.startswith(SENSITIVE_FACTS) for fact in facts) or bool(SENSITIVE_CONTACTS & sends)


def _listed(node: Node, name: str) -> list[str]:
    found = node.at((name,))
    names = found.value if found is not node else None
    return [str(each.value) for each in names] if isinstance(names, list) else []


def _words(lacking: Iterable[str]) -> Text:
    """Name what is lacking, in both languages."""
    said = spoken(SENTENCES)
    words = [said.get(f"approval.{each}", Text(en=each, fr=each)) for each in lacking]
    return Text(en=", ".join(each.en for each in words), fr=", ".join(each.fr for each in words))
