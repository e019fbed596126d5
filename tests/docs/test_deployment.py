"""An administrator who follows the guide finds what exists: commands, settings, addresses, both languages."""

import configparser
import re
import subprocess
from pathlib import Path

import click
import pytest
from ruamel.yaml import YAML
from yarl import URL

from bot.teams.clouds import PUBLIC
from bot.web import LARGEST_BODY
from content.faults import spoken
from content.proofreading import proofread
from dialogs.people import Role
from storage.roster import COLUMNS
from tests.docs.pages import CODE, ROOT, links, prose, rows, shape, words
from tests.docs.test_documents import LISEZMOI, README, every_command
from tests.house.containerfile import CONTAINERFILE, steps

DOCS = ROOT / "docs"
ENGLISH, FRENCH = DOCS / "deploy.md", DOCS / "deploiement.md"
INDEX = DOCS / "approvals" / "README.md"
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SAID = re.compile('“([^”]+)”|"([^"]+)"|«\u00a0([^»]+)\u00a0»')

guides = pytest.mark.parametrize("guide", [ENGLISH, FRENCH], ids=lambda path: path.name)


def approvals() -> list[tuple[Path, Path]]:
    """Return the pairs that the index of approvals names, English first."""
    found = [[INDEX.parent / link for link in links(" ".join(row))] for row in rows(words(INDEX))]
    return [(pair[0], pair[1]) for pair in found if pair and pair[0].parent.name == "en"]


PAIRS = [(ENGLISH, FRENCH), *approvals()]
PAGES = [page for pair in PAIRS for page in pair]

pairs = pytest.mark.parametrize(("english", "french"), PAIRS, ids=lambda path: path.name)
pages = pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)


def blocks(page: Path, kind: str) -> list[str]:
    return [body for named, body in BLOCK.findall(words(page)) if named == kind]


# Both languages -----------------------------------------------------------------------------------


@pairs
def test_whoever_reads_the_other_language_reads_the_same(english: Path, french: Path) -> None:
    assert shape(words(english)) == shape(words(french))
    assert [len(row) for row in rows(words(english))] == [len(row) for row in rows(words(french))]


@pages
def test_a_page_leads_to_the_same_page_in_the_other_language_first(page: Path) -> None:
    other = {left: right for pair in PAIRS for left, right in (pair, pair[::-1])}[page]
    assert (page.parent / links(words(page))[0]).resolve() == other


@pytest.mark.parametrize("page", [french for _, french in PAIRS], ids=lambda path: path.name)
def test_a_reader_of_french_sees_canadian_typography(page: Path) -> None:
    for sentence in prose(words(page)):
        if not sentence.startswith("English version: "):
            assert list(proofread({"fr": sentence})) == [], sentence


def test_what_is_typed_is_the_same_in_both_languages() -> None:
    assert BLOCK.findall(words(ENGLISH)) == BLOCK.findall(words(FRENCH))


def test_whoever_must_approve_finds_every_page_in_the_index() -> None:
    there = {path for folder in ("en", "fr") for path in (INDEX.parent / folder).glob("*.md")}
    assert {page for pair in approvals() for page in pair} == there


@pytest.mark.parametrize(("readme", "guide"), [(README, ENGLISH), (LISEZMOI, FRENCH)])
def test_a_newcomer_is_led_to_the_guide_and_to_the_approvals(readme: Path, guide: Path) -> None:
    led = {(readme.parent / link.partition("#")[0]).resolve() for link in links(words(readme))}
    assert {guide, INDEX} <= led


# Steps --------------------------------------------------------------------------------------------


@guides
def test_every_step_ends_with_what_one_sees(guide: Path) -> None:
    steps_of = re.split(r"^## ", words(guide), flags=re.MULTILINE)
    numbered = [step for step in steps_of if re.match(r"\d+\. ", step)]
    assert [int(step.partition(".")[0]) for step in numbered] == list(range(1, len(numbered) + 1))
    assert len(numbered) > 10
    for step in numbered:
        last = step.strip().splitlines()[-1]
        assert last.startswith(("**You see:** ", "**Vous voyez\u00a0:** ")), step.partition("\n")[0]


# Commands and settings ----------------------------------------------------------------------------


def known() -> dict[str, click.Command]:
    return {name.removeprefix("python app.py "): command for name, command in every_command()}


@pages
def test_every_command_a_page_names_exists_with_its_options(page: Path) -> None:
    for line in re.findall(r"python app\.py ([^`\n\\]+)", words(page)):
        if line.startswith("--help"):
            continue
        typed = line.split()
        name = next((name for name in (" ".join(typed[:2]), typed[0]) if name in known()), None)
        assert name, f"python app.py {line}"
        options = {option for parameter in known()[name].params for option in parameter.opts}
        assert set(re.findall(r"(?<!\S)--[a-z-]+", line)) <= options, f"python app.py {line}"


