"""What an office sends leaves on each person's own day, in their hours, once, and ends on its last day."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from content.model import Audience, Stage
from dialogs.facts import MessageSent, Reached
from dialogs.flow import Ref
from dialogs.people import Path, Person, PersonId, Role, UnitId
from scheduler.campaigns import Campaigns
from scheduler.due import spread_of
from storage.memory import open_memory
from storage.ports import Address, Store
from tests.scheduler.living import ANA, HERE, MONDAY, Clock, happen, organization, settle_in
from tests.scheduler.sending import changes, communication, files, lives, owed, session, stage

TUESDAY_8 = datetime(2026, 11, 24, 13, tzinfo=UTC)
"""8 am in Ottawa on the first day."""

DEMO = organization()
FAR = datetime(2026, 12, 10, tzinfo=UTC)


async def office(*people: Person) -> Store:
    store = open_memory()
    await settle_in(store, *(people or (ANA,)))
    return store


async def test_a_message_is_owed_within_the_hour_and_leaves_at_eight_where_the_person_is() -> None:
    vic = Person(PersonId("vic"), zone="America/Vancouver", province="BC")
    store = await office(ANA, vic)
    await files(store, ("gifts", communication()))
    look = Campaigns(store, DEMO, HERE)
    assert await look(TUESDAY_8 - timedelta(hours=2)) == 0
    assert await look(TUESDAY_8 - timedelta(hours=1)) == 0
    assert await look(TUESDAY_8) == 1
    assert await look(TUESDAY_8 + timedelta(hours=3)) == 1
    found = await owed(store)
    assert {who: each.due for who, each in found.items()} == {
        "ana": TUESDAY_8,
        "vic": TUESDAY_8 + timedelta(hours=3),
    }
    assert found["ana"].ref == Ref("communication", "gifts")


async def test_each_gets_it_once_however_often_and_by_however_many_it_is_looked_at() -> None:
    store, clock = await office(), Clock(MONDAY)
    await files(store, ("gifts", communication()))
    channel = await lives(store, DEMO, clock, FAR)
    await lives(store, DEMO, Clock(MONDAY), FAR, channel)
    assert channel.sent == [("ana", Ref("communication", "gifts"), None)]


@pytest.mark.parametrize("standing", [Stage.DRAFT, Stage.PAUSED, Stage.STOPPED, Stage.CLOSED])
async def test_only_a_campaign_that_runs_owes_anything(standing: Stage) -> None:
    store = await office()
    await files(store, ("gifts", communication(stage=standing)))
    assert await Campaigns(store, DEMO, HERE)(TUESDAY_8) == 0


async def test_each_has_a_day_of_their_own_within_the_days_it_is_spread_over() -> None:
    people = [Person(PersonId(f"p{number}")) for number in range(40)]
    store = await office(*people)
    await files(store, ("gifts", communication(spread_days=3)))
    await lives(store, DEMO, Clock(MONDAY), FAR)
    found = await owed(store)
    days = {who: each.due.date() for who, each in found.items()}
    expected = {
        person.id: date(2026, 11, 24) + timedelta(days=spread_of(person.id, "gifts", 3)) for person in people
    }
    assert days == expected
    assert len(set(days.values())) == 4


async def test_who_is_away_on_their_day_gets_it_on_the_first_working_day_back() -> None:
    friday = replace(ANA, leave_from=date(2026, 11, 20), leave_to=date(2026, 11, 27))
    bob = Person(PersonId("bob"), leave_from=date(2026, 11, 1), leave_to=date(2026, 11, 30))
    eve = Person(PersonId("eve"), leave_from=date(2026, 11, 1))
    store = await office(friday, bob, eve)
    await files(store, ("gifts", communication()))
    nothing_else = organization(reminders=[])
    channel = await lives(store, nothing_else, Clock(MONDAY), FAR)
    assert [who for who, *_ in channel.sent] == ["ana"]
    assert (await owed(store))["ana"].due == datetime(2026, 11, 30, 13, tzinfo=UTC), "a Monday"


async def test_who_had_it_on_a_card_of_their_return_is_not_sent_it_again() -> None:
    store = await office()
    await files(store, ("gifts", communication()))
    await happen(store, ANA, MessageSent("communication", "gifts", Reached.TOGETHER))
    look = Campaigns(store, DEMO, HERE)
    assert [await look(TUESDAY_8 + timedelta(hours=hours)) for hours in range(3)] == [0, 0, 0]


async def test_who_begins_to_work_here_meanwhile_gets_it_and_who_begins_later_does_not() -> None:
    new = replace(ANA, start=date(2026, 11, 26))
    late = Person(PersonId("bob"), start=date(2026, 12, 1))
    store = await office(new, late)
    await files(store, ("gifts", communication()))
    await lives(store, DEMO, Clock(MONDAY), FAR)
    assert {who: each.due for who, each in (await owed(store)).items()} == {
        "ana": datetime(2026, 11, 26, 13, tzinfo=UTC)
    }


async def test_who_comes_onto_the_staff_list_after_their_day_gets_it_at_once() -> None:
    store = open_memory()
    await files(store, ("gifts", communication()))
    clock = Clock(MONDAY)
    channel = await lives(store, DEMO, clock, datetime(2026, 11, 26, 15, tzinfo=UTC))
    await settle_in(store, ANA)
    await lives(store, DEMO, clock, FAR, channel)
    assert len(channel.sent) == 1
    assert (await owed(store))["ana"].due == datetime(2026, 11, 26, 15, tzinfo=UTC)


async def test_only_whoever_is_meant_gets_it() -> None:
    meant = Person(PersonId("mia"), unit=UnitId("policy"), role=Role.MANAGER, path=Path.MANAGER)
    others = [
        replace(meant, id=PersonId("unit"), unit=UnitId("services")),
        replace(meant, id=PersonId("role"), role=Role.EMPLOYEE),
        replace(meant, id=PersonId("path"), path=Path.STUDENT),
        replace(meant, id=PersonId("left"), end=date(2026, 11, 20)),
        replace(meant, id=PersonId("soon"), start=date(2027, 1, 4)),
    ]
    store = await office(meant, *others)
    audience = Audience(units=("policy",), roles=("manager",), paths=("manager",))
    await files(store, ("gifts", communication(audience=audience)))
    await lives(store, DEMO, Clock(MONDAY), FAR)
    assert set(await owed(store)) == {"mia"}


async def test_newcomers_are_counted_on_the_day_on_which_they_get_it() -> None:
    fresh, old = replace(ANA, start=date(2026, 11, 4)), Person(PersonId("old"), start=date(2026, 11, 3))
    unknown = Person(PersonId("unknown"))
    store = await office(fresh, old, unknown)
    await files(store, ("gifts", communication(audience=Audience(newcomers_days=20))))
    await lives(store, DEMO, Clock(MONDAY), FAR)
    assert set(await owed(store)) == {"ana"}


async def test_who_has_not_seen_the_notice_or_is_reached_elsewhere_is_owed_nothing_until_then() -> None:
    store, bob = open_memory(), Person(PersonId("bob"))
    await settle_in(store, ANA, facts=())
    await settle_in(store, bob)
    await store.people.learn(bob.id, Address("teams"))
    await files(store, ("gifts", communication()))
    look = Campaigns(store, DEMO, HERE)
    assert await look(TUESDAY_8) == 0
    await settle_in(store, ANA, bob)
    assert await look(TUESDAY_8 + timedelta(minutes=20)) == 0, "everybody is looked at once an hour"
    assert await look(TUESDAY_8 + timedelta(hours=1)) == 2


async def test_a_campaign_that_is_started_or_resumed_is_looked_at_at_once() -> None:
    store = await office()
    await files(store, ("gifts", communication(stage=Stage.DRAFT)))
    look = Campaigns(store, DEMO, HERE)
    assert await look(TUESDAY_8) == 0
    await changes(store, "gifts", stage=Stage.RUNNING)
    assert await look(TUESDAY_8 + timedelta(minutes=1)) == 1


async def test_nothing_leaves_after_the_last_day_and_the_campaign_closes() -> None:
    weekend = communication(first_day=date(2026, 11, 28), last_day=date(2026, 11, 29))
    store = await office()
    await files(store, ("gifts", communication()), ("weekend", weekend))
    await changes(store, "gifts", stage=Stage.PAUSED)
    clock = Clock(MONDAY)
    channel = await lives(store, DEMO, clock, datetime(2026, 11, 30, 5, tzinfo=UTC))
    assert await stage(store, "weekend") is Stage.RUNNING, "it is still Sunday in Ottawa"
    await lives(store, DEMO, clock, datetime(2026, 12, 1, 5, 30, tzinfo=UTC), channel)
    assert [await stage(store, "gifts"), await stage(store, "weekend")] == [Stage.CLOSED, Stage.CLOSED]
    assert channel.sent == []


async def test_two_processes_that_close_it_at_once_agree() -> None:
    store = await office()
    await files(store, ("gifts", communication()))
    over = datetime(2026, 12, 2, tzinfo=UTC)
    first, second = Campaigns(store, DEMO, HERE), Campaigns(store, DEMO, HERE)
    await first(over)
    await second(over)
    assert len(await store.registers.history("campaign", "gifts")) == 2


# Sessions -----------------------------------------------------------------------------------------------


async def test_who_was_invited_is_reminded_on_the_working_day_before() -> None:
    store = await office()
    await files(store, ("talk", session()))
    channel = await lives(store, DEMO, Clock(MONDAY), FAR)
    assert [ref for _, ref, _ in channel.sent] == [Ref("session", "talk"), Ref("session-reminder", "talk")]
    found = await owed(store, "session")
    assert found["ana"].due == TUESDAY_8
    assert found["ana 2"].due == datetime(2026, 12, 2, 13, tzinfo=UTC)


async def test_the_reminder_of_a_session_on_monday_leaves_on_friday() -> None:
    store = await office()
    await files(store, ("talk", session(day=date(2026, 12, 7))))
    await lives(store, DEMO, Clock(MONDAY), FAR)
    assert (await owed(store, "session"))["ana 2"].due == datetime(2026, 12, 4, 13, tzinfo=UTC)


async def test_who_was_not_invited_or_only_that_day_or_is_away_is_not_reminded() -> None:
    bob, gus = Person(PersonId("bob")), Person(PersonId("gus"))
    away = replace(bob, leave_from=date(2026, 12, 1), leave_to=date(2026, 12, 4))
    gone = replace(gus, end=date(2026, 12, 1))
    store = await office(ANA, away, gone)
    await files(store, ("talk", session(last_day=date(2026, 12, 2))))
    clock = Clock(MONDAY)
    channel = await lives(store, DEMO, clock, datetime(2026, 12, 2, 12, tzinfo=UTC))
    late = Person(PersonId("late"))
    await settle_in(store, late)
    await lives(store, DEMO, clock, FAR, channel)
    reminded = [who for who, ref, _ in channel.sent if ref.flow == "session-reminder"]
    assert reminded == ["ana"]
    assert "late" in [who for who, ref, _ in channel.sent if ref.flow == "session"]


async def test_who_was_invited_on_the_card_of_their_return_is_reminded_too() -> None:
    store = await office()
    await happen(store, ANA, MessageSent("session", "talk", Reached.TOGETHER), day=date(2026, 11, 25))
    await files(store, ("talk", session()))
    await lives(store, DEMO, Clock(MONDAY), FAR)
    assert set(await owed(store, "session")) == {"ana 2"}


async def test_nothing_about_a_session_leaves_once_it_has_begun() -> None:
    today = session(first_day=date(2026, 12, 3), last_day=date(2026, 12, 3))
    store, begins = await office(), datetime(2026, 12, 3, 18, tzinfo=UTC)
    await files(store, ("talk", today))
    channel = await lives(store, DEMO, Clock(begins), FAR)
    assert channel.sent == []
    assert await stage(store, "talk") is Stage.CLOSED


async def test_a_bot_that_slept_still_reminds_of_a_session_that_has_not_begun() -> None:
    store = await office()
    await files(store, ("talk", session()))
    channel = await lives(store, DEMO, Clock(MONDAY), datetime(2026, 11, 25, tzinfo=UTC))
    morning = Clock(datetime(2026, 12, 3, 14, tzinfo=UTC))
    await lives(store, DEMO, morning, FAR, channel)
    assert [ref.flow for _, ref, _ in channel.sent] == ["session", "session-reminder"]


async def test_a_session_closes_once_its_own_day_is_over() -> None:
    store = await office()
    await files(store, ("talk", session()))
    clock = Clock(MONDAY)
    await lives(store, DEMO, clock, datetime(2026, 12, 4, 5, tzinfo=UTC))
    assert await stage(store, "talk") is Stage.RUNNING
    await lives(store, DEMO, clock, datetime(2026, 12, 4, 6, tzinfo=UTC))
    assert await stage(store, "talk") is Stage.CLOSED
