"""Lists, for the conflict-of-interest office, who left two cards unanswered and who asked for advice."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from bot.talks import called, same
from content.model import Library, Reminders, Text
from dialogs import coi, ladder
from dialogs.audience import holds
from dialogs.facts import ReminderAnswered, ReminderSent, Stamped
from dialogs.flow import Answer
from dialogs.people import Person, PersonId
from dialogs.surroundings import local_day
from dialogs.unanswered import NOBODY
from dialogs.views import Table, Value
from reports.parts import parts
from storage.ports import Store

ADVICE = "coi.advice-request"
"""Notes to the conflict-of-interest office carry a person's name, so they are in that person's record."""

LONGEST_MONTH = 31
"""Days: the occurrence before this one began that many times its months, twice, ago at most."""

Row = tuple[date, Person]


async def unanswered(store: Store, library: Library, now: datetime, part: int) -> Answer:
    """Return one part of the list; one that there is not any more is the last.

    A name stands there from the day after the one that the second card named, until its person answers or
    gets a newer reminder. Nobody who has left stands there, nor who is away or not asked any more.
    """
    organization = library.organization
    found_in = (each for each in organization.reminders if each.duty == coi.DUTY)
    reminders = next(found_in, Reminders(duty=coi.DUTY))
    everyone = {person.id: person for person in await store.people.everyone()}
    today = {id_: local_day(person, now, organization.time_zone) for id_, person in everyone.items()}
    here = {id_: person for id_, person in everyone.items() if person.here_on(today[id_])}
    since = now.date() - timedelta(days=2 * LONGEST_MONTH * reminders.cadence.months)
    silent = [
        (day, here[id_])
        for id_, facts in (await _happened(store, since, now)).items()
        if id_ in here
        and holds(organization, reminders.audience, here[id_], today[id_])
        and (day := ladder.listed(reminders, here[id_], today[id_], facts))
    ]
    asking = [row for row in await _asking(store, here, organization.time_zone) if row[0] >= since]
    words = library.sentences
    tables = [
        _table(library, words["unanswered.advice"], words["unanswered.asked"], asking),
        _table(library, words["unanswered.silent"], words["unanswered.second"], silent),
    ]
    found = parts([table for table in tables if table.rows], library)
    number = min(max(part, 1), len(found))
    remarks = () if reminders.ladder else (words["unanswered.no-ladder"],)
    state = "" if asking or silent else NOBODY
    return Answer({"part": number, "of": len(found)}, found[number - 1], remarks, state)


async def _happened(store: Store, since: date, now: datetime) -> Mapping[PersonId, Sequence[Stamped]]:
    """Return what happened about the reminder in this occurrence and the one before, by person."""
    found: dict[PersonId, list[Stamped]] = defaultdict(list)
    for stamped in await store.ledger.facts(since, now.date() + ladder.DAY):
        if isinstance(stamped.fact, ReminderSent | ReminderAnswered) and stamped.fact.duty == coi.DUTY:
            found[stamped.person].append(stamped)
    return found


async def _asking(store: Store, here: Mapping[PersonId, Person], time_zone: str) -> list[Row]:
    """Return who asked for advice, once for each time, however many holders of the office were told."""
    notes = {(note.key.occurrence, note.about): note for note in await store.deliveries.find(ADVICE)}
    people = [(here[about], note.due) for (_, about), note in notes.items() if about and about in here]
    return [(local_day(person, due, time_zone), person) for person, due in people]


def _table(library: Library, title: Text, last: Text, rows: Sequence[Row]) -> Table:
    words, units = library.sentences, {unit.id: unit.name for unit in library.organization.units}
    header = (words["unanswered.who"], words["unanswered.unit"], last)
    return Table(title, header, tuple(_row(units, *row) for row in sorted(rows, key=_order)))


def _row(units: Mapping[str, Text], day: date, person: Person) -> tuple[Value, ...]:
    return (same(called(person)), units.get(person.unit, same(person.unit)), day)


def _order(row: Row) -> tuple[date, str, str]:
    """Put who waits longest first."""
    day, person = row
    return day, called(person), person.id
