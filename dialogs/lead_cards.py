"""The cards of whoever leads a session: what to choose, the day, and what coaches them through it."""

from datetime import date, timedelta

from content.model import Facilitation, Library, Text
from content.wording import filled
from dialogs import doors
from dialogs.bookings import CHARTER, Booking
from dialogs.views import Button, Choice, DateInput, Value, View

AHEAD = timedelta(days=365)
"""How far ahead a session can be booked."""

AGENDA = (
    ("welcome", 0, 3),
    ("alone", 3, 8),
    ("pairs", 8, 15),
    ("dilemma", 15, 22),
    ("write", 22, 34),
    ("choose", 34, 41),
    ("promise", 41, 44),
    ("close", 44, 45),
)
"""The steps of a charter made without the chat, each with the minutes at which it begins and ends."""

TROUBLE = ("case", "silence", "one-voice", "manager", "disagreement")
"""What can make a session difficult."""

ARRANGE = ("languages", "access", "respected", "names")
BEGIN = ("chat", "private", "order")

WAYS = (Button("lead"), Button("home"))
MORE = (Button("agenda"), Button("lead-difficult"))


def subjects(library: Library) -> dict[str, Text]:
    """Return what can be led, by id: a charter, and a scenario of each module that has a note for it."""
    modules = {id_: each.title for id_, each in library.modules.items() if id_ in library.facilitation}
    charter = {CHARTER: library.sentences["lead.charter"]} if CHARTER in library.facilitation else {}
    return charter | modules


def not_allowed() -> View:
    """Say for whom this is."""
    return View("lead.not-allowed", {}, (Button("home"), Button("help")))


def choosing(library: Library, *, booked: bool) -> View:
    """Ask what the session is about."""
    options = tuple(
        (id_, title if id_ == CHARTER else filled(library.sentences["lead.scenario"], {"title": title}))
        for id_, title in subjects(library).items()
    )
    asked = Choice("subject", library.sentences["lead.what"], options, "lead-what", compact=True)
    ways = WAYS if booked else (Button("home"),)
    return View("lead", {}, (Button("lead-what"), *ways), (asked,))


def dating(library: Library, subject: str, today: date) -> View:
    """Ask for the day."""
    words, latest = library.sentences, today + AHEAD
    asked = DateInput(
        "day", words["lead.day"], "lead-on", latest, earliest=today, missing=words["lead.date-required"]
    )
    values: dict[str, Value] = {"what": subjects(library)[subject], "latest": latest}
    return View("lead.day", values, (Button("lead-on"), *WAYS), (asked,))


def sessions(library: Library, booked: tuple[Booking, ...]) -> View:
    """List what is booked."""
    line, titles = library.sentences["lead.line"], subjects(library)
    options = tuple(
        (each.key, filled(line, {"what": titles[each.subject], "day": each.day})) for each in booked
    )
    asked = Choice("session", library.sentences["lead.sessions"], options, "open")
    return View("lead.booked", {}, (Button("open"), Button("book-session"), Button("home")), (asked,))


def card(library: Library, booking: Booking, today: date, *, here: bool) -> View:
    """Show what coaches whoever leads; `here` with what can be done about the booking.

    The card that comes by itself leaves no trace and changes nothing.
    """
    more = MORE if booking.subject == CHARTER else ()
    note = library.facilitation[booking.subject]
    buttons = (*more, Button("lead-move"), Button("lead-cancel"), *WAYS) if here else (*more, *WAYS)
    return View("lead.card", _values(library, booking, note, today), buttons, passing=not here)


def _values(library: Library, booking: Booking, note: Facilitation, today: date) -> dict[str, Value]:
    words = library.sentences
    kind = CHARTER if booking.subject == CHARTER else "scenario"
    arrange = [words[f"lead.arrange.{each}"] for each in ARRANGE]
    if kind == CHARTER:
        arrange.append(words["lead.arrange.who"])
    return {
        "what": subjects(library)[booking.subject],
        "day": booking.day,
        "purpose": note.purpose,
        "questions": note.questions,
        "traps": note.traps,
        "close": note.close,
        "refer": doors.reached(library, note.refer, today),
        "arrange": tuple(arrange),
        "begin": tuple(words[f"lead.begin.{kind}.{each}"] for each in BEGIN),
    }


def difficult(library: Library) -> View:
    """Say what helps when a session gets difficult."""
    words = library.sentences
    cases = tuple(
        filled(
            words["lead.trouble.line"],
            {"when": words[f"lead.trouble.{each}"], "do": words[f"lead.helps.{each}"]},
        )
        for each in TROUBLE
    )
    return View("lead.difficult", {"cases": cases}, (MORE[0], *WAYS), passing=True)


def agenda(library: Library) -> View:
    """Show the steps of 45 minutes, to print or to share."""
    words = library.sentences
    steps = tuple(
        filled(words["lead.agenda.line"], {"start": start, "end": end, "step": words[f"lead.agenda.{name}"]})
        for name, start, end in AGENDA
    )
    return View("lead.agenda", {"steps": steps}, (MORE[1], *WAYS), passing=True)
