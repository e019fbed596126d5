"""What was published once is printed again as it was, whatever has happened since; and trends."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.counting import Look, counts, publish, trends
from content.model import Library, Text, Unit
from dialogs.facts import SessionAttended
from dialogs.people import PersonId, UnitId
from reports.participation import Dimension, Report
from reports.periods import below, parse
from reports.rendering import as_csv
from reports.trends import trend
from storage.campaigns import REGISTER
from storage.memory import open_memory
from storage.ports import Store
from storage.tiny import open_tiny
from tests.bot.office import Office, staff
from tests.bot.test_counting import SAM, finishes, keeps

YEAR = parse("FY2026-27")
CLOSED = datetime(2027, 4, 2, 15, tzinfo=UTC)
LATER = datetime(2028, 4, 3, 15, tzinfo=UTC)
POLICY = staff(["policy"], 24)
SERVICES = [
    replace(each, id=PersonId(f"s-{each.id}"), unit=UnitId("services")) for each in staff(["policy"], 30)
]
DAYS = (date(2026, 5, 4), date(2026, 8, 3), date(2026, 11, 2), date(2027, 2, 1))


@pytest.fixture(params=["memory", "embedded"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    async with AsyncExitStack() as stack:
        if request.param == "memory":
            yield open_memory()
        else:
            yield (await stack.enter_async_context(await open_tiny(tmp_path / "data", mark="local"))).store


async def year_of(office: Office) -> None:
    """Let people of two units finish modules and come to a session, in each quarter."""
    await office.hires(SAM, *POLICY, *SERVICES)
    body = {
        "kind": "session", "title": {"en": "Gifts", "fr": "Cadeaux"}, "body": [{"en": "Come", "fr": "Venez"}],
        "first_day": "2026-05-01", "last_day": "2026-05-30", "topic": "gifts", "day": "2026-05-04",
        "opens": "10:00:00", "zone": "America/Toronto", "place": {"en": "Here", "fr": "Ici"}, "code": "1234",
    }  # fmt: skip
    await office.store.registers.put(REGISTER, "gifts-talk", body, 0)
    for number, day in enumerate(DAYS):
        for each in (*POLICY[: 6 + number], *SERVICES[:11]):
            await finishes(office, each, day)
        for each in SERVICES[:12]:
            await keeps(office, each, day, SessionAttended("gifts-talk"))


async def a_year_goes_by(office: Office) -> Office:
    """Rename a unit, let people come, move and leave, and let more happen in the year after."""
    gone = [replace(each, end=date(2027, 6, 30)) for each in POLICY[:9]]
    moved = [replace(each, unit=UnitId("policy")) for each in SERVICES[:9]]
    await office.store.people.bring_in([*gone, *moved])
    for each in SERVICES[:20]:
        await finishes(office, each, date(2027, 8, 3))
    units = (Unit(id="policy", name=Text(en="Renamed", fr="Renommée")),)
    organization = office.library.organization.model_copy(update={"units": units})
    later = office.restarted(office.library.model_copy(update={"organization": organization}))
    later.at = LATER
    return later


async def printed(office: Office, period: str, by: Dimension) -> Report:
    look = Look(office.chance(16).hex(), "operator", office.at, ZoneInfo("America/Toronto"))
    (report,) = await counts(office.store, office.library, parse(period), (by,), look)
    return report


@pytest.mark.parametrize("by", list(Dimension))
async def test_a_year_later_every_period_is_printed_as_it_was_first_published(
    library: Library, store: Store, by: Dimension
) -> None:
    office = Office(library, store, CLOSED)
    await year_of(office)
    periods = [YEAR.id, *(part.id for part in below(YEAR))]
    first = {period: as_csv(await printed(office, period, by), library) for period in periods}
    later = await a_year_goes_by(office)
    for period in reversed(periods):
        assert as_csv(await printed(later, period, by), later.library) == first[period]


async def test_what_was_asked_for_first_does_not_change_what_is_published(library: Library) -> None:
    found = []
    for order in (slice(None), slice(None, None, -1)):
        office = Office(library, open_memory(), CLOSED)
        await year_of(office)
        periods = [YEAR.id, *(part.id for part in below(YEAR))][order]
        found.append(
            {period: as_csv(await printed(office, period, Dimension.UNIT), library) for period in periods}
        )
    assert found[0] == found[1]


async def test_people_at_a_session_are_counted_under_its_topic(library: Library) -> None:
    office = Office(library, open_memory(), CLOSED)
    await year_of(office)
    report = await printed(office, "2026-Q2", Dimension.TOPIC)
    sessions = next(each for each in report.measures if each.id == "sessions-attended")
    assert [(cell.key, cell.name.fr, cell.count) for cell in sessions.cells] == [("gifts", "Cadeaux", 12)]


async def test_every_cut_is_published_before_the_facts_behind_it_go(library: Library) -> None:
    office = Office(library, open_memory(), CLOSED)
    await year_of(office)
    await publish(office.store, library, date(2027, 4, 1))
    kept = {entry.id for entry in await office.store.registers.find("snapshot")}
    assert kept == {f"{period.id}.{by.value}" for period in (YEAR, *below(YEAR)) for by in Dimension}


# Trends ---------------------------------------------------------------------------------------------------


async def looked_back(office: Office, period: str) -> tuple[Report, ...]:
    look = Look(office.chance(16).hex(), "operator", office.at, ZoneInfo("America/Toronto"))
    return await trends(office.store, office.library, parse(period), Dimension.UNIT, look)


async def test_a_quarter_stands_beside_those_before_it_as_they_were_published(library: Library) -> None:
    office = Office(library, open_memory(), CLOSED)
    await year_of(office)
    reports = await looked_back(office, "2027-Q1")
    shown = [(point.period.id, point.shown) for point in trend(reports, "modules-finished")]
    assert shown == [("2026-Q2", 17), ("2026-Q3", 18), ("2026-Q4", 19), ("2027-Q1", 20)]
    looks = [entry.body for entry in await office.store.registers.find("access")]
    assert [(look["what"], look["period"]) for look in looks] == [("report", "2027-Q1")]
    later = await a_year_goes_by(office)
    assert trend(await looked_back(later, "2027-Q1"), "modules-finished") == trend(
        reports, "modules-finished"
    )


async def test_before_the_first_fact_there_is_nothing_to_look_back_at(library: Library) -> None:
    office = Office(library, open_memory(), CLOSED)
    await year_of(office)
    assert [report.period.id for report in await looked_back(office, "FY2026-27")] == ["FY2026-27"]
    assert [report.period.id for report in await looked_back(office, "2026-Q3")] == ["2026-Q2", "2026-Q3"]


async def test_a_small_organization_looks_back_at_fiscal_years_only(library: Library) -> None:
    organization = library.organization.model_copy(update={"small": True})
    office = Office(library.model_copy(update={"organization": organization}), open_memory(), CLOSED)
    await year_of(office)
    assert await looked_back(office, "2026-Q3") == ()
    assert not await office.store.registers.find("access")
    (year,) = await looked_back(office, "FY2026-27")
    assert trend([year], "modules-finished")[0].shown == 20
    assert trend([year], "modules-finished", "policy") == ()
