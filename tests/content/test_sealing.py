"""A version that people finished or acknowledged stays the text they saw."""

import re
import shutil
from pathlib import Path

import pytest

from content.checks import check, seal
from content.loader import ContentBroken, load
from tests.content.conftest import SHIPPED, Desk, Faults


def test_a_changed_text_without_a_new_version_is_a_fault(desk: Desk, found: Faults) -> None:
    reworded(desk)
    version = desk.version("M01")
    line = desk.line("modules/M01.yaml", f"version: {version}")
    assert found(desk.check()) == [("content/modules/M01.yaml", line, "changed-unsealed")]
    said = desk.check().faults[0].sentence("en")
    assert f"Module (M01) changed since version {version} was sealed. Raise its version" in said


def reworded(desk: Desk) -> None:
    """Say the same heading in other words, in both languages."""
    desk.change("modules/M01.yaml", "Five values to lean on", "Five values to stand on")
    desk.change("modules/M01.yaml", "Cinq valeurs sur lesquelles s'appuyer", "Cinq valeurs pour s'appuyer")


def test_what_is_at_fault_is_not_sealed(desk: Desk) -> None:
    reworded(desk)
    before = (desk.root / "versions.lock").read_bytes()
    with pytest.raises(ContentBroken):
        desk.seal()
    assert (desk.root / "versions.lock").read_bytes() == before


def test_a_new_version_is_sealed_and_the_old_text_stays_in_the_archive(desk: Desk) -> None:
    old, version = (desk.root / "modules/M01.yaml").read_bytes(), desk.version("M01")
    reworded(desk)
    desk.change("modules/M01.yaml", f"version: {version}", f"version: {version + 1}")
    assert {fault.id for fault in desk.check().warnings} == {"not-sealed"}
    assert desk.seal() == 2, "the text itself, and as the demo organization fills it"
    assert desk.check().faults == ()
    assert desk.check().warnings == ()
    assert (desk.root / f"archive/M01-v{version}.yaml").read_bytes() == old
    assert b"stand on" in (desk.root / f"archive/M01-v{version + 1}.yaml").read_bytes()


def test_sealing_twice_changes_nothing(desk: Desk) -> None:
    before = (desk.root / "versions.lock").read_bytes()
    assert desk.seal() == 0
    assert (desk.root / "versions.lock").read_bytes() == before


def test_a_comment_or_the_layout_may_change_under_a_seal(desk: Desk) -> None:
    desk.change("modules/M01.yaml", "minutes: 5", "# five is enough\nminutes: 5")
    assert desk.check().faults == ()


def test_a_version_never_goes_down(desk: Desk, found: Faults) -> None:
    desk.change("notice.yaml", "version: 1", "version: 0")
    assert {id_ for _, _, id_ in found(desk.check())} == {"version-lowered"}


def test_a_value_of_the_organization_is_part_of_what_is_sealed(desk: Desk, found: Faults) -> None:
    desk.change("organizations/demo/organization.yaml", 'en: "two years or more"', 'en: "three years"')
    assert [(file, id_) for file, _, id_ in found(desk.check())] == [
        ("content/notice.yaml", "changed-for-organization")
    ]


def test_a_damaged_lock_is_named_by_its_line(desk: Desk, found: Faults) -> None:
    desk.add("versions.lock", "demo module M01\n")
    line = len((desk.root / "versions.lock").read_text(encoding="utf-8").splitlines())
    assert ("content/versions.lock", line, "lock-broken") in found(desk.check())


def test_an_organization_may_replace_a_text_and_hear_its_own_mistakes(desk: Desk, found: Faults) -> None:
    desk.add("organizations/demo/sentences.yaml", 'old-card:\n  en: "Older."\n  fr: "Plus ancienne."\n')
    assert load(desk.root, "demo").sentences["old-card"].fr == "Plus ancienne."
    desk.change("organizations/demo/sentences.yaml", "Plus ancienne.", "Plus ancienne ?")
    assert found(desk.check()) == [("content/organizations/demo/sentences.yaml", 3, "mark-space")]


def test_an_organization_may_add_a_module_and_keeps_its_archive_beside_it(desk: Desk) -> None:
    own = (desk.root / "modules/M01.yaml").read_text(encoding="utf-8").replace("id: M01", "id: D01", 1)
    own = re.sub(r"    paths: .*\n", "", own)
    desk.add("organizations/demo/modules/D01.yaml", own)
    desk.add("organizations/demo/paths.yaml", "employee:\n  modules: [M01, M04, D01]\n")
    assert desk.seal() == 1
    assert (desk.root / f"organizations/demo/archive/D01-v{desk.version('M01')}.yaml").is_file()
    assert list(load(desk.root, "demo").modules)[-1] == "D01"


def test_an_organization_folder_is_checked_wherever_it_lies(tmp_path: Path, desk: Desk) -> None:
    away = tmp_path / "demo"
    shutil.copytree(SHIPPED / "organizations/demo", away)
    assert check(away).faults == ()
    inside = desk.root / "organizations/demo"
    assert check(inside).faults == ()
    for folder in (away, inside):
        file = folder / "organization.yaml"
        file.write_text(
            file.read_text(encoding="utf-8").replace("duty: coi", "duty: gifts"), encoding="utf-8"
        )
        assert [fault.id for fault in check(folder).faults] == ["duty-unknown"]


def test_a_folder_that_lies_elsewhere_is_never_written_into_our_seals(tmp_path: Path) -> None:
    before = (SHIPPED / "versions.lock").read_bytes()
    away = tmp_path / "demo"
    shutil.copytree(SHIPPED / "organizations/demo", away)
    assert seal(away) == 0
    assert (SHIPPED / "versions.lock").read_bytes() == before
