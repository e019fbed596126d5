"""The audiences that an organization maintains: what their files may hold, and each line that is wrong."""

import os
from pathlib import Path

import pytest

from content.audiences import MOST_AUDIENCES, MOST_BYTES
from content.checks import check
from content.loader import load
from content.model import LANGUAGES, NamedAudience
from tests.content.conftest import Desk, Faults

FOLDER = "organizations/demo/audiences"
CSV = f"{FOLDER}/values-network.csv"
ID = "0000000a-de30-4000-8000-00000000000a"


def network(desk: Desk) -> NamedAudience:
    return load(desk.root, "demo").organization.audiences["values-network"]


def lists(desk: Desk, data: bytes) -> None:
    (desk.root / CSV).write_bytes(data)


def test_the_demonstration_has_a_network_with_a_list_and_a_community(desk: Desk) -> None:
    found = load(desk.root, "demo").organization.audiences
    assert set(found) == {"values-network", "communications-community"}
    assert len(found["values-network"].people) == 16
    assert found["communications-community"].name.fr == "Communauté des communications"


def test_an_audience_may_be_told_by_units_paths_roles_and_first_days(desk: Desk) -> None:
    rest = "paths: [manager]\nroles: [manager]\nunits: [policy, services]\nnewcomers_days: 90\n"
    desk.add(f"{FOLDER}/new-leads.yaml", f'id: new-leads\nname: {{en: "New leads", fr: "Relève"}}\n{rest}')
    assert desk.check().faults == ()
    found = load(desk.root, "demo").organization.audiences["new-leads"]
    assert (found.units, found.paths, found.roles) == (("policy", "services"), ("manager",), ("manager",))
    assert (found.newcomers_days, found.by_list, found.narrows) == (90, False, True)


@pytest.mark.parametrize(
    "data",
    [
        f"{ID}\na@example.org\n".encode(),
        f"email\r\n\r\n{ID.upper()};;\r\n A@Example.org \r\na@example.org\r\n".encode("utf-8-sig"),
        f'"courriel",\n"a@example.org",\n{ID}\N{ZERO WIDTH SPACE},'.encode(),
    ],
    ids=["plain", "saved by a spreadsheet", "with quotes"],
)
def test_a_list_holds_one_id_or_email_a_line_however_a_spreadsheet_saved_it(desk: Desk, data: bytes) -> None:
    lists(desk, data)
    assert network(desk).people == {ID, "a@example.org"}


def test_thousands_may_stand_in_a_list(desk: Desk) -> None:
    lists(desk, "\n".join(f"somebody-{number}@example.org" for number in range(20_000)).encode())
    assert len(network(desk).people) == 20_000


def test_those_of_the_list_and_those_of_the_file_are_one_audience(desk: Desk) -> None:
    desk.add(f"{FOLDER}/values-network.yaml", "people: [Extra@example.org]\n")
    assert len(network(desk).people) == 17
    assert "extra@example.org" in network(desk).people


def test_every_bad_line_of_a_list_is_named_by_its_number_and_never_by_what_it_holds(
    desk: Desk, found: Faults
) -> None:
    lists(desk, b"a@example.org\nAna Gagnon\nana@example.org, b@example.org\n\nemail\n@example.org\n1234\n")
    checked = desk.check()
    assert found(checked) == [(f"content/{CSV}", line, "people-row") for line in (2, 3, 5, 6, 7)]
    for fault in checked.faults:
        for language in LANGUAGES:
            assert "ana" not in fault.sentence(language).casefold().replace("organizations", "")


