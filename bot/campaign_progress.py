"""How far a campaign has come, who was not reached and why, and what people answered once it is over."""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.campaigns import source_of
from bot.heard import File
from bot.plans import Plans
from bot.undelivered import why
from content.model import Audience, DutyRun, Library, Organization, Stage, Text
from dialogs.audience import holds
from dialogs.facts import Fact, MessageSent, NoticeSeen, Outcome, Reached, ReminderAnswered, ReminderSent
from dialogs.occurrences import base, turn_days
from dialogs.people import Person, PersonId
from dialogs.sources import CORRECTION
from dialogs.views import Table
from reports.privacy import CELL_LEAST, Counted, small, total_shown
from reports.spreadsheets import BYTE_ORDER_MARK, csv_line
from storage.campaigns import Filed
from storage.ports import Delivery, DeliveryState, Store

FILE = "unreached/"
"""What the key of a list of people begins with; a period's never does."""

TOGETHER, ANSWERED, STOPPED = "together", "answered", "stopped"
"""The reasons of what came on a card with others, was not needed any more, or was stopped."""

NOT_MISSED = frozenset({TOGETHER, ANSWERED, "not-meant", "audience"})
"""Reasons of what did not leave because it was not needed any more: nobody was missed."""

NO_ADDRESS, NO_NOTICE, ON_LEAVE, LATE = "no-address", "no-notice", "on-leave", "late"
"""Why nothing was ever owed to somebody; deliveries have their own reasons."""

AT_A_TIME = 200
"""How many people are looked at together."""

COLUMNS = ("name", "email", "reason_en", "reason_fr", "next_en", "next_fr")
WAITING = frozenset({DeliveryState.OWED, DeliveryState.SENDING})
STATES = ("waiting", "delivered", "refused", "uncertain")
"""The states as people read them, in this order."""

UNREACHED = frozenset({"refused", "uncertain", NO_ADDRESS})
"""What a delivery counts as that did not reach somebody, or perhaps not; one without an address waits."""


def audience_of(organization: Organization, duty: str) -> Audience:
    """Return whom the reminders of a duty are for."""
    return next((each.audience for each in organization.reminders if each.duty == duty), Audience())


@dataclass(frozen=True, slots=True)
class Progress:
    """What became of the first message of each person. Nobody knows what is read.

    `without` are those who are meant and to whom nothing was ever owed: why, or an empty reason while their
    turn is still to come.
    """

    firsts: Mapping[PersonId, Delivery]
    without: Mapping[PersonId, str]

    @property
    def states(self) -> Mapping[str, int]:
        """Return to how many people it is still to leave, was delivered, was not, and may have been."""
        found = Counter(_standing(each) for each in self.firsts.values())
        found["waiting"] += sum(not reason for reason in self.without.values())
        found["delivered"] += sum(reason == TOGETHER for reason in self.without.values())
        return {state: found[state] for state in STATES}

    @property
    def unreached(self) -> Mapping[PersonId, str]:
        """Return why each person was not reached, and will not be as things are, or why that is uncertain.

        Those whose turn is still to come are not among them.
        """
        rows = {id_: each.reason for id_, each in self.firsts.items() if _standing(each) in UNREACHED}
        return rows | {id_: why for id_, why in self.without.items() if why and why not in NOT_MISSED}

    @property
    def reached(self) -> bool:
        """Tell whether anybody has the message, or may have it."""
        return self.states["delivered"] + self.states["uncertain"] > 0


def _standing(delivery: Delivery) -> str:
    """Return what a delivery counts as; empty for what did not leave because it was not needed any more."""
    if delivery.state in WAITING:
        return NO_ADDRESS if delivery.reason == NO_ADDRESS else "waiting"
    if delivery.reason == TOGETHER:
        return "delivered"
    return "" if delivery.reason in NOT_MISSED else delivery.state.value


def meant(
    organization: Organization, audience: Audience, everyone: Sequence[Person], today: date
) -> list[Person]:
    """Return the people who work here on a day and whom an audience means."""
    here = (person for person in everyone if person.here_on(today))
    return [person for person in here if holds(organization, audience, person, today)]


