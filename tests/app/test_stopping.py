"""Asked to stop in the middle of sending, the program ends soon and nothing is lost or in doubt."""

import asyncio
import signal
import subprocess
import time
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from dialogs.flow import Ref
from dialogs.people import Person, PersonId
from storage.ports import Address, Delivery, DeliveryKey
from storage.tiny import open_tiny
from tests.app.program import kept, serving

SOURCE = "coi.advice-request"
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
MANY = 400
"""As many as take the program a quarter of a minute to send."""


async def owe_many(data: Path) -> None:
    async with await open_tiny(data, mark="local") as tiny:
        everyone = [Person(PersonId(f"{number:03}")) for number in range(MANY)]
        await tiny.store.people.bring_in(everyone)
        for person in everyone:
            await tiny.store.people.learn(person.id, Address("local"))
        await tiny.store.deliveries.owe(
            [
                Delivery(DeliveryKey(SOURCE, "x", 1, person.id), Ref("note", SOURCE), LONG_AGO)
                for person in everyone
            ]
        )


async def became(data: Path) -> Counter[tuple[str, int]]:
    async with await open_tiny(data, mark="local") as tiny:
        return Counter(
            (delivery.state.value, delivery.attempts) for delivery in await tiny.store.deliveries.find(SOURCE)
        )


def test_a_program_that_stops_while_sending_owes_the_rest_as_before(tmp_path: Path) -> None:
    data = tmp_path / "data"
    asyncio.run(owe_many(data))
    size = kept(data)
    with serving(data, "--tick-seconds", "1") as program:
        until = time.monotonic() + 20
        while kept(data) < size + 20_000:
            assert time.monotonic() < until, "nothing was sent"
            with suppress(subprocess.TimeoutExpired):  # a short wait that ends early if the program does
                program.process.wait(0.05)
        began = time.monotonic()
        program.process.send_signal(signal.SIGTERM)
        said = program.process.communicate(timeout=15)
        assert program.process.returncode == 0
        assert time.monotonic() - began < 10
    assert "beat-cut-off" not in "".join(said), "it was not told to stop, only cut off"
    found = asyncio.run(became(data))
    assert set(found) == {("delivered", 1), ("owed", 0)}
    assert found.total() == MANY
