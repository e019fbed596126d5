"""Takes what people do in the chat of their team to the team's session, and shows each their own view."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from botbuilder.core import TurnContext

from bot.heard import Message, Press, Shown
from bot.team_chats.ports import TeamTalk
from bot.teams import outgoing
from bot.teams.chat_files import Hands
from bot.teams.chats import SESSION, chat_of
from bot.teams.entry.activity import Envelope
from bot.teams.entry.meaning import Consented, Executed, Left, Said, Windowed
from bot.teams.replies import Replies
from dialogs.people import PersonId

Introduces = Callable[[TurnContext, str], Awaitable[None]]
"""Shows everybody the card of this chat, whose readers' clients then ask for what the verb names."""


class Together:
    """The sessions of teams, as far as Teams shows them.

    A message in a chat is read by all, so nothing of one person is ever answered by one: their own view is
    what their button, or their client's own asking, gets back.
    """

    def __init__(self, talk: TeamTalk, replies: Replies, hands: Hands, introduces: Introduces) -> None:
        self._talk = talk
        self._replies = replies
        self._hands = hands
        self._introduces = introduces

    async def takes(
        self,
        context: TurnContext,
        envelope: Envelope,
        person: PersonId,
        what: Said | Executed | Windowed | Consented,
    ) -> bool:
        """Answer what belongs to a session; False, and nothing is said, when it is for somebody else."""
        match what:
            case Executed(press) if self._talk.knows(press):
                shown = await self._pressed(envelope, person, press)
                await context.send_activity(outgoing.in_place(self._in_place(shown)))
            case Windowed(press) if self._talk.knows(press):
                shown = await self._pressed(envelope, person, press)
                await context.send_activity(outgoing.in_place(self._window(shown)))
            case Said(Message(text)) if self._talk.means(text) is not None:
                await self._again(context, envelope)
            case Said(Press() as press) if self._talk.knows(press):
                await self._replies.say(context, outgoing.NEWER_TEAMS)
                await self._again(context, envelope)
            case _:
                return False
        return True

    async def parted(self, envelope: Envelope, left: Left) -> None:
        """Tell the session who is no longer in the chat."""
        for person in left.people:
            await self._talk.left(chat_of(envelope), person)

    async def _pressed(self, envelope: Envelope, person: PersonId, press: Press) -> Shown:
        """Hear a button; what it offers as a file is asked about in private before the answer says so."""
        shown = await self._talk.press(chat_of(envelope), person, press)
        if not shown.view.file:
            return shown
        return replace(shown, view=shown.view.noted(await self._hands(envelope, shown)))

    async def _again(self, context: TurnContext, envelope: Envelope) -> None:
        """Show everybody the session's card again, or where nothing is open, the way to begin one."""
        if not await self._talk.again(chat_of(envelope)):
            await self._introduces(context, SESSION)

    def _in_place(self, shown: Shown) -> dict[str, Any]:
        """Put somebody's own view in the card's place; their client asks for it again when that changes."""
        drawn = self._drawn(shown)
        if isinstance(drawn, str):
            return outgoing.words_body(drawn)
        return outgoing.card_body(outgoing.shared(drawn, SESSION, shown.token))

    def _window(self, shown: Shown) -> dict[str, Any]:
        """Show a form, or what came of it, in the window: nobody else reads along there."""
        drawn = self._drawn(replace(shown, dialog=True))
        if isinstance(drawn, str):
            return outgoing.window_words_body(drawn)
        return outgoing.window_body(self._replies.words(outgoing.TITLE, shown.language), drawn)

    def _drawn(self, shown: Shown) -> outgoing.Drawn:
        """Draw a card also for whoever asked for text: a text would stand in the chat, before everybody.

        It has no button for the other language: nobody's settings are changed where others are.
        """
        view = replace(shown.view, language=shown.language)
        drawn = self._replies.draw(replace(shown, view=view, plain=False))
        if isinstance(drawn, dict) and not outgoing.fits(drawn):
            return self._replies.words(outgoing.TROUBLE, shown.language)
        return drawn
