"""The cards of evidence and its registers, in one language: written, read, changed by two at once."""

from bot.heard import Shown
from content.model import KINDS, Language, Library
from storage.written import EVIDENCE
from tests.bot.register_office import ANA, OTTO, SAM, TALK, VERA, office_of

DOORS = ("evidence", "training-plans", "code-review")
FULL = {
    **TALK,
    "kinds": ",".join(KINDS),
    **dict.fromkeys(("title_en", "title_fr"), 200 * "x"),
    **dict.fromkeys(("note_en", "note_fr"), 1_500 * "x"),
    "link": f"https://x.ca/{400 * 'x'}",
}


async def cards(library: Library, language: Language) -> list[Shown]:
    """Return what three people meet, once something is written and before."""
    office = await office_of(library, language)

    async def opens(who: str, door: str) -> Shown:
        return await office.types(who, library.verbs[door].label.of(language))

    found = [await opens(who, door) for who in (ANA, SAM) for door in DOORS]
    for door in reversed(DOORS):
        found += [await opens(VERA, door), await office.presses(VERA, "new-entry")]
        found.append(await office.presses(VERA, "save-entry"))
    found.append(await office.presses(VERA, "save-entry", None, **dict.fromkeys(TALK, 500 * '"')))
    found.append(await office.presses(VERA, "save-entry", None, **{**FULL, "note_fr": 2_000 * "\n"}))
    for held in ({**FULL, "title_fr": "M. Tremblay"}, TALK):
        found.append(await office.presses(VERA, "save-entry", None, **held))
    old = await office.presses(VERA, "edit-entry")
    for who in (OTTO, VERA):
        await opens(who, "evidence")
        await office.types(who, "1")
        found.append(await office.presses(who, "edit-entry"))
    found += [await office.presses(who, "save-entry", None, **FULL) for who in (OTTO, VERA)]
    found.append(await office.presses(VERA, "save-entry", None, **{**FULL, "reach": "3"}))
    found += [
        await office.presses(VERA, verb) for verb in ("entry-history", "back", "back", "narrow-entries")
    ]
    found.append(await office.presses(VERA, "show-entries", None, year="all", kind="topic"))
    found.append(await office.types(VERA, "1"))
    found += [await office.presses(VERA, verb) for verb in ("take-back", "bring-back")]
    await opens(OTTO, "evidence")
    await office.types(OTTO, "1")
    found += [await office.presses(who, "take-back") for who in (VERA, OTTO)]
    found.append(await office.presses(VERA, "save-entry", old, **TALK))
    return [*found, *await _lost(library, language)]


async def _lost(library: Library, language: Language) -> list[Shown]:
    """Return a line that somebody changed before it was taken back, one too long, and one nobody can read."""
    office = await office_of(library, language)
    evidence = library.verbs["evidence"].label.of(language)
    await office.types(VERA, evidence)
    await office.presses(VERA, "new-entry")
    await office.presses(VERA, "save-entry", None, **TALK)
    [line] = (await EVIDENCE.everything(office.store)).values()
    long = {"en": 2_000 * "\n", "fr": 2_000 * "y"}
    body = line.body.model_dump(mode="json") | {"note": long}
    await office.store.registers.put("evidence", line.id, body, 1)
    found = [await office.presses(VERA, verb) for verb in ("take-back", "edit-entry", "entry-history")]
    await office.store.registers.put("evidence", line.id, {"kinds": []}, 2)
    return [*found, await office.presses(VERA, "back")]