@pages
def test_every_setting_a_page_names_is_in_the_table_of_the_readme(page: Path) -> None:
    table = {cell for row in rows(words(README)) for cell in row[:2]}
    for name in re.findall(r"\bETHOS_[A-Z_]*[A-Z]\b", words(page)):
        assert f"`{name}`" in table, name


@guides
def test_a_variable_stands_beside_its_own_option(guide: Path) -> None:
    listed = [row for row in rows(words(guide)) if row[0].startswith("`ETHOS_")]
    assert len(listed) > 10
    table = {(row[1], row[0]) for row in rows(words(README)) if len(row) == 4}
    for variable, option, meaning in listed:
        assert (variable, option if option.startswith("`") else "none") in table, variable
        assert meaning


# What the guide says of the program ----------------------------------------------------------------


@guides
def test_the_guide_names_every_host_that_is_called_and_no_other(guide: Path) -> None:
    named = {row[1].strip("`") for row in rows(words(guide)) if row[0] in {"out", "sortie"}}
    called = {URL(each).host for each in (PUBLIC.openid, PUBLIC.authority, PUBLIC.graph)}
    assert named == {*called, *PUBLIC.hosts}


@guides
def test_the_proxy_lets_through_what_ethos_takes_and_waits_longer_than_teams(guide: Path) -> None:
    (proxy,) = blocks(guide, "nginx")
    assert f"client_max_body_size {LARGEST_BODY // 1024}k;" in proxy
    waits = re.search(r"proxy_read_timeout (\d+)s;", proxy)
    assert waits
    assert int(waits[1]) > 15
    assert "location / { return 404; }" in proxy


@guides
def test_the_roles_columns_and_groups_are_those_of_the_program(guide: Path) -> None:
    text = words(guide)
    step = text[text.index("## 10. ") : text.index("## 11. ")]
    assert {role for role in Role if f"`{role.value}`" in step} == set(Role)
    assert blocks(guide, "text") == [",".join(COLUMNS) + "\n"]
    (groups,) = [block for block in blocks(guide, "yaml") if block.startswith("groups:")]
    assert set(YAML(typ="safe").load(groups)["groups"]) <= {role.value for role in Role}


@guides
def test_a_sentence_in_the_table_of_troubles_is_one_that_ethos_says(guide: Path) -> None:
    language, begin = ("en", "| What you see") if guide == ENGLISH else ("fr", "| Ce que vous voyez")
    sentences = spoken(ROOT / "content" / "sentences" / "commands.yaml").values()
    text = words(guide)
    first = [CODE.sub("", row[0]) for row in rows(text[text.index(begin) :])]
    quoted = ["".join(found) for cell in first for found in SAID.findall(cell)]
    assert len(quoted) > 3
    for said in quoted:
        assert any(begins(getattr(each, language), said) for each in sentences), said


def begins(sentence: str, said: str) -> bool:
    """Tell whether a sentence begins with these words; what is filled in may be any word."""
    expected, found = ([word.strip(".,;") for word in each.split(" ")] for each in (sentence, said))
    return 3 < len(found) <= len(expected) and all(
        "{" in word or word == heard for word, heard in zip(expected, found, strict=False)
    )


# What is to be written to a file ------------------------------------------------------------------------


@guides
def test_what_is_to_be_typed_into_a_shell_is_well_formed(guide: Path) -> None:
    for block in blocks(guide, "sh"):
        done = subprocess.run(["sh", "-n"], input=block, text=True, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr


@guides
def test_the_service_waits_until_ethos_has_stopped_and_keeps_its_folders_to_itself(guide: Path) -> None:
    unit = configparser.ConfigParser(strict=True)
    unit.optionxform = str  # type: ignore[assignment, method-assign]
    (text,) = blocks(guide, "ini")
    unit.read_string(text)
    service = unit["Service"]
    assert int(service["TimeoutStopSec"]) > 10
    assert (service["UMask"], service["StateDirectoryMode"]) == ("0077", "0700")
    assert service["User"] != "root"


@guides
def test_the_description_for_container_apps_fits_the_container(guide: Path) -> None:
    (text,) = [block for block in blocks(guide, "yaml") if block.startswith("properties:")]
    app = YAML(typ="safe").load(text)["properties"]
    (container,) = app["template"]["containers"]
    made = {step.kind: step.words for step in steps(CONTAINERFILE.read_text(encoding="utf-8"))}
    assert [str(app["configuration"]["ingress"]["targetPort"])] == list(made["EXPOSE"])
    assert {mount["mountPath"] for mount in container["volumeMounts"]} <= set(made["VOLUME"])
    assert {probe["httpGet"]["path"] for probe in container["probes"]} == {"/healthz", "/readyz"}
    assert app["template"]["scale"]["minReplicas"] > 0
    assert app["template"]["terminationGracePeriodSeconds"] > 10
