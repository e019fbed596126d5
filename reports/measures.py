"""What reports count, and by which fact of each person it counts in a month; pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from content.model import Library
from dialogs import coi
from dialogs.facts import (
    Acknowledged,
    CourseReported,
    Fact,
    FileAnswered,
    MessageSent,
    ModuleFinished,
    Reached,
    ReminderAnswered,
    ReminderSent,
    SessionAttended,
    Side,
    Stamped,
    TalkConfirmed,
)
from dialogs.people import Path, Person, PersonId
from dialogs.sources import REHEARSAL, WRITTEN
from reports.periods import Period

MEASURES = (
    "modules-finished",
    "acknowledgements",
    "reminders-sent",
    "reminders-answered",
    "onboarding-finished",
    "talks-confirmed",
    "courses-reported",
    "sessions-attended",
    "messages-arrived",
    "messages-undelivered",
    "files-answered",
)
"""What is counted, in the order in which it is shown. The sentence `measure.<id>` defines each."""

FROM_THE_BEGINNING = (ModuleFinished, TalkConfirmed)
"""What counts together with what came before: of these kinds, facts are wanted from before the period too."""

ONBOARDING = "onboarding"
"""The talk that is counted; the one before a departure is not."""

IN_TIME, LATER, UNKNOWN = "in-time", "later", "unknown"
TIMES = (IN_TIME, LATER, UNKNOWN)
"""When a talk took place, seen from the first day: in time, later, or nobody knows."""

IN_TIME_DAYS = timedelta(days=42)
"""Thirty working days are six weeks."""

FirstFacts = Mapping[str, Mapping[PersonId, Stamped]]
"""By measure, each person's first counted fact of the period, so that cells add up to the total."""

Counts = tuple[tuple[str, str], ...]
"""What a fact counts for: measures, each with its kind (a module, a course…), or an empty kind."""


@dataclass(frozen=True, slots=True)
class Month:
    """What counts in one month: each person's first fact by measure, and who by measure and kind."""

    first: dict[str, dict[PersonId, Stamped]] = field(default_factory=lambda: defaultdict(dict))
    kinds: dict[tuple[str, str], set[PersonId]] = field(default_factory=lambda: defaultdict(set))

    def keep(self, stamped: Stamped, measure: str, kind: str) -> None:
        """Count a fact, unless the person counts already."""
        self.first[measure].setdefault(stamped.person, stamped)
        if kind:
            self.kinds[measure, kind].add(stamped.person)


@dataclass(frozen=True, slots=True)
class Tally:
    """What counts in the months of a period, by the first day of each; shorter periods in it are read too."""

    months: Mapping[date, Month]

    def first(self, period: Period) -> FirstFacts:
        """Return each person's first fact of a period, by measure."""
        found: dict[str, dict[PersonId, Stamped]] = {name: {} for name in MEASURES}
        for month in self._within(period):
            for name, people in month.first.items():
                found[name] = people | found[name]
        return found

    def kinds(self, period: Period, measure: str) -> Mapping[str, set[PersonId]]:
        """Return who counts for each kind of a measure in a period."""
        found: dict[str, set[PersonId]] = defaultdict(set)
        for month in self._within(period):
            for (name, kind), people in month.kinds.items():
                if name == measure:
                    found[kind] |= people
        return found

    def _within(self, period: Period) -> Iterable[Month]:
        return (month for day, month in sorted(self.months.items()) if period.first <= day <= period.last)


def first_facts(
    facts: Iterable[Stamped], period: Period, library: Library, people: Iterable[Person] = ()
) -> FirstFacts:
    """Return what counts in a period: see `tally`."""
    return tally(facts, period, library, people).first(period)


def tally(facts: Iterable[Stamped], period: Period, library: Library, people: Iterable[Person] = ()) -> Tally:
    """Return what counts in the months of a period. Facts of one person come in the order they were kept.

    `people` are those of the staff list: a talk belongs to somebody's first day there.
    Facts of the kinds in `FROM_THE_BEGINNING` may be disposed of before others are kept: an onboarding or a
    talk whose beginning is gone no longer counts.
    """
    months: dict[date, Month] = defaultdict(Month)
    of_day: dict[date, Month] = {}
    until: list[Stamped] = []
    for stamped in facts:
        if stamped.day > period.last:
            continue
        if isinstance(stamped.fact, FROM_THE_BEGINNING):
            until.append(stamped)
        if stamped.day >= period.first:
            month = of_day.get(stamped.day)
            if month is None:
                month = of_day[stamped.day] = months[stamped.day.replace(day=1)]
            for measure, kind in _counts(stamped.fact):
                month.keep(stamped, measure, kind)
    active = {who for month in months.values() for who in month.first["modules-finished"]}
    for stamped in _onboarded(until, active, library):
        if stamped.day >= period.first:
            months[stamped.day.replace(day=1)].keep(stamped, "onboarding-finished", "")
    starts = {person.id: person.start for person in people if person.start}
    for both in sorted(_talked(until, starts), key=lambda each: each.day):
        if both.day >= period.first:
            time = _time(both.day, starts.get(both.person))
            months[both.day.replace(day=1)].keep(both, "talks-confirmed", time)
    return Tally(months)


