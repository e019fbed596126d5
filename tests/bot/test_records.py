"""Holds, and a person's record for a request: who may, what is kept of it, and what is shown."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot import holds
from bot.heard import Press
from bot.turn import Turns
from content.model import KeptFor, Library, RecordKind, Retention, Text
from dialogs.people import Person, PersonId, Role
from dialogs.views import Table
from reports.dispositions import in_force
from scheduler.disposal import Disposal
from storage.ports import Stale
from tests.bot.office import Office, person

ATI = person("ati", "policy", Role.ATIP_CONTACT)
OTHER_ATI = person("ati-two", "policy", Role.ATIP_CONTACT)
ANA = person("ana", "policy")
ID = "0000000a-de30-4000-8000-00000000000a"
EVERYBODY_ELSE = sorted(set(Role) - {Role.ATIP_CONTACT})


async def works(office: Office, *others: Person) -> None:
    await office.hires(ATI, ANA, *others)
    await office.settles_in("ati", "ana", *(other.id for other in others))


async def asks(office: Office, request: str, who: str) -> Any:
    await office.types("ati", "records")
    await office.presses("ati", "record-of")
    await office.presses("ati", "next", None, request=request)
    return (await office.presses("ati", "show-record", None, who=who)).view


async def looked(office: Office) -> list[dict[str, Any]]:
    return [dict(entry.body) for entry in await office.store.registers.find("access")]


def rows(tables: tuple[Table, ...]) -> list[object]:
    return [row for table in tables for row in table.rows]


# Holds ------------------------------------------------------------------------------------------------------


async def test_a_hold_is_kept_by_role_and_day_and_stays_until_it_is_lifted(office: Office) -> None:
    await works(office)
    assert await holds.disposal(office.store) == "ok"
    await office.types("ati", "records")
    shown = await office.presses("ati", "hold")
    assert (shown.view.card, shown.view.values["since"]) == ("records.on-hold", date(2026, 11, 23))
    assert await holds.disposal(office.store) == "on hold"
    office.later(days=2)
    await office.presses("ati", "lift-hold")
    assert await holds.disposal(office.store) == "on hold", "only asked so far"
    await office.presses("ati", "yes")
    assert await holds.disposal(office.store) == "ok"
    history = [dict(entry.body) for entry in await office.store.registers.history("hold", "disposal")]
    assert history == [
        {"v": 1, "on": True, "role": "atip-contact", "day": "2026-11-23"},
        {"v": 1, "on": False, "role": "atip-contact", "day": "2026-11-25"},
    ]


async def test_a_hold_is_no_fault_of_readiness(office: Office) -> None:
    await holds.switch(office.store, holds.Holder("atip-contact", date(2026, 11, 23)), on=True)
    assert await holds.disposal(office.store) in holds.READY


@pytest.mark.parametrize("role", EVERYBODY_ELSE)
async def test_nobody_else_can_hold_lift_or_read_a_record_even_with_the_buttons(
    office: Office, role: Role
) -> None:
    await works(office, person("eve", "policy", role))
    buttons = await office.types("ati", "records")
    assert (await office.presses("eve", "hold", on=buttons)).view.card == "records.not-allowed"
    assert (await office.types("eve", "records")).view.card == "records.not-allowed"
    await office.presses("eve", "record-of", on=buttons)
    await office.types("eve", "A-2026-1")
    assert (await office.types("eve", "ana@example.org")).view.card == "records.not-allowed"
    assert await office.store.registers.find("hold") == ()
    assert await looked(office) == []


async def test_a_contact_who_has_left_may_do_nothing(office: Office) -> None:
    await works(office)
    await office.types("ati", "records")
    await office.store.people.bring_in([replace(ATI, end=date(2026, 11, 22))])
    assert (await office.presses("ati", "hold")).view.card == "records.not-allowed"
    assert await holds.disposal(office.store) == "ok"


async def test_a_contact_sees_what_was_disposed_of_and_under_which_authority(library: Library) -> None:
    authority = Text(en="Authorization 1", fr="Autorisation 1")
    kept = KeptFor(kind=RecordKind.ACCESS, months=24, authority=authority)
    retention = Retention(backups_kept_days=35, records=(kept,))
    organization = library.organization.model_copy(update={"retention": retention})
    office = Office(library.model_copy(update={"organization": organization}))
    await works(office)
    await office.store.registers.put("access", "old", {"day": "2024-01-01"}, 0)
    await Disposal(office.store, organization)(office.at)
    kinds, log = (await office.types("ati", "records")).view.tables
    assert len(kinds.rows) == 1
    ((day, what, backups),) = log.rows
    assert (day, backups) == (date(2026, 11, 23), date(2026, 12, 28))
    assert isinstance(what, Text)
    assert what.en == "Line of the list of who looked, older than November 23, 2024: 1 (Authorization 1)"


async def test_two_contacts_who_press_at_once_make_one_hold(office: Office) -> None:
    class Late:
        """Registers in which the other contact is faster, once."""

        def __init__(self) -> None:
            self.raced = False

        def __getattr__(self, name: str) -> Any:
            return getattr(office.store.registers, name)

        async def put(self, *given: Any) -> Any:
            if not self.raced:
                self.raced = True
                await office.store.registers.put(*given)
                raise Stale
            return await office.store.registers.put(*given)

    late: Any = Late()
    holder = holds.Holder("atip-contact", date(2026, 11, 23))
    await holds.switch(replace(office.store, registers=late), holder, on=True)
    (entry,) = await office.store.registers.history("hold", "disposal")
    assert in_force(entry.body)


# A person's record ------------------------------------------------------------------------------------------


async def test_a_contact_reads_the_same_rows_as_the_person(office: Office) -> None:
    await works(office)
    await office.ticks()
    await office.presses("ana", "coi")
    await office.presses("ana", "nothing-changed")
    view = await asks(office, "A-2026-00123", "Ana@Example.ORG")
    assert (view.card, view.values["request"]) == ("record-of", "A-2026-00123")
    mine = (await office.types("ana", "my record")).view.tables
    places = len(mine) - 1
    assert view.tables[:places] == mine[:places]
    assert set(rows(view.tables)) <= {*rows(mine)} | set(view.tables[places].rows)
    assert "Ana" in str(view.tables)


async def test_the_look_is_kept_by_request_role_and_day_and_not_by_person(office: Office) -> None:
    await works(office)
    await asks(office, "A-2026-00123", "ana@example.org")
    assert await looked(office) == [
        {"what": "record", "request": "A-2026-00123", "role": "atip-contact", "day": "2026-11-23"}
    ]
    assert "ana" not in str((await office.store.ledger.life(ATI.id)).conversations).replace("contact", "")


async def test_the_person_sees_nothing_of_the_look(office: Office) -> None:
    await works(office)
    await office.types("ana", "my record")
    before = rows((await office.types("ana", "my record")).view.tables)
    await asks(office, "A-2026-00123", "ana@example.org")
    assert rows((await office.types("ana", "my record")).view.tables) == before


async def test_somebody_unknown_is_no_look(office: Office) -> None:
    await works(office, replace(person("anna", "policy"), email="twin@example.org"))
    await office.hires(replace(person("anne", "policy"), email="twin@example.org"))
    for who in ("nobody@example.org", "twin@example.org", ID):
        view = await asks(office, "A-1", who)
        assert (view.card, view.note) == ("records.person", "person-unknown")
    assert await looked(office) == []


async def test_a_record_is_found_by_id_also_when_the_row_of_the_staff_list_is_gone(office: Office) -> None:
    left = replace(person("x", "policy"), id=PersonId(ID), end=date(2026, 11, 25))
    await works(office, left)
    assert (await asks(office, "A-1", ID.upper())).card == "record-of"
    await office.store.records.dispose("person", date(2026, 11, 26))
    view = await asks(office, "A-1", ID)
    assert view.card == "record-of"
    assert len(view.tables[1].rows) == 2


async def test_a_record_asked_for_in_a_turn_that_is_decided_anew_is_one_look(office: Office) -> None:
    await works(office)
    await office.types("ati", "records")
    await office.presses("ati", "record-of")
    card = await office.presses("ati", "next", None, request="A-1")
    await office.types("ati", "help")
    left = 2

    class Hasty:
        """The office's own ledger, to which somebody else is faster twice."""

        def __getattr__(self, name: str) -> Any:
            return getattr(office.store.ledger, name)

        async def commit(self, *of: Any, **more: Any) -> bool:
            nonlocal left
            if left:
                left -= 1
                raise Stale
            return await office.store.ledger.commit(*of, **more)

    hasty: Any = Hasty()
    store = replace(office.store, ledger=hasty)
    turns = Turns(office.library, store, office.keys, lambda: office.at, office.chance)
    shown = await turns.hear(ATI.id, Press("show-record", card.token, {"who": "ana@example.org"}))
    assert shown.view.card == "record-of"
    assert left == 0
    assert len(await looked(office)) == 1


