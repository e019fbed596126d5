"""The cards of sessions, of those who come and of the office that plans them, in one language."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from bot.attendance import MOST_WRONG
from bot.heard import Shown
from content.model import Language, Library, Session, Text
from dialogs.people import Role
from storage.campaigns import campaign, campaigns, keep
from tests.bot.office import Office, person, staff

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
    "topic": "onboarding",
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
    return [*found, await office.types("ben", "4821"), *await _planned(library, language)]


async def _planned(library: Library, language: Language) -> list[Shown]:
    """Return every card of a session that its office meets."""
    office = Office(library)
    others = staff(["policy"], 11)
    await office.hires(person("vera", "policy", Role.VE_OFFICER), *others)
    await office.settles_in("vera", *(each.id for each in others), language=language)
    await office.types("vera", "communications")
    found = [await office.presses("vera", "new-session")]
    found.append(await office.presses("vera", "use-invitation", None, draft="onboarding-session"))
    found.append(await office.presses("vera", "save-session", None, **{**GIVEN, "body_en": ""}))
    found.append(await office.presses("vera", "save-session", None, **GIVEN))
    looks = ("preview-en", "preview-fr", "back", "start-campaign")
    found += [await office.presses("vera", verb) for verb in looks]
    (id_,) = await campaigns(office.store)
    for day in (30, 31, 32):
        office.at = datetime(2026, 11, 1, 19, tzinfo=UTC) + timedelta(days=day - 1)
        found.append(await _opened(office, id_))
        if day == 31:
            code = await _code(office, id_)
            for each in others[:6]:
                await office.types(each.id, code)
            found.append(await _opened(office, id_))
    return found


async def _opened(office: Office, id_: str) -> Shown:
    await office.types("vera", "communications")
    return await office.presses("vera", "open", None, campaign=id_)


async def _code(office: Office, id_: str) -> str:
    found = await campaign(office.store, id_)
    assert found is not None
    assert isinstance(found.campaign, Session)
    return found.campaign.code


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
