"""Shows what may be disposed of, what was, and whether there is a hold; pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from content.model import KeptFor, Library, Text
from content.wording import filled
from dialogs.flow import Answer
from dialogs.records import ON_HOLD
from dialogs.views import Table, Value
from reports.dispositions import Disposition, State, changed_on, in_force

MOST_LINES = 10
"""A card has room for the newest; the register keeps them all."""


def overview(switch: Mapping[str, Any] | None, lines: Iterable[Disposition], library: Library) -> Answer:
    """Return the hold, a table of the kinds with an authority, and one of the newest dispositions."""
    retention = library.organization.retention
    kept = retention.records if retention else ()
    tables = (*_kept(kept, library), *_log(lines, library))
    remarks = () if kept else (library.sentences["records.no-authority"],)
    if switch is None or not in_force(switch):
        return Answer({}, tables, remarks)
    return Answer({"since": changed_on(switch)}, tables, remarks, ON_HOLD)


def _kept(kept: Sequence[KeptFor], library: Library) -> Iterator[Table]:
    sentences = library.sentences
    header = (sentences["records.column.kind"], sentences["records.column.after"])
    rows = [
        (
            sentences[f"kind.{entry.kind.value}"],
            filled(sentences["records.after"], {"months": entry.months, "authority": entry.authority}),
        )
        for entry in kept
    ]
    if rows:
        yield Table(sentences["records.kept"], header, tuple(rows))


def _log(lines: Iterable[Disposition], library: Library) -> Iterator[Table]:
    sentences = library.sentences
    newest = sorted(lines, key=lambda line: (line.day, line.id), reverse=True)[:MOST_LINES]
    header = (
        sentences["record.column.day"],
        sentences["records.column.kind"],
        sentences["records.column.backups"],
    )
    if newest:
        rows = tuple((line.day, _in_words(line, library), _backups(line, library)) for line in newest)
        yield Table(sentences["records.log"], header, rows)


def _in_words(line: Disposition, library: Library) -> Text:
    name = f"records.{line.state.value}{'-inferred' if line.state is State.DONE and line.inferred else ''}"
    values: dict[str, Value] = {
        "kind": library.sentences[f"kind.{line.kind.value}"],
        "before": line.before,
        "count": line.found if line.state is State.BEGUN else line.removed,
        "authority": line.authority,
    }
    return filled(library.sentences[name], values)


def _backups(line: Disposition, library: Library) -> Value:
    return library.sentences["record.none"] if line.state is State.STOPPED else line.backups_gone
