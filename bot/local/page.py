"""The chat page's doors: its files, the people to act as, and one address for each thing a person does."""

from html import escape
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.heard import Message, Press
from bot.local import bodies, team_page
from bot.local.chat import LocalChat, Posted
from bot.local.serving import News, as_json, handed_over, somebody, streamed
from bot.local.sessions import at_home
from bot.local.team_page import Teams
from dialogs.people import Person, PersonId, Role

SENTENCES = (
    "page.title",
    "page.act-as",
    "page.type-here",
    "page.send",
    "page.no-renderer",
    "page.new-message",
    "page.message-changed",
    "page.connection-lost",
    "page.skip-to-conversation",
    "page.privacy-line",
    "page.download",
    "page.where",
    "page.private",
    "page.teams",
    "page.for-everybody",
    "page.for-you",
    "page.chat-changed",
    "page.chat-moved",
    "page.look-now",
)
"""What the page itself says; the browser fetches them."""

CLOSED = "page.use-printed-address"
"""What somebody reads who comes without the printed address."""

FILES = {
    "page.css": "text/css",
    "page.js": "text/javascript",
    "cards.js": "text/javascript",
    "charts.js": "text/javascript",
    "chats.js": "text/javascript",
    "markdown.js": "text/javascript",
    "icon.svg": "image/svg+xml",
}
FOLDER = Path(__file__).with_name("page")
RENDERER = Path(__file__).parents[2] / "node_modules" / "adaptivecards" / "dist" / "adaptivecards.min.js"


def routes(chat: LocalChat, renderer: Path = RENDERER, teams: Teams | None = None) -> list[web.RouteDef]:
    """List everything the page needs. Raises KeyError when a sentence of the page is missing.

    Without `teams` the page offers private conversations only. When the server stops, call `chat.close()`
    first: the event streams wait for it.
    """
    page = _Page(chat, renderer)
    guarded = chat.session.guarded
    return [
        web.get("/", at_home(page.front)),
        web.get("/page/adaptivecards.js", guarded(page.renderer_file)),
        web.get("/page/{name}", guarded(page.file)),
        web.get("/local/strings", guarded(page.strings)),
        web.get("/local/people", guarded(page.people)),
        web.post("/local/open", guarded(page.open)),
        web.post("/local/say", guarded(page.say)),
        web.post("/local/press", guarded(page.press)),
        web.get("/local/file", guarded(page.hand_over)),
        web.get("/local/events", guarded(page.events)),
        *team_page.routes(chat, teams),
    ]


