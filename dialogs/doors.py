"""Whom to ask: five plain doors and the offices behind them. Opening one keeps nothing about the person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import assert_never

from content.model import DOORS, GENERAL, SENSITIVE, Contact, Door, Library, Text
from content.wording import begun, filled
from dialogs import anonymous
from dialogs.flow import Drop, Flow, Next, Opened, Past, Said, Show
from dialogs.views import Button, Value, View

VERBS = {"doors": ("doors", ""), **{f"door-{door}": ("doors", door) for door in DOORS}}
"""What opens them from anywhere. No place is kept, so a number could not mean a door: each has its words."""


@dataclass(frozen=True, slots=True)
class Hall:
    """In front of the five doors."""


@dataclass(frozen=True, slots=True)
class Behind:
    """One door is open."""

    library: Library
    id: str
    door: Door


Script = Hall | Behind


@dataclass(frozen=True, slots=True)
class AtDoors:
    """There is only one place, and it is never kept: every view here is passing."""


@dataclass(frozen=True, slots=True)
class Known:
    """Today, to tell which contacts were checked in time."""

    today: date


def script(library: Library, key: str) -> Script | None:
    """Find a door by its id; no id is the hall."""
    if not key:
        return Hall()
    door = library.doors.get(key) if key in DOORS else None
    return Behind(library, key, door) if door else None


def know(found: Script, past: Past) -> Known:
    """Take the date, and nothing of the past."""
    return Known(past.today)


def here(found: Script, known: Known, place: AtDoors) -> View:
    """Show the five doors, or what stands behind one."""
    match found:
        case Hall():
            return View(
                "doors", {}, (*(Button(f"door-{id_}") for id_ in DOORS), Button("home")), passing=True
            )
        case Behind(library, id_, door):
            values: dict[str, Value] = {
                "title": door.title,
                "about": door.about,
                "protects": door.protects,
                "contacts": contacts(library, id_, door, known.today),
            }
            card = "doors.protected" if door.protects else "doors.open"
            return View(card, values, (Button("doors"), Button("home")), passing=True)
        case _:
            assert_never(found)


def contacts(library: Library, id_: str, door: Door, today: date) -> tuple[Text, ...]:
    """Write each contact in a line; the general line too where there would be none, or one way only."""
    return reached(library, door.contacts, today, least=2 if id_ in SENSITIVE else 1)


def reached(library: Library, keys: Sequence[str], today: date, *, least: int = 1) -> tuple[Text, ...]:
    """Write each contact of some keys in a line; the general line too where there are fewer than `least`."""
    directory = library.organization.contacts
    found = [contact for key in keys if (contact := directory.get(key))]
    general = directory.get(GENERAL)
    lines = [_line(library, contact, general, today) for contact in found]
    if general and len(found) < least:
        lines.append(_line(library, general, None, today))
    return tuple(lines)


def _line(library: Library, contact: Contact, general: Contact | None, today: date) -> Text:
    """Write a contact: name, address, phone, hours, note, and when it was last checked.

    Once the day of its review has passed, the general line stands beside it; it never disappears.
    """
    words = library.sentences
    name = begun(contact.name)
    if not contact.reached:
        return filled(words["door.nearby"], {"name": name})
    reached = (*contact.reached, *([contact.hours] if contact.hours else []))
    line = filled(words["door.contact"], {"name": name, "reached": reached, "checked": contact.checked})
    more = [contact.note] if contact.note else []
    if general and contact.standing(today) == "past":
        more.append(filled(words["door.unchecked"], {"general": (general.name, *general.reached)}))
    return Text(
        en=" ".join(text.en for text in (line, *more)), fr=" ".join(text.fr for text in (line, *more))
    )


def step(found: Script, known: Known, place: AtDoors, said: Said) -> Next[AtDoors]:
    """Whatever is said, show it: the reception opens every door there is. A door counts, and nobody at it."""
    view = Show(here(found, known, place))
    if isinstance(found, Behind) and said == Opened():
        return Next(place, (Drop(anonymous.DOORS, 1, {found.id: anonymous.OPENED}, once=True), view))
    return Next(place, (view,))


FLOW: Flow[Script, Known, AtDoors] = Flow(
    name="doors",
    version=1,
    places=(AtDoors,),
    script=script,
    know=know,
    begin=lambda _found, _known: AtDoors(),
    here=here,
    step=step,
    edition=lambda _found: "1",
)
