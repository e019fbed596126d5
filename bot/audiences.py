"""Says in words whom a campaign is for, and what is wrong with the list that its organization maintains."""

from collections.abc import Iterable
from datetime import date

from content.model import Audience, Library, Stage, Text
from content.wording import filled
from dialogs import audience as whom
from dialogs import writing
from dialogs.people import Person
from dialogs.stages import Message

ENDED = frozenset({Stage.STOPPED, Stage.CLOSED})
"""Whom these were for is not what the files say today."""


def named(library: Library, audience: Audience) -> Text:
    """Name an audience, as the form of a campaign does."""
    if whom.gone(library.organization, audience):
        return library.sentences["campaigns.to.gone"]
    names = dict(writing.audiences(library))
    return names[writing.chosen_for(library, audience)]


def on_its_list(library: Library, written: Message, everyone: Iterable[Person], today: date) -> list[Text]:
    """Say how many on the list of its audience are not, or no longer, here; nothing once it has ended."""
    found = whom.strangers(library.organization, written.audience, everyone, today)
    if found is None or not found.unknown or written.stage in ENDED:
        return []
    values = {"unknown": found.unknown, "listed": found.listed}
    return [filled(library.sentences["campaigns.strangers"], values)]
