"""The notes an office gets: which card, and what fills it when it is sent."""

from datetime import date

from content.model import Library, Text
from dialogs.flow import Ref
from dialogs.views import Button, Value, View

REVIEW = "directory.review"
"""Where notes about contacts that are due for a check come from."""

SUBJECT = "/"
"""Between the card of a note and the key of what it is about."""


def review(contact: str, standing: str) -> Ref:
    """Point to the note about one contact of the directory, such as "directory.review-soon/coi"."""
    return Ref("note", f"{REVIEW}-{standing}{SUBJECT}{contact}")


def title(library: Library, key: str) -> Text:
    """Return the title of a note, whatever it is about."""
    return library.cards[key.partition(SUBJECT)[0]].title


def note(library: Library, key: str, name: str, today: date) -> View | None:
    """Fill a note: with the name of the person it is about, or from the directory.

    None when there is nothing to say any more: the contact is gone, or was checked meanwhile.
    """
    card, _, subject = key.partition(SUBJECT)
    values: dict[str, Value] = {"name": name}
    if card.startswith(REVIEW):
        contact = library.organization.contacts.get(subject)
        if contact is None or card != f"{REVIEW}-{contact.standing(today)}":
            return None
        values = {
            "contact": contact.name,
            "key": subject,
            "checked": contact.checked,
            "review": contact.review,
        }
    return View(card, values, (Button("home"),))
