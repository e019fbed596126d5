"""The cards that somebody who reports a course meets, in one language."""

from bot.heard import Shown
from content.model import Language, Library
from tests.bot.office import Office, person


async def cards(library: Library, language: Language) -> list[Shown]:
    """Return every card of the courses, with each kind word above them."""
    office = Office(library)
    await office.hires(person("ana", "policy"))
    await office.settles_in("ana", language=language)
    found = [await office.types("ana", "course")]
    code = library.organization.courses[0].code
    found.append(await office.presses("ana", "choose-course", course=code))
    wrong = ("", "2016-11-22")
    found += [await office.presses("ana", "finished-on", finished_on=day) for day in wrong]
    found += [await office.types("ana", "2026-11-03"), await office.types("ana", "yes")]
    none = library.organization.model_copy(update={"courses": ()})
    office = Office(library.model_copy(update={"organization": none}))
    await office.hires(person("ana", "policy"))
    await office.settles_in("ana", language=language)
    return [*found, await office.types("ana", "course")]
