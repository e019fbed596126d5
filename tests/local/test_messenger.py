"""What is owed to a person appears on the page of those who opened it."""

import asyncio

import pytest

from bot.heard import Message, Press
from bot.local.chat import REMEMBERED, LocalChat, Posted
from bot.local.messenger import PageMessenger
from bot.local.sessions import Session
from dialogs.flow import Ref
from dialogs.people import PersonId
from scheduler.ports import Elsewhere, Messenger, Outcome, Refused, Sent
from storage.ports import Address
from tests.local.office import AMIRA, KEY, LIBRARY, LUC, Roster, Turns, draw, shown

REMINDER = Ref("coi", "2026-Q4")


def page(turns: Turns, roster: Roster, key: str = KEY) -> tuple[LocalChat, Messenger]:
    chat = LocalChat(turns, roster, LIBRARY, Session(key), draw)
    messenger: PageMessenger[Outcome] = PageMessenger(turns, chat, Sent, Refused, Elsewhere)
    return chat, messenger


async def send(messenger: Messenger, person: PersonId, ref: Ref = REMINDER, replaces: str = "") -> Outcome:
    made = await messenger.prepare(person, ref, None, replaces)
    return await made() if callable(made) else made


async def test_a_person_who_opened_the_page_finds_the_reminder_in_the_conversation() -> None:
    chat, messenger = page(Turns(), Roster())
    await chat.open(AMIRA.id)
    assert isinstance(await send(messenger, AMIRA.id), Sent)
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


async def test_what_is_sent_unasked_stays_even_if_it_would_be_an_answer_in_passing() -> None:
    chat, _ = page(Turns(), Roster())
    await chat.open(AMIRA.id)
    chat.deliver(AMIRA.id, shown("communication", passing=True))
    assert names(await chat.news(AMIRA.id, 0, 0)) == [(2, "communication")]
    assert names(await chat.open(AMIRA.id))[-1] == (2, "communication")


# A card that is changed ------------------------------------------------------------------------------------

CORRECTED = Ref("coi", "corrected")


def names(posted: tuple[Posted, ...]) -> list[tuple[int, str]]:
    return [(each.id, each.card["body"][0]["text"]) for each in posted]


async def sent(messenger: Messenger, person: PersonId = AMIRA.id) -> str:
    outcome = await send(messenger, person)
    assert isinstance(outcome, Sent)
    return outcome.message


async def test_a_corrected_card_stands_where_the_wrong_one_stood() -> None:
    chat, messenger = page(Turns(), Roster())
    await chat.open(AMIRA.id)
    name = await sent(messenger)
    await chat.hear(AMIRA.id, Message("help"))

    assert await send(messenger, AMIRA.id, CORRECTED, name) == Sent(name)

    assert names(await chat.open(AMIRA.id)) == [(1, "arrival"), (2, "sent-corrected"), (3, "typed help")]


async def test_whoever_watches_hears_of_each_correction_once_and_in_order() -> None:
    chat, messenger = page(Turns(), Roster())
    await chat.open(AMIRA.id)
    first, second = await sent(messenger), await sent(messenger)
    seen = (await chat.news(AMIRA.id, 0, 0))[-1].at
    watching = asyncio.create_task(chat.news(AMIRA.id, seen, 60))
    await asyncio.sleep(0)

    await send(messenger, AMIRA.id, CORRECTED, second)
    assert names(await watching) == [(3, "sent-corrected")]
    seen = watching.result()[-1].at
    assert await chat.news(AMIRA.id, seen, 0) == ()

    await send(messenger, AMIRA.id, CORRECTED, second)
    await send(messenger, AMIRA.id, CORRECTED, first)
    assert [posted.id for posted in await chat.news(AMIRA.id, seen, 0)] == [3, 2]


async def test_a_card_that_was_answered_in_its_place_is_corrected_there_too() -> None:
    chat, messenger = page(Turns(), Roster())
    await chat.open(AMIRA.id)
    name = await sent(messenger)
    await chat.press(AMIRA.id, Press("home"), 2)

    assert await send(messenger, AMIRA.id, CORRECTED, name) == Sent(name)
    assert names(await chat.open(AMIRA.id)) == [(1, "arrival"), (2, "sent-corrected")]


async def test_a_card_that_fell_off_the_page_cannot_be_corrected() -> None:
    chat, messenger = page(Turns(), Roster())
    await chat.open(AMIRA.id)
    name = await sent(messenger)
    for _ in range(REMEMBERED):
        await send(messenger, AMIRA.id)

    assert await send(messenger, AMIRA.id, CORRECTED, name) == Refused("gone")
    assert len(await chat.open(AMIRA.id)) == REMEMBERED


async def test_a_card_of_an_earlier_run_or_of_somebody_else_is_never_another_one_of_today() -> None:
    roster = Roster()
    before, earlier = page(Turns(), roster, "the secret of the run before")
    await before.open(AMIRA.id)
    chat, messenger = page(Turns(), roster)
    for person in (AMIRA.id, LUC.id):
        await chat.open(person)
    of_before, of_luc = await sent(earlier), await sent(messenger, LUC.id)
    await chat.hear(LUC.id, Message("help"))

    for name in (of_before, "teams:1"):
        assert await send(messenger, AMIRA.id, CORRECTED, name) == Refused("gone")
        assert await send(messenger, LUC.id, CORRECTED, name) == Refused("gone")
    assert names(await chat.open(LUC.id))[1] == (2, "sent-2026-Q4")
    assert KEY not in of_luc


async def test_a_correction_with_nothing_left_to_say_changes_nothing() -> None:
    turns = Turns()
    chat, messenger = page(turns, Roster())
    await chat.open(AMIRA.id)
    name = await sent(messenger)
    turns.nothing_left = True
    assert await send(messenger, AMIRA.id, CORRECTED, name) == Refused("answered")
    assert names(await chat.open(AMIRA.id))[-1] == (2, "sent-2026-Q4")
