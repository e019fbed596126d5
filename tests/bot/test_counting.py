"""Counts as they are asked for: when a period is over, what is kept of it, and who looked."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.counting import Look, counts, day_everywhere, write_down
from bot.heard import Message, Shown
from bot.turn import Turns
from content.model import Library, Text
from dialogs.facts import Fact, ModuleFinished, Reached, ReminderSent, Side, Stamped, TalkConfirmed
from dialogs.flow import Ref
from dialogs.people import Path, Person, PersonId, Role, UnitId
from dialogs.views import Table
from reports.participation import Dimension
from reports.periods import parse
from scheduler.zones import use_packaged_rules
from storage.ports import Conversation, Delivery, DeliveryKey, DeliveryState, Move, Settlement, Stale
from tests.bot.office import Office, person, staff

SAM = person("sam", "policy", Role.SENIOR_OFFICIAL)
MIDNIGHT_IN_THE_WEST = datetime(2026, 10, 1, 7, tzinfo=UTC)


@pytest.fixture(autouse=True)
def rules_of_the_law() -> None:
    use_packaged_rules()


async def finishes(office: Office, who: Person, day: date) -> None:
    await keeps(office, who, day, ModuleFinished("M01", 1))


async def keeps(office: Office, who: Person, day: date, fact: Fact) -> None:
    kept = Stamped(who.id, day, who.unit, Path.EMPLOYEE, "en", fact)
    move = Move(Conversation(who.id, "module", f"{day}{fact}"), 0, 1, b"{}")
    await office.store.ledger.commit(move, facts=[kept])


async def published(office: Office) -> set[str]:
    return {entry.id for entry in await office.store.registers.find("snapshot")}


async def looks_at_last_quarter(office: Office) -> list[Any]:
    await office.types("sam", "report")
    shown = await office.presses("sam", "show-report", period="last-quarter")
    return [row[1] for row in totals(shown).rows]


def totals(shown: Shown) -> Table:
    """Find the table of the whole organization, which stands below the charts."""
    return next(table for table in shown.view.tables if table.title.en == "Whole organization")


async def test_a_quarter_is_published_when_it_is_over_in_the_west_too(office: Office) -> None:
    ana, *others = staff(["policy"], 12)
    await office.hires(SAM, ana, *others)
    office.at = datetime(2026, 10, 1, 6, 59, tzinfo=UTC)  # past two in Toronto, 23:59 in Vancouver
    await office.settles_in("sam")
    await looks_at_last_quarter(office)
    assert {name.partition(".")[0] for name in await published(office)} == {"2026-07", "2026-08"}
    await finishes(office, ana, date(2026, 9, 30))  # in the last minute, in Vancouver
    office.at = MIDNIGHT_IN_THE_WEST
    assert 1 in await looks_at_last_quarter(office)
    periods = (
        "2026-07",
        "2026-08",
        "2026-09",
        "2026-Q3",
    )  # the months first: the quarter hides what they hid
    assert await published(office) == {
        f"{period}.{by}" for period in periods for by in ("unit", "module", "path")
    }
    await finishes(office, others[0], date(2026, 9, 30))
    assert 1 in await looks_at_last_quarter(office)  # what was published stays


@pytest.mark.parametrize(
    ("zone", "now", "day"),
    [
        ("", datetime(2026, 10, 1, 6, 59, tzinfo=UTC), date(2026, 9, 30)),
        ("", MIDNIGHT_IN_THE_WEST, date(2026, 10, 1)),
        ("", datetime(2026, 1, 1, 7, 30, tzinfo=UTC), date(2025, 12, 31)),  # Vancouver on winter time
        ("", datetime(2027, 1, 1, 7, 0, tzinfo=UTC), date(2027, 1, 1)),  # it no longer has one
        ("America/Los_Angeles", datetime(2027, 1, 1, 7, 30, tzinfo=UTC), date(2026, 12, 31)),
        ("Pacific/Honolulu", datetime(2026, 10, 1, 9, 59, tzinfo=UTC), date(2026, 9, 30)),
        ("Asia/Tokyo", datetime(2026, 10, 1, 6, 59, tzinfo=UTC), date(2026, 9, 30)),
    ],
)
def test_a_day_is_over_when_it_is_over_for_everybody(
    library: Library, zone: str, now: datetime, day: date
) -> None:
    assert day_everywhere(now, [replace(SAM, zone=zone)], library) == day


async def test_one_look_is_one_line(office: Office) -> None:
    await office.hires(SAM)
    await office.settles_in("sam")
    await office.types("sam", "report")
    await office.presses("sam", "show-report", period="this-year")
    looks = await office.store.registers.find("access")
    assert sorted(str(look.body["period"]) for look in looks) == ["2026-Q4", "FY2026-27"]
    assert {look.body["by"] for look in looks} == {"unit,module,path"}


class Hasty:
    """The office's own ledger, to which somebody else is faster twice."""

    def __init__(self, office: Office) -> None:
        self._ledger = office.store.ledger
        self.left = 2

    def __getattr__(self, name: str) -> Any:
        return getattr(self._ledger, name)

    async def commit(self, *of: Any, **more: Any) -> bool:
        if self.left:
            self.left -= 1
            raise Stale
        return await self._ledger.commit(*of, **more)


