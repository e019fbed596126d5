"""Three hundred people who answer a scenario in a chat as chance has them do, and what they were told."""

import asyncio
from collections.abc import Awaitable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.heard import Press, Shown
from bot.team_chats.ports import Chat
from dialogs.people import PersonId
from dialogs.team_sessions.meeting import Meeting
from dialogs.team_sessions.scenario_cards import options_of
from tests.bot.team_chats.crowd import Crowd
from tests.bot.team_chats.team import CHAT, LEAD, WHERE

SUBJECT, BEFORE = "M01", "M04"
"""The module of the session, and the one of a session before it, whose cards are still about."""

VISITORS = ("visitor-0", "visitor-1")
"""People who are not in the chat when the session begins, and press its card."""

OTHER_CHAT = Chat("chat-two", WHERE, "Finance")
SECOND = "p01"
"""Another manager, who takes the session over."""

DONE = {"session.said.kept", "session.said.same"}
FULL, UNKNOWN = "session.full", "session.said.unknown"
LATE = frozenset({"session.said.too-late", "session.said.not-now"})
"""What is said to presses after the split: on a card from before it, and on one of the split itself."""
NOWHERE = ("of-nobody", "")
"""Options that no card offers."""

Step = tuple[str, str]
"""What somebody does, and the option that it is about."""


