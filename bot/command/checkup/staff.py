"""Looks at who is there: offices that somebody holds, languages, and the directory's review dates."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.command.checkup.findings import Finding, good, mend
from content.model import Library
from dialogs.people import Role
from dialogs.surroundings import local_day
from storage.ports import Store

HELD = (Role.SENIOR_OFFICIAL, Role.VE_OFFICER, Role.COI_OFFICER)
"""Offices that must be held: what is sent to one that nobody holds reaches nobody."""


async def staff(store: Store, library: Library, now: datetime) -> list[Finding]:
    """Look at the staff list and the directory of an open store."""
    return [*await _people(store, library, now), *directory(library, now)]


async def _people(store: Store, library: Library, now: datetime) -> list[Finding]:
    zone = library.organization.time_zone
    everyone = await store.people.everyone()
    here = [person for person in everyone if person.here_on(local_day(person, now, zone))]
    if not here:
        return [mend("staff.empty")]
    found = [good("staff.here", count=len(here))]
    roles = {person.role for person in here}
    found += [good(f"staff.{role}") if role in roles else mend(f"staff.no-{role}") for role in HELD]
    if silent := sum(person.language is None for person in here):
        found.append(good("staff.no-language", count=silent))
    return found


def directory(library: Library, now: datetime) -> Iterator[Finding]:
    """Look at the days by which each office of the directory is to be checked again."""
    today = now.astimezone(ZoneInfo(library.organization.time_zone)).date()
    standing: dict[str, list[str]] = {"past": [], "soon": [], "current": []}
    for key, contact in sorted(library.organization.contacts.items()):
        if contact is not None:
            standing[contact.standing(today)].append(key)
    if standing["past"]:
        yield mend("directory.past", contacts=", ".join(standing["past"]))
    if standing["soon"]:
        yield good("directory.soon", contacts=", ".join(standing["soon"]))
    if not standing["past"] and not standing["soon"]:
        yield good("directory.ok")
