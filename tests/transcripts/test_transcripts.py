"""Replays every transcript of this folder: said → shown, kept and come, on both embedded stores."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from ruamel.yaml import YAML

from bot.heard import Arrival, Heard, Message, Press
from bot.local.terminal import Exchange, Inbox, Terminal, transcript
from bot.turn import Turns
from content.model import Library, Session, Stage, Text
from dialogs.people import Person, PersonId
from scheduler.ahead import Ahead
from scheduler.campaigns import Campaigns
from scheduler.ports import Elsewhere, Outcome, Refused, Sent
from scheduler.rehearsal import Rehearsal
from scheduler.sender import Sender
from scheduler.talks import Talks
from scheduler.tick import tick
from storage.campaigns import keep
from storage.keys import MemoryKeys
from storage.memory import open_memory
from storage.ports import Store
from storage.roster import read_roster
from storage.tiny import open_tiny
from tests.bot.office import Chance
from tests.conftest import CONTENT
from tests.files import with_files

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
    await store.people.bring_in(roster(library))
    await keep(store, "held-today", held(noon), 0)
    chance = Chance()
    ahead = Ahead(store, organization, library.checklists, lambda: noon)
    plans = Rehearsal(store, organization, lambda: noon)
    turns = Turns(library, store, MemoryKeys(chance), lambda: noon, chance, ahead=ahead, plans=plans)
    inbox = Inbox[Outcome](turns, person, Sent, Refused, Elsewhere)

    async def at_once(_: float) -> None:
        return None

    talks = Talks(store, organization, library.checklists, frozenset({"terminal"}))
    owing = Campaigns(store, organization, frozenset({"terminal"}))

    async def beat() -> None:
        await tick(noon, store, organization, channels=frozenset({"terminal"}))
        await talks(noon)
        await owing(noon)
        await Sender(
            store,
            inbox,
            lambda: noon,
            organization,
            opening=turns.opening,
            pause=at_once,
            checklists=library.checklists,
        ).drain()

    terminal = Terminal(turns, store, person, inbox, beat)
    exchanges: list[Exchange] = []
    for number, turn in enumerate(script["turns"]):
        exchanges.append(await terminal.take(heard(turn, number)))
    return transcript(person, organization.id, script["today"], exchanges)


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
