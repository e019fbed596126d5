"""The cards of the values and ethics office, in one language: its whole path, and what goes wrong on it."""

from datetime import date, timedelta

from bot.heard import Shown
from content.model import Audience, Halt, Language, Library, Stage, Text
from storage.campaigns import keep
from tests.bot.officer import BETTER, FORM, VERA, kept, looks, moves_away, office_of
from tests.scheduler.sending import changes, communication, session


async def cards(library: Library, language: Language) -> list[Shown]:
    """Return them in the order in which they were met."""
    return [
        *await _path(library, language),
        *await _trouble(library, language),
        *await _calendar(library, language),
        *await _duties(library, language),
    ]


async def _path(library: Library, language: Language) -> list[Shown]:
    """Write, look, rehearse, start, watch, correct."""
    office = await office_of(library, language=language)
    found = [await office.types(VERA, "communications")]
    found += [await office.presses(VERA, verb) for verb in ("from-draft", "use-draft", "from-draft")]
    found.append(await office.presses(VERA, "use-draft", None, draft="disclosure"))
    found += [await office.presses(VERA, verb) for verb in ("campaigns", "new-communication")]
    found.append(await office.presses(VERA, "save-message", None, title_en="For {Name}", body_fr="a\n\nb"))
    found.append(await office.presses(VERA, "save-message", None, **FORM))
    path = ("start-campaign", "preview-en", "preview-fr", "back", "rehearse", "send-test", "back")
    found += [await office.presses(VERA, verb) for verb in (*path, "start-campaign")]
    found += [await office.types(VERA, word) for word in ("stop", "no", "start", "no")]
    await moves_away(office, "policy-0")
    await office.ticks()
    verbs = ("campaign-now", "pause-campaign", "resume-campaign")
    found += [await office.presses(VERA, verb) for verb in verbs]
    found += [await office.presses(VERA, "open", None, more=each) for each in ("unreached", "preview-fr")]
    found += [await office.presses(VERA, verb) for verb in ("back",)]
    found.append(await office.presses(VERA, "open", None, more="unreached"))
    found += [await office.presses(VERA, verb) for verb in ("make-list", "back")]
    found.append(await office.presses(VERA, "open", None, more="correct-message"))
    found += [await office.presses(VERA, "save-message", None, **words) for words in (_texts(), BETTER)]
    found += [await looks(office), await office.presses(VERA, "send-correction")]
    found += [await office.presses(VERA, "open", None, more=each) for each in ("earlier-texts",)]
    found += [await office.presses(VERA, verb) for verb in ("back", "stop-campaign", "yes")]
    return found


def _texts() -> dict[str, str]:
    return {field: words for field, words in FORM.items() if field in BETTER}


async def _trouble(library: Library, language: Language) -> list[Shown]:
    """Somebody is faster, a list is unknown, a card is out of date, and somebody else tries."""
    office = await office_of(library, language=language)
    await office.types(VERA, "communications")
    form = await office.presses(VERA, "new-communication")
    many = {**FORM, "audience": "list", "people": " ".join(f"x{number}@y.ca" for number in range(20))}
    filled = (many, {**many, "people": "x@y.ca"}, FORM)
    found = [form, *[await office.presses(VERA, "save-message", None, **each) for each in filled]]
    found.append(await office.presses(VERA, "edit-message"))
    id_ = (await kept(office)).id
    await changes(office.store, id_, spread_days=5)
    found += [await office.presses(VERA, "save-message", None, **FORM) for _ in range(2)]
    await changes(office.store, id_, first_day=date(2026, 11, 20))
    found += [await office.presses(VERA, verb) for verb in ("preview-en", "drop-draft")]
    found.append(await office.presses(VERA, "save-message", form, **FORM))
    found.append(await office.types("policy-0", "communications"))
    return found


async def _calendar(library: Library, language: Language) -> list[Shown]:
    """Return a calendar with a week that holds too much, and more than a card has room for."""
    office = await office_of(library, language=language)
    for number in range(14):
        title = Text(en=f"Number {number}: {'a' * 90}", fr=f"Numéro {number} : {'b' * 90}")
        await keep(office.store, f"c{number}", communication(title=title), 0)
    await keep(office.store, "s", session(), 0)
    found = [await office.types(VERA, "communications")]
    await keep(office.store, "a", communication(stage=Stage.PAUSED, halt=Halt.CONTENT), 0)
    await office.types(VERA, "communications")
    found.append(await office.presses(VERA, "open", None, campaign="a"))
    network, lost = Audience(named="values-network"), Audience(named="of-another-year")
    await keep(office.store, "b", communication(stage=Stage.DRAFT, audience=network), 0)
    await keep(office.store, "d", communication(stage=Stage.DRAFT, audience=lost), 0)
    await keep(office.store, "e", communication(stage=Stage.PAUSED, audience=lost), 0)
    for id_ in ("b", "d", "e"):
        await office.types(VERA, "communications")
        found.append(await office.presses(VERA, "open", None, campaign=id_))
    for id_ in ("b", "d"):
        await office.types(VERA, "communications")
        await office.presses(VERA, "open", None, campaign=id_)
        found.append(await office.presses(VERA, "rehearse"))
    return found


async def _duties(library: Library, language: Language) -> list[Shown]:
    """Return a reminder that runs, one that is over and one stopped, in a large office and in a small one."""
    found: list[Shown] = []
    for colleagues in (11, 2):
        office = await office_of(library, colleagues, language)
        await office.ticks()
        await office.types(VERA, "communications")
        found.append(await office.presses(VERA, "open", None, campaign="coi@2026-Q4"))
        await office.presses("policy-0", "coi")
        await office.presses("policy-0", "will-declare")
        office.at += timedelta(days=45)
        await office.types(VERA, "communications")
        found.append(await office.presses(VERA, "open", None, campaign="coi@2026-Q4"))
        await office.types(VERA, "communications")
        await office.presses(VERA, "open", None, campaign="coi@2027-Q1")
        found += [await office.presses(VERA, verb) for verb in ("stop-campaign", "yes")]
    return found