async def test_a_turn_that_is_decided_anew_is_one_look(office: Office) -> None:
    await office.hires(SAM)
    await office.settles_in("sam")
    hasty = Hasty(office)
    store = replace(office.store, ledger=hasty)
    turns = Turns(office.library, store, office.keys, lambda: office.at, office.chance)
    await turns.hear(SAM.id, Message("report"))
    assert hasty.left == 0
    assert len(await office.store.registers.find("access")) == 1


def look_of(office: Office) -> Look:
    return Look(office.chance(16).hex(), "senior-official", office.at, ZoneInfo("America/Toronto"))


async def kept_looks(office: Office) -> list[tuple[str, str]]:
    found = await office.store.registers.find("access")
    return sorted((str(each.body["what"]), str(each.body.get("period", ""))) for each in found)


async def test_different_looks_of_one_turn_are_a_line_each(office: Office) -> None:
    look, year = look_of(office), {"what": "report", "period": "FY2026-27"}
    for what in ({"what": "signals"}, year, {**year, "period": "FY2025-26"}):
        await write_down(office.store, look, what)
    assert await kept_looks(office) == [("report", "FY2025-26"), ("report", "FY2026-27"), ("signals", "")]


async def test_several_looks_of_a_turn_that_is_decided_anew_are_kept_once_each(office: Office) -> None:
    look, two = look_of(office), ({"what": "signals"}, {"what": "report", "period": "FY2026-27"})
    for what in (*two, *two, two[1]):
        await write_down(office.store, look, what)
    assert await kept_looks(office) == [("report", "FY2026-27"), ("signals", "")]


async def total(office: Office, period: str, name: str) -> int | None:
    look = Look(office.chance(16).hex(), "operator", office.at, ZoneInfo("America/Toronto"))
    (report,) = await counts(office.store, office.library, parse(period), (Dimension.PATH,), look)
    return next(measure.total for measure in report.measures if measure.id == name)


async def test_a_talk_confirmed_by_the_manager_a_quarter_later_counts_once_in_that_quarter(
    office: Office,
) -> None:
    ana, max_, *others = staff(["policy"], 12)
    await office.hires(SAM, ana, max_, *others)
    await keeps(office, ana, date(2026, 6, 30), TalkConfirmed("onboarding", Side.EMPLOYEE, max_.id))
    await keeps(office, max_, date(2026, 7, 1), TalkConfirmed("onboarding", Side.MANAGER, ana.id))
    found = [await total(office, period, "talks-confirmed") for period in ("2026-Q2", "2026-Q3", "2026-Q4")]
    assert found == [0, 1, 0]


async def test_an_onboarding_that_began_in_another_year_counts_when_it_is_finished(office: Office) -> None:
    ana, *others = staff(["policy"], 12)
    await office.hires(SAM, ana, *others)
    first, *rest = office.library.paths["employee"].modules
    await keeps(office, ana, date(2025, 12, 1), ModuleFinished(first, 1))
    for module in rest:
        await keeps(office, ana, date(2026, 8, 3), ModuleFinished(module, 1))
    found = [await total(office, period, "onboarding-finished") for period in ("2025-Q4", "2026-Q3")]
    assert found == [0, 1]


@pytest.mark.parametrize(
    ("zone", "now", "day"),
    [
        ("America/Vancouver", datetime(2026, 11, 24, 2, 30, tzinfo=UTC), date(2026, 11, 23)),
        ("Asia/Tokyo", datetime(2026, 11, 23, 15, 30, tzinfo=UTC), date(2026, 11, 24)),
        ("America/St_Johns", datetime(2026, 11, 24, 3, 40, tzinfo=UTC), date(2026, 11, 24)),
    ],
)
async def test_my_record_tells_the_days_as_they_were_where_i_am(
    office: Office, zone: str, now: datetime, day: date
) -> None:
    await office.hires(
        replace(person("ana", "policy"), zone=zone), person("omar", "policy", Role.COI_OFFICER)
    )
    office.at = now
    await office.settles_in("ana")
    ref, deliveries = Ref("coi", "2026-Q4"), office.store.deliveries
    first, second = (Delivery(DeliveryKey("coi", ref.key, nth, PersonId("ana")), ref, now) for nth in (1, 2))
    await deliveries.owe([first])
    await deliveries.claim(now, 1, timedelta(minutes=1))
    reached = ReminderSent("coi", ref.key, 1, Reached.DELIVERED)
    sent = Stamped(PersonId("ana"), day, UnitId("policy"), Path.EMPLOYEE, "en", reached)
    here, opening = Conversation(PersonId("ana"), ref.flow, ref.key), office.turns.opening(ref)
    await deliveries.settle(
        first.key, Settlement(DeliveryState.DELIVERED, facts=(sent,), arrived=here, opening=opening)
    )
    await deliveries.owe([second])
    await office.presses("ana", "coi")
    await office.presses("ana", "need-advice")
    await office.presses("ana", "send-name")
    _, facts, messages, _ = (await office.types("ana", "my record")).view.tables
    assert [row[1].en for row in facts.rows if isinstance(row[1], Text)][-1] == (
        "Your name was sent to the conflict of interest contact, as you asked"
    )
    assert [row[2].en for row in messages.rows if isinstance(row[2], Text)] == ["delivered", "to be sent"]
    assert {row[0] for table in (facts, messages) for row in table.rows} == {day}
