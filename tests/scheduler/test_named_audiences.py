"""What is for an audience that the organization maintains follows its file until the message leaves."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from structlog.testing import capture_logs

from content.model import Audience, Halt, NamedAudience, Organization, Stage, Text
from dialogs.flow import Ref
from dialogs.people import Person, PersonId
from scheduler.campaigns import Campaigns
from scheduler.rehearsal import Rehearsal
from storage.campaigns import campaign
from storage.memory import open_memory
from storage.ports import DeliveryState, Entry, Registers, Stale, Store
from tests.scheduler.living import ANA, HERE, MONDAY, Channel, Clock, organization, sender, settle_in, states
from tests.scheduler.sending import NINE, REFUSED, VERA, WAITS, changes, communication, files, lives, owed

BEN, CAM = Person(PersonId("ben")), Person(PersonId("cam"), email="cam@example.org")
FAR = datetime(2026, 12, 10, tzinfo=UTC)
WRITTEN = communication(audience=Audience(named="network"))
GIFTS = Ref("communication", "gifts")


def keeping(*people: str) -> Organization:
    """Return an organization that maintains a list of these people."""
    named = NamedAudience(id="network", name=Text(en="Network", fr="Réseau"), people=frozenset({"a@b.ca"}))
    return organization(audiences={"network": named.model_copy(update={"people": frozenset(people)})})


async def office(*people: Person) -> Store:
    store = open_memory()
    await settle_in(store, *(people or (ANA, BEN, CAM)))
    await files(store, ("gifts", WRITTEN))
    return store


async def standing(store: Store, id_: str = "gifts") -> tuple[Stage, Halt | None]:
    found = await campaign(store, id_)
    assert found is not None
    return found.campaign.stage, found.campaign.halt


async def test_only_whoever_is_listed_by_id_or_email_gets_it() -> None:
    store, network = await office(), keeping("ana", "cam@example.org", "nobody@example.org")
    ahead = await Rehearsal(store, network, Clock(), HERE).rehearsed("gifts", WRITTEN)
    assert ahead.size == sum(ahead.days.values()) == 2
    (planned,) = [
        each
        for each in await Rehearsal(store, network, Clock()).calendar(WRITTEN.first_day, WRITTEN.last_day)
        if each.id == "gifts"
    ]
    assert planned.people == 2
    channel = await lives(store, network, Clock(MONDAY), FAR)
    assert sorted(who for who, _, _ in channel.sent) == ["ana", "cam"]


async def test_what_changes_in_the_list_counts_until_the_message_leaves() -> None:
    store, channel = await office(), Channel()
    await Campaigns(store, keeping("ana", "ben"), HERE)(NINE)
    assert set(await owed(store)) == {"ana", "ben"}
    changed = keeping("ben", "cam")
    await Campaigns(store, changed, HERE)(NINE)
    await sender(store, channel, Clock(NINE), organization=changed).drain()
    assert await states(store, "communication") == {
        "ana": (REFUSED, "not-meant"),
        "ben": (DeliveryState.DELIVERED, ""),
        "cam": (DeliveryState.DELIVERED, ""),
    }
    assert sorted(who for who, _, _ in channel.sent) == ["ben", "cam"]


async def test_a_campaign_whose_audience_is_gone_halts_loses_nothing_and_tells_its_office() -> None:
    store, clock, channel = await office(ANA, BEN, VERA), Clock(NINE), Channel()
    kept, without = keeping("ana", "ben"), organization()
    await Campaigns(store, kept, HERE)(NINE)
    await sender(store, channel, clock, organization=without).drain()
    assert await states(store, "communication") == {"ana": (WAITS, "paused"), "ben": (WAITS, "paused")}
    walks = Campaigns(store, without, HERE)
    with capture_logs() as lines:
        assert await walks(NINE) == 0
    assert [(line["event"], line["reason"]) for line in lines] == [("campaign.halted", "audience")]
    assert await standing(store) == (Stage.PAUSED, Halt.AUDIENCE)
    assert await walks(NINE + timedelta(minutes=1)) == 1
    assert set(await owed(store, "campaign.halted")) == {"vera"}
    assert channel.sent == []
    await changes(store, "gifts", stage=Stage.RUNNING, halt=None)
    clock.now = NINE + timedelta(hours=1)
    await sender(store, channel, clock, organization=kept).drain()
    assert {(who, ref) for who, ref, _ in channel.sent if who != "vera"} == {("ana", GIFTS), ("ben", GIFTS)}


async def test_a_draft_is_left_alone_and_what_is_over_is_closed() -> None:
    store = await office(VERA)
    await files(store, ("draft", WRITTEN.model_copy(update={"stage": Stage.DRAFT})))
    await Campaigns(store, organization(), HERE)(MONDAY)
    assert await standing(store, "draft") == (Stage.DRAFT, None)
    assert await standing(store) == (Stage.PAUSED, Halt.AUDIENCE)
    await Campaigns(store, organization(), HERE)(FAR)
    assert await standing(store) == (Stage.CLOSED, None)


class Faster:
    """Registers in which somebody else stops the campaign at the very moment it is halted."""

    def __init__(self, real: Registers) -> None:
        self.real = real

    async def get(self, kind: str, entry: str) -> Entry | None:
        return await self.real.get(kind, entry)

    async def put(self, kind: str, entry: str, body: Mapping[str, Any], revision: int) -> Entry:
        await self.real.put(kind, entry, {**body, "stage": "stopped", "halt": None}, revision)
        raise Stale

    async def history(self, kind: str, entry: str) -> Sequence[Entry]:
        return await self.real.history(kind, entry)

    async def find(self, kind: str) -> Sequence[Entry]:
        return await self.real.find(kind)


async def test_an_officer_who_stops_it_at_that_very_moment_has_the_last_word() -> None:
    store = await office(VERA)
    with capture_logs() as lines:
        await Campaigns(replace(store, registers=Faster(store.registers)), organization(), HERE)(MONDAY)
    assert await standing(store) == (Stage.STOPPED, None)
    assert lines == []


async def test_what_is_for_everyone_is_not_held_up_by_an_audience_that_is_gone() -> None:
    store = await office(ANA, VERA)
    await files(store, ("all", communication()))
    channel = await lives(store, organization(), Clock(MONDAY), FAR)
    assert ("ana", Ref("communication", "all"), None) in channel.sent
