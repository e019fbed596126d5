"""Lays on the reception's desk what one turn may look at: no id, no name, no unit."""

from datetime import datetime

from content.model import Library
from dialogs import coi, lead
from dialogs.desk import Desk, Standing
from dialogs.facts import Dated
from dialogs.flow import Past
from dialogs.ladder import warned
from dialogs.lexicon import Lexicon
from dialogs.people import Person
from dialogs.surroundings import local_day, spoken_language
from storage.ports import Life


def lay(
    library: Library,
    lexicon: Lexicon,
    person: Person,
    life: Life,
    now: datetime,
    *,
    greeted: bool = False,
    arriving: str = "",
) -> Desk:
    """Fold a person's life into a desk. Roles are those of the roster, now.

    `arriving` is the occurrence of a reminder that is being written; empty in a turn.
    """
    organization = library.organization
    today = local_day(person, now, organization.time_zone)
    reminders = next((each for each in organization.reminders if each.duty == coi.DUTY), None)
    listed = warned(reminders, person, today, life.facts, arriving=arriving) if reminders else None
    happened = tuple(
        Dated(stamped.day, stamped.path, stamped.language, stamped.fact) for stamped in life.facts
    )
    language, may = spoken_language(person, life.facts), person.may(today)
    booked = [kept.place for kept in life.conversations if kept.conversation.flow == lead.FLOW.name]
    sessions = frozenset(key for place in booked for key in lead.booked(place))
    past = Past(today, person.path, language, may, happened, person.start, person.end, listed, sessions)
    standing = tuple(
        Standing(
            kept.conversation.flow,
            kept.conversation.key,
            kept.revision,
            kept.place,
            kept.via,
            kept.acted,
            kept.arrived,
        )
        for kept in life.conversations
    )
    return Desk(library, lexicon, past, standing, greeted)
