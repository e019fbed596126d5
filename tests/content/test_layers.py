"""An organization changes its own lines and goes on receiving corrections to all the others."""

from pathlib import Path

import pytest

from content.faults import Fault
from content.loader import load
from tests.content.conftest import Desk, Faults, copied

OWN = "organizations/demo/modules/M04.yaml"
TALK = """\
id: M04
talk:
  en: "Which links are typical at the counter?"
  fr: "Quels liens sont courants au comptoir?"
"""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A copy with a second organization."""
    return copied(tmp_path, "public-safety", "opo")


@pytest.fixture
def local(desk: Desk) -> Desk:
    desk.add(OWN, TALK)
    (desk.root / "versions.lock").unlink()
    return desk


def test_an_organization_changes_one_sentence_and_keeps_the_rest_of_the_module(local: Desk) -> None:
    module, shipped = load(local.root, "demo").modules["M04"], load(local.root, "cics").modules["M04"]
    assert module.talk.fr == "Quels liens sont courants au comptoir?"
    assert module.model_copy(update={"talk": shipped.talk}).dilemma == shipped.dilemma
    assert len(module.pages) >= len(shipped.pages)


def test_a_correction_reaches_an_organization_that_changed_another_line(local: Desk) -> None:
    local.change("modules/M04.yaml", "It is a situation, not a fault.", "It is a situation and not a fault.")
    module = load(local.root, "demo").modules["M04"]
    assert "It is a situation and not a fault." in [line.en for page in module.pages for line in page.lines]
    assert module.talk.en == "Which links are typical at the counter?"


def test_one_page_is_changed_by_its_id_and_the_others_stay_in_their_order(local: Desk) -> None:
    before = load(local.root, "cics").modules["M04"].pages
    local.add(
        OWN,
        f"pages:\n  - id: {before[1].id}\n    title:\n"
        '      en: "Three kinds at the counter"\n      fr: "Trois sortes au comptoir"\n',
    )
    after = load(local.root, "demo").modules["M04"].pages
    shown = [page.id for page in after]
    assert [page.id for page in before if page.id in shown] == shown[: len(before)]
    assert after[1].title.en == "Three kinds at the counter"
    assert after[1].lines[0] == before[1].lines[0]


def test_a_page_of_its_own_comes_last(local: Desk) -> None:
    local.add(
        OWN,
        'pages:\n  - id: counter\n    title: {en: "Here", fr: "Ici"}\n    lines:\n'
        '      - {en: "Ask the lead first.", fr: "Demandez à la responsable."}\n',
    )
    assert load(local.root, "demo").modules["M04"].pages[-1].id == "counter"


def test_a_fault_in_a_line_below_is_named_in_the_file_below(local: Desk, found: Faults) -> None:
    local.change("modules/M04.yaml", "minutes: 5", "minutes: five")
    line = local.line("modules/M04.yaml", "minutes: five")
    assert {file for file, at, id_ in found(local.check()) if (at, id_) == (line, "not-number")} == {
        "content/modules/M04.yaml"
    }


def test_a_fault_in_a_line_of_its_own_is_named_there(local: Desk, found: Faults) -> None:
    local.change(OWN, "comptoir?", "comptoir ?")
    assert (f"content/{OWN}", 4, "mark-space") in found(local.check())


def test_the_higher_version_counts_so_that_a_correction_is_a_new_version_above_too(local: Desk) -> None:
    local.change("modules/M04.yaml", "version: 1", "version: 3")
    local.change(OWN, "id: M04\n", "id: M04\nversion: 2\n")
    assert load(local.root, "demo").modules["M04"].version == 3
    local.change("modules/M04.yaml", "version: 3", "version: 1")
    assert load(local.root, "demo").modules["M04"].version == 2


# What is no longer below ---------------------------------------------------------------------------

PAGE = """\
pages:
  - id: gone
    title: {en: "Here", fr: "Ici"}
