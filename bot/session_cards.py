"""What a values and ethics office sees of a session: when and where, its room code, and how many came."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot.campaigns import session_words, zone_name
from content.model import Library, Session, Text
from content.wording import filled
from dialogs.facts import SessionAttended
from dialogs.flow import Answer
from dialogs.people import Person, PersonId
from dialogs.session_desk import card_of
from dialogs.sessions import begins, local_date, takes_code
from dialogs.views import Value
from reports.privacy import present_shown, total_shown
from storage.ports import Store

DAY = timedelta(days=1)
"""A fact carries the date where its person is, which may be the one before or after the session's."""


async def described(
    store: Store, library: Library, id_: str, session: Session, *, now: datetime, answer: Answer
) -> Answer:
    """Return the card of a session in place of a communication's."""
    values: dict[str, Value] = {
        **answer.values,
        **_words(library, session),
        "code": session.code,
        "present": await present(store, library, id_, session, now),
    }
    return replace(answer, values=values, state=card_of(session, local_date(session, now)))


def _words(library: Library, session: Session) -> Mapping[str, Value]:
    """Say when and where it is, by the clocks there."""
    there = session_words(library, session, Person(PersonId(""), zone=session.zone))
    when = {**there, "zone": zone_name(library, session.zone)}
    return {
        "when": filled(library.sentences["sessions.when"], when),
        "where": filled(library.sentences["sessions.where"], when),
    }


async def present(store: Store, library: Library, id_: str, session: Session, now: datetime) -> Text:
    """Say how many people typed the code: a number only, and only from five on.

    It is a fact about the organization, so one that is too small for totals is told no number.
    """
    words = library.sentences
    if not takes_code(session, now) and now < begins(session):
        return words["sessions.present-not-yet"]
    everyone = await store.people.everyone()
    if not total_shown(sum(person.here_on(session.day) for person in everyone)):
        return words["sessions.present-small"]
    kept = await store.ledger.facts(session.day - DAY, session.day + DAY)
    came = {stamped.person for stamped in kept if stamped.fact == SessionAttended(id_)}
    said = "sessions.present-now" if takes_code(session, now) else "sessions.present"
    shown = present_shown(len(came))
    return filled(words[said], {"count": len(came)}) if shown else words[f"{said}-few"]
