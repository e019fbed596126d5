"""The questions about the organization: data with a version, in the words of whoever asks them."""

import pytest

from content.loader import load
from content.model import Library
from tests.content.conftest import Desk, Faults

ASKED = "question-sets/pco-2024.yaml"
OWN = "organizations/demo/question-sets/pco-2024.yaml"
PASTED = """
id: pco-2024
version: {version}
unconfirmed: []
questions:
  - id: "3"
    text:
      en: "Has your organization reviewed its code of conduct?"
      fr: "Question officielle collée par l'organisation?"
"""


def test_two_sets_of_questions_ship(library: Library) -> None:
    sizes = {id_: len(found.questions) for id_, found in library.question_sets.items()}
    assert sizes == {"pco-2024": 13, "where-to-start": 14}


def test_only_questions_six_and_seven_have_boxes_that_evidence_speaks_for(library: Library) -> None:
    asked = library.question_sets["pco-2024"].questions
    offered = {question.id: len(question.boxes) for question in asked if any(b.kinds for b in question.boxes)}
    assert offered == {"6": 7, "7": 3}
    assert all(question.several for question in asked if question.id in offered)


def test_french_that_nobody_has_confirmed_says_so(library: Library) -> None:
    assert {found.unconfirmed for found in library.question_sets.values()} == {("fr",)}


def test_an_organization_pastes_the_official_french_under_a_version_of_its_own(desk: Desk) -> None:
    desk.add(OWN, PASTED.format(version=2))
    desk.seal()
    found = load(desk.root, "demo").question_sets["pco-2024"]
    assert (found.version, found.unconfirmed) == (2, ())
    assert found.questions[2].text.fr == "Question officielle collée par l'organisation?"
    assert [box.id for box in found.questions[2].boxes] == ["reviewed", "reviewing"]


def test_a_question_that_changes_under_the_same_version_is_a_fault(desk: Desk, found: Faults) -> None:
    desk.add(OWN, PASTED.format(version=1))
    assert [id_ for _, _, id_ in found(desk.check())] == ["changed-for-organization"]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("    part: training", "    part: nowhere", "not-one-of"),
        ("holdings: [factors]", "holdings: [horoscopes]", "not-one-of"),
        ("holdings: [factors]", "holdings: [factors, pulse]", "changed-unsealed"),
        ('      - {id: "no", text: {en: "No", fr: "Non"}}\n', "", "too-few"),
    ],
)
def test_a_slip_in_a_set_is_named(desk: Desk, found: Faults, old: str, new: str, fault: str) -> None:
    desk.change(ASKED, old, new)
    assert fault in [id_ for _, _, id_ in found(desk.check())]
