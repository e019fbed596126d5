"""The samples say that they are samples, promise nothing unconfirmed, and differ where their documents do."""

import pytest

from content.loader import load
from content.model import Library, Value
from tests.content.conftest import SHIPPED

NBSP = "\N{NO-BREAK SPACE}"
SAMPLES = ("public-safety", "cics", "opo")


@pytest.fixture(scope="module", params=SAMPLES)
def sample(request: pytest.FixtureRequest) -> Library:
    return load(SHIPPED, request.param)


def test_a_sample_says_in_both_languages_that_nobody_endorsed_it(sample: Library) -> None:
    said = sample.organization.sample
    assert said is not None
    assert said.en == "Sample from a public 2024 document, not endorsed"
    assert said.fr == "Exemple tiré d'un document public de 2024, sans l'approbation de l'organisation"


def test_a_sample_has_confirmed_nothing_so_what_is_unconfirmed_is_hidden(sample: Library) -> None:
    assert sample.organization.confirmed == ()
    demo = load(SHIPPED, "demo")
    hidden = [
        page.id
        for module in demo.modules.values()
        for page in module.pages
        if len(page.lines)
        > sum(len(each.lines) for each in sample.modules[module.id].pages if each.id == page.id)
    ]
    assert hidden, "the demonstration shows lines that a sample must not"


def test_a_sample_names_no_person_and_no_address_of_its_own(sample: Library) -> None:
    contacts = [contact for contact in sample.organization.contacts.values() if contact]
    assert contacts
    for contact in contacts:
        assert contact.phone is None
        assert contact.address is None or contact.address.en == "see the intranet"


def test_every_sample_leaves_a_way_to_the_commissioner_without_a_senior_officer(sample: Library) -> None:
    assert sample.organization.contacts["senior_officer_disclosure"] is None
    assert sample.organization.contacts["psic"] is not None


def test_public_safety_has_its_four_values_and_four_rules_with_a_free_french_translation() -> None:
    own = load(SHIPPED, "public-safety").organization.own_values
    assert next(each for each in own if each.value is Value.ALL).own is not None
    rules = {each.rule.en: each.rule.fr for each in own if each.rule}
    assert set(rules) == {
        "Act in good faith and trust others do as well",
        "Actively support each other",
        "Speak and listen with empathy and an open mind",
        "Collaborate, share and value each other's contribution",
    }
    assert all(rule.endswith("(traduction libre)") for rule in rules.values())
    assert "Integrality" not in load(SHIPPED, "public-safety").model_dump_json()


def test_small_organizations_say_so() -> None:
    assert {name: load(SHIPPED, name).organization.small for name in ("demo", *SAMPLES)} == {
        "demo": False,
        "public-safety": False,
        "cics": True,
        "opo": True,
    }


def test_the_procurement_ombud_asks_before_three_kinds_of_files_and_sends_its_code_each_year() -> None:
    opo = load(SHIPPED, "opo")
    assert [process.id for process in opo.organization.processes] == ["ppr", "roc", "adr"]
    assert [(each.duty, each.cadence.value) for each in opo.organization.reminders] == [
        ("coi", "quarterly"),
        ("code", "yearly"),
    ]
    said = opo.modules["M04"].model_dump_json()
    assert "procurement practice" not in said, "nobody has confirmed it to us, so M04 does not say it"


def test_everyone_at_the_small_secretariat_takes_one_of_the_two_courses() -> None:
    courses = load(SHIPPED, "cics").organization.courses
    assert {course.code: set(course.paths) for course in courses} == {
        "FON301": {"student", "employee"},
        "FON302": {"manager", "executive"},
    }


def test_public_safety_adds_its_sessions_and_its_form_and_keeps_everything_else() -> None:
    own, common = load(SHIPPED, "public-safety"), load(SHIPPED, "demo")
    items = [item.id for item in own.checklists["onboarding"].items]
    assert items[-3:] == ["PS01", "PS02", "PS03"]
    assert items[:-3] == [item.id for item in common.checklists["onboarding"].items]
    door, usual = own.doors["suggestion"], common.doors["suggestion"]
    assert (door.title, door.contacts) == (usual.title, usual.contacts)
    assert any("online feedback form" in line.en for line in door.about)
    assert not any("online feedback form" in line.en for line in usual.about)
