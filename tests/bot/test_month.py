"""The month on one card: what the Senior Official gets on the first working day, and may open at any time."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.heard import Shown
from content.model import Communication, Library, Recommendation, Session, Stage, Text, Title
from content.model.evidence import Note
from dialogs.facts import ModuleFinished, Stamped
from dialogs.people import Path as Way
from dialogs.people import PersonId, Role
from scheduler.months import Months
from storage.campaigns import keep
from storage.memory import open_memory
from storage.ports import Conversation, Move, Store
from storage.tiny import open_tiny
from storage.written import PLAN, RECOMMENDATIONS
from tests.bot.office import Office, person, staff
from tests.bot.plan_office import ANA, SAM, VERA, goal, office_of

HERE = frozenset({"here"})
FIRST_OF_DECEMBER = datetime(2026, 12, 1, 15, 0, tzinfo=UTC)


@pytest.fixture(params=["memory", "tiny"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    if request.param == "memory":
        yield open_memory()
        return
    async with await open_tiny(tmp_path / "data", mark="local") as tiny:
        yield tiny.store


def words(text: str) -> Text:
    return Text(en=text, fr=text)


def communication(title: str, day: str, stage: Stage = Stage.CLOSED) -> Communication:
    first = date.fromisoformat(day)
    return Communication(title=words(title), body=(words("B"),), first_day=first, last_day=first, stage=stage)


def session(title: str, day: str) -> Session:
    held = date.fromisoformat(day)
    return Session.model_validate(
        {
            **communication(title, day).model_dump(exclude={"kind"}),
            "kind": "session",
            "day": held,
            "opens": "12:00:00",
            "zone": "America/Toronto",
            "place": words("P").model_dump(),
            "code": "4821",
        },
        strict=False,
    )


async def finishes(office: Office, number: int, day: date) -> None:
    for each in range(number):
        who = PersonId(f"policy-{each}")
        found = await office.store.people.person(who)
        assert found is not None
        fact = Stamped(who, day, found.unit, Way.EMPLOYEE, "en", ModuleFinished("M01", 1))
        await office.store.ledger.commit(Move(Conversation(who, "m", ""), 0, 1, b"{}"), facts=[fact])


def listed(shown: Shown, value: str) -> list[str]:
    found = shown.view.values[value]
    assert isinstance(found, tuple)
    return [each.en for each in found]


async def test_the_card_holds_totals_what_ran_and_what_the_plan_waits_for(library: Library) -> None:
    office = await office_of(
        library,
        late=goal("2026-10-15", title=Title(en="Late")),
        soon=goal("2026-12-20", title=Title(en="Soon")),
        far=goal("2027-12-20", title=Title(en="Far")),
    )
    await finishes(office, 10, date(2026, 10, 6))
    store = office.store
    await keep(store, "c1", communication("C1", "2026-10-05"), 0)
    await keep(store, "c2", communication("C2", "2026-11-05"), 0)
    await keep(store, "c3", communication("C3", "2026-10-07", Stage.DRAFT), 0)
    await keep(store, "s1", session("S1", "2026-10-02"), 0)
    open_one = Recommendation(
        day=date(2026, 10, 1), concerns="practice", title=Title(en="R"), because=Note(en="B")
    )
    await RECOMMENDATIONS.keep(store, "r1", open_one, 0)
    shown = await office.types(SAM, "the month")
    assert shown.view.card == "month"
    assert shown.view.values["period"] == Text(en="October 2026", fr="octobre 2026")
    assert listed(shown, "plan") == ["Late: overdue since October 15, 2026", "Soon: due on December 20, 2026"]
    assert listed(shown, "ran") == ["Session of October 2, 2026: S1", "Communication of October 5, 2026: C1"]
    assert (shown.view.values["sent"], shown.view.values["unanswered"]) == (2, 1)
    (table,) = shown.view.tables
    assert table.rows[0] == (Text(en="Finished a module", fr="Ont terminé un module"), 10)
    assert [button.verb for button in shown.view.buttons] == ["plan", "recommendations", "report", "home"]
    looks = [entry.body for entry in await store.registers.find("access")]
    assert {"what": "report", "period": "2026-10", "role": "senior-official"}.items() <= looks[0].items()


async def test_a_long_month_is_told_in_numbers(library: Library) -> None:
    office = await office_of(library)
    for number in range(9):
        await PLAN.keep(office.store, f"g{number}", goal("2026-10-01"), 0)
    shown = await office.types(SAM, "the month")
    assert len(listed(shown, "plan")) == 7
    assert listed(shown, "plan")[-1] == "More: 3"


async def test_a_small_organization_sees_its_fiscal_year_in_place_of_a_month(library: Library) -> None:
    small = library.organization.model_copy(update={"small": True})
    office = await office_of(library.model_copy(update={"organization": small}))
    shown = await office.types(SAM, "the month")
    assert "fiscal year 2026 to 2027" in str(shown.view.tables[0].title)


async def test_nobody_else_gets_the_month(library: Library) -> None:
    office = await office_of(library)
    for who in (VERA, ANA):
        assert (await office.types(who, "the month")).view.card == "month.not-allowed"


async def at_work(library: Library, store: Store, language: str = "en") -> Office:
    office = Office(library, store=store)
    await office.hires(
        person(SAM, "policy", Role.SENIOR_OFFICIAL),
        person(VERA, "policy", Role.VE_OFFICER),
        *staff(["policy", "services"], 11),
    )
    await office.settles_in(SAM, VERA, language=language)
    return office


async def lives(office: Office, until: datetime) -> None:
    """Let the clock beat every six hours, as a process does that is started anew each time."""
    while office.at < until:
        await Months(office.store, office.library.organization, HERE)(office.at)
        await office.ticks()
        office.later(hours=6)


def months(office: Office) -> list[tuple[str, str | None, str]]:
    came = [(who, shown) for who, each in office.came.items() for shown in each]
    return [
        (who, shown.language, str(shown.view.values["period"]))
        for who, shown in came
        if shown.view.card == "month"
    ]


async def test_on_the_first_working_day_the_official_gets_one_card_and_nobody_else_any(
    library: Library, store: Store
) -> None:
    office = await at_work(library, store, "fr")
    await lives(office, datetime(2026, 11, 30, 23, tzinfo=UTC))
    assert months(office) == []
    await lives(office, datetime(2027, 1, 3, tzinfo=UTC))
    assert [(who, language) for who, language, _ in months(office)] == [(SAM, "fr")]
    assert "novembre 2026" in months(office)[0][2]
    await lives(office, datetime(2027, 1, 6, tzinfo=UTC))
    assert len(months(office)) == 2, "January begins on a holiday and a weekend"
    deliveries = await store.deliveries.find("month")
    assert [each.key.occurrence for each in deliveries] == ["2026-12", "2027-01"]
    settled = [each.due.date() for each in deliveries]
    assert settled[0] == date(2026, 12, 1)
    assert settled[1] == date(2027, 1, 4)


async def test_a_bot_that_slept_until_the_middle_of_the_month_lets_it_be(
    library: Library, store: Store
) -> None:
    office = await at_work(library, store)
    office.at = datetime(2026, 12, 16, 15, tzinfo=UTC)
    await lives(office, datetime(2026, 12, 31, 12, tzinfo=UTC))
    assert months(office) == []


async def test_whoever_is_on_leave_gets_it_on_their_return(library: Library, store: Store) -> None:
    office = await at_work(library, store)
    away = await store.people.person(SAM)
    assert away is not None
    leave = replace(away, leave_from=date(2026, 11, 25), leave_to=date(2026, 12, 4))
    others = [each for each in await store.people.everyone() if each.id != SAM]
    await store.people.bring_in([leave, *others])
    office.at = FIRST_OF_DECEMBER
    await lives(office, datetime(2026, 12, 20, tzinfo=UTC))
    (delivery,) = await store.deliveries.find("month")
    assert delivery.due.date() == date(2026, 12, 7)
    assert len(months(office)) == 1


async def test_it_counts_in_nobodys_budget_and_stands_in_the_record(library: Library) -> None:
    office = await at_work(library, open_memory())
    office.at = FIRST_OF_DECEMBER
    await lives(office, datetime(2026, 12, 2, tzinfo=UTC))
    facts = (await office.store.ledger.life(SAM)).facts
    assert not [each for each in facts if "month" in str(each.fact)]
    shown = await office.types(SAM, "my record")
    assert "The month, for the Senior Official" in str(shown.view.tables)


async def test_a_clock_that_beats_often_looks_once_an_hour(library: Library) -> None:
    office = await at_work(library, open_memory())
    sent = Months(office.store, library.organization, HERE)
    assert [await sent(FIRST_OF_DECEMBER), await sent(FIRST_OF_DECEMBER.replace(minute=30))] == [1, 0]
    elsewhere = Months(open_memory(), library.organization, frozenset({"there"}))
    assert await elsewhere(FIRST_OF_DECEMBER) == 0
    assert await Months(office.store, library.organization, frozenset({"there"}))(FIRST_OF_DECEMBER) == 0
