"""A small team on the local page, and a session in which everybody counts and may write in secret."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from bot.cards.drawn import for_page
from bot.heard import File, Press, Shown
from bot.local.page import RENDERER
from bot.local.team_chats import TeamChats
from bot.local.team_page import Teams
from bot.team_chats.ports import Chat
from content.model import CardText, VerbText
from dialogs.people import PersonId
from dialogs.views import Button, Value, View, WordsInput
from tests.local.office import AMIRA, LIBRARY, LUC, MEI, NOOR, Office, Roster, Turns, office, text

MORNING = datetime(2026, 11, 23, 15, tzinfo=UTC)

MANAGER = replace(LUC, language="fr")
"""Leads Amira and Noor."""
REPORT = replace(AMIRA, language="en", manager=LUC.id)
NEWCOMER = replace(NOOR, manager=LUC.id)
"""Has not said which language."""
OUTSIDER = replace(MEI, language="en")
TEAM = (REPORT, MANAGER, OUTSIDER, NEWCOMER)

CHAT = f"local:{LUC.id}"

WORDS = LIBRARY.model_copy(
    update={
        "cards": {
            "company": CardText(title=text("Ethos in this chat", "Ethos dans cette conversation")),
            "counting.none": CardText(title=text("Nothing is counted", "Rien n'est compté")),
            "counting.shared": CardText(
                title=text("All of you: {count}", "Vous toutes et tous\u00a0: {count}"),
                body=(text("{written} have written.", "{written} ont écrit."),),
            ),
            "counting": CardText(
                title=text("Counted: {count}", "Compté\u00a0: {count}"),
                body=(text("You wrote: {words}", "Vous avez écrit\u00a0: {words}"),),
            ),
            "counting.form": CardText(title=text("Write", "Écrire")),
            "counting.closed": CardText(title=text("The end: {count}", "Fin\u00a0: {count}")),
        },
        "sentences": {
            **LIBRARY.sentences,
            "ceiling": text("A few words.", "Quelques mots."),
            "report.hidden": text("Hidden", "Caché"),
            "kept": text("Kept.", "Gardé."),
            "said": text("Your words", "Vos mots"),
            "missing": text("Write something.", "Écrivez quelque chose."),
        },
        "verbs": {
            "begin-counting": VerbText(label=text("Begin", "Commencer")),
            "session": VerbText(label=text("My view", "Ma vue")),
            "session-on": VerbText(label=text("Count", "Compter")),
            "counting-write": VerbText(label=text("Write", "Écrire")),
            "counting-keep": VerbText(label=text("Keep", "Garder")),
            "session-back": VerbText(label=text("Back", "Retour")),
            "session-close": VerbText(label=text("Close", "Fermer")),
            "company-private": VerbText(label=text("Talk in private", "Parler en privé")),
            "language-en": VerbText(label=text("English", "English")),
            "language-fr": VerbText(label=text("Français", "Français")),
        },
    }
)
"""What the session says; the rest is the small office's."""

VERBS = {
    *("begin-counting", "session", "session-on", "session-back", "session-close"),
    *("counting-write", "counting-keep", "counting-file"),
}
TYPED = {"session": "session", "compter": "session-on"}


@dataclass
class Counted:
    """One session: how often somebody pressed, and what each wrote."""

    card: str = ""
    count: int = 0
    words: dict[PersonId, str] = field(default_factory=dict)


