"""The self-assessment as an officer writes it, and the files that need a declaration of their own."""

import pytest

from content.loader import load
from content.model import Library, SelfCheck
from tests.content.conftest import Desk, Faults

FORM = "forms/coi-self-check.yaml"
FILE = f"content/{FORM}"
CONFIRMED = """\
  - fact: OPO-02
    by: {en: "the conflict of interest office", fr: "le bureau des conflits d'intérêts"}
    on: "2026-11-02"
"""
"""At the end of the demonstration's file stands what it has confirmed."""

PROCESSES = """
processes:
  - id: audit
    name: {en: "audits of grants", fr: "vérifications de subventions"}
    form_link: {en: "https://demo.example/audit", fr: "https://demo.example/verification"}
  - id: mediation
    name: {en: "mediations", fr: "médiations"}
    form_link: {en: "https://demo.example/mediation-en", fr: "https://demo.example/mediation-fr"}
"""


@pytest.fixture
def form(library: Library) -> SelfCheck:
    return library.forms["coi-self-check"]


def test_each_kind_of_conflict_has_two_examples_that_no_module_tells(
    form: SelfCheck, library: Library
) -> None:
    told = " ".join(module.model_dump_json() for module in library.modules.values())
    assert len(form.definitions) == 3
    for definition in form.definitions:
        for example in definition.examples:
            assert example.en not in told
            assert example.fr not in told


def test_every_question_can_be_left_open_and_denied(form: SelfCheck) -> None:
    for question in form.questions:
        leads = {option.id: option.leads for option in question.options}
        assert (leads["no"], leads["not-sure"], question.unanswered) == ("nothing", "talk", "not-sure")


@pytest.mark.parametrize(
    ("old", "new", "id_"),
    [
        ("- id: contracts", "- id: investments", "id-twice"),
        ("- id: contracts", "- id: reason", "id-twice"),
        ("- id: job", "- id: started", "id-twice"),
        ("- id: large", "- id: small", "id-twice"),
        ("unanswered: not-sure", "unanswered: perhaps", "not-one-of"),
    ],
)
def test_a_slip_in_the_form_is_named_where_it_stands(
    desk: Desk, found: Faults, old: str, new: str, id_: str
) -> None:
    line = desk.line(FORM, old)
    desk.change(FORM, old, new)
    assert found(desk.check()) == [(FILE, line, id_)]


def test_an_outcome_without_advice_is_named(desk: Desk, found: Faults) -> None:
    text = (desk.root / FORM).read_text(encoding="utf-8")
    (desk.root / FORM).write_text(text[: text.index("  pause:\n")], encoding="utf-8")
    assert found(desk.check()) == [(FILE, desk.line(FORM, "advice:") + 1, "field-missing")]


def test_an_organization_without_a_month_or_a_contact_hides_the_lines_that_need_them(desk: Desk) -> None:
    organization = "organizations/demo/organization.yaml"
    desk.unseal()
    desk.change(organization, 'coi.annual_month: {en: "March", fr: "mars"}', "coi.annual_month: null")
    desk.change(organization, "- fact: COI-06", "- fact: VEC-02")
    assert desk.check().faults == ()
    form = load(desk.root, "demo").forms["coi-self-check"]
    assert [reason.deadline for reason in form.reasons] == [()] * 5
    assert not any("yearly" in line.en and "in " in line.en[:12] for line in form.advice["nothing"].lines)


def test_the_files_with_a_declaration_of_their_own_are_named_from_the_list_of_them(desk: Desk) -> None:
    desk.add("organizations/demo/organization.yaml", CONFIRMED + PROCESSES)
    (line,) = [
        line
        for page in load(desk.root, "demo").modules["M04"].pages
        for line in page.lines
        if line.en.startswith("Some files")
    ]
    assert line.en.endswith("audits of grants, mediations.")
    assert line.fr.endswith("vérifications de subventions, médiations.")


def test_an_organization_may_name_them_in_words_of_its_own(desk: Desk) -> None:
    organization = "organizations/demo/organization.yaml"
    desk.add(organization, CONFIRMED + PROCESSES)
    own = '  overlay.process_declarations: {en: "our files", fr: "nos dossiers"}\n'
    desk.change(organization, "  coi.annual_month:", f"{own}  coi.annual_month:")
    assert "nos dossiers" in load(desk.root, "demo").modules["M04"].model_dump_json()


def test_a_list_of_files_that_is_none_is_named_once(desk: Desk, found: Faults) -> None:
    desk.add("organizations/demo/organization.yaml", "\nprocesses: audits\n")
    assert [id_ for _, _, id_ in found(desk.check())] == ["not-list"]


def test_the_demonstration_has_no_such_files(library: Library) -> None:
    assert library.organization.processes == ()
