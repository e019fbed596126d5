"""The cards of whoever leads a session, in one language."""

from datetime import timedelta

from bot.heard import Shown
from content.model import Language, Library
from dialogs.flow import Ref
from dialogs.people import PersonId, Role
from tests.bot.office import Office, person

BOSS, ANA = PersonId("boss"), PersonId("ana")


async def cards(library: Library, language: Language) -> list[Shown]:
    """Return what a manager meets from the first booking on, and what an employee does."""
    office = Office(library)
    await office.hires(person("boss", "policy", Role.MANAGER), person("ana", "policy"))
    await office.settles_in(BOSS, ANA, language=language)
    found = [await office.presses(who, "lead") for who in (ANA, BOSS)]
    tomorrow = office.at.date() + timedelta(days=1)
    subjects = ["charter", *library.modules]
    for days, subject in enumerate(subjects):
        found.append(await office.presses(BOSS, "book-session"))
        found.append(await office.presses(BOSS, "lead-what"))
        found.append(await office.presses(BOSS, "lead-what", None, subject=subject))
        found.append(await office.presses(BOSS, "lead-on"))
        day = (tomorrow + timedelta(days=days)).isoformat()
        found.append(await office.presses(BOSS, "lead-on", None, day=day))
        found.append(await office.presses(BOSS, "lead-difficult" if days else "agenda"))
        if not days:
            found.append(await office.presses(BOSS, "lead-difficult"))
            came = await office.turns.present(BOSS, Ref("lead-reminder", f"charter~{day}"), None)
            assert came is not None
            found += [came, await office.presses(BOSS, "lead-move")]
            found.append(await office.presses(BOSS, "lead-on", None, day=day))
    office.later(days=1)
    await office.presses(BOSS, "lead")
    for days in range(1, 13 - len(subjects)):
        await office.presses(BOSS, "book-session")
        await office.presses(BOSS, "lead-what", None, subject="M01")
        day = (tomorrow + timedelta(days=50 + days)).isoformat()
        await office.presses(BOSS, "lead-on", None, day=day)
    found += [await office.presses(BOSS, "book-session"), await office.presses(BOSS, "lead")]
    shown = await office.presses(BOSS, "open", None, session=f"charter~{tomorrow.isoformat()}")
    found += [shown, await office.presses(BOSS, "lead-cancel")]
    gone = await office.presses(BOSS, "home", came)
    return [*found, gone, await office.presses(BOSS, "read", came)]
