"""What a person lives in: their zone, their local date, and the language Ethos speaks to them."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo

from content.model import Language
from dialogs.facts import Dated, LanguageChosen, Stamped, TextOnlyChosen
from dialogs.people import Person


def zone_of(person: Person, default_zone: str) -> ZoneInfo:
    """Return the zone a person lives in; `default_zone` (an IANA name) when the roster does not say."""
    return _zone(person.zone or default_zone)


@cache
def _zone(name: str) -> ZoneInfo:
    """Keep every zone: the library itself keeps eight, and reads the file of any other again and again."""
    return ZoneInfo(name)


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
