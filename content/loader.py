"""Turns a folder of files and an organization into one library, or says everything that is wrong."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from pydantic import TypeAdapter

from content import audiences, directory, in_teams, question_sets, questionnaires, rules, self_checks
from content.faults import ContentBroken, Fault
from content.fitting import fit
from content.layers import laid_over
from content.model import (
    AppText,
    CardText,
    Checklist,
    Door,
    Draft,
    Duty,
    Facilitation,
    LearningPath,
    Library,
    Module,
    NamedAudience,
    Notice,
    Organization,
    PathName,
    Questionnaire,
    QuestionSet,
    SelfCheck,
    Source,
    Text,
    Value,
    VerbText,
)
from content.once import twice, twice_in
from content.overlay import fill, given
from content.reach import unreachable
from content.rereading import proofs, proofs_of_organization
from content.shelf import (
    NAME,
    ORGANIZATION,
    PACK,
    PACKS,
    Entry,
    Key,
    Kind,
    Listed,
    Shelf,
    called,
    leaves,
    take,
)
from content.yaml_source import Node, read

__all__ = ["ContentBroken", "Fault", "load"]

ORGANIZED = TypeAdapter(Organization)
SHAPES: Mapping[Kind, TypeAdapter[Any]] = {
    "module": TypeAdapter(Module),
    "duty": TypeAdapter(Duty),
    "checklist": TypeAdapter(Checklist),
    "form": TypeAdapter(SelfCheck),
    "questionnaire": TypeAdapter(Questionnaire),
    "question-set": TypeAdapter(QuestionSet),
    "draft": TypeAdapter(Draft),
    "facilitation": TypeAdapter(Facilitation),
    "card": TypeAdapter(CardText),
    "sentence": TypeAdapter(Text),
    "verb": TypeAdapter(VerbText),
    "value": TypeAdapter(Text),
    "path": TypeAdapter(LearningPath),
    "door": TypeAdapter(Door),
    "source": TypeAdapter(Source),
    "notice": TypeAdapter(Notice),
    "app": TypeAdapter(AppText),
    "audience": TypeAdapter(NamedAudience),
}
PRIVACY = "privacy"
"""The card made of the notice; the welcome card shows the same lines."""


@dataclass(frozen=True, slots=True)
class Overlaid:
    """The texts of one organization: as they stand in the files, and with every name filled."""

    organization: str
    entries: Mapping[Key, Entry]
    filled: Mapping[Key, Entry]
    node: Node | None
    file: str
    faults: tuple[Fault, ...]
    unconfirmed: frozenset[str] = frozenset()
    approvals: Listed | None = None


def load(root: Path, organization: str) -> Library:
    """Read everything one organization's people can read. Raises ContentBroken with all faults at once."""
    laid = overlaid(take(root, complete=True), root, root / "organizations" / organization)
    library, faults = build(laid)
    read_over = [*proofs(laid.entries.values()), *proofs_of_organization(laid.file, laid.node)]
    if library is None or read_over:
        raise ContentBroken([*faults, *read_over])
    return library


def overlaid(base: Shelf, root: Path, folder: Path, also: tuple[str, ...] = ()) -> Overlaid:
    """Lay one organization's packs and folder over the texts of the base, with further packs if asked."""
    path = folder / ORGANIZATION
    top = root if path.is_relative_to(root) else folder
    file = called(top, path)
    if leaves(top, path):
        return Overlaid(
            folder.name, base.entries, {}, None, file, (*base.faults, Fault(file, 0, "path-leaves"))
        )
    if not NAME.fullmatch(folder.name) or not os.path.lexists(path):
        known = ", ".join(sorted(each.parent.name for each in root.glob(f"organizations/*/{ORGANIZATION}")))
        missing = Fault(file, 0, "organization-missing", {"found": folder.name, "known": known or "-"})
        return Overlaid(folder.name, base.entries, {}, None, file, (*base.faults, missing))
    node, problems = read(path)
    faults = [*base.faults, *(Fault(file, each.line, each.id, each.values) for each in problems)]
    entries = base.entries
    own = take(folder, complete=False, within=top)
    for layer in (*_packs(root, node, file, also), own):
        entries = laid_over(entries, layer.entries)
        faults += layer.faults
    if node is None:
        return Overlaid(folder.name, entries, {}, None, file, tuple(faults))
    supplied = given(node, _to_confirm(entries))
    filled: dict[Key, Entry] = {}
    for key, entry in entries.items():
        filled[key], found = fill(questionnaires.decided(entry, node), supplied, file)
        faults += found
    return Overlaid(
        folder.name, entries, filled, node, file, tuple(faults), supplied.unconfirmed, own.approvals
    )


def _packs(root: Path, organization: Node | None, file: str, also: tuple[str, ...]) -> Iterator[Shelf]:
    """Read the content packs that an organization takes, in its order; the later one lies above."""
    listed = organization.at(("packs",)).value if organization else None
    for node in (*(listed if isinstance(listed, list) else ()), *(Node(0, pack) for pack in also)):
        folder = root / PACKS / str(node.value)
        if NAME.fullmatch(str(node.value)) and (folder / PACK).is_file():
            yield take(folder, complete=False, within=root)
        else:
            yield Shelf({}, (Fault(file, node.line, "pack-missing", {"found": str(node.value)}),))


