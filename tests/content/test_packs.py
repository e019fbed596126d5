"""Organizations share texts: a pack comes in whole or not at all, and never over a local line."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from content.faults import ContentBroken
from content.loader import load
from content.packs import PackRefused, export, import_pack
from tests.content.conftest import Desk, copied

DESCRIPTION = 'id: shared\nversion: {version}\ntitle: {{en: "Shared texts", fr: "Textes partagés"}}\n'
HOME = 'home:\n  title: {{en: "{en}", fr: "{fr}"}}\n'


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A copy with a second organization."""
    return copied(tmp_path, "public-safety", "opo")


def packed(
    version: int = 1, en: str = "Start", fr: str = "Départ", files: Mapping[str, str] | None = None
) -> bytes:
    """Make a pack that renames the home card."""
    described = DESCRIPTION.format(version=version)
    texts = {"pack.yaml": described, "cards.yaml": HOME.format(en=en, fr=fr), **(files or {})}
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, words in texts.items():
            archive.writestr(name, words)
    return file.getvalue()


def taken(desk: Desk) -> None:
    desk.add("organizations/demo/organization.yaml", "\npacks: [shared]\n")


def title(desk: Desk) -> str:
    return load(desk.root, "demo").cards["home"].title.fr


def test_an_organization_that_takes_a_pack_reads_its_texts_and_another_does_not(desk: Desk) -> None:
    imported = import_pack(desk.root, packed())
    assert (imported.pack.id, imported.before, imported.added) == ("shared", 0, ("card home",))
    assert title(desk) == "Accueil"
    taken(desk)
    assert title(desk) == "Départ"
    assert load(desk.root, "cics").cards["home"].title.fr == "Accueil"
    assert load(desk.root, "demo").cards["home"].body, "only the title was in the pack"


def test_a_correction_reaches_everyone_who_took_the_pack_and_leaves_local_lines_alone(desk: Desk) -> None:
    import_pack(desk.root, packed())
    taken(desk)
    desk.add("organizations/demo/cards.yaml", HOME.format(en="Our place", fr="Chez nous"))
    imported = import_pack(desk.root, packed(2, "Beginning", "Début"))
    assert (imported.before, imported.changed) == (1, ("card home",))
    assert title(desk) == "Chez nous"
    (again,) = imported.look_again
    assert (again.file, again.line) == ("content/organizations/demo/cards.yaml", 2)
    (desk.root / "organizations/demo/cards.yaml").unlink()
    assert title(desk) == "Début"


def test_a_text_that_left_the_pack_is_the_one_of_ethos_again(desk: Desk) -> None:
    import_pack(desk.root, packed())
    taken(desk)
    empty = packed(2, files={"cards.yaml": 'help:\n  title: {en: "Help me", fr: "Aidez-moi"}\n'})
    assert import_pack(desk.root, empty).removed == ("card home",)
    assert title(desk) == "Accueil"


def test_what_is_sent_is_what_is_received(desk: Desk, tmp_path: Path) -> None:
    import_pack(desk.root, packed())
    pack, data = export(desk.root / "packs" / "shared")
    assert (pack.version, export(desk.root / "packs" / "shared")[1]) == (1, data)
    (desk.root / "packs" / "shared" / "cards.yaml").unlink()
    import_pack(desk.root, data)
    taken(desk)
    assert title(desk) == "Départ"


def test_whoever_shares_texts_keeps_the_organization_s_file_and_people_to_themselves(
    desk: Desk,
) -> None:
    desk.add("organizations/demo/pack.yaml", DESCRIPTION.format(version=1))
    desk.add("organizations/demo/cards.yaml", HOME.format(en="Our place", fr="Chez nous"))
    _, data = export(desk.root / "organizations" / "demo")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.namelist() == ["pack.yaml", "cards.yaml"]


def test_a_folder_that_does_not_say_which_pack_it_is_is_not_sent(desk: Desk) -> None:
    with pytest.raises(PackRefused, match=r"pack\.no-description"):
        export(desk.root / "organizations" / "demo")


def test_a_pack_with_a_fault_changes_nothing(desk: Desk) -> None:
    import_pack(desk.root, packed())
    taken(desk)
    with pytest.raises(ContentBroken) as broken:
        import_pack(desk.root, packed(2, fr="Départ ?"))
    assert {fault.id for fault in broken.value.faults} == {"mark-space"}
    assert title(desk) == "Départ"
    assert sorted(path.name for path in (desk.root / "packs").iterdir()) == ["shared"]


def test_an_import_that_was_cut_off_loses_no_pack(desk: Desk) -> None:
    import_pack(desk.root, packed(2))
    taken(desk)
    (desk.root / "packs/shared").rename(desk.root / "packs/.shared.before")
    with pytest.raises(PackRefused, match="older"):
        import_pack(desk.root, packed(1))
    assert title(desk) == "Départ"


def test_a_pack_that_nobody_takes_yet_is_checked_all_the_same(desk: Desk) -> None:
    with pytest.raises(ContentBroken):
        import_pack(desk.root, packed(fr="Départ ?"))
    assert not list((desk.root / "packs").iterdir())


def test_an_older_pack_does_not_replace_a_newer_one(desk: Desk) -> None:
    import_pack(desk.root, packed(2))
    with pytest.raises(PackRefused, match=r"pack\.older"):
        import_pack(desk.root, packed(1))


@pytest.mark.parametrize(
    "name",
    [
        "../cards.yaml",
        "/etc/passwd",
        "cards/../../x.yaml",
        "cards\\x.yaml",
        "organization.yaml",
        "people.csv",
        "cards/.hidden.yaml",
        "modules/M01.py",
        "notice.yaml",
        "cards/deep/x.yaml",
    ],
)
def test_nothing_in_a_pack_leaves_its_folder_or_passes_for_something_else(desk: Desk, name: str) -> None:
    before = sorted(desk.root.rglob("*"))
    with pytest.raises(PackRefused, match=r"pack\.stranger"):
        import_pack(desk.root, packed(files={name: "a: b\n"}))
    assert sorted(path for path in desk.root.rglob("*") if path.name != "packs") == before


def test_a_pack_that_would_fill_the_disk_is_refused(desk: Desk) -> None:
    with pytest.raises(PackRefused, match=r"pack\.too-large"):
        import_pack(desk.root, packed(files={"cards/bomb.yaml": "a" * (2 << 20)}))
    with pytest.raises(PackRefused, match=r"pack\.too-many"):
        import_pack(desk.root, packed(files={f"cards/{number}.yaml": "" for number in range(501)}))


@pytest.mark.parametrize("data", [b"", b"not a pack", packed()[:-30], packed()[30:]])
def test_a_damaged_file_is_refused_with_a_sentence(desk: Desk, data: bytes) -> None:
    with pytest.raises(PackRefused, match=r"pack\.unreadable"):
        import_pack(desk.root, data)


@pytest.mark.parametrize("id_", ["..", "a/b", "-", ""])
def test_a_pack_whose_id_is_no_name_is_refused(desk: Desk, id_: str) -> None:
    words = DESCRIPTION.format(version=1).replace("id: shared", f'id: "{id_}"')
    with pytest.raises((PackRefused, ContentBroken)):
        import_pack(desk.root, packed(files={"pack.yaml": words}))


def test_an_organization_that_takes_a_pack_nobody_brought_is_told(desk: Desk) -> None:
    taken(desk)
    assert [fault.id for fault in desk.check().faults] == ["pack-missing"]
