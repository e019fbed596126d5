"""Makes files of a draft of the self-assessment: for Word or as plain text, in one language or both."""

from typing import get_args

from bot.documents import word
from bot.heard import File
from content.model import LANGUAGES, Language, Library
from dialogs.assessment_cards import BETWEEN
from dialogs.assessment_questions import DraftFileAsked, FileKind
from reports.assessed_document import document
from reports.markdown import as_markdown
from reports.material import Draft

DRAFT = "self-assessment:"
"""How the key of such a file begins: then its kind, and its set and years, or the id of a kept one."""

PLAIN = "text/markdown; charset=utf-8"
KINDS = {kind: kind for kind in get_args(FileKind)}


def named(key: str) -> DraftFileAsked | None:
    """Return what a key names, or None where it names nothing."""
    kind, _, what = key.removeprefix(DRAFT).partition(BETWEEN)
    asked, between, period = what.partition(BETWEEN)
    if kind not in KINDS or not what:
        return None
    return DraftFileAsked(KINDS[kind], asked, period) if between else DraftFileAsked(KINDS[kind], frozen=what)


def languages(which: str) -> tuple[Language, ...]:
    """Return the languages that a word means: en, fr or both."""
    return tuple(each for each in LANGUAGES if which in (each, "both"))


def made(library: Library, draft: Draft, kind: FileKind) -> File:
    """Return a draft as a file. A document takes a moment to be written: not for the event loop."""
    form, _, which = kind.partition("-")
    found = document(library, draft, languages(which))
    name = f"ethos-{draft.asked.id}-{draft.period.replace('..', '-to-')}-{which}.{form}"
    if form == "docx":
        return File(name, word.MEDIA_TYPE, word.written(found))
    return File(name, PLAIN, as_markdown(found).encode())