def _to_confirm(entries: Mapping[Key, Entry]) -> list[str]:
    """Return the sources that an organization has to confirm before a line that rests on them is shown."""
    return [
        id_
        for (kind, id_), entry in entries.items()
        if kind == "source" and entry.node.at(("status",)).value != "verified"
    ]


def build(laid: Overlaid) -> tuple[Library | None, tuple[Fault, ...]]:
    """Make the library of one organization, or find everything that is wrong with it but its language."""
    every = tuple(laid.entries.values())
    building = _Building([*laid.faults, *rules.ids(every), *rules.values(every), *rules.paths(every)])
    building.faults += directory.doors(every)
    building.faults += unreachable(laid.entries, laid.node, laid.file)
    building.faults += [fault for entry in every for fault in twice(entry)]
    for key, entry in laid.filled.items():
        building.put(entry, laid.entries[key].node)
    building.compare()
    organization = building.organize(laid)
    if organization is None or building.faults:
        return None, tuple(building.faults)
    return building.library(organization), ()


@dataclass(slots=True)
class _Building:
    """What has been fitted so far, by kind and id."""

    faults: list[Fault]
    fitted: dict[Kind, dict[str, Any]] = field(default_factory=lambda: {kind: {} for kind in SHAPES})
    entries: dict[Key, Entry] = field(default_factory=dict)

    def put(self, entry: Entry, before: Node) -> None:
        """Fit one entry and check what can be checked of it alone; `before` any line of it was hidden."""
        found, misfits = fit(SHAPES[entry.kind], entry.node, entry.file, entry.id, before)
        self.faults += misfits
        if found is None:
            return
        self.entries[entry.kind, entry.id] = entry
        self.fitted[entry.kind][entry.id] = found
        if isinstance(found, Module):
            self.faults += rules.module(entry, found)
        elif isinstance(found, Draft):
            self.faults += rules.draft(entry, found)
        elif isinstance(found, Duty):
            self.faults += rules.duty(entry, found)
        elif isinstance(found, SelfCheck):
            self.faults += self_checks.rules(entry, found)
        elif isinstance(found, Questionnaire):
            self.faults += questionnaires.rules(entry, found)
        elif isinstance(found, QuestionSet):
            self.faults += question_sets.rules(entry, found)

    def compare(self) -> None:
        """Check what takes several entries: typed words that are used twice, commands that mean nothing."""
        entries = {id_: entry for (kind, id_), entry in self.entries.items() if kind == "verb"}
        self.faults += rules.verbs(entries, self.fitted["verb"])
        for id_, found in self.fitted["app"].items():
            self.faults += in_teams.app(self.entries["app", id_], found, self.fitted["verb"])

    def organize(self, laid: Overlaid) -> Organization | None:
        """Fit the organization's own file."""
        if laid.node is None:
            return None
        self.faults += twice_in(laid.file, laid.node)
        fitted = fit(ORGANIZED, laid.node, laid.file, laid.organization)
        self.faults += fitted[1]
        found = fitted[0]
        if found is None:
            return None
        if found.id != laid.organization:
            said = {"found": found.id, "expected": laid.organization}
            self.faults.append(Fault(laid.file, laid.node.at(("id",)).line, "id-not-folder-name", said))
        found = self._with_audiences(laid, laid.node, found)
        duties = [id_ for kind, id_ in laid.entries if kind == "duty"]
        lists = self.fitted["checklist"].values()
        self.faults += rules.organization(laid.file, laid.node, found, duties, lists)
        self.faults += directory.contacts(laid.file, laid.node, found)
        self.faults += in_teams.organization(laid.file, laid.node, found)
        for id_, sending in self.fitted["door"].items():
            self.faults += directory.ways(self.entries["door", id_], sending, found.contacts)
        return found

    def _with_audiences(self, laid: Overlaid, node: Node, found: Organization) -> Organization:
        """Give the organization the audiences that stand in files of their own."""
        if found.audiences:
            line = node.at(("audiences",)).line
            said = {"field": "audiences", "where": laid.organization}
            self.faults.append(Fault(laid.file, line, "field-unknown", said))
        entries = {id_: entry for (kind, id_), entry in laid.entries.items() if kind == "audience"}
        whole, faults = audiences.named(entries, self.fitted["audience"], found)
        self.faults += [*faults, *audiences.unknown(laid.file, node, found, entries)]
        return found.model_copy(update={"audiences": dict(whole)})

    def library(self, organization: Organization) -> Library:
        """Put it together; everything has been checked."""
        notice: Notice = self.fitted["notice"]["notice"]
        privacy = CardText(title=notice.title, body=notice.lines)
        return Library(
            organization=organization,
            notice_version=notice.version,
            modules=self.fitted["module"],
            duties=self.fitted["duty"],
            cards={**self.fitted["card"], PRIVACY: privacy},
            sentences=self.fitted["sentence"],
            verbs=self.fitted["verb"],
            app=self.fitted["app"]["app"],
            public_values={Value(name): text for name, text in self.fitted["value"].items()},
            paths={name: self.fitted["path"][name] for name in get_args(PathName)},
            doors=self.fitted["door"],
            checklists=self.fitted["checklist"],
            forms=self.fitted["form"],
            questionnaires=self.fitted["questionnaire"],
            question_sets=self.fitted["question-set"],
            drafts=self.fitted["draft"],
            facilitation=self.fitted["facilitation"],
            sources=self.fitted["source"],
        )
