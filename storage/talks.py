"""Reads whether both people of a talk have confirmed it."""

from collections.abc import Sequence

from content.model import Checklist
from dialogs.facts import Stamped
from dialogs.people import Person
from dialogs.together import Confirmed, confirmed, named, opens
from storage.ports import Ledger


async def both_confirmed(
    ledger: Ledger, checklist: Checklist, employee: Person, facts: Sequence[Stamped]
) -> Confirmed | None:
    """Return with whom and when both confirmed an employee's talk; `facts` are the employee's."""
    since = opens(checklist, employee)
    managers = {each: (await ledger.life(each)).facts for each in named(facts, checklist.id, since)}
    return confirmed(checklist.id, employee.id, facts, managers, since)
