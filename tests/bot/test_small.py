"""A small organization: totals of whole fiscal years, in the chat and on the command line."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from bot.command.operations import perform
from bot.command.orders import Means
from bot.counting import Look
from content.model import Library
from dialogs.people import Person
from tests.bot.office import Office, staff
from tests.bot.test_counting import SAM, finishes
from tests.bot.test_operations import OPERATOR, Read, order

SUMMER = date(2026, 8, 3)
BY = ("unit", "module", "language", "path")


def of_size(library: Library, *, small: bool) -> Library:
    organization = library.organization.model_copy(update={"small": small})
    return library.model_copy(update={"organization": organization})


async def office_of(library: Library, members: int) -> Office:
    """Return a small office where six people finished a module."""
    office = Office(of_size(library, small=True))
    people: list[Person] = [SAM, *staff(["policy"], members - 1)]
    await office.hires(*people)
    for each in people[1:7]:
        await finishes(office, each, SUMMER)
    return office


def means(office: Office) -> Means:
    def look() -> Look:
        zone = office.library.organization.time_zone
        return Look(office.chance(16).hex(), "operator", office.at, ZoneInfo(zone))

    return Means(office.store, office.library, look, lambda _: Read([]))


@pytest.mark.parametrize("period", ["2026-Q3", "2026-08"])
async def test_a_shorter_period_is_kindly_refused_on_the_command_line(library: Library, period: str) -> None:
    office = await office_of(library, 20)
    for language in ("en", "fr"):
        printed = await perform(means(office), OPERATOR, order(period=period, language=language))
        assert (printed.text, printed.code) == ("", 2)
        assert printed.errors == (OPERATOR.speaking(language).says("report.whole-years"),)
    assert not await office.store.registers.find("access")


@pytest.mark.parametrize("by", BY)
async def test_a_fiscal_year_has_totals_only_and_the_reader_is_told_why(library: Library, by: str) -> None:
    office = await office_of(library, 20)
    printed = await perform(means(office), OPERATOR, order(period="FY2026-27", by=by))
    assert library.sentences["report.small"].en in printed.text
    assert ("Policy and Research" in printed.text, printed.code) == (False, 0)
    assert "by unit" not in printed.text.replace(library.sentences["report.small"].en, "")


@pytest.mark.parametrize(("members", "shown"), [(9, "hidden"), (10, "6"), (11, "6")])
async def test_fewer_than_ten_people_get_no_totals(library: Library, members: int, shown: str) -> None:
    office = await office_of(library, members)
    printed = await perform(means(office), OPERATOR, order(period="FY2026-27"))
    (line,) = (line for line in printed.text.splitlines() if line.startswith("People who finished a module"))
    assert line.split()[-1] == shown


async def test_the_card_has_no_figures_of_a_part_of_the_organization(library: Library) -> None:
    office = await office_of(library, 20)
    await office.settles_in("sam")
    shown = await office.types("sam", "report")
    assert str(shown.view.values["period"]).count("2026-2027")
    assert [table.title.en for table in shown.view.tables] == [
        "People who finished a module in the period, by module",
        "Whole organization",
    ]
    shown = await office.presses("sam", "show-report", period="last-quarter")
    assert (shown.view.card, shown.view.note) == ("report.ask", "report.years-only")
    shown = await office.presses("sam", "show-report", period="last-year")
    assert str(shown.view.values["period"]).count("2025-2026")


async def test_what_was_published_by_unit_before_the_switch_is_not_shown_by_unit(library: Library) -> None:
    office = await office_of(library, 20)
    office.at = office.at.replace(year=2027)
    year = order(period="FY2026-27", format="json")
    office.library = of_size(library, small=False)
    before = await perform(means(office), OPERATOR, year)
    office.library = of_size(library, small=True)
    after = await perform(means(office), OPERATOR, year)
    assert '"key": "policy"' in before.text
    assert '"key": "policy"' not in after.text
    assert '"total": 6' in after.text
