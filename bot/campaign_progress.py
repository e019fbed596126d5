"""How far a campaign has come, who was not reached and why, and what people answered once it is over."""

import asyncio
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.heard import File
from bot.undelivered import why
from content.model import Audience, Library, Text
from dialogs.audience import holds
from dialogs.facts import NoticeSeen, Outcome, ReminderAnswered
from dialogs.people import Person, PersonId
from dialogs.sources import CORRECTION
from dialogs.views import Table
from reports.privacy import total_shown
from reports.spreadsheets import BYTE_ORDER_MARK, csv_line
from storage.ports import Delivery, DeliveryState, Store

FILE = "unreached/"
"""What the key of a list of people begins with; a period's never does."""

TOGETHER = "together"
"""The reason of what came on a card with others instead."""

NOT_MISSED = frozenset({TOGETHER, "answered", "not-meant", "audience"})
"""Reasons of what did not leave because it was not needed any more: nobody was missed."""

NO_ADDRESS, NO_NOTICE, ON_LEAVE, LATE = "no-address", "no-notice", "on-leave", "late"
"""Why nothing was ever owed to somebody; deliveries have their own reasons."""

AT_A_TIME = 200
"""How many people are looked at together."""

COLUMNS = ("name", "email", "reason_en", "reason_fr", "next_en", "next_fr")
WAITING = frozenset({DeliveryState.OWED, DeliveryState.SENDING})


@dataclass(frozen=True, slots=True)
class Sending:
    """What a campaign sends: its source and occurrence, to whom, and whether more will leave.

    One with a `ladder` may send a second message to the same person.
    """

    source: str
    occurrence: str
    audience: Audience
    goes_on: bool
    ladder: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """What became of the messages of one campaign so far. Nobody knows what is read."""

    counts: Mapping[tuple[DeliveryState, str], int]
    have: Collection[PersonId]
    meant: Sequence[Person]
    goes_on: bool

    @property
    def states(self) -> Mapping[str, int]:
        """Return how many messages wait, were sent, were not delivered, and are uncertain."""
        found: Counter[DeliveryState] = Counter()
        for (state, reason), count in self.counts.items():
            came = DeliveryState.DELIVERED if reason == TOGETHER else state
            found[came] += 0 if reason in NOT_MISSED - {TOGETHER} else count
        still = sum(found[state] for state in WAITING)
        if self.goes_on:  # Who has none yet is owed one on their day.
            still += sum(person.id not in self.have for person in self.meant)
        return {
            "waiting": still,
            "sent": found[DeliveryState.DELIVERED],
            "refused": found[DeliveryState.REFUSED],
            "uncertain": found[DeliveryState.UNCERTAIN],
        }

    @property
    def reached(self) -> bool:
        """Tell whether anybody has the message, or may have it."""
        return self.states["sent"] + self.states["uncertain"] > 0


def meant(audience: Audience, everyone: Sequence[Person], today: date) -> list[Person]:
    """Return the people who work here on a day and whom an audience means."""
    return [person for person in everyone if person.here_on(today) and holds(audience, person, today)]


async def progress(store: Store, sending: Sending, everyone: Sequence[Person], today: date) -> Progress:
    """Look up how far a campaign has come."""
    source, occurrence = sending.source, sending.occurrence
    people = meant(sending.audience, everyone, today)
    if not sending.ladder:
        counts = await store.deliveries.counts(source, occurrence)
        return Progress(counts, await store.deliveries.known(source, occurrence), people, sending.goes_on)
    first = await _first(store, sending)
    rows = Counter((each.state, each.reason) for each in first)
    return Progress(rows, {each.key.addressee for each in first}, people, sending.goes_on)


async def _first(store: Store, sending: Sending) -> list[Delivery]:
    """Return the first message of each person; a second card or a reminder is another one to the same."""
    found = await store.deliveries.find(sending.source, sending.occurrence)
    return [each for each in found if each.key.nth == 1]


async def unreached(
    store: Store, sending: Sending, everyone: Sequence[Person], today: date
) -> Mapping[PersonId, str]:
    """Return why each person who is meant has not been reached, and will not be as things are.

    Those whose turn is still to come are not among them.
    """
    reasons: dict[PersonId, str] = {}
    have = {each.key.addressee: each for each in await _first(store, sending)}
    for person_id, delivery in have.items():
        waits = delivery.state in WAITING and delivery.reason == NO_ADDRESS
        if waits or (delivery.state is DeliveryState.REFUSED and delivery.reason not in NOT_MISSED):
            reasons[person_id] = delivery.reason
    without = [each for each in meant(sending.audience, everyone, today) if each.id not in have]
    for first in range(0, len(without), AT_A_TIME):
        some = without[first : first + AT_A_TIME]
        whys = await asyncio.gather(*(_why_not(store, each, today, goes_on=sending.goes_on) for each in some))
        reasons |= {person.id: reason for person, reason in zip(some, whys, strict=True) if reason}
    return reasons


