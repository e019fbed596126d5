"""What reports count, and by which fact of each person it counts in a period; pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from content.model import Library
from dialogs import coi
from dialogs.facts import (
    Acknowledged,
    CourseReported,
    Fact,
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
)
"""What is counted, in the order in which it is shown. The sentence `measure.<id>` defines each."""

BY_ITSELF: Mapping[type[Fact], str] = {
    ModuleFinished: "modules-finished",
    Acknowledged: "acknowledgements",
    ReminderSent: "reminders-sent",
    ReminderAnswered: "reminders-answered",
    CourseReported: "courses-reported",
    SessionAttended: "sessions-attended",
}
"""What counts without a look at what came before."""

FROM_THE_BEGINNING = (ModuleFinished, TalkConfirmed)
"""What counts together with what came before: of these kinds, facts are wanted from before the period too."""

ONBOARDING = "onboarding"
"""The talk that is counted; the one before a departure is not."""

FirstFacts = Mapping[str, Mapping[PersonId, Stamped]]
"""By measure, each person's first counted fact of the period, so that cells add up to the total."""


def first_facts(
    facts: Iterable[Stamped], period: Period, library: Library, people: Iterable[Person] = ()
) -> FirstFacts:
    """Return what counts in a period. Those of one person come in the order they were kept.

    `people` are those of the staff list: a talk belongs to somebody's first day there.
    Facts of the kinds in `FROM_THE_BEGINNING` may be disposed of before others are kept: an onboarding or a
    talk whose beginning is gone no longer counts.
    """
    until = [stamped for stamped in facts if stamped.day <= period.last]
    first: dict[str, dict[PersonId, Stamped]] = {name: {} for name in MEASURES}
    for stamped in until:
        name = BY_ITSELF.get(type(stamped.fact))
        if name and stamped.day >= period.first and _counts(stamped.fact):
            first[name].setdefault(stamped.person, stamped)
    first["onboarding-finished"] = _onboarded(until, first["modules-finished"], period, library)
    starts = {person.id: person.start for person in people if person.start}
    for both in _talked(until, starts):
        if both.day >= period.first:
            known = first["talks-confirmed"].get(both.person)
            first["talks-confirmed"][both.person] = _earlier(known, both)
    return first


def _counts(fact: Fact) -> bool:
    """Tell whether a fact counts: of reminders, those about conflicts of interest that may have arrived."""
    return not isinstance(fact, ReminderSent) or (
        fact.duty == coi.DUTY and fact.reached is not Reached.REFUSED
    )


def modules_of(library: Library, path: Path) -> frozenset[str]:
    """Return the modules of an onboarding path; every module where the path has no list of its own."""
    own = library.paths.get(path.value)
    return frozenset(own.modules if own else library.modules)


def _onboarded(
    facts: Sequence[Stamped], active: Mapping[PersonId, Stamped], period: Period, library: Library
) -> dict[PersonId, Stamped]:
    """Return, for each person, the fact of the period that was the last one their path needed.

    `active` are those who finished a module in the period; nobody else can have finished the last one. A path
    counts once for each person: whoever changes path and finishes the difference counts again, then.
    """
    needed = {path: modules_of(library, path) for path in Path}
    done: dict[PersonId, set[str]] = defaultdict(set)
    reached: set[tuple[PersonId, Path]] = set()
    found: dict[PersonId, Stamped] = {}
    of_active = (stamped for stamped in facts if stamped.person in active)
    for stamped in sorted(of_active, key=lambda each: each.day):
        if not isinstance(stamped.fact, ModuleFinished):
            continue
        person, path = stamped.person, stamped.path
        done[person].add(stamped.fact.module)
        if needed[path] <= done[person] and (person, path) not in reached:
            reached.add((person, path))
            if stamped.day >= period.first:
                found.setdefault(person, stamped)
    return found


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
