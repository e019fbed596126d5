"""In whatever order people press, managers change and days pass: nobody learns early, nobody is nudged."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.heard import Press
from content.model import Library
from dialogs.facts import Side, TalkConfirmed
from dialogs.people import Person, PersonId
from dialogs.views import View
from storage.ports import DeliveryKey, DeliveryState
from tests.bot.team_office import BOSS, NEW, OTHER_BOSS, TeamOffice

MANAGERS = (BOSS, OTHER_BOSS)
Who = Literal["new", "boss", "chief"]
WHO = st.sampled_from(["new", "boss", "chief"])
VERBS = st.sampled_from(["talked", "look", "talked", "look", "not-yet", "guide"])


@dataclass(frozen=True)
class Presses:
    """Somebody presses a button about the talk, or only looks; `team`: on the team card."""

    who: Who
    verb: str
    team: bool


@dataclass(frozen=True)
class Moves:
    """The staff list names another manager, or nobody."""

    to: Person | None


@dataclass(frozen=True)
class Passes:
    """Days pass, and the clock ticks."""

    days: int


Step = Presses | Moves | Passes
STEPS: st.SearchStrategy[list[Step]] = st.lists(
    st.one_of(
        st.builds(Presses, WHO, VERBS, st.booleans()),
        st.builds(Moves, st.sampled_from([BOSS, OTHER_BOSS, OTHER_BOSS, None])),
        st.builds(Passes, st.integers(0, 4)),
    ),
    min_size=2,
    max_size=12,
)
ONE_TAP_EACH_WAY: list[list[Step]] = [
    [Presses("new", "talked", team=False), Presses("boss", "look", team=True), Passes(4)],
    [Presses("boss", "talked", team=True), Presses("new", "look", team=False), Passes(4)],
    [Presses("boss", "talked", team=True), Moves(OTHER_BOSS), Presses("new", "talked", team=False)],
]


@dataclass
class World:
    """An office that lives through the steps; taps of people in `silent` never happen here."""

    library: Library
    silent: frozenset[str] = frozenset()
    seen: dict[str, list[View]] = field(default_factory=dict)
    until: dict[str, int] = field(default_factory=dict)

    async def lives(self, steps: Sequence[Step]) -> None:
        self.office = TeamOffice(self.library)
        await self.office.hired(*MANAGERS, NEW)
        self.cards = {
            who: await self.office.opens_talk("new") if who == "new" else None
            for who in ("new", "boss", "chief")
        }
        for step in steps:
            await self._one(step)
            await self._note()

    async def _one(self, step: Step) -> None:
        match step:
            case Moves(to):
                await self.office.reports_to(to)
            case Passes(days):
                self.office.later(days=days)
                await self.office.ticks()
            case Presses(who, verb, team):
                verb = "look" if verb == "talked" and who in self.silent else verb
                self.seen.setdefault(who, []).append(
                    await self._presses(who, verb, team=team and who != "new")
                )

    async def _presses(self, who: str, verb: str, *, team: bool) -> View:
        if team:
            shown = await self.office.types(who, "team")
            inputs = {"who": "onboarding~new"} if verb == "talked" else {}
            return (
                shown.view if verb == "look" else (await self.office.presses(who, verb, None, **inputs)).view
            )
        if who == "new":
            shown = await self.office.opens_talk("new")
        else:
            key = PersonId(who)
            asked = [each for each in self.office.came.get(key, []) if each.view.card.startswith("talk")]
            if not asked:
                return (await self.office.types(who, "team")).view
            shown = await self.office.hears(who, Press("guide", asked[-1].token))
        return shown.view if verb == "look" else (await self.office.presses(who, verb)).view

    async def _note(self) -> None:
        """Remember how much everybody had seen before anything was confirmed by both."""
        if await self.both():
            return
        for who in ("new", "boss", "chief"):
            self.until[who] = len(self.seen.get(who, ()))
            self.until[f"{who} came"] = len(self.office.came.get(PersonId(who), ()))

    async def both(self) -> bool:
        employee, *managers = [
            {each.fact for each in (await self.office.store.ledger.life(who.id)).facts}
            for who in (NEW, *MANAGERS)
        ]
        return any(
            TalkConfirmed("onboarding", Side.EMPLOYEE, manager.id) in employee
            and TalkConfirmed("onboarding", Side.MANAGER, NEW.id) in facts
            for manager, facts in zip(MANAGERS, managers, strict=True)
        )

    async def sent(self) -> Counter[DeliveryKey]:
        """Count the messages by what they are about and to whom; which round it was does not matter."""
        found = [await self.office.store.deliveries.find(source) for source in ("talk", "team")]
        delivered = (each for every in found for each in every if each.state is DeliveryState.DELIVERED)
        return Counter(replace(each.key, nth=1) for each in delivered)


def same_until_both(world: World, other: World, who: str) -> bool:
    """Tell whether somebody saw and got the same in two worlds, before both had confirmed in the first."""
    views, came = world.until.get(who, 0), world.until.get(f"{who} came", 0)
    mine = [shown.view for shown in world.office.came.get(PersonId(who), [])[:came]]
    theirs = [shown.view for shown in other.office.came.get(PersonId(who), [])[:came]]
    return world.seen.get(who, [])[:views] == other.seen.get(who, [])[:views] and mine == theirs


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
@example(steps=ONE_TAP_EACH_WAY[0])
@example(steps=ONE_TAP_EACH_WAY[1])
@example(steps=ONE_TAP_EACH_WAY[2])
def test_nobody_learns_the_others_tap_before_both_have_confirmed(library: Library, steps: list[Step]) -> None:
    async def lives() -> None:
        world = World(library)
        await world.lives(steps)
        for who in ("new", "boss", "chief"):
            alone = World(library, silent=frozenset({"new", "boss", "chief"} - {who}))
            await alone.lives(steps)
            assert same_until_both(world, alone, who), who

    asyncio.run(lives())


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
@example(steps=ONE_TAP_EACH_WAY[0])
@example(steps=ONE_TAP_EACH_WAY[1])
def test_no_message_leaves_because_somebody_pressed(library: Library, steps: list[Step]) -> None:
    async def lives() -> None:
        pressed, untouched = World(library), World(library)
        await pressed.lives(steps)
        await untouched.lives([step for step in steps if not isinstance(step, Presses)])
        assert await pressed.sent() <= await untouched.sent()

    asyncio.run(lives())


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_what_both_have_confirmed_stays_confirmed(library: Library, steps: list[Step]) -> None:
    async def lives() -> None:
        world = World(library)
        await world.lives(steps)
        card = (await world.office.opens_talk("new")).view.card
        assert (card == "talk.both") is await world.both()

    asyncio.run(lives())
