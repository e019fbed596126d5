"""An office reads every version in both languages, a second one where it matters, and the trail is kept."""

import pytest

from content.checks import Checked, check
from content.seal import SEALED
from content.shelf import take
from tests.content.conftest import SHIPPED, Desk, Faults

COMMON, OWN = "approvals.yaml", "organizations/demo/approvals.yaml"
ETHICS = '{by: {en: "the ethics office", fr: "le bureau de l\'éthique"}, on: "2026-11-02"}'
LEGAL = '{by: {en: "legal services", fr: "les services juridiques"}, on: "2026-11-05"}'
BOTH = {"english": ETHICS, "french": ETHICS}


def write(desk: Desk, file: str, *entries: str) -> None:
    """Write a whole list of approvals."""
    (desk.root / file).write_text("".join(entries) or "[]\n", encoding="utf-8")


def approval(text: str, version: int = 1, /, **given: str) -> str:
    """Write one approval."""
    return f"- text: {text}\n  version: {version}\n" + "".join(
        f"  {name}: {who}\n" for name, who in given.items()
    )


def waiting(checked: Checked, text: str) -> list[str]:
    """Return what is said of a text that waits for an approval."""
    said = [fault.sentence("en") for fault in checked.to_approve if fault.values["found"] == text]
    return [sentence.partition("): ")[2] for sentence in said]


@pytest.fixture
def bare(desk: Desk) -> Desk:
    """An officer's copy in which nobody has approved anything."""
    write(desk, OWN)
    return desk


def test_every_sealed_text_that_nobody_approved_is_listed_and_is_no_fault(bare: Desk) -> None:
    checked = bare.check()
    sealed = {id_ for kind, id_ in take(bare.root, complete=True).entries if kind in SEALED}
    assert {fault.values["found"] for fault in checked.to_approve} == {*sealed, "coi-self-check"}
    assert checked.faults == checked.warnings == ()


def test_an_officer_reads_in_both_languages_what_a_text_waits_for(bare: Desk) -> None:
    line = bare.line("modules/M04.yaml", "version:")
    (fault,) = [each for each in bare.check().to_approve if each.values["found"] == "M04"]
    place = f"content/modules/M04.yaml:{line}: "
    assert (
        fault.sentence("en") == f"{place}To approve (demo): M04, version 1: English, French, second office."
    )
    said = fault.sentence("fr").replace("\N{NO-BREAK SPACE}", " ")
    assert said == f"{place}À approuver (demo) : M04, version 1 : anglais, français, second bureau."


@pytest.mark.parametrize("file", [COMMON, OWN])
def test_a_text_approved_in_both_languages_waits_no_longer(bare: Desk, file: str) -> None:
    write(bare, file, approval("M02", english=ETHICS))
    assert waiting(bare.check(), "M02") == ["M02, version 1: French."]
    write(bare, file, approval("M02", **BOTH))
    checked = bare.check()
    assert waiting(checked, "M02") == []
    assert checked.faults == ()


@pytest.mark.parametrize("text", ["M04", "M05", "M10", "coi", "coi-self-check"])
def test_conflict_of_interest_and_disclosure_need_a_second_office(bare: Desk, text: str) -> None:
    write(bare, COMMON, approval(text, **BOTH))
    assert waiting(bare.check(), text) == [f"{text}, version 1: second office."]
    write(bare, COMMON, approval(text, **BOTH, second=LEGAL))
    assert waiting(bare.check(), text) == []


@pytest.mark.parametrize(
    "line",
    [
        '{en: "Ask {{contact.psic}}.", fr: "Adressez-vous ici : {{contact.psic}}."}',
        '{en: "Say it early.", fr: "On en parle tôt.", basis: [COI-03]}',
        '{en: "Say it early.", fr: "On en parle tôt.", basis: [PSDPA-02]}',
    ],
)
def test_a_text_that_comes_to_name_a_disclosure_office_needs_a_second_office_too(
    bare: Desk, line: str
) -> None:
    write(bare, COMMON, approval("M02", **BOTH))
    assert waiting(bare.check(), "M02") == []
    bare.change("modules/M02.yaml", "outcomes:\n", f"outcomes:\n  - {line}\n")
    assert waiting(bare.check(), "M02") == ["M02, version 1: second office."]


def test_a_text_that_sends_people_to_a_disclosure_office_needs_a_second_office(bare: Desk) -> None:
    write(bare, COMMON, approval("M02", **BOTH))
    bare.change("modules/M02.yaml", "contacts: [manager", "contacts: [psic, manager")
    assert waiting(bare.check(), "M02") == ["M02, version 1: second office."]


def test_a_new_version_waits_again_and_the_old_approval_stays_without_fault(bare: Desk) -> None:
    write(bare, COMMON, approval("M02", **BOTH))
    bare.change("modules/M02.yaml", "version: 1", "version: 2")
    checked = bare.check()
    assert waiting(checked, "M02") == ["M02, version 2: English, French."]
    assert checked.faults == ()
    bare.add(COMMON, approval("M02", 2, **BOTH))
    checked = bare.check()
    assert waiting(checked, "M02") == []
    assert checked.faults == ()


