"""Small systems that a careless developer could have written: each really leaks, each in a way of its own."""

from collections.abc import Sequence
from typing import Final

from tests.anonymity.mutants import deleted, hashed, honest, joined, plain, sealed, tables
from tests.anonymity.mutants.office import System

LEAKY: Final[Sequence[System]] = (
    *plain.SYSTEMS,
    *hashed.SYSTEMS,
    *joined.SYSTEMS,
    *tables.SYSTEMS,
    *sealed.SYSTEMS,
    *deleted.SYSTEMS,
)
"""Every system that leaks."""

HONEST: Final[Sequence[System]] = honest.SYSTEMS
"""Systems that keep their promise, which nobody must be able to link."""

SELDOM: Final[System] = deleted.SELDOM
"""A system that leaks one answer in ten: too few to link most, and too many to keep a promise."""

__all__ = ["HONEST", "LEAKY", "SELDOM", "System"]
