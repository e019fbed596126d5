"""Notes to an office say what is true when they are sent, or nothing at all."""

from datetime import date, timedelta

from content.model import Library
from dialogs.notes import note, review, title
from dialogs.views import View

REVIEWED = date(2027, 11, 1)


def about(library: Library, standing: str, today: date, contact: str = "ombud") -> View | None:
    return note(library, review(contact, standing).key, "", today)


def test_a_note_about_a_contact_says_which_one_its_dates_and_where_to_change_them(library: Library) -> None:
    view = about(library, "soon", REVIEWED - timedelta(days=30))
    assert view
    ombud = library.organization.contacts["ombud"]
    assert ombud
    assert view.card == "directory.review-soon"
    assert view.values == {
        "contact": ombud.name,
        "key": "ombud",
        "checked": date(2026, 11, 2),
        "review": REVIEWED,
    }
    assert all("organization.yaml" in line.fr for line in library.cards[view.card].body[1:2])


def test_a_note_about_a_contact_that_was_checked_meanwhile_has_nothing_to_say(library: Library) -> None:
    assert about(library, "soon", REVIEWED - timedelta(days=31)) is None
    assert about(library, "soon", REVIEWED + timedelta(days=1)) is None, "the next one says it"
    assert about(library, "past", REVIEWED) is None
    assert about(library, "past", REVIEWED + timedelta(days=1))


def test_a_note_about_a_contact_that_is_gone_has_nothing_to_say(library: Library) -> None:
    assert about(library, "soon", REVIEWED, contact="pigeon-post") is None


def test_whom_everybody_knows_how_to_reach_is_never_due(library: Library) -> None:
    assert about(library, "soon", REVIEWED, contact="manager") is None


def test_a_note_about_a_person_carries_their_name(library: Library) -> None:
    view = note(library, "coi.advice-request", "Ana", REVIEWED)
    assert view
    assert view.values == {"name": "Ana"}


def test_a_note_is_listed_by_the_title_of_its_card(library: Library) -> None:
    assert title(library, review("ombud", "past").key) == library.cards["directory.review-past"].title
    assert title(library, "coi.advice-request") == library.cards["coi.advice-request"].title
