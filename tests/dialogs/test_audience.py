"""Whom an audience means: everyone at most, and nobody where the organization no longer maintains it."""

from dataclasses import replace
from datetime import date

import pytest

from content.model import Audience, Library, NamedAudience, Organization, Text
from dialogs.audience import Strangers, gone, holds, strangers
from dialogs.people import Path, Person, PersonId, Role, UnitId

TODAY = date(2026, 11, 23)
NAMED = Audience(named="network")
MIA = Person(
    PersonId("mia"),
    email="Mia@example.org",
    unit=UnitId("policy"),
    role=Role.MANAGER,
    path=Path.MANAGER,
    start=date(2026, 11, 3),
)


@pytest.fixture
def organization(library: Library) -> Organization:
    return library.organization


def keeping(organization: Organization, **parts: object) -> Organization:
    """Return an organization that maintains one audience."""
    named = NamedAudience(id="network", name=Text(en="Network", fr="Réseau"))
    return organization.model_copy(update={"audiences": {"network": named.model_copy(update=parts)}})


@pytest.mark.parametrize(
    ("parts", "held"),
    [
        ({"units": ("services", "policy")}, True),
        ({"units": ("services",)}, False),
        ({"roles": ("manager",)}, True),
        ({"roles": ("ve-officer",)}, False),
        ({"paths": ("manager", "executive")}, True),
        ({"paths": ("student",)}, False),
        ({"newcomers_days": 20}, True),
        ({"newcomers_days": 19}, False),
        ({"people": frozenset({"mia"})}, True),
        ({"people": frozenset({"mia@example.org"})}, True),
        ({"people": frozenset({"ana@example.org"})}, False),
        ({"people": frozenset({"mia"}), "units": ("services",)}, False),
        ({"people": frozenset(), "people_file": "empty.csv"}, False),
    ],
)
def test_a_maintained_audience_holds_whoever_every_list_of_it_holds(
    organization: Organization, parts: dict[str, object], *, held: bool
) -> None:
    assert holds(keeping(organization, **parts), NAMED, MIA, TODAY) is held
    if "people" not in parts:
        assert holds(organization, Audience.model_validate(parts), MIA, TODAY) is held


def test_somebody_without_an_email_is_found_by_their_id_alone(organization: Organization) -> None:
    nameless = replace(MIA, email="")
    listed = keeping(organization, people=frozenset({"mia"}))
    assert holds(listed, NAMED, nameless, TODAY)
    assert not holds(listed, NAMED, replace(nameless, id=PersonId("other")), TODAY)


def test_what_narrows_an_audience_narrows_a_maintained_one_too(organization: Organization) -> None:
    kept = keeping(organization, people=frozenset({"mia"}))
    assert holds(kept, Audience(named="network", units=("policy",)), MIA, TODAY)
    assert not holds(kept, Audience(named="network", units=("services",)), MIA, TODAY)


def test_an_audience_that_is_gone_holds_nobody(organization: Organization) -> None:
    assert gone(organization, NAMED)
    assert not holds(organization, NAMED, MIA, TODAY)
    assert not gone(keeping(organization, units=("policy",)), NAMED)
    assert not gone(organization, Audience())
    assert holds(organization, Audience(), MIA, TODAY)


def test_whoever_is_listed_and_not_among_the_staff_is_counted(organization: Organization) -> None:
    left = replace(MIA, id=PersonId("left"), email="left@example.org", end=date(2026, 11, 20))
    soon = replace(MIA, id=PersonId("soon"), email="soon@example.org", start=date(2027, 1, 4))
    listed = frozenset({"mia", "left@example.org", "soon@example.org", "nobody@example.org"})
    kept = keeping(organization, people=listed)
    assert strangers(kept, NAMED, [MIA, left, soon], TODAY) == Strangers(unknown=2, listed=4)


@pytest.mark.parametrize("audience", [Audience(), Audience(units=("policy",)), NAMED])
def test_an_audience_without_a_list_has_no_strangers(organization: Organization, audience: Audience) -> None:
    assert strangers(organization, audience, [MIA], TODAY) is None
    assert strangers(keeping(organization, units=("policy",)), audience, [MIA], TODAY) is None


def test_what_was_kept_before_there_were_maintained_audiences_reads_as_before() -> None:
    before = {"units": ["policy"], "roles": [], "paths": [], "newcomers_days": None, "people": []}
    assert Audience.model_validate(before) == Audience(units=("policy",))
    assert Audience.model_validate({}) == Audience()