@pytest.mark.parametrize(
    ("data", "line", "id_"),
    [
        (b"", 0, "people-file-empty"),
        (b"email\n\n", 0, "people-file-empty"),
        (b"a@example.org\nb\xe9@example.org\n", 2, "people-file-not-utf-8"),
        (b"a@example.org\n" * (MOST_BYTES // 14 + 1), 0, "file-too-large"),
    ],
)
def test_a_list_that_cannot_be_used_is_named(
    desk: Desk, found: Faults, data: bytes, line: int, id_: str
) -> None:
    lists(desk, data)
    assert found(desk.check()) == [(f"content/{CSV}", line, id_)]


def test_a_list_that_is_a_folder_a_link_or_locked_is_named(desk: Desk, found: Faults, tmp_path: Path) -> None:
    path = desk.root / CSV
    path.unlink()
    path.mkdir()
    assert found(desk.check()) == [(f"content/{CSV}", 0, "not-a-file")]
    path.rmdir()
    elsewhere = tmp_path / "elsewhere.csv"
    elsewhere.write_text("a@example.org\n", encoding="utf-8")
    path.symlink_to(elsewhere)
    assert found(desk.check()) == [(f"content/{CSV}", 0, "path-leaves")]
    path.unlink()
    path.symlink_to(path)
    assert [id_ for _, _, id_ in found(desk.check())] == ["people-file-missing"]


@pytest.mark.skipif(os.geteuid() == 0, reason="an administrator may read every file")
def test_a_list_that_may_not_be_read_is_named(desk: Desk, found: Faults) -> None:
    (desk.root / CSV).chmod(0)
    assert found(desk.check()) == [(f"content/{CSV}", 0, "file-unreadable")]


def test_a_list_that_no_audience_reads_is_named_because_it_holds_people(desk: Desk, found: Faults) -> None:
    desk.add(f"{FOLDER}/last-year.csv", "a@example.org\n")
    assert found(desk.check()) == [(f"content/{FOLDER}/last-year.csv", 0, "people-file-unread")]


def test_a_card_has_room_for_so_many_audiences(desk: Desk, found: Faults) -> None:
    for number in range(MOST_AUDIENCES - 1):
        name = f'{{en: "Number {number}", fr: "Numéro {number}"}}'
        desk.add(f"{FOLDER}/n{number:02}.yaml", f"id: n{number:02}\nname: {name}\npaths: [employee]\n")
    assert [id_ for _, _, id_ in found(desk.check())] == ["audiences-too-many"]


def test_a_file_of_an_audience_or_its_list_can_be_checked_alone(desk: Desk) -> None:
    for file in (CSV, f"{FOLDER}/values-network.yaml"):
        assert check(desk.root / file).faults == ()
    desk.change(CSV, "lucie.vadeboncoeur@demo.example", "Lucie")
    (fault,) = check(desk.root / CSV).faults
    assert (fault.file, fault.line, fault.id) == (f"content/{CSV}", 2, "people-row")
    stranger = desk.root / "values-network.csv"
    stranger.write_bytes(b"a@example.org\n")
    assert [fault.id for fault in check(stranger).faults] == ["file-unknown"]


def test_a_copy_of_an_audience_is_checked_with_the_list_beside_it(desk: Desk, tmp_path: Path) -> None:
    for name in ("values-network.yaml", "values-network.csv"):
        folder = tmp_path / "audiences"
        folder.mkdir(exist_ok=True)
        (folder / name).write_bytes((desk.root / FOLDER / name).read_bytes())
    assert check(folder / "values-network.yaml").faults == ()
    (folder / "values-network.csv").unlink()
    assert [fault.id for fault in check(folder / "values-network.yaml").faults] == ["people-file-missing"]


def test_a_reminder_may_be_for_an_audience_by_its_name(desk: Desk) -> None:
    file = "organizations/demo/organization.yaml"
    desk.change(
        file, "    cadence: quarterly\n", "    cadence: quarterly\n    audience: {named: values-network}\n"
    )
    assert desk.check().faults == ()
    assert load(desk.root, "demo").organization.reminders[0].audience.named == "values-network"


def test_a_pack_never_holds_a_list_of_people(desk: Desk) -> None:
    desk.add("packs/shared/pack.yaml", 'id: shared\nversion: 1\ntitle: {en: "Shared", fr: "Partagé"}\n')
    desk.add("packs/shared/audiences/all.yaml", "id: all\n")
    desk.change("organizations/demo/organization.yaml", "time_zone:", "packs: [shared]\ntime_zone:")
    faults = desk.check().faults
    assert [(fault.file, fault.id) for fault in faults] == [
        ("content/packs/shared/audiences/all.yaml", "folder-unknown")
    ]
