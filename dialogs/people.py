"""Who takes part: persons, roles, paths and languages, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NewType

from content.model import Language

PersonId = NewType("PersonId", str)
UnitId = NewType("UnitId", str)

NO_UNIT = UnitId("")
"""Where people are counted whom the roster does not place."""


class Role(StrEnum):
    """What a person may do besides being an employee; looked up on the server for every action."""

    EMPLOYEE = "employee"
    MANAGER = "manager"
    SENIOR_OFFICIAL = "senior-official"
    VE_OFFICER = "ve-officer"
    COI_OFFICER = "coi-officer"
    ATIP_CONTACT = "atip-contact"


ALLOWED: Mapping[Role, frozenset[str]] = {
    Role.SENIOR_OFFICIAL: frozenset(
        {"report", "voices", "evidence", "assessment", "plan", "month", "recommendations", "recommend"}
    ),
    Role.ATIP_CONTACT: frozenset({"records"}),
    Role.MANAGER: frozenset({"team", "lead", "ask-session", "log-conversation"}),
    Role.VE_OFFICER: frozenset(
        {
            "campaigns",
            "voices",
            "feedback",
            "evidence",
            "writes-evidence",
            "plan",
            "goals",
            "recommendations",
            "scenarios",
            "lead",
            "requests",
            "log-conversation",
        }
    ),
    Role.COI_OFFICER: frozenset({"unanswered"}),
}
"""What each role may ask for: counts without names, or records and their disposal; no role has both.

A manager may ask for their own team and for a session, the values and ethics office for its campaigns and for
the "requests" of managers; both may "lead" a session and log a conversation. The conflict-of-interest office
may ask for the reminders that nobody answered. What people said without their names is counted for both who
may ask for "voices"; only "feedback" lets anybody read their words. Of evidence and the registers beside it,
only "writes-evidence" lets anybody write. Both may open the "plan" and follow it up; its lines are written by
who has "goals", and who has "recommend" recommends to the deputy head.
"""


class Path(StrEnum):
    """Which onboarding a person follows."""

    STUDENT = "student"
    EMPLOYEE = "employee"
    MANAGER = "manager"
    EXECUTIVE = "executive"


class Office(StrEnum):
    """An audience without a name: whoever holds the office when the message leaves."""

    COI = "coi-officer"
    VE = "ve-officer"


@dataclass(frozen=True, slots=True)
class Person:
    """One row of the roster. `id` is the Entra object id; dates are local; `zone` is an IANA name."""

    id: PersonId
    name: str = ""
    email: str = ""
    unit: UnitId = NO_UNIT
    manager: PersonId | None = None
    role: Role = Role.EMPLOYEE
    path: Path = Path.EMPLOYEE
    start: date | None = None
    end: date | None = None
    leave_from: date | None = None
    leave_to: date | None = None
    language: Language | None = None
    province: str | None = None
    zone: str | None = None

    def here_on(self, day: date) -> bool:
        """Tell whether the person works here on a day: started, not left. Leave is a separate question."""
        return (self.start is None or self.start <= day) and not self.left_by(day)

    def left_by(self, day: date) -> bool:
        """Tell whether the person's last day of work lies before a day; who has not started has not left."""
        return self.end is not None and self.end < day

    def may(self, day: date) -> frozenset[str]:
        """Return what the person may ask for on a day, such as "report"; nobody who has left may anything."""
        return ALLOWED.get(self.role, frozenset()) if self.here_on(day) else frozenset()

    def on_leave(self, day: date) -> bool:
        """Tell whether the person is on leave on a day; an open end means until further notice."""
        return (
            self.leave_from is not None
            and self.leave_from <= day
            and (self.leave_to is None or day <= self.leave_to)
        )
