"""What stands in the agenda that a team of under five prints, to make its charter around a table; pure."""

from collections.abc import Mapping
from itertools import accumulate

from content.model import Language, Library, Text
from content.wording import filled
from reports.charter_document import ordered
from reports.documents import Block, Bullets, Document, Grid, Heading, Line, Paragraph

MINUTES: Mapping[str, int] = {
    "welcome": 3,
    "alone": 5,
    "together": 7,
    "dilemma": 7,
    "write": 12,
    "choose": 7,
    "promise": 3,
    "close": 1,
}
"""Each step, in their order, and how many minutes it lasts: 45 together."""

BEFORE = ("invite", "access", "language", "names", "manager")
AFTER = ("keep", "languages", "day", "case")


def agenda(library: Library, first: Language = "en") -> Document:
    """Return the agenda in both languages, the `first` one first."""
    words = library.sentences
    blocks: list[Block] = [
        Paragraph(words["session-agenda.for-whom"]),
        Paragraph(words["session-agenda.who-leads"]),
        *_list(library, "before", BEFORE),
        Heading(words["session-agenda.steps"]),
        _steps(library),
        *_list(library, "after", AFTER),
    ]
    return Document(words["session-agenda.title"], tuple(blocks), ordered(first))


def _list(library: Library, name: str, items: tuple[str, ...]) -> tuple[Block, ...]:
    words = library.sentences
    said = tuple(words[f"session-agenda.{name}.{each}"] for each in items)
    return Heading(words[f"session-agenda.{name}"]), Bullets(said)


def _steps(library: Library) -> Grid:
    words = library.sentences
    header = tuple(words[f"session-agenda.column.{each}"] for each in ("minutes", "step", "what"))
    rows = tuple(
        (_minutes(library, end - MINUTES[step], end), *_step(library, step))
        for step, end in zip(MINUTES, accumulate(MINUTES.values()), strict=True)
    )
    return Grid(words["session-agenda.table"], header, rows, words["session-agenda.table.about"])


def _minutes(library: Library, begins: int, ends: int) -> Text:
    return filled(library.sentences["session-agenda.minutes"], {"begins": begins, "ends": ends})


def _step(library: Library, step: str) -> tuple[Line, Line]:
    words = library.sentences
    return words[f"session-agenda.step.{step}"], words[f"session-agenda.what.{step}"]
