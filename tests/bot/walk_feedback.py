"""The cards of the forms without a name, and of the invitation to them, in one language."""

from datetime import timedelta

from bot.cards.drawn import opening
from bot.heard import Shown
from content.model import Language, Library
from dialogs.flow import Ref
from dialogs.people import PersonId
from tests.bot.office import Office, person

WHO = PersonId("walker")
NAMED = "Mr. Tremblay said so on 3 March 2026: ABC-1234, 613-555-0123, a@example.org"
FULL = {"help": "agree", "topics": "ai,gifts,privacy,other", "change": "x" * 301}


async def cards(library: Library, language: Language) -> list[Shown]:
    """Return what somebody meets who answers in every way, and is told why not in every way."""
    day = Office(library).at.date()
    polls = {
        id_: form.model_copy(update={"first_day": day, "last_day": day}) if form.kind == "poll" else form
        for id_, form in library.questionnaires.items()
    }
    office = Office(library.model_copy(update={"questionnaires": polls}))
    await office.hires(person("walker", "policy"))
    await office.settles_in("walker", language=language)
    found = [await office.presses("walker", "feedback")]
    found += [await office.presses("walker", verb) for verb in ("feedback-form", "pulse", "rating")]
    found += [await office.presses("walker", f"open-{id_}") for id_ in polls]
    form = await office.presses("walker", "feedback-form")
    found += [opening(form), await office.presses("walker", "nonsense", form)]
    found += [await office.presses("walker", "what-is-stored", form, **FULL)]
    found += [await office.presses("walker", "send", form, **sent) for sent in ({}, FULL)]
    found.append(await office.presses("walker", "send", form, change=NAMED))
    for _ in range(4):
        shown = await office.presses("walker", "feedback-form")
        found.append(await office.presses("walker", "send-as-it-is", shown, change=NAMED))
    office.at += timedelta(days=60)
    found.append(await office.presses("walker", "send", form, help="agree"))
    invitation = await office.turns.present(WHO, Ref("invited", "2026-Q4"), None)
    assert invitation is not None
    return [*found, invitation]
