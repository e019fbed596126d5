"""The values and ethics office plans, writes, starts and corrects what it sends to its people."""

from dataclasses import dataclass
from typing import assert_never

from content.model import Library, Text
from content.wording import filled
from dialogs import communication_desk as desk
from dialogs import session_desk
from dialogs.communication_desk import AtCampaign, Correcting, Known, Stopping, Writing
from dialogs.flow import Answer, Ask, Flow, Learned, Next, Opened, Past, Said, Show
from dialogs.questions import CalendarAsked, CampaignAsked, FormAsked
from dialogs.session_desk import Beginnings, Planning
from dialogs.views import Button, Choice, Pressed, View

CALENDAR = "campaigns"
"""The state of an answer that is the calendar; any other names a card about one campaign."""

OFFICE = "campaigns"
"""What its holder may."""


@dataclass(frozen=True, slots=True)
class AtCalendar:
    """The calendar was shown; `offered` are the ids of what could be opened, in their order."""

    offered: str = ""


@dataclass(frozen=True, slots=True)
class Drafts:
    """Asked which ready draft to begin with."""


Place = AtCalendar | Drafts | AtCampaign | Writing | Correcting | Stopping | Beginnings | Planning

NOT_ALLOWED = View("campaigns.not-allowed", {}, (Button("home"), Button("help")))


def here(library: Library, known: Known, place: Place) -> View:
    """Show a place; what is planned is never shown from memory."""
    match place:
        case _ if not known.allowed:
            return NOT_ALLOWED
        case AtCalendar(offered):
            nameless = library.sentences["campaigns.nameless"]
            ids = enumerate(offered.split(), start=1)
            options = tuple((id_, filled(nameless, {"number": number})) for number, id_ in ids)
            return View("campaigns.closed", {}, _ways(options), _choice(library, options))
        case Drafts():
            ready = tuple((each.id, each.title) for each in library.drafts.values() if not each.session)
            choice = Choice("draft", library.sentences["campaigns.choose-draft"], ready, "use-draft")
            buttons = (Button("use-draft"), Button("campaigns"), Button("home"))
            return View("campaigns.drafts", {}, buttons, (choice,))
        case AtCampaign() | Writing() | Correcting() | Stopping():
            return desk.here(library, known, place)
        case Beginnings() | Planning():
            return session_desk.here(library, known, place)
        case _:
            assert_never(place)


def _ways(options: tuple[tuple[str, Text], ...]) -> tuple[Button, ...]:
    opens = (Button("open"),) if options else ()
    return (*opens, Button("new-communication"), Button("from-draft"), Button("new-session"), Button("home"))


def _choice(library: Library, options: tuple[tuple[str, Text], ...]) -> tuple[Choice, ...]:
    label = library.sentences["campaigns.choose"]
    return (Choice("campaign", label, options, "open"),) if options else ()


def step(library: Library, known: Known, place: Place, said: Said) -> Next[Place]:
    """Open the calendar, a draft or a campaign; the rest is said at the desk of one campaign."""
    match place, said:
        case _, Learned(answer):
            return _learned(library, known, place, answer)
        case _, Opened(door=True):
            return Next(AtCalendar(), (Ask(CalendarAsked()),))
        case _ if not known.allowed:
            return Next(AtCalendar(), (Ask(CalendarAsked()),))
        case AtCalendar(offered), Pressed("open", {"campaign": chosen}) if chosen in offered.split():
            return Next(place, (Ask(CampaignAsked(chosen)),))
        case AtCalendar(), Pressed("new-communication"):
            return Next(place, (Ask(FormAsked()),))
        case AtCalendar(), Pressed("new-session"):
            return Next(Beginnings(), (Show(here(library, known, Beginnings())),))
        case _, Pressed() if about := session_desk.hears(library, known, place, said):
            return Next(about.place, about.effects)
        case AtCalendar(), Pressed("from-draft"):
            return Next(Drafts(), (Show(here(library, known, Drafts())),))
        case Drafts(), Pressed("use-draft", {"draft": draft}) if draft in library.drafts:
            return Next(place, (Ask(FormAsked(draft=draft)),))
        case ((AtCalendar() | Drafts() | Beginnings() | Planning()), Pressed("old-save-message")):
            return _at_desk(library, known, Writing(), said)
        case ((AtCalendar() | Drafts()), _):  # Anything else: what runs, and what is planned.
            return Next(place, (Ask(CalendarAsked()),))
        case ((Beginnings() | Planning()), _):
            following = session_desk.step(library, known, place, said)
            return Next(following.place, following.effects)
        case ((AtCampaign() | Writing() | Correcting() | Stopping()), _):
            return _at_desk(library, known, place, said)
        case _:
            assert_never(place)


def _at_desk(library: Library, known: Known, place: desk.Place, said: Said) -> Next[Place]:
    following = desk.step(library, known, place, said)
    return Next(following.place, following.effects)


def _learned(library: Library, known: Known, at: Place, answer: Answer | None) -> Next[Place]:
    """Show what the shell found out."""
    if answer is None:
        return Next(AtCalendar(), (Show(NOT_ALLOWED),))
    if answer.state == session_desk.FORM:
        form, view = session_desk.learned(library, known, at, answer)
        return Next(form, (Show(view),))
    if answer.state != CALENDAR:
        place, view = desk.learned(library, known, answer)
        return Next(place, (Show(view),))
    offered = AtCalendar(" ".join(id_ for id_, _ in answer.options))
    view = View(
        CALENDAR,
        answer.values,
        _ways(answer.options),
        _choice(library, answer.options),
        answer.tables,
        str(answer.values.get("note", "")),
        remarks=answer.remarks,
    )
    return Next(offered, (Show(view),))


def _know(_library: Library, past: Past) -> Known:
    return Known(past.today, OFFICE in past.may)


FLOW: Flow[Library, Known, Place] = Flow(
    name="campaigns",
    version=1,
    places=(AtCalendar, Drafts, AtCampaign, Writing, Correcting, Stopping, Beginnings, Planning),
    script=lambda library, _key: library,
    know=_know,
    begin=lambda _library, _known: AtCalendar(),
    here=here,
    step=step,
    edition=lambda _library: "1",
    looks_up=True,
    forms=frozenset({desk.SAVE, session_desk.SAVE}),
)
