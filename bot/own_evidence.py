"""Gathers what Ethos itself did in some years: what was sent, what was held, and how many it came to."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from content.model import Communication, Library, Session
from dialogs.facts import MessageSent, Reached, SessionAttended
from dialogs.people import Person
from dialogs.sources import COMMUNICATION
from reports.own_evidence import Done, OwnEvidence, own_evidence
from reports.years import Years
from storage.campaigns import campaigns
from storage.ports import Store

ZONES = timedelta(days=1)
"""How far a person's own day may lie from that of the room."""

LATE = timedelta(days=31)
"""How long after its last day a message may still come to somebody who was away."""


async def gathered(store: Store, library: Library, years: Years, today: date) -> tuple[OwnEvidence, ...]:
    """Return what ended in some years, without a number that may not be told; nobody is named in it."""
    everyone, counts = await store.people.everyone(), await _counts(store, years)
    done = []
    for filed in (await campaigns(store)).values():
        match filed.campaign:
            case Communication(last_day=day) | Session(day=day) as each if years.first <= day <= years.last:
                done.append(Done(filed.id, each, counts[filed.id], _here(everyone, day)))
            case _:
                pass
    return own_evidence(library, today, done)


def _here(everyone: Iterable[Person], day: date) -> int:
    return sum(person.here_on(day) for person in everyone)


async def _counts(store: Store, years: Years) -> Counter[str]:
    """Count who received each communication, and who typed the code of each session, everybody once."""
    found = set()
    for each in await store.ledger.facts(years.first - ZONES, years.last + LATE):
        match each.fact:
            case SessionAttended(session):
                found.add((each.person, session))
            case MessageSent(source, occurrence, Reached.DELIVERED | Reached.TOGETHER):
                if source == COMMUNICATION:
                    found.add((each.person, occurrence))
            case _:
                pass
    return Counter(campaign for _, campaign in found)
