"""An administrator gets a package that Teams takes, in both languages, or one sentence that helps."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests import png
from tests.bot.packaging import APP_ID, ROOT, Json, Packaging, over_a_copy, validated

SIZES = {"color.png": (192, 192), "outline.png": (32, 32)}


@pytest.fixture
def ours(tmp_path: Path) -> Packaging:
    """The command over what ships."""
    return Packaging(tmp_path)


def documents(packaging: Packaging, *words: str) -> tuple[Json, Json]:
    files = packaging.makes(*words)
    return json.loads(files["manifest.json"]), json.loads(files["fr.json"])


# What is in it ------------------------------------------------------------------------------------


def test_an_administrator_gets_one_file_with_everything_teams_asks_for(ours: Packaging) -> None:
    assert list(ours.makes()) == ["manifest.json", "fr.json", "color.png", "outline.png"]


def test_microsoft_finds_nothing_wrong_in_either_language(ours: Packaging, tmp_path: Path) -> None:
    manifest, french = documents(ours, "--domain", "Ethos.example.ca")
    assert validated(tmp_path, manifest=manifest, french=french) == [[], []]


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("id",), "ethos"),
        (("name", "short"), "Ethos " * 6),
        (("description", "short"), "e" * 81),
        (("developer", "privacyUrl"), "ftp://demo.example"),
        (("developer", "name"), "d" * 33),
        (("accentColor",), "teal"),
        (("bots", 0, "scopes"), ["personal", "everywhere"]),
        (("packageName",), "ca.example.ethos"),
        (("defaultInstallScope",), "nowhere"),
    ],
)
def test_microsoft_would_find_what_is_wrong(
    ours: Packaging, tmp_path: Path, place: tuple[Any, ...], value: object
) -> None:
    manifest, french = documents(ours)
    part: Any = manifest
    for step in place[:-1]:
        part = part[step]
    part[place[-1]] = value
    french["name.short"] = "Ethos " * 6
    found = validated(tmp_path, manifest=manifest, french=french)
    assert all(found), "the validator found nothing"


def test_every_text_of_the_manifest_has_its_french_at_the_same_place(ours: Packaging) -> None:
    manifest, french = documents(ours)
    english = {
        f"{part}.{size}": manifest[part][size]
        for part in ("name", "description")
        for size in ("short", "full")
    }
    for place, offered in enumerate(manifest["bots"][0]["commandLists"]):
        for number, command in enumerate(offered["commands"]):
            for field, words in command.items():
                english[f"bots[0].commandLists[{place}].commands[{number}].{field}"] = words
    assert {*english, "$schema"} == set(french)
    same = {place for place, words in english.items() if french[place] == words}
    assert same == {"name.short", "bots[0].commandLists[0].commands[1].title"}  # Ethos, Modules
    assert manifest["localizationInfo"] == {
        "defaultLanguageTag": "en",
        "additionalLanguages": [{"languageTag": "fr", "file": "fr.json"}],
    }


def test_the_app_is_installed_for_a_person_and_may_be_added_to_groups_and_teams(ours: Packaging) -> None:
    manifest, _ = documents(ours)
    (bot,) = manifest["bots"]
    assert (manifest["id"], bot["botId"]) == (APP_ID, APP_ID)
    assert set(bot["scopes"]) == {"personal", "team", "groupChat"}
    assert (bot["supportsFiles"], bot["isNotificationOnly"]) == (True, False)
    assert manifest["defaultInstallScope"] == "personal"
    personal, shared = bot["commandLists"]
    assert personal["scopes"] == ["personal"]
    assert 5 <= len(personal["commands"]) <= 10
    assert set(shared["scopes"]) == {"team", "groupChat"}
    assert [command["title"] for command in shared["commands"]] == ["Help"]


def test_the_app_asks_for_no_more_than_it_needs(ours: Packaging) -> None:
    manifest, _ = documents(ours)
    assert not {"authorization", "webApplicationInfo", "devicePermissions"} & manifest.keys()
    assert manifest["validDomains"] == []
    assert documents(ours, "--domain", "Ethos.example.ca")[0]["validDomains"] == ["ethos.example.ca"]


def test_the_version_is_the_one_of_the_product(ours: Packaging) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert documents(ours)[0]["version"] == project["version"]


def test_an_app_id_in_capitals_is_the_same_app(ours: Packaging) -> None:
    assert ours.makes() == ours.makes(app_id=f" {APP_ID.upper()} ")


def test_the_same_input_makes_the_same_bytes(ours: Packaging) -> None:
    ours.makes()
    first = ours.out.read_bytes()
    ours.makes(language="fr")
    assert ours.out.read_bytes() == first


def test_an_organization_gives_the_app_its_own_name_and_icons(tmp_path: Path) -> None:
    theirs = over_a_copy(tmp_path)
    desk = theirs.desk
    desk.change(
        "organizations/demo/organization.yaml",
        "app:\n",
        'app:\n  name: {en: "Ask Ethos", fr: "Demandez à Ethos"}\n',
    )
    picture = png.written(32, 32, (255, 255, 255, 90))
    (desk.root / "organizations/demo/app").mkdir()
    (desk.root / "organizations/demo/app/outline.png").write_bytes(picture)
    files = theirs.makes()
    assert json.loads(files["manifest.json"])["name"]["short"] == "Ask Ethos"
    assert json.loads(files["fr.json"])["name.short"] == "Demandez à Ethos"
    assert files["outline.png"] == picture
    assert files["color.png"] == (desk.root / "app/color.png").read_bytes()


# The icons ----------------------------------------------------------------------------------------


def test_the_colour_icon_is_a_white_mark_on_a_full_ground(ours: Packaging) -> None:
    picture = png.read(ours.makes()["color.png"])
    ground = bytes.fromhex(documents(ours)[0]["accentColor"].removeprefix("#"))
    assert picture.size == SIZES["color.png"]
    corners = {picture.rows[row][column] for row in (0, -1) for column in (0, -1)}
    assert corners == {(*ground, 255)}
    assert {alpha for *_, alpha in picture.pixels} == {255}
    assert picture.pixels.count((255, 255, 255, 255)) > 192 * 192 / 10


def test_the_outline_icon_is_white_and_nothing_else(ours: Packaging) -> None:
    picture = png.read(ours.makes()["outline.png"])
    assert picture.size == SIZES["outline.png"]
    seen = [pixel for pixel in picture.pixels if pixel[3]]
    assert {pixel[:3] for pixel in seen} == {(255, 255, 255)}
    assert 32 * 32 / 10 < len(seen) < 32 * 32 / 2
    assert picture.rows[0][0][3] == 0
