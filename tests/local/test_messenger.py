"""What is owed to a person appears on the page of those who opened it."""

import pytest

from bot.local.chat import LocalChat
from bot.local.messenger import PageMessenger
from bot.local.sessions import Session
from dialogs.flow import Ref
from dialogs.people import PersonId
from scheduler.ports import Elsewhere, Messenger, Outcome, Refused, Sent
from storage.ports import Address
from tests.local.office import AMIRA, KEY, LIBRARY, LUC, Roster, Turns, draw

REMINDER = Ref("coi", "2026-Q4")


def page(turns: Turns, roster: Roster) -> tuple[LocalChat, Messenger]:
    chat = LocalChat(turns, roster, LIBRARY, Session(KEY), draw)
    messenger: PageMessenger[Outcome] = PageMessenger(turns, chat, Sent, Refused, Elsewhere)
    return chat, messenger


async def send(messenger: Messenger, person: PersonId) -> Outcome:
    made = await messenger.prepare(person, REMINDER, None)
    return await made() if callable(made) else made


async def test_a_person_who_opened_the_page_finds_the_reminder_in_the_conversation() -> None:
    chat, messenger = page(Turns(), Roster())
    await chat.open(AMIRA.id)
    assert await send(messenger, AMIRA.id) == Sent()
    names = [posted.card["body"][0]["text"] for posted in await chat.open(AMIRA.id)]
    assert names == ["arrival", "sent-2026-Q4"]


@pytest.mark.parametrize(
    ("address", "reason"),
    [(None, "no-address"), (Address("teams", {"conversation": "a"}), "other-channel")],
)
async def test_a_person_without_a_page_is_left_to_other_channels(
    address: Address | None, reason: str
) -> None:
    roster = Roster(addresses={LUC.id: address} if address else {})
    chat, messenger = page(Turns(), roster)
    assert await send(messenger, LUC.id) == Elsewhere(reason)
    assert await chat.news(LUC.id, 0, 0) == ()


async def test_a_reminder_answered_meanwhile_is_not_shown() -> None:
    chat, messenger = page(Turns(nothing_left=True), Roster())
    await chat.open(AMIRA.id)
    assert await send(messenger, AMIRA.id) == Refused("answered")
    assert len(await chat.open(AMIRA.id)) == 1


async def test_a_very_long_conversation_forgets_its_oldest_cards() -> None:
    chat, messenger = page(Turns(), Roster())
    await chat.open(AMIRA.id)
    for _ in range(250):
        await send(messenger, AMIRA.id)
    remembered = await chat.open(AMIRA.id)
    assert (len(remembered), remembered[-1].id) == (200, 251)
