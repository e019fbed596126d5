"""What an office does with the words of a batch: reads them, gives them themes, sends some elsewhere."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, assert_never

import structlog

from bot.counting import Look, write_down
from content.model import Library, Text
from content.wording import filled, period_in_words, tame
from dialogs.flow import Answer
from dialogs.views import Value
from dialogs.voice_questions import TextRedirected, TextsAsked, ThemesGiven
from reports import voices
from reports.asked import form
from reports.privacy import WORDS_LEAST
from storage.batches import Batch, Words, finished
from storage.ports import Entry, Stale, Store

COUNTS, WORDS = "feedback", "feedback-words"
"""What the access list calls a look at counts, and one at words."""

THEMES = "theme"
"""A register: batch → text → themes, without a word."""

REDIRECTED = "redirected"
"""A register: batch → the ids of hidden texts, and how many by door; without a word."""

ROOM, AROUND_A_TEXT = 7_500, 1_300
"""Characters of a card for texts, and how many the themes beside one text take."""

TRIES = 5
"""How often a register is read again when somebody was faster."""

log = structlog.get_logger()


async def opened(store: Store, look: Look, id_: str, what: str) -> Batch | None:
    """Return a batch, and write down that it is opened before anything of it is shown; None for no such."""
    found = next((each for each in await finished(store) if each.id == id_), None)
    if found is not None:
        await write_down(store, look, {"what": what, "batch": id_})
    return found


def readable(library: Library, batch: Batch) -> Sequence[Words]:
    """Return the words of a batch; of one with too few answers, none, and never what people are."""
    about = form(library, batch.form).about
    enough = batch.answers >= WORDS_LEAST
    return tuple(each for each in batch.words if enough and each.question != about)


@dataclass(frozen=True, slots=True)
class WordsDesk:
    """Where the words of a batch are read in one turn; the role was checked a moment ago."""

    library: Library
    store: Store
    look: Look

    async def answer(self, asked: TextsAsked | ThemesGiven | TextRedirected) -> Answer | None:
        """Return a page of texts, once what was asked is kept; None where there is no such batch or text."""
        found = await opened(self.store, self.look, asked.batch, WORDS)
        if found is None:
            return None
        match asked:
            case TextsAsked(_, page):
                return await self._texts(found, page)
            case ThemesGiven(_, page, given):
                return await self._tag(found, page, given)
            case TextRedirected(_, page, text, door):
                return await self._redirect(found, page, text, door)
            case _:
                assert_never(asked)

    # Words ----------------------------------------------------------------------------------------

    async def _texts(self, found: Batch, page: int, note: str = "") -> Answer:
        """Return a page of texts with their themes, hidden ones left out; none once their time is over."""
        id_ = found.id
        hidden, given = (await self._redirected(id_))["texts"], await self._given(id_)
        numbered = [
            (number, each)
            for number, each in enumerate(readable(self.library, found), 1)
            if each.id not in hidden
        ]
        pages = _pages([(number, each, self._words(found, each)) for number, each in numbered])
        shown = pages[min(max(page, 1), len(pages)) - 1]
        values: dict[str, Value] = {
            "batch": id_,
            "title": form(self.library, found.form).title,
            "period": period_in_words(found.period),
            "texts": " ".join(f"{number}/{each.id}" for number, each, _ in shown),
            "part": pages.index(shown) + 1,
            "of": len(pages),
            "note": note,
        }
        for _, each, text in shown:
            values |= {f"text-{each.id}": text, f"themes-{each.id}": ",".join(given.get(each.id, ()))}
        remarks = () if shown else (self.library.sentences["voices.no-texts"],)
        return Answer(values, remarks=remarks, state="voices.texts")

    def _words(self, batch: Batch, words: Words) -> Text:
        """Return a text without what nobody sees; with its question, where several ask for words."""
        text = tame(Text(en=words.text or " ", fr=words.text or " "))
        asked = self.library.questionnaires.get(batch.form)
        texts = {each.id: each.text for each in asked.questions} if asked else {}
        if words.question not in texts or len({each.question for each in readable(self.library, batch)}) == 1:
            return text
        said: dict[str, Value] = {"question": texts[words.question], "text": text}
        return filled(self.library.sentences["voices.text-of"], said)

    # Themes and other doors -----------------------------------------------------------------------

    async def _given(self, id_: str) -> Mapping[str, Sequence[str]]:
        entry = await self.store.registers.get(THEMES, id_)
        return entry.body if entry else {}

    async def _redirected(self, id_: str) -> Mapping[str, Any]:
        entry = await self.store.registers.get(REDIRECTED, id_)
        return entry.body if entry else {"texts": [], "doors": {}}

    async def themes(self, batch: Batch) -> Mapping[str, int]:
        """Count texts by theme, from what was tagged: the words themselves may be gone by now."""
        hidden = (await self._redirected(batch.id))["texts"]
        return voices.tags(await self._given(batch.id), hidden) if batch.answers >= WORDS_LEAST else {}

    async def doors(self, batch: Batch) -> Mapping[str, int]:
        """Count the texts that belonged to another door, by door."""
        found: Mapping[str, int] = (await self._redirected(batch.id))["doors"]
        return found if batch.answers >= WORDS_LEAST else {}

    async def _tag(self, found: Batch, page: int, given: Mapping[str, Sequence[str]]) -> Answer:
        """Keep the themes of the texts of a page, of those that are still there."""
        hidden = (await self._redirected(found.id))["texts"]
        there = {each.id for each in readable(self.library, found)}.difference(hidden)

        def tagged(body: Mapping[str, Any]) -> dict[str, Any]:
            new = {text: list(themes) for text, themes in given.items() if text in there}
            return {text: themes for text, themes in {**body, **new}.items() if themes}

        done = await _changed(
            lambda: self.store.registers.get(THEMES, found.id),
            lambda body, revision: self.store.registers.put(THEMES, found.id, body, revision),
            {},
            tagged,
        )
        log.info("voices.tagged", role=self.look.role)
        return await self._texts(found, page, "voices.saved" if done else "voices.busy")

    async def _redirect(self, found: Batch, page: int, text: str, door: str) -> Answer | None:
        """Hide a text and count its door. One that is hidden already is not counted again."""
        if text not in {each.id for each in readable(self.library, found)}:
            return None

        def redirected(body: Mapping[str, Any]) -> dict[str, Any]:
            if text in body["texts"]:
                return dict(body)
            doors = {**body["doors"], door: body["doors"].get(door, 0) + 1}
            return {"texts": sorted([*body["texts"], text]), "doors": doors}

        done = await _changed(
            lambda: self.store.registers.get(REDIRECTED, found.id),
            lambda body, revision: self.store.registers.put(REDIRECTED, found.id, body, revision),
            {"texts": [], "doors": {}},
            redirected,
        )
        log.info("voices.redirected", role=self.look.role)
        return await self._texts(found, page, "voices.redirected" if done else "voices.busy")


async def _changed(
    read: Callable[[], Awaitable[Entry | None]],
    write: Callable[[Mapping[str, Any], int], Awaitable[Entry]],
    empty: Mapping[str, Any],
    change: Callable[[Mapping[str, Any]], dict[str, Any]],
) -> bool:
    """Keep what an entry becomes, read again when somebody was faster; False when they always were."""
    for _ in range(TRIES):
        entry = await read()
        before = entry.body if entry else empty
        after = change(before)
        if after == before:
            return True
        try:
            await write(after, entry.revision if entry else 0)
        except Stale:
            continue
        return True
    return False


Numbered = tuple[int, Words, Text]


def _pages(texts: Sequence[Numbered]) -> list[list[Numbered]]:
    """Cut texts into pages that a card has room for, one at least; the last may be empty."""
    pages: list[list[Numbered]] = [[]]
    left = ROOM
    for each in texts:
        needed = AROUND_A_TEXT + max(_room(each[2].en), _room(each[2].fr))
        if needed > left and pages[-1]:
            pages.append([])
            left = ROOM
        pages[-1].append(each)
        left -= needed
    return pages


def _room(text: str) -> int:
    """Return how many characters of a card a text takes, in units of UTF-16, with what escapes it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2 + sum(2 for each in text if not each.isalnum())