"""
OPTION = """\
dilemma:
  options:
    - id: gone
      text: {en: "Ask the lead first.", fr: "Demander à la responsable."}
"""
ITEM = """\
items:
  - id: GONE
    when: {en: "In the first week", fr: "Dans la première semaine"}
"""
QUESTION = """\
questions:
  - id: gone
    title: {en: "Here", fr: "Ici"}
"""
PARTS = [
    ("modules/M04.yaml", PAGE, "- id: gone", "lines"),
    ("modules/M04.yaml", OPTION, "- id: gone", "support, feedback"),
    ("checklists/onboarding.yaml", ITEM, "- id: GONE", "side, text"),
    ("forms/coi-self-check.yaml", QUESTION, "- id: gone", "text, why, options, unanswered"),
]


def lone(desk: Desk) -> list[Fault]:
    return [fault for fault in desk.check().faults if fault.id == "item-not-below"]


@pytest.mark.parametrize(("file", "part", "words", "fields"), PARTS)
def test_a_part_of_an_item_that_is_no_longer_below_is_a_fault_in_the_line_of_its_own(
    desk: Desk, file: str, part: str, words: str, fields: str
) -> None:
    own = f"organizations/demo/{file}"
    desk.add(own, f"id: {Path(file).stem}\n{part}")
    (fault,) = lone(desk)
    assert (fault.file, fault.line) == (f"content/{own}", desk.line(own, words))
    assert fault.values["fields"] == fields
    for language, sign in (("en", "take it out"), ("fr", "enlevez-le")):
        sentence = fault.sentence("en" if language == "en" else "fr")
        assert sign in sentence
        assert fields in sentence
    assert not [each for each in desk.check().faults if each.id == "field-missing"]


def test_a_part_in_a_pack_is_a_fault_in_the_line_of_the_pack(desk: Desk) -> None:
    desk.add(
        "packs/shared/pack.yaml", 'id: shared\nversion: 1\ntitle: {en: "Shared", fr: "Textes partagés"}\n'
    )
    desk.add("packs/shared/modules/M04.yaml", f"id: M04\n{PAGE}")
    desk.add("organizations/demo/organization.yaml", "\npacks: [shared]\n")
    desk.add(OWN, TALK)
    (fault,) = lone(desk)
    assert (fault.file, fault.line) == ("content/packs/shared/modules/M04.yaml", 3)


def test_what_a_pack_removes_is_named_where_an_organization_had_changed_it(desk: Desk) -> None:
    desk.add(
        "packs/shared/pack.yaml", 'id: shared\nversion: 1\ntitle: {en: "Shared", fr: "Textes partagés"}\n'
    )
    whole = '    lines:\n      - {en: "Ask the lead first.", fr: "Demandez à la responsable."}\n'
    desk.add("packs/shared/modules/M04.yaml", f"id: M04\n{PAGE}{whole}")
    desk.add("organizations/demo/organization.yaml", "\npacks: [shared]\n")
    desk.add(OWN, f"id: M04\n{PAGE}")
    assert lone(desk) == []
    desk.change("packs/shared/modules/M04.yaml", "id: gone", "id: renamed")
    (fault,) = lone(desk)
    assert (fault.file, fault.line) == (f"content/{OWN}", 3)


def test_a_whole_item_of_its_own_is_allowed_and_a_slip_inside_it_is_named_as_ever(desk: Desk) -> None:
    whole = '    lines:\n      - {en: "Ask the lead first.", fr: "Demandez à la responsable."}\n'
    desk.add(OWN, f"id: M04\n{PAGE}{whole}")
    assert load(desk.root, "demo").modules["M04"].pages[-1].id == "gone"
    desk.change(OWN, ', fr: "Ici"', "")
    faults = desk.check().faults
    assert lone(desk) == []
    assert "language-missing" in [fault.id for fault in faults if fault.file == f"content/{OWN}"]
