"""The terminal serves the one person who sits at it, also in a folder that others share."""

from bot.heard import Arrival, Press
from bot.local.terminal import ADDRESS, Inbox, Terminal
from content.model import Library
from dialogs.flow import Ref
from dialogs.people import PersonId, Role
from scheduler.beat import Beat
from scheduler.ports import Elsewhere, Outcome, Refused, Sent
from storage.ports import Address, Delivery, DeliveryKey, DeliveryState
from tests.bot.office import Office, person

ANA, BEN, OMAR = person("ana", "policy"), person("ben", "policy"), person("omar", "policy", Role.COI_OFFICER)
REMINDER = Ref("coi", "2026-Q4")


async def facts(office: Office, who: PersonId) -> list[str]:
    return [stamped.fact.kind for stamped in (await office.store.ledger.life(who)).facts]


async def test_playing_in_a_shared_folder_takes_nobody_elses_reminder(library: Library) -> None:
    office = Office(library)
    await office.hires(ANA, BEN, OMAR)
    await office.settles_in("ben")
    await office.store.people.learn(BEN.id, Address("local"))
    before = await facts(office, BEN.id)
    due = Delivery(DeliveryKey("coi", "2026-Q4", 1, BEN.id), REMINDER, office.at)
    note = Delivery(
        DeliveryKey("coi.advice-request", "x", 1, OMAR.id), Ref("note", "coi.advice-request"), office.at
    )
    await office.store.deliveries.owe([due, note])
    inbox = Inbox[Outcome](office.turns, ANA.id, Sent, Refused, Elsewhere)
    beat = Beat(
        office.store,
        inbox,
        lambda: office.at,
        library.organization,
        opening=office.turns.opening,
        served=frozenset({ADDRESS.channel}),
    )
    terminal = Terminal(office.turns, office.store, ANA.id, inbox, beat)

    await terminal.take(Arrival())
    exchange = await terminal.take(Press("language-en"))

    assert [shown.view.card for shown in exchange.came] == ["coi.ask-first"]
    (bens,) = [each for each in await office.store.deliveries.find("coi") if each.key.addressee == BEN.id]
    (omars,) = await office.store.deliveries.find("coi.advice-request")
    assert [(each.state, each.attempts) for each in (bens, omars)] == [(DeliveryState.OWED, 0)] * 2
    assert await facts(office, BEN.id) == before


async def test_a_corrected_message_is_printed_again_under_the_name_it_had(library: Library) -> None:
    office = Office(library)
    await office.hires(ANA)
    await office.settles_in("ana")
    inbox = Inbox[Outcome](office.turns, ANA.id, Sent, Refused, Elsewhere)

    async def send(replaces: str = "") -> Outcome:
        letter = await inbox.prepare(ANA.id, REMINDER, None, replaces)
        return await letter() if callable(letter) else letter

    first, second = await send(), await send()
    assert isinstance(first, Sent)
    assert first != second
    assert await send(first.message) == first
    assert [shown.view.card for shown in inbox.arrived] == ["coi.ask-first"] * 3
