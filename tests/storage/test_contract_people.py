"""The law of the roster and of addresses, for every store."""

import asyncio
from dataclasses import replace
from datetime import date

import pytest

from dialogs.people import Path, PersonId, Role, UnitId
from storage.ports import Address, Changes, Store
from tests.storage.houses import House
from tests.storage.rows import JOHN, MARIE, person

TEAMS = Address("teams", {"conversation": "19:x", "service": "https://smba.example/ca/"})


async def test_nobody_is_known_at_first(store: Store) -> None:
    assert await store.people.person(MARIE) is None
    assert await store.people.everyone() == ()
    assert await store.people.address(MARIE) is None


async def test_a_person_comes_back_as_they_were_brought_in(house: House, store: Store) -> None:
    marie = person(
        name="Marie-Ève Côté",
        email="marie@example.org",
        unit=UnitId("policy"),
        manager=JOHN,
        role=Role.COI_OFFICER,
        path=Path.EXECUTIVE,
        start=date(2020, 2, 29),
        end=date(2027, 1, 1),
        leave_from=date(2026, 12, 1),
        leave_to=date(2026, 12, 31),
        language="fr",
        province="QC",
        zone="America/Toronto",
    )
    await store.people.bring_in([marie])

    store = await house.restart()

    assert await store.people.person(MARIE) == marie


async def test_an_import_says_what_it_did(house: House, store: Store) -> None:
    third = PersonId("33333333-3333-4333-8333-333333333333")
    first = await store.people.bring_in([person(JOHN), person(MARIE)])
    assert first == Changes(added=(JOHN, MARIE), changed=(), same=(), absent=())

    store = await house.restart()
    second = await store.people.bring_in([person(third), person(MARIE, name="Marie")])

    assert second == Changes(added=(third,), changed=(MARIE,), same=(), absent=(JOHN,))
    assert [each.id for each in await store.people.everyone()] == [MARIE, JOHN, third]
    assert await store.people.person(JOHN) == person(JOHN), "who is not in the file stays"


async def test_the_same_import_again_changes_nothing(house: House, store: Store) -> None:
    rows = [person(MARIE, name="Marie", start=date(2026, 1, 5)), person(JOHN)]
    await store.people.bring_in(rows)

    store = await house.restart()

    assert await store.people.bring_in(rows) == Changes((), (), (MARIE, JOHN), ())
    assert await store.people.everyone() == tuple(rows)


async def test_an_import_that_names_a_person_twice_is_refused_whole(store: Store) -> None:
    with pytest.raises(ValueError, match="one row"):
        await store.people.bring_in([person(JOHN), person(MARIE), person(MARIE, name="Marie")])

    assert await store.people.everyone() == ()


async def test_an_import_leaves_addresses_alone(store: Store) -> None:
    await store.people.learn(MARIE, TEAMS)
    await store.people.bring_in([person(MARIE)])
    await store.people.bring_in([person(MARIE, name="Marie")])

    assert await store.people.address(MARIE) == TEAMS


async def test_somebody_who_has_left_stays_on_the_roster(store: Store) -> None:
    gone = person(end=date(2020, 1, 1))
    await store.people.bring_in([gone])

    assert await store.people.everyone() == (gone,)


async def test_somebody_met_is_known_afterwards(house: House, store: Store) -> None:
    await store.people.meet(person(language="en"))

    store = await house.restart()

    assert await store.people.person(MARIE) == person(language="en")


async def test_meeting_somebody_never_changes_their_row(store: Store) -> None:
    await store.people.bring_in([person(unit=UnitId("policy"))])
    await asyncio.gather(*(store.people.meet(person(name=f"{n}")) for n in range(3)))
    assert await store.people.person(MARIE) == person(unit=UnitId("policy"))

    await asyncio.gather(*(store.people.meet(person(JOHN, name=f"{n}")) for n in range(3)))
    met = await store.people.person(JOHN)
    await store.people.meet(person(JOHN, name="later"))
    assert await store.people.person(JOHN) == met


async def test_the_newest_address_counts(house: House, store: Store) -> None:
    await store.people.learn(MARIE, TEAMS)
    moved = replace(TEAMS, reference={"conversation": "19:y"})
    await store.people.learn(MARIE, moved)
    await store.people.learn(MARIE, moved)

    store = await house.restart()

    assert await store.people.address(MARIE) == moved
    assert await store.people.person(MARIE) is None, "an address does not put anybody on the roster"


async def test_a_removed_bot_forgets_the_address(house: House, store: Store) -> None:
    await store.people.learn(MARIE, TEAMS)
    await store.people.forget(MARIE)
    await store.people.forget(MARIE)
    await store.people.forget(JOHN)

    store = await house.restart()

    assert await store.people.address(MARIE) is None


async def test_whoever_installs_the_bot_again_right_after_removing_it_is_reached(store: Store) -> None:
    await store.people.learn(MARIE, TEAMS)

    await asyncio.gather(store.people.forget(MARIE), store.people.learn(MARIE, TEAMS))

    assert await store.people.address(MARIE) == TEAMS


async def test_an_address_is_handed_out_as_a_copy(store: Store) -> None:
    given = dict(TEAMS.reference)
    await store.people.learn(MARIE, Address("teams", given))
    given["conversation"] = "changed by the caller"
    taken = await store.people.address(MARIE)
    assert taken == TEAMS

    taken.reference["conversation"] = "changed by the reader"  # type: ignore[index]  # the mutation is the test

    assert await store.people.address(MARIE) == TEAMS
