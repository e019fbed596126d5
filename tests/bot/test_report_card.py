"""The card of counts: small enough for Teams, with a period and a cut to choose, bars and a trend."""

import json
from datetime import date

import pytest

from bot.cards import adaptive
from bot.cards import drawn as drawing
from bot.cards.text import text
from bot.heard import Shown
from content.model import Language, Library, Stage, Text, Unit
from dialogs.people import Person
from dialogs.themes import YOU_SAID
from dialogs.views import Table
from reports.participation import Dimension
from tests.bot.card_checks import LARGEST, elements, faults_of
from tests.bot.office import Office, staff
from tests.bot.test_counting import SAM, finishes, published, totals
from tests.scheduler.sending import communication, files

BLOCK = "\N{FULL BLOCK}"
LONG = Text(en="A fairly long name of something", fr="Un nom plutôt long de quelque chose")


def grown(library: Library, units: int, modules: int) -> Library:
    """Return the library of an organization with so many units and modules."""
    parts = tuple(Unit(id=f"u{number}", name=LONG) for number in range(units))
    organization = library.organization.model_copy(update={"units": parts})
    first = library.modules["M01"]
    made = {
        f"M{n:02}": first.model_copy(update={"id": f"M{n:02}", "title": LONG}) for n in range(1, modules + 1)
    }
    return library.model_copy(update={"organization": organization, "modules": made})


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(("units", "modules"), [(1, 2), (4, 10), (8, 10), (30, 10), (40, 14)])
@pytest.mark.parametrize("period", ["this-quarter", "last-quarter"])
@pytest.mark.parametrize("cut", ["glance", "unit", "module"])
async def test_the_counts_of_any_organization_fit_on_a_card(  # noqa: PLR0917 - every size, by every cut
    library: Library, language: Language, units: int, modules: int, period: str, cut: str
) -> None:
    office = Office(grown(library, units, modules))
    await office.hires(SAM, *staff([f"u{number}" for number in range(units)], 11))
    await office.settles_in("sam", language=language)
    await office.types("sam", "report")
    people = [each for each in await office.store.people.everyone() if each != SAM]
    for day in (date(2026, 2, 2), date(2026, 5, 5), date(2026, 8, 8), date(2026, 10, 10)):
        for each in people[::2]:
            await finishes(office, each, day)
    shown = await office.presses("sam", "show-report", period=period, cut=cut)
    drawn = json.dumps(adaptive.card(office.library, shown), ensure_ascii=False)
    assert shown.view.tables
    assert len(drawn.encode("utf-16-le")) <= LARGEST


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(("units", "modules"), [(1, 2), (8, 10), (40, 14)])
async def test_messages_about_what_people_said_leave_it_small_too(
    library: Library, language: Language, units: int, modules: int
) -> None:
    office = Office(grown(library, units, modules))
    await office.hires(SAM, *staff([f"u{number}" for number in range(units)], 11))
    await office.settles_in("sam", language=language)
    title = Text(en=120 * "W", fr=120 * "É")
    done = communication(title=title, stage=Stage.CLOSED, draft=YOU_SAID, topic="emerging-technology")
    stopped = done.model_copy(update={"stage": Stage.STOPPED})
    others = {"other": done.model_copy(update={"draft": "elections"}), "stopped": stopped}
    await files(office.store, *others.items(), *((f"said-{number}", done) for number in range(9)))
    await office.types("sam", "report")
    shown = await office.presses("sam", "show-report", period="this-quarter")
    drawn = json.dumps(adaptive.card(office.library, shown), ensure_ascii=False)
    assert len(drawn.encode("utf-16-le")) <= LARGEST
    assert totals(shown).rows[-1][1] == 9
    assert [row[1] for row in shown.view.tables[-1].rows] == 4 * [title]


# Choosing -----------------------------------------------------------------------------------------


async def settled(library: Library, language: Language = "en") -> tuple[Office, list[Person]]:
    """Return an office of two units where half of each finished a module in each of the last quarters."""
    office = Office(library)
    people = staff(["policy", "services"], 20)
    await office.hires(SAM, *people)
    await office.settles_in("sam", language=language)
    for day in (date(2026, 5, 12), date(2026, 8, 11)):
        for person in people[::2]:
            await finishes(office, person, day)
    return office, people


