"""Gathers what Ethos itself did in some years: what was sent, what was held, and how many it came to."""

import asyncio
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from content.model import DutyRun, Library
from dialogs.facts import MessageSent, Reached, SessionAttended, Stamped
from dialogs.people import Person
from dialogs.sources import COMMUNICATION
from reports.own_evidence import Done, Own, OwnEvidence, days, own_evidence
from reports.periods import current_year
from reports.years import Years
from storage.campaigns import campaigns
from storage.ports import Store


async def gathered(store: Store, library: Library, years: Years, today: date) -> tuple[OwnEvidence, ...]:
    """Return what ended in some years, without a number that may not be told; nobody is named in it."""
    everyone, facts = await store.people.everyone(), await store.ledger.facts(years.first, years.last)
    found = {filed.id: filed.campaign for filed in (await campaigns(store)).values()}
    own = {id_: each for id_, each in found.items() if not isinstance(each, DutyRun)}
    over = [(id_, each) for id_, each in own.items() if years.first <= days(each)[1] <= years.last]
    # Years of a large department take a moment, and conversations go on meanwhile.
    return own_evidence(library, today, await asyncio.to_thread(_done, over, facts, everyone))


def _done(
    over: Sequence[tuple[str, Own]], facts: Iterable[Stamped], everyone: Sequence[Person]
) -> Sequence[Done]:
    """Count each person once, among the facts of the fiscal year in which a campaign ended."""
    counted = {(each.person, id_, current_year(each.day).id) for each in facts if (id_ := _campaign(each))}
    counts = Counter((id_, year) for _, id_, year in counted)
    last = {id_: days(each)[1] for id_, each in over}
    here = {day: sum(person.here_on(day) for person in everyone) for day in set(last.values())}
    return [Done(id_, each, counts[id_, current_year(last[id_]).id], here[last[id_]]) for id_, each in over]


def _campaign(each: Stamped) -> str:
    """Return which communication came to somebody, or which session they were at; empty for other facts."""
    match each.fact:
        case SessionAttended(session):
            return session
        case MessageSent(source, occurrence, Reached.DELIVERED | Reached.TOGETHER) if source == COMMUNICATION:
            return occurrence
        case _:
            return ""