def test_an_approval_for_all_says_nothing_of_what_an_organization_changed(bare: Desk) -> None:
    bare.unseal()
    write(bare, COMMON, approval("M02", **BOTH))
    bare.add(
        "organizations/demo/modules/M02.yaml",
        'id: M02\ntalk: {en: "What would we do?", fr: "Que ferions-nous?"}\n',
    )
    assert waiting(bare.check(), "M02") == ["M02, version 1: English, French."]
    write(bare, OWN, approval("M02", **BOTH))
    assert waiting(bare.check(), "M02") == []


def test_the_second_office_is_another_than_those_of_the_common_approval(bare: Desk) -> None:
    write(bare, COMMON, approval("M04", **BOTH))
    write(bare, OWN, approval("M04", second=ETHICS))
    assert waiting(bare.check(), "M04") == ["M04, version 1: second office."]
    write(bare, OWN, approval("M04", second=LEGAL))
    assert waiting(bare.check(), "M04") == []


@pytest.mark.parametrize("first", ["english", "french"])
def test_one_office_is_never_its_own_second_reader(bare: Desk, found: Faults, first: str) -> None:
    write(bare, COMMON, approval("M04", **{"english": LEGAL, "french": LEGAL, first: ETHICS}, second=ETHICS))
    checked = bare.check()
    assert found(checked) == [(f"content/{COMMON}", 5, "office-twice")]
    assert "the same office twice" in checked.faults[0].sentence("en")
    assert waiting(checked, "M04") == ["M04, version 1: second office."]


def test_the_trail_of_a_text_that_is_gone_stays(bare: Desk) -> None:
    lock = bare.root / "versions.lock"
    lock.write_text(f"{lock.read_text('utf-8')}- module M00 1 {'0' * 64}\n", encoding="utf-8")
    write(bare, COMMON, approval("M00", **BOTH))
    assert bare.check().faults == ()


@pytest.mark.parametrize("words", ["", "# Nobody yet.\n", "[]\n", None])
def test_a_list_with_nothing_in_it_is_sound_and_so_is_none(bare: Desk, words: str | None) -> None:
    (bare.root / COMMON).unlink()
    if words is not None:
        bare.add(COMMON, words)
    assert bare.check().faults == ()


def test_what_is_not_a_list_is_named(bare: Desk, found: Faults) -> None:
    (bare.root / COMMON).write_text("M04: yes\n", encoding="utf-8")
    assert found(bare.check()) == [(f"content/{COMMON}", 1, "not-list")]


def test_a_list_that_cannot_be_read_is_named(bare: Desk, found: Faults) -> None:
    (bare.root / COMMON).write_text('- text: "M04\n', encoding="utf-8")
    assert [id_ for _, _, id_ in found(bare.check())] == ["yaml-broken"]


def test_a_list_that_lies_elsewhere_is_refused(bare: Desk, found: Faults) -> None:
    aside = bare.root.parent / "aside.yaml"
    (bare.root / COMMON).rename(aside)
    (bare.root / COMMON).symlink_to(aside)
    assert found(bare.check()) == [(f"content/{COMMON}", 0, "path-leaves")]


def test_a_pack_brings_no_approvals_since_whoever_takes_it_approves_it(bare: Desk, found: Faults) -> None:
    bare.add("packs/shared/pack.yaml", 'id: shared\nversion: 1\ntitle: {en: "Shared", fr: "En commun"}\n')
    bare.add("packs/shared/approvals.yaml", "[]\n")
    bare.add("organizations/demo/organization.yaml", "packs: [shared]\n")
    assert found(bare.check()) == [("content/packs/shared/approvals.yaml", 0, "file-unknown")]


def test_the_french_name_of_an_office_is_proofread(bare: Desk, found: Faults) -> None:
    write(bare, COMMON, approval("M02", english=ETHICS.replace("bureau de", "bureau : de")))
    assert [id_ for _, _, id_ in found(bare.check())] == ["colon-space"]


@pytest.mark.parametrize("file", [COMMON, OWN])
def test_a_list_of_approvals_can_be_checked_by_itself(bare: Desk, file: str) -> None:
    write(bare, file, approval("M99", **BOTH))
    assert [fault.id for fault in check(bare.root / file).faults] == ["approval-unknown"]
    write(bare, file, approval("M02", **BOTH))
    checked = check(bare.root / file)
    assert checked.faults == ()
    assert checked.alone


def test_nobody_has_approved_what_ships_and_the_demonstration_shows_the_form() -> None:
    listed = take(SHIPPED, complete=True).approvals
    assert listed
    assert listed.node.value == []
    assert [waiting(check(SHIPPED, "demo"), text) for text in ("M02", "M04")] == [[], []]
    assert waiting(check(SHIPPED, "opo"), "M04") == ["M04, version 1: English, French, second office."]
