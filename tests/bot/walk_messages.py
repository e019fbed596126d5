"""The cards about messages, in one language: the budget, peace, and the card of a return."""

from dataclasses import replace
from datetime import date

from bot.heard import Shown
from content.model import Language, Library
from dialogs.people import PersonId
from storage.campaigns import keep
from tests.bot.office import Office, person
from tests.scheduler.sending import communication

ANA = PersonId("ana")
AWAY = replace(person("ana", "policy"), leave_from=date(2026, 11, 2), leave_to=date(2026, 11, 20))
"""Back on Saturday, November 21: two days before the tests begin."""

NEWS = communication(first_day=date(2026, 11, 10), last_day=date(2026, 11, 30))


async def back(office: Office, language: Language, *, ticks: int = 2) -> None:
    """Have somebody come back who missed the reminder and a communication."""
    await office.hires(AWAY)
    await office.settles_in("ana", language=language)
    await keep(office.store, "gifts", NEWS, 0)
    for _ in range(ticks):
        await office.ticks()
        office.later(minutes=20)


async def cards(library: Library, language: Language) -> list[Shown]:
    """Return what comes unasked: the card of a return, and how to have peace."""
    office = Office(library)
    await back(office, language)
    found = [*office.came[ANA], await office.types("ana", "my messages")]
    found += [await office.presses("ana", "snooze", None, until="soon")]
    found += [await office.presses("ana", "snooze", None, until="2026-12-07")]
    return [*found, await office.presses("ana", "wake")]
