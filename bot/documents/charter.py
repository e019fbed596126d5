"""Makes the charter of a team, and the agenda that a small team prints, as files for Word."""

from collections.abc import Sequence
from datetime import date

from bot.documents import word
from bot.heard import File
from content.model import Language, Library
from dialogs.team_sessions.lines import Both
from reports import charter_document as charters
from reports.session_agenda import agenda

CHARTER: dict[Language, str] = {"en": "charter", "fr": "charte"}
AGENDA: dict[Language, str] = {"en": "agenda", "fr": "ordre-du-jour"}
"""What a file is called in each language; a name has both."""


def charter_document(
    library: Library,
    charter: Sequence[Both],
    *,
    team: str,
    made: date,
    review: date | None,
    verdicts: Sequence[str] = (),
    first: Language = "en",
) -> File:
    """Return the charter of a team as a file, in both languages, the `first` one first.

    `team` may be empty. `made` is the day of the charter, or that of its review where `verdicts` say what
    was decided of each line. Equal charters give equal bytes. It takes some hundredths of a second: not for
    the event loop.
    """
    found = charters.document(
        library, charter, team=team, made=made, review=review, verdicts=verdicts, first=first
    )
    name = "-".join((*(CHARTER[each] for each in found.languages), made.isoformat()))
    return File(f"{name}.docx", word.MEDIA_TYPE, word.written(found))


def agenda_document(library: Library, first: Language = "en") -> File:
    """Return the agenda of 45 minutes as a file, in both languages: not for the event loop either."""
    found = agenda(library, first)
    name = "-".join(AGENDA[each] for each in found.languages)
    return File(f"{name}.docx", word.MEDIA_TYPE, word.written(found))
