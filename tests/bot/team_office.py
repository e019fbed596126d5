"""A small team: a manager, somebody new, somebody leaving, and somebody without a manager."""

from dataclasses import dataclass, replace
from datetime import date

from bot.heard import Shown
from content.model import Language, Library
from dialogs.people import Path, Person, PersonId, Role
from tests.bot.office import Office, person

BOSS = replace(person("boss", "policy", Role.MANAGER), path=Path.MANAGER, start=date(2019, 1, 7))
OTHER_BOSS = replace(person("chief", "policy", Role.MANAGER), start=date(2019, 1, 7))
NEW = replace(person("new", "policy"), manager=BOSS.id, start=date(2026, 10, 20))
"""Due on November 19, 2026: four days before the tests begin."""

LEAVER = replace(person("leaver", "policy"), manager=BOSS.id, start=date(2018, 5, 7), end=date(2026, 12, 4))
"""Asked on November 23, 2026, ten working days before the last day."""

ALONE = replace(person("alone", "policy"), start=date(2026, 11, 2))


@dataclass
class TeamOffice(Office):
    """An office in which things are said about talks."""

    async def hired(self, *people: Person, language: str = "en") -> None:
        """Bring people in and have them choose their language."""
        await self.hires(*people)
        await self.settles_in(*(each.id for each in people), language=language)

    async def reports_to(self, manager: Person | None, who: Person = NEW) -> None:
        """Change a line of the staff list."""
        await self.store.people.bring_in([replace(who, manager=manager.id if manager else None)])

    async def opens_talk(self, who: str) -> Shown:
        """Have somebody open their own talk from their checklist."""
        await self.types(who, "checklist")
        return await self.presses(who, "talk")

    def messages(self, who: Person) -> list[str]:
        """Return the cards that came to somebody unasked about talks."""
        return [
            shown.view.card for shown in self.came.get(who.id, []) if not shown.view.card.startswith("coi")
        ]


async def record(office: Office, who: str) -> str:
    """Return everything that somebody's record says."""
    return str((await office.types(who, "my record")).view.tables)


async def cards_about_talks(library: Library, language: Language) -> list[Shown]:
    """Return each card about checklists and talks that somebody of this team can meet."""
    office = TeamOffice(library)
    everyone = (BOSS, OTHER_BOSS, NEW, LEAVER, ALONE)
    await office.hired(*everyone, language=language)
    await office.ticks()
    found = [office.came[PersonId(who)][-1] for who in ("new", "boss", "leaver")]
    found += [await office.types("new", "checklist")]
    found += [await office.presses("new", verb) for verb in ("talk", "guide", "not-yet", "talked")]
    found += [await office.types("boss", "team"), await office.presses("boss", "guide")]
    found += [await office.presses("boss", "book-a-charter"), await office.types("boss", "team")]
    found += [await office.presses("boss", "talked", None, who="onboarding~new")]
    found += [await office.opens_talk("new"), await office.types("new", "checklist")]
    found += [await office.types("leaver", "checklist"), await office.opens_talk("alone")]
    found += [await office.types("boss", "checklist"), await office.presses("boss", "arrival-list")]
    found += [await office.types("chief", "team"), await office.types("new", "team")]
    for who in (NEW, LEAVER):  # One question a week: whichever of the two came first.
        await office.reports_to(OTHER_BOSS, who)
    return [*found, await office.presses("boss", "talked", on=office.came[BOSS.id][-1])]
