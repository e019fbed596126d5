"""An organization that asks without a name, and what is answered."""

import os
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from content.model import Library, Questionnaire
from storage.batches import Batch, batches
from storage.keys import MemoryKeys
from storage.mailbox import Mailbox
from storage.ports import Box, Store

ENDED = datetime(2027, 1, 1, 5, tzinfo=UTC)
DUE = ENDED + timedelta(hours=25)
HOUR = timedelta(hours=1)
LATER = datetime(2027, 4, 2, 6, tzinfo=UTC)
"""When the first quarter of 2027 is due, in Ottawa."""

PULSE = Box("pulse", 2, "2026-Q4")
FEEDBACK = Box("feedback", 1, "2026-Q4", large=True)


def text(words: str) -> dict[str, str]:
    return {"en": words, "fr": words}


def form(form_id: str, version: int, least: int, *questions: Mapping[str, object]) -> Questionnaire:
    return Questionnaire.model_validate(
        {
            "id": form_id,
            "version": version,
            "kind": "pulse",
            "title": text("Form"),
            "opening": [text("Please.")],
            "closing": [text("Thanks.")],
            "questions": [{"text": text("?"), **question} for question in questions],
            "least": least,
        }
    )


def options(*ids: str) -> list[dict[str, object]]:
    return [{"id": each, "text": text(each)} for each in ids]


TRUST: Mapping[str, object] = {"id": "trust", "options": options("agree", "disagree")}
TOPICS: Mapping[str, object] = {"id": "topics", "kind": "several", "options": options("gifts", "ai")}
KEEP: Mapping[str, object] = {"id": "keep", "kind": "words", "most": 200}


def asking(library: Library) -> Library:
    """Have an organization ask two forms without a name, the longer one with a higher threshold."""
    forms = {"pulse": form("pulse", 2, 10, TRUST), "feedback": form("feedback", 1, 12, TRUST, TOPICS, KEEP)}
    return library.model_copy(update={"questionnaires": forms})


def mailbox_over(store: Store) -> Mailbox:
    return Mailbox(store.slots, MemoryKeys(os.urandom), os.urandom)


async def answered(mailbox: Mailbox, box: Box, count: int, **answer: str) -> None:
    already = await mailbox.count(box)
    for number in range(already, already + count):
        await mailbox.put(box, f"{box} {number}".encode(), answer or {"trust": "agree"})


async def found(store: Store) -> list[Batch]:
    return list(await batches(store.registers))
