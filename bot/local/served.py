"""Puts the local page together: private conversations, and the chats of teams."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from bot.cards import drawn
from bot.local.chat import Listening, LocalChat
from bot.local.sessions import Session
from bot.local.team_chats import TeamChats
from bot.local.team_page import Teams
from bot.team_chats.talk import Talk
from content.model import Library
from storage.ports import People


def local_chat(turns: Listening, people: People, library: Library, key: str) -> LocalChat:
    """Make the page's memory; `key` is the secret of this run."""
    return LocalChat(turns, people, library, Session(key), partial(drawn.for_page, library))


def of_teams(
    talk: Talk | None, people: People, library: Library, clock: Callable[[], datetime]
) -> Teams | None:
    """Make the chats of teams on the page, which the sessions reach from then on; None without any."""
    if talk is None:
        return None
    chats = TeamChats(people, library, clock)
    talk.serve("local", chats)
    return Teams(chats, talk)
