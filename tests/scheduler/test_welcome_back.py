"""Whoever was away gets one card for everything that was missed, or each thing by itself; never both."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest

from content.model import Audience, DutyRun, Ladder, Library, Organization, Reminders, Stage
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
from dialogs.flow import Ref
from dialogs.people import Person, PersonId, Role
from dialogs.plans import Missed
from scheduler.campaigns import Campaigns
from scheduler.leaving import Leaving
from scheduler.ports import Outcome as Ended
from scheduler.ports import Refused, Uncertain
from scheduler.talks import Talks
from scheduler.tick import tick
from scheduler.welcome_back import Missing, Returns
from storage.campaigns import duty_run
from storage.memory import open_memory
from storage.ports import Address, Delivery, DeliveryState, Settlement, Store
from tests.scheduler.living import (
    ANA,
    HERE,
    MONDAY,
    Channel,
    Clock,
    answering,
    happen,
    organization,
    sender,
    settle_in,
    states,
)
from tests.scheduler.sending import changes, communication, files, session

AWAY = replace(ANA, leave_from=date(2026, 11, 2), leave_to=date(2026, 11, 20))
"""Back on Saturday, November 21, and at work on Monday morning."""

BACK, TODAY = "2026-11-21", date(2026, 11, 23)
CARD = Ref("welcome-back", BACK)
COI = Missed("coi", "2026-Q4")
GIFTS = Missed("communication", "gifts")
NEWS = communication(first_day=date(2026, 11, 10), last_day=date(2026, 11, 30))
OVER = communication(first_day=date(2026, 11, 10), last_day=date(2026, 11, 13), stage=Stage.CLOSED)


class Life:
    """A store with somebody away, and beats as app.py makes them."""

    def __init__(self, library: Library, employer: Organization | None = None) -> None:
        self.library, self.organization = library, employer or organization()
        self.store: Store = open_memory()
        self.clock, self.channel = Clock(datetime(2026, 11, 9, 15, 0, tzinfo=UTC)), Channel()
        self.restart()

    def restart(self) -> None:
        lists = self.library.checklists
        self.talks = Talks(self.store, self.organization, lists, HERE)
        self.campaigns = Campaigns(self.store, self.organization, HERE)
        self.returns = Returns(self.store, self.organization, lists, HERE)
        self.leaving = Leaving(self.store, self.organization, lists)

    async def owes(self, *, returns: bool = True) -> None:
        now = self.clock.now
        await tick(now, self.store, self.organization, channels=HERE, merged=self.leaving.merged)
        await self.talks(now)
        await self.campaigns(now)
        if returns:
            await self.returns(now)

    async def sends(self) -> None:
        await sender(
            self.store,
            self.channel,
            self.clock,
            organization=self.organization,
            checklists=self.library.checklists,
        ).drain()

    async def until(self, day: datetime, *, every_minutes: int = 60) -> None:
        while self.clock.now < day:
            await self.owes()
            await self.sends()
            self.clock.forward(minutes=every_minutes)

    def came(self, who: str = "ana") -> list[Ref]:
        return [ref for addressee, ref, _ in self.channel.sent if addressee == who]

    async def facts(self, who: Person = ANA) -> list[Fact]:
        life = await self.store.ledger.life(who.id)
        return [each.fact for each in life.facts if isinstance(each.fact, MessageSent | ReminderSent)]

    async def missed(self, who: Person = AWAY, today: date = TODAY) -> tuple[Missed, ...] | None:
        facts = (await self.store.ledger.life(who.id)).facts
        missing = Missing(self.store, self.organization, self.library.checklists)
        found = await missing.missed(who, facts, today)
        return found[1] if found else None


@pytest.fixture
async def life(library: Library) -> Life:
    made = Life(library)
    await settle_in(made.store, AWAY)
    return made


FRIDAY = datetime(2026, 12, 4, 22, 0, tzinfo=UTC)


async def test_two_things_that_were_missed_come_on_one_card_and_never_again(life: Life) -> None:
    await files(life.store, ("gifts", NEWS))
    await life.until(FRIDAY)
    assert life.came() == [CARD]
    assert await life.facts() == [
        MessageSent("welcome-back", BACK, Reached.DELIVERED),
        ReminderSent("coi", "2026-Q4", 1, Reached.TOGETHER),
        MessageSent("communication", "gifts", Reached.TOGETHER),
    ]
    (card,) = await life.store.deliveries.find("welcome-back")
    assert card.due == datetime(2026, 11, 23, 13, 0, tzinfo=UTC), "Monday morning"
    place = next(kept for kept in (await life.store.ledger.life(ANA.id)).conversations if kept.arrived)
    assert (place.conversation.flow, place.conversation.key) == ("welcome-back", BACK)


async def test_one_thing_comes_by_itself_as_on_any_other_day(life: Life) -> None:
    await life.until(FRIDAY)
    assert life.came() == [Ref("coi", "2026-Q4")]
    assert await life.facts() == [ReminderSent("coi", "2026-Q4", 1, Reached.DELIVERED)]
    assert await states(life.store, "welcome-back") == {}


async def test_whoever_was_never_away_gets_each_by_itself(life: Life) -> None:
    await settle_in(life.store, ANA, facts=())
    await files(life.store, ("gifts", NEWS))
    await life.until(FRIDAY)
    assert life.came() == [Ref("coi", "2026-Q4"), Ref("communication", "gifts")]


async def test_peace_that_is_over_ends_with_one_card_too(life: Life) -> None:
    await settle_in(life.store, ANA, facts=())
    await happen(life.store, ANA, Snoozed(date(2026, 11, 24)), day=date(2026, 11, 9))
    await files(life.store, ("gifts", NEWS))
    await life.until(FRIDAY)
    assert life.came() == [Ref("welcome-back", "2026-11-24")]


async def test_peace_that_was_taken_back_ends_on_that_day(life: Life) -> None:
    await settle_in(life.store, ANA, facts=())
    await happen(life.store, ANA, Snoozed(date(2026, 11, 24)), day=date(2026, 11, 9))
    await files(life.store, ("gifts", NEWS))
    await life.until(datetime(2026, 11, 12, 15, 0, tzinfo=UTC))
    assert life.came() == []
    await happen(life.store, ANA, Snoozed(date(2026, 11, 12)), day=date(2026, 11, 12))
    await life.until(FRIDAY)
    assert life.came() == [Ref("welcome-back", "2026-11-12")]


# Nobody gets both -----------------------------------------------------------------------------------


@pytest.mark.parametrize("first", ["single", "card"])
async def test_a_process_that_has_not_looked_yet_makes_the_card_itself(life: Life, first: str) -> None:
    """One beat owes the single messages and sends, before any has looked who is back."""
    await files(life.store, ("gifts", NEWS))
    life.clock.now = MONDAY
    await life.owes(returns=first == "card")
    await life.sends()
    assert life.came() == [CARD]
    waiting = await states(life.store, "coi")
    life.clock.forward(minutes=20)
    await life.owes()
    await life.sends()
    assert life.came() == [CARD]
    assert waiting["ana"][1] == "together"
    assert await states(life.store, "coi") == {"ana": (DeliveryState.REFUSED, "together")}
    assert await states(life.store, "communication") == {"ana": (DeliveryState.REFUSED, "together")}


async def test_what_was_owed_before_somebody_went_away_is_on_the_card(life: Life) -> None:
    await settle_in(life.store, ANA, facts=())
    await files(life.store, ("gifts", NEWS))
    life.clock.now = datetime(2026, 11, 10, 12, 59, tzinfo=UTC)
    await life.owes()
    await settle_in(life.store, AWAY, facts=())
    await life.until(FRIDAY)
    assert life.came() == [CARD]


async def test_a_card_that_is_refused_holds_nothing_up(life: Life) -> None:
    await files(life.store, ("gifts", NEWS))
    blocked: list[Ended] = [Refused("blocked")]
    life.channel.plans["ana"] = answering(*blocked, *[Refused("blocked")])
    life.clock.now = MONDAY
    await life.owes()
    await life.sends()
    assert await life.facts() == [MessageSent("welcome-back", BACK, Reached.REFUSED)]
    del life.channel.plans["ana"]
    await life.until(FRIDAY)
    assert life.came() == [CARD, Ref("coi", "2026-Q4"), Ref("communication", "gifts")]


async def test_a_card_of_which_nobody_knows_whether_it_arrived_is_not_followed_by_its_parts(
    life: Life,
) -> None:
    await files(life.store, ("gifts", NEWS))
    life.channel.plans["ana"] = answering(Uncertain("time-out"))
    await life.until(FRIDAY)
    assert life.came() == [CARD]
    assert (await life.facts())[0] == MessageSent("welcome-back", BACK, Reached.UNCERTAIN)


async def test_a_card_whose_sender_never_came_back_counts_with_its_parts(life: Life) -> None:
    await files(life.store, ("gifts", NEWS))
    life.clock.now = MONDAY
    await life.owes()
    while [each.key.source for each in await claimed(life)] != ["welcome-back"]:
        pass
    life.clock.forward(minutes=6)
    await life.owes()
    assert await life.facts() == [
        MessageSent("welcome-back", BACK, Reached.UNCERTAIN),
        ReminderSent("coi", "2026-Q4", 1, Reached.TOGETHER),
        MessageSent("communication", "gifts", Reached.TOGETHER),
    ]
    life.clock.forward(minutes=60)
    await life.sends()
    assert life.came() == []


async def claimed(life: Life) -> Sequence[Delivery]:
    """Take one message, as a sender that is killed then; anything but a card goes back for later."""
    (taken,) = await life.store.deliveries.claim(life.clock.now, 1, timedelta(minutes=5))
    if taken.key.source != "welcome-back":
        back = Settlement(DeliveryState.OWED, due=life.clock.now + timedelta(minutes=30))
        await life.store.deliveries.settle(taken.key, back)
    return [taken]


async def test_whoever_answered_meanwhile_gets_the_rest_by_itself(life: Life) -> None:
    await files(life.store, ("gifts", NEWS))
    life.clock.now = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)
    await life.owes()
    await happen(life.store, ANA, ReminderAnswered("coi", "2026-Q4", Outcome.FILED), day=date(2026, 11, 22))
    await life.until(FRIDAY)
    assert life.came()[-1] == Ref("communication", "gifts")
    assert await states(life.store, "welcome-back") == {"ana": (DeliveryState.REFUSED, "answered")}


async def test_a_card_without_room_is_dropped_with_its_time_and_so_is_the_rest(life: Life) -> None:
    long_ago = date(2026, 1, 5)
    store = open_memory()
    life.store = store
    life.restart()
    await settle_in(store, AWAY, facts=())
    await happen(store, AWAY, NoticeSeen(1), day=long_ago)
    await happen(store, AWAY, *[MessageSent("team", "", Reached.DELIVERED)] * 6, day=date(2026, 10, 5))
    await files(store, ("gifts", NEWS))
    life.clock.now = MONDAY
    await life.owes()
    for _ in range(3):
        await life.sends()
        life.clock.forward(minutes=20)
    assert life.came() == []
    assert await states(store, "welcome-back") == {"ana": (DeliveryState.REFUSED, "budget")}


async def test_a_card_of_communications_leaves_what_the_law_asks_for_its_room(library: Library) -> None:
    """The reminder that is still to come this quarter keeps the last place."""
    late = Reminders(duty="coi", spread_days=80)
    life = Life(library, organization(reminders=[late], budget={"per_quarter": 6}))
    people = [replace(AWAY, id=PersonId(f"p{number}")) for number in range(200)]
    for each in people:
        await settle_in(life.store, each, facts=())
        await happen(life.store, each, NoticeSeen(1), day=date(2026, 1, 5))
        if await life.missed(each) == ():
            break
    await happen(life.store, each, *[MessageSent("team", "", Reached.DELIVERED)] * 5, day=date(2026, 10, 5))
    await files(life.store, ("gifts", NEWS), ("over", OVER))
    life.clock.now = MONDAY
    await life.returns(MONDAY)
    await life.sends()
    found = await states(life.store, "welcome-back")
    assert found[each.id] == (DeliveryState.REFUSED, "budget")


# What is missed -------------------------------------------------------------------------------------


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


# Looking ----------------------------------------------------------------------------------------------


async def test_it_looks_once_an_hour_and_owes_one_card(life: Life) -> None:
    await files(life.store, ("gifts", NEWS))
    life.clock.now = MONDAY
    look = partial(life.returns, MONDAY)
    assert (await look(), await look()) == (1, 0)
    assert await life.returns(MONDAY + timedelta(hours=1)) == 0
    life.restart()
    assert await life.returns(MONDAY) == 0


@pytest.mark.parametrize(
    ("days", "owed"), [(0, 1), (13, 1), (14, 0)], ids=["first day", "two weeks", "too late"]
)
async def test_it_is_owed_within_two_weeks_of_the_return(life: Life, days: int, owed: int) -> None:
    await files(life.store, ("gifts", NEWS.model_copy(update={"last_day": date(2026, 12, 30)})))
    at = datetime(2026, 11, 21, 15, 0, tzinfo=UTC) + timedelta(days=days)
    assert await life.returns(at) == owed


async def test_nobody_is_owed_a_card_who_left_or_is_reached_elsewhere(life: Life) -> None:
    await files(life.store, ("gifts", NEWS))
    await life.store.people.learn(AWAY.id, Address("terminal"))
    assert await life.returns(MONDAY) == 0
    await life.store.people.learn(AWAY.id, Address("local"))
    await life.store.people.bring_in([replace(AWAY, end=date(2026, 11, 20))])
    assert await life.returns(MONDAY + timedelta(hours=1)) == 0


async def test_a_card_of_an_earlier_return_is_dropped(life: Life) -> None:
    await files(life.store, ("gifts", NEWS))
    life.clock.now = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)
    await life.owes()
    longer = replace(AWAY, leave_to=date(2026, 11, 25))
    await settle_in(life.store, longer, facts=())
    await life.until(FRIDAY)
    assert life.came() == [Ref("welcome-back", "2026-11-26")]
    cards = {each.key.occurrence: each.reason for each in await life.store.deliveries.find("welcome-back")}
    assert cards == {BACK: "answered", "2026-11-26": ""}
