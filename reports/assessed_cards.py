"""Shows a draft of the self-assessment as tables of a card: an overview, and one question; pure."""

from collections.abc import Iterable

from content.model import Answered, Library, OfficialQuestion, Text
from content.wording import filled
from dialogs.views import Table, Value
from reports.assessed_document import chosen, spaced
from reports.documents import plain
from reports.material import Draft, Drafted, Line

MOST_OF_A_QUESTION = 90
"""Characters of its words in a list; the card of the question has them all."""


def in_one(line: Line) -> Text:
    """Return pieces as one text; words in one language only stand in both."""
    return Text(en=plain(spaced(line), "en"), fr=plain(spaced(line), "fr"))


def overview(library: Library, draft: Draft) -> list[Table]:
    """Return one table with a row for each question: facts, gaps, and whether somebody answered."""
    words = library.sentences
    header = tuple(words[f"assessment.column.{each}"] for each in ("question", "facts", "gaps", "answer"))
    rows = tuple(
        (_short(each.question), len(each.facts), len(each.gaps), state_of(library, each))
        for each in draft.questions
    )
    return [Table(words["assessment.overview"], header, rows)]


def _short(question: OfficialQuestion) -> Text:
    text = question.text
    return Text(en=f"{question.id}. {_cut(text.en)}", fr=f"{question.id}. {_cut(text.fr)}")


def _cut(words: str) -> str:
    """Return the beginning of a text, up to a whole word."""
    if len(words) <= MOST_OF_A_QUESTION:
        return words
    return words[:MOST_OF_A_QUESTION].rsplit(" ", 1)[0] + "\N{HORIZONTAL ELLIPSIS}"


def state_of(library: Library, drafted: Drafted) -> Text:
    """Say whether a person answered."""
    return library.sentences["assessment.is-answered" if drafted.answer else "assessment.is-open"]


def tables(library: Library, drafted: Drafted) -> list[Table]:
    """Return what stands on the card of a question: its answer, boxes, a text, facts, gaps; none is empty."""
    words = library.sentences
    offers = [(offer.box.text, fact) for offer in drafted.offers for fact in offer.facts]
    found = [
        _listed(library, "answer", on_file(library, drafted.question, drafted.answer)),
        Table(
            words["assessment.offered"],
            (words["assessment.column.box"], words["assessment.column.evidence"]),
            tuple((box, in_one((*fact.brief, fact.source))) for box, fact in offers),
        ),
        _listed(library, "gaps", drafted.gaps),
        _listed(library, "suggestion", [in_one(line) for line in drafted.suggestion]),
        Table(
            filled(words["assessment.facts"], {"count": len(drafted.facts)}),
            (words["assessment.fact"], words["assessment.from"]),
            tuple((in_one(fact.says), fact.source) for fact in drafted.facts),
        ),
    ]
    return [table for table in found if table.rows]


def _listed(library: Library, name: str, texts: Iterable[Text]) -> Table:
    title = library.sentences[f"assessment.list.{name}"]
    return Table(title, (library.sentences[f"assessment.column.{name}"],), tuple((text,) for text in texts))


def on_file(library: Library, question: OfficialQuestion, answer: Answered | None) -> tuple[Text, ...]:
    """Return what a person answered: the boxes they ticked, and their words."""
    if answer is None:
        return ()
    ticked: tuple[Value, ...] = chosen(question, answer.chosen)
    boxes = [filled(library.sentences["assessment.ticked"], {"box": box}) for box in ticked]
    return (*boxes, *((in_one((answer.words,)),) if answer.words else ()))
