"""The cards of the ladder: a second card, and what its office and others see of the list."""

from bot.heard import Shown
from content.model import Ladder, Language, Library
from dialogs.people import PersonId, Role
from tests.bot.office import Office, person

OFFICER = person("officer", "policy", Role.COI_OFFICER)


def with_ladder(library: Library, **changes: object) -> Library:
    """Return an organization that sends a second card, and lists who leaves it unanswered."""
    organization = library.organization
    (reminders,) = organization.reminders
    changed = reminders.model_copy(update={"ladder": Ladder(second_after=5, listed_after=5), **changes})
    return library.model_copy(
        update={"organization": organization.model_copy(update={"reminders": (changed,)})}
    )


async def cards(library: Library, language: Language) -> list[Shown]:
    """Return what somebody who answers nothing gets, and what the office and a colleague see of it."""
    office = Office(with_ladder(library))
    office.later(days=-45)
    await office.hires(OFFICER, person("ana", "policy"), person("ben", "services"))
    await office.settles_in("officer", "ana", "ben", language=language)
    await office.ticks()
    found = [await office.types("officer", "unanswered"), await office.types("ana", "unanswered")]
    office.later(days=10)
    await office.ticks()
    found.append(office.came[PersonId("ana")][-1])
    office.later(days=10)
    found.append(await office.types("officer", "unanswered"))
    return found
