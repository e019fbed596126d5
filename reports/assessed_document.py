"""What stands in the draft of a self-assessment as a document: nothing that is not in the draft; pure."""

from collections.abc import Iterator

from content.model import LANGUAGES, Language, Library, OfficialQuestion, Own, Text
from content.wording import filled
from reports.documents import Block, Bullets, Document, Grid, Heading, Line, Paragraph
from reports.material import Draft, Drafted, Fact
from reports.material import Line as Pieces
from reports.years import years_named

TICKED, EMPTY = "\N{BALLOT BOX WITH X}", "\N{BALLOT BOX}"


def spaced(pieces: Pieces) -> tuple[Text | Own, ...]:
    """Return pieces with a space between them, each in the language it is in."""
    return (*(_followed(each) for each in pieces[:-1]), *pieces[-1:])


def _followed(piece: Text | Own) -> Text | Own:
    if isinstance(piece, Text):
        return Text(en=f"{piece.en} ", fr=f"{piece.fr} ")
    return Own(en=piece.en and f"{piece.en} ", fr=piece.fr and f"{piece.fr} ")


def document(library: Library, draft: Draft, languages: tuple[Language, ...] = LANGUAGES) -> Document:
    """Return a draft as a document: for each question its words, the answer, a text, the facts, the gaps."""
    words = library.sentences
    blocks: list[Block] = [
        Paragraph(draft.organization),
        Paragraph(years_named(draft.period).in_words, words["assessment.period"]),
        Paragraph(draft.asked.source, words["assessment.source"]),
        Paragraph(draft.day, words["assessment.day"]),
        Paragraph(words["assessment.no-answer-by-itself"]),
    ]
    blocks += [Paragraph(words[f"assessment.unconfirmed-{each}"]) for each in draft.asked.unconfirmed]
    for part in draft.asked.parts:
        blocks.append(Heading(part.title))
        for drafted in draft.questions:
            if drafted.question.part == part.id:
                blocks += _question(library, draft, drafted)
    return Document(draft.asked.title, tuple(blocks), languages)


def _question(library: Library, draft: Draft, drafted: Drafted) -> Iterator[Block]:
    words, question = library.sentences, drafted.question
    yield Heading(filled(words["assessment.question"], {"id": question.id}), 2)
    yield Paragraph(question.text)
    if question.boxes:
        yield Bullets(tuple(_box(drafted, box.id, box.text) for box in question.boxes))
    if question.besides:
        yield Paragraph(question.besides)
    yield from _answer(library, draft, drafted)
    if drafted.offers:
        yield Paragraph(words["assessment.offered"])
        for offer in drafted.offers:
            yield Paragraph(filled(words["assessment.box"], {"box": offer.box.text}))
            yield Bullets(tuple(_with_source(fact) for fact in offer.facts))
    if drafted.suggestion:
        yield Paragraph(words["assessment.suggestion"])
        yield from (Paragraph(spaced(line), kind="quote") for line in drafted.suggestion)
    if drafted.facts:
        header = (words["assessment.fact"], words["assessment.from"])
        rows = tuple((spaced(fact.says), fact.source) for fact in drafted.facts)
        title = filled(words["assessment.facts"], {"count": len(rows)})
        yield Grid(title, header, rows)
    if drafted.gaps:
        yield Paragraph(words["assessment.gaps"])
        yield Bullets(drafted.gaps)
    if question.must_not:
        yield Paragraph(question.must_not, words["assessment.must-not"])


def _box(drafted: Drafted, id_: str, text: Text) -> Line:
    chosen = drafted.answer is not None and id_ in drafted.answer.chosen
    mark = TICKED if chosen else EMPTY
    return (Text(en=f"{mark} ", fr=f"{mark} "), text)


def _with_source(fact: Fact) -> Line:
    where = Text(en=f" [{fact.source.en}]", fr=f" [{fact.source.fr}]")
    return (*spaced(fact.brief), where)


def _answer(library: Library, draft: Draft, drafted: Drafted) -> Iterator[Block]:
    """Return what a person answered; under which version, where that is not the one of today."""
    words, answer = library.sentences, drafted.answer
    if answer is None:
        yield Paragraph(words["assessment.unanswered"])
        return
    if answer.version != draft.asked.version:
        yield Paragraph(filled(words["assessment.other-version"], {"version": answer.version}))
    if answer.words:
        yield Paragraph(answer.words, words["assessment.answer"], "quote")
    else:
        yield Paragraph(words["assessment.no-words"])


def chosen(question: OfficialQuestion, ids: tuple[str, ...]) -> tuple[Text, ...]:
    """Return the boxes that were chosen, in their order; one that is gone is left out."""
    return tuple(box.text for box in question.boxes if box.id in ids)
