"""What somebody missed who was away, and what they did not."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from content.model import Audience, DutyRun, Ladder, Library, Reminders, Stage
from dialogs.facts import (
    Fact,
    MessageSent,
    NoticeSeen,
    Reached,
    ReminderSent,
    Side,
    Snoozed,
    TalkConfirmed,
)
from dialogs.flow import Ref
from dialogs.people import Person, PersonId, Role
from dialogs.plans import Missed
from storage.campaigns import duty_run
from storage.ports import DeliveryState
from tests.scheduler.away import AWAY, CARD, COI, FRIDAY, GIFTS, NEWS, OVER, Life
from tests.scheduler.living import (
    ANA,
    happen,
    organization,
    settle_in,
    states,
)
from tests.scheduler.sending import changes, files, session


@pytest.fixture
async def life(library: Library) -> Life:
    made = Life(library)
    await settle_in(made.store, AWAY)
    return made


async def test_what_ended_meanwhile_is_shown_too_and_older_things_are_not(life: Life) -> None:
    old = OVER.model_copy(update={"first_day": date(2026, 10, 1), "last_day": date(2026, 10, 30)})
    await files(
        life.store,
        ("gifts", OVER),
        ("old", old),
        ("draft", NEWS.model_copy(update={"stage": Stage.DRAFT})),
        ("stopped", NEWS.model_copy(update={"stage": Stage.STOPPED})),
        ("others", NEWS.model_copy(update={"audience": Audience(roles=("manager",))})),
        ("later", NEWS.model_copy(update={"first_day": date(2026, 11, 23)})),
    )
    assert await life.missed() == (COI, GIFTS)


async def test_an_invitation_is_shown_only_while_the_session_is_to_come(life: Life) -> None:
    invited = {"first_day": date(2026, 11, 10), "last_day": date(2026, 11, 30)}
    await files(
        life.store,
        ("talk", session(**invited)),
        ("past", session(**invited, day=date(2026, 11, 20))),
        ("draft", session(**invited, stage=Stage.DRAFT)),
    )
    assert await life.missed() == (COI, Missed("session", "talk"))


async def test_two_things_that_ended_meanwhile_come_though_nothing_else_does(
    library: Library,
) -> None:
    life = Life(library, organization(reminders=[]))
    await settle_in(life.store, AWAY)
    await files(life.store, ("gifts", OVER), ("more", OVER))
    await life.until(FRIDAY)
    assert life.came() == [CARD]


async def test_what_an_office_paused_or_stopped_is_not_missed(life: Life) -> None:
    await files(
        life.store,
        (duty_run("coi", "2026-Q4"), DutyRun(duty="coi", occurrence="2026-Q4", stage=Stage.STOPPED)),
        ("gifts", NEWS),
    )
    assert await life.missed() == (GIFTS,)
    await changes(life.store, duty_run("coi", "2026-Q4"), stage=Stage.RUNNING)
    assert await life.missed() == (COI, GIFTS)


async def test_a_duty_whose_day_is_after_the_return_comes_by_itself(library: Library) -> None:
    late = Life(library, organization(reminders=[Reminders(duty="coi", spread_days=80)]))
    people = [replace(AWAY, id=PersonId(f"p{number}")) for number in range(40)]
    assert {await late.missed(each) for each in people} == {None}, "nobody has seen the notice"
    await settle_in(late.store, *people)
    assert {await late.missed(each) for each in people} == {(), (COI,)}


@pytest.mark.parametrize(
    ("reached", "expected"),
    [
        (Reached.DELIVERED, (Missed("coi", "2026-Q4", 2),)),
        (Reached.TOGETHER, (Missed("coi", "2026-Q4", 2),)),
        (Reached.REFUSED, ()),
    ],
)
async def test_a_second_card_is_missed_in_a_time_of_peace(
    library: Library, reached: Reached, expected: tuple[Missed, ...]
) -> None:
    life = Life(library, organization(reminders=[Reminders(duty="coi", ladder=Ladder())]))
    await settle_in(life.store, ANA)
    first = ReminderSent("coi", "2026-Q4", 1, reached)
    await happen(life.store, ANA, first, day=date(2026, 11, 5))
    await happen(life.store, ANA, Snoozed(date(2026, 11, 21)), day=date(2026, 11, 6))
    assert await life.missed(ANA) == expected, "due on November 20: there is a holiday between"
    await happen(life.store, ANA, ReminderSent("coi", "2026-Q4", 2, Reached.DELIVERED))
    assert await life.missed(ANA) == ()


async def test_after_a_leave_the_days_of_a_second_card_begin_anew(library: Library) -> None:
    life = Life(library, organization(reminders=[Reminders(duty="coi", ladder=Ladder())]))
    first = ReminderSent("coi", "2026-Q4", 1, Reached.DELIVERED)
    for who in (AWAY, replace(AWAY, leave_to=None)):
        await settle_in(life.store, who)
        await happen(life.store, who, first, day=date(2026, 11, 5))
    assert await life.missed() == ()


async def test_a_talk_that_fell_due_meanwhile_comes_on_the_card_and_is_not_asked_again(
    library: Library,
) -> None:
    life, boss = Life(library), Person(PersonId("boss"), role=Role.MANAGER)
    new = replace(AWAY, manager=boss.id, start=date(2026, 10, 13))
    await settle_in(life.store, boss, new)
    await life.until(FRIDAY)
    assert life.came() == [CARD]
    assert MessageSent("talk", "", Reached.TOGETHER) in await life.facts()
    assert (await states(life.store, "talk"))["ana"] == (DeliveryState.REFUSED, "together")
    assert (await states(life.store, "talk"))["boss"] == (DeliveryState.DELIVERED, "")


async def test_a_manager_who_was_away_gets_one_line_about_their_team(library: Library) -> None:
    life = Life(library)
    boss = replace(AWAY, id=PersonId("boss"), role=Role.MANAGER)
    people = [
        Person(PersonId(f"new-{number}"), manager=boss.id, start=date(2026, 10, 13)) for number in range(3)
    ]
    await settle_in(life.store, boss, *people)
    assert await life.missed(boss) == (COI, Missed("team", ""))
    await life.until(datetime(2026, 11, 30, 22, 0, tzinfo=UTC))
    assert life.came("boss") == [CARD], "nothing else of onboarding for seven days"
    found = [each for each in await life.store.deliveries.find("talk") if each.key.addressee == "boss"]
    assert {(each.state, each.reason) for each in found} == {(DeliveryState.REFUSED, "together")}
    await life.until(FRIDAY)
    assert life.came("boss") == [CARD, Ref("team", "")], "as in every later week"


async def test_a_talk_that_is_settled_or_asked_or_has_nobody_else_is_not_missed(library: Library) -> None:
    boss = Person(PersonId("boss"), role=Role.MANAGER)
    new = replace(AWAY, manager=boss.id, start=date(2026, 10, 13))
    talk = Missed("talk", "onboarding")

    async def missed(*facts: Fact, manager: Person | None = boss, who: Person = new) -> Sequence[Missed]:
        life = Life(library)
        await settle_in(life.store, *([manager] if manager else []), facts=(NoticeSeen(1),))
        await settle_in(life.store, who, facts=())
        await happen(life.store, who, NoticeSeen(1), day=date(2026, 10, 13))
        await happen(life.store, who, *facts, day=date(2026, 11, 20))
        return (await life.missed(who)) or ()

    assert await missed() == (COI, talk)
    assert await missed(TalkConfirmed("onboarding", Side.EMPLOYEE, boss.id)) == (COI,)
    assert await missed(MessageSent("talk", "", Reached.DELIVERED)) == (COI,)
    assert await missed(manager=None) == (COI,)
    assert await missed(manager=replace(boss, end=date(2026, 11, 1))) == (COI,)
    assert await missed(who=replace(new, start=date(2026, 10, 26))) == (COI,), "due after the return"


async def test_a_talk_that_came_on_a_card_is_told_from_the_next_one(library: Library) -> None:
    """A departure that is asked about later is another talk, and so is one whose words are gone."""
    life, boss = Life(library), Person(PersonId("boss"), role=Role.MANAGER)
    leaver = replace(AWAY, manager=boss.id, start=date(2026, 10, 13), end=date(2026, 12, 10))
    await settle_in(life.store, boss, leaver)
    await life.until(datetime(2026, 12, 10, 22, 0, tzinfo=UTC))
    assert life.came() == [CARD, Ref("talk", "departure")]
