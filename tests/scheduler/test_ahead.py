"""What one person is told of what comes next: it names days that hold if nothing changes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from content.model import Audience, Library, Organization, Reminders, Stage
from dialogs.facts import (
    Fact,
    MessageSent,
    NoticeSeen,
    Outcome,
    Reached,
    ReminderAnswered,
    ReminderSent,
    Side,
    Snoozed,
    TalkConfirmed,
)
from dialogs.people import Person, PersonId, Role
from dialogs.plans import Upcoming
from scheduler.ahead import Ahead
from storage.memory import open_memory
from storage.ports import Store
from tests.scheduler.living import ANA, MONDAY, Clock, happen, organization, settle_in
from tests.scheduler.sending import communication, files, session

TODAY = date(2026, 11, 23)
COI = Upcoming("coi", "2026-Q4", TODAY)
NEXT_COI = Upcoming("coi", "2027-Q1", date(2027, 1, 4))
BOSS = Person(PersonId("boss"), role=Role.MANAGER)
NEW = replace(ANA, manager=BOSS.id, start=date(2026, 10, 26))
"""Thirty days after their first day it is Wednesday, November 25, 2026."""

TALK = Upcoming("talk", "onboarding", date(2026, 11, 25))


class Asking:
    """A store with people, and what each of them would be told."""

    def __init__(self, library: Library, employer: Organization | None = None) -> None:
        self.store: Store = open_memory()
        self.clock = Clock()
        self.ahead = Ahead(self.store, employer or organization(), library.checklists, self.clock)

    async def has(self, *people: Person, facts: Sequence[Fact] = ()) -> None:
        await settle_in(self.store, *people, facts=())
        for each in people:
            await happen(self.store, each, NoticeSeen(1), day=date(2026, 1, 5))
            await happen(self.store, each, *facts, day=date(2026, 11, 16))


@pytest.fixture
def asking(library: Library) -> Asking:
    return Asking(library)


async def test_a_duty_comes_once_in_its_occurrence_and_then_in_the_next(asking: Asking) -> None:
    await asking.has(ANA)
    assert await asking.ahead.upcoming(ANA) == (COI,)
    await happen(asking.store, ANA, ReminderAnswered("coi", "2026-Q4", Outcome.FILED))
    assert await asking.ahead.upcoming(ANA) == (replace(NEXT_COI, day=date(2027, 1, 4)),)


async def test_a_duty_of_others_does_not_come(library: Library) -> None:
    managers = Reminders(duty="coi", spread_days=0, audience=Audience(roles=("manager",)))
    asking = Asking(library, organization(reminders=[managers]))
    await asking.has(ANA)
    assert await asking.ahead.upcoming(ANA) == ()


async def test_nothing_is_told_before_the_notice_nor_while_nobody_knows_the_end_of_a_leave(
    asking: Asking,
) -> None:
    await settle_in(asking.store, ANA, facts=())
    assert await asking.ahead.upcoming(ANA) == ()
    await asking.has(ANA)
    assert await asking.ahead.upcoming(replace(ANA, leave_from=date(2026, 11, 2))) == ()


async def test_leave_and_peace_move_what_comes(asking: Asking) -> None:
    await asking.has(ANA)
    away = replace(ANA, leave_from=TODAY, leave_to=date(2026, 11, 27))
    assert await asking.ahead.upcoming(away) == (replace(COI, day=date(2026, 11, 30)),)
    assert await asking.ahead.upcoming(ANA, date(2026, 12, 2)) == (replace(COI, day=date(2026, 12, 2)),)
    await happen(asking.store, ANA, Snoozed(date(2026, 12, 1)), day=TODAY)
    assert await asking.ahead.upcoming(ANA) == (replace(COI, day=date(2026, 12, 1)),)
    assert await asking.ahead.upcoming(ANA, TODAY) == (COI,), "as if it were taken back"


async def test_what_has_no_room_comes_in_the_next_quarter(asking: Asking) -> None:
    await asking.has(ANA, facts=[MessageSent("team", "", Reached.DELIVERED)] * 6)
    assert await asking.ahead.upcoming(ANA) == (NEXT_COI,)


async def test_a_talk_comes_on_its_day_unless_it_was_confirmed_or_asked(asking: Asking) -> None:
    await asking.has(BOSS, NEW, facts=[ReminderAnswered("coi", "2026-Q4", Outcome.FILED)])
    assert await asking.ahead.upcoming(NEW) == (TALK, NEXT_COI)
    assert await asking.ahead.upcoming(BOSS) == (Upcoming("team", "", date(2026, 11, 25)), NEXT_COI)
    confirmed = TalkConfirmed("onboarding", Side.EMPLOYEE, BOSS.id)
    await happen(asking.store, NEW, confirmed, day=TODAY)
    assert await asking.ahead.upcoming(NEW) == (NEXT_COI,)
    asking.clock.now = datetime(2026, 11, 26, 15, 0, tzinfo=UTC)
    await happen(asking.store, BOSS, MessageSent("talk", "", Reached.DELIVERED), day=date(2026, 11, 25))
    assert await asking.ahead.upcoming(BOSS) == (NEXT_COI,)


@pytest.mark.parametrize(
    "who",
    [
        replace(NEW, manager=None),
        replace(NEW, manager=ANA.id),
        replace(NEW, start=None),
        replace(NEW, start=date(2025, 1, 6)),
    ],
)
async def test_a_talk_with_nobody_or_long_ago_does_not_come(asking: Asking, who: Person) -> None:
    await asking.has(BOSS, who)
    assert await asking.ahead.upcoming(who) == (COI,)


async def test_a_campaign_comes_on_the_persons_day_until_it_came_or_is_over(asking: Asking) -> None:
    await asking.has(ANA, facts=[ReminderSent("coi", "2026-Q4", 1, Reached.DELIVERED)])
    await files(
        asking.store,
        ("gifts", communication()),
        ("room", session()),
        ("draft", communication(stage=Stage.DRAFT)),
        ("others", communication(audience=Audience(roles=("manager",)))),
    )
    gifts, room = (Upcoming(source, id_, date(2026, 11, 24)) for source, id_ in _two())
    assert await asking.ahead.upcoming(ANA) == (gifts, room, NEXT_COI)
    assert await asking.ahead.upcoming(ANA, date(2026, 12, 1)) == (NEXT_COI,), "they are over by then"
    await happen(asking.store, ANA, MessageSent("communication", "gifts", Reached.TOGETHER), day=TODAY)
    assert await asking.ahead.upcoming(ANA) == (room, NEXT_COI)


def _two() -> tuple[tuple[str, str], ...]:
    return ("communication", "gifts"), ("session", "room")


async def test_what_waits_after_a_return_is_told_for_that_return_only(asking: Asking) -> None:
    away = replace(ANA, leave_from=date(2026, 11, 2), leave_to=date(2026, 11, 20))
    await asking.has(away)
    assert [each.source for each in await asking.ahead.missed(away, "2026-11-21")] == ["coi"]
    assert await asking.ahead.missed(away, "2026-11-01") == ()
    assert await asking.ahead.missed(ANA, "2026-11-21") == ()
    assert asking.clock.now == MONDAY
