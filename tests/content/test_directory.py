"""The directory is whole, checked in time, and nobody depends on one contact where it matters."""

import re

import pytest

from content.model import DOORS, SENSITIVE, Library
from tests.content.conftest import Desk, Faults

FILE = "organizations/demo/organization.yaml"
OMBUD = '    address: {en: "ombud@demo.example", fr: "ombuds@demo.example"}\n    phone: "613-555-0109"\n'
REVIEW = 'review: "2027-11-01"'


def entry(desk: Desk, key: str, old: str, new: str) -> None:
    """Change words in one contact of the demonstration."""
    path = desk.root / FILE
    head, found, tail = path.read_text(encoding="utf-8").partition(f"\n  {key}:\n")
    assert found, key
    assert old in tail
    path.write_text(head + found + tail.replace(old, new, 1), encoding="utf-8")


def without_ombud(desk: Desk) -> None:
    """Take the ombud out of the directory, with every line of the entry."""
    path = desk.root / FILE
    head, _, tail = path.read_text(encoding="utf-8").partition("\n  ombud:\n")
    path.write_text(head + "\n  icm:\n" + tail.partition("\n  icm:\n")[2], encoding="utf-8")


def test_a_door_that_sends_to_a_contact_nobody_has_is_named_with_its_line(desk: Desk, found: Faults) -> None:
    desk.change("doors.yaml", "[ombud, icm, eap]", "[ombud, icm,\n    pigeon_post]")
    line = desk.line("doors.yaml", "pigeon_post")
    assert found(desk.check()) == [("content/doors.yaml", line, "contact-unknown")]
    said = desk.check().faults[0]
    assert "has no contact “pigeon_post”" in said.sentence("en")
    assert "personne-ressource «\N{NO-BREAK SPACE}pigeon_post\N{NO-BREAK SPACE}»" in said.sentence("fr")
    assert "organizations/demo/organization.yaml" in said.sentence("en")


def test_a_module_that_sends_to_a_contact_nobody_has_is_named(desk: Desk, found: Faults) -> None:
    path = desk.root / "modules" / "M01.yaml"
    path.write_text(re.sub(r"(?m)^contacts:.*\n", "", path.read_text("utf-8")) + "contacts: [pigeon_post]\n")
    faults = found(desk.check())
    assert (
        "content/modules/M01.yaml",
        desk.line("modules/M01.yaml", "pigeon_post"),
        "contact-unknown",
    ) in faults


def test_a_contact_of_null_is_known_and_hidden(desk: Desk) -> None:
    desk.unseal()
    without_ombud(desk)
    desk.change(FILE, "\n  icm:\n", "\n  ombud: null\n  icm:\n")
    assert desk.check().faults == ()


@pytest.mark.parametrize("date", ["2026-11-02", "2026-11-01"])
def test_a_contact_is_reviewed_after_it_was_checked(desk: Desk, found: Faults, date: str) -> None:
    entry(desk, "ombud", REVIEW, f'review: "{date}"')
    assert [id_ for _, _, id_ in found(desk.check())] == ["review-not-after-checked"]


@pytest.mark.parametrize(("date", "late"), [("2027-12-07", False), ("2027-12-08", True)])
def test_a_contact_is_reviewed_within_four_hundred_days(
    desk: Desk, found: Faults, date: str, *, late: bool
) -> None:
    entry(desk, "ombud", REVIEW, f'review: "{date}"')
    line = desk.line(FILE, date)
    expected = [(f"content/{FILE}", line, "review-too-late")] if late else []
    assert found(desk.check()) == expected


def test_a_contact_is_reached_somehow(desk: Desk, found: Faults) -> None:
    desk.unseal()
    desk.change(FILE, OMBUD, "")
    line = desk.line(FILE, "  ombud:") + 1
    assert found(desk.check()) == [(f"content/{FILE}", line, "contact-unreachable")]


def test_the_general_line_is_always_there(desk: Desk, found: Faults) -> None:
    desk.change(FILE, "  general:\n", "  generally:\n")
    faults = found(desk.check())
    assert [id_ for _, _, id_ in faults] == ["contact-general-missing"]
    desk.change(FILE, "  generally:\n", "  general: null\n  generally:\n")
    assert [id_ for _, _, id_ in found(desk.check())] == ["contact-general-missing"]


@pytest.mark.parametrize("door", sorted(SENSITIVE))
def test_nobody_depends_on_one_contact_where_it_matters(
    desk: Desk, found: Faults, library: Library, door: str
) -> None:
    contacts = f"[{', '.join(library.doors[door].contacts)}]"
    desk.change("doors.yaml", contacts, "[manager]")
    assert [id_ for _, _, id_ in found(desk.check())] == ["door-one-contact"]


def test_two_names_for_one_mailbox_are_one_contact(desk: Desk, found: Faults) -> None:
    desk.unseal()
    desk.change("doors.yaml", "[designated_recipient, union, ohs, eap, manager]", "[ombud, icm]")
    assert found(desk.check()) == []
    desk.change(FILE, "icm@demo.example", "ombud@demo.example")
    desk.change(FILE, "gic@demo.example", "ombuds@demo.example")
    desk.change(FILE, "613-555-0110", "613-555-0109")
    assert [id_ for _, _, id_ in found(desk.check())] == ["door-one-contact"]


def test_there_are_five_doors_and_no_others(desk: Desk, found: Faults) -> None:
    desk.change("doors.yaml", "\near:\n", "\ngarden:\n")
    assert {id_ for _, _, id_ in found(desk.check())} == {"not-one-of", "field-missing"}


def test_an_organization_may_have_its_own_words_for_a_door(desk: Desk) -> None:
    own = (
        "ear:\n"
        '  title: {en: "Somebody to talk to", fr: "Quelqu\'un à qui parler"}\n'
        '  about: [{en: "Come by.", fr: "Passez nous voir."}]\n'
        "  contacts: [eap]\n"
    )
    desk.add("organizations/demo/doors.yaml", own)
    assert desk.check().faults == ()


def test_the_five_doors_ship_and_each_sensitive_one_tells_the_law_with_its_source(library: Library) -> None:
    assert tuple(library.doors) == DOORS
    for door in SENSITIVE:
        assert len(library.doors[door].contacts) >= 2
        assert library.doors[door].protects
    written = (line.en for door in library.doors.values() for line in door.protects)
    assert any("60 days from when you knew, or ought to have known," in line for line in written)
