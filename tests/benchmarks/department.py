"""A department of any size, its facts spread over two years, kept turn by turn through the real ledger."""

import asyncio
import time
from collections.abc import Iterator
from datetime import date, timedelta

from dialogs.facts import (
    Acknowledged,
    Fact,
    LanguageChosen,
    ModuleFinished,
    NoticeSeen,
    Outcome,
    Reached,
    ReminderAnswered,
    ReminderSent,
    Stamped,
)
from dialogs.people import Path, Person, PersonId, UnitId
from storage.ports import Address, Conversation, Move, Store

FIRST = date(2025, 1, 1)
DAYS = 730
UNITS = ("policy", "services", "corporate", "head")
YEAR: tuple[Fact, ...] = (
    NoticeSeen(1),
    LanguageChosen("en"),
    ModuleFinished("M01", 1),
    ModuleFinished("M04", 1),
    Acknowledged("2024"),
    ReminderSent("coi", "2026-Q3", 1, Reached.DELIVERED),
    ReminderAnswered("coi", "2026-Q3", Outcome.NOTHING_CHANGED),
    ReminderSent("coi", "2026-Q2", 1, Reached.DELIVERED),
    ReminderAnswered("coi", "2026-Q2", Outcome.FILED, date(2026, 5, 4)),
    ModuleFinished("M02", 1),
)
"""What happens to each person, one after the other."""

PLACE = b'{"kind":"reading","page":2}'


def person_id(number: int) -> PersonId:
    """Return the id of the how-manieth person."""
    return PersonId(f"{number:08x}-0000-4000-8000-000000000000")


def people(count: int) -> list[Person]:
    """Return a roster."""
    return [
        Person(
            person_id(number),
            name=f"Person {number}",
            email=f"person.{number}@example.test",
            unit=UnitId(UNITS[number % len(UNITS)]),
            start=FIRST,
        )
        for number in range(count)
    ]


def address(number: int) -> Address:
    """Return an address of the length that Teams gives."""
    reference = {"serviceUrl": "https://smba.example.test/ca/", "conversation": f"a:{number:064x}"}
    return Address("teams", reference)


def turns(staff: int, first: int, count: int) -> Iterator[tuple[Move, Stamped]]:
    """Return turns number `first` and on: everybody's first fact, then everybody's second, and so on."""
    for at in range(first, first + count):
        nth, number = divmod(at, staff)
        who = person_id(number)
        day = FIRST + timedelta(days=(number * 7 + nth * 73) % DAYS)
        unit = UnitId(UNITS[number % len(UNITS)])
        stamped = Stamped(who, day, unit, Path.EMPLOYEE, "fr" if number % 2 else "en", YEAR[nth % len(YEAR)])
        yield Move(Conversation(who, "module", "M01"), nth, nth + 1, PLACE, "next"), stamped


async def keep(store: Store, work: Iterator[tuple[Move, Stamped]], at_once: int) -> float:
    """Keep turns, so many at once, each durable before its worker goes on; return the seconds it took."""

    async def worker() -> None:
        for move, stamped in work:
            await store.ledger.commit(move, facts=[stamped])

    began = time.perf_counter()
    await asyncio.gather(*(worker() for _ in range(at_once)))
    return time.perf_counter() - began
