"""Moves all that a data folder holds into a database, and looks whether it has arrived.

The folder is held, read, and stays as it is. Parts are brought in an order that depends on nothing but what
is kept, each in one transaction with the count of what was brought; so the same command goes on after any
end. The tally of the folder and the tally of what the database then hands out decide whether it may be used.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from storage.folder import quarantined
from storage.moving.source import Everything, everything_in, fingerprint, held, tallied
from storage.moving.tally import Tallies, nothing
from storage.moving.target import Target, reached

PART = 1_000
"""How many pieces are brought at a time."""


@dataclass(frozen=True, slots=True)
class Step:
    """How far it is: `what` is "read", the name of a group of pieces, or "compared"."""

    what: str
    done: int
    total: int


Told = Callable[[Step], None]
"""Hears now and then how far it is; when it raises, the move ends there and can go on later."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A kind that did not arrive as it left, and how many rows there are on both sides."""

    kind: str
    left: int
    arrived: int


@dataclass(frozen=True, slots=True)
class Moved:
    """How a move ended: how many rows of each kind left, and what is not the same on the other side.

    `damaged` lines of the folder could not be read. `before`: all had arrived by then, and nothing was done.
    """

    rows: dict[str, int]
    differences: tuple[Difference, ...]
    damaged: int
    before: datetime | None = None


async def move(folder: Path, url: str, *, mark: str, told: Told, part: int = PART) -> Moved:
    """Bring a data folder into a database, or go on doing so, and compare.

    Raises what `held`, `reached` and `Target` raise.
    """
    with held(folder, mark) as views:
        async with reached(url, mark) as target:
            await target.check()
            everything = everything_in(views, folder, part)
            left = tallied(everything, lambda done: told(Step("read", done, everything.size)))
            source = fingerprint(mark, views.position, everything, left)
            begun = await target.begin(source)
            differences: tuple[Difference, ...] = ()
            if begun.arrived is None:
                await _bring(target, source, everything, begun.brought, told)
                differences = _differences(left, await _arrived(target, left, told))
                if not differences:
                    await target.finish(source, views.position)
        rows = {kind: tally.count for kind, tally in left.items()}
        return Moved(rows, differences, len(quarantined(folder)), begun.arrived)


async def _bring(target: Target, source: str, everything: Everything, brought: int, told: Told) -> None:
    """Bring what was not brought. Should somebody else bring it too, go on from where they are."""
    while brought < everything.size:
        for group, at, pieces in everything.parts(brought):
            before, brought = brought, await target.bring(source, brought, pieces)
            if brought != before + len(pieces):
                break
            told(Step(group.name, at + len(pieces), group.size))


async def _arrived(target: Target, left: Tallies, told: Told) -> Tallies:
    """Count what the database hands out."""
    arrived = nothing()
    done, total = 0, sum(tally.count for tally in left.values())
    async for kind, rows in target.rows():
        for row in rows:
            arrived[kind].add(row)
        done += len(rows)
        told(Step("compared", min(done, total), total))
    return arrived


def _differences(left: Tallies, arrived: Tallies) -> tuple[Difference, ...]:
    return tuple(
        Difference(kind, tally.count, arrived[kind].count)
        for kind, tally in left.items()
        if tally != arrived[kind]
    )
