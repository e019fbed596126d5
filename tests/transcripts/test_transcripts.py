"""Replays every transcript of this folder: said → shown, kept and come, on both embedded stores.

Between two turns, `wait` lets some days pass, and what comes meanwhile is written beside it.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from ruamel.yaml import YAML

from bot.heard import Arrival, Heard, Message, Press
from bot.local.terminal import Inbox, Terminal, transcript
from bot.turn import Turns
from content.model import Library, Session, Stage, Text
from dialogs.people import Person, PersonId
from scheduler.ahead import Ahead
from scheduler.campaigns import Campaigns
from scheduler.follow_ups import FollowUps
from scheduler.ports import Elsewhere, Outcome, Refused, Sent
from scheduler.rehearsal import Rehearsal
from scheduler.sender import Sender
from scheduler.talks import Talks
from scheduler.tick import tick
from storage import batches
from storage.campaigns import keep
from storage.keys import MemoryKeys
from storage.memory import open_memory
from storage.ports import Store
from storage.roster import read_roster
from storage.tiny import open_tiny
from tests.bot.office import Chance
from tests.conftest import CONTENT
from tests.files import with_files
from tests.scheduler.living import Clock

SAID = batches.Batch(
    "feedback",
    1,
    "2026-Q3",
    24,
    {"q1": {"agree": 24}},
    tuple(
        batches.Words(id_, "q7", f"Text {id_}.") for id_ in ("0a1b", "0c2d", "0e3f", "1a4b", "1c5d", "1e6f")
    ),
)
"""What was released before the conversation begins."""

HERE = Path(__file__).parent
TRANSCRIPTS = sorted(HERE.glob("*.yaml"))
SCRIPTS = {path: path.read_text() for path in TRANSCRIPTS}


@pytest.fixture(params=["memory", "tiny"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    if request.param == "memory":
        yield open_memory()
        return
    async with await open_tiny(tmp_path / "data", mark="local") as tiny:
        yield tiny.store


async def replay(written: str, library: Library, store: Store) -> str:
    """Play the said half of a transcript and return the whole of what happened."""
    script = YAML(typ="safe").load(written)
    person = PersonId(script["as"])
    library = known(script["organization"], library)
    organization = library.organization
    noon = datetime.combine(script["today"], time(12), ZoneInfo(organization.time_zone)).astimezone(UTC)
    clock = Clock(noon)
    await store.people.bring_in(roster(library))
    await keep(store, "held-today", held(noon), 0)
    await batches.keep(store.registers, SAID)
    chance = Chance()
    ahead = Ahead(store, organization, library.checklists, clock)
    plans = Rehearsal(store, organization, clock)
    turns = Turns(library, store, MemoryKeys(chance), clock, chance, ahead=ahead, plans=plans)
    inbox = Inbox[Outcome](turns, person, Sent, Refused, Elsewhere)

    async def at_once(_: float) -> None:
        return None

    here = frozenset({"terminal"})
    talks = Talks(store, organization, library.checklists, here)
    follow_ups, owing = FollowUps(store, organization, here), Campaigns(store, organization, here)

    async def beat() -> None:
        await tick(clock.now, store, organization, channels=here)
        await follow_ups(clock.now)
        await talks(clock.now)
        await owing(clock.now)
        await Sender(
            store,
            inbox,
            clock,
            organization,
            opening=turns.opening,
            pause=at_once,
            checklists=library.checklists,
        ).drain()

    terminal = Terminal(turns, store, person, inbox, beat)
    lines = transcript(person, organization.id, script["today"], ())
    for number, turn in enumerate(script["turns"]):
        if "wait" in turn:
            lines += await waited(int(turn["wait"]), clock, inbox, beat)
            continue
        exchange = await terminal.take(heard(turn, number))
        lines += transcript(person, organization.id, script["today"], (exchange,)).partition("turns:\n")[2]
    return lines


async def waited(days: int, clock: Clock, inbox: Inbox[Outcome], beat: Callable[[], Awaitable[None]]) -> str:
    """Let days pass, each with its beat, and write what came."""
    for _ in range(days):
        clock.forward(days=1)
        await beat()
    came = [f"{shown.language} {shown.view.card}" for shown in inbox.arrived]
    inbox.arrived.clear()
    return f"- wait: {days}\n" + (f"  comes: [{', '.join(came)}]\n" if came else "")


def held(noon: datetime) -> Session:
    """Return a session that takes place now and whose invitations are long over."""
    today = noon.date()
    return Session(
        title=Text(en="Where is the line?", fr="Où est la limite?"),
        body=(Text(en="Come and talk.", fr="Venez en parler."),),
        first_day=today,
        last_day=today,
        stage=Stage.CLOSED,
        day=today,
        opens=time(12),
        zone="America/Toronto",
        place=Text(en="Room 1", fr="Salle 1"),
        code="4821",
    )


def known(organization: str, library: Library) -> Library:
    """Return the demonstration, or the same where some files need a declaration of their own."""
    return library if organization == library.organization.id else with_files(library, organization)


def roster(library: Library) -> tuple[Person, ...]:
    organization = library.organization
    file = CONTENT / "organizations" / "demo" / "people.csv"
    return read_roster(file.read_bytes(), frozenset(unit.id for unit in organization.units)).people


def heard(turn: dict[str, object], number: int) -> Heard:
    match turn:
        case {"type": str(text)}:
            return Message(text, f"line-{number}")
        case {"press": str(verb)}:
            inputs = turn.get("with", {})
            assert isinstance(inputs, dict)
            return Press(verb, "", inputs)
        case _:
            return Arrival()


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
async def test_the_conversation_goes_as_written(path: Path, library: Library, store: Store) -> None:
    written = SCRIPTS[path]
    assert await replay(written, library, store) == written


def test_both_languages_have_their_conversations() -> None:
    names = {path.stem for path in TRANSCRIPTS}
    assert {name.removesuffix("-en") for name in names if name.endswith("-en")} == {
        name.removesuffix("-fr") for name in names if name.endswith("-fr")
    }
    assert names
