"""An office with an action plan, and everybody who may or may not look at it."""

from datetime import date
from typing import Any

from content.model import FollowUp, Goal, Library, Name, Note, Title
from dialogs.people import PersonId, Role
from storage.written import PLAN
from tests.bot.office import Office, person, staff

VERA, SAM, ANA, BOSS = (PersonId(name) for name in ("vera", "sam", "ana", "boss"))

GOAL = {
    "kind": "goal",
    "level": "branch",
    "title_en": "G1",
    "title_fr": "",
    "measure": "typed",
    "indicator_en": "N1",
    "indicator_fr": "",
    "target": "80",
    "due": "2027-03-31",
    "owner_en": "O1",
    "owner_fr": "",
    "corporate_en": "",
    "corporate_fr": "",
    "headings": "respect,calling",
}
"""What somebody writes in the form of a line; the same words in both languages."""


def goal(due: str = "2027-03-31", **changed: Any) -> Goal:
    given: dict[str, Any] = {
        "kind": "goal",
        "level": "organization",
        "title": Title(en="G1", fr="G1"),
        "indicator": Title(en="N1", fr="N1"),
        "target": 80,
        "due": date.fromisoformat(due),
        "owner": Name(en="O1", fr="O1"),
    }
    return Goal(**{**given, **changed})


def follow_up(day: str, value: int | None = None, note: str = "") -> FollowUp:
    return FollowUp(day=date.fromisoformat(day), value=value, note=Note(en=note) if note else None)


async def office_of(library: Library, *, language: str = "en", **goals: Goal) -> Office:
    """Return an office with a Senior Official, a values and ethics officer, a manager and others."""
    office = Office(library)
    await office.hires(
        person(VERA, "policy", Role.VE_OFFICER),
        person(SAM, "policy", Role.SENIOR_OFFICIAL),
        person(BOSS, "policy", Role.MANAGER),
        person(ANA, "services"),
        *staff(["policy", "services"], 11),
    )
    await office.settles_in(VERA, SAM, BOSS, ANA, language=language)
    for id_, each in goals.items():
        await PLAN.keep(office.store, id_, each, 0)
    return office
