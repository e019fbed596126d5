"""The notes an office gets: which card, and what fills it when it is sent."""

from datetime import date

from content.model import Library, Text
from content.wording import begun, filled
from dialogs.flow import Ref
from dialogs.views import Button, Value, View

REVIEW = "directory.review"
"""Where notes about contacts that are due for a check come from."""

HALTED = "campaign.halted"
"""Where notes come from about a campaign that stands still by itself."""

ASKED_FOR = "requests.new"
"""Where notes come from about a session that a unit asks for."""

SUBJECT = "/"
"""Between the card of a note and the key of what it is about."""


def review(day: date, standing: str) -> Ref:
    """Point to the note about every contact with one review date: "directory.review-soon/2027-11-01"."""
    return Ref("note", f"{REVIEW}-{standing}{SUBJECT}{day.isoformat()}")


def halted(campaign: str) -> Ref:
    """Point to the note about a campaign that stands still."""
    return Ref("note", f"{HALTED}{SUBJECT}{campaign}")


def asked_for() -> Ref:
    """Point to the note that a unit asks for a session; it says not which, for the queue does."""
    return Ref("note", ASKED_FOR)


def title(library: Library, key: str) -> Text:
    """Return the title of a note, whatever it is about."""
    name = key.partition(SUBJECT)[0]
    return library.sentences.get(f"record.message.{name}") or library.cards[name].title


def note(library: Library, key: str, name: str, today: date) -> View | None:
    """Fill a note: with the name of the person it is about, or from the directory.

    None when there is nothing to say any more: the contacts are gone, or were checked meanwhile.
    """
    card, _, subject = key.partition(SUBJECT)
    values: dict[str, Value] = {"name": name}
    if card.startswith(REVIEW):
        day = date.fromisoformat(subject)
        found = [each for each in library.organization.contacts.values() if each and each.review == day]
        due = [each for each in found if card == f"{REVIEW}-{each.standing(today)}"]
        if not due:
            return None
        line = library.sentences["directory.line"]
        values = {
            "contacts": tuple(
                filled(line, {"name": begun(each.name), "checked": each.checked}) for each in due
            ),
            "review": day,
        }
    queue = (Button("requests"),) if card == ASKED_FOR else ()
    return View(card, values, (*queue, Button("home")))
