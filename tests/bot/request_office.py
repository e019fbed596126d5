"""An office with a manager who asks for sessions, and the values and ethics office that answers."""

from datetime import date
from typing import Any

from bot.heard import Shown
from content.model import Library, SessionRequest
from dialogs.people import PersonId, Role
from storage.written import REQUESTS
from tests.bot.office import Office, person, staff

VERA, VIC, SAM, ANA, BOSS = (PersonId(name) for name in ("vera", "vic", "sam", "ana", "boss"))

FORM = {
    "unit": "policy",
    "topic": "gifts",
    "spoken": "fr",
    "first": "2026-12-10",
    "second": "2026-12-15",
    "wish": "We are eleven, and half of us work evenings.",
}
"""What a manager writes on November 23, 2026."""


def request(day: str = "2026-11-20", **changed: Any) -> SessionRequest:
    """Return a request that was sent on a day."""
    return SessionRequest.model_validate({**FORM, "day": date.fromisoformat(day), **changed})


async def office_of(library: Library, *, language: str = "en", **kept: SessionRequest) -> Office:
    """Return an office where some requests wait, by id."""
    office = Office(library)
    await office.hires(
        person(VERA, "head-office", Role.VE_OFFICER),
        person(SAM, "head-office", Role.SENIOR_OFFICIAL),
        person(BOSS, "policy", Role.MANAGER),
        person(ANA, "services"),
        *staff(["policy", "services"], 11),
    )
    await office.settles_in(VERA, SAM, BOSS, ANA, language=language)
    for id_, each in kept.items():
        await REQUESTS.keep(office.store, id_, each, 0)
    return office


async def sends(office: Office, on: Shown | None = None, verb: str = "send-request", **changed: str) -> Shown:
    """Have the manager fill in the form and send it."""
    return await office.presses(BOSS, verb, on, **{**FORM, **changed})


async def opens(office: Office, id_: str = "r1", who: str = VERA) -> Shown:
    """Have somebody of the office open one request."""
    await office.types(who, office.library.verbs["requests"].label.en)
    return await office.presses(who, "open", None, request=id_)


async def answers(office: Office, verb: str, **held: str) -> Shown:
    """Have the officer open the form of a step and keep it."""
    saves = {"agree-request": "request-agreed", "hold-request": "request-held"}
    await office.presses(VERA, verb)
    return await office.presses(VERA, saves.get(verb, "request-declined"), None, **held)
