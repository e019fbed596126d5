"""Campaigns as an officer would write them, and a bot that lives with them."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from content.model import Campaign, Communication, Organization, Session, Stage, Text
from dialogs.people import Person, PersonId, Role
from scheduler.campaigns import Campaigns
from storage.campaigns import Filed, campaign, keep
from storage.memory import open_memory
from storage.ports import Delivery, DeliveryState, Store
from tests.scheduler.living import ANA, HERE, Channel, Clock, organization, sender, settle_in, states

TITLE = Text(en="Gifts", fr="Cadeaux")
BODY = (Text(en="Ask first.", fr="Demandez d'abord."),)
NOVEMBER_24, NOVEMBER_30 = date(2026, 11, 24), date(2026, 11, 30)
"""A Tuesday, the day after MONDAY, and the Monday after it."""

DEMO = organization()
NINE = datetime(2026, 11, 24, 14, tzinfo=UTC)
VERA = Person(PersonId("vera"), role=Role.VE_OFFICER)
REFUSED, WAITS = DeliveryState.REFUSED, DeliveryState.OWED


def communication(**changes: Any) -> Communication:
    """Return one that runs for a week from November 24."""
    fields: dict[str, Any] = {
        "title": TITLE,
        "body": BODY,
        "first_day": NOVEMBER_24,
        "last_day": NOVEMBER_30,
        "stage": Stage.RUNNING,
        "previewed": ("en", "fr"),
    }
    return Communication(**{**fields, **changes})


def session(**changes: Any) -> Session:
    """Return one on Thursday, December 3, at 1 pm in Ottawa, to which people are invited a week before."""
    fields: dict[str, Any] = {
        **communication().model_dump(exclude={"kind"}),
        "day": date(2026, 12, 3),
        "opens": time(13),
        "zone": "America/Toronto",
        "place": Text(en="Room 1", fr="Salle 1"),
        "code": "1234",
    }
    return Session(**{**fields, **changes})


async def files(store: Store, *entries: tuple[str, Campaign]) -> None:
    """Keep new campaigns."""
    for id_, written in entries:
        await keep(store, id_, written, 0)


async def changes(store: Store, id_: str, **to: object) -> Filed:
    """Change a campaign as an officer does."""
    found = await campaign(store, id_)
    assert found is not None
    return await keep(store, id_, found.campaign.model_copy(update=to), found.revision)


async def stage(store: Store, id_: str) -> Stage:
    """Return where a campaign is."""
    found = await campaign(store, id_)
    assert found is not None
    return found.campaign.stage


async def lives(
    store: Store, employer: Organization, clock: Clock, until: datetime, channel: Channel | None = None
) -> Channel:
    """Owe and send every half hour until an instant, as one process does."""
    channel, campaigns = channel or Channel(), Campaigns(store, employer, HERE)
    while clock.now < until:
        await campaigns(clock.now)
        await sender(store, channel, clock, organization=employer).drain()
        clock.now += timedelta(minutes=30)
    return channel


async def owed(store: Store, source: str = "communication") -> Mapping[str, Delivery]:
    """Return the deliveries of a source, by person; `ana 2` is her second."""
    return {
        each.key.addressee + (f" {each.key.nth}" if each.key.nth > 1 else ""): each
        for each in await store.deliveries.find(source)
    }


async def owing(*people: Person) -> Store:
    """Return an office in which a message is owed to everybody on Tuesday at nine."""
    store = open_memory()
    await settle_in(store, *(people or (ANA,)))
    await files(store, ("gifts", communication()))
    await Campaigns(store, DEMO, HERE)(NINE)
    return store


async def ends(store: Store, channel: Channel, at: datetime = NINE) -> dict[str, tuple[DeliveryState, str]]:
    await sender(store, channel, Clock(at)).drain()
    return await states(store, "communication")
