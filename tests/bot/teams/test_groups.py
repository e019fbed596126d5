"""Who is in which group: asked once in a quarter of an hour; nobody is in any while Graph is silent."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from structlog.testing import capture_logs

from bot.teams.identity.groups import Groups
from dialogs.people import PersonId
from tests.bot.teams.fakes import SetClock
from tests.bot.teams.graph import MANAGERS, OFFICIALS, REQUESTS, Graph, Shows, serving

SAM = PersonId("44444444-aaaa-4bbb-8ccc-000000000004")
OFFICIAL = frozenset({OFFICIALS})
MINUTE = timedelta(minutes=1)

Makes = Callable[..., Groups]


@pytest.fixture
async def graph() -> AsyncIterator[Graph]:
    async with serving(Graph(members={OFFICIALS: {SAM}})) as graph:
        yield graph


@pytest.fixture
def shows() -> Shows:
    return Shows()


@pytest.fixture
def makes(graph: Graph, session: aiohttp.ClientSession, shows: Shows, clock: SetClock) -> Makes:
    def make(named: tuple[str, ...] = (OFFICIALS, REQUESTS), patience: float = 20, **more: int) -> Groups:
        common: Any = {"session": session, "authorize": shows, "clock": clock, "patience": patience, **more}
        return Groups(named, graph.url, **common)

    return make


@pytest.fixture
def groups(makes: Makes) -> Groups:
    return makes()


async def test_a_person_is_in_the_groups_that_graph_names(groups: Groups, graph: Graph) -> None:
    assert await groups.of(SAM) == OFFICIAL
    assert graph.asked == [(SAM, (OFFICIALS, REQUESTS))]
    assert graph.shown == ["Bearer 0"]


async def test_an_answer_counts_for_a_quarter_of_an_hour(
    groups: Groups, graph: Graph, clock: SetClock
) -> None:
    await groups.of(SAM)
    graph.members = {}
    clock.go(15 * MINUTE - timedelta(seconds=1))
    assert await groups.of(SAM) == OFFICIAL
    clock.go(timedelta(seconds=1))
    assert await groups.of(SAM) == frozenset()
    assert len(graph.asked) == 2


async def test_a_fresh_answer_is_of_this_moment_and_kept_too(groups: Groups, graph: Graph) -> None:
    await groups.of(SAM)
    graph.members = {}
    assert await groups.of(SAM, fresh=True) == frozenset()
    assert await groups.of(SAM) == frozenset()
    assert len(graph.asked) == 2


async def test_a_clock_set_back_does_not_make_an_answer_count_longer(
    groups: Groups, graph: Graph, clock: SetClock
) -> None:
    await groups.of(SAM)
    clock.go(-timedelta(days=1))
    await groups.of(SAM)
    assert len(graph.asked) == 2


async def test_more_groups_than_graph_takes_are_asked_in_parts(makes: Makes, graph: Graph) -> None:
    many = tuple(f"{number:08x}-d9cb-469f-a165-70867728950e" for number in range(45))
    graph.members = {many[0]: {SAM}, many[44]: {SAM}}
    assert await makes(many).of(SAM) == frozenset({many[0], many[44]})
    assert [len(asked) for _, asked in graph.asked] == [20, 20, 5]


@pytest.mark.parametrize("who", ["sam", "", "..", f"{SAM}/../{SAM}", SAM.upper() + "0"])
async def test_who_has_no_entra_id_is_in_no_group_and_nobody_is_asked(
    groups: Groups, graph: Graph, who: str
) -> None:
    assert await groups.of(PersonId(who)) == frozenset()
    assert graph.asked == []


async def test_without_groups_nobody_is_asked(makes: Makes, graph: Graph) -> None:
    assert await makes(()).of(SAM) == frozenset()
    assert graph.asked == []


async def test_who_left_the_directory_is_in_no_group(groups: Groups, graph: Graph) -> None:
    graph.always = (404, '{"error":{"code":"Request_ResourceNotFound"}}')
    assert await groups.of(SAM) == frozenset()


TROUBLE: list[tuple[Any, str]] = [
    ("cut", "unreachable"),
    ((403, '{"error":{"code":"Authorization_RequestDenied","message":"Sam"}}'), "status-403"),
    ((429, "", {"Retry-After": "99999"}), "status-429"),
    ((500, "Sam"), "status-500"),
    ((503, ""), "status-503"),
    ((200, "Sam"), "unreadable"),
    ((200, "[]"), "unreadable"),
    ((200, "{}"), "unreadable"),
    ((200, '{"value": "all of them"}'), "unreadable"),
    ((200, '{"value": [7]}'), "unreadable"),
    ((200, " " * 70_000), "too-large"),
]


@pytest.mark.parametrize(("rule", "reason"), TROUBLE, ids=[str(rule)[:40] for rule, _ in TROUBLE])
async def test_trouble_means_that_nobody_can_say(
    groups: Groups, graph: Graph, clock: SetClock, rule: Any, reason: str
) -> None:
    graph.always = rule
    with capture_logs() as logs:
        assert await groups.of(SAM) is None
        assert await groups.of(SAM) is None
    assert len(graph.asked) == 1, "a failure is remembered for a moment"
    assert logs == [{"event": "groups.unavailable", "reason": reason, "log_level": "warning"}]
    graph.always = None
    clock.go(timedelta(seconds=30))
    assert await groups.of(SAM) == OFFICIAL


async def test_a_slow_answer_is_not_waited_for(makes: Makes, graph: Graph) -> None:
    graph.always = "hang"
    with capture_logs() as logs:
        assert await makes(patience=0.2).of(SAM) is None
    assert [line["reason"] for line in logs] == ["time-out"]


async def test_a_redirect_takes_no_token_elsewhere(groups: Groups, graph: Graph) -> None:
    async with serving(Graph(members={OFFICIALS: {SAM}})) as other:
        graph.always = (307, "", {"Location": f"{other.url}/v1.0/users/{SAM}/checkMemberGroups"})
        assert await groups.of(SAM) is None
        assert other.asked == []


async def test_a_token_that_is_refused_is_replaced_once(groups: Groups, graph: Graph, shows: Shows) -> None:
    graph.rules = [(401, "")]
    assert await groups.of(SAM) == OFFICIAL
    assert graph.shown == ["Bearer 0", "Bearer 1"]
    graph.always = (401, "")
    assert await groups.of(SAM, fresh=True) is None
    assert shows.refusals == 3
    assert len(graph.asked) == 4


async def test_without_a_token_nobody_can_say(groups: Groups, graph: Graph, shows: Shows) -> None:
    shows.nobody = True
    with capture_logs() as logs:
        assert await groups.of(SAM) is None
    assert [line["reason"] for line in logs] == ["no-identity"]
    assert graph.asked == []


async def test_a_failed_fresh_question_leaves_an_answer_that_still_counts(
    groups: Groups, graph: Graph, clock: SetClock
) -> None:
    await groups.of(SAM)
    graph.always = (503, "")
    assert await groups.of(SAM, fresh=True) is None
    assert await groups.of(SAM) == OFFICIAL
    clock.go(15 * MINUTE)
    assert await groups.of(SAM) is None


async def test_many_turns_at_once_ask_once_and_one_that_leaves_takes_nothing_along(
    groups: Groups, graph: Graph
) -> None:
    graph.rules = ["hang"]
    first = asyncio.create_task(groups.of(SAM))
    await graph.came.wait()
    others = [asyncio.create_task(groups.of(SAM)) for _ in range(20)]
    first.cancel()
    graph.goes_on.set()
    assert await asyncio.gather(*others) == [OFFICIAL] * 20
    assert len(graph.asked) == 1


async def test_what_is_remembered_is_bounded(makes: Makes, graph: Graph) -> None:
    groups = makes(most=5)
    crowd = [PersonId(f"{number:08x}-aaaa-4bbb-8ccc-000000000004") for number in range(8)]
    for person in crowd:
        await groups.of(person)
    assert list(groups._kept) == crowd[3:]
    await groups.of(crowd[-1])
    assert len(graph.asked) == 8
    await groups.of(crowd[0])
    assert len(graph.asked) == 9


async def test_groups_are_told_apart_however_they_are_written(makes: Makes, graph: Graph) -> None:
    assert await makes((OFFICIALS.upper(), MANAGERS)).of(SAM) == OFFICIAL
