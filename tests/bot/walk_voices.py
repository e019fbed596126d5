"""The cards about what people said without their names, and about who looked, in one language."""

from bot.heard import Shown
from content.model import Language, Library
from dialogs.people import Role
from tests.bot.office import Office, person
from tests.bot.voices_office import ANA, SAM, VERA, batch, office_of, opens, reads


async def cards(library: Library, language: Language) -> list[Shown]:
    """Return what two offices and an employee meet, once something came out and before."""
    office = await office_of(library, batch(), batch("2026-Q2"), batch("2026-Q1", 1), language=language)
    words = library.verbs
    found = [await office.types(ANA, words[verb].label.of(language)) for verb in ("voices", "who-looked")]
    found.append(await office.types(VERA, words["voices"].label.of(language)))
    found.append(await office.presses(VERA, "open", None, form="feedback"))
    found.append(await opens(office))
    found += [await office.presses(VERA, verb) for verb in ("you-said", "write-reply")]
    found.append(await reads(office))
    found.append(await office.presses(VERA, "save-themes", None, **{"00000000": "gifts,other"}))
    found += [await office.presses(VERA, verb) for verb in ("other-door", "hide-text")]
    found.append(await office.presses(VERA, "hide-text", None, text="00000000", door="harassment"))
    found += [await opens(office), await opens(office, SAM)]
    found.append(await office.types(ANA, words["who-looked"].label.of(language)))
    nothing = Office(library)
    await nothing.hires(person(VERA, "policy", Role.VE_OFFICER), person(ANA, "policy"))
    await nothing.settles_in(VERA, ANA, language=language)
    found.append(await nothing.types(VERA, words["voices"].label.of(language)))
    found.append(await nothing.types(ANA, words["who-looked"].label.of(language)))
    return found
