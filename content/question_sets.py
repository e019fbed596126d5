"""Rules for questions that officials answer about the organization: each stands in a part that there is."""

from collections.abc import Iterator

from content.faults import Fault
from content.model import QuestionSet
from content.shelf import Entry


def rules(entry: Entry, found: QuestionSet) -> Iterator[Fault]:
    """Check one set: the part of each question, and that a box to choose has another one beside it."""
    parts = [part.id for part in found.parts]
    for number, question in enumerate(found.questions):
        where = f"{entry.id} > {question.id}"
        if question.part not in parts:
            line = entry.node.at(("questions", number, "part"))
            yield entry.blame(line, "not-one-of", where=f"{where} > part", expected=", ".join(parts))
        if len(question.boxes) == 1:
            line = entry.node.at(("questions", number, "boxes"))
            yield entry.blame(line, "too-few", field="boxes", where=where, least=2)
