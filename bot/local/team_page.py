"""The doors of the page to the chats of teams: each window is one person, in one chat."""

from dataclasses import dataclass
from typing import Any

from aiohttp import web

from bot.heard import Press, Shown
from bot.local import bodies
from bot.local.chat import LocalChat
from bot.local.serving import News, as_json, handed_over, somebody, streamed
from bot.local.team_chats import Shared, TeamChats, Thread
from bot.team_chats.ports import Chat, TeamTalk
from dialogs.people import PersonId

SESSION = "session"
"""What shows somebody their own view of a card that everybody sees."""


@dataclass(frozen=True, slots=True)
class Teams:
    """The chats of teams on this page, and the sessions that are held in them."""

    chats: TeamChats
    talk: TeamTalk


def routes(chat: LocalChat, teams: Teams | None) -> list[web.RouteDef]:
    """List the doors to the chats of teams. Without any, nobody is in a chat."""
    guarded = chat.session.guarded
    if teams is None:
        return [web.get("/local/chats", guarded(_no_chats))]
    chat.beside.append(teams.chats.close)
    page = _TeamPage(chat, teams.chats, teams.talk)
    return [
        web.get("/local/chats", guarded(page.chats)),
        web.post("/local/chat/open", guarded(page.open)),
        web.post("/local/chat/look", guarded(page.look)),
        web.post("/local/chat/say", guarded(page.say)),
        web.post("/local/chat/press", guarded(page.press)),
        web.get("/local/chat/file", guarded(page.hand_over)),
        web.get("/local/chat/events", guarded(page.events)),
    ]


async def _no_chats(_: web.Request) -> web.StreamResponse:
    """Offer nothing but private conversations."""
    return as_json({"chats": []})


class _TeamPage:
    """The handlers. Whoever is in no chat of that name gets nothing of it: 403, or 404 when there is none."""

    def __init__(self, chat: LocalChat, chats: TeamChats, talk: TeamTalk) -> None:
        self._chat = chat
        self._chats = chats
        self._talk = talk

    async def chats(self, request: web.Request) -> web.StreamResponse:
        """List the chats that a person is in."""
        person = await somebody(self._chat.people, request.query.get("person", ""))
        return as_json(
            {
                "chats": [
                    {"id": chat.id, "label": {"en": chat.name, "fr": chat.name}}
                    for chat in await self._chats.chats(person)
                ]
            }
        )

    async def open(self, request: web.Request) -> web.StreamResponse:
        """Show the cards that everybody sees so far, and a person's own view, or what they left open."""
        chat, person = await self._who(await bodies.read(request))
        thread = self._chats.thread(chat.id)
        at = thread.last  # Whatever happens while somebody looks comes again with the news.
        cards = [self._shared(shared) for shared in thread.shared]
        newest = _newest(thread)
        card, left = thread.left_open.get(person, (0, None))
        shown = left if card == newest else None
        own = self._own(newest, shown or await self._look(chat, person), open_=shown is not None)
        return as_json({"messages": cards, "own": own, "at": at})

    async def look(self, request: web.Request) -> web.StreamResponse:
        """Show a person their own view as it is now; nothing is left open any more."""
        chat, person = await self._who(await bodies.read(request))
        thread = self._chats.thread(chat.id)
        thread.left_open.pop(person, None)
        return as_json(self._own(_newest(thread), await self._look(chat, person)))

    async def say(self, request: web.Request) -> web.StreamResponse:
        """Hear typed words: those of a session do what its button does. They are not kept."""
        body = await bodies.read(request)
        chat, person = await self._who(body)
        verb = self._talk.means(body.string("text"))
        return await self._answered(chat, person, Press(verb) if verb else None, 0)

    async def press(self, request: web.Request) -> web.StreamResponse:
        """Hear a button of a card in a chat."""
        body = await bodies.read(request)
        chat, person = await self._who(body)
        press = Press(body.string("verb"), body.string("token", ""), body.texts("inputs"))
        known = press if self._talk.knows(press) else None
        return await self._answered(chat, person, known, body.number("message"))

    async def hand_over(self, request: web.Request) -> web.StreamResponse:
        """Hand a person the file that a card of a chat offered; 404 when it is not theirs."""
        query = request.query
        chat, person = await self._member(query.get("person", ""), query.get("chat", ""))
        return handed_over(await self._talk.file(chat, person, query.get("file", "")))

    async def events(self, request: web.Request) -> web.StreamResponse:
        """Stream the cards that everybody sees as they are posted or changed, as server-sent events."""
        chat, _ = await self._member(request.query.get("person", ""), request.query.get("chat", ""))

        async def news(after: int, patience: float) -> News:
            return [(new.at, self._shared(new)) for new in await self._chats.news(chat.id, after, patience)]

        return await streamed(request, lambda: self._chat.closed, news)

    async def _answered(
        self, chat: Chat, person: PersonId, press: Press | None, card: int
    ) -> web.StreamResponse:
        """Answer a press that was on a card (0: on none that everybody sees); None is nothing of a session.

        What differs from the look of a session stays open where it was pressed, until its person presses
        again; else the answer stands in the place of the newest card.
        """
        if press is None:
            said = self._own(0, await self._chat.in_company(person))
            return as_json({**said, "own": False})
        thread = self._chats.thread(chat.id)
        before, began = _newest(thread), thread.last
        with self._chats.pressing() as own:
            shown = await self._talk.press(chat, person, press)
        open_ = _form(shown) != _form(await self._look(chat, person))
        newest = _newest(thread)
        if newest != before or (card and not open_):
            card = newest
        thread.left_open.pop(person, None)
        if open_:
            thread.left_open[person] = (newest, shown)
        # What others did meanwhile may not be in the answer: then the window asks for its view once more.
        alone = thread.last - began == own.times
        return as_json({**self._own(card, shown, open_=open_), "at": own.at if alone else 0})

    async def _look(self, chat: Chat, person: PersonId) -> Shown:
        """Return somebody's own view of the newest card, which may be the same for all."""
        thread = self._chats.thread(chat.id)
        if not thread.shared:
            return await self._talk.look(chat, person)
        newest = thread.shared[-1].shown
        return await self._talk.press(chat, person, Press(SESSION, newest.token)) if newest.own else newest

    def _shared(self, shared: Shared) -> dict[str, Any]:
        return {"id": shared.id, "card": self._chat.draw(shared.shown), "changed": shared.changed}

    def _own(self, card: int, shown: Shown, *, open_: bool = False) -> dict[str, Any]:
        return {"id": card, "card": self._chat.draw(shown), "open": open_, "own": True, "at": 0}

    async def _who(self, body: bodies.Body) -> tuple[Chat, PersonId]:
        return await self._member(body.string("person"), body.string("chat"))

    async def _member(self, given: str, id_: str) -> tuple[Chat, PersonId]:
        """Find a chat and somebody who is in it."""
        person = await somebody(self._chat.people, given)
        found = await self._chats.chat(id_)
        if found is None:
            raise web.HTTPNotFound
        chat, members = found
        if person not in members:
            raise web.HTTPForbidden
        return chat, person


def _newest(thread: Thread) -> int:
    return thread.shared[-1].id if thread.shared else 0


def _form(shown: Shown) -> tuple[object, ...]:
    """Return by what a form is told from the look of a session: its card, its file, and what it asks for."""
    view = shown.view
    return (view.card, view.file, view.submit, *(asked.id for asked in view.inputs))
