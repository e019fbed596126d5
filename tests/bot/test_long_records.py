"""A record that is longer than one card comes in parts, for the person and for a request; none is lost."""

import json

from bot.cards.adaptive import card
from bot.heard import Shown
from content.model import Library
from dialogs.people import Role
from dialogs.views import TextInput
from tests.bot.card_checks import LARGEST
from tests.bot.office import Office, person

CHANGES = 90


async def busy_office(library: Library) -> Office:
    """Open an office where Ana changed her language again and again."""
    office = Office(library)
    await office.hires(person("ana", "policy"), person("luc", "policy", Role.ATIP_CONTACT))
    await office.settles_in("ana", "luc")
    for number in range(CHANGES):
        await office.presses("ana", "language-fr" if number % 2 == 0 else "language-en")
    return office


def rows(shown: Shown) -> int:
    return sum(len(table.rows) for table in shown.view.tables if table.title.en == "What Ethos kept")


def size(library: Library, shown: Shown) -> int:
    return len(json.dumps(card(library, shown), ensure_ascii=False).encode("utf-16-le"))


async def test_a_person_reads_a_long_record_part_by_part(library: Library) -> None:
    office = await busy_office(library)
    shown = await office.types("ana", "my record")
    seen = [shown]
    while "part-" in (verb := shown.view.buttons[0].verb if len(seen) == 1 else shown.view.buttons[1].verb):
        shown = await office.presses("ana", verb)
        seen.append(shown)
    assert len(seen) > 2
    assert sum(rows(part) for part in seen) == CHANGES + 2, (
        "each change, the notice and the first choice of a language"
    )
    assert all(size(library, part) <= LARGEST for part in seen)
    assert seen[0].view.remarks[0].fr == f"Partie 1 sur {len(seen)}"
    back = await office.presses("ana", seen[-1].view.buttons[0].verb)
    assert back.view.tables == seen[-2].view.tables


async def test_a_part_is_typed_as_it_is_named(library: Library) -> None:
    office = await busy_office(library)
    first = await office.types("ana", "my record")
    of = first.view.remarks[0].en.rpartition(" ")[2]
    second = await office.types("ana", f"Part 2 of {of}")
    assert second.view.tables != first.view.tables
    assert (await office.types("ana", "1")).view.tables == first.view.tables


async def test_a_record_for_a_request_goes_on_without_the_person_being_kept(library: Library) -> None:
    office = await busy_office(library)
    await office.types("luc", "records")
    for verb in ("record-of", "next"):
        await office.presses("luc", verb)
    await office.presses("luc", "next", None, request="A-2026-1")
    first = await office.presses("luc", "show-record", None, who="ana@example.org")
    (asked,) = first.view.inputs
    assert isinstance(asked, TextInput)
    assert asked.value == "ana@example.org"
    part = first.view.buttons[-1]
    assert part.sends
    second = await office.presses("luc", part.verb, None, who=asked.value)
    assert rows(first)
    assert rows(second)
    assert second.view.tables != first.view.tables
    life = await office.store.ledger.life(person("luc", "policy").id)
    assert not any(b"ana" in kept.place for kept in life.conversations)


async def test_a_part_that_is_no_longer_there_is_the_last(library: Library) -> None:
    office = await busy_office(library)
    await office.types("ana", "my record")
    last = await office.presses("ana", "part-99")
    assert last.view.remarks[0].en.split()[1] == last.view.remarks[0].en.split()[3]
