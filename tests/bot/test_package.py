"""An administrator gets a package that Teams takes, in both languages, or one sentence that helps."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from content.app_rules import safe
from tests import png
from tests.bot.packaging import APP_ID, ROOT, Json, Packaging, validated
from tests.content.conftest import Desk, copied

SIZES = {"color.png": (192, 192), "outline.png": (32, 32)}


@pytest.fixture
def ours(tmp_path: Path) -> Packaging:
    """The command over what ships."""
    return Packaging(tmp_path)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A copy of the content that a test may break, with the version beside it."""
    desk = copied(tmp_path, "public-safety", "cics", "opo")
    (tmp_path / "pyproject.toml").write_text('[project]\nversion = "1.2.3"\n', encoding="utf-8")
    return desk


@pytest.fixture
def theirs(desk: Desk, tmp_path: Path) -> Packaging:
    """The command over that copy."""
    return Packaging(tmp_path, desk.root)


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


def test_an_organization_gives_the_app_its_own_name_and_icons(desk: Desk, theirs: Packaging) -> None:
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


# What is refused ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "app_id",
    ["ethos", APP_ID[:-1], f"{{{APP_ID}}}", APP_ID.replace("-", ""), "0" * 8 + "-0000-0000-0000-" + "0" * 12],
)
def test_what_is_no_app_id_is_refused(ours: Packaging, app_id: str) -> None:
    assert "--app-id" in ours.refuses(app_id=app_id, code=2)


@pytest.mark.parametrize(
    "domain",
    [
        "https://ethos.example.ca",
        "ethos.example.ca/",
        "*.example.ca",
        "ethos",
        "ethos.example.ca:443",
        "10.0.0.1",
        "-a.example.ca",
        "a..ca",
    ],
)
def test_what_is_no_host_is_refused(ours: Packaging, domain: str) -> None:
    assert "--domain" in ours.refuses("--domain", domain, code=2)


@pytest.mark.parametrize("organization", ["public-safety", "cics", "opo"])
def test_no_package_is_made_of_a_sample_that_nobody_endorsed(ours: Packaging, organization: str) -> None:
    assert f"{organization} says nothing of the app" in ours.refuses("--organization", organization)


@pytest.mark.parametrize("organization", ["nobody", "../demo", ""])
def test_an_organization_that_is_not_there_is_named(ours: Packaging, organization: str) -> None:
    assert "No package is made" in ours.refuses("--organization", organization)


ORGANIZATION = "organizations/demo/organization.yaml"
NAME = 'name: {en: "Ethos", fr: "Ethos"}'
ANOTHER = '  - {verb: help, title: {en: "help", fr: "aide"}, says: {en: "Or", fr: "Ou"}}'
REFUSED = {
    "name too long": ("app.yaml", NAME, NAME.replace('fr: "', 'fr: "' + "Ethos " * 5), "at most 30"),
    "no French": ("app.yaml", NAME, 'name: {en: "Ethos"}', "French text is missing"),
    "command twice": ("app.yaml", 'title: {en: "My record"', 'title: {en: "Home"', "“Home” stands twice"),
    "eleven commands": ("app.yaml", "private:\n", f"private:\n{ANOTHER}\n", "At most 10"),
    "not https": (ORGANIZATION, 'privacy: "https://', 'privacy: "http://', "https://"),
    "developer too long": (ORGANIZATION, "Demo Agency", "Demonstration Agency", "at most 32"),
}


@pytest.mark.parametrize("change", REFUSED.values(), ids=REFUSED)
def test_texts_that_teams_would_not_take_are_named_with_file_and_line(
    desk: Desk, theirs: Packaging, change: tuple[str, str, str, str]
) -> None:
    file, old, new, said = change
    desk.change(file, old, new)
    refused = theirs.refuses()
    assert said in refused
    assert f"content/{file}:" in refused
    assert refused.endswith("then run python app.py check\n")


