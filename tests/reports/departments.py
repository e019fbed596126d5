"""Made-up departments with the units of the demonstration, and all exports there may be of each."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import islice

from content.loader import load
from content.model import Library, Process, Text
from dialogs.facts import (
    Acknowledged,
    CourseReported,
    Fact,
    FileAnswered,
    FileOutcome,
    MessageSent,
    ModuleFinished,
    Outcome,
    Reached,
    ReminderAnswered,
    ReminderSent,
    SessionAttended,
    Side,
    Stamped,
    TalkConfirmed,
)
from dialogs.people import Path, Person, PersonId, UnitId
from reports import cuts
from reports.cuts import Asked, Dimension
from reports.measures import MEASURES, Tally, tally
from reports.participation import Report, participations
from reports.periods import Period, parse
from tests.conftest import CONTENT
from tests.reports.reader import Reader, Sight

YEAR, NEXT_YEAR = parse("FY2025-26"), parse("FY2026-27")
SIZES = {"policy": 34, "services": 52, "corporate": 21, "head-office": 8}
PATHS = (*[Path.EMPLOYEE] * 6, Path.MANAGER, Path.MANAGER, Path.STUDENT, Path.EXECUTIVE)
TOPICS = {"s-coi": "coi", "s-gifts": "gifts", "c-respect": "respect", "c-all": ""}
APART = {Dimension.UNIT, Dimension.PATH, Dimension.LANGUAGE}
"""The cuts in which everybody is in one cell."""


# A department that lives for a year -------------------------------------------------------------------


@cache
def demo() -> Library:
    found = load(CONTENT, "demo")
    words = Text(en="a file", fr="un dossier")
    files = tuple(Process(id=each, name=words, form_link=words) for each in ("a", "b", "c"))
    return found.model_copy(
        update={"organization": found.organization.model_copy(update={"processes": files})}
    )


def people() -> list[Person]:
    """Return a roster with the units of the demonstration; some come during the year, and some go."""
    found = []
    for unit, size in SIZES.items():
        for number in range(size):
            path = Path.EXECUTIVE if unit == "head-office" and number < 5 else PATHS[number % len(PATHS)]
            start = date(2025, 6, 2) + timedelta(days=9 * number) if number % 5 == 0 else date(2020, 1, 6)
            end = date(2025, 11, 28) if number % 17 == 3 else None
            found.append(
                Person(PersonId(f"{unit}-{number}"), unit=UnitId(unit), path=path, start=start, end=end)
            )
    return found


def busy(person: Person, dice: random.Random, often: float) -> Iterator[tuple[date, Fact]]:
    """Give what somebody does in a year and a half, now and then, on days on which they work here."""
    boss = PersonId("boss")
    for number in range(40):
        day = date(2025, 4, 1) + timedelta(days=15 * number + dice.randrange(14))
        if not person.here_on(day) or dice.random() > often:
            continue
        module = dice.choice(["M01", "M03", "M04", "M07"])
        happened: list[Fact] = [
            ModuleFinished(module, 1),
            Acknowledged("2025-1"),
            ReminderSent("coi", "2025-Q3", 1, dice.choice([Reached.DELIVERED, Reached.REFUSED])),
            ReminderAnswered("coi", "2025-Q3", dice.choice(list(Outcome))),
            CourseReported(dice.choice(["FON301", "FON302"]), day),
            SessionAttended(dice.choice(["s-coi", "s-gifts"])),
            MessageSent("communication", dice.choice(["c-respect", "c-all"]), Reached.DELIVERED),
            FileAnswered(dice.choice(["a", "b", "c"]), FileOutcome.NO_CONFLICT),
            TalkConfirmed("onboarding", Side.EMPLOYEE, boss),
        ]
        yield day, dice.choice(happened)


def living(seed: int, often: float = 0.5) -> list[Stamped]:
    """Return what happens to a department; units differ in how much they take part, and nobody moves."""
    dice = random.Random(seed)
    zeal = {unit: often * dice.choice([0.1, 0.6, 1, 1.6]) for unit in SIZES}
    facts: list[Stamped] = []
    for person in people():
        language = dice.choice(["en", "en", "fr"])
        for day, fact in busy(person, dice, zeal[person.unit]):
            facts.append(
                Stamped(person.id, day, person.unit, person.path, "fr" if language == "fr" else "en", fact)
            )
            if isinstance(fact, TalkConfirmed):
                answered = TalkConfirmed("onboarding", Side.MANAGER, person.id)
                facts.append(Stamped(fact.other, day, person.unit, Path.MANAGER, "en", answered))
    return facts


def rarely(seed: int) -> list[Stamped]:
    """Return a department in which everybody does each thing once at most: then all periods add up."""
    seen: set[tuple[PersonId, type[Fact]]] = set()
    found = []
    for stamped in sorted(living(seed, 0.3), key=lambda each: each.day):
        what = (stamped.person, type(stamped.fact))
        if what not in seen or isinstance(stamped.fact, TalkConfirmed):
            found.append(stamped)
        seen.add(what)
    return found


def few_in_spring() -> list[Stamped]:
    """Return a department in which few of one unit finish a module in spring, and enough later."""
    shares = {"policy": (2, 8, 8, 8), "services": (13,) * 4, "corporate": (5,) * 4, "head-office": (2,) * 4}
    days = (date(2025, 5, 6), date(2025, 8, 5), date(2025, 11, 4), date(2026, 2, 3))
    found: list[Stamped] = []
    for unit, per_quarter in shares.items():
        staff = iter(person for person in people() if person.unit == unit)
        for day, share in zip(days, per_quarter, strict=True):
            for person in islice(staff, share):
                month = day + timedelta(days=30 * (len(found) % 2))
                found.append(
                    Stamped(person.id, month, person.unit, person.path, "en", ModuleFinished("M01", 1))
                )
    return found


# Everything that is published about it ----------------------------------------------------------------


@dataclass(frozen=True)
class World:
    """A department on a day, with all its exports."""

    facts: Sequence[Stamped]
    today: date
    year: Period

    def kept(self) -> Tally:
        return tally(self.facts, self.year, demo(), people())

    def exports(self, by: Dimension) -> Mapping[str, Report]:
        kept = self.kept()
        return participations(self.year, self.today, kept, people(), demo(), by=by, topics=TOPICS)

    def sights(self, by: Dimension) -> Mapping[str, list[Sight]]:
        """Return, by measure, every published table with what is true."""
        kept = self.kept()
        found: dict[str, list[Sight]] = {name: [] for name in MEASURES}
        for report in self.exports(by).values():
            asked = of_period(kept, report.period, by)
            for measure in report.measures:
                if measure.cells and not cuts.whole(by, measure.id):
                    cells = {cell.key: cell for cell in cuts.counted(asked, measure.id)}
                    assert measure.total is not None
                    found[measure.id].append(
                        Sight(
                            report.period,
                            report.in_bands(measure),
                            measure.total,
                            {
                                cell.key: cell.band if cell.count is None else cell.count
                                for cell in measure.cells
                            },
                            {key: cell.count for key, cell in cells.items()},
                            {key: cell.members for key, cell in cells.items()},
                        )
                    )
        return found


def of_period(kept: Tally, period: Period, by: Dimension) -> Asked:
    here = {
        each.id: each for each in people()
        if (each.start or period.last) <= period.last and (each.end or period.first) >= period.first
    }  # fmt: skip
    return Asked(period, by, kept, kept.first(period), here, demo(), TOPICS)


def reader(sights: Sequence[Sight], by: Dimension, measure: str) -> Reader:
    # Reminders and messages about talks have no topic, so not everybody who was reached is in some cell.
    return Reader(sights, by in APART, covered=(by, measure) != (Dimension.TOPIC, "messages-arrived"))


AFTER, MEANWHILE = date(2026, 4, 2), date(2026, 11, 23)

WORLDS = {
    "a year that is over": World(living(1), AFTER, YEAR),
    "another one": World(living(2, 0.8), AFTER, YEAR),
    "a year in which everything happens once": World(rarely(3), AFTER, YEAR),
    "another such year": World(rarely(7), AFTER, YEAR),
    "a year with few in spring": World(few_in_spring(), AFTER, YEAR),
    "a year that goes on": World(living(4), MEANWHILE, NEXT_YEAR),
    "a year of few that goes on": World(rarely(5), MEANWHILE, NEXT_YEAR),
}