@dataclass(frozen=True, slots=True)
class Progresses:
    """Looks up how far campaigns have come, for the chat and for the command line alike; `today` is a day."""

    store: Store
    library: Library
    plans: Plans
    today: date

    async def of(self, found: Filed) -> Progress:
        """Look up how far a campaign, or an occurrence of a duty, has come; a draft has come nowhere."""
        campaign = found.campaign
        if isinstance(campaign, DutyRun):
            return await self._of_duty(campaign)
        if campaign.stage is Stage.DRAFT:
            return Progress({}, {})
        firsts = await self._firsts(source_of(campaign), found.id)
        outlook = await self.plans.outlook(found.id, campaign)
        rest = {id_: why for id_, why in outlook.items() if id_ not in firsts}
        ended = {Stage.STOPPED: STOPPED, Stage.CLOSED: LATE}.get(campaign.stage, "")
        came = await self._came(list(rest), source_of(campaign), found.id)
        without = {id_: TOGETHER if id_ in came else why or ended for id_, why in rest.items()}
        return Progress(firsts, without)

    async def _of_duty(self, run: DutyRun) -> Progress:
        organization = self.library.organization
        firsts = await self._firsts(run.duty, run.occurrence)
        days = turn_days(organization, run.duty, run.occurrence)
        if days is None:  # The organization no longer asks for it.
            return Progress(firsts, {})
        day = min(max(self.today, days[0]), days[1])
        ended = STOPPED if run.stage is Stage.STOPPED else LATE if days[1] < self.today else ""
        audience, people = audience_of(organization, run.duty), await self.store.people.everyone()
        everyone = meant(organization, audience, people, day)
        rest = [each for each in everyone if each.id not in firsts]
        found: dict[PersonId, str] = {}
        for first in range(0, len(rest), AT_A_TIME):
            some = rest[first : first + AT_A_TIME]
            whys = await asyncio.gather(*(self._why_not(each, run, day, ended) for each in some))
            found |= {person.id: why for person, why in zip(some, whys, strict=True)}
        return Progress(firsts, found)

    async def _why_not(self, person: Person, run: DutyRun, day: date, ended: str) -> str:
        """Return why somebody was not owed a reminder yet; empty when their turn is still to come."""
        facts = (await self.store.ledger.life(person.id)).facts
        if had := next((had for each in facts if (had := _done(each.fact, run))), ""):
            return had
        if await self.store.people.address(person.id) is None:
            return NO_ADDRESS
        if not any(isinstance(each.fact, NoticeSeen) for each in facts):
            return NO_NOTICE
        if person.on_leave(day) and (person.leave_to is None or ended):
            return ON_LEAVE
        return ended

    async def _came(self, people: Sequence[PersonId], source: str, id_: str) -> frozenset[PersonId]:
        """Return who of these has a message on a card with others, after a time away."""
        found: set[PersonId] = set()
        for first in range(0, len(people), AT_A_TIME):
            some = people[first : first + AT_A_TIME]
            lives = await asyncio.gather(*(self.store.ledger.life(each) for each in some))
            found |= {
                person
                for person, life in zip(some, lives, strict=True)
                if any(_is_message(each.fact, source, id_) for each in life.facts)
            }
        return frozenset(found)

    async def _firsts(self, source: str, occurrence: str) -> Mapping[PersonId, Delivery]:
        """Return the first message of each person; a second card or a reminder is another one to the same."""
        found = await self.store.deliveries.find(source, occurrence)
        return {each.key.addressee: each for each in found if each.key.nth == 1}


def _is_message(fact: Fact, source: str, id_: str) -> bool:
    match fact:
        case MessageSent(of, occurrence, reached):
            return (of, occurrence) == (source, id_) and reached is not Reached.REFUSED
        case _:
            return False


def _done(fact: Fact, run: DutyRun) -> str:
    """Return that somebody has a reminder on a card with others, or has answered without one, or nothing."""
    match fact:
        case ReminderSent(duty, occurrence, _, reached) if reached is not Reached.REFUSED:
            return TOGETHER if (duty, base(occurrence)) == (run.duty, run.occurrence) else ""
        case ReminderAnswered(duty, occurrence):
            return ANSWERED if (duty, base(occurrence)) == (run.duty, run.occurrence) else ""
        case _:
            return ""


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
    store: Store, library: Library, run: DutyRun, days: tuple[date, date]
) -> tuple[Table | None, str]:
    """Return what people answered to an occurrence that is over, and the sentence on what is hidden of it."""
    audience = audience_of(library.organization, run.duty)
    asked = meant(library.organization, audience, await store.people.everyone(), days[1])
    if not total_shown(len(asked)):
        return None, "campaigns.outcomes-hidden"
    members = {person.id for person in asked}
    answers: dict[PersonId, Outcome] = {}
    for stamped in await store.ledger.facts(*days):
        match stamped.fact:
            case ReminderAnswered(of, turn, outcome) if (of, turn) == (run.duty, run.occurrence):
                answers[stamped.person] = outcome  # The last one counts.
            case _:
                pass
    given = [outcome for person, outcome in answers.items() if person in members]
    answered, declare = len(given), given.count(Outcome.WILL_DECLARE)
    counts = {"answered": answered, "will-declare": declare}
    telling = {name for name, count in counts.items() if small(Counted(name, count, len(members)))}
    if 0 < answered - declare < CELL_LEAST:  # Of those who answered, nearly all would be known to declare.
        telling.add("will-declare")
    words = library.sentences
    header = (words["campaigns.column.outcome"], words["campaigns.column.people"])
    rows = tuple(
        (words[f"campaigns.outcome.{name}"], count) for name, count in counts.items() if name not in telling
    )
    table = Table(words["campaigns.table.outcomes"], header, rows) if rows else None
    return table, "campaigns.outcomes-small" if telling else ""
