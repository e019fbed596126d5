"""Somebody on a path who reads whole modules: each page, each option, to the end."""

from functools import cache

from bot.heard import Shown
from content.loader import load
from content.model import Language, Library, Module
from dialogs.people import Path, Person, PersonId, Role, UnitId
from tests.bot.office import Office, staff
from tests.conftest import CONTENT

WHO = "walker"
ROLES = {
    Path.STUDENT: Role.EMPLOYEE,
    Path.EMPLOYEE: Role.EMPLOYEE,
    Path.MANAGER: Role.MANAGER,
    Path.EXECUTIVE: Role.SENIOR_OFFICIAL,
}


@cache
def library_of(organization: str) -> Library:
    """Load an organization once for all tests."""
    return load(CONTENT, organization)


async def office_of(library: Library, path: Path, language: Language) -> Office:
    """Open an office where somebody on a path has just settled in, among colleagues."""
    office = Office(library)
    unit = library.organization.units[0].id
    who = Person(PersonId(WHO), name="Wal Ker", unit=UnitId(unit), path=path, role=ROLES[path])
    await office.hires(who, *staff([unit], 11))
    await office.settles_in(WHO, language=language)
    return office


AHEAD = ("acknowledge", "finish", "next")
"""What leads on, wherever somebody is in a module."""


async def read_through(office: Office, module: Module) -> list[Shown]:
    """Open a module, turn its pages, choose each option at both steps of its dilemma and go on to the end."""
    met = [await office.presses(WHO, f"open-{module.id}")]
    for _ in range(len(module.pages) + len(AHEAD) + 1):
        if met[-1].view.card == "module.dilemma":
            for option in module.dilemma.options:
                met.append(await office.presses(WHO, "answer", None, option=option.id))
                for second in option.then.options if option.then else ():
                    met.append(await office.presses(WHO, f"then-{option.id}"))
                    chosen = f"{option.id}/{second.id}"
                    met.append(await office.presses(WHO, "answer", None, option=chosen))
                met.append(await office.presses(WHO, "reconsider"))
        if met[-1].view.card == "module.done":
            break
        offered = [button.verb for button in met[-1].view.buttons]
        met.append(await office.presses(WHO, next((verb for verb in AHEAD if verb in offered), "next")))
    return met
