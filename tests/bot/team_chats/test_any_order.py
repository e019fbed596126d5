"""Whatever people press at once, over two processes, the charter is the one that their dots imply."""

import asyncio
import os
from collections import Counter
from random import Random

import pytest

from bot.heard import Shown
from content.model import Library
from dialogs.team_sessions.charter_states import Agreeing, Choosing, Closed, Posted, Wording
from tests.bot.team_chats.crowd import Crowd, busy_memory
from tests.bot.team_chats.team import CHAT, LEAD, options

PEOPLE = 12
SEEDS = 80 if os.environ.get("ETHOS_TORTURE") else 8


class Dotting(Crowd):
    """People who press at the same time, each in the process that chance gives them, some of them twice."""

    async def begins(self, kind: str, **inputs: str) -> Shown:
        shown = await super().begins(kind, **inputs)
        self.first = self.room.newest
        return shown

    async def at_once(self, verb: str, given: dict[str, dict[str, str]]) -> None:
        """Have everybody named press what they were shown last, in any order, with old cards in between."""
        presses = [self._press(who, verb, inputs) for who, inputs in given.items()]
        stands = len(self.room.cards) == 1  # Then whoever leads would go on with it.
        presses += [self._stale(who) for who in self.dice.sample(self.people[stands:], 4)]
        self.dice.shuffle(presses)
        await asyncio.gather(*presses)

    async def _press(self, who: str, verb: str, inputs: dict[str, str]) -> None:
        card = self.shown[who]
        for _ in range(self.dice.choice((1, 1, 2))):
            self.shown[who] = await self.sends(who, verb, card, inputs)

    async def _stale(self, who: str) -> None:
        """Press a button of the very first card, as it was."""
        verb = self.dice.choice(("charter-take-part", "session-on", "charter-choose", "charter-approve-en"))
        await self.sends(who, verb, self.first)


@pytest.mark.parametrize("seed", range(SEEDS))
async def test_the_charter_is_what_the_dots_imply(library: Library, seed: int) -> None:
    dice = Random(seed)
    dots = [dice.randrange(4) for _ in range(PEOPLE)]
    await played(library, seed, [0] * PEOPLE if seed == 0 else dots)


async def played(library: Library, seed: int, dots: list[int]) -> None:
    team = Dotting(library, PEOPLE, store=busy_memory(seed), seed=seed)
    await team.gathers()
    await team.begins("charter")
    await team.all_look()
    await team.at_once("charter-take-part", {who: {} for who in team.people})
    await team.goes_on()
    await team.all_look()
    words = {who: {"words": f"line of {who}", "language": "fr"} for who in team.people}
    await team.at_once("charter-keep", words)
    await team.goes_on()
    await team.goes_on()
    await team.all_look()
    offered = options(team.shown[LEAD], "lines")
    assert len(offered) == PEOPLE
    chosen = {
        who: Random(each).sample(offered, each % 4) for who, each in zip(team.people, dots, strict=True)
    }
    await team.at_once("charter-choose", {who: {"lines": ",".join(own)} for who, own in chosen.items()})
    counts = Counter(line for own in chosen.values() for line in own)
    assert isinstance((await team.standing()).session, Choosing)
    await team.goes_on()
    state = (await team.standing()).session
    if not counts:
        assert isinstance(state, Choosing)
        return
    assert isinstance(state, Wording)
    taken = {top.name for top in state.chosen}
    assert 4 <= len(taken) <= 6
    assert min(counts[line] for line in taken) >= max(counts[line] for line in set(offered) - taken)
    await agreed(team, seed)


async def agreed(team: Dotting, seed: int) -> None:
    """Word every line, let some approve, and see that only a majority in both languages posts it."""
    for line in options(await team.looks(LEAD), "line"):
        await team.fresh(LEAD, "charter-word", line=line)
        await team.presses(LEAD, "charter-worded", en=f"we {line[:4]}", fr=f"on {line[:4]}")
    await team.goes_on()
    yes = {language: Random(seed + nth).randint(5, PEOPLE) for nth, language in enumerate(("en", "fr"))}
    for language, count in yes.items():
        await team.all_look()
        await team.at_once(f"charter-approve-{language}", {who: {} for who in team.people[:count]})
    before = (await team.standing()).session
    assert isinstance(before, Agreeing)
    await team.goes_on()
    state = (await team.standing()).session
    if min(yes.values()) * 2 <= PEOPLE:
        assert isinstance(state, Agreeing)
        return
    assert isinstance(state, Posted)
    assert len(state.charter) == len(before.chosen)
    session = await team.sessions.of_thread(CHAT.id)
    assert session is not None
    await team.goes_on()
    for talk in team.processes:
        outcome = await talk.sittings.outcome(session)
        assert outcome is not None
        assert outcome.session == Closed(state.charter, PEOPLE)
