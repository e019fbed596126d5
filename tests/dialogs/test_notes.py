"""Notes to an office say what is true when they are sent, or nothing at all."""

from datetime import date, timedelta

from content.model import Library
from dialogs.notes import note, review, title
from dialogs.views import View

REVIEWED = date(2027, 11, 1)


def about(library: Library, standing: str, today: date, day: date = REVIEWED) -> View | None:
    return note(library, review(day, standing).key, "", today)


def test_a_note_names_every_contact_of_a_date_when_it_was_checked_and_where_to_change_it(
    library: Library,
) -> None:
    view = about(library, "soon", REVIEWED - timedelta(days=30))
    assert view
    lines = view.values["contacts"]
    assert isinstance(lines, tuple)
    assert "The ombud, last checked on November 2, 2026" in [line.en for line in lines]
    reached = [each for each in library.organization.contacts.values() if each and each.reached]
    assert len(lines) == len(reached), "whom everybody knows how to reach is never due"
    assert (view.card, view.values["review"]) == ("directory.review-soon", REVIEWED)
    assert "organization.yaml" in library.cards[view.card].body[2].fr


def test_a_note_about_a_contact_that_was_checked_meanwhile_has_nothing_to_say(library: Library) -> None:
    assert about(library, "soon", REVIEWED - timedelta(days=31)) is None
    assert about(library, "soon", REVIEWED + timedelta(days=1)) is None, "the next one says it"
    assert about(library, "past", REVIEWED) is None
    assert about(library, "past", REVIEWED + timedelta(days=1))


def test_a_note_about_a_contact_that_is_gone_has_nothing_to_say(library: Library) -> None:
    assert about(library, "soon", REVIEWED, day=REVIEWED - timedelta(days=1)) is None


def test_a_note_about_a_person_carries_their_name(library: Library) -> None:
    view = note(library, "coi.advice-request", "Ana", REVIEWED)
    assert view
    assert view.values == {"name": "Ana"}


def test_a_note_is_listed_by_the_title_of_its_card(library: Library) -> None:
    assert title(library, review(REVIEWED, "past").key) == library.cards["directory.review-past"].title
    assert title(library, "coi.advice-request") == library.cards["coi.advice-request"].title
