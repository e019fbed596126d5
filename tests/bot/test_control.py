"""The control socket: who may speak there, what survives the way, and what is said when nobody answers."""

import asyncio
import os
import socket
import stat
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as some
from structlog.testing import capture_logs

from bot.command.control import DRAFT, NAME, Limits, _order, _written, answering, ask
from bot.command.operator import Operator, Refusal
from bot.command.orders import Order, Printed, UnknownOrder
from tests.conftest import CONTENT

OPERATOR = Operator(CONTENT, {})
ORDER = Order("report", "en", "demo", {"period": "2026-Q4"})
IMPATIENT = Limits(largest=1000, bringing=0.1, answering=0.3)
DONE = Printed("counts\n")


def within(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


class Clerk:
    """Remembers what was ordered."""

    def __init__(self, printed: Printed = DONE) -> None:
        self.orders: list[Order] = []
        self._printed = printed

    async def perform(self, order: Order) -> Printed:
        self.orders.append(order)
        return self._printed


def serving(
    folder: Path, clerk: Clerk, user: int = os.geteuid(), limits: Limits | None = None
) -> AbstractAsyncContextManager[None]:
    return answering(folder, clerk.perform, OPERATOR, user=user, limits=limits or Limits())


async def refusal(folder: Path, order: Order = ORDER, limits: Limits | None = None) -> str:
    """Ask and be refused; return the name of the sentence."""
    with pytest.raises(Refusal) as refused:
        await ask(folder, order, OPERATOR, limits or Limits())
    assert refused.value.exit_code == 1
    names = ("silent", "failed", "other-version", "other-account")
    return next(
        (name for name in names if OPERATOR.says(f"control.{name}") == refused.value.message),
        refused.value.message,
    )


# What goes over it --------------------------------------------------------------------------------


async def test_what_was_ordered_and_printed_arrives_as_it_was(tmp_path: Path) -> None:
    printed = Printed("Où?\r\n\ufeff", ("Ligne 3", "Deux\nlignes"), 1)
    clerk = Clerk(printed)
    ordered = Order("people import", "fr", "demo", {"a": "é \n"}, b"id,name\n\x00\xff\n")
    async with serving(tmp_path, clerk):
        assert await ask(tmp_path, ordered, OPERATOR) == printed
    assert clerk.orders == [ordered]


@given(
    some.builds(
        Order,
        some.text(),
        some.sampled_from(["en", "fr"]),
        some.text(),
        some.dictionaries(some.text(), some.text()),
        some.binary(),
    )
)
def test_every_order_can_be_written_and_read(order: Order) -> None:
    assert _order(_written(order)) == order


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"[]",
        _written(ORDER).replace(b'"v": 1', b'"v": 2'),
        _written(ORDER).replace(b'"en"', b'"de"'),
        _written(ORDER).replace(b'"2026-Q4"', b"4"),
        _written(Order("report", "en", os.fsdecode(b"\xff"))),
    ],
)
def test_what_is_no_order_is_refused(raw: bytes) -> None:
    with pytest.raises(UnknownOrder):
        _order(raw)


async def test_the_staff_list_of_a_large_department_fits(tmp_path: Path) -> None:
    clerk = Clerk()
    body = b"x" * (24 * 1024 * 1024)
    async with serving(tmp_path, clerk):
        assert await ask(tmp_path, Order("people import", "en", "demo", {}, body), OPERATOR) == DONE
    assert clerk.orders[0].body == body


async def test_a_file_of_a_running_program_arrives_byte_for_byte(tmp_path: Path) -> None:
    async def perform(_: Order) -> Printed:
        return Printed("", body=bytes(range(256)))

    async with answering(tmp_path, perform, OPERATOR, user=os.geteuid()):
        assert await ask(tmp_path, ORDER, OPERATOR) == Printed("", body=bytes(range(256)))


async def test_a_running_program_from_before_there_were_files_is_understood(tmp_path: Path) -> None:
    body = b'{"v": 1, "text": "so", "errors": [], "code": 0}'
    async with strange(tmp_path, web.Response(body=body)):
        assert await ask(tmp_path, ORDER, OPERATOR) == Printed("so")


async def test_two_orders_at_once_are_both_carried_out(tmp_path: Path) -> None:
    both = asyncio.Barrier(2)

    async def perform(order: Order) -> Printed:
        await both.wait()
        return Printed(order.organization)

    orders = [Order("report", "en", name) for name in ("a", "b")]
    async with answering(tmp_path, perform, OPERATOR, user=os.geteuid()), asyncio.timeout(5):
        printed = await asyncio.gather(*(ask(tmp_path, order, OPERATOR) for order in orders))
    assert printed == [Printed("a"), Printed("b")]


# Who may speak ------------------------------------------------------------------------------------


async def test_only_its_owner_may_open_the_socket_and_it_goes_with_the_program(tmp_path: Path) -> None:
    async with serving(tmp_path, Clerk()):
        assert within(tmp_path) == [NAME]
        assert stat.S_IMODE((tmp_path / NAME).stat().st_mode) == 0o600
    assert within(tmp_path) == []


async def test_another_account_is_refused_whatever_the_file_allows(tmp_path: Path) -> None:
    clerk = Clerk()
    with capture_logs() as logs:
        async with serving(tmp_path, clerk, user=os.geteuid() + 1):
            assert await refusal(tmp_path) == "other-account"
    assert clerk.orders == []
    assert [line["event"] for line in logs] == ["order-refused"]


