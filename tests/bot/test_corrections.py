"""Whoever has a wrong text gets the right one, also when the campaign has been stopped for it."""

import pytest

from bot.cards.drawn import for_page
from bot.local.chat import ADDRESS, LocalChat
from bot.local.messenger import PageMessenger
from bot.local.sessions import Session
from content.model import Library, Stage, Text
from dialogs.facts import MessageSent, Reached
from dialogs.flow import Ref
from scheduler.corrections import Corrections
from scheduler.ports import Elsewhere, Outcome, Refused, Sent
from storage.campaigns import keep
from storage.ports import Delivery, DeliveryKey
from tests.bot.office import Office, person
from tests.local.office import KEY
from tests.scheduler.living import Clock, happen, sender
from tests.scheduler.sending import BODY, changes, communication

ANA = person("ana", "policy")
WRONG = (Text(en="Ask after.", fr="Demandez après."),)


@pytest.mark.parametrize("stage", [Stage.RUNNING, Stage.PAUSED, Stage.STOPPED, Stage.CLOSED])
async def test_a_wrong_text_is_corrected_in_whatever_stage_its_campaign_is(
    library: Library, stage: Stage
) -> None:
    office = Office(library)
    await office.hires(ANA)
    await office.settles_in("ana")
    await office.store.people.learn(ANA.id, ADDRESS)
    chat = LocalChat(
        office.turns, office.store.people, library, Session(KEY), lambda shown: for_page(library, shown)
    )
    messenger = PageMessenger[Outcome](office.turns, chat, Sent, Refused, Elsewhere)
    clock = Clock(office.at)

    async def drains() -> None:
        await sender(office.store, messenger, clock, organization=library.organization).drain()

    await keep(office.store, "gifts", communication(first_day=office.at.date(), body=WRONG), 0)
    key = DeliveryKey("communication", "gifts", 1, ANA.id)
    await office.store.deliveries.owe([Delivery(key, Ref("communication", "gifts"), office.at)])
    await drains()
    await happen(office.store, ANA, MessageSent("communication", "gifts", Reached.DELIVERED))

    corrected = {"text_version": 2, "corrected": office.at.date(), "body": BODY}
    await changes(office.store, "gifts", stage=stage, **corrected)
    assert await Corrections(office.store)(office.at) == 1
    await drains()

    (posted,) = await chat.news(ANA.id, 0, 0)
    drawn = str(posted.card)
    assert BODY[0].en in drawn
    assert WRONG[0].en not in drawn
    assert "Corrected on November 23, 2026" in drawn