async def _why_not(store: Store, person: Person, today: date, *, goes_on: bool) -> str:
    """Return why nothing was owed to somebody yet; empty when their turn is still to come."""
    if await store.people.address(person.id) is None:
        return NO_ADDRESS
    facts = (await store.ledger.life(person.id)).facts
    if not any(isinstance(each.fact, NoticeSeen) for each in facts):
        return NO_NOTICE
    if person.on_leave(today) and (person.leave_to is None or not goes_on):
        return ON_LEAVE
    return "" if goes_on else LATE


def by_reason(library: Library, reasons: Mapping[PersonId, str], title: str) -> Table | None:
    """Return how many were not reached for each reason, most first; None when nobody was missed."""
    return reason_table(library, Counter(reasons.values()), title)


def reason_table(library: Library, counts: Mapping[str, int], title: str) -> Table | None:
    """Return reasons with their counts and what helps, most first; None when there are none."""
    words, columns = library.sentences, ("reason", "people", "next")
    added: Counter[tuple[Text, Text]] = Counter()
    for reason, count in counts.items():
        added[why(library, reason)] += count
    rows = [(said, count, helps) for (said, helps), count in added.items() if count]
    ordered = sorted(rows, key=lambda row: (-row[1], row[0].en))
    header = tuple(words[f"campaigns.column.{column}"] for column in columns)
    return Table(words[title], header, tuple(ordered)) if ordered else None


def state_table(library: Library, found: Progress) -> Table:
    """Return how many messages are in each state."""
    words = library.sentences
    header = (words["campaigns.column.state"], words["campaigns.column.people"])
    rows = tuple((words[f"campaigns.state.{state}"], count) for state, count in found.states.items())
    return Table(words["campaigns.table.progress"], header, rows)


def as_file(
    library: Library, campaign: str, reasons: Mapping[PersonId, str], everyone: Sequence[Person]
) -> File:
    """Write who was not reached, for a spreadsheet, in both languages, sorted by reason and name."""
    people = {person.id: person for person in everyone}
    lines = [csv_line(COLUMNS)]
    rows = [(why(library, reason), people.get(id_) or Person(id_)) for id_, reason in reasons.items()]
    for (said, helps), person in sorted(rows, key=lambda row: (row[0][0].en, row[1].name, row[1].id)):
        name = person.name or person.id
        lines.append(csv_line((name, person.email, said.en, said.fr, helps.en, helps.fr)))
    name = "".join(letter if letter.isalnum() else "-" for letter in campaign)[:40]
    body = BYTE_ORDER_MARK + "".join(lines)
    return File(f"ethos-unreached-{name}.csv", "text/csv; charset=utf-8", body.encode())


async def corrected(store: Store, id_: str, text_version: int) -> Mapping[str, int]:
    """Return how many delivered messages were corrected, are still to be, and cannot be."""
    found = await store.deliveries.find(CORRECTION, f"{id_}@{text_version}")
    states = Counter(each.state for each in found)
    done = states[DeliveryState.DELIVERED]
    waiting = sum(states[state] for state in WAITING)
    return {"corrected": done, "waiting": waiting, "cannot": len(found) - done - waiting}


async def outcomes(
    store: Store, library: Library, duty: str, occurrence: str, days: tuple[date, date]
) -> tuple[Table | None, bool]:
    """Return what people answered to an occurrence that is over, and whether it had to be hidden."""
    if not total_shown(len([each for each in await store.people.everyone() if each.here_on(days[1])])):
        return None, True
    answers: dict[PersonId, Outcome] = {}
    for stamped in await store.ledger.facts(*days):
        match stamped.fact:
            case ReminderAnswered(of, turn, outcome) if (of, turn) == (duty, occurrence):
                answers[stamped.person] = outcome  # The last one counts.
            case _:
                pass
    words = library.sentences
    counts = {
        "answered": len(answers),
        "will-declare": sum(outcome is Outcome.WILL_DECLARE for outcome in answers.values()),
    }
    header = (words["campaigns.column.outcome"], words["campaigns.column.people"])
    rows = tuple((words[f"campaigns.outcome.{name}"], count) for name, count in counts.items())
    return Table(words["campaigns.table.outcomes"], header, rows), False
