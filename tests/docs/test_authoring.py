"""Whoever follows the authoring guide step by step arrives: the sentence changes, and stands on a card."""

import re
from datetime import date
from pathlib import Path

import pytest

from content.finding import find
from content.loader import load
from content.model import Ladder, NamedAudience, Reminders
from content.proofreading import proofread
from tests.content.conftest import Desk, copied
from tests.docs.pages import ROOT, prose, shape, words

ENGLISH, FRENCH = ROOT / "docs" / "authoring.md", ROOT / "docs" / "redaction.md"
FILE = "modules/M04.yaml"

guides = pytest.mark.parametrize("guide", [ENGLISH, FRENCH], ids=lambda path: path.name)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """An officer's copy, with a second organization."""
    return copied(tmp_path, "public-safety", "opo")


def block(guide: Path, number: int, kind: str) -> str:
    """Return one of the blocks of a kind, counted from 0."""
    found: list[str] = re.findall(rf"^```{kind}\n(.*?)^```$", words(guide), re.MULTILINE | re.DOTALL)
    return found[number]


def test_the_two_guides_have_the_same_steps() -> None:
    assert shape(words(ENGLISH)) == shape(words(FRENCH))
    yaml = [re.findall(r"```yaml\n(.*?)```", words(guide), re.DOTALL) for guide in (ENGLISH, FRENCH)]
    assert yaml[0] == yaml[1]


def test_the_french_guide_has_canadian_typography() -> None:
    for sentence in prose(words(FRENCH)):
        if not sentence.startswith("English version: ") and "“" not in sentence:
            assert list(proofread({"fr": sentence})) == [], sentence


@guides
def test_an_officer_finds_the_sentence_where_the_guide_says(desk: Desk, guide: Path) -> None:
    wanted = re.findall(r'app\.py find "(.+)"', words(guide))[0]
    (place,) = find(desk.root, wanted)
    assert f"{place.file}:{place.line}: {place.words}\n" == block(guide, 0, "text")


@guides
def test_an_officer_who_follows_the_steps_changes_the_sentence_on_the_card(desk: Desk, guide: Path) -> None:
    before, after, version = (block(guide, number, "yaml") for number in range(3))
    desk.change(FILE, before, after)
    assert {fault.id for fault in desk.check().faults} == {"changed-unsealed"}
    desk.change(FILE, "version: 1\n", version)
    assert desk.check().faults == ()
    assert "M04" in {fault.values["found"] for fault in desk.check().to_approve}
    (desk.root / "approvals.yaml").write_text(block(guide, 3, "yaml"), encoding="utf-8")
    assert "M04" not in {fault.values["found"] for fault in desk.check().to_approve}
    assert desk.seal() > 0
    lines = [line for page in load(desk.root, "demo").modules["M04"].pages for line in page.lines]
    assert any(f'en: "{line.en}"' in after and f'fr: "{line.fr}"' in after for line in lines)


def test_an_officer_changes_a_sentence_for_one_organization_only(desk: Desk) -> None:
    (desk.root / "versions.lock").unlink()
    desk.add(f"organizations/demo/{FILE}", block(ENGLISH, 4, "yaml"))
    assert load(desk.root, "demo").modules["M04"].talk.fr == "Quels liens sont courants à notre comptoir?"
    assert load(desk.root, "cics").modules["M04"].talk.fr != "Quels liens sont courants à notre comptoir?"


@guides
def test_every_folder_the_guide_names_is_there(guide: Path) -> None:
    named = re.findall(r"`(content/[a-z./]+)`", words(guide))
    assert len(named) > 8
    for path in named:
        assert (ROOT / path).exists() or path.startswith("content/archive"), path


@guides
def test_the_audience_of_the_guide_is_sound(desk: Desk, guide: Path) -> None:
    section = words(guide).partition("## 15.")[2].partition("\n## 16.")[0]
    (written,) = re.findall(r"```yaml\n(id: .*?)```", section, re.DOTALL)
    (listed,) = re.findall(r"```text\n(.*?)```", section, re.DOTALL)
    folder = desk.root / "organizations" / "demo" / "audiences"
    (folder / "communications-community.yaml").write_text(written, encoding="utf-8")
    (folder / "communications-community.csv").write_text(listed, encoding="utf-8")
    assert desk.check().faults == ()
    found = load(desk.root, "demo").organization.audiences["communications-community"]
    assert (found.units, len(found.people)) == (("policy", "corporate"), 2)
    named = {
        name
        for row in re.findall(r"^\| (`.+?) \|", section, re.MULTILINE)
        for name in re.findall(r"`(\w+)`", row)
    }
    assert named >= NamedAudience.model_fields.keys() - {"id", "name"}


@guides
def test_the_reminders_of_the_guide_are_sound(desk: Desk, guide: Path) -> None:
    (written,) = re.findall(r"```yaml\n(reminders:\n.*?)```", words(guide), re.DOTALL)
    file = desk.root / "organizations" / "demo" / "organization.yaml"
    before, after = re.split(r"reminders:\n(?:  .*\n)+", file.read_text(encoding="utf-8"))
    file.write_text(before + written + after, encoding="utf-8")
    assert desk.check().faults == ()
    coi, code = load(desk.root, "demo").organization.reminders
    assert (coi.ladder, coi.on_path_change) == (Ladder(second_after=10, listed_after=10), True)
    assert (code.cadence, code.month, code.audience.units) == ("yearly", "november", ("policy", "services"))
    rows = re.findall(r"^\| (`.+?) \|", words(guide).partition("## 13.")[2], re.MULTILINE)
    named = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    assert named >= Reminders.model_fields.keys() - {"duty", "every_day"}


@guides
def test_an_officer_opens_a_poll_with_its_days_alone(desk: Desk, guide: Path) -> None:
    (days,) = re.findall(r"```yaml\n(id: poll-executives\n.*?)```", words(guide), re.DOTALL)
    desk.add("organizations/demo/questionnaires/poll-executives.yaml", days)
    assert desk.check().faults == desk.check().warnings == ()
    poll = load(desk.root, "demo").questionnaires["poll-executives"]
    assert (poll.open_on(date(2027, 1, 11)), poll.open_on(date(2027, 2, 6))) == (True, False)


@guides
def test_the_decision_of_the_guide_is_sound(desk: Desk, guide: Path) -> None:
    (written,) = re.findall(r"```yaml\n(privacy:\n.*?)```", words(guide), re.DOTALL)
    desk.add("organizations/demo/organization.yaml", written)
    assert desk.check().faults == ()
    (factor,) = load(desk.root, "demo").organization.privacy.factors
    assert (factor.id, factor.since) == ("group", date(2027, 1, 11))
