"""What a communication, an invitation or a reminder of a session says to one person, and who may read it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from content.model import Communication, DutyRun, Library, Session, Stage, Text
from content.wording import filled, hour, period_in_words, tame
from dialogs.audience import holds
from dialogs.facts import MessageSent, SessionAttended, Stamped
from dialogs.flow import Answer
from dialogs.notes import SUBJECT
from dialogs.people import Person
from dialogs.sources import COMMUNICATION, REHEARSAL, SESSION
from dialogs.surroundings import local_day, zone_of
from dialogs.views import Button, Value, View
from storage.campaigns import Filed, campaign
from storage.ports import Store

OPEN = frozenset({Stage.RUNNING, Stage.PAUSED, Stage.CLOSED})
"""The stages in which whoever is meant may read a message, whether or not it has reached them."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who opens what an office sent; `now` is an aware instant.

    `person` is as the staff list has them, `holder` the same with the role that is confirmed for this turn.
    """

    store: Store
    library: Library
    person: Person
    holder: Person
    now: datetime

    async def message(self, id_: str, facts: Sequence[Stamped]) -> Answer | None:
        """Return what a message says; None when it was neither meant for nor sent to them."""
        found = await campaign(self.store, id_)
        if found is None or isinstance(found.campaign, DutyRun):
            return None
        had = any(_names(each, id_) for each in facts)
        may = had or self._is_meant(found.campaign) or await self._rehearses(id_)
        return words(self.library, found.campaign, self.person) if may else None

    def _is_meant(self, campaign: Communication | Session) -> bool:
        """Tell whether somebody is to be sent this, or is the office itself."""
        today = local_day(self.person, self.now, self.library.organization.time_zone)
        if "campaigns" in self.holder.may(today):
            return True
        begun = campaign.stage in OPEN and campaign.first_day <= today
        if not begun or not self.person.here_on(today):
            return False
        return holds(self.library.organization, campaign.audience, self.person, today)

    async def _rehearses(self, id_: str) -> bool:
        """Tell whether somebody of the test list was sent this in a rehearsal."""
        if self.person.id not in self.library.organization.test_list:
            return False
        sent = await self.store.deliveries.addressed_to(self.person.id)
        return any(each.key.source == REHEARSAL and each.ref.key == id_ for each in sent)


def _names(stamped: Stamped, id_: str) -> bool:
    match stamped.fact:
        case MessageSent(occurrence=named) | SessionAttended(session=named):
            return named == id_
        case _:
            return False


def source_of(campaign: Communication | Session) -> str:
    """Return the source of what a campaign sends, which also names the card of its first message."""
    return SESSION if isinstance(campaign, Session) else COMMUNICATION


def words(library: Library, campaign: Communication | Session, person: Person) -> Answer:
    """Return the values of the cards `communication`, `session` and `session-reminder`.

    The officer's words stand as they are: nothing in them is filled in.
    """
    corrected = campaign.corrected
    mark = library.sentences["communication.corrected"]
    body = tuple(tame(line) for line in campaign.body)
    values: dict[str, Value] = {
        "title": tame(campaign.title),
        "body": body,
        "reworded": body if corrected else (),
        "corrected": (filled(mark, {"day": corrected}),) if corrected else (),
    }
    if isinstance(campaign, Session):
        values |= session_words(library, campaign, person)
    return Answer(values)


def session_words(library: Library, session: Session, person: Person) -> Mapping[str, Value]:
    """Return the day, the time, the place and the language of a session, as its guest is told."""
    return {
        "day": session.day,
        "time": _time(library, session, zone_of(person, library.organization.time_zone)),
        "place": tame(session.place),
        "spoken": library.sentences[f"session.spoken-{session.spoken}"],
    }


def _time(library: Library, session: Session, at_home: ZoneInfo) -> Text:
    """Return from when to when; where clocks differ, the event's zone is named and both are given."""
    begins = datetime.combine(session.day, session.opens, ZoneInfo(session.zone))
    ends = (begins.astimezone(UTC) + timedelta(minutes=session.minutes)).astimezone(begins.tzinfo)
    values: dict[str, Value] = {"begins": hour(begins), "ends": hour(ends)}
    here = begins.astimezone(at_home)
    if here.utcoffset() == begins.utcoffset():
        return filled(library.sentences["session.time"], values)
    values |= {"zone": zone_name(library, session.zone), "here": hour(here), "day": here.date()}
    sentence = "session.time-elsewhere" if here.date() == session.day else "session.time-another-day"
    return filled(library.sentences[sentence], values)


def zone_name(library: Library, zone: str) -> Text:
    """Name a zone as people do; one without a name of its own by its city."""
    city = zone.rpartition("/")[2].replace("_", " ")
    named = library.sentences.get(f"zone.{zone}")
    return named or filled(library.sentences["zone.other"], {"city": city})


async def stands_still(store: Store, library: Library, key: str) -> View | None:
    """Fill the note about a campaign that has halted; None once somebody has decided what becomes of it."""
    found = await campaign(store, key.partition(SUBJECT)[2])
    if found is None or found.campaign.stage is not Stage.PAUSED:
        return None
    halt = found.campaign.halt
    if halt is None or not halt.by_itself:
        return None
    values: dict[str, Value] = {
        "title": title_of(library, found),
        "why": library.sentences[f"campaign.halt-{halt.value}"],
        "next": library.sentences[f"campaign.halt-{halt.value}.next"],
    }
    return View(key.partition(SUBJECT)[0], values, (Button("home"),))


def title_of(library: Library, found: Filed) -> Text:
    """Name a campaign: by its own title, or a duty's with its occurrence in words."""
    match found.campaign:
        case DutyRun(duty=duty, occurrence=occurrence):
            title = library.duties[duty].title if duty in library.duties else Text(en=duty, fr=duty)
            values: dict[str, Value] = {"duty": title, "period": period_in_words(occurrence)}
            return filled(library.sentences["campaign.duty"], values)
        case written:
            return tame(written.title)
