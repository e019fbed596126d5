"""Whatever happens in whatever order, every store gives the same answers, before and after a restart."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dialogs.people import PersonId
from storage.ports import Address, DeliveryState, Life, Settlement, Stale, Store, TurnMark
from tests.storage.houses import HOUSES
from tests.storage.rows import JOHN, MARIE, NOON, TODAY, delivery, fact, move, person, talk

Act = Callable[[Store], Awaitable[Any]]

PEOPLE = st.sampled_from([MARIE, JOHN])
MINUTES = st.integers(0, 4).map(lambda minutes: NOON + timedelta(minutes=minutes))
DELIVERIES = st.builds(
    delivery, PEOPLE, nth=st.integers(1, 3), due=MINUTES, message=st.sampled_from(["", "1:old"])
)
TALKS = st.builds(talk, PEOPLE, st.sampled_from(["M01", "M04"]))
MOVES = st.builds(move, TALKS, at=st.integers(0, 2), place=st.binary(max_size=2))
MARKS = st.none() | st.builds(TurnMark, st.binary(min_size=1, max_size=1), MINUTES)
STATES = st.sampled_from([state for state in DeliveryState if state is not DeliveryState.SENDING])
SETTLEMENTS = st.builds(
    Settlement,
    STATES,
    due=st.none() | MINUTES,
    facts=st.lists(st.builds(fact, PEOPLE), max_size=1).map(tuple),
    arrived=st.none() | TALKS,
    opening=st.just(b"opening"),
    message=st.sampled_from(["", "1:abc"]),
)
ROWS = st.lists(
    st.builds(person, PEOPLE, name=st.sampled_from("ab"), end=st.none() | st.just(TODAY)),
    unique_by=lambda row: row.id,
    max_size=2,
)


def acts() -> st.SearchStrategy[Act]:
    """Everything the ports can do, with few enough people that things collide."""
    return st.one_of(
        st.builds(
            lambda first, mark, facts, also, owed: (
                lambda store: store.ledger.commit(first, turn=mark, facts=facts, also=also, deliveries=owed)
            ),
            MOVES,
            MARKS,
            st.lists(st.builds(fact, PEOPLE), max_size=2),
            st.lists(MOVES, max_size=1),
            st.lists(DELIVERIES, max_size=2),
        ),
        st.builds(lambda rows: lambda store: store.people.bring_in(rows), ROWS),
        st.builds(lambda who: lambda store: store.people.meet(person(who)), PEOPLE),
        st.builds(
            lambda who, where: lambda store: store.people.learn(who, Address(where, {"x": where})),
            PEOPLE,
            st.sampled_from(["teams", "local"]),
        ),
        st.builds(lambda who: lambda store: store.people.forget(who), PEOPLE),
        st.builds(lambda owed: lambda store: store.deliveries.owe(owed), st.lists(DELIVERIES, max_size=3)),
        st.builds(
            lambda now, limit: lambda store: store.deliveries.claim(now, limit, timedelta(minutes=1)),
            MINUTES,
            st.integers(1, 3),
        ),
        st.builds(
            lambda owed, how: lambda store: store.deliveries.settle(owed.key, how), DELIVERIES, SETTLEMENTS
        ),
        st.builds(lambda now: lambda store: store.deliveries.lapsed(now), MINUTES),
        st.builds(lambda who: lambda store: store.deliveries.addressed_to(who), PEOPLE),
        st.builds(
            lambda entry, at: lambda store: store.registers.put("plan", entry, {"at": [at]}, at),
            st.sampled_from("ab"),
            st.integers(0, 2),
        ),
        st.builds(
            lambda kind, day: lambda store: store.records.dispose(kind, day),
            st.sampled_from(["acknowledged", "delivery", "place", "address", "person"]),
            st.sampled_from([TODAY, TODAY + timedelta(days=1)]),
        ),
    )


async def outcome(act: Act, store: Store) -> Any:
    try:
        return await act(store)
    except (Stale, ValueError) as error:
        return type(error)


async def everything(store: Store) -> list[Any]:
    """Ask a store everything it can be asked."""
    facts = sorted(await store.ledger.facts(TODAY, TODAY), key=lambda stamped: stamped.person)
    seen: list[Any] = [facts, await store.people.everyone()]
    for who in (MARIE, JOHN, PersonId("nobody")):
        seen += [
            await store.ledger.life(who),
            await store.people.person(who),
            await store.people.address(who),
        ]
    seen += [await store.deliveries.find("coi"), await store.deliveries.known("coi", "2026-Q4")]
    seen += [await store.deliveries.addressed_to(MARIE), await store.deliveries.get(delivery().key)]
    seen += [await store.registers.find("plan"), await store.registers.history("plan", "a")]
    return seen


def in_order(seen: list[Any]) -> list[Any]:
    """Number positions from one: stores may leave gaps, for only what comes after what is part of the law."""
    lives = [each for each in seen if isinstance(each, Life)]
    kept = [each for life in lives for each in life.conversations]
    positions = sorted({0}.union(*((each.acted, each.arrived) for each in kept)))
    nth = {position: number for number, position in enumerate(positions)}

    def numbered(each: Any) -> Any:
        if not isinstance(each, Life):
            return each
        places = (
            replace(kept, acted=nth[kept.acted], arrived=nth[kept.arrived]) for kept in each.conversations
        )
        return replace(each, conversations=tuple(places))

    return [numbered(each) for each in seen]


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(happened=st.lists(acts(), max_size=25), restart=st.integers(0, 25))
async def test_the_same_acts_have_the_same_outcomes_in_every_house(
    tmp_path_factory: pytest.TempPathFactory, happened: list[Act], restart: int
) -> None:
    houses = [build(tmp_path_factory.mktemp("house")) for build in HOUSES.values()]
    told = []
    for house in houses:
        outcomes = []
        for nth, act in enumerate(happened):
            store = await (house.restart() if nth == restart else house.open())
            outcomes.append(await outcome(act, store))
        before = await everything(await house.open())
        assert await everything(await house.restart()) == before
        await house.close()
        told.append((outcomes, in_order(before)))

    assert all(each == told[0] for each in told)
