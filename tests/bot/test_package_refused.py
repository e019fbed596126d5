"""No package is made that Teams would not take, and one sentence says how to mend what is wrong."""

from pathlib import Path

import pytest

from content.in_teams import safe
from tests import png
from tests.bot.packaging import APP_ID, Packaging, over_a_copy


@pytest.fixture
def ours(tmp_path: Path) -> Packaging:
    """The command over what ships."""
    return Packaging(tmp_path)


@pytest.fixture
def theirs(tmp_path: Path) -> Packaging:
    """The command over a copy that a test may break."""
    return over_a_copy(tmp_path)


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
        "abcdefg." * 32 + "ca",
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
    theirs: Packaging, change: tuple[str, str, str, str]
) -> None:
    file, old, new, said = change
    theirs.desk.change(file, old, new)
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
def test_a_version_teams_would_not_take_is_refused(theirs: Packaging, written: str) -> None:
    (theirs.desk.root.parent / "pyproject.toml").write_text(f"[project]\n{written}\n", encoding="utf-8")
    assert "pyproject.toml" in theirs.refuses()


def test_a_version_file_that_is_not_there_is_named(theirs: Packaging) -> None:
    (theirs.desk.root.parent / "pyproject.toml").unlink()
    assert "pyproject.toml, beside the folder content" in theirs.refuses()


WHOLE = png.written(32, 32, (255, 255, 255, 90))
DAMAGED = {
    "cut off": WHOLE[:-8],
    "one byte changed": WHOLE[:45] + bytes([WHOLE[45] ^ 1]) + WHOLE[46:],
    "another kind": b"GIF89a" + WHOLE,
    "empty": b"",
    "nothing but a beginning": WHOLE[:33],
    "more behind": WHOLE + b"more",
    "nothing in it": WHOLE[:33] + WHOLE[-12:],
    "no beginning": png.together((b"IDAT", WHOLE[41:-16]), (b"IEND", b"")),
    "too large": png.together((b"IHDR", WHOLE[16:29]), (b"IDAT", bytes(1 << 20)), (b"IEND", b"")),
}


@pytest.mark.parametrize("data", DAMAGED.values(), ids=DAMAGED)
def test_an_icon_that_is_no_whole_picture_is_refused(theirs: Packaging, data: bytes) -> None:
    (theirs.desk.root / "app/outline.png").write_bytes(data)
    assert "content/app/outline.png is not a whole PNG" in theirs.refuses()


def test_an_icon_of_another_size_is_refused(theirs: Packaging) -> None:
    (theirs.desk.root / "organizations/demo/app").mkdir()
    (theirs.desk.root / "organizations/demo/app/color.png").write_bytes(png.written(96, 192, (9, 9, 9, 255)))
    refused = theirs.refuses()
    assert "content/organizations/demo/app/color.png has 96 by 192" in refused
    assert "192 by 192" in refused


def test_an_outline_without_transparency_is_refused(theirs: Packaging) -> None:
    (theirs.desk.root / "app/outline.png").write_bytes(png.written(32, 32, (255, 255, 255)))
    assert "no transparent ground" in theirs.refuses()


def test_an_icon_that_is_missing_is_named(theirs: Packaging) -> None:
    (theirs.desk.root / "app/color.png").unlink()
    assert "content/app/color.png is missing" in theirs.refuses()


def test_a_place_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    nowhere = Packaging(tmp_path / "nowhere")
    assert "cannot be written" in nowhere.refuses(code=2)


def test_a_package_that_is_there_stays_when_the_next_one_is_refused(theirs: Packaging) -> None:
    theirs.makes()
    before = theirs.out.read_bytes()
    (theirs.desk.root / "app/color.png").unlink()
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
