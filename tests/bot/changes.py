"""The cards that follow a change: of the code, of somebody's path, of what the organization adds."""

from dataclasses import replace
from datetime import date

from bot.heard import Shown
from content.model import Cadence, Language, Library, OwnValue, Page, Reminders, Text
from dialogs.facts import Acknowledged, ModuleFinished, Stamped
from dialogs.people import Path, Person
from storage.ports import Conversation, Move
from tests.bot.office import Office, person

CIRCULATED = Reminders(duty="code", cadence=Cadence.YEARLY, spread_days=0, every_day=True)


def circulating(library: Library, *, own: OwnValue | None = None) -> Library:
    """Return an organization that circulates its code every year, and adds one value at most."""
    changed = {"reminders": (CIRCULATED,), "own_values": (own,) if own else ()}
    return library.model_copy(update={"organization": library.organization.model_copy(update=changed)})


def with_a_page_for_managers(library: Library, name: str) -> Library:
    """Return the library with one more page in a module, which only managers read."""
    found = library.modules[name]
    words = Text(en="One more thing.", fr="Une chose de plus.")
    page = Page(id="for-managers", title=words, lines=(words,), paths=("manager",))
    module = found.model_copy(update={"pages": (page, *found.pages)})
    return library.model_copy(update={"modules": {**library.modules, name: module}})


async def remembers(office: Office, who: Person, day: date, *facts: Acknowledged | ModuleFinished) -> None:
    """Keep what happened to somebody on an earlier day."""
    where = Conversation(who.id, "welcome", "")
    life = await office.store.ledger.life(who.id)
    revision = next((kept.revision for kept in life.conversations if kept.conversation == where), 0)
    stamped = [Stamped(who.id, day, who.unit, who.path, "en", fact) for fact in facts]
    await office.store.ledger.commit(Move(where, revision, revision + 1, b"{}"), facts=stamped)


async def of_the_code(library: Library, language: Language) -> list[Shown]:
    """Return what somebody sees who received each version of the code, and then a year goes by."""
    found: list[Shown] = []
    versions = [*(each.version for each in library.organization.code.history), "never-written-down"]
    for version in versions:
        ana, office = person("ana", "policy"), Office(circulating(library))
        await office.hires(ana)
        await office.settles_in("ana", language=language)
        await remembers(office, ana, date(2025, 4, 2), Acknowledged(version))
        await office.ticks()
        found += [*office.came[ana.id], await office.presses("ana", "home")]
        found.append(await office.presses("ana", "code"))
        old = office.shown[ana.id]
        found.append(await office.presses("ana", "acknowledge"))
        office.later(days=400)
        await office.ticks()
        found.append(await office.presses("ana", language_verb(language), on=old))
    return found


def language_verb(language: Language) -> str:
    """Return the button that changes nothing: the language already spoken."""
    return f"language-{language}"


async def of_a_path(library: Library, language: Language) -> list[Shown]:
    """Return what a new manager sees in a module that has a page more for managers."""
    name = library.paths["manager"].modules[0]
    ana, office = person("ana", "policy"), Office(with_a_page_for_managers(library, name))
    await office.hires(ana)
    await office.settles_in("ana", language=language)
    everything = [ModuleFinished(each.id, each.version) for each in library.modules.values()]
    received = Acknowledged(library.organization.code.version)
    await remembers(office, ana, date(2026, 10, 1), received, *everything)
    await office.store.people.bring_in([replace(ana, path=Path.MANAGER)])
    verbs = ("home", "modules", f"open-{name}", "next", "finish", f"open-{name}")
    return [await office.presses("ana", verb) for verb in verbs]


async def of_what_is_added(library: Library, language: Language) -> list[Shown]:
    """Return the opening of a module where the organization adds nothing, a value, or a rule."""
    module = next(iter(library.modules.values()))
    words = Text(en="Candour", fr="Franchise")
    found = []
    for own in (None, OwnValue(value=module.value, own=words), OwnValue(value=module.value, rule=words)):
        office = Office(circulating(library, own=own))
        await office.hires(person("ana", "policy"))
        await office.settles_in("ana", language=language)
        found.append(await office.presses("ana", f"open-{module.id}"))
    return found


async def cards(library: Library, language: Language) -> list[Shown]:
    """Return all of them."""
    return [
        *await of_the_code(library, language),
        *await of_a_path(library, language),
        *await of_what_is_added(library, language),
    ]
