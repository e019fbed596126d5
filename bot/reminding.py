"""Owes a person what they want to be reminded of themselves, on the working day before a day."""

from collections.abc import Sequence
from datetime import UTC, datetime, time

from dialogs.bookings import day_before
from dialogs.flow import Remind
from dialogs.people import Person
from dialogs.surroundings import local_day, zone_of
from storage.ports import Delivery, DeliveryKey


def reminded(
    reminds: Sequence[Remind], person: Person, now: datetime, default_zone: str
) -> tuple[Delivery, ...]:
    """Return what is owed to a person, due from the first minute of its day where they live; `now` is aware.

    The sender keeps it until their working hours begin. Nothing is owed whose day has come: they have just
    read the same. The same wish again is the same delivery, so it comes once.
    """
    today, zone = local_day(person, now, default_zone), zone_of(person, default_zone)
    days = [(each.ref, day_before(each.day, person.province)) for each in reminds]
    return tuple(
        Delivery(
            DeliveryKey(ref.flow, ref.key, 1, person.id),
            ref,
            datetime.combine(day, time.min, zone).astimezone(UTC),
        )
        for ref, day in days
        if day > today
    )
