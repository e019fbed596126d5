"""Somebody says something without a name in a small office, and what of it is kept is looked at."""

from collections.abc import Mapping, Sequence

from bot.heard import Shown
from storage.mailbox import Mailbox
from storage.ports import Box
from tests.bot.office import Office

BOX = Box("feedback", 1, "2026-Q4", large=True)
WORDS = "More real dilemmas, please."


async def kept(office: Office, box: Box = BOX) -> Sequence[Mapping[str, str]]:
    """Open a copy of a box as its release would; the box itself stays as it is."""
    mailbox = Mailbox(office.store.slots, office.keys, office.chance)
    return sorted(await mailbox.open(box), key=str)


def said(shown: Shown) -> str:
    """Return what stands on the card in its values, as one text."""
    found = shown.view.values.get("said", ())
    assert isinstance(found, tuple)
    return " ".join(line.of(shown.language or "en") for line in found)


async def the_form(office: Office, who: str = "ana") -> Shown:
    await office.presses(who, "feedback")
    return await office.presses(who, "feedback-form")
