"""Gathers what Ethos itself did in a period: what was sent, what was held, and to how many people it came."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from bot.campaign_progress import Progresses
from bot.plans import Plans
from content.model import Communication, Library, Session, Stage
from dialogs.facts import SessionAttended
from dialogs.people import Person
from reports.own_evidence import Held, OwnEvidence, Sent, own_evidence
from reports.periods import Period
from storage.campaigns import Filed, campaigns
from storage.ports import Store

ZONES = timedelta(days=1)
"""How far a person's own day may lie from that of the room."""


async def gathered(
    store: Store, library: Library, plans: Plans, period: Period, today: date
) -> tuple[OwnEvidence, ...]:
    """Return what Ethos did in a period, without a number that may not be told; nobody is named in it."""
    everyone = await store.people.everyone()
    over = [each for each in (await campaigns(store)).values() if _closed(each)]
    sent, held = [], []
    progresses = Progresses(store, library, plans, today)
    present = await _present(store, period)
    for each in over:
        match each.campaign:
            case Communication(last_day=day) as written if period.first <= day <= period.last:
                delivered = (await progresses.of(each)).states["delivered"]
                sent.append(Sent(each.id, written, delivered, _here(everyone, day)))
            case Session(day=day) as session if period.first <= day <= period.last:
                held.append(Held(each.id, session, present[each.id], _here(everyone, day)))
            case _:
                pass
    return own_evidence(library, period, today, sent, held)


def _closed(filed: Filed) -> bool:
    return filed.campaign.stage is Stage.CLOSED


def _here(everyone: Iterable[Person], day: date) -> int:
    return sum(person.here_on(day) for person in everyone)


async def _present(store: Store, period: Period) -> Counter[str]:
    """Count the people who typed the code of each session, each person once."""
    facts = await store.ledger.facts(period.first - ZONES, period.last + ZONES)
    came = {(each.person, each.fact.session) for each in facts if isinstance(each.fact, SessionAttended)}
    return Counter(session for _, session in came)
