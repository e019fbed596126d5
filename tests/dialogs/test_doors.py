"""Whom to ask: five doors that anyone opens from anywhere, and that nobody can be seen to have opened."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest

from content.model import DOORS, Contact, Library, Text
from dialogs import places
from dialogs.doors import FLOW, AtDoors
from dialogs.facts import LanguageChosen
from dialogs.views import View
from tests.dialogs.visitor import TODAY, Visitor

WORDS = {
    "suggestion": ("suggestion", "J'ai une suggestion"),
    "dilemma": ("I have a dilemma", "dilemme"),
    "wrongdoing": ("WRONGDOING", "acte repréhensible"),
    "harassment": ("I am being harassed, or I see it", "harcelement"),
    "ear": ("ear", "oreille"),
}


def listed(view: View) -> str:
    """Return the contacts of a door in both languages, as one text."""
    contacts = view.values["contacts"]
    assert isinstance(contacts, tuple)
    return "\n".join(f"{line.en}\n{line.fr}" for line in contacts)


def with_contacts(library: Library, changes: Mapping[str, Contact | None]) -> Library:
    contacts = {**library.organization.contacts, **changes}
    organization = library.organization.model_copy(update={"contacts": contacts})
    return library.model_copy(update={"organization": organization})


def without(library: Library, *keys: str) -> Library:
    return with_contacts(library, dict.fromkeys(keys))


def behind(library: Library, door: str) -> View:
    visitor = Visitor(library)
    visitor.settles_in()
    return visitor.presses(f"door-{door}")


def test_five_doors_and_the_way_home_stand_on_one_card_in_their_order(settled: Visitor) -> None:
    view = settled.types("whom do I ask?")
    assert view.card == "doors"
    assert [button.verb for button in view.buttons] == [
        "door-suggestion", "door-dilemma", "door-wrongdoing", "door-harassment", "door-ear", "home",
    ]  # fmt: skip


@pytest.mark.parametrize("door", DOORS)
def test_a_door_opens_by_its_button_and_by_its_words_in_both_languages(
    settled: Visitor, library: Library, door: str
) -> None:
    settled.types("portes")
    title = library.doors[door].title
    assert settled.presses(f"door-{door}").values["title"] == title
    for words in WORDS[door]:
        assert settled.types(words).values["title"] == title


@pytest.mark.parametrize("door", ["", *DOORS])
def test_looking_behind_a_door_moves_nothing_and_keeps_nothing(settled: Visitor, door: str) -> None:
    settled.types("m01")
    before = (dict(settled.standing), settled.past)
    settled.presses(f"door-{door}" if door else "doors")
    assert settled.turned
    assert (settled.turned.keep, settled.turned.facts, settled.turned.tells) == (False, (), ())
    assert (settled.standing, settled.past) == before
    assert settled.types("1").card == "module.page", "a number still means the card they last acted on"


def test_whatever_is_pressed_on_a_door_it_is_shown_again(settled: Visitor) -> None:
    settled.presses("door-ear")
    assert settled.presses("next").card == "doors.open"
    assert settled.presses("door-garden").card == "doors.open"
    assert not [where for where in settled.standing if where[0] == "doors"]


def test_a_door_that_is_not_there_has_no_words(library: Library) -> None:
    assert FLOW.script(library, "garden") is None


def test_the_place_is_the_same_for_every_door_should_it_ever_be_saved() -> None:
    assert places.load(FLOW, places.save(FLOW, AtDoors())) == AtDoors()


def test_changing_the_language_at_a_door_keeps_the_language_and_not_the_door(settled: Visitor) -> None:
    settled.types("m01")
    settled.presses("door-wrongdoing")
    view = settled.presses("language-fr")
    assert view.card == "doors.protected", "the person stays in front of what they were reading"
    assert settled.facts[-1] == LanguageChosen("fr")
    assert {flow for flow, _ in settled.standing} == {"home", "module"}
    assert settled.presses("language-en").card == "doors.protected"
    assert settled.facts[-1] == LanguageChosen("en")
    settled.presses("language-en")
    assert settled.turned
    assert not settled.turned.keep, "the same language again is nothing to keep"
    assert settled.types("1").card == "module.page"


def test_somebody_new_meets_the_notice_before_any_door(visitor: Visitor) -> None:
    assert visitor.presses("door-harassment").card == "welcome"


@pytest.mark.parametrize("door", ["wrongdoing", "harassment"])
def test_where_it_matters_there_are_two_ways_at_least_and_the_law_is_told(
    library: Library, door: str
) -> None:
    view = behind(library, door)
    assert view.card == "doors.protected"
    assert len(view.values["contacts"]) >= 2  # type: ignore[arg-type]  # a tuple of lines


def test_a_contact_is_named_with_address_phone_hours_note_and_last_check(library: Library) -> None:
    lines = listed(behind(library, "wrongdoing")).splitlines()
    assert lines[0] == (
        "The senior officer for disclosure: disclosure@demo.example, 613-555-0105, Monday to Friday,"
        " 9 am to 5 pm. Last checked: November 2, 2026. Call first; do not write down what happened."
    )
    assert lines[1].startswith("L'agent supérieur chargé de la divulgation\N{NO-BREAK SPACE}: ")
    assert lines[-2:] == ["Your manager.", "Votre gestionnaire."]


def test_an_organization_without_a_senior_officer_shows_the_commissioner_and_the_supervisor(
    library: Library,
) -> None:
    told = listed(behind(without(library, "senior_officer_disclosure"), "wrongdoing"))
    assert "senior officer" not in told
    assert "Integrity Commissioner" in told
    assert "Your manager." in told
    assert "general line" not in told, "two ways are left"


def test_when_only_the_manager_is_left_the_general_line_comes_beside(library: Library) -> None:
    told = listed(behind(without(library, "senior_officer_disclosure", "psic"), "wrongdoing"))
    assert "Your manager." in told
    assert (
        "The general line of the Demonstration Agency: 613-555-0100. Last checked: November 2, 2026." in told
    )


@pytest.mark.parametrize("door", DOORS)
def test_a_door_without_any_contact_stays_with_the_general_line(library: Library, door: str) -> None:
    told = listed(behind(without(library, *library.doors[door].contacts), door))
    assert told.startswith("The general line of the Demonstration Agency: 613-555-0100. Last checked:")


def test_a_door_without_even_a_general_line_still_opens(library: Library) -> None:
    view = behind(without(library, "general", *library.doors["ear"].contacts), "ear")
    assert (view.card, view.values["contacts"]) == ("doors.open", ())


@pytest.mark.parametrize(("after", "beside"), [(0, False), (1, True), (400, True)])
def test_after_its_review_date_a_contact_has_the_general_line_beside_it(
    library: Library, after: int, *, beside: bool
) -> None:
    known = library.organization.contacts["ombud"]
    assert known
    old = known.model_copy(update={"checked": date(2025, 1, 6), "review": TODAY - timedelta(days=after)})
    told = listed(behind(with_contacts(library, {"ombud": old}), "ear"))
    assert "The ombud: ombud@demo.example" in told, "a contact never disappears"
    assert "Last checked: January 6, 2025." in told
    more = "This may have changed. If so: the general line of the Demonstration Agency, 613-555-0100."
    assert (more in told) is beside
    alone = listed(behind(with_contacts(library, {"ombud": old, "general": None}), "ear"))
    assert "may have changed" not in alone


def test_a_contact_with_a_phone_alone_needs_no_address(library: Library) -> None:
    phone = Contact(
        name=Text(en="the ombud", fr="l'ombud"),
        phone="613-555-0199",
        checked=date(2026, 11, 2),
        review=date(2027, 11, 1),
    )
    told = listed(behind(with_contacts(library, {"ombud": phone}), "ear"))
    assert "The ombud: 613-555-0199. Last checked: November 2, 2026." in told