# My record is whole -----------------------------------------------------------------------------------------


async def test_my_record_lists_messages_to_me_whatever_became_of_them(office: Office) -> None:
    officer = person("omar", "policy", Role.COI_OFFICER)
    await works(office, officer)
    await office.ticks()
    await office.presses("ana", "coi")
    await office.presses("ana", "need-advice")
    await office.presses("ana", "send-name")
    tables = (await office.types("omar", "my record")).view.tables
    said = [[cell.en for cell in row if isinstance(cell, Text)] for row in tables[2].rows]
    assert said == [
        ["Conflict of interest reminder", "delivered"],
        ["Someone wants advice", "to be sent"],
    ]
    assert "Ana" not in str(tables), "who wants advice is in their own record, not in the officer's"


async def test_my_record_says_that_i_am_named_as_a_manager(office: Office) -> None:
    await works(office, replace(person("bo", "policy"), manager=ANA.id))
    roster = str((await office.types("ana", "my record")).view.tables[0])
    assert "Named there as the manager of: 1" in roster
    assert "Id: ana" in roster


async def test_what_is_about_a_person_is_in_their_record_whichever_port_keeps_it(office: Office) -> None:
    """Count the rows of every port about a person, and the rows that the person reads."""
    await works(office, person("omar", "policy", Role.COI_OFFICER))
    await office.ticks()
    await office.presses("ana", "coi")
    await office.presses("ana", "need-advice")
    await office.presses("ana", "send-name")
    await office.ticks()
    _, facts, messages, places = (await office.types("ana", "my record")).view.tables
    store = office.store
    life = await store.ledger.life(ANA.id)
    about = [each for each in await store.deliveries.find("coi.advice-request") if each.about == ANA.id]
    mine = [each for each in await store.deliveries.find("coi") if each.key.addressee == ANA.id]
    assert len(facts.rows) == len(life.facts) + len(about)
    assert len(messages.rows) == len(mine) == 1
    shown_since = {"record"}  # The place in "my record" itself is kept with this very turn.
    kept = {each.conversation.flow for each in life.conversations} - shown_since
    assert len(places.rows) == len(kept)