def _counts(fact: Fact) -> Counts:
    """Return what a fact counts for by itself, without a look at what came before."""
    match fact:
        case ModuleFinished(module):
            return (("modules-finished", module),)
        case Acknowledged():
            return (("acknowledgements", ""),)
        case ReminderSent(duty, reached=reached):
            sent = duty == coi.DUTY and reached is not Reached.REFUSED
            return (*_delivery(reached, ""), *((("reminders-sent", ""),) if sent else ()))
        case MessageSent(source, occurrence, reached) if source != REHEARSAL:
            return _delivery(reached, occurrence if source in WRITTEN else "")
        case ReminderAnswered(outcome=outcome):
            return (("reminders-answered", outcome.value),)
        case CourseReported(course):
            return (("courses-reported", course),)
        case SessionAttended(session):
            return (("sessions-attended", session),)
        case FileAnswered(process):
            return (("files-answered", process),)
        case _:
            return ()


def _delivery(reached: Reached, campaign: str) -> Counts:
    """Return what a delivery counts for. Nobody knows what is read: it may have arrived, or it did not."""
    if reached is Reached.REFUSED:
        return (("messages-undelivered", ""),)
    return (("messages-arrived", campaign),)


def _time(day: date, start: date | None) -> str:
    if start is None or day < start - IN_TIME_DAYS:  # It belongs to an earlier time here.
        return UNKNOWN
    return IN_TIME if day <= start + IN_TIME_DAYS else LATER


def modules_of(library: Library, path: Path) -> frozenset[str]:
    """Return the modules of an onboarding path; every module where the path has no list of its own."""
    own = library.paths.get(path.value)
    return frozenset(own.modules if own else library.modules)


def _onboarded(facts: Sequence[Stamped], active: Iterable[PersonId], library: Library) -> Iterable[Stamped]:
    """Return the facts that were the last ones a person's path needed, by day.

    `active` are those who finished a module in the period; nobody else can have finished the last one. A path
    counts once for each person: whoever changes path and finishes the difference counts again, then.
    """
    needed = {path: modules_of(library, path) for path in Path}
    done: dict[PersonId, set[str]] = {person: set() for person in active}
    reached: set[tuple[PersonId, Path]] = set()
    of_active = (stamped for stamped in facts if stamped.person in done)
    for stamped in sorted(of_active, key=lambda each: each.day):
        if not isinstance(stamped.fact, ModuleFinished):
            continue
        person, path = stamped.person, stamped.path
        done[person].add(stamped.fact.module)
        if needed[path] <= done[person] and (person, path) not in reached:
            reached.add((person, path))
            yield stamped


Pair = tuple[PersonId, PersonId, bool]
"""An employee, a manager, and whether they confirmed since the employee's first day or before it."""


def _talked(facts: Iterable[Stamped], starts: Mapping[PersonId, date]) -> Iterable[Stamped]:
    """Return the talks that both confirmed: with the employee's stamp, on the day of the later one.

    Only two people who name each other had a talk, both before the employee's first day, in an earlier time
    here, or both since. Only the first such talk of each time counts.
    """
    taps: dict[Side, dict[Pair, Stamped]] = {side: {} for side in Side}
    for stamped in facts:
        match stamped.fact:
            case TalkConfirmed(checklist, side, other) if checklist == ONBOARDING and other != stamped.person:
                mine = side is Side.EMPLOYEE
                employee, manager = (stamped.person, other) if mine else (other, stamped.person)
                pair = (employee, manager, stamped.day >= starts.get(employee, date.min))
                taps[side][pair] = _earlier(taps[side].get(pair), stamped)
            case _:
                pass
    found: dict[tuple[PersonId, bool], Stamped] = {}
    for pair, tap in taps[Side.EMPLOYEE].items():
        if theirs := taps[Side.MANAGER].get(pair):
            both = replace(tap, day=max(tap.day, theirs.day))
            time = (tap.person, pair[2])
            found[time] = _earlier(found.get(time), both)
    return found.values()


def _earlier(known: Stamped | None, stamped: Stamped) -> Stamped:
    """Return the earlier of two, the same one whichever comes first."""
    return min(known or stamped, stamped, key=lambda each: (each.day, each.unit, each.path, each.language))
