"""A message can be corrected whatever store the bot has, also when it was restarted meanwhile."""

from dialogs.sources import CORRECTION
from scheduler.beat import Beat
from storage.ports import Store
from tests.scheduler.correcting import ANA, BEN, DONE, Office
from tests.scheduler.living import HERE, organization
from tests.storage.houses import House


def restarted(office: Office, store: Store) -> Office:
    """Go on with what a store kept; chats outlive the bot."""
    again = Office(store)
    again.chats = office.chats
    again.chats.store = store
    return again


async def test_a_wrong_text_is_corrected_after_a_restart_and_once(house: House, store: Store) -> None:
    office = Office(store)
    await office.has_sent(ANA, BEN)
    await office.corrects("right")
    for _ in range(2):
        office = restarted(office, await house.restart())
        beat = Beat(
            office.store,
            office.chats,
            office.clock,
            organization(reminders=[]),
            opening=lambda _: b"",
            served=HERE,
        )
        await beat()

    assert office.chats.of(ANA) == office.chats.of(BEN) == ["communication: right"]
    assert len(office.chats.left) == 4
    assert await office.ended() == {"ana": DONE, "ben": DONE}
    found = await office.store.deliveries.find(CORRECTION)
    assert {(each.key.addressee, each.message) for each in found} == set(office.chats.standing)
