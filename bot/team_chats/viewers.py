"""Who looks at a session: in which language, and whether they may begin one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.roles import Roles
from content.model import Language, Library
from dialogs.people import Person, PersonId, Role
from dialogs.surroundings import local_day, spoken_language, wants_text
from storage.ports import Store

LEADING = frozenset({"team", "campaigns"})
"""Who may ask for either may begin a session: managers, and the values and ethics office."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """A person in a chat, as they are now. `language` is None until they have chosen one."""

    person: PersonId
    language: Language | None
    plain: bool = False
    may_lead: bool = False
    role: Role = Role.EMPLOYEE


@dataclass(frozen=True, slots=True)
class Viewers:
    """Looks people up, each time."""

    library: Library
    store: Store
    roles: Roles
    clock: Callable[[], datetime]

    async def viewer(self, person: PersonId) -> Viewer:
        """Return who somebody is in a chat."""
        known = await self.store.people.person(person) or Person(person)
        facts = (await self.store.ledger.life(person)).facts
        holder = await self.roles.confirmed(known)
        day = local_day(known, self.clock(), self.library.organization.time_zone)
        may_lead = not LEADING.isdisjoint(holder.may(day))
        return Viewer(person, spoken_language(known, facts), wants_text(facts), may_lead, holder.role)

    async def names(self, people: tuple[PersonId, ...]) -> tuple[tuple[str, str], ...]:
        """Return the people whom the staff list knows by name, as (id, name), sorted by name."""
        found = [await self.store.people.person(each) for each in people]
        named = [(each.id, each.name) for each in found if each is not None and each.name]
        return tuple(sorted(named, key=lambda pair: pair[1]))
