"""The chats of teams on the local page: who is in each, and the cards that everybody there sees."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from bot.heard import Shown
from bot.local.chat import ADDRESS, REMEMBERED
from bot.local.news import News
from bot.team_chats.ports import CardGone, Chat, ChatAway
from content.model import Library, Text
from content.wording import filled
from dialogs.people import Person, PersonId
from dialogs.surroundings import local_day
from storage.ports import People, Unavailable

OWN: ContextVar["Own | None"] = ContextVar("own", default=None)
"""What the press that is being heard does to the cards that everybody sees."""


@dataclass(slots=True)
class Own:
    """What somebody's own press did: where in the chat's count the last of it stands, and how often."""

    at: int = 0
    times: int = 0


@dataclass(frozen=True, slots=True)
class Shared:
    """A card that everybody in a chat sees. `id` counts from 1 in each chat.

    `changed` is 0, or where in the same count the card was last changed.
    """

    id: int
    shown: Shown
    changed: int = 0

    @property
    def at(self) -> int:
        """Say where in the chat's count something last happened to it."""
        return max(self.id, self.changed)


@dataclass(slots=True)
class Thread:
    """What stands in one chat in this run.

    `left_open` is what people have open, each with the card that was the newest by then.
    """

    shared: list[Shared] = field(default_factory=list)
    last: int = 0
    names: dict[str, int] = field(default_factory=dict)
    left_open: dict[PersonId, tuple[int, Shown]] = field(default_factory=dict)
    news: News = field(default_factory=News)


class TeamChats:
    """One chat for each manager and those who report to them.

    Its cards are in memory, and gone when the program stops. It is the `Chats` of the local page.
    """

    def __init__(self, people: People, library: Library, clock: Callable[[], datetime]) -> None:
        self._people = people
        self._library = library
        self._clock = clock
        # A card of an earlier run is in no chat any more: its name must not be one of this run.
        self._run = f"{clock().timestamp():.6f}"
        self._threads: dict[str, Thread] = {}
        self._closed = False

    # Who is where ---------------------------------------------------------------------------------

    async def chats(self, person: PersonId) -> Sequence[Chat]:
        """List the chats somebody is in: of the team they lead, and of the one they work in."""
        return [chat for chat, members in await self._everywhere() if person in members]

    async def chat(self, id_: str) -> tuple[Chat, Sequence[PersonId]] | None:
        """Find a chat and who is in it."""
        return next(((chat, members) for chat, members in await self._everywhere() if chat.id == id_), None)

    async def members(self, where: Mapping[str, str]) -> Sequence[PersonId]:
        """List who is in a chat: the manager first, then those who report to them and have not left."""
        try:
            found = await self.chat(where["chat"])
        except (KeyError, Unavailable) as fault:
            raise ChatAway from fault
        if found is None:
            raise ChatAway
        return found[1]

    async def _everywhere(self) -> Sequence[tuple[Chat, Sequence[PersonId]]]:
        everyone = await self._people.everyone()
        here = [each for each in everyone if not each.left_by(self._day(each))]
        teams: dict[PersonId, list[PersonId]] = {}
        for each in here:
            if each.manager is not None and each.manager != each.id:
                teams.setdefault(each.manager, []).append(each.id)
        working = {each.id for each in here}
        return [
            (self._named(each), [*([each.id] if each.id in working else []), *teams[each.id]])
            for each in everyone
            if each.id in teams
        ]

    def _day(self, person: Person) -> date:
        return local_day(person, self._clock(), self._library.organization.time_zone)

    def _named(self, manager: Person) -> Chat:
        """Name a chat after its manager and their unit, in words that are the same in both languages."""
        words, id_ = self._library.sentences, f"{ADDRESS.channel}:{manager.id}"
        units = self._library.organization.units
        unit = next((each.name for each in units if each.id == manager.unit), words["unit.none"])
        name = filled(words["page.team-chat"], {"name": manager.name, "unit": _in_one_line(unit)})
        return Chat(id_, {"via": ADDRESS.channel, "chat": id_}, _in_one_line(name))

    # What everybody sees --------------------------------------------------------------------------

    async def post(self, where: Mapping[str, str], shown: Shown) -> str:
        """Put a card before everybody in a chat, wake whoever watches it, and return its name."""
        await self.members(where)
        return self._put(self.thread(where["chat"]), shown)

    async def change(self, where: Mapping[str, str], card: str, shown: Shown) -> None:
        """Put another card in the place of one; that of an earlier run, or that fell off, is gone."""
        await self.members(where)
        thread = self.thread(where["chat"])
        known = thread.names.get(card)
        for place, each in enumerate(thread.shared):
            if each.id == known:
                thread.last += 1
                thread.shared[place] = replace(each, shown=shown, changed=thread.last)
                self._woken(thread)
                return
        raise CardGone

    def _put(self, thread: Thread, shown: Shown) -> str:
        thread.last += 1
        thread.shared.append(Shared(thread.last, shown))
        del thread.shared[:-REMEMBERED]
        name = f"{self._run}:{thread.last}"
        thread.names[name] = thread.last
        self._woken(thread)
        return name

    def _woken(self, thread: Thread) -> None:
        if own := OWN.get():
            own.at = thread.last
            own.times += 1
        thread.news.comes()

    def thread(self, id_: str) -> Thread:
        """Return what stands in a chat."""
        return self._threads.setdefault(id_, Thread())

    @contextmanager
    def pressing(self) -> Iterator[Own]:
        """Note what is done to the shared cards by what is heard in this block: its window knows it."""
        own = Own()
        token = OWN.set(own)
        try:
            yield own
        finally:
            OWN.reset(token)

    async def news(self, id_: str, after: int, patience: float) -> tuple[Shared, ...]:
        """Return the cards posted or changed after a moment of a chat's count, in that order.

        It waits up to `patience` seconds for the first.
        """
        thread = self.thread(id_)
        return await thread.news.first(lambda: _newer(thread, after), 0 if self._closed else patience)

    def close(self) -> None:
        """Let everybody who waits go home, so that the server can stop at once."""
        self._closed = True
        for thread in self._threads.values():
            thread.news.comes()


def _newer(thread: Thread, after: int) -> tuple[Shared, ...]:
    return tuple(sorted((each for each in thread.shared if each.at > after), key=lambda each: each.at))


def _in_one_line(text: Text) -> str:
    return text.en if text.en == text.fr else f"{text.en} / {text.fr}"
