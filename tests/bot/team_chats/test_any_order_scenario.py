"""Whatever three hundred people press at once, over two processes, the split is what they answered last."""

import asyncio
import os
import shutil
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import pytest

from content.model import Library
from dialogs.team_sessions.scenario import Answering as Alone
from dialogs.team_sessions.scenario import Revealed, ScenarioClosed, Told
from dialogs.views import View
from storage.keys import MemoryKeys
from tests.bot.office import Chance
from tests.bot.team_chats.answering import LATE, SECOND, SUBJECT, VISITORS, Answering
from tests.bot.team_chats.crowd import busy_memory
from tests.bot.team_chats.team import CHAT, LEAD
from tests.bot.team_chats.test_forgotten import seats_of
from tests.dialogs.team_sessions.scenario_oracle import Seconds, plain, split_of
from tests.storage.reading_back import Database, Lying, lying_on, read_back
from tests.storage.sitting import keys_in

LONG = bool(os.environ.get("ETHOS_TORTURE"))
SEEDS = 20 if LONG else 1

SHAPES: Mapping[str, type] = {
    "all differ": dict,
    "many answer": dict,
    "all agree": list,
    "all but two agree": list,
    "all but three agree": dict,
    "nine answer": list,
    "four answer": type(None),
    "nobody answers": type(None),
}
"""How answers may lie, and whether numbers, two names or nothing may be shown of them."""

IN_MEMORY = [shape for shape in SHAPES if LONG or shape not in {"many answer", "all but two agree"}]
ON_A_MEDIUM = "all differ" if LONG else "many answer"


def wanted(team: Answering, shape: str) -> dict[str, str]:
    """Return who is to end with which option; the others never answer."""
    dice, options = team.dice, list(team.branches)
    everybody = [*team.people, *VISITORS]
    most, *others = dice.sample(options, len(options))
    match shape.split():
        case "all", "differ":
            return {who: dice.choice(options) for who in everybody if dice.random() < 0.9}
        case "all", *but, "agree":
            apart = dice.sample(team.people, {"two": 2, "three": 3}[but[-1]] if but else 0)
            return {who: dice.choice(others) if who in apart else most for who in everybody}
        case number, _:
            some = dice.sample(everybody, {"many": 120, "nine": 9, "four": 4, "nobody": 0}[number])
            return {who: dice.choice(options) for who in some}
        case _:
            raise ValueError(shape)


# The whole of a session ---------------------------------------------------------------------------------


async def held(team: Answering, shape: str) -> Told:
    """Hold a whole session, but its closing, and compare it with what people were told of their presses."""
    await team.opens()
    calls, ends = list(team.room.calls), wanted(team, shape)
    most = Counter(ends.values()).most_common(1)
    slow = {who for who in ends if len(ends) > 9 and ends[who] == most[0][0] and team.dice.random() < 0.1}
    lives = [team.lives(who, team.life(who, target)) for who, target in ends.items() if who not in slow]
    await team.at_once([*lives, *team.noise()])
    assert team.room.calls == calls, "no answer changes the card that everybody sees"
    seats = await team.seats(team.last)
    for meeting in await team.meetings():
        assert isinstance(meeting.session, Alone)
        assert meeting.session.answers == {seats[who]: kept for who, kept in team.last.items()}
        assert len(meeting.session.room.members) <= team.count

    team.refusals |= LATE
    late = [team.lives(who, [("pick", ends[who]), *team.further()]) for who in slow]
    await team.at_once([*late, team.on(LEAD, team.shared), team.takes_over(SECOND)])
    told = await revealed(team)
    assert type(plain(told.first)) is SHAPES[shape]
    assert team.room.calls.count(f"post {CHAT.id}") == calls.count(f"post {CHAT.id}") + 1

    known, any_option = dict(team.last), next(iter(team.branches))
    again = [team.lives(who, team.life(who, any_option)) for who in team.dice.sample(team.people[2:], 20)]
    await team.at_once([*again, *team.noise()])
    assert team.last == known, "whoever comes late is told so"
    assert await revealed(team) == told
    return told


async def revealed(team: Answering) -> Told:
    """Return the split, once every process has the same, and everybody sees what it may show."""
    one, *others = await team.meetings()
    assert isinstance(one.session, Revealed)
    assert len(others) == len(team.processes) - 1
    assert all(each == one for each in others)
    told, people = one.session.told, len(team.last)
    first, seconds = split_of(one.session.room.seed, team.last.values(), team.options)
    assert told.people == (people if people >= 5 else None)
    assert plain(told.first) == first
    assert {option: plain(each) for option, each in told.seconds.items()} == seconds
    seen = [team.room.newest, *await team.seen_by(team.dice.sample(team.people, 5))]
    for shown in seen:
        assert shown.view.values == seen[0].view.values
        assert numbers_on(shown.view) == numbers_of(team, first, seconds)
    return told


def numbers_on(view: View) -> list[list[object]]:
    """Return the cells of every table, rows after each other."""
    return [[cell for row in table.rows for cell in row] for table in view.tables]


