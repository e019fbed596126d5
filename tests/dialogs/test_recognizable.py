"""What could let somebody be recognized: people, addresses, files, days and places."""

import pytest

from dialogs.recognizable import KINDS, doubts, found

NAMES, UNITS = ("Zoé Ångström-Li", "Cher"), ("Direction des politiques", "Policy Branch")

PLACES = (
    "at K1A 0R6",
    "au k1a0r6",
    "in room 12",
    "dans le local\xa012",
    "on the 3rd floor",
    "au 2e étage",
    "at 90 Elgin Street",
    "au 10, rue Wellington",
    "in the region of Outaouais",
    "en région de l'Outaouais",
    "dans la ville de Gatineau",
    "the Moncton office",
    "l'immeuble Jeanne",
    "someone of the policy branch",
    "à la direction des politiques",
)
FREE = (
    "A supplier leaves a basket at reception.",
    "Un fournisseur laisse un panier à la réception : qui le prend?",
    "Two colleagues disagree about the order of 12 files.",
    "Le bureau de la direction hésite; 3 personnes attendent.",
    "You take the floor. It is a matter of place.",
)


@pytest.mark.parametrize("text", PLACES)
def test_a_place_is_found(text: str) -> None:
    assert "place" in found(text, NAMES, UNITS)


@pytest.mark.parametrize("text", FREE)
def test_words_that_point_to_nobody_are_left_alone(text: str) -> None:
    assert found(text, NAMES, UNITS) == ()


def test_people_addresses_days_and_files_are_found_as_before_an_answer_is_sent() -> None:
    text = "Ask zoe angstrom-li or x@example.org, 613-555-0100, about file ABC-1234 of 3 March."
    assert set(found(text, NAMES, UNITS)) == set(KINDS) - {"place"}


def test_a_single_word_that_is_also_a_name_is_no_doubt() -> None:
    assert found("C'est cher payé.", NAMES, UNITS) == ()


def test_each_field_is_named_with_what_was_found_in_it() -> None:
    held = {"a": "Room 12", "b": "Nothing", "c": "x@example.org", "d": "Room 14"}
    assert doubts(held, ("a", "b", "c", "e"), NAMES, UNITS) == (("a", ("place",)), ("c", ("email",)))