def drawn(shown: Shown) -> list[Table]:
    return [table for table in shown.view.tables if table.chart]


@pytest.mark.parametrize("cut", [each.value for each in Dimension])
@pytest.mark.parametrize("period", ["this-quarter", "last-quarter", "last-year", "last-month"])
async def test_every_period_can_be_had_by_every_cut(library: Library, period: str, cut: str) -> None:
    office, _ = await settled(library)
    await office.types("sam", "report")
    shown = await office.presses("sam", "show-report", period=period, cut=cut)
    assert shown.view.card == "report"
    assert [figure.count is not None for figure in shown.view.figures] == [True, True, True]
    assert faults_of(library, shown) == []
    looks = await office.store.registers.find("access")
    assert sorted(str(look.body["by"]) for look in looks) == sorted([cut, "unit,module,path"])


async def test_the_units_of_a_closed_quarter_have_bars_and_those_of_an_open_one_have_words(
    library: Library,
) -> None:
    office, _ = await settled(library)
    await office.types("sam", "report")
    shown = await office.presses("sam", "show-report", period="last-quarter", cut="unit")
    (table,) = drawn(shown)
    assert table.chart is not None
    assert [count for _, count in table.chart.bars] == [10, 10]
    shown = await office.presses("sam", "show-report", period="this-quarter", cut="unit")
    assert drawn(shown) == []
    assert library.sentences["report.no-bars"] in shown.view.remarks


async def test_what_was_counted_is_shown_over_time_back_to_where_it_began(library: Library) -> None:
    office, people = await settled(library)
    await office.types("sam", "report")
    (trend,) = drawn(office.shown[SAM.id])
    assert [row[1] for row in trend.rows] == [20, 20, 0]
    assert str(trend.rows[-1][0]).count("so far")
    assert {"2026-Q2.module", "2026-Q3.module"} <= await published(office)
    assert not {"2026-Q1.module", "2025-Q4.module"} & await published(office)
    await finishes(office, people[1], date(2026, 8, 11))  # It comes too late: the quarter was published.
    (trend, *_) = drawn(await office.types("sam", "report"))
    assert [row[1] for row in trend.rows] == [20, 20, 0]


@pytest.mark.parametrize(
    ("typed", "periods"),
    [
        ("2026-09", [f"{month} 2026" for month in ("May", "June", "July", "August", "September")]),
        ("FY2026-27", []),
        ("2026-01", []),
    ],
)
async def test_a_period_is_followed_by_those_of_its_own_kind(
    library: Library, typed: str, periods: list[str]
) -> None:
    office, people = await settled(library)
    await finishes(office, people[0], date(2026, 9, 1))
    await office.types("sam", "report")
    shown = await office.presses("sam", "show-report", other=typed)
    named = [str(row[0].en) for each in drawn(shown) for row in each.rows if isinstance(row[0], Text)]
    assert [name for name in named if "2026" in name] == periods


async def test_a_year_is_followed_back_to_the_year_before(library: Library) -> None:
    office, people = await settled(library)
    await finishes(office, people[0], date(2025, 12, 1))
    await office.types("sam", "report")
    shown = await office.presses("sam", "show-report", period="this-year")
    rows = [row for each in shown.view.tables for row in each.rows if isinstance(row[0], Text)]
    named = {row[0].en: row[1] for row in rows if isinstance(row[0], Text)}
    assert named["Fiscal year 2025 to 2026"] == 1
    assert named["Fiscal year 2026 to 2027 (so far)"] == 20


async def test_whoever_may_not_see_the_counts_cannot_choose_any(library: Library) -> None:
    office, _ = await settled(library)
    await office.settles_in("policy-0")
    await office.types("policy-0", "report")
    shown = await office.presses("policy-0", "show-report", period="last-quarter", cut="unit")
    assert (shown.view.card, shown.view.tables) == ("report.not-allowed", ())
    assert await office.store.registers.find("access") == ()


# What cannot be read ------------------------------------------------------------------------------

OF_A_LATER_VERSION = {"v": 99, "organization": "demo"}