@dataclass
class Counting:
    """A `TeamTalk` whose sessions are numbers."""

    chats: TeamChats
    open: dict[str, Counted] = field(default_factory=dict)
    heard: list[tuple[PersonId, Press]] = field(default_factory=list)
    gone: list[PersonId] = field(default_factory=list)
    trouble: Exception | None = None
    slow: dict[PersonId, asyncio.Event] = field(default_factory=dict)
    heard_slowly: asyncio.Event = field(default_factory=asyncio.Event)

    def means(self, words: str) -> str | None:
        return TYPED.get(words.casefold())

    def knows(self, press: Press) -> bool:
        return press.verb in VERBS

    async def look(self, chat: Chat, person: PersonId) -> Shown:
        return self._look(chat, person)

    def _look(self, chat: Chat, person: PersonId, note: str = "") -> Shown:
        session = self.open.get(chat.id)
        if session is None:
            return self._to(person, View("counting.none", {}, (Button("begin-counting"),)))
        values: dict[str, Value] = {"count": session.count, "words": session.words.get(person, "")}
        verbs = ("session-on", "counting-write", "session-close")
        return self._to(person, View("counting", values, tuple(map(Button, verbs)), note=note))

    async def press(self, chat: Chat, person: PersonId, press: Press) -> Shown:
        if press.verb != "session":
            self.heard.append((person, press))
        if self.trouble:
            raise self.trouble
        session = self.open.get(chat.id)
        if session is None:
            if press.verb == "begin-counting":
                self.open[chat.id] = begun = Counted()
                begun.card = await self.chats.post(chat.where, self._shared(begun))
            return self._look(chat, person)
        match press.verb:
            case "session-on":
                session.count += 1
                here = self._look(chat, person)
                if person in self.slow:
                    self.heard_slowly.set()
                    await self.slow[person].wait()
                await self.chats.change(chat.where, session.card, self._shared(session))
                return here
            case "counting-write":
                return self._form(person, session)
            case "counting-keep":
                session.words[person] = press.inputs.get("words", "")
                await self.chats.change(chat.where, session.card, self._shared(session))
                return self._look(chat, person, "kept")
            case "session-close":
                del self.open[chat.id]
                closed = View("counting.closed", {"count": session.count}, both=True)
                await self.chats.change(chat.where, session.card, Shown(closed, None, "sealed", own=True))
                return self._look(chat, person)
            case _:
                return self._look(chat, person)

    async def again(self, chat: Chat) -> bool:
        session = self.open.get(chat.id)
        if session is not None:
            session.card = await self.chats.post(chat.where, self._shared(session))
        return session is not None

    async def left(self, chat: Chat, person: PersonId) -> None:
        self.gone.append(person)

    async def file(self, chat: Chat, person: PersonId, key: str) -> File | None:
        session = self.open.get(chat.id)
        if session is None or key != "sheet":
            return None
        return File("sheet.csv", "text/csv; charset=utf-8", session.words.get(person, "").encode())

    def _form(self, person: PersonId, session: Counted) -> Shown:
        said, missing = WORDS.sentences["said"], WORDS.sentences["missing"]
        words = WordsInput("words", said, "counting-keep", 200, missing, session.words.get(person, ""))
        buttons = (Button("counting-keep"), Button("session-back"))
        return self._to(person, View("counting.form", {}, buttons, (words,)))

    def _shared(self, session: Counted) -> Shown:
        values = {"count": session.count, "written": len(session.words)}
        return Shown(
            View("counting.shared", values, (Button("session"),), both=True), None, "sealed", own=True
        )

    def _to(self, person: PersonId, view: View) -> Shown:
        language = next(each.language for each in TEAM if each.id == person)
        return Shown(replace(view, both=language is None, language=language), language, "sealed")


@dataclass
class Company(Turns):
    """The small office's turns, which say in company what the real ones say."""

    async def in_company(self, person: PersonId | None) -> Shown:
        return Shown(View("company", {}, (Button("company-private"),)), "en", "sealed")


@dataclass
class TeamOffice:
    """A running page with the chats of one team."""

    page: Office
    chats: TeamChats
    talk: Counting

    @property
    def where(self) -> Mapping[str, str]:
        return {"via": "local", "chat": CHAT}


@asynccontextmanager
async def team_office() -> AsyncIterator[TeamOffice]:
    """Serve the page with a team: a manager, two people who report to them, and somebody from elsewhere."""
    roster = Roster(TEAM)
    chats = TeamChats(roster, WORDS, lambda: MORNING)
    talk = Counting(chats)
    async with office(_drawn, RENDERER, Company(), roster, WORDS, teams=Teams(chats, talk)) as page:
        yield TeamOffice(page, chats, talk)


def _drawn(given: Shown) -> Mapping[str, object]:
    """Draw what the session shows as the program draws it; the small office's answers as the office does."""
    if given.view.card in WORDS.cards:
        return for_page(WORDS, given)
    return {
        "type": "AdaptiveCard",
        "version": "1.5",
        "lang": "en",
        "body": [{"type": "TextBlock", "text": given.view.card, "style": "heading", "wrap": True}],
    }
