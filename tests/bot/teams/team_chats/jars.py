"""A small session of a team: a jar in each chat, into which people put pebbles, and words they keep."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.heard import File, Press, Shown
from bot.team_chats.ports import Chat, ChatAway, Chats
from content.model import CardText, Language, Library, Text, VerbText
from dialogs.people import PersonId
from dialogs.views import Button, Value, View, WordsInput

SHARED, OWN, NONE, FORM, FILE = "jar.all", "jar.own", "jar.none", "jar.form", "jar.file"
KEPT, AWAY = "jar.kept", "jar.away"
OPEN, PUT, WRITE, KEEP, HAND, LONG, CLOSE = (
    *("begin-charter", "charter-choose", "charter-write", "charter-keep", "charter-file", "charter-listen"),
    "session-close",
)
VERBS = ("session", OPEN, PUT, WRITE, KEEP, HAND, LONG, CLOSE)
WORDS: Mapping[str, str] = {"jar": "session", "bocal": "session"}
"""What may be typed."""

LOOK = Button("session")
BYTES = b"PK the whole jar"


def with_jars(library: Library) -> Library:
    """Return the same texts, and those of jars."""
    cards = {
        SHARED: card("The jar", "Le bocal", "{count} in it", "{count} dedans"),
        OWN: card("Your jar", "Votre bocal", "{count} in it: {words}", "{count} dedans : {words}"),
        NONE: card("No jar", "Aucun bocal", "Begin", "Commencez"),
        FORM: card("Write", "Écrivez", "For the jar", "Pour le bocal"),
        FILE: card("The file", "Le fichier", "{name}, {size}", "{name}, {size}"),
    }
    verbs = {verb: VerbText(label=text(verb, f"{verb} (fr)")) for verb in VERBS}
    sentences = {KEPT: text("Kept", "Gardé"), AWAY: text("Not shown to all", "Pas montré à tout le monde")}
    return library.model_copy(
        update={
            "cards": {**library.cards, **cards},
            "verbs": {**library.verbs, **verbs},
            "sentences": {**library.sentences, **sentences},
        }
    )


def text(en: str, fr: str) -> Text:
    return Text(en=en, fr=fr)


def card(en: str, fr: str, body_en: str, body_fr: str) -> CardText:
    return CardText(title=text(en, fr), body=(text(body_en, body_fr),))


@dataclass
class Jar:
    """What is in the jar of one chat, and which card shows it."""

    pebbles: int = 0
    card: str = ""
    words: dict[PersonId, str] = field(default_factory=dict)
    members: tuple[PersonId, ...] = ()


@dataclass
class Jars:
    """The jars of all chats. `languages` are those of people; who has none reads both."""

    languages: dict[PersonId, Language] = field(default_factory=dict)
    plain: set[PersonId] = field(default_factory=set)
    chats: Chats | None = None
    jars: dict[str, Jar] = field(default_factory=dict)
    pressed: list[tuple[Chat, PersonId, Press]] = field(default_factory=list)
    gone: list[tuple[Chat, PersonId]] = field(default_factory=list)

    def means(self, text: str) -> str | None:
        return WORDS.get(text.lower())

    def knows(self, press: Press) -> bool:
        return press.verb in VERBS

    async def look(self, chat: Chat, person: PersonId) -> Shown:
        return self._own(chat, person)

    async def again(self, chat: Chat) -> bool:
        jar = self.jars.get(chat.id)
        return jar is not None and await self._open(chat) == ""

    async def press(self, chat: Chat, person: PersonId, press: Press) -> Shown:
        if press.verb == "session":
            return await self.look(chat, person)
        self.pressed.append((chat, person, press))
        jar = self.jars.get(chat.id)
        if press.verb == OPEN:
            return self._own(chat, person, await self._open(chat))
        if jar is None:
            return self._own(chat, person)
        if press.verb == WRITE:
            return self._shown(person, self._form(jar.words.get(person, "")))
        if press.verb == HAND:
            return self._shown(person, View(FILE, {"name": "jar.docx", "size": 1}, (LOOK,), file=chat.id))
        note = ""
        if press.verb == KEEP:
            jar.words[person] = press.inputs.get("words", "")
            note = KEPT
        if press.verb == LONG:
            jar.words[person] = "é" * 20_000
        if press.verb == PUT:
            jar.pebbles += 1
            note = await self._change(chat, jar, self._shared(jar))
        if press.verb == CLOSE:
            note = await self._change(chat, jar, Shown(View(SHARED, {"count": 0}, both=True), None, "over"))
        return self._own(chat, person, note)

    async def left(self, chat: Chat, person: PersonId) -> None:
        self.gone.append((chat, person))

    async def file(self, chat: Chat, person: PersonId, key: str) -> File | None:
        return File("jar.docx", "application/docx", BYTES) if key == chat.id else None

    async def _open(self, chat: Chat) -> str:
        assert self.chats is not None
        jar = self.jars.setdefault(chat.id, Jar())
        try:
            jar.members = tuple(await self.chats.members(chat.where))
            jar.card = await self.chats.post(chat.where, self._shared(jar))
        except ChatAway:
            return AWAY
        return ""

    async def _change(self, chat: Chat, jar: Jar, shown: Shown) -> str:
        assert self.chats is not None
        try:
            await self.chats.change(chat.where, jar.card, shown)
        except ChatAway:
            return AWAY
        return ""

    def _shared(self, jar: Jar) -> Shown:
        return Shown(
            View(SHARED, {"count": jar.pebbles}, (LOOK,), both=True), None, f"all.{jar.pebbles}", own=True
        )

    def _own(self, chat: Chat, person: PersonId, note: str = "") -> Shown:
        jar = self.jars.get(chat.id)
        if jar is None:
            return self._shown(person, View(NONE, {}, (Button(OPEN),), note=note))
        values: dict[str, Value] = {"count": jar.pebbles, "words": jar.words.get(person, "")}
        buttons = (Button(PUT), Button(WRITE), Button(HAND), LOOK)
        return self._shown(person, View(OWN, values, buttons, note=note))

    def _form(self, words: str) -> View:
        label = text("Words", "Mots")
        asked = WordsInput("words", label, KEEP, 500, label, words)
        return View(FORM, {}, (Button(KEEP), LOOK), (asked,))

    def _shown(self, person: PersonId, view: View) -> Shown:
        language = self.languages.get(person)
        return Shown(view, language, f"own.{person[:8]}", plain=person in self.plain)