@pytest.mark.parametrize("language", ["en", "fr"])
async def test_a_publication_that_cannot_be_read_is_told_kindly_and_other_periods_can(
    library: Library, language: Language
) -> None:
    office, _ = await settled(library, language)
    await office.store.registers.put("snapshot", "2026-Q3.unit", OF_A_LATER_VERSION, 0)
    await office.types("sam", "report")
    shown = await office.presses("sam", "show-report", period="last-quarter", cut="unit")
    assert (shown.view.card, shown.view.tables) == ("report.unreadable", ())
    assert faults_of(library, shown) == []
    shown = await office.presses("sam", "show-report", period="last-quarter", cut="module")
    assert shown.view.card == "report"
    shown = await office.presses("sam", "show-report", period="last-quarter", cut="glance")
    assert shown.view.card == "report.unreadable"


async def test_an_earlier_period_that_cannot_be_read_is_left_out_of_the_trend(library: Library) -> None:
    office, _ = await settled(library)
    await office.store.registers.put("snapshot", "2026-Q3.module", OF_A_LATER_VERSION, 0)
    shown = await office.types("sam", "report")
    assert shown.view.card == "report"
    assert library.sentences["report.trend-unreadable"] in shown.view.remarks
    (trend,) = drawn(shown)
    assert [row[1] for row in trend.rows] == [20, 0]


# Drawing ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "fr"])
async def test_teams_gets_charts_that_may_be_dropped_and_the_page_bars_of_its_own(
    library: Library, language: Language
) -> None:
    office, _ = await settled(library, language)
    shown = await office.types("sam", "report")
    (trend,) = drawn(shown)
    counts = [row[1] for row in trend.rows]
    for_teams = elements(drawing.for_teams(library, shown))
    (chart,) = (each for each in for_teams if str(each.get("type")).startswith("Chart."))
    assert (chart["type"], chart["fallback"]) == ("Chart.VerticalBar", "drop")
    assert [bar["y"] for bar in chart["data"]] == counts
    page = list(elements(drawing.for_page(library, shown)))
    assert not [each for each in page if str(each.get("type")).startswith("Chart.")]
    (bars,) = (each for each in page if each.get("type") == "Bars")
    assert [bar["value"] for bar in bars["data"]] == counts
    assert str(max(count for count in counts if isinstance(count, int))) in bars["text"]
    closed = await office.presses("sam", "show-report", period="last-quarter", cut="unit")
    kinds = [str(each.get("type")) for each in elements(drawing.for_teams(library, closed))]
    assert kinds.count("Chart.HorizontalBar") == 1


@pytest.mark.parametrize("language", ["en", "fr"])
async def test_in_a_terminal_bars_of_letters_stand_behind_the_figures(
    library: Library, language: Language
) -> None:
    office, _ = await settled(library, language)
    shown = await office.types("sam", "report")
    plain, wide = text(library, shown), text(library, shown, 24)
    assert BLOCK not in plain
    assert [line.count(BLOCK) for line in wide.splitlines() if BLOCK in line] == [24, 24]
    assert library.sentences["key.modules-finished"].of(language) in plain
    example = library.sentences["report.other-period.example"].of(language)
    assert f"> {example}" in plain.splitlines()


async def test_rows_without_a_bar_are_counted_beside_the_chart(library: Library) -> None:
    office = Office(library)
    people = staff(["policy", "services", "corporate", "head"], 40)
    await office.hires(SAM, *people)
    await office.settles_in("sam")
    for number, person in enumerate(people):
        if number % 2 or person.unit == "head":  # Everybody of the smallest: it could point to someone.
            await finishes(office, person, date(2026, 8, 11))
    await office.hires(*staff(["tiny"], 3))
    await office.types("sam", "report")
    shown = await office.presses("sam", "show-report", period="last-quarter", cut="unit")
    (table,) = drawn(shown)
    assert table.chart is not None
    assert table.chart.without == [row[1] for row in table.rows].count(None) > 0
    said = library.sentences["chart.without"].en.replace("{count}", str(table.chart.without))
    assert said in text(library, shown, 24)
    assert said in [each.get("text") for each in elements(adaptive.card(library, shown))]
