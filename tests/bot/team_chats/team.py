"""A team in a chat: the real sessions over real stores, and a channel that keeps what it was given."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.heard import Press, Shown
from bot.team_chats.ports import CardGone, Chat, ChatAway
from bot.team_chats.talk import Talk
from content.model import Language, Library, TeamSessionHeld
from dialogs.people import Person, PersonId, Role, UnitId
from dialogs.team_sessions.meeting import Meeting
from dialogs.views import Choice
from storage.keys import MemoryKeys
from storage.memory import open_memory
from storage.ports import Keys, NotSaved, SessionId, SessionStanding, Store
from storage.team_sessions import TeamSessions
from storage.written import TEAM_SESSIONS
from tests.bot.office import Chance

WHERE = {"via": "here", "room": "one"}
CHAT = Chat("chat-one", WHERE, "Policy")
LEAD = "p00"


class Room:
    """A channel: who is in its chats, and the cards that everybody sees there, in order.

    While it is `away` nothing reaches it, and while it is `deaf` to some of its methods these do not. Chats
    in the room that is `gone` are not reached any more.
    """

    def __init__(self, people: Sequence[str]) -> None:
        self.people = [PersonId(each) for each in people]
        self.cards: dict[str, Shown] = {}
        self.calls: list[str] = []
        self.posted = 0
        self.asked = 0
        self.away = False
        self.deaf: set[str] = set()
        self.gone = ""

    async def members(self, where: Mapping[str, str]) -> Sequence[PersonId]:
        assert where["via"] == "here"
        self._reached("members", where)
        self.asked += 1
        return list(self.people)

    async def post(self, where: Mapping[str, str], shown: Shown) -> str:
        self._reached("post", where)
        self.calls.append(f"post {where['chat']}")
        self.posted += 1
        name = f"card-{self.posted}"
        self.cards[name] = shown
        return name

    async def change(self, where: Mapping[str, str], card: str, shown: Shown) -> None:
        self._reached("change", where)
        self.calls.append(f"change {where['chat']}")
        if card not in self.cards:
            raise CardGone  # The chat was emptied.
        self.cards[card] = shown

    @property
    def newest(self) -> Shown:
        """Return the card that was posted last, as it is now."""
        return list(self.cards.values())[-1]

    def _reached(self, method: str, where: Mapping[str, str]) -> None:
        if self.away or method in self.deaf or where["room"] == self.gone:
            raise ChatAway


class Nameless(Room):
    """A channel that does not say what its cards are called."""

    async def post(self, where: Mapping[str, str], shown: Shown) -> str:
        await super().post(where, shown)
        return ""


class Sessions(TeamSessions):
    """Sessions on a medium that is `full` while it is told so, or meets a `fault` that nobody foresaw."""

    full = False
    fault = ""

    async def read(self, session: SessionId) -> SessionStanding | None:
        if self.fault:
            raise RuntimeError(self.fault)
        return await super().read(session)

    async def move(self, session: SessionId, revision: int, state: bytes) -> int:
        if self.full:
            raise NotSaved("disk full")
        return await super().move(session, revision, state)


@dataclass
class Team:
    """People in one chat; the first of them is their manager. Each presses what they were shown last."""

    library: Library
    count: int = 7
    store: Store = field(default_factory=open_memory)
    at: datetime = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
    chance: Chance = field(default_factory=Chance)
    keys: Keys | None = None
    languages: tuple[Language | None, ...] = ("en", "fr")
    room_of: Callable[[Sequence[str]], Room] = Room
    managers: frozenset[str] = frozenset({LEAD})

    def __post_init__(self) -> None:
        self.people = [f"p{number:02}" for number in range(self.count)]
        self.room = self.room_of(self.people)
        self.shown: dict[str, Shown] = {}
        self.keys = self.keys or MemoryKeys(self.chance)
        self.sessions = Sessions(self.store.ledger, self.keys, self.chance)
        self.talk = self.process()

    def process(self, store: Store | None = None, keys: Keys | None = None) -> Talk:
        """Return one more process that serves the same chats, over the same store or another way into it."""
        keys = keys or self.keys
        assert keys is not None
        sessions = TeamSessions(store.ledger, keys, self.chance) if store else self.sessions
        talk = Talk(
            self.library,
            store or self.store,
            keys,
            sessions,
            given=(lambda: self.at, self.chance),
        )
        talk.serve("here", self.room)
        return talk

    async def gathers(self) -> "Team":
        """Put everybody on the staff list."""
        manager = PersonId(LEAD)
        await self.store.people.bring_in(
            [
                Person(
                    PersonId(name),
                    name=f"Person {name}",
                    unit=UnitId("policy"),
                    role=Role.MANAGER if name in self.managers else Role.EMPLOYEE,
                    manager=None if name == LEAD else manager,
                    language=self.languages[number % len(self.languages)],
                )
                for number, name in enumerate(self.people)
            ]
        )
        return self

    async def looks(self, who: str, chat: Chat = CHAT) -> Shown:
        self.shown[who] = await self.talk.look(chat, PersonId(who))
        return self.shown[who]

    async def presses(
        self, who: str, verb: str, on: Shown | None = None, chat: Chat = CHAT, /, **inputs: str
    ) -> Shown:
        card = on or self.shown.get(who) or self.room.newest
        talked = await self.talk.press(chat, PersonId(who), Press(verb, card.token, inputs))
        self.shown[who] = talked
        return talked

    async def fresh(self, who: str, verb: str, /, **inputs: str) -> Shown:
        """Look, and press what is shown then."""
        await self.looks(who)
        return await self.presses(who, verb, **inputs)

    async def everybody(self, verb: str, **inputs: str) -> None:
        for who in self.people:
            await self.fresh(who, verb, **inputs)

    async def begins(self, kind: str, **inputs: str) -> Shown:
        await self.looks(LEAD)
        await self.presses(LEAD, f"begin-{kind}")
        return await self.presses(LEAD, f"{kind}-begin", **{"pace": "0", **inputs})

    async def goes_on(self) -> Shown:
        return await self.fresh(LEAD, "session-on")

    async def standing(self) -> Meeting:
        session = await self.sessions.of_thread(CHAT.id)
        assert session is not None
        found = await self.talk.sittings.meeting(session)
        assert isinstance(found, Meeting)
        return found

    async def held(self) -> list[TeamSessionHeld]:
        """Return the numbers that the centre has."""
        return list((await TEAM_SESSIONS.bodies(self.store)).values())

    def later(self, **by: int) -> None:
        self.at += timedelta(**by)


def offered(shown: Shown) -> set[str]:
    """Return the verbs of the buttons on a card."""
    return {button.verb for button in shown.view.buttons}


def options(shown: Shown, name: str) -> list[str]:
    """Return the ids that a choice of a card offers."""
    (found,) = (each for each in shown.view.inputs if isinstance(each, Choice) and each.id == name)
    return [key for key, _ in found.options]


async def with_charter(team: Team, **begin: str) -> None:
    """Hold a whole session, up to the charter that is posted."""
    await team.begins("charter", **begin)
    await team.everybody("charter-take-part")
    await team.goes_on()
    for number, who in enumerate(team.people):
        await team.fresh(who, "charter-write")
        await team.presses(who, "charter-keep", words=f"we keep promise {number}", language="en")
    await team.goes_on()
    await team.goes_on()
    for who in team.people:
        shown = await team.looks(who)
        await team.presses(who, "charter-choose", lines=",".join(options(shown, "lines")[:3]))
    await team.goes_on()
    for line in options(await team.looks(LEAD), "line"):
        await team.fresh(LEAD, "charter-word", line=line)
        await team.presses(
            LEAD, "charter-worded", en=f"say it early {line[:4]}", fr=f"le dire tôt {line[:4]}"
        )
    await team.goes_on()
    for language in ("en", "fr"):
        await team.everybody(f"charter-approve-{language}")
    await team.goes_on()
