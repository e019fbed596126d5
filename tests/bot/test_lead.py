"""Whoever leads a session is coached: through the real turn, the store and the sender."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.heard import Shown
from content.model import LANGUAGES, Language, Library
from dialogs.facts import MessageSent, Reached
from dialogs.people import Person, PersonId, Role
from scheduler.zones import use_packaged_rules
from storage.ports import DeliveryKey, DeliveryState
from tests.bot.office import Office, person
from tests.scheduler import oracle

BOSS = replace(person("boss", "policy", Role.MANAGER), zone="America/Toronto", province="ON")
VERA = person("vera", "policy", Role.VE_OFFICER)
ANA = person("ana", "policy")
NOON = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)  # Monday, 12:00 in Ottawa
FRIDAY = "2026-12-04"


@pytest.fixture(autouse=True)
def packaged_rules() -> None:
    use_packaged_rules()


def working(library: Library) -> Library:
    """Return a library whose organization writes to people in the usual hours, and reminds of no duty."""
    organization = library.organization.model_copy(update={"reminders": ()})
    return library.model_copy(update={"organization": organization})


async def office_of(library: Library, *people: Person, language: str = "en", at: datetime = NOON) -> Office:
    office = Office(working(library), at=at)
    await office.hires(*people)
    await office.settles_in(*(each.id for each in people), language=language)
    return office


async def books(office: Office, who: str = "boss", subject: str = "charter", day: str = FRIDAY) -> Shown:
    await office.presses(who, "lead")
    await office.presses(who, "book-session")
    await office.presses(who, "lead-what", subject=subject)
    return await office.presses(who, "lead-on", day=day)


async def lives(office: Office, until: datetime, *, step: timedelta = timedelta(hours=1)) -> None:
    """Let time pass, beat after beat."""
    while office.at < until:
        office.at += step
        await office.ticks()


def came(office: Office, who: str = "boss") -> list[tuple[str, str]]:
    """Return the cards about sessions that came to somebody unasked, with what each is about."""
    found = (shown.view for shown in office.came.get(PersonId(who), []))
    return [(view.note, str(view.values["day"])) for view in found if view.card == "lead.card"]


async def upcoming(office: Office) -> list[str]:
    """Return what a manager reads about sessions under what comes next."""
    lines = (await office.presses("boss", "messages")).view.values["upcoming"]
    assert isinstance(lines, tuple)
    return [line.en for line in lines if "session" in line.en]


def evening(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T23:00:00+00:00")


# The day before ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("subject", ["charter", "M03"])
async def test_the_card_comes_on_booking_and_again_on_the_working_day_before(
    library: Library, subject: str, language: Language
) -> None:
    office = await office_of(library, BOSS, language=language)
    booked = await books(office, subject=subject, day="2026-12-07")  # a Monday
    assert (booked.view.card, booked.view.note, booked.language) == ("lead.card", "lead.noted", language)
    await lives(office, evening("2026-12-03"))
    assert came(office) == []
    await lives(office, datetime(2026, 12, 4, 14, 0, tzinfo=UTC))  # Friday, 9:00 in Ottawa
    assert came(office) == [("lead.reminded", "2026-12-07")]
    shown = office.came[BOSS.id][-1]
    assert (shown.language, shown.view.values["purpose"]) == (
        language,
        library.facilitation[subject].purpose,
    )
    await lives(office, evening("2026-12-08"), step=timedelta(hours=3))
    assert len(came(office)) == 1


async def test_the_card_that_came_opens_what_stands_beside_it_and_keeps_no_place(library: Library) -> None:
    office = await office_of(library, BOSS)
    await books(office)
    await lives(office, evening("2026-12-03"))
    before = await office.store.ledger.life(BOSS.id)
    for verb, card in (("agenda", "lead.agenda"), ("lead-difficult", "lead.difficult")):
        shown = await office.presses("boss", verb, on=office.came[BOSS.id][-1])
        assert shown.view.card == card
    assert await office.store.ledger.life(BOSS.id) == before
    assert {kept.conversation.flow for kept in before.conversations} & {"lead", "lead-reminder"} == {"lead"}


async def test_what_is_kept_of_the_message_does_not_say_what_was_booked(library: Library) -> None:
    office = await office_of(library, BOSS)
    await books(office)
    await lives(office, evening("2026-12-03"))
    facts = [each.fact for each in (await office.store.ledger.life(BOSS.id)).facts]
    assert [each for each in facts if isinstance(each, MessageSent)] == [
        MessageSent("lead-reminder", "", Reached.DELIVERED)
    ]
    assert "The card of a session that you lead" in str((await office.types("boss", "my record")).view.tables)


@pytest.mark.parametrize("days", [0, 1])
async def test_whoever_books_for_today_or_tomorrow_has_just_read_it(library: Library, days: int) -> None:
    office = await office_of(library, BOSS)
    await books(office, day=str(date(2026, 11, 23) + timedelta(days=days)))
    await lives(office, evening("2026-11-25"))
    assert came(office) == []
    assert await office.store.deliveries.find("lead-reminder") == ()


async def test_my_messages_tell_when_the_card_comes_again(library: Library) -> None:
    office = await office_of(library, BOSS)
    assert await upcoming(office) == []
    await books(office, day="2026-12-07")
    assert await upcoming(office) == ["The card of a session that you lead: December 4, 2026"]
    await office.presses("boss", "snooze", until="2026-12-05")
    assert await upcoming(office) == [], "it would come too late"
    await office.presses("boss", "wake")
    await office.presses("boss", "lead")
    await office.presses("boss", "open", None, session="charter~2026-12-07")
    await office.presses("boss", "lead-cancel")
    assert await upcoming(office) == []


# Change and cancel ------------------------------------------------------------------------------------------


async def test_a_cancelled_session_is_not_recalled(library: Library) -> None:
    office = await office_of(library, BOSS)
    await books(office)
    assert (await office.presses("boss", "lead-cancel")).view.note == "lead.cancelled"
    await lives(office, evening("2026-12-04"))
    assert came(office) == []
    (ended,) = await office.store.deliveries.find("lead-reminder")
    assert (ended.state, ended.reason) == (DeliveryState.REFUSED, "answered")


async def test_who_changes_the_day_is_recalled_before_the_new_one_only(library: Library) -> None:
    office = await office_of(library, BOSS)
    await books(office)
    await office.presses("boss", "lead-move")
    assert (await office.presses("boss", "lead-on", day="2026-12-11")).view.note == "lead.moved"
    await lives(office, evening("2026-12-04"))
    assert came(office) == []
    await lives(office, evening("2026-12-11"))
    assert came(office) == [("lead.reminded", "2026-12-11")]


async def test_who_cancels_and_books_the_same_again_is_recalled_once(library: Library) -> None:
    office = await office_of(library, BOSS)
    for _ in range(2):
        await books(office)
        await office.presses("boss", "lead-cancel")
    await books(office)
    await lives(office, evening("2026-12-04"))
    assert came(office) == [("lead.reminded", FRIDAY)]


async def test_two_presses_at_once_book_one_session(library: Library) -> None:
    office = await office_of(library, BOSS)
    await office.presses("boss", "lead")
    form = await office.presses("boss", "lead-what", subject="charter")
    first, second = [await office.presses("boss", "lead-on", on=form, day=FRIDAY) for _ in range(2)]
    assert (first.view.card, second.view.card) == ("lead.card", "lead.card")
    assert len(await office.store.deliveries.find("lead-reminder")) == 1


async def test_two_sessions_on_one_day_are_recalled_each(library: Library) -> None:
    office = await office_of(library, BOSS)
    for subject in ("charter", "M01"):
        await books(office, subject=subject)
    await lives(office, evening("2026-12-04"))
    assert sorted(came(office)) == [("lead.reminded", FRIDAY)] * 2


# Not now ----------------------------------------------------------------------------------------------------


async def test_who_asked_for_peace_is_not_written_to_and_nothing_comes_too_late(library: Library) -> None:
    office = await office_of(library, BOSS)
    await books(office)
    await office.presses("boss", "messages")
    await office.presses("boss", "snooze", until="2026-12-05")
    await lives(office, evening("2026-12-08"))
    assert came(office) == []
    key = DeliveryKey("lead-reminder", f"charter~{FRIDAY}", 1, BOSS.id)
    ended = await office.store.deliveries.get(key)
    assert ended is not None
    assert (ended.state, ended.reason) == (DeliveryState.REFUSED, "over")


async def test_who_has_had_enough_messages_gets_none_about_a_session(library: Library) -> None:
    budget = library.organization.budget.model_copy(update={"per_quarter": 0, "first_quarter": 0})
    organization = library.organization.model_copy(update={"budget": budget})
    office = await office_of(library.model_copy(update={"organization": organization}), BOSS)
    await books(office)
    await lives(office, evening("2026-12-04"))
    assert came(office) == []


async def test_who_no_longer_manages_anybody_is_not_reminded(library: Library) -> None:
    office = await office_of(library, BOSS)
    await books(office)
    await office.store.people.bring_in([replace(BOSS, role=Role.EMPLOYEE)])
    await lives(office, evening("2026-12-04"))
    assert came(office) == []
    assert (await office.presses("boss", "lead")).view.card == "lead.not-allowed"


# Who may ----------------------------------------------------------------------------------------------------


async def test_managers_and_the_office_lead_and_nobody_else(library: Library) -> None:
    office = await office_of(library, BOSS, VERA, ANA)
    assert (await books(office)).view.card == "lead.card"
    assert (await books(office, "vera", "M05")).view.card == "lead.card"
    assert (await books(office, "ana")).view.card == "lead.not-allowed"
    assert (await office.types("ana", "lead a session")).view.card == "lead.not-allowed"
    assert {each.key.addressee for each in await office.store.deliveries.find("lead-reminder")} == {
        "boss",
        "vera",
    }


async def test_my_team_leads_to_the_same_place(library: Library) -> None:
    office = await office_of(library, BOSS)
    await office.types("boss", "team")
    assert (await office.presses("boss", "book-a-charter")).view.card == "lead"
    await books(office)
    await office.types("boss", "team")
    assert (await office.presses("boss", "book-a-charter")).view.card == "lead.booked"


# Wherever people live ---------------------------------------------------------------------------------------

ZONES: Mapping[str, str] = {
    "America/Vancouver": "BC",
    "America/Toronto": "ON",
    "America/St_Johns": "NL",
}
HALF_AN_HOUR = timedelta(minutes=30)
DAYS = st.dates(date(2026, 4, 1), date(2028, 10, 31)) | st.sampled_from(
    [  # Days after long weekends.
        date(2026, 10, 13), date(2027, 2, 16), date(2027, 3, 30), date(2027, 5, 25), date(2026, 12, 29),
        date(2027, 3, 16), date(2028, 1, 4),
    ]
)  # fmt: skip


@pytest.mark.parametrize("zone", ZONES)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(day=DAYS, ahead=st.integers(0, 7), hour=st.integers(0, 23))
async def test_the_card_leaves_at_eight_on_the_working_day_before_and_on_no_other(
    library: Library, zone: str, day: date, ahead: int, hour: int
) -> None:
    province, where = ZONES[zone], oracle.zone(zone)
    at = datetime.combine(day - timedelta(days=ahead), time(hour), UTC)
    today = where.local(at).date()
    office = await office_of(library, replace(BOSS, zone=zone, province=province), at=at)
    session = max(day, today)
    await books(office, subject="M01", day=session.isoformat())
    before = session - timedelta(days=1)
    while not oracle.working(before, province):
        before -= timedelta(days=1)
    left: list[datetime] = []
    while where.local(office.at).date() <= session:
        known = len(came(office))
        office.at += HALF_AN_HOUR
        await office.ticks()
        left += [where.local(office.at)] * (len(came(office)) - known)
    assert left == ([datetime.combine(before, time(8))] if before > today else [])
