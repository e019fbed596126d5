"""A values and ethics officer at work: writes, looks, starts and corrects, in a small office."""

from bot.heard import Shown
from content.model import Library, Text
from dialogs.people import PersonId, Role
from dialogs.stages import Message
from dialogs.views import Table
from storage.campaigns import Filed, campaigns
from storage.ports import Address
from tests.bot.office import Office, person, staff

VERA = PersonId("vera")
OTHER = PersonId("otto")

FORM = {
    "title_en": "Gifts",
    "title_fr": "Cadeaux",
    "body_en": "Ask first.\n\nThen say no.",
    "body_fr": "Demandez d'abord.\n\nPuis dites non.",
    "audience": "everyone",
    "people": "",
    "first_day": "2026-11-23",
    "spread": "0",
}
BETTER = {
    "title_en": "Gifts, corrected",
    "title_fr": "Cadeaux, corrigé",
    "body_en": "Ask us first.",
    "body_fr": "Demandez-nous d'abord.",
}


async def office_of(library: Library, colleagues: int = 11, language: str = "en") -> Office:
    """Return an office with two officers and some colleagues who have all met Ethos."""
    office = Office(library)
    people = staff(["policy"], colleagues)
    officers = [person(name, "head-office", Role.VE_OFFICER) for name in (VERA, OTHER)]
    await office.hires(*officers, *people)
    await office.settles_in(VERA, OTHER, language=language)
    await office.settles_in(*(each.id for each in people), language=language)
    return office


async def writes(office: Office, who: str = VERA, **changed: str) -> Shown:
    """Write a new communication and save it."""
    await office.types(who, "communications")
    await office.presses(who, "new-communication")
    return await office.presses(who, "save-message", None, **{**FORM, **changed})


async def looks(office: Office, who: str = VERA) -> Shown:
    """Look at a text in both languages, and go back to where it can be sent."""
    await office.presses(who, "preview-en")
    shown = await office.presses(who, "preview-fr")
    verbs = [button.verb for button in shown.view.buttons]
    return await office.presses(who, "rewording" if "rewording" in verbs else "back")


async def starts(office: Office, who: str = VERA, **changed: str) -> Shown:
    """Write, look and start."""
    await writes(office, who, **changed)
    await looks(office, who)
    return await office.presses(who, "start-campaign")


async def opens(office: Office, who: str = VERA, at: int = 0) -> Shown:
    """Open one of the communications there are, from the calendar."""
    ids = sorted(await campaigns(office.store))
    await office.types(who, "communications")
    return await office.presses(who, "open", None, campaign=ids[at])


async def kept(office: Office) -> Filed:
    """Return the only campaign there is."""
    (filed,) = (await campaigns(office.store)).values()
    return filed


async def message(office: Office) -> Message:
    """Return the only campaign there is, which somebody has written."""
    return message_of(await kept(office))


def message_of(filed: Filed) -> Message:
    """Return what an officer wrote; no turn of a reminder."""
    assert isinstance(filed.campaign, Message)
    return filed.campaign


async def moves_away(office: Office, who: str) -> None:
    """Have nobody know where to write to somebody."""
    await office.store.people.forget(PersonId(who))


async def comes_back(office: Office, who: str) -> None:
    await office.store.people.learn(PersonId(who), Address("here"))


def cells(table: Table) -> dict[str, object]:
    """Return a table of two columns, by the words of the first."""
    return {cell.en if isinstance(cell, Text) else str(cell): row for cell, row, *_ in table.rows}
