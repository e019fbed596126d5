"""Rules of the organization's directory, and of the doors and modules that send people to it."""

from collections.abc import Iterable, Iterator, Mapping

from content.faults import Fault
from content.model import DOORS, GENERAL, SENSITIVE, Contact, Door, Organization
from content.shelf import Entry
from content.yaml_source import Node

MANAGER = "manager"
"""The contact whom everybody knows how to reach."""

MOST_DAYS = 400
"""A contact is checked once a year, with some weeks of grace."""


def contacts(file: str, node: Node, found: Organization) -> Iterator[Fault]:
    """Check the directory itself: each entry reached somehow, and reviewed in time."""
    general = found.contacts.get(GENERAL)
    if general is None:
        yield Fault(file, node.at(("contacts",)).line, "contact-general-missing")
    for key, contact in found.contacts.items():
        if contact is None:
            continue
        line = node.at(("contacts", key)).line
        if not contact.reached and key != MANAGER:
            yield Fault(file, line, "contact-unreachable", {"found": key})
        days = (contact.review - contact.checked).days
        said: dict[str, str | int] = {"found": key}
        line = node.at(("contacts", key, "review")).line
        if days <= 0:
            dates = {"review": contact.review.isoformat(), "checked": contact.checked.isoformat()}
            yield Fault(file, line, "review-not-after-checked", {**said, **dates})
        elif days > MOST_DAYS:
            yield Fault(file, line, "review-too-late", {**said, "days": days, "most": MOST_DAYS})


def doors(entries: Iterable[Entry]) -> Iterator[Fault]:
    """Check that the five doors are there, and no others."""
    found = {entry.id: entry for entry in entries if entry.kind == "door"}
    for id_, entry in found.items():
        if id_ not in DOORS:
            yield entry.fault(entry.node.line, "not-one-of", where=id_, expected=", ".join(DOORS))
    for entry in list(found.values())[:1]:
        for missing in [door for door in DOORS if door not in found]:
            yield entry.fault(0, "field-missing", field=missing, where="doors")


def ways(entry: Entry, found: Door, directory: Mapping[str, Contact | None]) -> Iterator[Fault]:
    """Check that nobody behind a sensitive door depends on one contact."""
    if entry.id in SENSITIVE and len({_way(key, directory.get(key)) for key in found.contacts}) == 1:
        yield entry.fault(entry.node.at(("contacts",)).line, "door-one-contact", found=entry.id)


def _way(key: str, contact: Contact | None) -> object:
    """Tell contacts apart by where they are reached: two names for one mailbox are one way."""
    return (contact and contact.reached) or key