@dataclass
class Answering(Crowd):
    """People who answer, and what each of them was told last of what counts."""

    count: int = 300
    managers: frozenset[str] = frozenset({LEAD, SECOND})
    last: dict[str, tuple[str, ...]] = field(default_factory=dict)
    left: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.options = options_of(self.library.modules[SUBJECT])
        self.branches: Mapping[str, tuple[str, ...]] = dict(self.options)

    async def opens(self) -> None:
        """Begin a session after one that ended without a split; everybody has its card before them."""
        await self.gathers()
        await self.begins("scenario", subject=BEFORE)
        self.of_before = self.room.newest
        await self.fresh(LEAD, "session-close")
        await self.presses(LEAD, "session-really-close")
        await self.begins("scenario", subject=SUBJECT)
        self.shared = self.room.newest
        self.shown = dict.fromkeys([*self.people, *VISITORS], self.shared)
        session = await self.sessions.of_thread(CHAT.id)
        assert session is not None
        self.session = session

    async def meetings(self) -> list[Meeting]:
        """Return the session as each process reads it."""
        found = [await talk.sittings.meeting(self.session) for talk in self.processes]
        return [each for each in found if isinstance(each, Meeting)]

    async def seats(self, people: Iterable[str]) -> dict[str, str]:
        """Return where each of them sits while the session is open."""
        found = {who: await self.sessions.seat(self.session, PersonId(who)) for who in people}
        return {who: seat for who, seat in found.items() if seat is not None}

    async def seen_by(self, people: Iterable[str]) -> list[Shown]:
        """Return what each of them sees, in every process."""
        return [await talk.look(CHAT, PersonId(who)) for who in people for talk in self.processes]

    # What chance has people do

    def life(self, who: str, target: str) -> list[Step]:
        """Return what somebody does, who ends with `target`. Those who lead stay in the chat."""
        dice, steps = self.dice, list[Step]()
        if dice.random() < 0.3:
            steps += [("pick", dice.choice([*self.branches, *NOWHERE])), *self.further()]
        steps += [("pick", target), *self.further()]
        if who not in self.managers and dice.random() < 0.1:  # The answer of somebody who leaves stays.
            steps += [("leave", ""), *dice.choice(([], [("pick", target)]))]
        return steps

    def further(self) -> list[Step]:
        """Return what somebody presses on the card that follows an answer, or on the one before that."""
        then = [each for steps in self.branches.values() for each in steps]
        ways: Sequence[list[Step]] = (
            [],
            [("then", self.dice.choice(then))],
            [("then", self.dice.choice(then)), ("then", self.dice.choice(then))],
            [("old-then", self.dice.choice(then))],
        )
        return self.dice.choice(ways)

    async def lives(self, who: str, steps: Iterable[Step]) -> None:
        """Do one thing after the other, each in any process, some of them in all at once."""
        before = card = self.shown[who]
        for verb, option in steps:
            if verb == "leave":
                self.left.add(who)
                await self.any_process.left(CHAT, PersonId(who))
                continue
            if verb == "pick":
                before, card = card, await self.picks(who, card, option)
            else:
                card = await self.picks_again(who, before if verb == "old-then" else card, option)
        self.shown[who] = card

    async def picks(self, who: str, on: Shown, option: str) -> Shown:
        known, same = option in self.branches, self.last.get(who, ("",))[0] == option
        shown, told = await self._hears(who, "scenario-pick", on, option)
        if told <= DONE:
            assert known
            assert who in self.left or ("session.said.kept" in told) is not same
            self.left.discard(who)
            self.last[who] = self.last[who] if same else (option,)
        else:
            assert told <= (self.refusals if known else self.refusals | {UNKNOWN})
        return shown

    async def picks_again(self, who: str, on: Shown, option: str) -> Shown:
        """Answer the second question, which only the card of an option that leads further asks."""
        shown, told = await self._hears(who, "scenario-then", on, option)
        own = self.last.get(who, ("",))
        if told <= DONE:
            assert option in self.branches[own[0]]
            assert who in self.left or ("session.said.kept" in told) is not (own == (own[0], option))
            self.last[who] = (own[0], option)
        else:
            assert told <= self.refusals | {UNKNOWN, "session.said.not-now"}
        return shown

    async def _hears(self, who: str, verb: str, on: Shown, option: str) -> tuple[Shown, set[str]]:
        press = Press(verb, on.token, {"option": option})
        through = self.processes if self.dice.random() < 0.3 else [self.any_process]
        shown = await asyncio.gather(*(talk.press(CHAT, PersonId(who), press) for talk in through))
        told = {each.view.note for each in shown}
        assert "session.away" not in {each.view.card for each in shown}
        assert FULL not in told or who in {*self.left, *VISITORS}
        # Who was told in one process that it was kept, and by the other that it was too late, was heard.
        return shown[-1], told & DONE or told

    refusals: frozenset[str] = frozenset({FULL})
    """What may be said to somebody who did nothing wrong."""

    # What others do meanwhile

    def noise(self) -> list[Awaitable[object]]:
        """Return presses that change nothing, by people who may not, on cards of another time or place."""
        who = self.dice.sample(self.people[2:], 10)
        return [
            *(self._nothing(each, "session-on", self.shared, "session.said.not-yours") for each in who[:3]),
            *(
                self._nothing(each, "scenario-pick", self.of_before, "session.said.closed")
                for each in who[3:6]
            ),
            *(self._nothing(each, "charter-choose", self.shared, UNKNOWN, *LATE) for each in who[6:8]),
            self._nothing(who[7], "session-really-close", self.shared, "session.said.not-yours"),
            self._nothing(who[8], "scenario-taken", self.shared, "session.said.not-yours", words="mine"),
            self._nothing(SECOND, "scenario-begin", self.shared, "session.begin.open", subject=BEFORE),
            self._from_elsewhere(who[9]),
        ]

    async def _nothing(self, who: str, verb: str, on: Shown, *notes: str, **inputs: str) -> None:
        given = {"option": self.options[0][0], "language": "en", **inputs}
        shown = await self.sends(who, verb, on, given)
        assert shown.view.note in notes or (shown.view.note == FULL and who in self.left)

    async def _from_elsewhere(self, who: str) -> None:
        """Press the card of this chat where somebody took it to another one."""
        press = Press("scenario-pick", self.shared.token, {"option": self.options[0][0]})
        shown = await self.any_process.press(OTHER_CHAT, PersonId(who), press)
        assert shown.view.card == "session.elsewhere"

    async def on(self, who: str, card: Shown) -> list[str]:
        """Go on, in every process at once; return what was told of it, sorted."""
        press = Press("session-on", card.token)
        shown = await asyncio.gather(*(talk.press(CHAT, PersonId(who), press) for talk in self.processes))
        assert "session.away" not in {each.view.card for each in shown}
        return sorted(each.view.note for each in shown)

    async def takes_over(self, who: str) -> None:
        """Take the session over, and go on with it at once."""
        shown = await self.sends(who, "session-take-over", self.shared)
        assert shown.view.note == "session.said.taken-over"
        await self.on(who, self.shared)

    async def at_once(self, doings: list[Awaitable[object]]) -> None:
        """Have everything happen, in any order."""
        self.dice.shuffle(doings)
        await asyncio.gather(*doings)
