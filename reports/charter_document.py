"""What stands in the charter of a team as a document: its lines and days, never who wrote them; pure."""

from collections.abc import Iterator, Sequence
from datetime import date

from content.model import LANGUAGES, Language, Library, Own, Text
from content.wording import filled
from dialogs.team_sessions.lines import Both, tidy
from dialogs.team_sessions.review import CHANGE, DROP, KEEP
from reports.documents import UNWRITABLE, Block, Bullets, Document, Heading, Paragraph

LONGEST_NAME = 80
"""Characters of a team's name in the title, which has room for 255 in two languages."""

CUT = "\N{HORIZONTAL ELLIPSIS}"


def document(
    library: Library,
    charter: Sequence[Both],
    *,
    team: str,
    made: date,
    review: date | None = None,
    verdicts: Sequence[str] = (),
    first: Language = "en",
) -> Document:
    """Return a charter in both languages, the `first` one first.

    `verdicts` are what a review decided of each line: then the document is of that review, and `made` its
    day. Without them every line stands. `review` is the day on which the team looks at it again.
    """
    words = library.sentences
    lead = words["charter-document.looked-again" if verdicts else "charter-document.made"]
    blocks: list[Block] = [Paragraph(filled(lead, {"day": made}))]
    blocks += _lines(library, charter, verdicts)
    if review:
        blocks.append(Heading(words["charter-document.review"]))
        blocks.append(Paragraph(filled(words["charter-document.review-on"], {"day": review})))
    blocks.append(Heading(words["charter-document.about"]))
    blocks.append(Paragraph(words["charter-document.about.ours"]))
    blocks.append(Paragraph(words["charter-document.about.codes"]))
    return Document(_title(library, team), tuple(blocks), ordered(first))


def ordered(first: Language) -> tuple[Language, ...]:
    """Return both languages, with one of them first."""
    return tuple(sorted(LANGUAGES, key=lambda each: each != first))


def _title(library: Library, team: str) -> Text:
    name = _seen(team)
    if not name:
        return library.sentences["charter-document.title-nameless"]
    short = name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1].rstrip() + CUT
    return filled(library.sentences["charter-document.title"], {"team": short})


def _lines(library: Library, charter: Sequence[Both], verdicts: Sequence[str]) -> Iterator[Block]:
    """Return the lines that stand, with their numbers; then those to change, and those that were dropped."""
    words, found = library.sentences, _sorted(charter, verdicts)
    yield Heading(words["charter-document.lines"])
    if found[KEEP]:
        yield Bullets(tuple(found[KEEP]), numbered=True)
    else:
        yield Paragraph(words["charter-document.no-lines"])
    for verdict in (CHANGE, DROP):
        if found[verdict]:
            yield Heading(words[f"charter-document.{verdict}"])
            yield Bullets(tuple(found[verdict]))


def _sorted(charter: Sequence[Both], verdicts: Sequence[str]) -> dict[str, list[Own]]:
    """Return the lines by what was decided of them; a blank one is left out."""
    found: dict[str, list[Own]] = {KEEP: [], CHANGE: [], DROP: []}
    for place, line in enumerate(charter):
        en, fr = _seen(line.en), _seen(line.fr)
        if en or fr:
            found[verdicts[place] if place < len(verdicts) else KEEP].append(Own(en=en, fr=fr))
    return found


def _seen(words: str) -> str:
    """Return what people can see of their words, on one line."""
    return tidy(UNWRITABLE.sub("", words))