@pytest.mark.parametrize(
    "written",
    [
        'version = "1.2"',
        'version = "1.2.3-beta"',
        'version = "v1.2.3"',
        'version = "1.02.3"',
        "version = 1.2",
        "",
        "version = ",
        'version = "1.2.3\\n"',
    ],
)
def test_a_version_teams_would_not_take_is_refused(desk: Desk, theirs: Packaging, written: str) -> None:
    (desk.root.parent / "pyproject.toml").write_text(f"[project]\n{written}\n", encoding="utf-8")
    assert "pyproject.toml" in theirs.refuses()


def test_a_version_file_that_is_not_there_is_named(desk: Desk, theirs: Packaging) -> None:
    (desk.root.parent / "pyproject.toml").unlink()
    assert "pyproject.toml, beside the folder content" in theirs.refuses()


WHOLE = png.written(32, 32, (255, 255, 255, 90))
DAMAGED = {
    "cut off": WHOLE[:-8],
    "one byte changed": WHOLE[:45] + bytes([WHOLE[45] ^ 1]) + WHOLE[46:],
    "another kind": b"GIF89a" + WHOLE,
    "empty": b"",
    "nothing but a beginning": WHOLE[:33],
    "more behind": WHOLE + b"more",
}


@pytest.mark.parametrize("data", DAMAGED.values(), ids=DAMAGED)
def test_an_icon_that_is_no_whole_picture_is_refused(desk: Desk, theirs: Packaging, data: bytes) -> None:
    (desk.root / "app/outline.png").write_bytes(data)
    assert "content/app/outline.png is not a whole PNG" in theirs.refuses()


def test_an_icon_of_another_size_is_refused(desk: Desk, theirs: Packaging) -> None:
    (desk.root / "organizations/demo/app").mkdir()
    (desk.root / "organizations/demo/app/color.png").write_bytes(png.written(96, 192, (9, 9, 9, 255)))
    refused = theirs.refuses()
    assert "content/organizations/demo/app/color.png has 96 by 192" in refused
    assert "192 by 192" in refused


def test_an_outline_without_transparency_is_refused(desk: Desk, theirs: Packaging) -> None:
    (desk.root / "app/outline.png").write_bytes(png.written(32, 32, (255, 255, 255)))
    assert "no transparent ground" in theirs.refuses()


def test_an_icon_that_is_missing_is_named(desk: Desk, theirs: Packaging) -> None:
    (desk.root / "app/color.png").unlink()
    assert "content/app/color.png is missing" in theirs.refuses()


def test_a_place_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    nowhere = Packaging(tmp_path / "nowhere")
    assert "cannot be written" in nowhere.refuses(code=2)


def test_a_package_that_is_there_stays_when_the_next_one_is_refused(desk: Desk, theirs: Packaging) -> None:
    theirs.makes()
    before = theirs.out.read_bytes()
    (desk.root / "app/color.png").unlink()
    assert theirs.runs().exit_code == 1
    assert theirs.out.read_bytes() == before
    assert sorted(path.name for path in theirs.folder.glob("*ethos.zip*")) == ["ethos.zip"]


def test_an_administrator_is_refused_in_french_too(ours: Packaging) -> None:
    assert "identifiant d'application" in ours.refuses(app_id="ethos", code=2, language="fr")


@pytest.mark.parametrize(
    "address",
    [
        "http://demo.example",
        "https://",
        "https://demo",
        "https://a@demo.example/",
        "https://demo.example:8443/",
        "https://demo .example/",
        "https://[::1]/",
        "https://10.0.0.1/x",
        "https://démo.example/",
        "demo.example",
        "https://demo.example/" + "a" * 2048,
    ],
)
def test_an_address_teams_or_a_person_should_not_follow_is_seen(address: str) -> None:
    assert not safe(address)
    assert safe("https://www.demo.example/ethos?lang=fr#terms")
