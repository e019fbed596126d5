"""People are invited, type the room code, and the office learns a number."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.heard import Shown
from content.model import Library, Text
from content.wording import fill
from dialogs.facts import SessionAttended, Stamped
from dialogs.people import Person, PersonId
from dialogs.views import Choice
from storage.campaigns import campaigns
from storage.ports import Conversation, Move
from tests.bot.office import Office, staff
from tests.bot.session_office import OFFICER, kept, opened, plans, shows, starts


@pytest.fixture
async def desk(office: Office) -> Office:
    return await opened(office)


# Inviting ---------------------------------------------------------------------------------------------------


async def test_people_are_invited_and_reminded_and_type_the_code(desk: Office) -> None:
    await plans(desk)
    assert "start-campaign" not in [button.verb for button in desk.shown[OFFICER.id].view.buttons]
    shown = await starts(desk)
    assert shown.view.note == "campaigns.did.start"
    desk.at = datetime(2026, 11, 24, 15, tzinfo=UTC)
    await desk.ticks()
    invitation = desk.came[PersonId("policy-0")][-1]
    assert invitation.view.card == "session"
    code = (await kept(desk)).code
    assert code not in repr([shown.view for each in desk.came.values() for shown in each])
    desk.at = datetime(2026, 11, 30, 15, tzinfo=UTC)
    await desk.ticks()
    assert [shown.view.card for shown in desk.came[PersonId("policy-0")]][-2:] == [
        "session",
        "session-reminder",
    ]
    desk.at = datetime(2026, 12, 1, 18, 10, tzinfo=UTC)
    assert (await desk.types("policy-0", code)).view.card == "attend.there"


async def test_the_calendar_holds_the_session_and_opens_it(desk: Office) -> None:
    await plans(desk)
    await starts(desk)
    view = (await desk.types("vera", "calendar")).view
    ids = list(await campaigns(desk.store))
    (choice,) = view.inputs
    assert isinstance(choice, Choice)
    assert [id_ for id_, _ in choice.options].count(ids[0]) == 1
    (table,) = view.tables
    lines = [row[:2] for row in table.rows if isinstance(row[0], Text) and "New here?" in row[0].en]
    assert [
        (what.en, days.en) for what, days in lines if isinstance(what, Text) and isinstance(days, Text)
    ] == [
        ("New here? (invitation to a session)", "November 24, 2026 to November 24, 2026"),
        ("New here? (reminder of a session)", "November 30, 2026 to November 30, 2026"),
        ("New here? (session)", "December 1, 2026 to December 1, 2026"),
    ]
    assert (await desk.presses("vera", "open", None, campaign=ids[0])).view.card == "sessions.card"


# On the day -------------------------------------------------------------------------------------------------


async def at_the_desk(office: Office, day: date, hour: time) -> Shown:
    zone = ZoneInfo(office.library.organization.time_zone)
    office.at = datetime.combine(day, hour, zone).astimezone(UTC)
    await office.types("vera", "communications")
    (id_,) = await campaigns(office.store)
    return await office.presses("vera", "open", None, campaign=id_)


async def come(office: Office, *people: str) -> None:
    code = (await kept(office)).code
    for each in people:
        assert (await office.types(each, code)).view.card == "attend.there"


async def test_the_code_stands_on_the_card_from_the_day_before_until_the_day_is_over(desk: Office) -> None:
    await plans(desk)
    draft = await at_the_desk(desk, date(2026, 12, 1), time(9))
    assert draft.view.card == "sessions.card", "nobody is invited yet"
    desk.at = datetime(2026, 11, 23, 15, tzinfo=UTC)
    await starts(desk)
    code = (await kept(desk)).code
    cards = {}
    for day in (29, 30, 31, 32):
        shown = await at_the_desk(desk, date(2026, 11, 1) + timedelta(days=day - 1), time(23))
        title = fill(desk.library.cards[shown.view.card].title, shown.view.values, "en")
        cards[day] = (shown.view.card, code in title)
    assert cards == {
        29: ("sessions.card", False),
        30: ("sessions.room", True),
        31: ("sessions.room", True),
        32: ("sessions.over", False),
    }


async def test_a_number_appears_from_five_on_while_it_goes_on_and_after(desk: Office) -> None:
    await plans(desk)
    day = date(2026, 12, 1)
    assert (
        shows(await at_the_desk(desk, day, time(9)), "present")
        == "The number of people counted will stand here."
    )
    few = "Counted so far: fewer than 5 people. A number appears from 5 on."
    assert shows(await at_the_desk(desk, day, time(13, 40)), "present") == few
    await come(desk, *(f"policy-{number}" for number in range(4)))
    assert shows(await at_the_desk(desk, day, time(13, 50)), "present") == few
    await come(desk, "policy-4")
    assert shows(await at_the_desk(desk, day, time(14)), "present") == "Counted so far: 5 people."
    await come(desk, "policy-0", "policy-5")
    assert shows(await at_the_desk(desk, day, time(15)), "present") == "Counted so far: 6 people."
    assert shows(await at_the_desk(desk, date(2026, 12, 2), time(9)), "present") == "6 people were here."


async def test_fewer_than_five_stay_fewer_than_five_when_it_is_over(desk: Office) -> None:
    await plans(desk)
    await at_the_desk(desk, date(2026, 12, 1), time(13, 40))
    await come(desk, *(f"policy-{number}" for number in range(4)))
    shown = await at_the_desk(desk, date(2026, 12, 2), time(9))
    assert shows(shown, "present") == "Fewer than 5 people were here. A number appears from 5 on."
    assert "4" not in repr(shown.view.values["present"])


async def test_nobody_who_came_is_named_on_any_card_of_the_office(desk: Office) -> None:
    await plans(desk)
    await at_the_desk(desk, date(2026, 12, 1), time(13, 40))
    await come(desk, *(f"policy-{number}" for number in range(6)))
    shown = await at_the_desk(desk, date(2026, 12, 2), time(9))
    assert "olicy-" not in repr(shown.view)


async def test_whoever_is_a_day_ahead_or_behind_counts_too(desk: Office) -> None:
    await plans(desk)
    await at_the_desk(desk, date(2026, 12, 1), time(13, 40))
    ((id_, _),) = (await campaigns(desk.store)).items()
    await come(desk, *(f"policy-{number}" for number in range(3)))
    for number, day in ((3, date(2026, 11, 30)), (4, date(2026, 12, 2))):
        await attends(desk, f"policy-{number}", id_, day)
    await attends(desk, "policy-5", "another", date(2026, 12, 1))
    shown = await at_the_desk(desk, date(2026, 12, 2), time(9))
    assert shows(shown, "present") == "5 people were here."


async def attends(office: Office, who: str, session: str, day: date) -> None:
    found = await office.store.people.person(PersonId(who))
    assert found is not None
    move = Move(Conversation(found.id, "attend", ""), 0, 1, b'{"v":1,"at":"AtDoor"}', "present")
    fact = Stamped(found.id, day, found.unit, found.path, "en", SessionAttended(session))
    await office.store.ledger.commit(move, facts=[fact])


async def test_a_very_small_organization_gets_no_number(library: Library) -> None:
    office = Office(library)
    others: list[Person] = staff(["policy"], 7)
    await office.hires(OFFICER, *others)
    await office.settles_in("vera", *(each.id for each in others))
    await plans(office)
    await at_the_desk(office, date(2026, 12, 1), time(13, 40))
    await come(office, *(each.id for each in others))
    shown = await at_the_desk(office, date(2026, 12, 1), time(14))
    assert shows(shown, "present") == "In an organization of fewer than 10 people, no number is shown."
