"""An office whose officer writes evidence, beside the Senior Official who reads it and an employee."""

from collections.abc import Mapping
from datetime import datetime

from bot.heard import Shown
from content.model import Library
from dialogs.people import PersonId, Role
from tests.bot.office import Office, person

VERA, OTTO, SAM, ANA = (PersonId(each) for each in ("vera", "otto", "sam", "ana"))

TALK: Mapping[str, str] = {
    "kinds": "topic,all-staff",
    "begins": "6 February 2024",
    "title_en": "A talk on gifts",
    "title_fr": "Exposé",
    "note_en": "Two hours",
    "number": "2",
    "of": "sessions",
    "reach": "1 200",
    "topic": "gifts",
    "link": "https://intranet.example.ca/talk",
}


async def office_of(library: Library, language: str = "en", at: datetime | None = None) -> Office:
    """Return an office whose people have met Ethos; a colleague has a whole name on the staff list."""
    office = Office(library, at=at) if at else Office(library)
    officers = [person(each, "head-office", Role.VE_OFFICER) for each in (VERA, OTTO)]
    await office.hires(*officers, person(SAM, "head-office", Role.SENIOR_OFFICIAL), person(ANA, "policy"))
    await office.settles_in(VERA, OTTO, SAM, ANA, language=language)
    return office


async def writes(office: Office, who: str = VERA, door: str = "evidence", **changed: str) -> Shown:
    """Write a new line and save it."""
    await office.types(who, door)
    await office.presses(who, "new-entry")
    held = {**TALK, **changed} if door == "evidence" else changed
    return await office.presses(who, "save-entry", None, **held)
