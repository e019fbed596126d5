"""Says things in a conversation: what a turn shows, a sentence, or words where a client waits for a body."""

from collections.abc import Callable, Mapping
from typing import Any, assert_never

import structlog
from botbuilder.core import TurnContext

from bot.heard import Shown
from bot.teams import outgoing
from bot.teams.entry.meaning import Asked, Attached, Consented, Executed, Said, Windowed
from bot.teams.wire.connector import Unsent
from content.model import Language, Text

log = structlog.get_logger()


class Replies:
    """`draw` draws what a turn shows; sentences are looked up once, so that a missing one stops the start.

    With `hands_over` false no file can leave, and whoever asks for one is told so.
    """

    def __init__(
        self, draw: Callable[[Shown], outgoing.Drawn], sentences: Mapping[str, Text], *, hands_over: bool
    ) -> None:
        self.draw = draw
        self._sentences = {name: sentences[name] for name in outgoing.SENTENCES}
        self.hands_over = hands_over

    def words(self, name: str, language: Language | None = None) -> str:
        """Return a sentence, in both languages when nobody knows which."""
        return outgoing.spoken(self._sentences[name], language)

    async def say(self, context: TurnContext, name: str, language: Language | None = None) -> None:
        """Send a sentence as a message."""
        await context.send_activity(outgoing.sentence(self.words(name, language)))

    async def show(self, context: TurnContext, shown: Shown) -> None:
        """Send a card, or a text, as a new message, and what is handed over beside it."""
        await self._write(context, self.draw(shown), shown)
        await self.offer(context, shown)

    async def show_in_place(self, context: TurnContext, shown: Shown) -> None:
        """Answer a button with the card that takes the old one's place; a text comes below it."""
        await context.send_activity(outgoing.in_place(await self._in_place(context, shown)))
        try:
            await self.offer(context, shown)
        except Unsent as fault:  # The client still gets the card it waits for.
            log.warning("reply.not-sent", fault=type(fault).__name__)

    async def answer(self, context: TurnContext, asked: Asked, name: str) -> None:
        """Answer with a sentence in both languages, in the way that the client waits for."""
        words = self.words(name)
        match asked:
            case Said() | Attached():
                await context.send_activity(outgoing.sentence(words))
            case Executed():
                await context.send_activity(outgoing.in_place(outgoing.words_body(words)))
            case Windowed():
                await context.send_activity(outgoing.in_place(outgoing.window_words_body(words)))
            case Consented():
                await context.send_activity(outgoing.in_place(None))
                await context.send_activity(outgoing.sentence(words))
            case _:
                assert_never(asked)

    async def _in_place(self, context: TurnContext, shown: Shown) -> dict[str, Any]:
        drawn = self.draw(shown)
        if not isinstance(drawn, str):
            return outgoing.card_body(drawn)
        try:
            await self._write(context, drawn, shown)
        except Unsent as fault:
            log.warning("reply.not-sent", fault=type(fault).__name__)
            return outgoing.words_body(drawn)
        return outgoing.words_body(self.words(outgoing.BELOW, shown.language))

    async def _write(self, context: TurnContext, drawn: outgoing.Drawn, shown: Shown) -> None:
        notification = self.words(outgoing.NOTIFICATION, shown.language)
        await context.send_activity(outgoing.message(drawn, notification))

    async def offer(self, context: TurnContext, shown: Shown, chat: str = "") -> None:
        """Ask whether a file may be handed over, if there is one; `chat` names the team whose file it is."""
        view = shown.view
        if not view.file:
            return
        if not self.hands_over:
            await self.say(context, outgoing.NO_FILES, shown.language)
            return
        name, size = str(view.values["name"]), view.values["size"]
        said = self.words(outgoing.TEAM_FILE if chat else outgoing.CONSENT, shown.language)
        notification = self.words(outgoing.NOTIFICATION, shown.language)
        kilobytes = size if isinstance(size, int) else 1
        file = {"file": view.file, **({"chat": chat} if chat else {})}
        await context.send_activity(outgoing.consent(name, kilobytes * 1_024, said, file, notification))
