"""People who type a session's code: who counts, until when, and what guessing brings."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.attendance import MOST_WRONG, Rooms
from content.model import Session, Stage, Text
from dialogs.facts import SessionAttended
from dialogs.people import PersonId, Role
from storage.campaigns import keep
from tests.bot.office import Office, person

TODAY = date(2026, 11, 23)


def session(
    code: str = "4821", day: date = TODAY, title: str = "First", stage: Stage = Stage.RUNNING
) -> Session:
    return Session(
        title=Text(en=title, fr=f"{title} FR"),
        body=(Text(en="Come.", fr="Venez."),),
        first_day=day - timedelta(days=7),
        last_day=day,
        stage=stage,
        day=day,
        opens=time(10),
        zone="America/Toronto",
        place=Text(en="Room 1", fr="Salle 1"),
        code=code,
    )


async def attended(office: Office, who: str) -> list[str]:
    life = await office.store.ledger.life(PersonId(who))
    return [each.fact.session for each in life.facts if isinstance(each.fact, SessionAttended)]


@pytest.fixture
async def room(office: Office) -> Office:
    """At 10:00 in Toronto, a session begins."""
    await office.hires(person("ana", "policy"), person("ben", "services"))
    await office.settles_in("ana", "ben")
    await keep(office.store, "first", session(), 0)
    return office


async def test_a_code_counts_once_and_says_so_each_time(room: Office) -> None:
    shown = await room.types("ana", "4821")
    assert (shown.view.card, shown.view.values["title"]) == ("attend.there", session().title)
    assert (await room.types("ana", "4821")).view.card == "attend.there"
    assert (await room.types("ana", "attendance")).view.card == "attend.there"
    assert (await attended(room, "ana"), await attended(room, "ben")) == (["first"], [])


async def test_it_stands_in_the_persons_own_record_with_its_title(room: Office) -> None:
    await room.types("ana", "4821")
    shown = await room.types("ana", "my record")
    cells = [cell for table in shown.view.tables for row in table.rows for cell in row]
    assert [cell.en for cell in cells if isinstance(cell, Text)].count("You attended: First") == 1
    french = [cell.fr for cell in cells if isinstance(cell, Text)]
    assert french.count("Vous avez assisté à\N{NO-BREAK SPACE}: First FR") == 1


@pytest.mark.parametrize("role", Role)
async def test_people_of_every_role_count_and_nobody_has_to_be_invited(room: Office, role: Role) -> None:
    await room.hires(person("eve", "policy", role))
    await room.settles_in("eve", language="fr")
    assert (await room.types("eve", "4821")).view.card == "attend.there"
    assert await attended(room, "eve") == ["first"]


async def test_somebody_the_staff_list_does_not_know_counts(room: Office) -> None:
    await room.settles_in("new")
    await room.types("new", "4821")
    assert await attended(room, "new") == ["first"]


async def test_whoever_left_does_not_count(room: Office) -> None:
    gone = person("gone", "policy")
    await room.hires(gone)
    await room.settles_in("gone")
    await room.hires(replace(gone, end=TODAY - timedelta(days=1)))
    assert (await room.types("gone", "4821")).view.card == "attend.left"
    assert await attended(room, "gone") == []


@pytest.mark.parametrize("stage", Stage)
async def test_whoever_is_in_the_room_counts_whatever_became_of_the_invitations(
    room: Office, stage: Stage
) -> None:
    await keep(room.store, "second", session("7310", stage=stage), 0)
    await room.types("ana", "7310")
    assert await attended(room, "ana") == ["second"]


async def test_the_code_of_another_day_is_one_kind_sentence(room: Office) -> None:
    await keep(room.store, "old", session("1111", TODAY - timedelta(days=1)), 0)
    await keep(room.store, "next", session("2222", TODAY + timedelta(days=1)), 0)
    for code in ("1111", "2222", "9999"):
        shown = await room.types("ana", code)
        assert (shown.view.card, shown.view.note) == ("attend", "attend.unknown")
    room.later(hours=-1)  # 09:00, an hour before it begins
    assert (await room.types("ana", "4821")).view.note == "attend.unknown"
    assert await attended(room, "ana") == []


async def test_of_two_sessions_with_one_code_the_later_is_meant(room: Office) -> None:
    early = session(title="Early").model_copy(update={"opens": time(9)})
    await keep(room.store, "early", early, 0)
    await room.types("ana", "4821")
    assert await attended(room, "ana") == ["first"]


async def test_guessing_ends_after_five_wrong_codes_for_an_hour_even_with_the_right_one(room: Office) -> None:
    for wrong in range(MOST_WRONG):
        assert (await room.types("ana", f"000{wrong}")).view.note == "attend.unknown"
    assert (await room.types("ana", "4821")).view.note == "attend.too-many"
    assert await attended(room, "ana") == []
    assert (await room.types("ben", "4821")).view.card == "attend.there"
    room.later(minutes=59)
    assert (await room.types("ana", "4821")).view.note == "attend.too-many"
    room.later(minutes=1)
    assert (await room.types("ana", "4821")).view.card == "attend.there"


async def test_looking_at_the_card_is_no_guess(room: Office) -> None:
    for _ in range(2 * MOST_WRONG):
        await room.types("ana", "attendance")
    assert (await room.types("ana", "4821")).view.card == "attend.there"


def test_a_turn_that_is_decided_anew_is_one_guess_and_old_ones_are_forgotten() -> None:
    rooms, ana, now = Rooms(bytes), PersonId("ana"), datetime(2026, 11, 23, 15, tzinfo=UTC)
    for _ in range(2 * MOST_WRONG):
        assert not rooms.spent(ana, "same", now)
        rooms.note(ana, "same", now)
    assert len(rooms.wrong[ana]) == 1
    rooms.note(PersonId("ben"), "other", now + timedelta(hours=1))
    assert rooms.wrong.keys() == {"ben"}


async def test_five_presses_at_once_by_one_person_count_once(room: Office) -> None:
    form = await room.types("ana", "attendance")
    for _ in range(5):
        await room.presses("ana", "present", on=form, code="4821")
    assert await attended(room, "ana") == ["first"]
