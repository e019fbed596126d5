"""The cards about scenarios from themes, in one language."""

from bot.heard import Shown
from content.model import Language, Library
from dialogs.scenario_form import WHOLE
from storage.written import SCENARIOS
from tests.bot.scenario_office import FORM, begins, saves, scenario, themed
from tests.bot.voices_office import ANA, VERA

FULL = {
    **FORM,
    **{f"{name}_{each}": ("w " * most)[:most] for name, most in WHOLE.items() for each in ("en", "fr")},
}
"""A form without any room left."""


async def cards(library: Library, language: Language) -> list[Shown]:
    """Return what the office meets from the first scenario on, and what an employee does."""
    said = library.verbs["scenarios"].label.of(language)
    office = await themed(library, language)
    found = [await office.types(who, said) for who in (ANA, VERA)]
    form = await begins(office)
    found += [form, await saves(office, scene_en=""), await saves(office, **{**FULL, "talk_en": "Room 12"})]
    found += [await saves(office, "keep-scenario", **FULL), await office.types(VERA, said)]
    found.append(await office.presses(VERA, "save-scenario", form, **FULL))
    await office.types(VERA, said)
    (id_,) = await SCENARIOS.lines(office.store)
    found.append(await office.presses(VERA, "open", None, scenario=id_))
    found.append(await office.presses(VERA, "edit-scenario"))
    await SCENARIOS.keep(office.store, id_, scenario(), 1)
    found.append(await saves(office))
    await office.types(VERA, said)
    await office.presses(VERA, "open", None, scenario=id_)
    await SCENARIOS.keep(office.store, id_, scenario("T2"), 2)
    found += [await office.presses(VERA, "take-scenario-back") for _ in range(2)]
    found += [await office.types(VERA, said), await office.presses(VERA, "scenarios-taken-back")]
    await office.presses(VERA, "open", None, scenario=id_)
    found.append(await office.presses(VERA, "bring-scenario-back"))
    await office.types(VERA, said)
    await office.presses(VERA, "open", None, scenario=id_)
    gone = await themed(library, language, s1=scenario())
    await gone.types(VERA, said)
    await gone.presses(VERA, "open", None, scenario="s1")
    await gone.presses(VERA, "edit-scenario")
    await SCENARIOS.keep(gone.store, "s1", scenario(withdrawn=True), 1)
    return [*found, await saves(gone)]