def numbers_of(team: Answering, first: object, seconds: Seconds) -> list[list[object]]:
    """Return the cells that may stand there: options with their numbers."""
    options = team.library.modules[SUBJECT].dilemma.options
    steps = [(first, options), *((seconds.get(each.id), each.then.options) for each in options if each.then)]
    return [
        [cell for option in asked for cell in (option.text, split[option.id])]
        for split, asked in steps
        if isinstance(split, dict)
    ]


async def closed(team: Answering, told: Told) -> None:
    """Write the last line in two ways at once, close twice at once, and press on when all is over."""
    shown = [await team.looks(SECOND), await team.looks(LEAD)]
    lines = [{"words": words, "language": "en"} for words in ("one line", "another line")]
    await team.at_once(
        [
            *(team.sends(SECOND, "scenario-taken", shown[0], line) for line in lines),
            team.sends(LEAD, "scenario-taken", shown[1], {"words": "not mine to say", "language": "en"}),
        ]
    )
    one, other = [each.session for each in await team.meetings()]
    assert one == other
    assert isinstance(one, Revealed)
    assert one.takeaway is not None
    assert one.takeaway.words in {line["words"] for line in lines}
    team.shown |= dict.fromkeys(team.people, team.room.newest)
    late = [team.sends(who, "session-on", shown[1]) for who in team.people[2:10]]
    await team.at_once([*late, team.on(SECOND, shown[0]), team.on(LEAD, shown[1])])

    left = [await team.sessions.left(team.session)]
    assert not await team.seats(team.people)
    everywhere = [team.shared, team.of_before, *shown, team.room.newest]
    verbs = ("scenario-pick", "scenario-then", "session-on", "session-take-over", "scenario-taken", "session")
    option = {"option": next(iter(team.branches)), "words": "late", "language": "fr"}
    for verb in verbs:
        await team.at_once([team.sends(team.dice.choice(team.people), verb, on, option) for on in everywhere])
    left.append(await team.sessions.left(team.session))
    assert left[0] == left[1]
    for talk in team.processes:
        outcome = await talk.sittings.outcome(team.session)
        assert outcome is not None
        assert outcome.session == ScenarioClosed(told, one.takeaway)
    assert await team.meetings() == []
    assert [each.people for each in await team.held() if each.made] == [told.people]


async def brought_back(team: Answering) -> None:
    """Let the office's note come, while every process looks; afterwards no key is left at all."""
    posted = team.room.posted
    team.later(days=2)
    await asyncio.gather(*(talk.rounds(team.at) for talk in team.processes))
    assert team.room.posted == posted + 1
    assert team.keys is not None
    assert await team.keys.sessions.sessions() == []


# In memory: many orders ---------------------------------------------------------------------------------


def in_memory(library: Library, seed: int) -> Answering:
    return Answering(library, store=busy_memory(seed), keys=MemoryKeys(Chance()), seed=seed)


@pytest.mark.parametrize("shape", IN_MEMORY)
@pytest.mark.parametrize("seed", range(SEEDS))
async def test_the_split_is_what_people_were_told_is_kept(library: Library, seed: int, shape: str) -> None:
    team = in_memory(library, seed)
    told = await held(team, shape)
    last = dict(team.last)
    await closed(team, told)
    await brought_back(team)
    assert await in_another_order(library, seed + 1_000, last) == told


async def in_another_order(library: Library, seed: int, last: Mapping[str, tuple[str, ...]]) -> Told:
    """Return the split when each gives their last answer only, in any order."""
    team = in_memory(library, seed)
    await team.opens()
    steps = {who: list(zip(("pick", "then"), own, strict=False)) for who, own in last.items()}
    for who in team.people[-2:]:  # They leave their seats to others.
        steps[who] = [*steps.get(who, ()), ("leave", "")]
    await team.at_once([team.lives(who, own) for who, own in steps.items() if who not in VISITORS])
    await team.at_once([team.lives(who, steps.get(who, ())) for who in VISITORS])
    assert team.last == last
    await team.on(LEAD, team.shared)
    return await revealed(team)


# On a medium: nobody's answer is left -------------------------------------------------------------------


@pytest.fixture
async def medium(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Lying]:
    async with lying_on(request.param, tmp_path) as lying:
        yield lying


@pytest.mark.parametrize("medium", ["folder", "database"], indirect=True)
async def test_of_three_hundred_nobodys_answer_is_left(
    library: Library, medium: Lying, tmp_path: Path
) -> None:
    store, keys = await medium.open(), keys_in(tmp_path)
    replicas = [(await medium.open(), keys_in(tmp_path))] if isinstance(medium, Database) else []
    team = Answering(library, store=store, keys=keys, replicas=replicas)
    told = await held(team, ON_A_MEDIUM)
    last = dict(team.last)
    seats, secret = await seats_of(team)
    taken_along = shutil.copytree(tmp_path / "keys", tmp_path / "taken-along")
    await closed(team, told)
    after, notes = await medium.taken(tmp_path / "after"), tmp_path / "notes"
    left = [after, tmp_path / "keys"]
    hidden: list[str | bytes] = [*seats, secret]
    assert read_back(left, hidden, notes, None if LONG else [tmp_path / "keys"]) == set()
    assert read_back([after], hidden, notes, [taken_along]) & set(seats), "the same reader, with the key"
    await brought_back(team)
    assert await in_another_order(library, 1, last) == told
