"""Whom an audience means; pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from content.model import Among, Audience, NamedAudience, Organization
from dialogs.people import Person


@dataclass(frozen=True, slots=True)
class Strangers:
    """Of how many people on the list of an audience how many have left, or are not on the staff list."""

    unknown: int
    listed: int


def holds(organization: Organization, audience: Audience, person: Person, today: date) -> bool:
    """Tell whether somebody belongs to an audience on a day; whether they work here is another question.

    An audience that the organization no longer maintains holds nobody: never everyone by mistake.
    """
    if audience.named is not None:
        named = organization.audiences.get(audience.named)
        if named is None or not _is_in(named, person, today):
            return False
    return _among(audience, person, today) and (not audience.people or person.id in audience.people)


def gone(organization: Organization, audience: Audience) -> bool:
    """Tell whether an audience is one that the organization no longer maintains."""
    return audience.named is not None and audience.named not in organization.audiences


def strangers(
    organization: Organization, audience: Audience, everyone: Iterable[Person], today: date
) -> Strangers | None:
    """Count who stands on the list of a maintained audience, and who of them is not among the staff.

    `everyone` is the staff list. None for an audience without such a list.
    """
    named = organization.audiences.get(audience.named or "")
    if named is None or not named.by_list:
        return None
    here = {name for person in everyone if not person.left_by(today) for name in _names(person)}
    return Strangers(len(named.people - here), len(named.people))


def _is_in(named: NamedAudience, person: Person, today: date) -> bool:
    listed = not named.by_list or any(name in named.people for name in _names(person))
    return listed and _among(named, person, today)


def _names(person: Person) -> tuple[str, ...]:
    """Return what a list may call somebody: their id, or their email."""
    return (person.id.lower(), person.email.lower())


def _among(among: Among, person: Person, today: date) -> bool:
    newcomers = among.newcomers_days
    return (
        (not among.units or person.unit in among.units)
        and (not among.roles or person.role.value in among.roles)
        and (not among.paths or person.path.value in among.paths)
        and (newcomers is None or _began_within(person, today, newcomers))
    )


def _began_within(person: Person, today: date, days: int) -> bool:
    return person.start is not None and timedelta(0) <= today - person.start <= timedelta(days=days)
