"""Who is asked about a talk, when, and who is reminded once a week."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from content.model import Library, Organization
from dialogs.facts import Fact, MessageSent, NoticeSeen, Reached, Side, TalkConfirmed
from dialogs.flow import Ref
from dialogs.people import Person, PersonId, Role
from dialogs.together import read_key
from scheduler.talks import Talks
from storage.memory import open_memory
from storage.ports import Address, DeliveryState, Store
from tests.scheduler.living import Channel, Clock, happen, organization, sender, settle_in

BOSS = Person(PersonId("boss"), role=Role.MANAGER)
NEW = Person(PersonId("new"), manager=BOSS.id, start=date(2026, 10, 20))
"""Thirty days after their first day it is Thursday, November 19, 2026."""

DUE = datetime(2026, 11, 19, 15, 0, tzinfo=UTC)  # 10:00 in Ottawa
TUESDAY = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
HERE = frozenset({"local"})
BOTH = {("new", "onboarding~boss"), ("boss", "onboarding~new")}


class Team:
    """A store with a manager and somebody new, and what is owed about their talk."""

    def __init__(self, library: Library, said: Organization | None = None) -> None:
        self.library, self.organization = library, said or organization()
        self.store: Store = open_memory()
        self.talks = self.restarted()

    def restarted(self) -> Talks:
        return Talks(self.store, self.organization, self.library.checklists, HERE)

    async def has(self, *people: Person, facts: Sequence[Fact] = (NoticeSeen(1),)) -> None:
        await settle_in(self.store, *people, facts=facts)

    async def owed(self, source: str = "talk") -> set[tuple[str, str]]:
        """Return who is to be asked about a talk with whom, and who is reminded in which week."""
        return {
            (each.key.addressee, f"{read_key(each.key.occurrence)[0]}~{each.about}")
            if each.about
            else (each.key.addressee, each.key.occurrence)
            for each in await self.store.deliveries.find(source)
        }

    async def dues(self, source: str = "talk") -> list[datetime]:
        return sorted(each.due for each in await self.store.deliveries.find(source))


@pytest.fixture
async def team(library: Library) -> Team:
    team = Team(library)
    await team.has(BOSS, NEW)
    return team


# On the day -------------------------------------------------------------------------------------------------


async def test_both_are_asked_on_the_due_date_once_and_not_before(team: Team) -> None:
    assert await team.talks(DUE - timedelta(days=1)) == 0
    assert await team.talks(DUE) == 2
    assert await team.owed() == BOTH
    assert await team.talks(DUE) == await team.restarted()(DUE + timedelta(days=1)) == 0
    refs = {each.key.addressee: each.ref for each in await team.store.deliveries.find("talk")}
    assert refs == {"new": Ref("talk", "onboarding"), "boss": Ref("talk", "onboarding~new")}


async def test_a_due_date_on_a_day_off_becomes_the_next_working_day_in_office_hours(team: Team) -> None:
    await team.has(replace(NEW, start=date(2026, 10, 8)))  # Saturday, November 7, 2026, thirty days later
    saturday = datetime(2026, 11, 7, 15, 0, tzinfo=UTC)
    assert await team.talks(saturday) == 0
    early = datetime(2026, 11, 9, 5, 30, tzinfo=UTC)  # 00:30 on Monday in Ottawa
    assert await team.talks(early) == 2
    assert await team.dues() == [datetime(2026, 11, 9, 13, 0, tzinfo=UTC)] * 2  # 08:00


@pytest.mark.parametrize(
    ("who", "side", "asked"),
    [
        (NEW, Side.EMPLOYEE, {("boss", "onboarding~new")}),
        (BOSS, Side.MANAGER, {("new", "onboarding~boss")}),
    ],
)
async def test_who_has_confirmed_is_not_asked_and_the_other_one_is_asked_all_the_same(
    team: Team, who: Person, side: Side, asked: set[tuple[str, str]]
) -> None:
    await happen(team.store, who, TalkConfirmed("onboarding", side, BOSS.id if who is NEW else NEW.id))
    await team.talks(DUE)
    assert await team.owed() == asked


async def test_nobody_is_asked_before_their_notice_without_an_address_or_on_leave(library: Library) -> None:
    team = Team(library)
    await team.has(NEW, facts=())
    await team.store.people.bring_in([BOSS])
    assert await team.talks(DUE) == 0
    await happen(team.store, NEW, NoticeSeen(1))
    away = replace(BOSS, leave_from=date(2026, 11, 1), leave_to=date(2026, 11, 22))
    await team.has(away)
    assert await team.talks(DUE + timedelta(hours=1)) == 1
    assert await team.owed() == {("new", "onboarding~boss")}
    assert await team.talks(datetime(2026, 11, 23, 15, 0, tzinfo=UTC)) == 1, "asked when back"
    assert await team.owed() == BOTH


async def test_nobody_is_asked_about_a_talk_with_nobody(library: Library) -> None:
    team = Team(library)
    await team.has(NEW, replace(NEW, id=PersonId("self"), manager=PersonId("self")), Person(PersonId("none")))
    assert await team.talks(DUE) == 0, "the manager is not on the staff list"
    await team.has(replace(BOSS, end=date(2026, 11, 18)))
    assert await team.talks(DUE) == 0, "the manager has left"


async def test_who_left_is_not_asked_and_nobody_is_asked_about_them(team: Team) -> None:
    await team.has(replace(NEW, end=date(2026, 11, 18)))
    assert await team.talks(DUE) == 0


async def test_a_talk_is_not_asked_about_for_ever(team: Team) -> None:
    assert await team.talks(DUE + timedelta(days=91)) == 0


async def test_a_new_manager_and_the_employee_are_asked_about_their_own_talk(team: Team) -> None:
    chief = Person(PersonId("chief"), role=Role.MANAGER)
    await team.talks(DUE)
    await team.has(chief, replace(NEW, manager=chief.id))
    assert await team.talks(DUE + timedelta(days=1)) == 2
    assert await team.owed() == {*BOTH, ("new", "onboarding~chief"), ("chief", "onboarding~new")}


async def test_a_talk_that_both_confirmed_is_never_asked_about_again(team: Team) -> None:
    await happen(team.store, NEW, TalkConfirmed("onboarding", Side.EMPLOYEE, BOSS.id))
    await happen(team.store, BOSS, TalkConfirmed("onboarding", Side.MANAGER, NEW.id))
    chief = Person(PersonId("chief"), role=Role.MANAGER)
    await team.has(chief, replace(NEW, manager=chief.id))
    assert await team.talks(DUE) == await team.talks(TUESDAY) == 0


async def test_the_talk_before_leaving_is_asked_about_ten_working_days_before(team: Team) -> None:
    await team.has(replace(NEW, start=date(2019, 1, 7), end=date(2026, 12, 4)))
    assert await team.talks(datetime(2026, 11, 20, 15, 0, tzinfo=UTC)) == 0
    assert await team.talks(datetime(2026, 11, 23, 15, 0, tzinfo=UTC)) == 2
    assert await team.owed() == {("new", "departure~boss"), ("boss", "departure~new")}


async def test_somebody_reached_by_another_process_is_left_to_it(team: Team) -> None:
    await team.store.people.learn(BOSS.id, Address("terminal"))
    assert await team.talks(DUE) == 1


# Once a week ------------------------------------------------------------------------------------------------


async def test_a_manager_with_an_overdue_talk_is_reminded_every_tuesday(team: Team) -> None:
    await team.talks(DUE)
    assert await team.owed("team") == set()
    assert await team.talks(TUESDAY) == 1
    assert await team.talks(TUESDAY + timedelta(hours=1)) == await team.restarted()(TUESDAY) == 0
    assert await team.talks(TUESDAY + timedelta(days=7)) == 1
    assert await team.owed("team") == {("boss", "2026-W48"), ("boss", "2026-W49")}
    assert (await team.store.deliveries.find("team"))[0].ref == Ref("team", "")


async def test_the_weekly_reminder_is_the_same_whatever_the_employee_confirmed(team: Team) -> None:
    await happen(team.store, NEW, TalkConfirmed("onboarding", Side.EMPLOYEE, BOSS.id))
    await team.talks(DUE)
    assert await team.talks(TUESDAY) == 1


async def test_a_manager_with_nothing_left_to_confirm_is_not_reminded(team: Team) -> None:
    await happen(team.store, BOSS, TalkConfirmed("onboarding", Side.MANAGER, NEW.id))
    await team.talks(TUESDAY)
    assert await team.owed("team") == set()
    assert await team.talks(TUESDAY + timedelta(hours=1)) == 0


async def test_a_talk_that_falls_due_on_the_weekday_itself_is_not_overdue_yet(team: Team) -> None:
    await team.has(replace(NEW, start=date(2026, 10, 25)))
    await team.talks(TUESDAY)
    assert (await team.owed(), await team.owed("team")) == (BOTH, set())


@pytest.mark.parametrize(
    "boss",
    [
        replace(BOSS, role=Role.EMPLOYEE),
        replace(BOSS, leave_from=date(2026, 11, 20)),
        replace(BOSS, end=date(2026, 11, 20)),
    ],
)
async def test_only_a_manager_at_work_is_reminded(team: Team, boss: Person) -> None:
    await team.has(boss)
    await team.talks(TUESDAY)
    assert await team.owed("team") == set()


async def test_a_manager_who_never_saw_the_notice_is_not_reminded(library: Library) -> None:
    team = Team(library)
    await team.has(NEW)
    await team.has(BOSS, facts=())
    await team.talks(TUESDAY)
    assert await team.owed("team") == set()


async def test_an_organization_may_choose_another_day_or_none(library: Library) -> None:
    for chosen, owed in (("thursday", {("boss", "2026-W48")}), (None, set())):
        team = Team(library, organization(talks={"weekday": chosen}))
        await team.has(BOSS, NEW)
        for day in range(7):
            await team.talks(datetime(2026, 11, 23, 15, 0, tzinfo=UTC) + timedelta(days=day))
        assert await team.owed("team") == owed


async def test_a_reminder_that_could_only_leave_next_week_is_not_owed(library: Library) -> None:
    team = Team(library, organization(talks={"weekday": "friday"}))
    await team.has(BOSS, NEW)
    assert await team.talks(datetime(2026, 11, 27, 23, 30, tzinfo=UTC)) == 2, "18:30 in Ottawa: the talk only"
    assert await team.owed("team") == set()


# Sending ----------------------------------------------------------------------------------------------------


async def sent_after(team: Team, at: datetime, *changed: Person) -> Channel:
    await team.store.people.bring_in(changed)
    channel = Channel()
    await sender(team.store, channel, Clock(at)).drain()
    return channel


async def test_a_message_waits_for_office_hours_and_for_who_is_on_leave(team: Team) -> None:
    await team.talks(DUE)
    night = DUE + timedelta(hours=12)
    away = replace(BOSS, leave_from=date(2026, 11, 19), leave_to=date(2026, 11, 22))
    assert (await sent_after(team, night, away)).sent == []
    assert await team.dues() == [
        datetime(2026, 11, 20, 13, 0, tzinfo=UTC),
        datetime(2026, 11, 23, 13, 0, tzinfo=UTC),
    ]
    open_end = replace(BOSS, leave_from=date(2026, 11, 19))
    monday = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
    assert [who for who, _, _ in (await sent_after(team, monday, open_end)).sent] == ["new"]
    assert (await team.dues())[-1] == datetime(2026, 11, 24, 13, 0, tzinfo=UTC), "looked at again tomorrow"


async def test_a_weekly_reminder_ends_with_its_week(team: Team) -> None:
    await team.talks(TUESDAY)
    channel = await sent_after(team, TUESDAY + timedelta(days=7))
    assert "team" not in {ref.flow for _, ref, _ in channel.sent}
    (weekly,) = await team.store.deliveries.find("team")
    assert (weekly.state, weekly.reason) == (DeliveryState.REFUSED, "over")


async def test_a_message_about_a_talk_is_in_the_record_without_the_other_one_and_opens_its_conversation(
    team: Team,
) -> None:
    await team.talks(DUE)
    await sent_after(team, DUE)
    life = await team.store.ledger.life(NEW.id)
    assert life.facts[-1].fact == MessageSent("talk", "", Reached.DELIVERED)
    assert [kept.conversation.flow for kept in life.conversations if kept.arrived] == ["talk"]
