"""Where many connections want a place: who waits longest makes room, and whoever speaks is heard."""

import resource
import socket
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace

from bot.watch import LIMITS, Limits, Watch
from tests.bot.callers import CALM, HOST, LONG, answered, log_lines, served, some


async def test_a_newcomer_takes_the_place_of_the_oldest_of_its_address_that_waits() -> None:
    limits = replace(CALM, per_peer=4)
    async with served(limits) as here, AsyncExitStack() as until:
        silent = await some(until, here, 6)
        assert [await silent[0].closed(LONG), await silent[1].closed(LONG)] == [True, True]
        assert [await answered(each, here) for each in silent[2:]] == [True] * 4
        async with here.call("127.0.0.2") as elsewhere:
            assert await answered(elsewhere, here)
        assert [await answered(each, here) for each in silent[2:]] == [True] * 4
        newcomer = (await some(until, here, 1))[0]
        assert await answered(newcomer, here)
        assert await silent[2].closed(LONG)
        assert [await answered(each, here) for each in silent[3:]] == [True] * 3


async def test_a_flood_leaves_alone_whoever_was_answered_more_often() -> None:
    async with served(replace(CALM, per_peer=9)) as here, AsyncExitStack() as until:
        regular, once = await some(until, here, 2)
        assert await answered(once, here)
        assert [await answered(regular, here), await answered(regular, here)] == [True, True]
        strangers = await some(until, here, 30)
        assert await strangers[0].closed(LONG)
        assert await answered(once, here)
        for _ in range(30):
            assert await answered((await some(until, here, 1))[0], here)
        assert await answered(regular, here)


async def test_where_everybody_was_answered_a_newcomer_has_time_to_speak() -> None:
    async with served(replace(CALM, per_peer=6)) as here, AsyncExitStack() as until:
        known = await some(until, here, 6)
        assert [await answered(each, here) for each in known] == [True] * 6
        newcomers = await some(until, here, 3)
        assert await known[2].closed(LONG)
        assert [await answered(each, here) for each in newcomers] == [True] * 3


async def test_many_who_come_at_the_same_moment_need_not_come_again() -> None:
    """While this test connects, the server cannot look; a line that is not held for it fails at once."""
    async with served() as here, AsyncExitStack() as until:
        for _ in range(200):
            until.enter_context(socket.create_connection((HOST, here.port), timeout=0.5))


async def test_when_all_places_are_at_work_a_newcomer_is_refused_and_later_let_in() -> None:
    with log_lines() as lines:
        async with served(replace(CALM, total=3)) as here, AsyncExitStack() as until:
            callers = await some(until, here, 3)
            for each in callers:
                here.listener.waiting.clear()
                each.say(here.post(b'"wait"'))
                await here.listener.waiting.wait()
            refused = (await some(until, here, 1))[0]
            assert await refused.closed(LONG)
            assert await lines.next() == {"event": "connections.closed", "refused": 1}
            here.listener.go.set()
            assert [await each.status() for each in callers] == [200] * 3
            assert await answered((await some(until, here, 1))[0], here)
            assert await callers[0].closed(LONG)


@dataclass(eq=False)
class Somebody:
    """A connection that remembers being closed."""

    peer: str = "here"
    answers: int = 0
    gone: bool = False

    def overdue(self, limits: Limits) -> str:
        return ""

    def abort(self) -> None:
        self.gone = True


def test_who_hung_up_during_their_own_request_takes_no_place_any_more() -> None:
    watch = Watch(replace(CALM, per_peer=1))
    first, second = Somebody(), Somebody()
    assert watch.admits(first)
    watch.works(first)
    watch.forget(first)
    watch.rests(first)
    assert watch.admits(second)
    assert not first.gone
    watch.forget(second)
    assert (len(watch._open), len(watch._resting), watch._peers) == (0, 0, {})


def test_connections_leave_a_quarter_of_the_file_descriptors_to_the_rest() -> None:
    before, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (400, most))
    try:
        assert LIMITS.room() == 300
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (before, most))
    assert replace(LIMITS, total=7).room() == 7
