"""A backup of a folder that somebody serves: sealed when what changes was copied, or not made at all."""

import os
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from bot.command.control import answering
from bot.command.copies import Copies, Tools
from bot.command.operator import Operator, Refusal
from bot.command.options import Settings
from bot.command.orders import Order, Printed
from tests.conftest import CONTENT

OPERATOR = Operator(CONTENT, {})


class Serve:
    """Seals for others, until it stops."""

    def __init__(self) -> None:
        self.sealed = 0
        self.until = AsyncExitStack()

    async def start(self, folder: Path) -> None:
        await self.until.enter_async_context(answering(folder, self.perform, OPERATOR, user=os.geteuid()))

    async def perform(self, order: Order) -> Printed:
        assert order.command == "seal"
        self.sealed += 1
        return Printed(f"{self.sealed}\n")


def copies(copy: Callable[[Path, Callable[[], Awaitable[int]], Path], Awaitable[Any]]) -> Copies:
    unused: Any = None
    return Copies(OPERATOR, Tools(unused, copy, unused, unused))


def settings(folder: Path) -> Settings:
    return cast("Settings", SimpleNamespace(data=folder, organization="demo"))


async def test_the_folder_is_sealed_again_once_what_changes_was_copied(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    serve, upto = Serve(), list[int]()

    async def copy(data: Path, seal: Callable[[], Awaitable[int]], out: Path) -> Any:
        upto.append(await seal())
        return SimpleNamespace(made=datetime(2026, 11, 24, tzinfo=UTC), files=3, size=99)

    async with serve.until:
        await serve.start(tmp_path)
        await copies(copy).back_up(settings(tmp_path), tmp_path / "out.tar")

    assert upto == [serve.sealed] == [2]
    assert "3" in capsys.readouterr().out


async def test_a_backup_during_which_the_program_stops_is_not_made(tmp_path: Path) -> None:
    serve = Serve()

    async def copy(data: Path, seal: Callable[[], Awaitable[int]], out: Path) -> Any:
        await serve.until.aclose()
        await seal()

    async with serve.until:
        await serve.start(tmp_path)
        with pytest.raises(Refusal) as refused:
            await copies(copy).back_up(settings(tmp_path), tmp_path / "out.tar")

    assert refused.value.message == OPERATOR.says("backup.interrupted")
