"""Facts that reports count may go, and the figures stay true."""

from datetime import UTC, date, datetime
from functools import partial
from zoneinfo import ZoneInfo

from bot.counting import Look, counts, publish
from content.model import KeptFor, Library, RecordKind, Retention, Text
from reports.participation import Dimension
from reports.periods import parse
from scheduler.disposal import Disposal
from tests.bot.office import Office, staff
from tests.bot.test_counting import SAM, finishes


async def test_figures_stay_true_when_the_facts_behind_them_are_gone(library: Library) -> None:
    kept = KeptFor(kind=RecordKind.MODULE_FINISHED, months=24, authority=Text(en="A 1", fr="A 1"))
    retention = Retention(backups_kept_days=35, records=(kept,))
    organization = library.organization.model_copy(update={"retention": retention})
    office = Office(library.model_copy(update={"organization": organization}))
    people = staff(["policy"], 12)
    await office.hires(SAM, *people)
    for each in people[:6]:
        await finishes(office, each, date(2026, 3, 31))
    await finishes(office, people[6], date(2026, 4, 1))
    office.at = datetime(2028, 4, 2, 15, tzinfo=UTC)

    await Disposal(office.store, organization, partial(publish, office.store, office.library))(office.at)

    assert await office.store.records.due("module-finished", date(2026, 4, 1)) == 0
    assert await office.store.records.due("module-finished", date(2026, 4, 2)) == 1
    for name in ("FY2025-26", "2026-Q1", "2026-03"):
        for by in Dimension:
            look = Look(f"{name}{by}", "operator", office.at, ZoneInfo(organization.time_zone))
            (report,) = await counts(office.store, office.library, parse(name), (by,), look)
            assert report.measures[0].total == 6, name


async def test_where_nothing_was_counted_nothing_is_published(library: Library) -> None:
    office = Office(library)
    await publish(office.store, library, date(2026, 4, 1))
    assert await office.store.registers.find("snapshot") == ()
