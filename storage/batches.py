"""What was released of the answers without a name: counts, and words in an order that means nothing."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dialogs.occurrences import last_day
from storage.ports import Registers, Store

REGISTER = "batch"

QUARTER = re.compile(r"\d{4}-Q[1-4]")


@dataclass(frozen=True, slots=True)
class Words:
    """An answer in words, under an id drawn when it was released; ids are sorted, and say nothing."""

    id: str
    question: str
    text: str


@dataclass(frozen=True, slots=True)
class Batch:
    """The answers to one version of a form that were released together, in the period they were released for.

    `tallies` is question → option → how many; `by_factor`, where a form asks for one, is value → question →
    option → how many, and holds nothing under its threshold.
    """

    form: str
    version: int
    period: str
    answers: int
    tallies: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    words: tuple[Words, ...] = ()
    by_factor: Mapping[str, Mapping[str, Mapping[str, int]]] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """Return the one id such a batch can have."""
        return f"{self.form}@{self.version}@{self.period}"


async def keep(registers: Registers, batch: Batch) -> None:
    """Write a batch, once. Raises Stale when there is one already."""
    body: dict[str, Any] = {
        "form": batch.form,
        "version": batch.version,
        "period": batch.period,
        "answers": batch.answers,
        "tallies": {question: dict(counts) for question, counts in batch.tallies.items()},
        # A database cannot look into a document that has a NUL in it, and a person cannot see one.
        "words": [[each.id, each.question, each.text.replace("\0", "")] for each in batch.words],
        "by_factor": {
            value: {question: dict(counts) for question, counts in questions.items()}
            for value, questions in batch.by_factor.items()
        },
    }
    await registers.put(REGISTER, batch.id, body, 0)


async def finished(store: Store) -> Sequence[Batch]:
    """Return every batch that may be read, sorted: its box is gone, and so is what could open it."""
    lying = {(box.form, box.version, box.period) for box in await store.slots.boxes()}
    found = await batches(store.registers)
    return [batch for batch in found if (batch.form, batch.version, batch.period) not in lying]


async def batches(registers: Registers) -> Sequence[Batch]:
    """Return every batch, sorted by form, version and period."""
    found = [_batch(entry.body) for entry in await registers.find(REGISTER)]
    return sorted(found, key=lambda batch: (batch.form, batch.version, batch.period))


def _batch(body: Mapping[str, Any]) -> Batch:
    return Batch(
        form=body["form"],
        version=body["version"],
        period=body["period"],
        answers=body["answers"],
        tallies=body["tallies"],
        words=tuple(Words(*each) for each in body["words"]),
        by_factor=body["by_factor"],
    )


async def kept(registers: Registers, form: str, version: int, period: str) -> bool:
    """Tell whether answers to a version of a form were released for a period."""
    return await registers.get(REGISTER, Batch(form, version, period, 0).id) is not None


# Disposal of what people wrote --------------------------------------------------------------------


def outlived(versions: Sequence[Mapping[str, Any]], before: date) -> int:
    """Return how many texts a batch holds in any of its versions, if its period ended before a date."""
    if not versions or not _ended(str(versions[-1].get("period")), before):
        return 0
    return max(len(body.get("words", ())) for body in versions)


def without_words(body: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a version of a batch of which only the counts are left."""
    return {**body, "words": []} if "words" in body else body


def _ended(period: str, before: date) -> bool:
    last = last_day(period) if QUARTER.fullmatch(period) else None
    return last is not None and last < before
