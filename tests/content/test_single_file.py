"""One file is checked by itself, with everything that can be known of it."""

import shutil
from pathlib import Path

import pytest

from content.checks import check
from content.single import single
from tests.content.conftest import SHIPPED, Desk


def test_a_file_of_the_content_is_checked_where_it_lies(desk: Desk) -> None:
    desk.change("modules/M04.yaml", "minutes: 5", "minutes: five")
    desk.change("modules/M01.yaml", "minutes: 5", "minutes: five")
    checked = check(desk.root / "modules/M04.yaml")
    assert [(fault.file, fault.id) for fault in checked.faults] == [
        ("content/modules/M04.yaml", "not-number")
    ]
    assert checked.alone is not None
    assert checked.alone.sentence("fr").startswith("content/modules/M04.yaml: Ce fichier a été vérifié seul")
    assert "demo" in checked.alone.sentence("en")


def test_a_whole_folder_is_not_said_to_be_one_file(desk: Desk) -> None:
    assert check(desk.root).alone is None


def test_what_a_file_leads_to_elsewhere_is_known(desk: Desk) -> None:
    desk.change("modules/M04.yaml", "{{contact.coi}}", "{{contact.conflicts}}")
    assert {fault.id for fault in check(desk.root / "modules/M04.yaml").faults} >= {"contact-unknown"}


def test_a_file_of_an_organization_is_checked_with_it(desk: Desk, tmp_path: Path) -> None:
    desk.change("organizations/demo/organization.yaml", "duty: coi", "duty: gifts")
    inside = desk.root / "organizations/demo/organization.yaml"
    assert [fault.id for fault in check(inside).faults] == ["duty-unknown"]
    away = tmp_path / "demo"
    shutil.copytree(desk.root / "organizations/demo", away)
    assert [(fault.file, fault.id) for fault in check(away / "organization.yaml").faults] == [
        ("demo/organization.yaml", "duty-unknown")
    ]


@pytest.mark.parametrize(
    "file",
    [
        "modules/M04.yaml",
        "duties/coi.yaml",
        "notice.yaml",
        "app.yaml",
        "paths.yaml",
        "doors.yaml",
        "values.yaml",
    ],
)
def test_a_copy_that_lies_elsewhere_is_laid_over_ours(tmp_path: Path, file: str) -> None:
    copy = tmp_path / f"Copy of {Path(file).name}"
    if Path(file).stem in ("values", "paths", "doors"):
        copy = tmp_path / Path(file).name
    shutil.copy(SHIPPED / file, copy)
    assert check(copy).faults == ()
    copy.write_text(copy.read_text("utf-8").replace("fr:", "fre:", 1), encoding="utf-8")
    if "fre:" in copy.read_text("utf-8"):
        assert {"field-unknown", "language-missing"} <= {fault.id for fault in check(copy).faults}


@pytest.mark.parametrize("file", sorted(SHIPPED.glob("*/*.yaml")), ids=lambda file: file.name)
def test_what_a_copy_is_can_be_told_from_what_it_holds(tmp_path: Path, file: Path) -> None:
    if file.parent.name == "archive":
        return
    copy = tmp_path / "draft.yaml"
    shutil.copy(file, copy)
    found = single(copy, SHIPPED).copied
    assert found is not None
    assert found.entries
    assert "kind-unknown" not in {fault.id for fault in found.faults}


def test_a_copy_that_changed_without_a_new_version_is_named(tmp_path: Path) -> None:
    copy = tmp_path / "M04 (draft).yaml"
    words = (SHIPPED / "modules/M04.yaml").read_text("utf-8")
    copy.write_text(words.replace("It is a situation", "It is just a situation", 1), encoding="utf-8")
    assert {fault.id for fault in check(copy).faults} == {"changed-unsealed", "twin-older"}


def test_a_file_that_is_nothing_we_know_is_told_so(tmp_path: Path) -> None:
    (tmp_path / "notes.yaml").write_text("- milk\n- bread\n", encoding="utf-8")
    assert [fault.id for fault in check(tmp_path / "notes.yaml").faults] == ["kind-unknown"]


def test_what_has_to_be_confirmed_is_listed_with_its_hidden_line_and_is_no_fault(desk: Desk) -> None:
    desk.change(
        "modules/M04.yaml",
        '      - en: "What matters is reporting it."\n',
        '      - basis: [POL-10]\n        en: "What matters is reporting it."\n',
    )
    desk.change("modules/M04.yaml", "version: 1", "version: 2")
    checked = desk.check()
    assert checked.faults == ()
    waiting = next(fault for fault in checked.to_confirm if fault.values["fact"] == "POL-10")
    assert waiting.line == desk.line("modules/M04.yaml", "basis: [POL-10]")
    assert "POL-10" in waiting.sentence("en")
    assert "(demo)" in waiting.sentence("en")
    assert "What matters is reporting it." in waiting.sentence("en")
    assert "le signaler" in waiting.sentence("fr")


def test_a_fact_that_was_confirmed_is_listed_no_more(desk: Desk) -> None:
    desk.unseal()
    waiting = ["OPO-02", "POL-10", "PSES-WORDING"]
    assert sorted({str(fault.values["fact"]) for fault in desk.check().to_confirm}) == waiting
    by = '    by: {en: "the ethics office", fr: "le bureau de l\'éthique"}\n    on: "2026-11-20"\n'
    desk.add("organizations/demo/organization.yaml", "".join(f"  - fact: {fact}\n{by}" for fact in waiting))
    assert desk.check().faults == ()
    assert desk.check().to_confirm == ()


def test_a_name_with_steps_upward_means_the_file_it_leads_to(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "M04.yaml").write_text("id: M04\nbroken: [", encoding="utf-8")
    monkeypatch.chdir(desk.root)
    assert [fault.id for fault in check(Path("../M04.yaml")).faults] == ["yaml-broken"]
    desk.change("modules/M04.yaml", "minutes: 5", "minutes: five")
    assert [fault.id for fault in check(Path("duties/../modules/M04.yaml")).faults] == ["not-number"]


@pytest.mark.parametrize(
    "file",
    ["loader.txt", "modules/old/M04.yaml", "organizations/demo/people.csv", "organizations/demo/a/M04.yaml"],
)
def test_a_file_that_nothing_reads_is_not_said_to_be_clean(desk: Desk, file: str) -> None:
    desk.add(file, "\n")
    checked = check(desk.root / file)
    assert [fault.file for fault in checked.faults] == [f"content/{file}"]
    assert {fault.id for fault in checked.faults} <= {"file-unknown", "folder-unknown"}
    assert checked.alone is None or "folder-unknown" in {fault.id for fault in checked.faults}


@pytest.mark.parametrize(
    "file", ["organizations/demo/organization.yaml", "cards/home.yaml", "archive/M04-v1.yaml"]
)
def test_a_file_that_is_read_is_checked(desk: Desk, file: str) -> None:
    assert check(desk.root / file).faults == ()
