"""A campaign is corrected in Teams: through the sender, the messenger and a connector that misbehaves."""

import aiohttp
import pytest

from bot.heard import Shown
from bot.teams import channel
from content.model import Language, Library, Written
from dialogs.flow import Ref
from dialogs.people import Person, PersonId
from dialogs.views import View
from scheduler.corrections import Corrections
from scheduler.pace import Pace
from scheduler.ports import Messenger
from scheduler.sender import Drained
from storage.campaigns import campaign
from storage.ports import Address, Store
from tests.bot.teams.conftest import OUTCOMES, FakeConnector, parts_of
from tests.bot.teams.fakes import ScriptedTurns, SetClock, drawn
from tests.bot.teams.test_messenger import lives_at
from tests.scheduler.correcting import DONE, Office
from tests.scheduler.living import sender

STAFF = [Person(PersonId(f"p{number:02}")) for number in range(12)]


class Reading(ScriptedTurns):
    """Turns that show the text of a campaign as it is at that moment."""

    store: Store
    language: Language | None = "en"

    async def present(self, addressee: PersonId, ref: Ref, about: PersonId | None) -> Shown | None:
        found = await campaign(self.store, ref.key)
        assert found is not None
        assert isinstance(found.campaign, Written)
        return Shown(View(found.campaign.title.en), self.language, "")


class Department:
    """People in Teams, each in a chat of their own, who were sent a campaign."""

    def __init__(self, connector: FakeConnector, messenger: Messenger, office: Office) -> None:
        self.connector, self.messenger, self.office = connector, messenger, office

    async def drains(self) -> Drained:
        # One after the other: what the connector does to whom is the same in each run.
        pace = Pace(workers=1)
        return await sender(self.office.store, self.messenger, self.office.clock, pace=pace).drain()

    async def until_nothing_is_owed(self) -> int:
        """Drain again and again, and return how often."""
        for rounds in range(1, 40):
            if await self.drains() == Drained():
                return rounds
            self.office.clock.forward(minutes=10)
        raise AssertionError("it never ends")

    async def texts(self) -> dict[str, list[str]]:
        """Return what stands in each chat."""
        found: dict[str, list[str]] = {}
        for where, body in (await self.connector.standing()).items():
            text = drawn(body["attachments"][0]["content"])
            found.setdefault(where.partition(" ")[0], []).append(text)
        return found


@pytest.fixture
async def department(
    session: aiohttp.ClientSession, clock: SetClock, library: Library, connector: FakeConnector
) -> Department:
    office, turns = Office(), Reading()
    turns.store = office.store
    await office.has(*STAFF)
    for person in STAFF:
        where = lives_at(connector.url).reference
        at = Address("teams", {**where, "conversation": f"a:{person.id}", "user": f"29:{person.id}"})
        await office.store.people.learn(person.id, at)
    parts = parts_of(turns, office.store.people, session, clock, library)
    messenger: Messenger = channel.local(parts, OUTCOMES).messenger
    found = Department(connector, messenger, office)
    await office.writes()
    await office.owes(*STAFF)
    assert await found.drains() == Drained(delivered=len(STAFF))
    return found


def everybody(text: str) -> dict[str, list[str]]:
    return {f"a:{person.id}": [text] for person in STAFF}


async def test_everybody_has_the_right_text_once_however_the_connector_misbehaves(
    department: Department, connector: FakeConnector
) -> None:
    assert await department.texts() == everybody("wrong")
    for rule in ({"status": 429}, {"hang": True}, {"status": 503}, {"reset": True}, {"drip": True}) * 3:
        await connector.misbehave(rule, {"status": 500})
    office = department.office
    await office.corrects("right")
    await Corrections(office.store)(office.clock())

    assert await department.until_nothing_is_owed() > 1

    assert await department.texts() == everybody("right")
    assert await office.ended() == {person.id: DONE for person in STAFF}


async def test_a_second_correction_finds_every_message_under_the_id_it_got_at_first(
    department: Department,
) -> None:
    office = department.office
    for words in ("nearly", "right"):
        await office.corrects(words)
        await Corrections(office.store)(office.clock())
        assert await department.drains() == Drained(delivered=len(STAFF))
        assert await department.texts() == everybody(words)


async def test_a_bot_killed_between_the_change_and_its_note_changes_the_same_message_again(
    department: Department, connector: FakeConnector
) -> None:
    office = department.office
    await office.corrects("right")
    await Corrections(office.store)(office.clock())
    (killed, *_) = await office.store.deliveries.claim(office.clock(), 1, Pace().lease)
    letter = await department.messenger.prepare(killed.key.addressee, killed.ref, None, killed.message)
    assert callable(letter)
    await letter()

    office.clock.now += Pace().lease
    await office.closes_what_lapsed()
    await department.until_nothing_is_owed()

    changes = [each["path"] for each in await connector.seen() if each["method"] == "PUT"]
    assert len(changes) == len(STAFF) + 1
    assert len(set(changes)) == len(STAFF)
    assert await department.texts() == everybody("right")


async def test_a_message_somebody_deleted_is_not_written_again(
    department: Department, connector: FakeConnector, client: aiohttp.ClientSession
) -> None:
    where, name = next(iter(await connector.standing())).split(" ")
    await client.delete(f"{connector.url}/v3/conversations/{where}/activities/{name}")
    office = department.office
    await office.corrects("right")
    await Corrections(office.store)(office.clock())
    assert await department.drains() == Drained(delivered=len(STAFF) - 1, refused=1)

    assert (await office.ended())[where.removeprefix("a:")] == ("refused", "gone")
    assert where not in await department.texts()
