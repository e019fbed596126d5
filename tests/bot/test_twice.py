"""The same thing twice, at once, out of order, or on a full disk."""

import asyncio
from dataclasses import replace

from structlog.testing import capture_logs

from bot.heard import Message, Press
from bot.turn import Turns
from dialogs.facts import LanguageChosen, NoticeSeen
from dialogs.people import PersonId
from storage.ports import Address, Kept, NotSaved, Stale
from tests.bot.office import Office, person, staff


async def facts(office: Office, who: str) -> list[object]:
    return [stamped.fact for stamped in (await office.store.ledger.life(PersonId(who))).facts]


async def place(office: Office, who: str, flow: str) -> Kept:
    life = await office.store.ledger.life(PersonId(who))
    return next(kept for kept in life.conversations if kept.conversation.flow == flow)


# Twice, at once, and out of order -------------------------------------------------------------------


async def test_a_typed_message_delivered_twice_takes_effect_once(office: Office) -> None:
    await office.hires(person("ana", "policy"))
    await office.settles_in("ana")
    await office.presses("ana", "open-M01")
    first = await office.types("ana", "next", "message-1")
    again = await office.types("ana", "next", "message-1")
    assert first.view == again.view
    assert (await office.types("ana", "next", "message-2")).view != first.view


async def test_the_same_words_of_two_people_are_two_messages(office: Office) -> None:
    await office.hires(person("ana", "policy"), person("ben", "policy"))
    await office.settles_in("ana", "ben")
    await office.types("ana", "M01", "same-id")
    assert (await office.types("ben", "M01", "same-id")).view.card.startswith("module.opening")
    assert (await place(office, "ben", "module")).conversation.key == "M01"


async def test_two_clicks_that_race_turn_one_page(office: Office) -> None:
    await office.hires(person("ana", "policy"))
    await office.settles_in("ana")
    await office.presses("ana", "open-M01")
    opening = office.shown[PersonId("ana")]
    press = Press("next", opening.token)
    answers = await asyncio.gather(*(office.turns.hear(PersonId("ana"), press) for _ in range(5)))
    assert len({answer.view.card for answer in answers}) == 1
    assert (await place(office, "ana", "module")).revision == 1


async def test_a_forged_token_is_an_unknown_button(office: Office) -> None:
    await office.hires(person("ana", "policy"))
    await office.settles_in("ana")
    await office.presses("ana", "open-M01")
    token = office.shown[PersonId("ana")].token
    version, key, body, tag = token.split(".")
    for forged in (
        "",
        "x",
        token[:-1],
        f"{version}.{key}.{body[:-2]}AA.{tag}",
        f"v2.{key}.{body}.{tag}",
        "v1.nokey.e30.x",
    ):
        shown = await office.turns.hear(PersonId("ana"), Press("next", forged))
        assert shown.view.note == "unknown-button"
        assert shown.view.card.startswith("module.opening")


async def test_a_disk_that_is_full_is_said_kindly_and_nothing_is_lost(office: Office) -> None:
    await office.hires(person("ana", "policy"))
    await office.settles_in("ana")
    await office.presses("ana", "open-M01")
    opening = office.shown[PersonId("ana")]
    full = FullDisk(office)
    office.turns = full.turns()
    shown = await office.presses("ana", "next", on=opening)
    assert (shown.view.card, shown.view.note) == (opening.view.card, "not-saved")
    full.full = False
    assert (await office.presses("ana", "next", on=opening)).view.card == "module.page"


async def test_somebody_who_is_always_too_late_is_told_kindly(office: Office) -> None:
    await office.hires(person("ana", "policy"))
    await office.settles_in("ana")
    await office.presses("ana", "open-M01")
    opening = office.shown[PersonId("ana")]
    busy = FullDisk(office, Stale)
    office.turns = busy.turns()
    assert (await office.presses("ana", "next", on=opening)).view.note == "not-saved"


class FullDisk:
    """The office's own ledger behind a medium that refuses to write."""

    def __init__(self, office: Office, refusal: type[Exception] = NotSaved) -> None:
        self.office, self.refusal, self.full = office, refusal, True
        self.life, self.facts = office.store.ledger.life, office.store.ledger.facts

    async def commit(self, *args: object, **kwargs: object) -> bool:
        if self.full:
            raise self.refusal
        return await self.office.store.ledger.commit(*args, **kwargs)  # type: ignore[arg-type]  # handed on as it came

    def turns(self) -> Turns:
        store = replace(self.office.store, ledger=self)
        return Turns(self.office.library, store, self.office.keys, lambda: self.office.at, self.office.chance)


async def test_a_department_can_talk_at_once(office: Office) -> None:
    people = staff(["policy", "services"], 15)
    await office.hires(*people)

    async def one(name: str) -> None:
        token = (await office.turns.hear(PersonId(name), Message("hello"))).token
        await office.turns.hear(PersonId(name), Press("language-en", token))
        await office.turns.hear(PersonId(name), Message("M01", "m"))

    await asyncio.gather(*(one(person.id) for person in people))
    for each in people:
        assert len(await facts(office, each.id)) == 2


async def test_an_address_is_no_business_of_a_turn(office: Office) -> None:
    await office.hires(person("ana", "policy"))
    await office.settles_in("ana")
    assert await office.store.people.address(PersonId("ana")) == Address("here")


async def test_a_message_delivered_again_after_midnight_takes_effect_once(office: Office) -> None:
    await office.hires(person("ana", "policy"))
    await office.settles_in("ana")
    await office.presses("ana", "open-M01")
    office.at = office.at.replace(hour=23, minute=59, second=55)
    first = await office.types("ana", "next", "message-1")
    office.later(seconds=15)
    assert (await office.types("ana", "next", "message-1")).view == first.view
    assert (await place(office, "ana", "module")).revision == 1


async def test_the_first_button_pressed_by_two_devices_counts_once(office: Office) -> None:
    await office.hires(person("ana", "policy"))
    shown = await office.arrives("ana")
    press = Press("language-en", shown.token)
    await asyncio.gather(*(office.turns.hear(PersonId("ana"), press) for _ in range(4)))
    assert await facts(office, "ana") == [NoticeSeen(1), LanguageChosen("en")]


async def test_a_full_disk_at_first_contact_lets_nobody_past_the_notice(office: Office) -> None:
    shown = await office.arrives("guest")
    full = FullDisk(office)
    office.turns = full.turns()
    answer = await office.presses("guest", "language-en", on=shown)
    assert (answer.view.card, answer.view.note, answer.view.both) == ("welcome", "not-saved", True)
    assert await office.store.people.person(PersonId("guest")) is None
    full.full = False
    assert (await office.presses("guest", "language-en", on=shown)).view.card == "home"
    assert await office.store.people.person(PersonId("guest")) is not None


async def test_a_fault_nobody_foresaw_is_answered_and_logged_without_words(office: Office) -> None:
    await office.hires(person("ana", "policy"))
    await office.settles_in("ana")
    office.turns = FullDisk(office, ZeroDivisionError).turns()
    with capture_logs() as logs:
        shown = await office.types("ana", "M01")
    assert (shown.view.card, shown.view.both) == ("unavailable", True)
    assert logs == [{"event": "turn.failed", "error": "ZeroDivisionError", "log_level": "error"}]
