"""Says what an import changed in the rows of a staff list: how many people moved, left, went on leave."""

from collections import Counter
from collections.abc import Iterable, Mapping

from bot.command.operator import Operator
from dialogs.people import Person, PersonId

PARTS: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "email"),
    "unit": ("unit",),
    "manager": ("manager",),
    "role": ("role",),
    "path": ("path",),
    "start": ("start",),
    "end": ("end",),
    "leave": ("leave_from", "leave_to"),
    "language": ("language",),
    "zone": ("province", "zone"),
}
"""What can change in a row, as it is counted."""


def part_by_part(operator: Operator, before: Mapping[PersonId, Person], after: Iterable[Person]) -> str:
    """Return a line for each part that changed, with how many rows, most first; nobody is named."""
    counted = Counter(
        part
        for person in after
        for part, fields in PARTS.items()
        if person.id in before and _values(before[person.id], fields) != _values(person, fields)
    )
    ordered = sorted(counted.items(), key=lambda each: (-each[1], each[0]))
    return "".join(
        operator.says("import.changed", what=operator.says(f"import.part-{part}"), count=count) + "\n"
        for part, count in ordered
    )


def _values(person: Person, fields: Iterable[str]) -> list[object]:
    return [getattr(person, each) for each in fields]
