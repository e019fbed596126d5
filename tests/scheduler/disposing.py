"""What the tests of disposal stand on: old facts, an authority, and the log."""

from datetime import date, timedelta

from content.model import KeptFor, Organization, RecordKind, Retention, Text
from dialogs.facts import LanguageChosen, NoticeSeen
from dialogs.people import Person, PersonId
from reports.dispositions import SWITCH, Disposition, from_line, switched
from storage.memory import open_memory
from storage.ports import Store
from tests.scheduler.living import MONDAY, happen, organization, settle_in

ANA = Person(PersonId("ana"))
AUTHORITY = Text(en="Authorization 1", fr="Autorisation 1")
OLD = date(2024, 10, 1)
DAY = timedelta(days=1)


def keeping(*kinds: str, months: int = 24) -> Organization:
    records = tuple(KeptFor(kind=RecordKind(kind), months=months, authority=AUTHORITY) for kind in kinds)
    return organization(retention=Retention(backups_kept_days=35, records=records))


async def old_facts(count: int = 3) -> Store:
    """Keep some facts that are old enough to go, one of another kind, and one that is new."""
    store = open_memory()
    await settle_in(store, ANA)
    for _ in range(count):
        await happen(store, ANA, LanguageChosen("en"), day=OLD)
    await happen(store, ANA, NoticeSeen(1), day=OLD)
    await happen(store, ANA, LanguageChosen("fr"))
    return store


async def languages(store: Store) -> int:
    facts = (await store.ledger.life(ANA.id)).facts
    return sum(isinstance(stamped.fact, LanguageChosen) for stamped in facts)


async def lines(store: Store) -> list[Disposition]:
    return [from_line(entry.body) for entry in await store.registers.find("disposition")]


async def hold(store: Store, *, on: bool = True) -> None:
    entry = await store.registers.get("hold", SWITCH)
    body = switched(on=on, role="atip-contact", day=MONDAY.date())
    await store.registers.put("hold", SWITCH, body, entry.revision if entry else 0)
