"""The law of places and facts, for every store."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta

import pytest

from dialogs.facts import LanguageChosen, NoticeSeen
from storage.ports import Conversation, DeliveryState, Kept, Life, Settlement, Stale, Store, TurnMark
from tests.storage.houses import House
from tests.storage.rows import JOHN, MARIE, NOON, TODAY, delivery, fact, move, revisions, talk


async def test_somebody_nobody_knows_has_an_empty_life(store: Store) -> None:
    assert await store.ledger.life(MARIE) == Life()


async def test_a_turn_keeps_place_facts_and_deliveries_through_a_restart(house: House, store: Store) -> None:
    seen, chosen = fact(what=NoticeSeen(1)), fact(what=LanguageChosen("fr"))
    owed = delivery()

    assert await store.ledger.commit(
        move(place=b"\x00page 2", via="next"),
        turn=TurnMark(b"m1", NOON),
        facts=[seen, chosen],
        also=[move(talk(key="", flow="home"))],
        deliveries=[owed],
    )

    store = await house.restart()
    life = await store.ledger.life(MARIE)
    assert life.facts == (seen, chosen)
    here = next(kept for kept in life.conversations if kept.conversation == talk())
    assert (here.revision, here.place, here.via) == (1, b"\x00page 2", "next")
    assert await revisions(store, MARIE) == {("home", ""): 1, ("module", "M01"): 1}
    assert await store.deliveries.find("coi") == (owed,)


async def test_a_person_sees_only_their_own_life(store: Store) -> None:
    await store.ledger.commit(move(), facts=[fact()])
    await store.ledger.commit(move(talk(JOHN)), facts=[fact(JOHN)])

    life = await store.ledger.life(JOHN)

    assert life.facts == (fact(JOHN),)
    assert [kept.conversation.person for kept in life.conversations] == [JOHN]


async def test_a_person_keeps_several_conversations_apart(store: Store) -> None:
    await store.ledger.commit(move(talk(key="M01"), place=b"one"))
    await store.ledger.commit(move(talk(key="M04"), place=b"two"))

    life = await store.ledger.life(MARIE)

    assert {kept.conversation.key: kept.place for kept in life.conversations} == {
        "M01": b"one",
        "M04": b"two",
    }


@pytest.mark.parametrize("read", [0, 2, 7])
async def test_a_person_who_acts_on_an_old_card_keeps_nothing(store: Store, read: int) -> None:
    await store.ledger.commit(move())

    with pytest.raises(Stale):
        await store.ledger.commit(
            move(at=read), turn=TurnMark(b"m", NOON), facts=[fact()], deliveries=[delivery()]
        )

    assert (await store.ledger.life(MARIE)).facts == ()
    assert await store.deliveries.find("coi") == ()
    assert await store.ledger.commit(move(at=1), turn=TurnMark(b"m", NOON)), "the mark was not kept either"


async def test_a_turn_with_one_stale_place_among_others_keeps_none_of_them(store: Store) -> None:
    await store.ledger.commit(move(talk(key="M04")))

    with pytest.raises(Stale):
        await store.ledger.commit(move(), also=[move(talk(key="M04"))], facts=[fact()])

    assert await revisions(store, MARIE) == {("module", "M04"): 1}
    assert (await store.ledger.life(MARIE)).facts == ()


async def test_a_turn_may_keep_its_revision(house: House, store: Store) -> None:
    await store.ledger.commit(move(place=b"a"))
    await store.ledger.commit(move(at=1, to=1, place=b"b"))

    store = await house.restart()

    assert await revisions(store, MARIE) == {("module", "M01"): 1}
    assert (await store.ledger.life(MARIE)).conversations[0].place == b"b"


@pytest.mark.parametrize("to", [-1, 2, 5])
async def test_a_revision_never_jumps(store: Store, to: int) -> None:
    with pytest.raises(ValueError, match="revision"):
        await store.ledger.commit(move(to=to))


async def test_a_turn_moves_a_conversation_only_once(store: Store) -> None:
    with pytest.raises(ValueError, match="once"):
        await store.ledger.commit(move(), also=[move()])


async def test_of_two_clicks_that_race_exactly_one_counts(store: Store) -> None:
    outcomes = await asyncio.gather(
        *(store.ledger.commit(move(place=b"%d" % n), facts=[fact()]) for n in range(5)),
        return_exceptions=True,
    )

    assert outcomes.count(True) == 1
    assert sum(isinstance(outcome, Stale) for outcome in outcomes) == 4
    assert len((await store.ledger.life(MARIE)).facts) == 1


async def test_the_place_where_a_person_acted_last_is_the_newest(house: House, store: Store) -> None:
    first, second, third = talk(key="M01"), talk(key="M04"), talk(key="", flow="home")
    await store.ledger.commit(move(first), also=[move(third)])
    await store.ledger.commit(move(second))
    assert await acted(store) == [second, first]

    await store.ledger.commit(move(first, at=1, to=1))
    assert await acted(store) == [first, second]

    store = await house.restart()
    assert await acted(store) == [first, second]
    await store.ledger.commit(move(third, at=1), also=[move(second, at=1)])
    assert await acted(store) == [third, first, second]


async def acted(store: Store) -> list[object]:
    kept = [kept for kept in (await store.ledger.life(MARIE)).conversations if kept.acted]
    return [each.conversation for each in sorted(kept, key=lambda each: -each.acted)]


async def test_an_arrival_and_an_act_are_in_one_order(house: House, store: Store) -> None:
    reminder, module = talk(key="2026-Q4", flow="coi"), talk()
    await store.ledger.commit(move(module))
    await arrive(store, 1, reminder)
    await store.ledger.commit(move(module, at=1))

    store = await house.restart()
    places = {kept.conversation: kept for kept in (await store.ledger.life(MARIE)).conversations}

    assert places[reminder].acted == 0
    assert 0 < places[reminder].arrived < places[module].acted
    assert places[module].arrived == 0


async def test_an_arrival_opens_a_place_once_and_never_moves_it(house: House, store: Store) -> None:
    reminder = talk(key="2026-Q4", flow="coi")
    await arrive(store, 1, reminder)
    opened = (await store.ledger.life(MARIE)).conversations[0]
    assert opened == Kept(reminder, 0, b"opening", "", 0, opened.arrived)

    await store.ledger.commit(move(reminder, at=0, place=b"answered", via="filed"))
    acted = (await store.ledger.life(MARIE)).conversations[0]
    assert acted.arrived == opened.arrived
    await arrive(store, 2, reminder)

    store = await house.restart()
    again = (await store.ledger.life(MARIE)).conversations[0]
    assert again == replace(acted, arrived=again.arrived)
    assert again.arrived > acted.acted > opened.arrived


async def arrive(store: Store, nth: int, where: Conversation) -> None:
    owed = delivery(nth=nth)
    await store.deliveries.owe([owed])
    await store.deliveries.claim(NOON, 1, timedelta(minutes=5))
    arrived = Settlement(DeliveryState.DELIVERED, arrived=where, opening=b"opening")
    await store.deliveries.settle(owed.key, arrived)


async def test_a_message_delivered_twice_takes_effect_once(house: House, store: Store) -> None:
    mark = TurnMark(b"\x00digest\xff", NOON)
    assert await store.ledger.commit(move(), turn=mark)

    store = await house.restart()

    assert not await store.ledger.commit(move(), turn=mark, facts=[fact()]), (
        "a repeat, though its place is old"
    )
    late = TurnMark(mark.digest, NOON + timedelta(hours=23, minutes=59))
    assert not await store.ledger.commit(move(at=1), turn=late, facts=[fact()], deliveries=[delivery()])
    assert await revisions(store, MARIE) == {("module", "M01"): 1}
    assert (await store.ledger.life(MARIE)).facts == ()
    assert await store.deliveries.find("coi") == ()


async def test_the_same_message_a_day_later_is_a_new_one(house: House, store: Store) -> None:
    await store.ledger.commit(move(), turn=TurnMark(b"yes", NOON))
    await store.ledger.commit(move(talk(JOHN)), turn=TurnMark(b"other", NOON + timedelta(hours=5)))

    store = await house.restart()

    next_day = TurnMark(b"yes", NOON + timedelta(hours=24))
    assert await store.ledger.commit(move(at=1), turn=next_day)
    assert not await store.ledger.commit(move(at=2), turn=next_day)
    other = TurnMark(b"other", NOON + timedelta(hours=25))
    assert not await store.ledger.commit(move(talk(JOHN), at=1), turn=other)


async def test_two_deliveries_of_one_message_at_the_same_time_take_effect_once(store: Store) -> None:
    outcomes = await asyncio.gather(
        *(store.ledger.commit(move(talk(key=f"M0{n}")), turn=TurnMark(b"m", NOON)) for n in range(4))
    )

    assert outcomes.count(True) == 1
    assert len(await revisions(store, MARIE)) == 1


async def test_a_turn_owes_nothing_twice(house: House, store: Store) -> None:
    first = delivery(due=NOON)
    await store.ledger.commit(move(), deliveries=[first])
    await store.ledger.commit(move(at=1), deliveries=[delivery(due=NOON + timedelta(days=9))])

    store = await house.restart()

    assert await store.deliveries.find("coi") == (first,)


async def test_facts_of_a_period_come_in_the_order_they_were_kept(house: House, store: Store) -> None:
    days = [date(2026, 10, 1), date(2026, 9, 30), date(2026, 12, 31), date(2027, 1, 1), date(2026, 11, 5)]
    for at, day in enumerate(days):
        await store.ledger.commit(move(at=at), facts=[fact(day=day)])
    await store.ledger.commit(move(talk(JOHN)), facts=[fact(JOHN), fact(JOHN)])

    store = await house.restart()

    kept = list(await store.ledger.facts(date(2026, 10, 1), date(2026, 12, 31)))
    assert len(kept) == 5
    assert [each.day for each in kept if each.person == MARIE] == [days[0], days[2], days[4]]
    assert [each.day for each in kept if each.person == JOHN] == [TODAY, TODAY]
    assert list(await store.ledger.facts(date(2026, 9, 30), date(2026, 9, 30))) == [fact(day=days[1])]
    assert list(await store.ledger.facts(date(2028, 1, 1), date(2028, 1, 2))) == []


async def test_facts_asked_for_before_a_turn_do_not_grow_with_it(store: Store) -> None:
    await store.ledger.commit(move(), facts=[fact()])
    life = await store.ledger.life(MARIE)
    facts = await store.ledger.facts(TODAY, TODAY)

    await store.ledger.commit(move(at=1), facts=[fact()])

    assert len(life.facts) == 1
    assert len(list(facts)) == 1
