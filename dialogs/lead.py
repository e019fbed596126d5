"""« Lead a session »: somebody books a charter or a scenario with their team, and is coached through it."""

from dataclasses import dataclass, replace
from datetime import date
from typing import assert_never

from content.model import Library
from dialogs import bookings, dates, lead_cards, places
from dialogs.bookings import CHARTER, Booking
from dialogs.flow import Flow, Next, Past, Ref, Remind, Said, Show, again
from dialogs.sources import LEADING
from dialogs.views import Pressed, View

MOST = 12
"""So many sessions one person has booked at once, so that the list fits on a card."""


@dataclass(frozen=True, slots=True)
class AtSessions:
    """In front of what is booked; `keys` are those of the bookings, with spaces between them."""

    keys: str = ""


@dataclass(frozen=True, slots=True)
class Choosing:
    """Asked what the session is about."""

    keys: str = ""


@dataclass(frozen=True, slots=True)
class Dating:
    """Asked for the day of a session; `moves` is the booking whose day changes, empty for a new one."""

    keys: str
    subject: str
    moves: str = ""


@dataclass(frozen=True, slots=True)
class AtSession:
    """In front of the card of one booking."""

    keys: str
    key: str


Place = AtSessions | Choosing | Dating | AtSession


@dataclass(frozen=True, slots=True)
class Known:
    """Today, and whether the person may lead sessions."""

    today: date
    may: bool


def know(_library: Library, past: Past) -> Known:
    """Take the date and the role, and nothing else of the past."""
    return Known(past.today, "lead" in past.may)


def _standing(library: Library, known: Known, place: Place) -> tuple[Booking, ...]:
    """Return what is still to come. What is over is forgotten, and so is what nobody has a note for."""
    titles = lead_cards.subjects(library)
    return tuple(
        each for each in bookings.listed(place.keys) if each.day >= known.today and each.subject in titles
    )


def _now(library: Library, known: Known, place: Place) -> Place:
    """Return the place as it is today: only with what is still to come."""
    standing = _standing(library, known, place)
    keys = bookings.written(standing)
    match place:
        case Dating(_, subject, moves) if subject in lead_cards.subjects(library) and (
            not moves or moves in keys.split()
        ):
            return replace(place, keys=keys)
        case AtSession(_, key) if key in keys.split():
            return replace(place, keys=keys)
        case Choosing():
            return Choosing(keys)
        case _:
            return _front(keys)


def _front(keys: str) -> Place:
    """Return where somebody begins: in front of what is booked, or at once asked what it is to be."""
    return AtSessions(keys) if keys else Choosing()


def here(library: Library, known: Known, place: Place) -> View:
    """Show a place as it is today."""
    if not known.may:
        return lead_cards.not_allowed()
    now = _now(library, known, place)
    match now:
        case AtSessions():
            return lead_cards.sessions(library, _standing(library, known, now))
        case Choosing(keys):
            return lead_cards.choosing(library, booked=bool(keys))
        case Dating(_, subject):
            return lead_cards.dating(library, subject, known.today)
        case AtSession():
            return lead_cards.card(library, _at(now), known.today, here=True)
        case _:
            assert_never(now)


def _at(place: AtSession) -> Booking:
    return next(each for each in bookings.listed(place.keys) if each.key == place.key)


def step(library: Library, known: Known, place: Place, said: Said) -> Next[Place]:
    """Book, look at, move or cancel a session; whatever has no meaning here shows the place again."""
    if not known.may:
        return Next(place, (Show(lead_cards.not_allowed()),))
    now = _now(library, known, place)

    def shows(to: Place, note: str = "") -> Next[Place]:
        return Next(to, (Show(here(library, known, to).noted(note)),))

    match now, said:
        case _, Pressed("book-session") if len(now.keys.split()) >= MOST:
            return shows(AtSessions(now.keys), "lead.full")
        case _, Pressed("book-session"):
            return shows(Choosing(now.keys))
        case AtSessions(keys), Pressed("open", {"session": key}) if key in keys.split():
            return shows(AtSession(keys, key))
        case Choosing(keys), Pressed("lead-what", {"subject": chosen}) if chosen in lead_cards.subjects(
            library
        ):
            return shows(Dating(keys, chosen))
        case (AtSessions(), Pressed("open")) | (Choosing(), Pressed("lead-what")):
            return shows(now, "option-required")
        case Dating(), Pressed("lead-on", given):
            return _dated(library, known, now, given.get("day", ""))
        case AtSession(), Pressed(verb):
            return _looked_at(library, known, now, verb)
        case _, Pressed():
            return again(now, here(library, known, now))
        case _:
            return shows(_front(now.keys))


