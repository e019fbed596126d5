"""A small office for the local page: two units, four people, and turns that answer predictably."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.heard import Arrival, File, Heard, Message, Press, Shown
from bot.local.chat import LocalChat
from bot.local.page import CLOSED, RENDERER, routes
from bot.local.sessions import Session
from bot.local.team_page import Teams
from content.model import Code, Library, Organization, Text, Unit
from dialogs.flow import Ref
from dialogs.people import Person, PersonId, Role, UnitId
from dialogs.views import View
from storage.ports import Address, Changes
from tests.offered import APP

KEY = "a-secret-of-this-run"

AMIRA = Person(PersonId("amira"), name="Amira Diallo", unit=UnitId("policy"))
LUC = Person(PersonId("luc"), name="Luc Tremblay", unit=UnitId("services"), role=Role.MANAGER)
MEI = Person(PersonId("mei"), name="Mei Wong", unit=UnitId("policy"), role=Role.SENIOR_OFFICIAL)
NOOR = Person(PersonId("noor"), name="Noor Haddad")


def text(english: str, french: str) -> Text:
    return Text(en=english, fr=french)


PAGE_WORDS = {
    "page.title": text("Ethos", "Ethos"),
    "page.act-as": text("Act as", "Agir à titre de"),
    "page.type-here": text("Write to Ethos", "Écrire à Ethos"),
    "page.send": text("Send", "Envoyer"),
    "page.no-renderer": text("Cards cannot be drawn here.", "Les cartes ne s'affichent pas ici."),
    "page.new-message": text("New message", "Nouveau message"),
    "page.message-changed": text("A message above was corrected.", "Un message plus haut a été corrigé."),
    "page.connection-lost": text("No answer. Try again.", "Pas de réponse. Essayez encore."),
    "page.skip-to-conversation": text("Skip to the conversation", "Aller à la conversation"),
    "page.download": text("Download", "Télécharger"),
    "page.privacy-line": text("What you type stays here.", "Ce que vous écrivez reste ici."),
    "page.where": text("Where", "Où"),
    "page.private": text("Alone with Ethos", "Seul à seul avec Ethos"),
    "page.teams": text("Team chats", "Conversations d'équipe"),
    "page.team-chat": text("{name}, {unit}", "{name}, {unit}"),
    "page.for-everybody": text("Everybody sees this", "Visible pour tout le monde"),
    "page.for-you": text("Only you see this", "Visible pour vous seulement"),
    "page.chat-changed": text("The shared card changed.", "La carte commune a changé."),
    "page.chat-moved": text("The others went on.", "Les autres ont continué."),
    "page.look-now": text("Look now", "Voir maintenant"),
    CLOSED: text("Open the printed address.", "Ouvrez l'adresse affichée."),
    "role.senior-official": text("Senior Official", "Haute ou haut fonctionnaire"),
    "unit.none": text("No unit", "Sans unité"),
    "role.manager": text("Manager", "Gestionnaire"),
}

LIBRARY = Library(
    organization=Organization(
        id="test",
        name=text("Office of Tests", "Bureau des essais"),
        time_zone="America/Toronto",
        code=Code(version="1", name=text("Code", "Code")),
        units=(
            Unit(id="policy", name=text("Policy", "Politiques")),
            Unit(id="services", name=text("Services", "Services")),
        ),
    ),
    notice_version=1,
    modules={},
    duties={},
    cards={},
    sentences=PAGE_WORDS,
    verbs={},
    public_values={},
    app=APP,
)


@dataclass
class Roster:
    """A roster in memory: only what the page asks of it does anything."""

    known: tuple[Person, ...] = (AMIRA, LUC, MEI, NOOR)
    addresses: dict[PersonId, Address] = field(default_factory=dict)
    trouble: Exception | None = None

    async def person(self, person: PersonId) -> Person | None:
        return next((one for one in self.known if one.id == person), None)

    async def everyone(self) -> tuple[Person, ...]:
        return self.known

    async def bring_in(self, rows: object) -> Changes:
        raise NotImplementedError

    async def meet(self, person: Person) -> None:
        raise NotImplementedError

    async def address(self, person: PersonId) -> Address | None:
        return self.addresses.get(person)

    async def learn(self, person: PersonId, address: Address) -> None:
        if self.trouble:
            raise self.trouble
        self.addresses[person] = address

    async def forget(self, person: PersonId) -> None:
        self.addresses.pop(person, None)


@dataclass
class Turns:
    """Answers with a view named after what was heard, and remembers who said what."""

    heard: list[tuple[PersonId, Heard]] = field(default_factory=list)
    nothing_left: bool = False
    trouble: Exception | None = None
    passing: bool = False
    answering: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.answering.set()

    async def hear(self, person: PersonId, heard: Heard) -> Shown:
        self.heard.append((person, heard))
        await self.answering.wait()
        if self.trouble:
            raise self.trouble
        match heard:
            case Arrival():
                return shown("arrival")
            case Message(words):
                return shown("typed", passing=self.passing, words=words)
            case Press(verb, _, inputs):
                return shown(f"pressed-{verb}", passing=self.passing, **inputs)

    async def present(self, addressee: PersonId, ref: Ref, about: PersonId | None) -> Shown | None:
        return None if self.nothing_left else shown(f"sent-{ref.key}")

    async def in_company(self, person: PersonId | None) -> Shown:
        return shown("company")

    async def file(self, person: PersonId, key: str) -> File | None:
        return File(f"{key}.csv", "text/csv; charset=utf-8", b"a,b\r\n") if key == "2026-Q4" else None


def shown(card: str, *, passing: bool = False, **values: str) -> Shown:
    return Shown(View(card, values=values, passing=passing), "en", "token")


def draw(shown: Shown) -> Mapping[str, Any]:
    """Draw a card as small as can be: its name and its values."""
    words = " ".join([shown.view.card, *(str(value) for value in shown.view.values.values())])
    return {
        "type": "AdaptiveCard",
        "version": "1.5",
        "lang": shown.language or "en",
        "body": [{"type": "TextBlock", "text": words, "style": "heading", "wrap": True}],
    }


@dataclass
class Office:
    """A running page with what stands behind it."""

    address: str
    chat: LocalChat
    turns: Turns
    roster: Roster

    @property
    def entrance(self) -> str:
        return f"{self.address}/?key={KEY}"


@asynccontextmanager
async def office(
    draw: Any = draw,
    renderer: Path = RENDERER,
    turns: Any = None,
    roster: Any = None,
    library: Library = LIBRARY,
    *,
    teams: Teams | None = None,
) -> AsyncIterator[Office]:
    """Serve the page on a free port of this machine until the block ends."""
    turns, roster = turns or Turns(), roster or Roster()
    chat = LocalChat(turns, roster, library, Session(KEY), draw)
    application = web.Application()
    application.add_routes(routes(chat, renderer, teams))
    runner = web.AppRunner(application, shutdown_timeout=2, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        port = runner.addresses[0][1]
        yield Office(f"http://127.0.0.1:{port}", chat, turns, roster)
    finally:
        chat.close()
        await runner.cleanup()