async def test_a_file_that_is_too_large_is_refused_by_its_size(tmp_path: Path) -> None:
    clerk, most = Clerk(), Limits(largest=2 * 1024 * 1024)
    large = Order("people import", "en", "demo", {}, b"x" * (8 * 1024 * 1024))
    async with serving(tmp_path, clerk, limits=most):
        assert "2 MB" in await refusal(tmp_path, large, most)
    assert clerk.orders == []


async def test_an_order_that_drips_is_not_waited_for(tmp_path: Path) -> None:
    async with serving(tmp_path, Clerk(), limits=IMPATIENT), asyncio.timeout(5):
        reader, writer = await asyncio.open_unix_connection(tmp_path / NAME)
        writer.write(b"POST / HTTP/1.1\r\nHost: ethos\r\nContent-Length: 9\r\n\r\nx")
        assert (await reader.readline()).split()[1] == b"408"
        writer.close()
        await writer.wait_closed()


# Where nobody answers -----------------------------------------------------------------------------


def leave_a_dead_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(os.fspath(path))


async def test_nobody_answers_where_nobody_is(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "stale").mkdir()
    leave_a_dead_socket(tmp_path / "stale" / NAME)
    far = tmp_path.joinpath(*["a-long-name"] * 12)
    for folder in (tmp_path, tmp_path / "nowhere", tmp_path / "file", tmp_path / "stale", far):
        assert await ask(folder, ORDER, OPERATOR) is None


async def test_what_a_killed_program_left_is_replaced(tmp_path: Path) -> None:
    leave_a_dead_socket(tmp_path / NAME)
    leave_a_dead_socket(tmp_path / DRAFT)
    async with serving(tmp_path, Clerk()):
        assert await ask(tmp_path, ORDER, OPERATOR) == DONE
        assert within(tmp_path) == [NAME]


async def test_a_folder_with_a_long_path_is_reached_too(tmp_path: Path) -> None:
    folder = tmp_path.joinpath(*["a-long-name"] * 12)
    folder.mkdir(parents=True)
    async with serving(folder, Clerk()):
        assert await ask(folder, ORDER, OPERATOR) == DONE
    assert await ask(folder, ORDER, OPERATOR) is None


async def test_where_no_socket_can_be_made_the_program_serves_all_the_same(tmp_path: Path) -> None:
    with capture_logs() as logs:
        async with serving(tmp_path / "nowhere", Clerk()):
            assert await ask(tmp_path / "nowhere", ORDER, OPERATOR) is None
    assert [(line["event"], line["reason"]) for line in logs] == [("control-socket-not-made", "ENOENT")]


# When something goes wrong ------------------------------------------------------------------------


@asynccontextmanager
async def strange(folder: Path, answer: web.Response | None) -> AsyncIterator[asyncio.Event]:
    """Be a program at the socket that answers this, or hangs up when None; gives when it was asked."""
    asked = asyncio.Event()

    async def hear(request: web.Request) -> web.Response:
        asked.set()
        if answer is None and request.transport:
            request.transport.close()
        return answer or web.Response()

    app = web.Application()
    app.router.add_post("/", hear)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.UnixSite(runner, folder / NAME).start()
    yield asked
    await runner.cleanup()


async def test_a_program_that_hangs_up_in_the_middle_leaves_it_unknown(tmp_path: Path) -> None:
    async with strange(tmp_path, None) as asked:
        assert await refusal(tmp_path) == "silent"
        assert asked.is_set()


async def test_a_program_that_never_answers_is_not_waited_for(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as deaf:
        deaf.bind(os.fspath(tmp_path / NAME))
        deaf.listen()
        async with asyncio.timeout(5):
            assert await refusal(tmp_path, limits=IMPATIENT) == "silent"


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, b"{}"),
        (200, b"<"),
        (200, b'{"v": 2, "text": ""}'),
        (200, b'{"v": 1, "text": "", "errors": [], "code": 0, "body": "?"}'),
        (404, b""),
        (500, b""),
    ],
)
async def test_a_program_of_another_version_is_named_as_such(
    tmp_path: Path, status: int, body: bytes
) -> None:
    async with strange(tmp_path, web.Response(status=status, body=body)):
        assert await refusal(tmp_path) == "other-version"


async def test_a_command_that_the_running_program_does_not_know_is_of_another_version(tmp_path: Path) -> None:
    async def perform(order: Order) -> Printed:
        raise UnknownOrder(order.command)

    async with answering(tmp_path, perform, OPERATOR, user=os.geteuid()):
        assert await refusal(tmp_path) == "other-version"


async def test_an_order_that_fails_is_one_sentence_and_one_line_without_names(tmp_path: Path) -> None:
    async def perform(_: Order) -> Printed:
        raise RuntimeError("Ana Martin")

    with capture_logs() as logs:
        async with answering(tmp_path, perform, OPERATOR, user=os.geteuid()):
            printed = await ask(tmp_path, Order("report", "fr", "demo"), OPERATOR)
    assert printed == Printed("", (OPERATOR.speaking("fr").says("control.failed"),), 1)
    assert logs == [
        {"event": "order-failed", "log_level": "error", "command": "report", "error": "RuntimeError"}
    ]
