"""Rules for the self-assessment: every answer it may be given leads somewhere."""

from collections.abc import Iterator, Sequence
from typing import get_args

from content.faults import Fault
from content.model import Advice, SelfCheck
from content.shelf import Entry

RESERVED = ("reason", "token", "verb")
"""What a button of the form sends besides the answers."""

Path = tuple[str | int, ...]


def rules(entry: Entry, found: SelfCheck) -> Iterator[Fault]:
    """Check a form: ids once, an option for no answer, and an advice for each outcome."""
    yield from _once(entry, ("reasons",), [reason.id for reason in found.reasons])
    yield from _once(entry, ("questions",), [question.id for question in found.questions], RESERVED)
    for number, question in enumerate(found.questions):
        path: Path = ("questions", number)
        options = [option.id for option in question.options]
        yield from _once(entry, (*path, "options"), options)
        if question.unanswered not in options:
            line = entry.node.at((*path, "unanswered")).line
            where = f"{entry.id} > {question.id} > unanswered"
            yield entry.fault(line, "not-one-of", where=where, expected=", ".join(options))
    for advice in get_args(Advice):
        if advice not in found.advice:
            where = f"{entry.id} > advice"
            yield entry.fault(entry.node.at(("advice",)).line, "field-missing", field=advice, where=where)


def _once(entry: Entry, path: Path, ids: Sequence[str], taken: Sequence[str] = ()) -> Iterator[Fault]:
    for number, id_ in enumerate(ids):
        if id_ in ids[:number] or id_ in taken:
            line = entry.node.at((*path, number, "id")).line
            yield entry.fault(line, "id-twice", found=id_, other=entry.file)
