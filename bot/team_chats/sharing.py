"""A team shares its charter: a line of the evidence register, with its words and no team's name."""

from contextlib import suppress
from datetime import date

from content.model import Evidence, Kind, Library, Note, Span, Title
from dialogs.team_sessions.charter_states import Posted
from dialogs.team_sessions.meeting import Meeting
from storage.ports import Stale, Store
from storage.written import EVIDENCE, stamped

WORKED: Kind = "success"
"""The kind of evidence that it is: something that worked well."""


async def share(store: Store, library: Library, meeting: Meeting, *, today: date, role: str) -> bool:
    """Give the charter to the values and ethics office, once; False before it is posted.

    The office reads it among its evidence, where it can be taken back; nothing says whose charter it is.
    """
    if not isinstance(meeting.session, Posted):
        return False
    title = library.sentences["session.shared-charter"]
    lines = meeting.session.charter
    body = Evidence(
        kinds=(WORKED,),
        when=Span(begins=meeting.begun),
        title=Title(en=title.en, fr=title.fr),
        note=Note(en="\n".join(line.en for line in lines), fr="\n".join(line.fr for line in lines)),
    )
    with suppress(Stale):  # It was shared before.
        await EVIDENCE.keep(store, meeting.shared, stamped(body, today, role), 0)
    return True
