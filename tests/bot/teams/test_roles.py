"""A role needs the staff list and its group, in every turn where it matters, and employees are let be."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from typing import get_args

import aiohttp
import pytest
from structlog.testing import capture_logs

from bot.counting import WHICH
from bot.holds import HOLD
from bot.roles import ByGroups, ByRoster, Unconfirmed, mapped
from bot.teams.identity.groups import Groups
from content.model import Library, RoleName
from dialogs.flow import Ref
from dialogs.people import Person, PersonId, Role
from reports.dispositions import SWITCH
from tests.bot.office import person
from tests.bot.team_office import BOSS, NEW, TeamOffice
from tests.bot.teams.graph import MANAGERS, OFFICIALS, REQUESTS, Graph, Shows, serving

MAPPED = {
    Role.SENIOR_OFFICIAL: OFFICIALS,
    Role.ATIP_CONTACT: REQUESTS,
    Role.MANAGER: MANAGERS,
    Role.COI_OFFICER: "3f8fad5b-d9cb-469f-a165-70867728950e",
}


def known(number: int, who: Person) -> Person:
    """Give a person an id as Entra has them."""
    return replace(who, id=PersonId(f"{number:08x}-aaaa-4bbb-8ccc-000000000005"))


SAM = known(1, person("sam", "policy", Role.SENIOR_OFFICIAL))
ATI = known(2, person("ati", "policy", Role.ATIP_CONTACT))
CHIEF = known(3, BOSS)
ANA = known(4, replace(NEW, manager=CHIEF.id))
COI = known(5, person("coi", "policy", Role.COI_OFFICER))
VE = known(6, person("ve", "policy", Role.VE_OFFICER))
EVERYONE = (SAM, ATI, CHIEF, ANA, COI, VE)


@pytest.fixture
async def graph() -> AsyncIterator[Graph]:
    members: dict[str, set[str]] = {group: set() for group in MAPPED.values()}
    for who in EVERYONE:
        members.get(MAPPED.get(who.role, ""), set()).add(who.id)
    async with serving(Graph(members=members)) as graph:
        yield graph


@pytest.fixture
async def office(library: Library, graph: Graph, session: aiohttp.ClientSession) -> TeamOffice:
    groups = Groups(
        MAPPED.values(),
        graph.url,
        session=session,
        authorize=Shows(),
        clock=lambda: made.at,
        patience=20,
    )
    made = TeamOffice(library, roles=ByGroups(MAPPED, groups))
    await made.hired(*EVERYONE)
    graph.asked.clear()
    made.later(minutes=20)
    return made


def said(logs: Sequence[object]) -> list[tuple[str, bool, str]]:
    """Return the lines about roles."""
    return [
        (line["role"], line["allowed"], line["reason"])
        for line in logs
        if isinstance(line, dict) and line["event"] == "role.asked"
    ]


async def test_an_official_in_the_group_sees_the_counts_and_the_grant_is_logged_without_a_name(
    office: TeamOffice,
) -> None:
    with capture_logs() as logs:
        shown = await office.types(SAM.id, "report")
    assert (shown.view.card, shown.view.note) == ("report", "")
    assert said(logs) == [("senior-official", True, "group")]
    assert SAM.id not in str(logs)
    assert "Sam" not in str(logs)


async def test_an_official_who_is_not_in_the_group_is_told_kindly(office: TeamOffice, graph: Graph) -> None:
    graph.members.clear()
    with capture_logs() as logs:
        shown = await office.types(SAM.id, "report")
    assert (shown.view.card, shown.view.note) == ("report.not-allowed", "role-unconfirmed")
    assert said(logs) == [("senior-official", False, "no-group")]
    assert "report" not in {button.verb for button in (await office.types(SAM.id, "home")).view.buttons}
    assert "senior-official" not in str(await office.store.registers.find("access"))


async def test_while_graph_is_down_nobody_is_an_official(office: TeamOffice, graph: Graph) -> None:
    graph.always = (503, "")
    with capture_logs() as logs:
        shown = await office.types(SAM.id, "report")
    assert (shown.view.card, shown.view.note) == ("report.not-allowed", "role-unconfirmed")
    assert said(logs) == [("senior-official", False, "unavailable")]
    graph.always = None
    office.later(minutes=1)
    assert (await office.types(SAM.id, "report")).view.card == "report"


async def test_a_change_in_the_group_counts_within_a_quarter_of_an_hour(
    office: TeamOffice, graph: Graph
) -> None:
    await office.types(SAM.id, "report")
    graph.members.clear()
    office.later(minutes=14)
    assert (await office.types(SAM.id, "report")).view.card == "report"
    assert len(graph.asked) == 1
    office.later(minutes=1)
    assert (await office.types(SAM.id, "report")).view.card == "report.not-allowed"


async def test_an_employee_is_never_asked_about(office: TeamOffice, graph: Graph) -> None:
    graph.always = (503, "")
    with capture_logs() as logs:
        for words in ("report", "records", "team", "checklist", "my record", "home"):
            shown = await office.types(ANA.id, words)
            assert shown.view.note != "role-unconfirmed"
    assert graph.asked == []
    assert said(logs) == []


async def test_a_role_without_a_group_rests_on_the_staff_list(office: TeamOffice, graph: Graph) -> None:
    graph.always = (503, "")
    await office.types(VE.id, "home")
    assert graph.asked == []


async def test_a_manager_who_lost_the_role_presses_an_old_card_of_the_team(
    office: TeamOffice, graph: Graph
) -> None:
    old = await office.types(CHIEF.id, "team")
    assert "New" in str(old.view.tables)
    before = await office.store.ledger.life(CHIEF.id)
    graph.members.clear()
    office.later(minutes=15)
    shown = await office.presses(CHIEF.id, "talked", on=old, who=f"onboarding~{ANA.id}")
    assert (shown.view.card, shown.view.note) == ("team.not-allowed", "role-unconfirmed")
    assert (await office.store.ledger.life(CHIEF.id)).facts == before.facts
    guide = await office.presses(CHIEF.id, "guide", on=old)
    assert guide.view.card == "team.not-allowed"


async def test_a_manager_whom_the_staff_list_no_longer_names_gets_no_word_about_groups(
    office: TeamOffice, graph: Graph
) -> None:
    old = await office.types(CHIEF.id, "team")
    await office.store.people.bring_in([replace(CHIEF, role=Role.EMPLOYEE)])
    shown = await office.presses(CHIEF.id, "talked", on=old, who=f"onboarding~{ANA.id}")
    assert (shown.view.card, shown.view.note) == ("team.not-allowed", "")


async def test_what_starts_or_stops_something_asks_again(office: TeamOffice, graph: Graph) -> None:
    await office.types(ATI.id, "records")
    card = await office.types(ATI.id, "records")
    assert len(graph.asked) == 1, "to look, the answer of a moment ago will do"
    members = graph.members.pop(REQUESTS)
    shown = await office.presses(ATI.id, "hold", on=card)
    assert len(graph.asked) == 2
    assert (shown.view.card, shown.view.note) == ("records.not-allowed", "role-unconfirmed")
    assert await office.store.registers.get(HOLD, SWITCH) is None
    graph.members[REQUESTS] = members
    office.later(minutes=15)
    card = await office.types(ATI.id, "records")
    await office.presses(ATI.id, "hold", on=card)
    assert await office.store.registers.get(HOLD, SWITCH) is not None


async def test_a_file_agreed_to_is_only_for_who_holds_the_office_at_that_moment(
    office: TeamOffice, graph: Graph
) -> None:
    period = WHICH["last-quarter"](office.at.date()).id
    assert await office.turns.file(SAM.id, period)
    before = len(await office.store.registers.find("access"))
    graph.members.clear()
    assert await office.turns.file(SAM.id, period) is None
    graph.always = (503, "")
    assert await office.turns.file(SAM.id, period) is None
    assert len(await office.store.registers.find("access")) == before


async def test_a_record_says_the_role_of_the_staff_list_whatever_the_group_says(
    office: TeamOffice, graph: Graph
) -> None:
    graph.members.clear()
    assert "Senior Official" in str((await office.types(SAM.id, "my record")).view.tables)


async def test_a_note_with_a_name_is_withheld_from_who_is_no_longer_in_the_group(
    office: TeamOffice, graph: Graph
) -> None:
    ref = Ref("note", "coi.advice-request")
    shown = await office.turns.present(COI.id, ref, ANA.id)
    assert shown is not None
    assert "New" in str(shown.view.values)
    graph.members.clear()
    office.later(minutes=15)
    with capture_logs() as logs:
        assert await office.turns.present(COI.id, ref, ANA.id) is None
    assert [line["event"] for line in logs] == ["role.asked", "note.withheld"]


async def test_a_note_waits_while_graph_is_down_and_then_arrives(office: TeamOffice, graph: Graph) -> None:
    graph.always = (503, "")
    with pytest.raises(Unconfirmed):
        await office.turns.present(COI.id, Ref("note", "coi.advice-request"), ANA.id)
    office.came.clear()
    office.later(hours=20)  # Tuesday: the weekly reminder of managers leaves
    await office.ticks()
    assert CHIEF.id not in office.came
    graph.always = None
    office.later(minutes=10)
    await office.ticks()
    assert "talk.ask" in [shown.view.card for shown in office.came[CHIEF.id]], "one of onboarding in a week"


async def test_a_card_of_the_team_is_not_brought_to_who_lost_the_role(
    office: TeamOffice, graph: Graph
) -> None:
    assert await office.turns.present(CHIEF.id, Ref("team", ""), None) is not None
    graph.members.clear()
    office.later(minutes=15)
    assert await office.turns.present(CHIEF.id, Ref("team", ""), None) is None


async def test_a_card_about_a_talk_leads_to_the_team_only_who_may_see_it(
    office: TeamOffice, graph: Graph
) -> None:
    ref = Ref("talk", f"onboarding~{ANA.id}")
    before = await office.turns.present(CHIEF.id, ref, ANA.id)
    graph.members.clear()
    office.later(minutes=15)
    after = await office.turns.present(CHIEF.id, ref, ANA.id)
    offered = [{button.verb for button in shown.view.buttons} for shown in (before, after) if shown]
    assert ["team" in verbs for verbs in offered] == [True, False]


async def test_the_staff_list_alone_decides_where_nothing_else_is_said() -> None:
    roles = ByRoster()
    assert await roles.confirmed(SAM, fresh=True) is SAM
    assert await roles.certain(SAM) is SAM


def test_the_organizations_file_names_groups_by_role(library: Library) -> None:
    groups: dict[RoleName, str] = {"senior-official": OFFICIALS}
    organization = library.organization.model_copy(update={"groups": groups})
    assert mapped(organization) == {Role.SENIOR_OFFICIAL: OFFICIALS}
    assert mapped(library.organization) == {}


def test_every_role_but_that_of_everybody_can_have_a_group() -> None:
    assert set(get_args(RoleName)) == {role.value for role in Role} - {Role.EMPLOYEE.value}
