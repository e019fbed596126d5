"""The cards of the action plan, the month and the recommendations, in one language."""

from bot.heard import Shown
from content.model import Language, Library
from storage.written import RECOMMENDATIONS
from tests.bot.plan_office import ANA, GOAL, SAM, VERA, follow_up, goal, office_of


async def cards(library: Library, language: Language) -> list[Shown]:
    """Return what two offices and an employee meet, in an empty plan and in one with lines."""
    words = library.verbs
    empty = await office_of(library, language=language)
    found = [await empty.types(who, words["plan"].label.of(language)) for who in (ANA, VERA)]
    full = goal(
        "2026-10-31",
        kind="risk",
        headings=("respect", "trust"),
        follow_ups=tuple(follow_up(f"2026-0{month}-01", month, 250 * "x y ") for month in range(1, 9)),
    )
    counted = goal(measure="sessions-attended", indicator=None)
    office = await office_of(library, language=language, g1=full, g2=counted, g3=goal(state="reached"))
    for who in (SAM, VERA):
        found.append(await office.types(who, words["plan"].label.of(language)))
        found.append(await office.presses(who, "open", None, goal="g2"))
        await office.types(who, words["plan"].label.of(language))
        found.append(await office.presses(who, "open", None, goal="g1"))
        found.append(await office.presses(who, "open", None, more="goal-history"))
        found.append(await office.presses(who, "follow-up"))
        found.append(await office.presses(who, "save-follow-up", None, day="x", note_en="ana", note_fr="ana"))
        found.append(await office.presses(who, "save-follow-up", None, day="2026-11-20", note_en="ana"))
    await office.types(VERA, words["plan"].label.of(language))
    form = await office.presses(VERA, "new-goal")
    found += [form, await office.presses(VERA, "save-goal", None, **dict.fromkeys(GOAL, ""))]
    long = {field: "w " * 99 if field.endswith(("_en", "_fr")) else value for field, value in GOAL.items()}
    found.append(await office.presses(VERA, "save-goal", None, **long))
    found.append(await office.presses(VERA, "save-goal", None, **{**GOAL, "title_en": "ana"}))
    found.append(await office.presses(VERA, "save-anyway", None, **{**GOAL, "title_fr": "G1"}))
    for verb in ("goal-reached", "goal-reopened", "goal-dropped", "withdraw-goal", "restore-goal"):
        found.append(await office.presses(VERA, "open", None, more=verb))
    found.append(await office.presses(VERA, "open", None, more="withdraw-goal"))
    await office.types(VERA, words["plan"].label.of(language))
    found.append(await office.presses(VERA, "withdrawn-goals"))
    found.append(await office.presses(VERA, "save-goal", form, **GOAL))
    return [*found, *await _month(library, language), *await _recommendations(library, language)]


async def _month(library: Library, language: Language) -> list[Shown]:
    """Return the month of an official, and what an employee sees in its place."""
    office = await office_of(library, language=language, g1=goal("2026-10-31"), g2=goal("2026-12-01"))
    said = library.verbs["month"].label.of(language)
    return [await office.types(SAM, said), await office.presses(SAM, "x"), await office.types(ANA, said)]


async def _recommendations(library: Library, language: Language) -> list[Shown]:
    """Return what the official meets who recommends something, and what others see."""
    said = library.verbs["recommendations"].label.of(language)
    calm = await office_of(library, language=language)
    found = [await calm.types(who, said) for who in (ANA, VERA, SAM)]
    found += [await calm.presses(SAM, verb) for verb in ("signals", "recommendations", "recommendation-page")]
    office = await office_of(library, language=language, g1=goal("2026-10-31"))
    await office.types(SAM, said)
    found += [await office.presses(SAM, verb) for verb in ("signals", "x")]
    form = await office.presses(SAM, "begin-recommendation", None, signal="goal-g1")
    given = {"concerns": "practice", "title_en": "R1", "because_en": 99 * "w ", "day": "2026-11-20"}
    found += [form, await office.presses(SAM, "save-recommendation", None, title_en="ana")]
    found.append(await office.presses(SAM, "save-recommendation", None, **{**given, "title_en": "ana"}))
    found.append(await office.presses(SAM, "save-anyway", None, **given))
    for outcome in ("accepted", "done", "reopened", "declined"):
        found.append(await office.presses(SAM, "open", None, more=f"recommendation-{outcome}"))
    found.append(await office.presses(SAM, "open", None, more="recommendation-reopened"))
    found += [await office.types(who, said) for who in (VERA, SAM)]
    found.append(await office.presses(SAM, "recommendation-page"))
    found.append(await office.presses(SAM, "make-page", None, language="both"))
    await office.types(SAM, said)
    found.append(await office.presses(SAM, "save-recommendation", form, **given))
    await office.types(SAM, said)
    (id_,) = await RECOMMENDATIONS.lines(office.store)
    await office.presses(SAM, "open", None, recommendation=id_)
    found.append(await office.presses(SAM, "open", None, more="withdraw-recommendation"))
    await office.types(SAM, said)
    found.append(await office.presses(SAM, "withdrawn-recommendations"))
    await office.presses(SAM, "open", None, recommendation=id_)
    found.append(await office.presses(SAM, "open", None, more="restore-recommendation"))
    return found
