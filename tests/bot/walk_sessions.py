"""The cards that somebody at a session meets, in one language."""

from dataclasses import replace
from datetime import time, timedelta

from bot.attendance import MOST_WRONG
from bot.heard import Shown
from content.model import Language, Library, Session, Text
from storage.campaigns import keep
from tests.bot.office import Office, person

GIVEN = {
    "title_en": "New here?",
    "title_fr": "Vous arrivez?",
    "body_en": "Come and talk.\n\nBring a question.",
    "body_fr": "Venez en parler.\n\nApportez une question.",
    "day": "2026-12-01",
    "opens": "1:30 pm",
    "minutes": "90",
    "zone": "America/Toronto",
    "place_en": "Room 4",
    "place_fr": "",
    "spoken": "both",
    "audience": "everyone",
    "people": "",
    "invited": "2026-11-24",
}
"""A session on the first Tuesday of December, as it is written in the form."""


async def cards(library: Library, language: Language) -> list[Shown]:
    """Return every card of attendance, with each kind word above them."""
    office = Office(library)
    await office.hires(person("ana", "policy"), person("ben", "policy"))
    await office.settles_in("ana", "ben", language=language)
    await keep(office.store, "first", session(office), 0)
    found = [await office.types("ana", "attendance"), await office.presses("ana", "present")]
    found += [await office.types("ana", "4821")]
    found += [await office.types("ana", "0000") for _ in range(MOST_WRONG + 1)]
    left = office.at.date() - timedelta(days=1)
    await office.hires(replace(person("ben", "policy"), end=left))
    return [*found, await office.types("ben", "4821")]


def session(office: Office, code: str = "4821") -> Session:
    """Return a session that begins now where the organization is."""
    today = office.at.date()
    return Session(
        title=Text(en="Where is the line?", fr="Où est la limite?"),
        body=(Text(en="Come and talk.", fr="Venez en parler."),),
        first_day=today,
        last_day=today,
        day=today,
        opens=time(10),
        zone=office.library.organization.time_zone,
        place=Text(en="Room 1", fr="Salle 1"),
        code=code,
    )
