"""Everybody is invited once a quarter to say something without a name, whoever has said anything or not."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from content.model import Invitations as Wished
from content.model import Organization
from dialogs.facts import MessageSent, NoticeSeen, Reached
from dialogs.flow import Ref
from dialogs.people import Person, PersonId
from dialogs.sources import INVITATION
from scheduler.invitations import Invitations, day_for, turn_on
from storage.memory import open_memory
from storage.ports import DeliveryState, Store
from tests.scheduler.living import Channel, Clock, happen, organization, sender, settle_in

HERE = frozenset({"local"})
STAFF = [Person(PersonId(f"p{number:03}")) for number in range(200)]
INVITING = organization(invitations=Wished())
BEGINS = datetime(2026, 10, 1, 14, 30, tzinfo=UTC)
"""A Thursday, 10:30 in Ottawa."""


def inviting(store: Store, said: Organization | None = None) -> Invitations:
    return Invitations(store, said or INVITING, HERE)


@pytest.fixture
async def store() -> Store:
    store = open_memory()
    await settle_in(store, *STAFF, facts=(NoticeSeen(1),))
    return store


async def days_of(store: Store, quarter: str) -> Counter[date]:
    return Counter(each.due.date() for each in await store.deliveries.find(INVITATION, quarter))


async def test_everybody_is_owed_one_invitation_a_quarter_spread_over_its_days(store: Store) -> None:
    invitations = inviting(store)
    for day in range(92):
        await invitations(BEGINS + timedelta(days=day))
    found = await store.deliveries.find(INVITATION, "2026-Q4")
    assert sorted(each.key.addressee for each in found) == [person.id for person in STAFF]
    assert {each.ref for each in found} == {Ref(INVITATION, "2026-Q4")}
    days = await days_of(store, "2026-Q4")
    assert len(days) > 30
    assert max(days.values()) < len(STAFF) / 5
    assert all(day.weekday() < 5 for day in days)
    assert max(days) <= date(2026, 12, 31)
    await invitations(BEGINS + timedelta(days=100))
    assert await store.deliveries.find(INVITATION, "2027-Q1")


async def test_looking_again_and_a_restart_owe_nothing_twice(store: Store) -> None:
    late = BEGINS + timedelta(days=80)
    first = inviting(store)
    assert await first(late) == len(STAFF)
    assert await first(late) == await first(late + timedelta(hours=1)) == 0
    assert await inviting(store)(late + timedelta(hours=2)) == 0


async def test_who_answered_makes_no_difference_because_nobody_can_know(store: Store) -> None:
    """The only thing it reads of a person is the notice, the staff list and where they are reached."""
    await happen(store, STAFF[0], MessageSent(INVITATION, "2026-Q3", Reached.DELIVERED), day=BEGINS.date())
    late = BEGINS + timedelta(days=80)
    assert await inviting(store)(late) == len(STAFF)


@pytest.mark.parametrize(
    "changed",
    [
        {"end": date(2026, 10, 1)},
        {"start": date(2027, 1, 1)},
        {"leave_from": date(2026, 10, 1)},
    ],
)
async def test_nobody_who_has_left_is_away_or_has_not_begun_is_invited(changed: dict[str, date]) -> None:
    store = open_memory()
    await settle_in(store, replace(STAFF[0], **changed), facts=(NoticeSeen(1),))  # type: ignore[arg-type]
    assert await inviting(store)(BEGINS + timedelta(days=80)) == 0


async def test_nobody_is_invited_before_the_notice_nor_where_the_organization_does_not_invite(
    store: Store,
) -> None:
    late = BEGINS + timedelta(days=80)
    quiet = organization().model_copy(update={"invitations": None})
    assert await inviting(store, quiet)(late) == 0
    assert day_for(STAFF[0].id, turn_on(late.date()), quiet) is None
    unmet = open_memory()
    await settle_in(unmet, *STAFF[:5], facts=())
    assert await inviting(unmet)(late) == 0
    elsewhere = Invitations(store, INVITING, frozenset({"teams"}))
    assert await elsewhere(late) == 0


async def test_at_the_end_of_a_quarter_nothing_is_owed_that_could_only_leave_in_the_next() -> None:
    store = open_memory()
    await settle_in(store, *STAFF[:3], facts=(NoticeSeen(1),))
    at_once = organization().model_copy(update={"invitations": Wished(spread_days=0)})
    new_years_eve = datetime(2027, 1, 1, 4, 0, tzinfo=UTC)  # 23:00 on December 31 in Ottawa
    assert await inviting(store, at_once)(new_years_eve) == 0


async def test_an_invitation_leaves_once_and_is_in_the_record() -> None:
    store, clock, channel = open_memory(), Clock(BEGINS), Channel()
    said = organization().model_copy(update={"invitations": Wished(spread_days=0)})
    await settle_in(store, STAFF[0], facts=(NoticeSeen(1),))
    await inviting(store, said)(clock())
    await sender(store, channel, clock, organization=said).drain()
    assert [(who, ref) for who, ref, _ in channel.sent] == [(STAFF[0].id, Ref(INVITATION, "2026-Q4"))]
    (found,) = await store.deliveries.find(INVITATION)
    assert found.state is DeliveryState.DELIVERED
    facts = [each.fact for each in (await store.ledger.life(STAFF[0].id)).facts]
    assert MessageSent(INVITATION, "2026-Q4", Reached.DELIVERED) in facts


async def test_an_invitation_that_waited_too_long_is_dropped_with_its_quarter() -> None:
    store, clock, channel = open_memory(), Clock(BEGINS), Channel()
    said = organization().model_copy(update={"invitations": Wished(spread_days=0)})
    await settle_in(store, STAFF[0], facts=(NoticeSeen(1),))
    await inviting(store, said)(clock())
    clock.now = datetime(2027, 1, 4, 15, 0, tzinfo=UTC)
    await sender(store, channel, clock, organization=said).drain()
    assert channel.sent == []
    (found,) = await store.deliveries.find(INVITATION)
    assert (found.state, found.reason) == (DeliveryState.REFUSED, "over")
