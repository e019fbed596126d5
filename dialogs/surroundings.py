"""What a person lives in: their zone, their local date, and the language Ethos speaks to them."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from content.model import Language
from dialogs.facts import Dated, LanguageChosen, Stamped, TextOnlyChosen
from dialogs.people import Person


@lru_cache(maxsize=1024)
def zone_named(name: str) -> ZoneInfo:
    """Return a zone by its IANA name. The library itself forgets all but eight, and reads the rest anew."""
    return ZoneInfo(name)


def zone_of(person: Person, default_zone: str) -> ZoneInfo:
    """Return the zone a person lives in; `default_zone` (an IANA name) when the roster does not say."""
    return zone_named(person.zone or default_zone)


def local_day(person: Person, now: datetime, default_zone: str) -> date:
    """Return the date where the person lives, at an aware instant."""
    return now.astimezone(zone_of(person, default_zone)).date()


def spoken_language(person: Person, facts: Iterable[Stamped]) -> Language | None:
    """Return the language the person chose last; else the roster's; else None. Facts come oldest first."""
    chosen = [stamped.fact.language for stamped in facts if isinstance(stamped.fact, LanguageChosen)]
    return chosen[-1] if chosen else person.language


def wants_text(facts: Iterable[Stamped | Dated]) -> bool:
    """Tell whether the person asked for text in place of cards. Facts come oldest first."""
    chosen = [each.fact.on for each in facts if isinstance(each.fact, TextOnlyChosen)]
    return bool(chosen) and chosen[-1]
