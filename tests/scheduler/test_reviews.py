"""Who looks after the directory hears of a contact 30 days before it is due for review, and once it is."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from content.model import Contact, Organization, Text
from dialogs.facts import NoticeSeen
from dialogs.people import Person, PersonId, Role
from scheduler.beat import Beat
from scheduler.reviews import Reviews
from storage.memory import open_memory
from storage.ports import Delivery, DeliveryState, NotSaved, Store
from tests.scheduler.living import HERE, MONDAY, Channel, Clock, always, organization, sender, settle_in
from tests.scheduler.test_tick import FullDisk

REVIEW = date(2026, 12, 28)
VERA = Person(PersonId("vera"), role=Role.VE_OFFICER)
OTTO = Person(PersonId("otto"), role=Role.VE_OFFICER, zone="America/Regina")
ANA = Person(PersonId("ana"))


def contact(review: date = REVIEW, phone: str | None = "613-555-0100") -> Contact:
    name = Text(en="the ombud", fr="l'ombud")
    return Contact(name=name, phone=phone, checked=date(2026, 1, 5), review=review)


def agency(**contacts: Contact | None) -> Organization:
    return organization(contacts=contacts or {"ombud": contact(), "eap": contact(), "psc": None})


async def lives(store: Store, employer: Organization, *, days: int, clock: Clock) -> Channel:
    """Beat every six hours for so many days, as a new process does, and return what arrived."""
    channel = Channel()
    beat = Beat(store, channel, clock, employer, opening=lambda _: b"{}", served=HERE)
    for _ in range(days * 4):
        await beat()
        clock.forward(hours=6)
    return channel


def notes(channel: Channel) -> Counter[tuple[str, str]]:
    return Counter((who, ref.key) for who, ref, _ in channel.sent if ref.flow == "note")


async def test_over_forty_days_each_officer_gets_two_notes_for_a_date_and_nobody_else_any() -> None:
    store, clock = open_memory(), Clock()
    await settle_in(store, VERA, OTTO, ANA)
    channel = await lives(store, agency(), days=40, clock=clock)
    expected = {
        (who, f"directory.review-{standing}/2026-12-28"): 1
        for who in ("vera", "otto")
        for standing in ("soon", "past")
    }
    assert notes(channel) == expected
    again = await lives(store, agency(), days=40, clock=clock)
    assert notes(again) == {}, "a new process remembers, and overdue contacts are not told again"


async def test_the_first_note_is_owed_thirty_days_before_and_the_second_once_the_day_has_passed() -> None:
    store = open_memory()
    await settle_in(store, VERA)
    employer = agency(ombud=contact())
    seen: dict[str, date] = {}
    for day in range(45):
        now = MONDAY + timedelta(days=day)
        await Reviews(store, employer, HERE)(now)
        for delivery in await store.deliveries.find("directory.review"):
            seen.setdefault(delivery.key.occurrence, now.date())
    assert seen == {
        "2026-12-28@30": REVIEW - timedelta(days=30),
        "2026-12-28@0": REVIEW + timedelta(days=1),
    }


async def test_a_date_that_was_moved_forward_in_time_is_no_longer_told() -> None:
    store, clock = open_memory(), Clock()
    await settle_in(store, VERA)
    later = agency(ombud=contact(REVIEW + timedelta(days=365)))
    assert notes(await lives(store, later, days=40, clock=clock)) == {}
    assert list(await store.deliveries.find("directory.review")) == []


async def test_a_bot_that_slept_through_the_warning_tells_only_that_the_day_has_passed() -> None:
    store, clock = open_memory(), Clock(MONDAY + timedelta(days=60))
    await settle_in(store, VERA)
    channel = await lives(store, agency(ombud=contact()), days=2, clock=clock)
    assert notes(channel) == {("vera", "directory.review-past/2026-12-28"): 1}


async def test_what_has_no_phone_and_no_address_has_nothing_to_check() -> None:
    store = open_memory()
    await settle_in(store, VERA)
    await Reviews(store, agency(manager=contact(phone=None)), HERE)(MONDAY + timedelta(days=60))
    assert list(await store.deliveries.find("directory.review")) == []


@pytest.mark.parametrize(
    "holder",
    [
        replace(VERA, end=date(2026, 12, 1)),
        replace(VERA, start=date(2027, 6, 1)),
        replace(VERA, leave_from=date(2026, 12, 1)),
        replace(VERA, role=Role.COI_OFFICER),
    ],
)
async def test_who_left_is_on_leave_or_holds_another_office_is_told_nothing(holder: Person) -> None:
    store = open_memory()
    await settle_in(store, holder)
    await Reviews(store, agency(), HERE)(datetime(2026, 12, 7, 15, 0, tzinfo=UTC))
    assert list(await store.deliveries.find("directory.review")) == []


async def test_an_officer_who_cannot_be_reached_yet_is_told_when_they_can() -> None:
    store = open_memory()
    await store.people.bring_in([VERA])
    reviews, now = Reviews(store, agency(ombud=contact()), HERE), MONDAY + timedelta(days=10)
    assert await reviews(now) == 0
    await settle_in(store, VERA)
    assert await reviews(now + timedelta(minutes=50)) == 0, "it looks once an hour"
    assert await reviews(now + timedelta(hours=1)) == 1


async def test_a_note_waits_for_working_hours_where_the_officer_lives_also_when_the_sender_was_late() -> None:
    store, employer = open_memory(), agency(ombud=contact())
    await settle_in(store, OTTO)
    saturday = datetime(2026, 12, 5, 12, 20, tzinfo=UTC)
    await Reviews(store, employer, HERE)(saturday)
    (owed,) = await store.deliveries.find("directory.review")
    assert owed.due == datetime(2026, 12, 7, 14, 0, tzinfo=UTC), "Monday, 8 am in Regina"
    clock, channel = Clock(datetime(2026, 12, 8, 5, 0, tzinfo=UTC)), Channel()  # Monday, 11 pm
    await sender(store, channel, clock, organization=employer).drain()
    assert channel.sent == []
    clock.forward(hours=11)
    await sender(store, channel, clock, organization=employer).drain()
    assert notes(channel) == {("otto", "directory.review-soon/2026-12-28"): 1}


async def test_a_note_arrives_in_the_hours_the_organization_chose_for_its_messages() -> None:
    store, employer = open_memory(), agency(ombud=contact())
    employer = employer.model_copy(update={"reminders": (always(),)})
    await settle_in(store, OTTO)
    saturday = datetime(2026, 12, 5, 12, 20, tzinfo=UTC)
    await Reviews(store, employer, HERE)(saturday)
    (owed,) = await store.deliveries.find("directory.review")
    assert owed.due == saturday.replace(minute=0), "no finer time than needed lies beside a person"


async def test_a_note_is_kept_in_nobodys_record_as_a_fact() -> None:
    store, clock = open_memory(), Clock()
    await settle_in(store, VERA)
    employer = agency().model_copy(update={"reminders": ()})
    await lives(store, employer, days=40, clock=clock)
    assert [stamped.fact for stamped in (await store.ledger.life(VERA.id)).facts] == [NoticeSeen(1)]
    states = {delivery.state for delivery in await store.deliveries.find("directory.review")}
    assert states == {DeliveryState.DELIVERED}


async def test_what_could_not_be_owed_because_the_disk_was_full_is_owed_the_next_time() -> None:
    store, now = open_memory(), MONDAY + timedelta(days=10)
    await settle_in(store, VERA)
    disk = SometimesFull(store)
    reviews = Reviews(replace(store, deliveries=disk), agency(ombud=contact()), HERE)
    with pytest.raises(NotSaved):
        await reviews(now)
    disk.full = False
    assert await reviews(now) == 1


class SometimesFull(FullDisk):
    """A medium that takes nothing new until there is room."""

    full = True

    async def owe(self, deliveries: Sequence[Delivery]) -> int:
        if self.full:
            return await super().owe(deliveries)
        return await self._deliveries.owe(deliveries)
