"""Whom an audience means; pure."""

from datetime import date, timedelta

from content.model import Audience
from dialogs.people import Person


def holds(audience: Audience, person: Person, today: date) -> bool:
    """Tell whether somebody belongs to an audience on a day; whether they work here is another question."""
    newcomers = audience.newcomers_days
    return (
        (not audience.units or person.unit in audience.units)
        and (not audience.roles or person.role.value in audience.roles)
        and (not audience.paths or person.path.value in audience.paths)
        and (not audience.people or person.id in audience.people)
        and (newcomers is None or _began_within(person, today, newcomers))
    )


def _began_within(person: Person, today: date, days: int) -> bool:
    return person.start is not None and timedelta(0) <= today - person.start <= timedelta(days=days)
