"""From the settings of Teams mode to the one tenant: who comes in, where we write, who confirms roles."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.roles import ByGroups, ByRoster
from bot.teams.channel import Tenant
from bot.teams.clouds import PUBLIC, US_GOVERNMENT
from bot.teams.entry.signing_keys import KeysAway
from bot.teams.identity.registration import Misregistered
from bot.teams.identity.tenancy import Tenancy, open_tenancy
from bot.teams.wire.connector import NoIdentity
from bot.teams_settings import Given
from dialogs.people import Person, PersonId, Role
from tests.bot.teams import minting
from tests.bot.teams.fakes import NoNames, SetClock
from tests.bot.teams.graph import OFFICIALS, Graph, serving
from tests.bot.teams.hosting import KeyServer
from tests.bot.teams.identity.entra import APP, SECRET, TENANT, Entra, Makes

GIVEN = Given(app_id=APP.upper(), tenant=f" {TENANT} ", secret=SECRET)
SAM = Person(PersonId("00000001-aaaa-4bbb-8ccc-000000000005"), role=Role.SENIOR_OFFICIAL)


@pytest.fixture
async def opened(session: aiohttp.ClientSession, clock: SetClock) -> AsyncIterator[Any]:
    made: list[Tenancy] = []

    def opens(**changed: Any) -> Tenancy:
        made.append(open_tenancy(replace(GIVEN, **changed), session=session, clock=clock))
        return made[-1]

    yield opens
    for each in made:
        await each.close()


def test_ids_are_the_same_in_capitals_and_with_blanks_around(opened: Any) -> None:
    tenant = opened().tenant
    assert (tenant.app_id, tenant.id) == (APP, TENANT)


@pytest.mark.parametrize(("name", "cloud"), [("public", PUBLIC), ("us-government", US_GOVERNMENT)])
def test_the_cloud_is_the_one_that_is_named(name: str, cloud: Any, opened: Any) -> None:
    assert opened(cloud=name).tenant.cloud == cloud


def test_more_hosts_are_added_and_files_go_to_their_own(opened: Any) -> None:
    tenancy = opened(hosts=("Gate.example.ca",), uploads=("contoso-my.sharepoint.com",))
    cloud = tenancy.tenant.cloud
    assert cloud.allows("https://gate.example.ca/v3")
    assert cloud.allows("https://smba.trafficmanager.net/ca/")
    assert not cloud.allows("https://contoso-my.sharepoint.com/")
    assert cloud.takes("https://contoso-my.sharepoint.com/up")
    assert not cloud.takes("https://gate.example.ca/up")
    assert tenancy.roots == (
        "https://contoso-my.sharepoint.com",
        "https://gate.example.ca",
        "https://smba.trafficmanager.net",
    )


@pytest.mark.parametrize(
    ("changed", "reason", "values"),
    [
        ({"cloud": "moon"}, "cloud", {"known": "public, us-government"}),
        ({"app_id": "our bot"}, "app-id", {}),
        ({"tenant": ""}, "tenant", {}),
        ({"secret": ""}, "secret-missing", {}),
        ({"secret_file": Path("nowhere")}, "secret-twice", {}),
        ({"app_type": "UserAssignedMSI"}, "secret-not-needed", {}),
        ({"app_type": "MultiTenant"}, "app-type", {"expected": "SingleTenant, UserAssignedMSI"}),
    ],
)
def test_the_first_mistake_is_named(
    changed: dict[str, Any], reason: str, values: dict[str, str], opened: Any
) -> None:
    with pytest.raises(Misregistered) as raised:
        opened(**changed)
    assert (raised.value.reason, raised.value.values) == (reason, values)


def test_opening_asks_nobody_anything(opened: Any, names: NoNames) -> None:
    opened()
    opened(secret="", app_type="UserAssignedMSI")
    assert names.asked == []


# Over this machine --------------------------------------------------------------------------------------


@pytest.fixture
async def graph() -> AsyncIterator[Graph]:
    async with serving(Graph(members={OFFICIALS: {SAM.id}})) as graph:
        yield graph


@pytest.fixture
def tenancy(  # noqa: PLR0917 - fixtures
    entra: Entra,
    makes: Makes,
    keys: KeyServer,
    graph: Graph,
    session: aiohttp.ClientSession,
    clock: SetClock,
) -> Tenancy:
    cloud = replace(entra.cloud, openid=keys.openid, graph=graph.url)
    tokens = makes(cloud=cloud)
    tenant = Tenant(cloud, APP, TENANT, tokens.for_resource(cloud.connector))
    return Tenancy(tenant, tokens, session, clock)


async def test_without_groups_the_staff_list_alone_decides(tenancy: Tenancy, graph: Graph) -> None:
    roles = tenancy.roles({})
    assert isinstance(roles, ByRoster)
    assert await roles.confirmed(SAM, fresh=True) == SAM
    assert graph.asked == []


async def test_a_role_with_a_group_is_confirmed_by_graph_with_a_token_for_graph(
    tenancy: Tenancy, graph: Graph, entra: Entra
) -> None:
    roles = tenancy.roles({Role.SENIOR_OFFICIAL: OFFICIALS})
    assert isinstance(roles, ByGroups)
    assert await roles.confirmed(SAM) == SAM
    assert graph.asked == [(SAM.id, (OFFICIALS,))]
    assert [asked["scope"] for asked in entra.asked] == [f"{graph.url}/.default"]
    assert graph.shown == ["Bearer token-1"]

    await tenancy.token()
    assert entra.asked[-1]["scope"] == f"{PUBLIC.connector}/.default", "what goes to Teams has its own"

    graph.members.clear()
    assert (await roles.confirmed(SAM, fresh=True)).role is Role.EMPLOYEE


async def test_without_a_token_for_graph_nobody_holds_a_role(
    tenancy: Tenancy, graph: Graph, entra: Entra
) -> None:
    entra.always = (401, {"error": "invalid_client"})
    roles = tenancy.roles({Role.SENIOR_OFFICIAL: OFFICIALS})
    assert (await roles.confirmed(SAM)).role is Role.EMPLOYEE
    assert graph.asked == []
    with pytest.raises(NoIdentity):
        await tenancy.token()


async def test_the_doctor_counts_the_keys_and_those_that_speak_for_teams(
    tenancy: Tenancy, keys: KeyServer
) -> None:
    good = [minting.public("first", ["msteams"]), minting.public("unendorsed", None)]
    await keys.publish({"keys": good})
    assert await tenancy.signing_keys() == (2, 1)
    await keys.misbehave({"status": 500})
    with pytest.raises(KeysAway):
        await tenancy.signing_keys()
