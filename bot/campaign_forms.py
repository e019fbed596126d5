"""Hands a form back as it was written, with what stands against it: that of a message, and of a session."""

from collections.abc import Mapping
from dataclasses import replace

from content.model import Text
from dialogs.flow import Answer
from dialogs.views import Value


def form(
    kind: str, id_: str, revision: int, held: Mapping[str, str], faults: tuple[Text, ...] = ()
) -> Answer:
    """Return the form of a kind with what it holds, and what is wrong with that."""
    note = "campaigns.form-faults" if faults else ""
    values: dict[str, Value] = {"campaign": id_, "revision": revision, "note": note}
    return Answer({**values, **held}, remarks=faults, state=kind)


def meanwhile(kind: str, id_: str, revision: int, held: Mapping[str, str]) -> Answer:
    """Return the form as it was written where somebody was faster; nothing that was written is lost."""
    written = form(kind, id_, revision, held)
    return replace(written, values={**written.values, "note": "campaigns.form-changed"})