class _Page:
    """The handlers, with what they share."""

    def __init__(self, chat: LocalChat, renderer: Path) -> None:
        self._chat = chat
        self._session = chat.session
        self._library = chat.library
        self._renderer = renderer
        self._sentences = {name: chat.library.sentences[name] for name in SENTENCES}
        self._closed = chat.library.sentences[CLOSED]

    async def front(self, request: web.Request) -> web.StreamResponse:
        """Open with the secret, show the page with the cookie, and say what to do without either."""
        if self._session.opened_by(request.query.get("key", "")):
            return self._session.open(request)
        if self._session.admits(request):
            return web.Response(
                body=(FOLDER / "page.html").read_bytes(), content_type="text/html", charset="utf-8"
            )
        return web.Response(status=403, text=self._closed_page(), content_type="text/html", charset="utf-8")

    async def file(self, request: web.Request) -> web.StreamResponse:
        """Serve one of our own files."""
        name = request.match_info["name"]
        if name not in FILES:
            raise web.HTTPNotFound
        return web.Response(body=(FOLDER / name).read_bytes(), content_type=FILES[name], charset="utf-8")

    async def renderer_file(self, _: web.Request) -> web.StreamResponse:
        """Serve the card renderer where it is installed; the page copes with 404."""
        if not self._renderer.is_file():
            raise web.HTTPNotFound
        return web.Response(body=self._renderer.read_bytes(), content_type="text/javascript", charset="utf-8")

    async def strings(self, _: web.Request) -> web.StreamResponse:
        """Hand out the page's own sentences, each in both languages."""
        return as_json({name: text.model_dump() for name, text in self._sentences.items()})

    async def people(self, _: web.Request) -> web.StreamResponse:
        """List who can be acted as, in groups: those with an office first, then unit by unit."""
        organization = self._library.organization
        offices: list[Person] = []
        units: dict[str, list[Person]] = {unit.id: [] for unit in organization.units}
        without: list[Person] = []
        for person in await self._chat.people.everyone():
            if person.role not in {Role.EMPLOYEE, Role.MANAGER}:
                offices.append(person)
            else:
                units.get(person.unit, without).append(person)
        groups = [
            (organization.name, offices),
            *((unit.name, units[unit.id]) for unit in organization.units),
            (self._library.sentences["unit.none"], without),
        ]
        return as_json(
            [
                {"label": label.model_dump(), "people": [self._entry(person) for person in people]}
                for label, people in groups
                if people
            ]
        )

    async def open(self, request: web.Request) -> web.StreamResponse:
        """Show a person's conversation so far."""
        person = await self._person((await bodies.read(request)).string("person"))
        return as_json({"messages": [_message(posted) for posted in await self._chat.open(person)]})

    async def say(self, request: web.Request) -> web.StreamResponse:
        """Hear typed words; the answer is a new card. The words are not kept."""
        body = await bodies.read(request)
        person = await self._person(body.string("person"))
        heard = Message(body.string("text"), body.string("id", ""))
        return as_json(_message(await self._chat.hear(person, heard)) | {"replace": False})

    async def press(self, request: web.Request) -> web.StreamResponse:
        """Hear a button; the answer takes the place of its card."""
        body = await bodies.read(request)
        person = await self._person(body.string("person"))
        heard = Press(body.string("verb"), body.string("token", ""), body.texts("inputs"))
        return as_json(
            _message(await self._chat.press(person, heard, body.number("message"))) | {"replace": True}
        )

    async def hand_over(self, request: web.Request) -> web.StreamResponse:
        """Hand a person the file a card offered them; 404 when it is not theirs, or not any more."""
        person = await self._person(request.query.get("person", ""))
        return handed_over(await self._chat.file(person, request.query.get("file", "")))

    async def events(self, request: web.Request) -> web.StreamResponse:
        """Stream cards sent or changed unasked, as server-sent events, until the page or the program goes."""
        person = await self._person(request.query.get("person", ""))

        async def news(after: int, patience: float) -> News:
            return [
                (posted.at, _message(posted)) for posted in await self._chat.news(person, after, patience)
            ]

        return await streamed(request, lambda: self._chat.closed, news)

    async def _person(self, given: str) -> PersonId:
        return await somebody(self._chat.people, given)

    def _entry(self, person: Person) -> dict[str, Any]:
        unit = next((unit.name for unit in self._library.organization.units if unit.id == person.unit), None)
        role = None if person.role is Role.EMPLOYEE else self._library.sentences[f"role.{person.role.value}"]
        return {
            "id": person.id,
            "name": person.name,
            "unit": unit.model_dump() if unit else None,
            "role": person.role.value,
            "title": role.model_dump() if role else None,
        }

    def _closed_page(self) -> str:
        title = self._sentences["page.title"]
        parts = "".join(
            f'<p lang="{language}">{escape(self._closed.of(language))}</p>' for language in ("en", "fr")
        )
        return (
            '<!doctype html><html lang="en"><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width">'
            '<meta name="color-scheme" content="light dark">'
            f"<title>{escape(title.en)}</title><main><h1>{escape(title.en)}</h1>{parts}</main></html>"
        )


def _message(posted: Posted) -> dict[str, Any]:
    return {"id": posted.id, "card": posted.card, "first": posted.first, "changed": posted.changed}
