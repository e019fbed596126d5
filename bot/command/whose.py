"""Finds the person that an operator means by an id, an e-mail or a part of a name."""

from bot.command.operator import Operator
from dialogs.people import Person
from storage.ports import Store


async def somebody(store: Store, operator: Operator, who: str) -> Person:
    """Find a person by id, by e-mail, or by the only name that contains the words; else raise a refusal."""
    everyone = await store.people.everyone()
    exact = [person for person in everyone if who.casefold() in (person.id, person.email.casefold())]
    found = exact or [person for person in everyone if who.casefold() in person.name.casefold()]
    if len(found) != 1:
        raise operator.refuses("play.who", 2, found=len(found))
    return found[0]
