"""A staff list of people who are clearly nobody: numbers for names, and what changes about them in a year."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.command.simulation.dice import Dice
from content.model import Language, Library, Text
from content.wording import filled
from dialogs.people import Path, Person, PersonId, Role, UnitId

WHERE: Mapping[tuple[str, str], int] = {
    ("ON", "America/Toronto"): 44,
    ("QC", "America/Toronto"): 22,
    ("BC", "America/Vancouver"): 8,
    ("AB", "America/Edmonton"): 6,
    ("NS", "America/Halifax"): 5,
    ("NB", "America/Moncton"): 5,
    ("MB", "America/Winnipeg"): 4,
    ("NL", "America/St_Johns"): 3,
    ("SK", "America/Regina"): 2,
    ("YT", "America/Whitehorse"): 1,
}
"""Provinces and zones, with how many of a hundred people work there."""

TEAM = 9
"""How many people a manager has."""

OFFICES = (Role.SENIOR_OFFICIAL, Role.VE_OFFICER, Role.COI_OFFICER, Role.ATIP_CONTACT)
LEAST = 10
"""An organization of fewer people has no numbers to look at."""

BY_MILLE = {"starting": 100, "leaving": 70, "away": 60, "moving": 40, "": 730}
"""To how many of a thousand people something happens in a year, and to how many nothing does."""


@dataclass(frozen=True, slots=True)
class Staff:
    """The people of the first day, and the rows of the staff list that change, by the day they do."""

    people: tuple[Person, ...]
    changes: Mapping[date, tuple[Person, ...]]


def staff(library: Library, count: int, first: date, last: date, dice: Dice) -> Staff:
    """Make up a staff list. Somebody who starts within the days is on it from the beginning."""
    people: list[Person] = []
    for number in range(1, count + 1):
        people.append(_person(library, number, people, first, dice.of("person", number)))
    changes: dict[date, list[Person]] = defaultdict(list)
    for number, person in enumerate(people):
        if person.role is Role.EMPLOYEE:
            day, row = _in_time(library, person, (first, last), dice.of("life", number))
            if day is None:
                people[number] = row
            else:
                changes[max(day, first)].append(row)
    return Staff(tuple(people), {day: tuple(rows) for day, rows in changes.items()})


def _person(library: Library, number: int, before: Sequence[Person], first: date, dice: Dice) -> Person:
    """Make up one: the first four hold the offices, then every tenth manages those who follow."""
    units, place = _units(library), number - len(OFFICES) - 1
    role = OFFICES[number - 1] if place < 0 else Role.EMPLOYEE if place % (TEAM + 1) else Role.MANAGER
    team = place // (TEAM + 1)
    unit = units[-1] if place < 0 else units[_unit(team, len(units))]
    head = before[number - 1 - place % (TEAM + 1)] if role is Role.EMPLOYEE else None
    language: Language = "en" if dice.chance(0.62) else "fr"
    province, zone = dice.by_share(WHERE)
    called: Text = filled(library.sentences["simulate.person"], {"number": f"{number:04}"})
    return Person(
        PersonId(_guid(dice)),
        name=called.of(language),
        email=f"person-{number:04}@{library.organization.id}.example",
        unit=unit,
        manager=head.id if head else None,
        role=role,
        path=_path(role, dice),
        start=first - timedelta(days=dice.between(200, 6000)),
        language=language,
        province=province,
        zone=zone,
    )


def _units(library: Library) -> list[UnitId]:
    return [UnitId(unit.id) for unit in library.organization.units]


def _unit(team: int, units: int) -> int:
    """Spread teams over units; the last unit, an office of the head, stays small."""
    return team % max(1, units - 1)


def _path(role: Role, dice: Dice) -> Path:
    if role is Role.SENIOR_OFFICIAL:
        return Path.EXECUTIVE
    if role is Role.MANAGER:
        return Path.EXECUTIVE if dice.chance(0.15) else Path.MANAGER
    return Path.STUDENT if role is Role.EMPLOYEE and dice.chance(0.06) else Path.EMPLOYEE


def _guid(dice: Dice) -> str:
    drawn = dice.drawn(16).hex()
    return "-".join((drawn[:8], drawn[8:12], f"4{drawn[13:16]}", f"8{drawn[17:20]}", drawn[20:]))


def _in_time(
    library: Library, person: Person, days: tuple[date, date], dice: Dice
) -> tuple[date | None, Person]:
    """Let at most one thing happen to somebody: return the day on which the staff list says so, and the row.

    None is the beginning: that day of the list has it already.
    """
    first, last = days
    day = first + timedelta(days=dice.between(0, (last - first).days))
    match dice.by_share(BY_MILLE):
        case "starting":
            return None, replace(person, start=day)
        case "leaving":
            return day - timedelta(days=40), replace(person, end=day)
        case "away":
            back = day + timedelta(days=dice.between(10, 120))
            return day - timedelta(days=10), replace(person, leave_from=day, leave_to=back)
        case "moving":
            path = Path.MANAGER if dice.chance(0.3) else person.path
            return day, replace(person, unit=dice.one_of(_units(library)), path=path)
        case _:
            return None, person