def _dated(library: Library, known: Known, now: Dating, given: str) -> Next[Place]:
    """Keep a day, and owe the card again on the working day before it."""
    day = dates.ahead(given, known.today, known.today + lead_cards.AHEAD)
    if day is None:
        return Next(now, (Show(here(library, known, now).noted("lead.date-required")),))
    booking = Booking(day, now.subject)
    others = [each for each in bookings.listed(now.keys) if each.key != now.moves]
    to = AtSession(bookings.written({*others, booking}), booking.key)
    view = here(library, known, to).noted("lead.moved" if now.moves else "lead.noted")
    return Next(to, (Remind(day, Ref(LEADING, booking.key)), Show(view)))


def _looked_at(library: Library, known: Known, now: AtSession, verb: str) -> Next[Place]:
    """Hear a button of a booking's card."""
    booking = _at(now)
    view = _beside(library, booking, verb)
    if view is not None:
        return Next(now, (Show(view),))
    if verb == "lead-move":
        to: Place = Dating(now.keys, booking.subject, now.key)
        return Next(to, (Show(here(library, known, to)),))
    if verb == "lead-cancel":
        to = _front(bookings.written(each for each in bookings.listed(now.keys) if each != booking))
        return Next(to, (Show(here(library, known, to).noted("lead.cancelled")),))
    return again(now, here(library, known, now))


def _beside(library: Library, booking: Booking, verb: str) -> View | None:
    """Return what can be read beside the card of a charter; None for anything else."""
    if booking.subject != CHARTER:
        return None
    made = {"agenda": lead_cards.agenda, "lead-difficult": lead_cards.difficult}.get(verb)
    return made(library) if made else None


FLOW: Flow[Library, Known, Place] = Flow(
    name="lead",
    version=1,
    places=(AtSessions, Choosing, Dating, AtSession),
    script=lambda library, key: None if key else library,
    know=know,
    begin=lambda _library, _known: Choosing(),
    here=here,
    step=step,
    edition=lambda _library: "1",
)


def booked(saved: bytes) -> frozenset[str]:
    """Return the keys of what a saved place of this conversation holds; none where it cannot be read."""
    try:
        place = places.load(FLOW, saved)
    except places.UnreadablePlace:
        return frozenset()
    return frozenset(getattr(place, "keys", "").split())


# The card that comes by itself ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Coming:
    """A booking, and the words for it."""

    library: Library
    booking: Booking


@dataclass(frozen=True, slots=True)
class Reading:
    """Nothing has to be remembered: what is booked stands elsewhere."""


@dataclass(frozen=True, slots=True)
class Awaited:
    """Today, whether the person may lead sessions, and whether this one is still booked."""

    today: date
    may: bool
    booked: bool


def _coming(library: Library, key: str) -> Coming | None:
    found = bookings.read(key)
    return Coming(library, found) if found and found.subject in lead_cards.subjects(library) else None


def _await(coming: Coming, past: Past) -> Awaited:
    booking = coming.booking
    return Awaited(past.today, "lead" in past.may, booking.key in past.booked and booking.day >= past.today)


def _shown(coming: Coming, known: Awaited, _place: Reading) -> View:
    if not known.may:
        return lead_cards.not_allowed()
    note = "lead.reminded" if known.booked else "lead.not-booked"
    return lead_cards.card(coming.library, coming.booking, known.today, here=False).noted(note)


def _heard(coming: Coming, known: Awaited, place: Reading, said: Said) -> Next[Reading]:
    """Show what is read beside the card, or the card itself."""
    beside = _beside(coming.library, coming.booking, said.verb) if isinstance(said, Pressed) else None
    return Next(place, (Show(beside if beside and known.may else _shown(coming, known, place)),))


REMINDERS: Flow[Coming, Awaited, Reading] = Flow(
    name=LEADING,
    version=1,
    places=(Reading,),
    script=_coming,
    know=_await,
    begin=lambda _coming, _known: Reading(),
    here=_shown,
    step=_heard,
    edition=lambda _coming: "1",
    settled=lambda known: not (known.may and known.booked),
)
